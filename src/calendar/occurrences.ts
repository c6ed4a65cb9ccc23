/**
 * @file The days on which a rule repeats (RFC 5545 3.3.10), by testing day after day. Slower than jumping from one to the
 * next, but every rule is a few comparisons that cannot run away, and a day the calendar does not have never occurs.
 * Days are counted from 1970 as plain integers: no zone plays a part here.
 */

import type { Recurrence } from "./recurrence.ts";

const DAY_MS = 86_400_000;
/** A counted series is followed this far from its start. */
const MAX_COUNTED_DAYS = 366 * 60;

interface Day {
  /** Days since 1970-01-01. */
  readonly number: number;
  readonly year: number;
  /** 1-12 */
  readonly month: number;
  readonly day: number;
  /** ISO, 1 = Monday. */
  readonly weekday: number;
}

export interface OccurrenceWindow {
  /** `YYYY-MM-DD`, both inclusive. */
  readonly from: string;
  readonly to: string;
  /** At most this many. */
  readonly limit: number;
}

/** Days since 1970 of `YYYY-MM-DD`. */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/** `YYYY-MM-DD` of days since 1970. */
export const dateOfDay = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** ISO weekday of days since 1970. */
const weekdayOf = (number: number): number => ((((number + 3) % 7) + 7) % 7) + 1;

function dayOf(number: number): Day {
  const date = new Date(number * DAY_MS);
  return {
    number,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: weekdayOf(number),
  };
}

const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
const daysInYear = (year: number): number => (daysInMonth(year, 2) === 29 ? 366 : 365);
const firstOfYear = (year: number): number => Date.UTC(year, 0, 1) / DAY_MS;

/** First day of the week of `day`. */
const weekOf = (day: Day, weekStart: number): number => day.number - ((day.weekday - weekStart + 7) % 7);

/** Whole periods between the series' start and `day`. */
// oxlint-disable-next-line typescript/consistent-return -- the switch is exhaustive
function periods({ frequency, weekStart }: Recurrence, start: Day, day: Day): number {
  switch (frequency) {
    case "DAILY":
      return day.number - start.number;
    case "WEEKLY":
      return (weekOf(day, weekStart) - weekOf(start, weekStart)) / 7;
    case "MONTHLY":
      return (day.year - start.year) * 12 + day.month - start.month;
    case "YEARLY":
      return day.year - start.year;
  }
}

/** The parts that filter or name days, without the interval and BYSETPOS. */
function matches(rule: Recurrence, start: Day, day: Day): boolean {
  const { frequency, byMonth, byMonthDay, byDay } = rule;
  if (byMonth.length > 0 && !byMonth.includes(day.month)) return false;
  if (byMonthDay.length > 0) {
    const fromEnd = day.day - daysInMonth(day.year, day.month) - 1;
    if (!byMonthDay.includes(day.day) && !byMonthDay.includes(fromEnd)) return false;
  }
  if (byDay.length > 0) return byDay.some((entry) => isNamed(entry, rule, day));
  if (byMonthDay.length > 0 || frequency === "DAILY") return true;
  if (frequency === "WEEKLY") return day.weekday === start.weekday;
  if (frequency === "MONTHLY") return day.day === start.day;
  return day.day === start.day && (byMonth.length > 0 || day.month === start.month);
}

/** "MO" names every Monday, "1MO" and "-1MO" one of its month, or of its year in a yearly rule without months. */
function isNamed({ weekday, nth }: Recurrence["byDay"][number], rule: Recurrence, day: Day): boolean {
  if (day.weekday !== weekday) return false;
  if (nth === null) return true;
  const inYear = rule.frequency === "YEARLY" && rule.byMonth.length === 0;
  const at = inYear ? day.number - firstOfYear(day.year) : day.day - 1;
  const length = inYear ? daysInYear(day.year) : daysInMonth(day.year, day.month);
  return nth > 0 ? Math.floor(at / 7) + 1 === nth : Math.floor((length - 1 - at) / 7) + 1 === -nth;
}

function periodDays({ frequency, weekStart }: Recurrence, day: Day): readonly [first: number, last: number] {
  if (frequency === "DAILY") return [day.number, day.number];
  if (frequency === "WEEKLY") return [weekOf(day, weekStart), weekOf(day, weekStart) + 6];
  if (frequency === "YEARLY")
    return [firstOfYear(day.year), firstOfYear(day.year) + daysInYear(day.year) - 1];
  const first = day.number - day.day + 1;
  return [first, first + daysInMonth(day.year, day.month) - 1];
}

/** The period that was looked at last: its days are asked about one after another. */
const lastPeriods = new WeakMap<
  Recurrence,
  { readonly start: number; readonly first: number; readonly days: readonly number[] }
>();

/** The days of the period of `day` that match, in order. */
function matchingDays(rule: Recurrence, start: Day, day: Day): readonly number[] {
  const [first, last] = periodDays(rule, day);
  const known = lastPeriods.get(rule);
  if (known?.first === first && known.start === start.number) return known.days;
  const days: number[] = [];
  for (let number = first; number <= last; number += 1)
    if (matches(rule, start, dayOf(number))) days.push(number);
  lastPeriods.set(rule, { start: start.number, first, days });
  return days;
}

/** BYSETPOS: the position of a matching day among those of its period. */
function isAtPosition(rule: Recurrence, start: Day, day: Day): boolean {
  if (rule.bySetPos.length === 0) return true;
  const days = matchingDays(rule, start, day);
  const at = days.indexOf(day.number);
  return rule.bySetPos.some((position) => (position > 0 ? position - 1 : days.length + position) === at);
}

function occurs(rule: Recurrence, start: Day, day: Day): boolean {
  return (
    periods(rule, start, day) % rule.interval === 0 &&
    matches(rule, start, day) &&
    isAtPosition(rule, start, day)
  );
}

/** Whether the first day of a series is one its rule names (RFC 5545 3.8.5.3 asks for it). */
export function startsOnOccurrence(rule: Recurrence, start: string): boolean {
  const day = dayOf(dayNumber(start.slice(0, 10)));
  return occurs(rule, day, day);
}

/** The next day at or after `from` that the rule names for a series counted from there, or null within eight years. */
export function firstOccurrence(rule: Recurrence, from: string): string | null {
  const first = dayNumber(from.slice(0, 10));
  const anchor = dayOf(first);
  for (let number = first; number < first + 8 * 366; number += 1) {
    const day = dayOf(number);
    if (matches(rule, anchor, day) && isAtPosition(rule, anchor, day)) return dateOfDay(number);
  }
  return null;
}

/**
 * The days of a series within a window, in order. `start` is `YYYY-MM-DD` or a wall time, and always the first
 * occurrence, named by the rule or not. An end given as a wall time is compared with the series' own clock time.
 */
export function occurrenceDays(rule: Recurrence, start: string, window: OccurrenceWindow): readonly string[] {
  const first = dayOf(dayNumber(start.slice(0, 10)));
  const last = lastDay(rule, start, dayNumber(window.to));
  const from = dayNumber(window.from);
  const found: string[] = [];
  let counted = 0;
  // Without a count nothing before the window matters.
  let number = rule.count === null ? Math.max(first.number, from) : first.number;
  const stop = rule.count === null ? last : Math.min(last, first.number + MAX_COUNTED_DAYS);
  const weekdays = weekdaysOnly(rule, first);
  for (; number <= stop && found.length < window.limit; number += 1) {
    if (weekdays !== null && !weekdays.has(weekdayOf(number)) && number !== first.number) continue;
    if (number !== first.number && !occurs(rule, first, dayOf(number))) continue;
    counted += 1;
    if (rule.count !== null && counted > rule.count) break;
    if (number >= from) found.push(dateOfDay(number));
  }
  return found;
}

/** The weekdays a weekly rule can fall on: the others need no closer look. Null = any. */
function weekdaysOnly({ frequency, byDay }: Recurrence, start: Day): ReadonlySet<number> | null {
  if (frequency !== "WEEKLY") return null;
  return new Set(byDay.length === 0 ? [start.weekday] : byDay.map(({ weekday }) => weekday));
}

function lastDay({ until }: Recurrence, start: string, windowEnd: number): number {
  if (until === null) return windowEnd;
  const day = dayNumber(until.slice(0, 10));
  const isTooLate = until.length > 10 && start.length > 10 && start.slice(11) > until.slice(11);
  return Math.min(windowEnd, isTooLate ? day - 1 : day);
}
