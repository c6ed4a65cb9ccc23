/**
 * @file Which time a message means that moves an item: a clock on the day planned before, a day at the hour planned
 * before, the same half of the day. What cannot be read stays open: a wrong time is worse than none.
 */

import { dayOf, dueOf, namesDay, plannedDay, type DateSettings, type Due } from "#agent/sentences/due";

import type { FoundItem } from "./found-item.ts";
import { nearPlan } from "./near-plan.ts";
import type { Reply } from "./reply.ts";

/** A new day at the hour planned before, where there was one. */
export function atOldHour(
  target: FoundItem,
  moved: Partial<Due>,
  { read }: Reply,
  settings: DateSettings,
): Partial<Due> {
  const day = plannedDay(moved.due ?? null);
  const hour = hourOf(target.due);
  if (hour === null || day === null) return moved;
  const { due } = dueOf(`${day} ${hour}`, read.message, read.language, settings);
  return due === null ? moved : { ...moved, due };
}

/** The hour of a time, and of a question that is only about the day. */
function hourOf(due: Due["due"]): string | null {
  if (due?.kind === "time") return due.start.local.slice(11);
  if (due?.kind !== "ask") return null;
  const hours = new Set(due.options.map(hourOf));
  const [hour = null] = hours;
  return hours.size === 1 ? hour : null;
}

/** The new time. A clock without a day belongs to the day planned before. */
export function combined(target: FoundItem, next: Due, reply: Reply, settings: DateSettings): Partial<Due> {
  const oldDay = plannedDay(target.due);
  const { due, duePhrase } = nearPlan(withoutDenied(next), oldDay, reply.read, settings);
  if (reply.sameTime === true && plannedDay(due) !== null)
    return atOldHour(target, { due, duePhrase }, reply, settings);
  if (due === null || duePhrase === null || namesDay(due)) return { due, duePhrase };
  if (oldDay === null) return { due: onEachDay(target, duePhrase, reply, settings) ?? due, duePhrase };
  const { message, language } = reply.read;
  const onDay = withoutDenied(dueOf(`${oldDay} ${duePhrase}`, message, language, settings)).due;
  // Where the two do not fit into one reading the time stays open: a wrong one is worse than none.
  if (plannedDay(onDay) !== oldDay) return { duePhrase, due: null };
  return { duePhrase, due: onAssumedDay(target, asHalfOf(target, onDay, reply, settings)) };
}

/** Which of two days was a question ("on Tuesday", said on one) and still is, at the new time. */
function onEachDay(target: FoundItem, phrase: string, { read }: Reply, settings: DateSettings): Due["due"] {
  if (target.due?.kind !== "ask") return null;
  const days = [...new Set(target.due.options.map(plannedDay))].filter((day) => day !== null);
  const options = days.map((day) => dueOf(`${day} ${phrase}`, read.message, read.language, settings).due);
  const times = options.flatMap((option) => (option?.kind === "time" ? [option] : []));
  return times.length > 1 && times.length === days.length ? { ...target.due, options: times } : null;
}

/** The day of the planned time stays one that was only assumed. */
function onAssumedDay(target: FoundItem, due: Due["due"]): Due["due"] {
  const assumed = target.due?.flags.includes("day") === true;
  return due !== null && assumed ? { ...due, flags: [...due.flags, "day"] } : due;
}

/** "At 4, not at 2": of what is moved the denied time is the old one. */
function withoutDenied(next: Due): Due {
  const { due } = next;
  if (due?.kind !== "ask" || due.reason !== "negation") return next;
  const [option] = due.options;
  const rules = due.trace.map(({ rule }) => rule);
  const saidFirst = rules.indexOf("clock") >= 0 && rules.indexOf("clock") < rules.indexOf("not");
  return option !== undefined && due.options.length === 1 && saidFirst
    ? { ...next, due: { ...option, trace: due.trace } }
    : next;
}

/** Morning or evening is no question where it stood before: of something at 19:00, "at 8" is 20:00. */
function asHalfOf(target: FoundItem, due: Due["due"], { read }: Reply, settings: DateSettings): Due["due"] {
  if (due === null || target.due?.kind !== "time") return due;
  const evening = isAfternoon(target.due.start.local);
  const assumed = due.kind === "time" && due.flags.includes("am") && evening;
  if (assumed) {
    const { local } = due.start;
    const later = `${local.slice(0, 10)} ${Number(local.slice(11, 13)) + 12}${local.slice(13, 16)}`;
    const moved = dueOf(later, read.message, read.language, settings).due;
    return moved?.kind === "time" ? { ...moved, flags: [...moved.flags, "pm"] } : due;
  }
  if (due.kind !== "ask" || due.reason !== "am-or-pm") return due;
  const option = due.options.find((one) => one.kind === "time" && isAfternoon(one.start.local) === evening);
  if (option === undefined) return due;
  return { ...option, flags: [...option.flags, evening ? "pm" : "am"] };
}

const isAfternoon = (local: string): boolean => Number(local.slice(11, 13)) >= 12;

const HOUR = /(?<![\p{L}\p{N}.,:/€$£-])(1?\d|2[0-3])(?![\p{L}\p{N}:/%€$£-]|[.,]\d)/gu;

/** The one number of a sentence that nothing follows but its end or a word of change: not "12 chairs instead". */
export function loneHour(folded: string, change: readonly string[]): string | null {
  const [found, second] = [...folded.matchAll(HOUR)];
  if (found === undefined || second !== undefined) return null;
  const rest = folded.slice(found.index + found[0].length).trimStart();
  const ends = rest === "" || /^[?.!,;]/.test(rest) || change.some((cue) => rest.startsWith(cue));
  return ends ? found[0] : null;
}

/** "Can we do 4 instead?" of something at 3 pm: the same half of the same day, marked as assumed. */
export function atHour(
  target: FoundItem,
  hourText: string,
  { read }: Reply,
  settings: DateSettings,
): Partial<Due> {
  const open = { due: null, duePhrase: null };
  const day = plannedDay(target.due);
  const { due } = target;
  if (day === null) return due?.kind === "ask" && !namesDay(due) ? onAnyDay(hourText, read, settings) : open;
  const said = Number(hourText);
  if (due?.kind !== "time") {
    // Both halves of the day were open, and still are.
    const asked = dueOf(`${day} at ${hourText}`, read.message, "en", settings);
    return plannedDay(asked.due) === day ? { duePhrase: hourText, due: asked.due } : open;
  }
  const hour = said <= 12 && isAfternoon(due.start.local) ? (said % 12) + 12 : said;
  const moved = dueOf(`${day} ${String(hour).padStart(2, "0")}:00`, read.message, read.language, settings);
  if (moved.due?.kind !== "time" || dayOf(moved.due) !== day) return open;
  const flag = hour >= 12 ? ("pm" as const) : ("am" as const);
  return { duePhrase: hourText, due: { ...moved.due, flags: [...moved.due.flags, flag] } };
}

/** "Make it 9" of something "at 7": when exactly was a question, and still is. */
function onAnyDay(hourText: string, { message }: Reply["read"], settings: DateSettings): Partial<Due> {
  const { due } = dueOf(`at ${hourText}`, message, "en", settings);
  return due === null ? { due: null, duePhrase: null } : { duePhrase: hourText, due };
}
