/**
 * @file Places date facts on the calendar (rules R3, R6, R8, R9, R12, R19). A reading has one choice when the
 * words are clear; more than one, or a reason, when the person has to choose.
 */

import { Temporal } from "temporal-polyfill";
import {
  addWorkdays,
  calendarDay,
  commonYear,
  isBefore,
  mondayOf,
  monthStart,
  nextWeekday,
  nthWeekdayOf,
} from "./calendar-days.ts";
import type { DateFact } from "./facts.ts";
import type { Lexicon, Unit } from "./lexicon.ts";
import { week, weekend } from "./evaluate-week.ts";
import { usesMonthFirst, weekendStart } from "./regions.ts";
import type { AskReason, DateContext, ResolutionFlag } from "./resolution.ts";

export interface DateChoice {
  readonly start: Temporal.PlainDate;
  /** Inclusive; null = one day. */
  readonly end: Temporal.PlainDate | null;
}

export interface DateReading {
  /** `window` = some day of it, to be chosen; `open` = too wide to be a choice (a month, a year). */
  readonly form: "date" | "window" | "open";
  readonly choices: readonly DateChoice[];
  readonly reason: AskReason | null;
  readonly flags: readonly ResolutionFlag[];
}

export interface DateEnvironment {
  readonly today: Temporal.PlainDate;
  readonly context: DateContext;
  readonly lexicon: Lexicon;
}

/** How far back a date without a year may lie before it is asked about (rule R9). */
const RECENT_DAYS = 45;
/** Years around the reference that are accepted (rule R19). */
const YEAR_RANGE = 5;

const day = (start: Temporal.PlainDate): DateChoice => ({ start, end: null });

function date(start: Temporal.PlainDate, flags: readonly ResolutionFlag[] = []): DateReading {
  return { form: "date", choices: [day(start)], reason: null, flags };
}

function ask(
  reason: AskReason,
  choices: readonly Temporal.PlainDate[],
  form: DateReading["form"] = "date",
): DateReading {
  return { form, choices: choices.map(day), reason, flags: [] };
}

/** Places one fact. Does not check the past: `evaluateDates` does. */
// oxlint-disable-next-line typescript/consistent-return -- the switch is exhaustive
export function evaluateDate(fact: DateFact, environment: DateEnvironment): DateReading {
  const { today } = environment;
  switch (fact.type) {
    case "day-offset":
      return date(today.add({ days: fact.days }));
    case "weekday":
      return weekday(fact, today);
    case "month-day":
      return fact.month === null
        ? dayOfMonth(fact.day, today)
        : monthDay(fact.month, fact.day, yearOf(fact.year, environment), today);
    case "numeric-date":
      return numericDate(fact, environment);
    case "shift":
      return shift(fact.amount, fact.unit, fact.base, environment);
    case "day-span":
      return daySpan(fact.from, fact.to, environment);
    case "week":
      return week(fact.offset, fact.slice, today);
    case "week-of":
      return mapChoices(evaluateDate(fact.day, environment), "window", (start) => ({
        start: mondayOf(start),
        end: mondayOf(start).add({ days: 6 }),
      }));
    case "weekend":
      return weekend(fact.modifier, environment);
    case "month":
    case "year":
      return { form: "open", choices: [], reason: "month-only", flags: [] };
    case "nth-weekday":
      return nthWeekday(fact.nth, fact.weekday, fact.of, environment);
    case "period-end":
      return periodEnd(fact.of, environment);
    case "period-start":
      return periodStart(fact.of, environment);
  }
}

function mapChoices(
  reading: DateReading,
  form: DateReading["form"],
  map: (start: Temporal.PlainDate) => DateChoice,
): DateReading {
  return { ...reading, form, choices: reading.choices.map(({ start }) => map(start)) };
}

/** Rule R3. */
// oxlint-disable-next-line typescript/consistent-return -- the switch is exhaustive
function weekday(fact: Extract<DateFact, { type: "weekday" }>, today: Temporal.PlainDate): DateReading {
  const coming = nextWeekday(today, fact.weekday);
  const inThisWeek = mondayOf(today).add({ days: fact.weekday - 1 });
  const inNextWeek = inThisWeek.add({ days: 7 });
  const isToday = today.dayOfWeek === fact.weekday;
  switch (fact.modifier) {
    case null:
      return isToday ? ask("same-weekday", [today, coming]) : date(coming);
    case "coming":
      return date(coming);
    case "last":
      return date(coming.subtract({ days: isToday ? 14 : 7 }), ["past"]);
    case "after-next":
      return date(inNextWeek.add({ days: 7 }));
    case "next":
      return isBefore(today, inThisWeek) ? ask("next-weekday", [inThisWeek, inNextWeek]) : date(inNextWeek);
    case "this":
      if (isToday) return ask("same-weekday", [today, coming]);
      return isBefore(inThisWeek, today) ? ask("passed-weekday", [inThisWeek, inNextWeek]) : date(inThisWeek);
  }
}

/** "the 5th": the next month that has it, this one included. */
function dayOfMonth(value: number, today: Temporal.PlainDate): DateReading {
  for (let months = 0; months <= 2; months += 1) {
    const month = today.with({ day: 1 }).add({ months });
    const found = calendarDay(month.year, month.month, value);
    if (found !== null && !isBefore(found, today)) return date(found);
  }
  return ask("no-such-date", []);
}

function monthDay(month: number, value: number, year: number | null, today: Temporal.PlainDate): DateReading {
  if (year !== null) {
    if (Math.abs(year - today.year) > YEAR_RANGE) return ask("out-of-range", []);
    const found = calendarDay(year, month, value);
    return found === null ? noSuchDate(month, year) : date(found);
  }
  const candidates = [today.year - 1, today.year, today.year + 1].map((candidate) =>
    calendarDay(candidate, month, value),
  );
  const known = candidates.filter((candidate) => candidate !== null);
  const next = known.find((candidate) => !isBefore(candidate, today));
  if (next === undefined) {
    const ahead = month < today.month ? today.year + 1 : today.year;
    return noSuchDate(month, ahead);
  }
  const recent = known.findLast((candidate) => isBefore(candidate, today));
  const isRecent = recent !== undefined && recent.until(today).days <= RECENT_DAYS;
  return isRecent ? ask("past-date", [recent, next]) : date(next);
}

function yearOf(year: number | null, { today, lexicon }: DateEnvironment): number | null {
  return year === null || lexicon.calendar === undefined ? year : commonYear(year, today.year, YEAR_RANGE);
}

/** "Feb 30": the last day of that month is what can be offered. */
function noSuchDate(month: number, year: number): DateReading {
  if (month < 1 || month > 12) return ask("no-such-date", []);
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return ask("no-such-date", [first.with({ day: first.daysInMonth })]);
}

/** Rule R9: a part above 12 decides, then the region, then the person. */
function numericDate(
  fact: Extract<DateFact, { type: "numeric-date" }>,
  environment: DateEnvironment,
): DateReading {
  const { today, context, lexicon } = environment;
  const year = yearOf(fact.year, environment);
  const monthFirst = monthDay(fact.first, fact.second, year, today);
  const dayFirst = monthDay(fact.second, fact.first, year, today);
  const canMonthFirst = fact.first >= 1 && fact.first <= 12 && fact.second <= 31;
  const canDayFirst = fact.second >= 1 && fact.second <= 12 && fact.first <= 31;
  if (!canMonthFirst && !canDayFirst) return ask("no-such-date", []);
  if (!canMonthFirst) return dayFirst;
  if (!canDayFirst || fact.first === fact.second) return monthFirst;
  if (usesMonthFirst(context.region, context.language)) return monthFirst;
  if (context.region !== undefined || lexicon.dateOrder === "DMY") return dayFirst;
  if (lexicon.dateOrder === "MDY") return monthFirst;
  const choices = [...monthFirst.choices, ...dayFirst.choices];
  if (choices.length === 0) return { ...monthFirst, flags: [] };
  return { form: "date", choices, reason: "date-order", flags: [] };
}

/** Rule R8, calendar arithmetic. */
function shift(amount: number, unit: Unit, base: DateFact | null, environment: DateEnvironment): DateReading {
  const from = base === null ? date(environment.today) : evaluateDate(base, environment);
  const flags = new Set<ResolutionFlag>(from.flags);
  const choices = from.choices.map(({ start }) => {
    if (unit === "business-day") {
      flags.add("nohol");
      return day(addWorkdays(start, amount, environment.context.region));
    }
    const moved = start.add(calendarDuration(amount, unit));
    if ((unit === "month" || unit === "year") && moved.day !== start.day) flags.add("clamped");
    return day(moved);
  });
  return { ...from, choices, flags: [...flags] };
}

function calendarDuration(amount: number, unit: Unit): Temporal.DurationLike {
  if (unit === "week") return { weeks: amount };
  if (unit === "month") return { months: amount };
  return unit === "year" ? { years: amount } : { days: amount };
}

/** "Monday to Wednesday": the end is looked for from the start on. */
function daySpan(from: DateFact, to: DateFact, environment: DateEnvironment): DateReading {
  const start = evaluateDate(from, environment);
  if (start.choices.length === 0) return start;
  const choices = start.choices.map((choice): DateChoice => {
    const isRelative = to.type === "day-offset" || to.type === "shift";
    const ends = evaluateDate(to, isRelative ? environment : { ...environment, today: choice.start });
    const end = ends.choices.find((candidate) => isBefore(choice.start, candidate.start));
    return { start: choice.start, end: end?.start ?? null };
  });
  const reversed = choices.some((choice) => choice.end === null);
  return { ...start, choices, reason: reversed ? "contradiction" : start.reason };
}

function nthWeekday(nth: number, isoDay: number, of: DateFact, environment: DateEnvironment): DateReading {
  if (of.type !== "month") return ask("contradiction", []);
  const first = monthStart(of, environment.today);
  const found = nthWeekdayOf(first, nth, isoDay);
  if (found === null) return ask("no-such-date", []);
  if (!isBefore(found, environment.today) || of.year !== null) return date(found);
  if (of.month === null) {
    const next = of.offset === 0 ? nthWeekdayOf(first.add({ months: 1 }), nth, isoDay) : null;
    return next === null ? date(found) : ask("past-date", [found, next]);
  }
  const later = nthWeekdayOf(first.add({ years: 1 }), nth, isoDay);
  return later === null ? ask("no-such-date", []) : date(later);
}

function periodEnd(of: DateFact, environment: DateEnvironment): DateReading {
  const { today, context } = environment;
  if (of.type === "week") {
    const workEnd = mondayOf(today)
      .add({ weeks: of.offset })
      .add({ days: (weekendStart(context.region) + 5) % 7 });
    const passed = of.offset === 0 && isBefore(workEnd, today);
    return passed ? ask("past-date", [workEnd, workEnd.add({ days: 7 })]) : date(workEnd);
  }
  if (of.type === "month") {
    const first = monthStart(of, today);
    return date(first.with({ day: first.daysInMonth }));
  }
  if (of.type === "year")
    return date(Temporal.PlainDate.from({ year: today.year + of.offset, month: 12, day: 31 }));
  const reading = evaluateDate(of, environment);
  return mapChoices(reading, "date", (start) =>
    day(reading.choices.find((choice) => choice.start === start)?.end ?? start),
  );
}

function periodStart(of: DateFact, environment: DateEnvironment): DateReading {
  if (of.type === "month") return date(monthStart(of, environment.today));
  if (of.type === "year")
    return date(Temporal.PlainDate.from({ year: environment.today.year + of.offset, month: 1, day: 1 }));
  return mapChoices(evaluateDate(of, environment), "date", day);
}
