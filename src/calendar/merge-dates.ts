/**
 * @file Several date facts of one phrase become one reading: "next week" + "Tuesday", "Fri" + "27 Nov".
 * Facts that do not agree are a contradiction (rule R2).
 */

import type { Temporal } from "temporal-polyfill";
import { calendarDay, isBefore, mondayOf, monthStart } from "./calendar-days.ts";
import { type DateChoice, type DateEnvironment, type DateReading, evaluateDate } from "./evaluate-date.ts";
import type { DateFact } from "./facts.ts";
import type { AskReason } from "./resolution.ts";

/** How far ahead "Friday 27th" is looked for. */
const JOINT_SEARCH_DAYS = 31;
/** And how far it is offered where the two contradict before. */
const LATER_MONTHS = 12;
const SLIP_DAYS = 3;

/** One reading of all date facts, or null when there are none. `past` = the words themselves say past. */
export function evaluateDates(
  facts: readonly DateFact[],
  past: boolean,
  environment: DateEnvironment,
): DateReading | null {
  const [first, ...rest] = facts;
  if (first === undefined) return null;
  const merged = rest.reduce<DateFact | DateReading>((left, right) => merge(left, right, environment), first);
  const reading = isReading(merged) ? merged : evaluateDate(merged, environment);
  return checkPast(reading, past, environment);
}

const isReading = (value: DateFact | DateReading): value is DateReading => "form" in value;

/** Rule R12: a result before the reference date needs a word that says so. */
function checkPast(reading: DateReading, past: boolean, environment: DateEnvironment): DateReading {
  if (past) return { ...reading, flags: [...new Set([...reading.flags, "past" as const])] };
  const gone = reading.choices.every((choice) => isBefore(choice.end ?? choice.start, environment.today));
  if (reading.reason !== null || reading.choices.length === 0 || !gone) return reading;
  return { ...reading, reason: "past-date" };
}

function merge(
  left: DateFact | DateReading,
  right: DateFact,
  environment: DateEnvironment,
): DateFact | DateReading {
  if (!isReading(left)) {
    const joined = join(left, right, environment) ?? join(right, left, environment);
    if (joined !== null) return joined;
  }
  const a = isReading(left) ? left : evaluateDate(left, environment);
  const b = evaluateDate(right, environment);
  const leftDay = !isReading(left) && left.type === "weekday" ? left.weekday : null;
  const rightDay = right.type === "weekday" ? right.weekday : null;
  const agreeing =
    rightDay !== null ? onWeekday(a, rightDay) : leftDay !== null ? onWeekday(b, leftDay) : common(a, b);
  if (agreeing.length > 0) {
    const base = rightDay === null ? b : a;
    return { ...base, choices: agreeing, reason: agreeing.length > 1 ? (a.reason ?? b.reason) : null };
  }
  const { choices, ...open } = contradiction(a, b);
  const later = isReading(left) || isSlip(a, b) ? [] : laterDay(left, right, environment);
  return { ...open, choices: [...choices, ...later] };
}

function contradiction(a: DateReading, b: DateReading): DateReading {
  return { form: "date", choices: [...a.choices, ...b.choices], reason: "contradiction", flags: [] };
}

const onWeekday = (reading: DateReading, isoDay: number): readonly DateChoice[] =>
  reading.form === "date" ? reading.choices.filter((choice) => choice.start.dayOfWeek === isoDay) : [];

const sameDay = (a: DateChoice, b: DateChoice): boolean => a.start.equals(b.start);

function common(a: DateReading, b: DateReading): readonly DateChoice[] {
  return b.choices.filter((choice) => a.choices.some((other) => sameDay(other, choice)));
}

/** `part` made exact by `whole`: a weekday in a week, a day in a month. Null = they are not such a pair. */
function join(whole: DateFact, part: DateFact, environment: DateEnvironment): DateReading | null {
  const { today } = environment;
  if (whole.type === "week" && part.type === "weekday") {
    return one(
      mondayOf(today)
        .add({ weeks: whole.offset })
        .add({ days: part.weekday - 1 }),
    );
  }
  if (whole.type === "week-of" && part.type === "weekday") {
    const monday = evaluateDate(whole, environment).choices[0]?.start;
    return monday === undefined ? null : one(monday.add({ days: part.weekday - 1 }));
  }
  if (whole.type === "weekend" && part.type === "weekday") {
    const reading = evaluateDate(whole, environment);
    const days = reading.choices.flatMap(({ start, end }) => [start, ...(end === null ? [] : [end])]);
    const matching = days.filter((day) => day.dayOfWeek === part.weekday);
    return matching.length === 0 ? null : many(matching, matching.length > 1 ? reading.reason : null);
  }
  if (whole.type === "month" && part.type === "month-day" && part.month === null) {
    const first = monthStart(whole, today);
    const found = calendarDay(first.year, first.month, part.day);
    return found === null ? many([], "no-such-date") : one(found);
  }
  return part.type === "weekday" ? joinWeekday(whole, part.weekday, environment) : null;
}

/** "Friday 27th": the next 27th, if it is a Friday soon; else the two contradict. */
function joinWeekday(whole: DateFact, isoDay: number, environment: DateEnvironment): DateReading | null {
  if (whole.type !== "month-day" || whole.month !== null) return null;
  const { today } = environment;
  for (let days = 0; days <= JOINT_SEARCH_DAYS; days += 1) {
    const candidate = today.add({ days });
    if (candidate.day === whole.day && candidate.dayOfWeek === isoDay) return one(candidate);
  }
  return null;
}

/** "Friday 26th" of a Friday 27th: the wrong number of that week. */
const isSlip = (a: DateReading, b: DateReading): boolean =>
  a.choices.some((one) =>
    b.choices.some((other) => Math.abs(one.start.until(other.start).days) <= SLIP_DAYS),
  );

/** "Tuesday 19th" of a talk about January: the first 19th on a Tuesday. */
function laterDay(left: DateFact, right: DateFact, { today }: DateEnvironment): readonly DateChoice[] {
  const day = [left, right].find((fact) => fact.type === "month-day");
  const weekday = [left, right].find((fact) => fact.type === "weekday");
  if (day?.type !== "month-day" || day.month !== null || weekday?.type !== "weekday") return [];
  const months = Array.from({ length: LATER_MONTHS }, (_, index) => today.add({ months: index }));
  const days = months.map(({ year, month }) => calendarDay(year, month, day.day));
  const fitting = days.find((one) => one?.dayOfWeek === weekday.weekday && !isBefore(one, today));
  return fitting == null ? [] : [{ start: fitting, end: null }];
}

const one = (start: Temporal.PlainDate): DateReading => many([start], null);

function many(starts: readonly Temporal.PlainDate[], reason: AskReason | null): DateReading {
  return { form: "date", choices: starts.map((start) => ({ start, end: null })), reason, flags: [] };
}
