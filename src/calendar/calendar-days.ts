/** @file Arithmetic on calendar days for the date grammar: weeks, nth weekdays, working days. No clock, no zone. */

import { Temporal } from "temporal-polyfill";
import type { DateFact } from "./facts.ts";
import { isWorkday } from "./regions.ts";

/** Amounts are cut here: nobody plans a thousand working days ahead. */
const MAX_WORKDAYS = 1000;

/** True when `a` is an earlier day than `b`. */
export function isBefore(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}

/** Monday of the week of `date`. */
export function mondayOf(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.subtract({ days: date.dayOfWeek - 1 });
}

/** The first `weekday` strictly after `date`. */
export function nextWeekday(date: Temporal.PlainDate, weekday: number): Temporal.PlainDate {
  return date.add({ days: ((weekday - date.dayOfWeek + 6) % 7) + 1 });
}

/** A calendar day, or null where the month has no such day. */
export function calendarDay(year: number, month: number, dayOfMonth: number): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from({ year, month, day: dayOfMonth }, { overflow: "reject" });
  } catch {
    return null;
  }
}

/** Years between the Buddhist era and the common one. */
const BUDDHIST_OFFSET = 543;

/** A written year in the common era: Buddhist years have four digits from 2400 on, or two (rule R9). */
export function commonYear(year: number, thisYear: number, maxDistance: number): number {
  if (year >= 2400) return year - BUDDHIST_OFFSET;
  const short = year + 500 - BUDDHIST_OFFSET;
  return Math.abs(year - thisYear) > maxDistance && Math.abs(short - thisYear) <= maxDistance ? short : year;
}

/** First day of the month a `month` fact means. */
export function monthStart(
  fact: Extract<DateFact, { type: "month" }>,
  today: Temporal.PlainDate,
): Temporal.PlainDate {
  const first = today.with({ day: 1 });
  if (fact.month === null) return first.add({ months: fact.offset });
  const year = fact.year ?? (fact.month < today.month ? today.year + 1 : today.year);
  const named = first.with({ year, month: fact.month });
  return fact.offset < 0 && !isBefore(named, first) ? named.subtract({ years: 1 }) : named;
}

/** The nth (1-5, -1 = last) `isoDay` of the month that starts at `first`, or null. */
export function nthWeekdayOf(
  first: Temporal.PlainDate,
  nth: number,
  isoDay: number,
): Temporal.PlainDate | null {
  if (nth === -1) {
    const last = first.with({ day: first.daysInMonth });
    return last.subtract({ days: (last.dayOfWeek - isoDay + 7) % 7 });
  }
  const found = first.add({ days: ((isoDay - first.dayOfWeek + 7) % 7) + (nth - 1) * 7 });
  return found.month === first.month ? found : null;
}

/** `amount` working days after (negative: before) `start`; holidays are not known. */
export function addWorkdays(
  start: Temporal.PlainDate,
  amount: number,
  region: string | undefined,
): Temporal.PlainDate {
  const step = amount < 0 ? -1 : 1;
  let date = start;
  for (let left = Math.min(Math.abs(amount), MAX_WORKDAYS); left > 0;) {
    date = date.add({ days: step });
    if (isWorkday(date.dayOfWeek, region)) left -= 1;
  }
  return date;
}
