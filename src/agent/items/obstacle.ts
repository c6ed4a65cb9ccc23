/**
 * @file "Thursday I have choir": said to who proposed something for that Thursday, a day without an hour of one's own is why
 * one can't, and no other plan.
 */

import { dayOf, phrasesIn, type DateSettings } from "#agent/sentences/due";
import type { Resolution } from "#calendar/resolution";

import type { FoundItem } from "./found-item.ts";
import { isLive } from "./reply.ts";

/** Messages between a proposal and what stands against it. */
const CLOSE = 2;

const daysOf = (due: Resolution | null): readonly string[] =>
  (due?.kind === "ask" ? due.options.map(dayOf) : [dayOf(due)]).filter((day) => day !== null);

/** "Thursday" is said of the Thursday of the proposal, whichever week that is in. */
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

const namesWeekday = ({ trace }: Resolution): boolean =>
  trace.length > 0 && trace.every(({ rule }) => rule === "weekday");

/** True for what is found in a sentence that only tells why the day of a proposal doesn't suit. */
export function isObstacle(items: readonly FoundItem[], found: FoundItem, settings: DateSettings): boolean {
  const { kind, sentence, read, due } = found;
  if (kind !== "event" || !sentence.cues.ofSender || due === null) return false;
  const phrases = phrasesIn(sentence.text, read.message, read.language, settings);
  if (phrases.some(({ resolution }) => resolution.kind === "time")) return false;
  const shown = (day: string): string | number => (namesWeekday(due) ? weekdayOf(day) : day);
  const days = daysOf(due).map(shown);
  return items.some(
    (item) =>
      item.kind === "event" &&
      isLive(item) &&
      read.index > item.last.index &&
      read.index - item.last.index <= CLOSE &&
      item.read.message.senderId !== read.message.senderId &&
      daysOf(item.due).some((day) => days.includes(shown(day))),
  );
}
