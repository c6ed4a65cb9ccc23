import { expect, test } from "vitest";

import { makeChat, ZONE } from "#agent/testing/message-fixtures";
import { DEFAULT_DAY_PARTS, type Language } from "#calendar/resolution";

import { dueOf, type Due } from "./due.ts";

function due(sentence: string, language: Language): Due {
  const [message] = makeChat([["Ana", sentence]]).messages;
  if (message === undefined) throw new Error("no message");
  return dueOf(sentence, message, language, { zone: ZONE, dayParts: DEFAULT_DAY_PARTS });
}

/** The start, and the end where one was said, of Tuesday 24 November 2026. */
function spanOf(sentence: string, language: Language): string {
  const found = due(sentence, language).due;
  if (found?.kind === "date") return found.start;
  if (found?.kind !== "time") return found?.kind ?? "none";
  return [found.start, ...(found.end === undefined ? [] : [found.end])].map(({ local }) => local).join(" ");
}

test.each([
  ["320 split by four is 80 each, I'll transfer today", "today"],
  ["I can't make Friday, let's do Monday", "Monday"],
  ["you asked yesterday, I'll send it tomorrow", "tomorrow"],
  ["Dinner tomorrow at 8, tell me by Wednesday noon", "by Wednesday noon"],
  // equally sure: the first
  ["I'll book tomorrow and pay on Friday", "tomorrow"],
  // nothing sure: the first
  ["Dinner tomorrow at 8?", "tomorrow at 8"],
  ["that was yesterday", "yesterday"],
  ["no date here", null],
])("the due phrase of: %s", (sentence, expected) => {
  expect(due(sentence, "en").duePhrase).toBe(expected);
});

test.each<readonly [string, Language, string]>([
  ["The call is moved to the afternoon, 3pm", "en", "2026-11-24T15:00"],
  ["Moved to the evening, so at 8", "en", "2026-11-24T20:00"],
  ["Verschoben auf den Nachmittag, 15 Uhr", "de", "2026-11-24T15:00"],
  ["La cena es mañana a las 9", "es", "2026-11-25T21:00"],
  ["Cenamos mañana a las 9", "es", "2026-11-25T21:00"],
  ["Mañana a las 9 cena en casa", "es", "2026-11-25T21:00"],
  ["La cena è domani alle 9", "it", "2026-11-25T21:00"],
  ["La cena es mañana de 9 a 11", "es", "2026-11-25T21:00 2026-11-25T23:00"],
  ["Train demain à 8h, dîner à 20h", "fr", "2026-11-25T08:00"],
  ["Dentista domani alle 9 e poi cena da Anna", "it", "2026-11-25T09:00"],
  ["Consulta amanhã às 9, jantar às 20", "pt", "2026-11-25T09:00"],
  ["La reunión es mañana a las 9. Cenamos el viernes", "es", "2026-11-25T09:00"],
])("of a meal's own time only the evening is assumed: %s", (sentence, language, expected) => {
  expect(spanOf(sentence, language)).toBe(expected);
});

test.each<readonly [string, Language, string]>([
  ["le rdv de jeudi 10h est reporté à vendredi 14h", "fr", "2026-11-27T14:00"],
  ["thursday's dentist appointment at 10am has been moved to friday at 12", "en", "2026-11-27T12:00"],
  ["la cita del jueves a las 10 se ha cambiado al viernes a las 12", "es", "2026-11-27T12:00"],
  ["a consulta de quinta às 10h foi adiada para sexta às 12h", "pt", "2026-11-27T12:00"],
  ["Der Termin am Donnerstag 10 Uhr ist auf Freitag verschoben", "de", "2026-11-27"],
  ["Statt Donnerstag treffen wir uns am Freitag", "de", "2026-11-27"],
])("of a move in one sentence the new time counts: %s", (sentence, language, expected) => {
  expect(spanOf(sentence, language)).toBe(expected);
});

test.each<readonly [string, Language, string]>([
  ["The party is now at 4pm instead of 3, on 5 December", "en", "2026-12-05T16:00"],
  ["Das Fest ist um 16 Uhr, am 5. Dezember", "de", "2026-12-05T16:00"],
  ["Call me at 4pm, the party is on 5 December", "en", "ask"],
])("a clock right before its day is of that day: %s", (sentence, language, expected) => {
  expect(spanOf(sentence, language)).toBe(expected);
});
