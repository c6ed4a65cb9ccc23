/** @file Rules for days of the calendar: days with a month, spans of them, numeric dates (R9). */

import { type Atoms, hasFlag, isTag, skip, termAt } from "./atoms.ts";
import { countsSomething } from "./clock-words.ts";
import type { DateFact, Fact, Match } from "./facts.ts";
import type { Tag, Term } from "./lexicon.ts";

const isPast = (date: DateFact): boolean =>
  (date.type === "day-offset" && date.days < 0) ||
  ((date.type === "weekday" || date.type === "weekend") && date.modifier === "last") ||
  ((date.type === "week" || date.type === "year") && date.offset < 0) ||
  (date.type === "month" && date.month === null && date.offset < 0) ||
  (date.type === "nth-weekday" && isPast(date.of)) ||
  (date.type === "shift" && date.amount < 0 && date.base === null);

/** A date fact, flagged past when its words say so (rule R12). */
export function dateFact(date: DateFact): Fact {
  return isPast(date) ? { type: "date", date, past: true } : { type: "date", date };
}

/** Day number 1-31 in figures or words. */
export function dayNumber(atoms: Atoms, index: number): number | null {
  const ordinal = termAt(atoms, index, "ordinal");
  if (ordinal !== null) return ordinal.value >= 1 && ordinal.value <= 31 ? ordinal.value : null;
  const number = termAt(atoms, index, "number");
  if (number === null || !Number.isInteger(number.value)) return null;
  if (number.digits ? number.text.length > 2 : number.strict !== true) return null;
  return number.value >= 1 && number.value <= 31 ? number.value : null;
}

/** A year behind a date: `2026`, `, 2026`, `'26` is not read. */
export function yearAt(atoms: Atoms, index: number): { year: number; next: number } | null {
  const at = skip(atoms, index, "comma", "of", "dot");
  const number = termAt(atoms, at, "number");
  if (number === null || !number.digits || number.text.length !== 4) return null;
  return number.value >= 1900 && number.value <= 2700 ? { year: number.value, next: at + 1 } : null;
}

/** "ธ.ค. 69": the year of the century, for `evaluate-date.ts` to place. */
function shortYearAt(atoms: Atoms, index: number): { year: number; next: number } | null {
  const number = termAt(atoms, index, "number");
  const isYear = number !== null && number.digits && number.text.length === 2;
  if (!isYear || number.value < 24 || isTag(atoms, index + 1, "oclock", "dial", "unit")) return null;
  return { year: 2000 + number.value, next: index + 1 };
}

/** "24 Dec", "24th of December 2026", "Dec 24th, 2026", a holiday; never a bare number. */
export function monthDayAt(atoms: Atoms, index: number): { date: DateFact; next: number } | null {
  const dayFirst = skip(atoms, index, "the");
  const holiday = termAt(atoms, dayFirst, "holiday");
  if (holiday !== null) return withYear(atoms, holiday.month, holiday.day, dayFirst + 1);
  const day = dayNumber(atoms, dayFirst);
  if (day !== null) {
    const at = skip(atoms, dayFirst + 1, "of", "dot", "dash", "the");
    const month = termAt(atoms, at, "month");
    if (month === null) return null;
    const short = month.shortYear === true ? shortYearAt(atoms, at + 1) : null;
    const date: DateFact = { type: "month-day", month: month.month, day, year: short?.year ?? null };
    return short === null ? withYear(atoms, month.month, day, at + 1) : { date, next: short.next };
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
  const year = yearAt(atoms, next);
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

/** "Dec 24-26", "24 to 26 December", "24th-26th of Dec". */
export function daySpanRule(atoms: Atoms, index: number): Match | null {
  const start = skip(atoms, index, "from", "the", "between", "on");
  const month = termAt(atoms, start, "month");
  const from = skip(atoms, month === null ? start : start + 1, "the");
  const first = dayNumber(atoms, from);
  if (first === null || !isTag(atoms, from + 1, "dash", "to", "until", "and")) return null;
  const to = skip(atoms, from + 2, "the", "at", "on");
  const dotted = termAt(atoms, to, "numeric-date");
  if (dotted !== null && month === null) return dottedSpan(atoms, first, dotted, to + 1);
  const second = dayNumber(atoms, to);
  if (second === null) return null;
  // "the 3rd and 4th of January" is a span, "the 3rd and 10th" is two days.
  if (isTag(atoms, from + 1, "and") && !isTag(atoms, index, "between") && second !== first + 1) return null;
  const monthAfter = skip(atoms, to + 1, "of");
  const named = month ?? termAt(atoms, monthAfter, "month");
  if (named === null || (month !== null && isTag(atoms, to + 1, "month", "meridiem"))) return null;
  const end = month === null ? monthAfter + 1 : to + 1;
  const next = hasFlag(atoms, end, "post", "until") ? end + 1 : end;
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

/** "3.-5.12.", "vom 3. bis 5.12.2026": the month is in the figures of the end. */
function dottedSpan(
  atoms: Atoms,
  first: number,
  { first: second, second: month, year, separator }: Extract<Term, { tag: "numeric-date" }>,
  next: number,
): Match | null {
  if (separator !== "." || second <= first || month < 1 || month > 12) return null;
  const day = (value: number): DateFact => ({ type: "month-day", month, day: value, year });
  const facts = [dateFact({ type: "day-span", from: day(first), to: day(second) })];
  return { rule: "day-span", facts, next: isTag(atoms, next, "dot") ? next + 1 : next };
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
  const isDay = hasFlag(
    atoms,
    start - 1,
    "day",
    "on",
    "the",
    "from",
    "to",
    "of",
    "at",
    "until",
    "by",
    "before",
    "after",
  );
  if (separator === "." && year === null && !trailingDot && !isDay && !isDotDate(atoms, start)) return null;
  const facts = [dateFact({ type: "numeric-date", first, second, year })];
  const match = { rule: "numeric-date", facts, next: trailingDot ? start + 2 : start + 1 };
  const cued =
    isDay || start > index || isTag(atoms, start - 1, ...NUMERIC_CUES) || isTag(atoms, start - 2, "weekday");
  const sure = year !== null && Math.max(first, second) <= 31 && (year > 999 || cued);
  if (isTag(atoms, match.next, "counted", "unit")) return null;
  return sure || (cued && !isTag(atoms, index, "to")) ? match : { ...match, weak: "beside" };
}

/** `3.4` without the trailing dot is a date only after "on" or a weekday, and not when it reads as a time. */
function isDotDate(atoms: Atoms, index: number): boolean {
  return isTag(atoms, index - 1, "on", "weekday") && !/\.[0-5]\d$/.test(atoms[index]?.text ?? "");
}
