/** @file Rules for single days: relative days, weekdays (R3), days of a month, numeric dates (R9). */

import { type Atoms, isTag, skip, termAt } from "./atoms.ts";
import type { DateFact, Fact, Match } from "./facts.ts";
import type { Tag } from "./lexicon.ts";
import { countsSomething } from "./rules-clock.ts";

const isPast = (date: DateFact): boolean =>
  (date.type === "day-offset" && date.days < 0) ||
  ((date.type === "weekday" || date.type === "weekend") && date.modifier === "last") ||
  ((date.type === "week" || date.type === "year") && date.offset < 0) ||
  (date.type === "month" && date.month === null && date.offset < 0) ||
  (date.type === "nth-weekday" && isPast(date.of)) ||
  (date.type === "shift" && date.amount < 0);

/** A date fact, flagged past when its words say so (rule R12). */
export function dateFact(date: DateFact): Fact {
  return isPast(date) ? { type: "date", date, past: true } : { type: "date", date };
}

/** "today", "tomorrow", "tonight". */
export function relativeDayRule(atoms: Atoms, index: number): Match | null {
  const day = termAt(atoms, index, "day");
  if (day === null) {
    if (!isTag(atoms, index, "now")) return null;
    return { rule: "now", facts: [{ type: "elapsed", minutes: 0 }], next: index + 1, weak: "beside" };
  }
  const date = dateFact({ type: "day-offset", days: day.offset });
  const part: readonly Fact[] =
    day.part === undefined ? [] : [{ type: "time", time: { type: "part", part: day.part, slice: null } }];
  return { rule: "relative-day", facts: [date, ...part], next: index + 1 };
}

/** A weekday with the word that says which one: "Friday", "next Friday", "this coming Friday". */
function weekdayAt(atoms: Atoms, index: number): { date: DateFact; next: number } | null {
  const start = skip(atoms, index, "on", "the");
  const modifier = termAt(atoms, start, "modifier");
  const at = modifier === null ? start : start + 1;
  const weekday = termAt(atoms, at, "weekday");
  if (weekday === null || weekday.plural === true) return null;
  const dotted =
    isTag(atoms, at + 1, "dot") && atoms[at]?.text.length === 3 && !isTag(atoms, at + 2, "unknown");
  const fact: DateFact = {
    type: "weekday",
    weekday: weekday.weekday,
    modifier: modifier?.modifier ?? null,
  };
  return { date: fact, next: dotted && atoms[at + 2] !== undefined ? at + 2 : at + 1 };
}

/** A weekday; "Friday week" and "tomorrow week" are seven days later. */
export function weekdayRule(atoms: Atoms, index: number): Match | null {
  const read = dayWordAt(atoms, index);
  if (read === null) return null;
  const unit = termAt(atoms, read.next, "unit");
  const counted = isTag(atoms, read.next - 1, "number", "modifier");
  if (unit?.unit === "week" && unit.count === 1 && !counted && !/s$/i.test(atoms[read.next]?.text ?? "")) {
    const date = dateFact({ type: "shift", amount: 1, unit: "week", base: read.date });
    return { rule: "weekday-week", facts: [date], next: read.next + 1 };
  }
  if (read.date.type !== "weekday") return null;
  if (isTag(atoms, read.next, "after-next")) {
    const base: DateFact = { ...read.date, modifier: "next" };
    const facts = [dateFact({ type: "shift", amount: 1, unit: "week", base })];
    return { rule: "weekday-after-next", facts, next: read.next + 1 };
  }
  return { rule: "weekday", facts: [dateFact(read.date)], next: read.next };
}

/** A day that amounts can be counted from: a weekday, "today", "tomorrow", "the 5th", "Dec 24". */
export function dayWordAt(atoms: Atoms, index: number): { date: DateFact; next: number } | null {
  const day = termAt(atoms, index, "day");
  if (day !== null && day.part === undefined) {
    return { date: { type: "day-offset", days: day.offset }, next: index + 1 };
  }
  return weekdayAt(atoms, index) ?? monthDayAt(atoms, index);
}

/** Day number 1-31 in figures or words. */
function dayNumber(atoms: Atoms, index: number): number | null {
  const ordinal = termAt(atoms, index, "ordinal");
  if (ordinal !== null) return ordinal.value >= 1 && ordinal.value <= 31 ? ordinal.value : null;
  const number = termAt(atoms, index, "number");
  if (number === null || !number.digits || number.text.length > 2 || !Number.isInteger(number.value))
    return null;
  return number.value >= 1 && number.value <= 31 ? number.value : null;
}

/** A year behind a date: `2026`, `, 2026`, `'26` is not read. */
export function yearAt(atoms: Atoms, index: number): { year: number; next: number } | null {
  const at = skip(atoms, index, "comma", "of", "dot");
  const number = termAt(atoms, at, "number");
  if (number === null || !number.digits || number.text.length !== 4) return null;
  return number.value >= 1900 && number.value <= 2700 ? { year: number.value, next: at + 1 } : null;
}

/** "24 Dec", "24th of December 2026", "Dec 24th, 2026", a holiday; never a bare number. */
export function monthDayAt(atoms: Atoms, index: number): { date: DateFact; next: number } | null {
  const holiday = termAt(atoms, index, "holiday");
  if (holiday !== null) return withYear(atoms, holiday.month, holiday.day, index + 1);
  const dayFirst = skip(atoms, index, "the");
  const day = dayNumber(atoms, dayFirst);
  if (day !== null) {
    const at = skip(atoms, dayFirst + 1, "of", "dot", "dash", "the");
    const month = termAt(atoms, at, "month");
    return month === null ? null : withYear(atoms, month.month, day, at + 1);
  }
  const month = termAt(atoms, index, "month");
  if (month === null) return null;
  const at = skip(atoms, index + 1, "the", "dot", "dash");
  const second = dayNumber(atoms, at);
  if (second === null || isTag(atoms, at + 1, "meridiem", "oclock")) return null;
  if (isTag(atoms, at, "number") && countsSomething(atoms, at + 1)) return null;
  return withYear(atoms, month.month, second, at + 1);
}

function withYear(atoms: Atoms, month: number, day: number, next: number): { date: DateFact; next: number } {
  const dotted = isTag(atoms, next, "dot") && yearAt(atoms, next) === null ? next : next;
  const year = yearAt(atoms, dotted);
  return { date: { type: "month-day", month, day, year: year?.year ?? null }, next: year?.next ?? next };
}

/** A day with its month. */
export function monthDayRule(atoms: Atoms, index: number): Match | null {
  const start = skip(atoms, index, "on");
  const modifier = termAt(atoms, start, "modifier");
  // "this Dec 24" is the next one, as without the word; "last Nov 20" is not.
  const read = monthDayAt(atoms, modifier === null || modifier.modifier === "last" ? start : start + 1);
  return read === null ? null : { rule: "month-day", facts: [dateFact(read.date)], next: read.next };
}

/** Words before a bare ordinal that make it a date; without one it needs another date or time beside it. */
const ORDINAL_CUES: readonly Tag[] = [
  "on",
  "by",
  "until",
  "before",
  "after",
  "from",
  "to",
  "due",
  "starting",
];
/** Words that may follow a bare ordinal; a noun may not ("the 5th floor"). */
const AFTER_ORDINAL: readonly Tag[] = ["unknown", "counted", "unit", "weekday", "weekend", "part", "ordinal"];

/** "the 5th", "on the 5th": a day of whatever month comes next. */
export function ordinalDayRule(atoms: Atoms, index: number): Match | null {
  const cued = isTag(atoms, index, "on") || isTag(atoms, index - 1, ...ORDINAL_CUES);
  const at = skip(atoms, skip(atoms, index, "on"), "the");
  const value = bareDay(atoms, at);
  if (value === null || isTag(atoms, at + 1, ...AFTER_ORDINAL)) return null;
  const date: DateFact = { type: "month-day", month: null, day: value, year: null };
  const match = { rule: "day-of-month", facts: [dateFact(date)], next: at + 1 };
  return cued ? match : { ...match, weak: "beside" };
}

/** "the twenty-fifth", "first of next month"; "second of all" and "the first" are no days. */
function isWordedDay(atoms: Atoms, index: number, value: number): boolean {
  if (value > 12) return true;
  return (
    isTag(atoms, index + 1, "of") && isTag(atoms, index + 2, "modifier") && isTag(atoms, index + 3, "unit")
  );
}

/** "5th", and "28" behind a weekday, where it is too big for an hour on a 12-hour dial. */
function bareDay(atoms: Atoms, index: number): number | null {
  const day = dayNumber(atoms, index);
  const ordinal = termAt(atoms, index, "ordinal");
  if (ordinal !== null) return ordinal.digits || isWordedDay(atoms, index, ordinal.value) ? day : null;
  return day !== null && day > 12 && isTag(atoms, index - 1, "weekday") ? day : null;
}

/** "Dec 24-26", "24 to 26 December", "24th-26th of Dec". */
export function daySpanRule(atoms: Atoms, index: number): Match | null {
  const start = skip(atoms, index, "from", "the", "between");
  const month = termAt(atoms, start, "month");
  const from = skip(atoms, month === null ? start : start + 1, "the");
  const first = dayNumber(atoms, from);
  if (first === null || !isTag(atoms, from + 1, "dash", "to", "until", "and")) return null;
  const to = skip(atoms, from + 2, "the");
  const second = dayNumber(atoms, to);
  if (second === null) return null;
  // "the 3rd and 4th of January" is a span, "the 3rd and 10th" is two days.
  if (isTag(atoms, from + 1, "and") && !isTag(atoms, index, "between") && second !== first + 1) return null;
  const monthAfter = skip(atoms, to + 1, "of");
  const named = month ?? termAt(atoms, monthAfter, "month");
  if (named === null || (month !== null && isTag(atoms, to + 1, "month", "meridiem"))) return null;
  const next = month === null ? monthAfter + 1 : to + 1;
  const year = yearAt(atoms, next);
  const day = (value: number): DateFact => ({
    type: "month-day",
    month: named.month,
    day: value,
    year: year?.year ?? null,
  });
  const facts = [dateFact({ type: "day-span", from: day(first), to: day(second) })];
  return { rule: "day-span", facts, next: year?.next ?? next };
}

/** Words before `3/4` that make it a date. */
const NUMERIC_CUES: readonly Tag[] = [
  "on",
  "by",
  "until",
  "before",
  "after",
  "due",
  "from",
  "to",
  "starting",
  "day",
  "weekday",
];

/** ISO dates and `3/4`, `3.4.`, `25.11.2026`, `25-11-2026`. */
export function numericDateRule(atoms: Atoms, index: number): Match | null {
  const start = skip(atoms, index, "on");
  const iso = termAt(atoms, start, "iso-date");
  if (iso !== null) {
    const facts = [dateFact({ type: "month-day", month: iso.month, day: iso.day, year: iso.year })];
    return { rule: "iso-date", facts, next: start + 1 };
  }
  const numeric = termAt(atoms, start, "numeric-date");
  if (numeric === null) return null;
  const { first, second, year, separator } = numeric;
  const trailingDot =
    separator === "." && year === null && atoms[start + 1]?.glued === true && isTag(atoms, start + 1, "dot");
  if (separator === "." && year === null && !trailingDot && !isDotDate(atoms, start)) return null;
  const facts = [dateFact({ type: "numeric-date", first, second, year })];
  const match = { rule: "numeric-date", facts, next: trailingDot ? start + 2 : start + 1 };
  const cued =
    start > index || isTag(atoms, start - 1, ...NUMERIC_CUES) || isTag(atoms, start - 2, "weekday");
  const sure = year !== null && Math.max(first, second) <= 31 && (year > 999 || cued);
  if (isTag(atoms, match.next, "counted", "unit")) return null;
  return sure || (cued && !isTag(atoms, index, "to")) ? match : { ...match, weak: "beside" };
}

/** `3.4` without the trailing dot is a date only after "on" or a weekday, and not when it reads as a time. */
function isDotDate(atoms: Atoms, index: number): boolean {
  return isTag(atoms, index - 1, "on", "weekday") && !/\.[0-5]\d$/.test(atoms[index]?.text ?? "");
}
