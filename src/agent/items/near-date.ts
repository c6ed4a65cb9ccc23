/**
 * @file "The wedding is on Saturday 12 December. The rehearsal is on Friday at 5": the Friday to come, or the one next to the
 * wedding? A bare weekday beside a date further ahead is asked for.
 */

import { namesDay, phrasesIn, plannedDay, saysWhen, type DateSettings, type Due } from "#agent/sentences/due";
import type { ReadMessage, ReadSentence } from "#agent/sentences/reading";
import type { FoundPhrase, Resolution } from "#calendar/resolution";

import { nearPlan } from "./near-plan.ts";

const MAX_OPTIONS = 4;
/** Rules of a date phrase that names a day of a month. */
const OF_CALENDAR = /^(?:day-of-month|month-day|numeric-date|iso-date|day-month)/u;

/** `said`, or the question which of the two weekdays is meant. */
export function askNear(said: Due, sentence: ReadSentence, read: ReadMessage, settings: DateSettings): Due {
  const { due, duePhrase } = said;
  if (due === null || duePhrase === null || !namesDay(due)) return said;
  const before = read.sentences[read.sentences.indexOf(sentence) - 1];
  const own = datedDay(sentence, duePhrase, read, settings);
  const day = own ?? (before === undefined ? null : datedDay(before, null, read, settings));
  const near = day === null ? said : nearPlan(said, day, read, settings);
  // "The fair is on 11 December, print the posters on Friday": the day of the fair is named otherwise.
  if (near.due === null || near === said || (own !== null && plannedDay(near.due) === own)) return said;
  const options: readonly Resolution[] = [near.due, ...(due.kind === "ask" ? due.options : [due])];
  const question = { kind: "ask", reason: "alternatives", options: options.slice(0, MAX_OPTIONS) } as const;
  return { duePhrase, due: { ...question, flags: [], trace: due.trace } };
}

/** The day of the last date of a sentence that names one of a month; a deadline is none. @param but a phrase that is not looked at */
function datedDay(
  { text }: ReadSentence,
  but: string | null,
  { message, language }: ReadMessage,
  settings: DateSettings,
): string | null {
  const dated = phrasesIn(text, message, language, settings).filter(
    (found) => saysWhen(found) && found.phrase !== but && isOfCalendar(found),
  );
  const last = dated.at(-1)?.resolution;
  if (last === undefined || last.kind === "due" || last.flags.includes("past")) return null;
  // "Tuesday 19th" is a question, and a talk about the month in which the 19th is a Tuesday.
  const open = last.kind === "ask" && last.reason === "contradiction" ? last.options.at(-1) : undefined;
  return plannedDay(open ?? last);
}

const isOfCalendar = ({ resolution }: FoundPhrase): boolean =>
  resolution.trace.some(({ rule }) => OF_CALENDAR.test(rule));
