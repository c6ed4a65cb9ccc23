import { expect, test } from "vitest";

import type { Language } from "#calendar/resolution";

import { nounPhrases } from "./noun-phrases.ts";

test.each<readonly [Language, string, readonly string[]]>([
  ["en", "The water board turns off the standpipe on Monday", ["water board", "standpipe"]],
  ["en", "Has anyone still got the key for the bottom gate? Mine snapped off", ["key", "bottom gate"]],
  ["en", "Dear members, your annual boiler service is on Friday", ["boiler service"]],
  ["en", "Hi both, flights are cheap", []],
  ["en", "The venue wants a 200 euro deposit before Monday", ["venue"]],
  [
    "de",
    "Liebe Eltern, bringt bitte eine Schere und Kleber für die Laternen",
    ["Schere", "Kleber", "Laternen"],
  ],
  ["fr", "Le plombier passe mardi, tu peux payer l'électricité avant ?", ["plombier", "électricité"]],
  ["it", "Domani hai la visita, firma il contratto entro il 30", ["visita", "contratto"]],
  ["es", "Chicos, la mudanza es el sábado en casa de mi padre", ["mudanza", "padre"]],
  ["pt", "A próxima reunião do condomínio é na segunda", ["reunião", "condomínio"]],
  ["th", "พรุ่งนี้ประชุม", []],
])("%s: %s", (language, text, expected) => {
  expect(nounPhrases(text, language).map((phrase) => phrase.text)).toEqual(expected);
});
