import { expect, it } from "vitest";

import type { Language } from "#calendar/resolution";

import { negationCount } from "./negation.ts";

it.each<[Language, string]>([
  ["en", "don't forget the cake"],
  ["de", "vergiss nicht den Kuchen"],
  ["fr", "n'oubliez pas le gâteau"],
  ["it", "non dimenticare la torta"],
  ["pt", "não só no sábado"],
  ["pt", "não te esqueças do bolo"],
  ["es", "no solo el sábado"],
  ["hi", "केक मत भूलना"],
  ["th", "อย่าลืมเค้ก"],
])("%s: an idiom with a negation word negates nothing: %s", (language, text) =>
  expect(negationCount(text, language)).toBe(0),
);

it.each<[Language, string]>([
  ["en", "the concert is not on Friday"],
  ["pt", "o concerto não é na sexta"],
  ["pt", "não soubemos nada disso"],
  ["es", "no soltéis el perro"],
])("%s: a negation counts: %s", (language, text) => expect(negationCount(text, language)).toBeGreaterThan(0));
