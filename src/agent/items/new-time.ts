/** @file Where a sentence of several clauses says the new time: "on Thursday I have a meeting, can we do 9 pm on Friday?" */

import { callIn } from "#agent/sentences/called";
import { readCues } from "#agent/sentences/cues";
import {
  dueOf,
  namesDay,
  phrasesIn,
  plannedDay,
  saysWhen,
  type DateSettings,
  type Due,
} from "#agent/sentences/due";
import type { Resolution } from "#calendar/resolution";

import { CLAUSES_OF_CHANGE } from "./other-day-words.ts";
import type { Reply } from "./reply.ts";

export interface DatedClause {
  readonly clause: string;
  readonly due: Due;
}

/** The last clause that `tells` and has a date that `fits`, or null. */
function lastClause(
  { read, sentence }: Reply,
  settings: DateSettings,
  tells: (clause: string) => boolean,
  fits: (due: Resolution) => boolean,
): DatedClause | null {
  for (const clause of sentence.text.split(CLAUSES_OF_CHANGE[read.language]).toReversed()) {
    if (!tells(clause)) continue;
    const due = dueOf(clause, read.message, read.language, settings);
    if (due.due !== null && fits(due.due)) return { clause, due };
  }
  return null;
}

/** A day, or "Friday", said on one. */
const isOfDay = (due: Resolution): boolean =>
  namesDay(due) && (plannedDay(due) !== null || (due.kind === "ask" && due.reason === "same-weekday"));

/** The last clause that `tells` and names a day, with its time, or null. */
export const clauseWithDay = (
  reply: Reply,
  settings: DateSettings,
  tells: (clause: string) => boolean,
): DatedClause | null => lastClause(reply, settings, tells, isOfDay);

/** The time of a sentence that changes something: of several the one in the clause that changes, a day before a clock. */
export function newTime(reply: Reply, settings: DateSettings): Due {
  const { read, sentence } = reply;
  const { message, language } = read;
  const call = callIn(sentence.text, language);
  if (call !== null) return dueOf(call.said, message, language, settings);
  const whole = dueOf(sentence.text, message, language, settings);
  if (phrasesIn(sentence.text, message, language, settings).filter(saysWhen).length < 2) return whole;
  const changes = (clause: string): boolean => {
    const { changed, act } = readCues(clause, language);
    return clause !== sentence.text && (changed || act === "suggestion");
  };
  const said = clauseWithDay(reply, settings, changes) ?? lastClause(reply, settings, changes, () => true);
  return said?.due ?? whole;
}
