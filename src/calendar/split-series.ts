/**
 * @file A series as the events it is made of: the part before a change "from this date on" (RANGE=THISANDFUTURE, RFC 5545
 * 3.2.13), one part after each such change, all without the dates that have an event of their own.
 */

import type { IssueList } from "./calendar-issues.ts";
import { dateOfDay, dayNumber, occurrenceDays } from "./occurrences.ts";
import { type ReadEvent, startIn } from "./read-event.ts";
import type { Recurrence, WeekdayRule } from "./recurrence.ts";
import type { ImportedEvent } from "./imported-event.ts";

/** A change of a series and the start, in the form of the series, of the first occurrence it holds for. */
interface Change {
  readonly from: string;
  readonly read: ReadEvent;
}

/** More than any counted series that is read has before a date. */
const MAX_COUNTED = 100_000;
/** A series changes a few times in its life; each change looks at all its exceptions. */
const MAX_CHANGES = 100;

const dayOf = (text: string): number => dayNumber(text.slice(0, 10));

/** The parts of `master`; what cannot be split is named in `issues`, and changed on the one date only. */
export function splitSeries(
  master: ImportedEvent,
  overrides: readonly ReadEvent[],
  issues: IssueList,
): readonly ImportedEvent[] {
  const all = overrides.flatMap((read): Change[] =>
    read.recurrenceId === null ? [] : [{ from: startIn(read.recurrenceId, master, read.viewer), read }],
  );
  const singles = all.filter(({ read }) => !read.isFromThereOn).map(({ from }) => from);
  const series: ImportedEvent = { ...master, excluded: [...new Set([...master.excluded, ...singles])] };
  const changes = all.filter(({ read }) => read.isFromThereOn).sort((a, b) => a.from.localeCompare(b.from));
  const [first] = changes;
  if (first === undefined) return [series];
  const parts = changes
    .slice(0, MAX_CHANGES)
    .map((change, at) => partFrom(series, change, changes[at + 1] ?? null));
  const failed = changes.find((_change, at) => !parts[at]);
  // One date is not moved where another was: a calendar half right misleads more than one that says what it did not read.
  if (failed !== undefined) {
    issues.add("change-unsupported", failed.read.line);
    const dates = changes.map(({ from }) => from);
    return [{ ...series, excluded: [...series.excluded, ...dates] }, ...changes.flatMap(shown)];
  }
  const head = before(series, first.from);
  for (const { read } of changes) if (read.isCancelled) issues.add("cancelled", read.line);
  return [...(head === null ? [] : [head]), ...parts.flatMap((part) => part ?? [])];
}

const shown = ({ read }: Change): readonly ImportedEvent[] => (read.isCancelled ? [] : [read.event]);

/** The occurrences before `from`, or null when there are none. */
function before(series: ImportedEvent, from: string): ImportedEvent | null {
  const added = series.added.filter((date) => date < from);
  if (series.start >= from && added.length === 0) return null;
  const repeat = series.repeat && until(series.repeat, dayOf(from) - 1, series.start);
  return { ...series, repeat, added };
}

/** The rule with an end no later than day `last`. */
function until(rule: Recurrence, last: number, start: string): Recurrence {
  const counted = rule.count !== null && daysBefore(rule, start, last + 1) >= rule.count;
  if (counted || (rule.until !== null && dayOf(rule.until) <= last)) return rule;
  return { ...rule, count: null, until: dateOfDay(last) };
}

/** Occurrences of a rule before a day. */
function daysBefore(rule: Recurrence, start: string, day: number): number {
  const window = { from: start.slice(0, 10), to: dateOfDay(day - 1), limit: MAX_COUNTED };
  return occurrenceDays(rule, start, window).length;
}

/** The occurrences from a change on, up to the next one: [] when they were cancelled, null when they cannot be told. */
function partFrom(
  series: ImportedEvent,
  { from, read }: Change,
  next: Change | null,
): readonly ImportedEvent[] | null {
  if (read.isCancelled) return [];
  const { event, recurrenceId, viewer } = read;
  // The day it replaces, as the change's own zone has it.
  const replaced = recurrenceId === null ? from : startIn(recurrenceId, event, viewer);
  if (dayOf(replaced) !== dayOf(from)) return null;
  const shift = dayOf(event.start) - dayOf(replaced);
  const rest = series.repeat && remaining(series, series.repeat, from, next);
  const repeat = rest && shifted(rest, shift);
  if (rest !== null && repeat === null) return null;
  const isIn = (date: string): boolean => date >= from && (!next || date < next.from);
  const clock = event.allDay ? "" : event.start.slice(10);
  const move = (date: string): string => dateOfDay(dayOf(date) + shift) + clock;
  const excluded = series.excluded.filter((date) => isIn(date.padEnd(from.length, "T23:59"))).map(move);
  const added = series.added.filter((date) => date !== from && isIn(date)).map(move);
  return [{ ...event, repeat, excluded, added }];
}

/** What is left of the rule from `from` on, up to the next change. */
function remaining(series: ImportedEvent, rule: Recurrence, from: string, next: Change | null): Recurrence {
  const rest = countedFrom(rule, series, from);
  return withoutClock(next === null ? rest : until(rest, dayOf(next.from) - 1, from), series);
}

function countedFrom(rule: Recurrence, { start }: ImportedEvent, from: string): Recurrence {
  if (rule.count === null) return rule;
  return { ...rule, count: Math.max(rule.count - daysBefore(rule, start, dayOf(from)), 1) };
}

/** An end that is a day: a time of day belongs to the clock that was given up. */
function withoutClock(rule: Recurrence, { start }: ImportedEvent): Recurrence {
  if (rule.until === null || rule.until.length === 10) return rule;
  const isTooLate = start.length > 10 && start.slice(11) > rule.until.slice(11);
  return { ...rule, until: dateOfDay(dayOf(rule.until) - (isTooLate ? 1 : 0)) };
}

/** The rule some days later; null where days of a month or year would have to be renamed. */
function shifted(rule: Recurrence, days: number): Recurrence | null {
  if (days === 0) return rule;
  const isPlain = rule.byMonth.length + rule.byMonthDay.length + rule.bySetPos.length === 0;
  if (!isPlain || (rule.frequency !== "WEEKLY" && rule.frequency !== "DAILY")) return null;
  const turn = (weekday: number): number => ((((weekday - 1 + days) % 7) + 7) % 7) + 1;
  return {
    ...rule,
    byDay: rule.byDay.map((day): WeekdayRule => ({ ...day, weekday: turn(day.weekday) })),
    // Weeks begin later too, so that days stay in the weeks they were in.
    weekStart: turn(rule.weekStart),
    until: rule.until === null ? null : dateOfDay(dayOf(rule.until) + days),
  };
}
