/**
 * @file "Thursday at 11?" – "12 Uhr passt": an hour that is not the one that was proposed. The first one is not agreed to, and
 * until somebody answers both stand.
 */

import { clocksOf, dueOf, namesDay, plannedDay, type DateSettings, type Due } from "#agent/sentences/due";
import { fold } from "#agent/sentences/text";
import type { Resolution } from "#calendar/resolution";

import type { FoundItem } from "./found-item.ts";
import { atHour, combined, loneHour } from "./moved-time.ts";
import { leaveOpen, saysNoMore, withoutPlace } from "./other-day.ts";
import { PREFERS, TELLS_LIKING } from "./other-day-words.ts";
import { isDirectReply, isLive, type Reply } from "./reply.ts";

type Items = readonly FoundItem[];

/** Messages between an event and an hour that is said for it. */
const CLOSE = 3;

/** The hour, on the day of the item, that a reply of few words names in place of the one planned; null where it names none. */
export function otherHour(item: FoundItem, reply: Reply, settings: DateSettings): Partial<Due> | null {
  const { read, sentence, topics } = reply;
  const { text } = sentence;
  const planned = clocksOf(item.due);
  if (planned.length === 0 || plannedDay(item.due) === null) return null;
  if (!saysNoMore(withoutPlace(topics, text, read.language), read.language)) return null;
  const said = dueOf(text, read.message, read.language, settings);
  const bare = said.duePhrase === null ? loneHour(fold(text), PREFERS[read.language]) : null;
  if (bare === null && (said.due === null || namesDay(said.due))) return null;
  const next = bare === null ? combined(item, said, reply, settings) : atHour(item, bare, reply, settings);
  const clocks = clocksOf(next.due ?? null);
  return clocks.length === 0 || clocks.some((clock) => planned.includes(clock)) ? null : next;
}

/** The items with the last event at either hour, or null where the reply likes no other one. */
export function proposeHour(items: Items, reply: Reply, settings: DateSettings): Items | null {
  const { read, sentence } = reply;
  if (sentence.cues.negated || !(sentence.cues.accepts || TELLS_LIKING.test(fold(sentence.text))))
    return null;
  const near = items.filter(
    (item) =>
      item.kind === "event" &&
      isLive(item) &&
      item.read !== read &&
      !item.read.suspicious &&
      (isDirectReply(item, reply) || read.index - item.last.index <= CLOSE),
  );
  const event = near.find((item) => isDirectReply(item, reply)) ?? near.at(-1);
  const said = event === undefined ? null : otherHour(event, reply, settings);
  if (event === undefined || said?.due == null || said.duePhrase == null) return null;
  const pair = closestHours(event.due, said.due);
  if (pair === null) return null;
  const planned = { ...event, due: pair[0] };
  const all = items.map((item) => (item === event ? planned : item));
  return leaveOpen(all, planned, reply, { due: pair[1], duePhrase: said.duePhrase });
}

/** Of halves of the day that are open the two that lie next to each other: to "at 11?" noon is an hour later. Null where two do. */
function closestHours(planned: Due["due"], said: Due["due"]): readonly [Resolution, Resolution] | null {
  const pairs = timesOf(planned)
    .flatMap((one) => timesOf(said).map((other) => [one, other] as const))
    .toSorted((left, right) => apart(left) - apart(right));
  const [closest, second] = pairs;
  return closest === undefined || (second && apart(second) === apart(closest)) ? null : closest;
}

type Time = Extract<Resolution, { kind: "time" }>;

const timesOf = (due: Due["due"]): readonly Time[] => {
  if (due?.kind === "ask") return due.options.flatMap(timesOf);
  return due?.kind === "time" ? [due] : [];
};

const apart = ([one, other]: readonly [Time, Time]): number =>
  Math.abs(one.start.epochMs - other.start.epochMs);
