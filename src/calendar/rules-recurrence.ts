/** @file Rules for repetition (R15): "every Monday", "weekdays", "first Monday of every month", "10 times". */

import { amountAt } from "./amounts.ts";
import { type Atoms, isTag, skip, termAt } from "./atoms.ts";
import type { Match, RecurrenceFact } from "./facts.ts";
import type { Frequency, Unit } from "./lexicon.ts";
import { MAX_COUNT, MAX_INTERVAL } from "./recurrence.ts";
import { dayNumber, monthDayAt } from "./rules-date.ts";
import { afterDayCue } from "./rules-ordinal.ts";
import { nthAt } from "./rules-period.ts";
import { weekdayList, weekdaySpan } from "./weekday-lists.ts";

const NOTHING: RecurrenceFact = {
  type: "recurrence",
  frequency: "DAILY",
  interval: 1,
  weekdays: [],
  weekdaySet: null,
  monthDay: null,
  nth: null,
  yearDay: null,
  unclear: false,
};

const FREQUENCIES: Readonly<Partial<Record<Unit, Frequency>>> = {
  day: "DAILY",
  week: "WEEKLY",
  month: "MONTHLY",
  year: "YEARLY",
};

function match(fact: Partial<RecurrenceFact>, next: number): Match {
  return { rule: "recurrence", facts: [{ ...NOTHING, ...fact }], next };
}

/** "every ..." and "every other ...". */
export function everyRule(atoms: Atoms, index: number): Match | null {
  const other = isTag(atoms, index, "every-other");
  if (!other && !isTag(atoms, index, "every")) return null;
  const interval = other ? 2 : 1;
  return (
    everyWeekday(atoms, index + 1, interval) ??
    everyNth(atoms, index + 1) ??
    everyUnit(atoms, index + 1, interval) ??
    everyAmount(atoms, index + 1)
  );
}

/** "un mardi sur deux", "una semana sí y otra no". */
export function alternateRule(atoms: Atoms, index: number): Match | null {
  const start = skip(atoms, index, "a", "the", "on");
  if (!isTag(atoms, start + 1, "every-other-post")) return null;
  const weekday = termAt(atoms, start, "weekday");
  if (weekday !== null)
    return match({ frequency: "WEEKLY", interval: 2, weekdays: [weekday.weekday] }, start + 2);
  const unit = termAt(atoms, start, "unit");
  return unit === null ? null : unitRule(unit.unit, 2 * unit.count, start + 2);
}

/** "tous les quinze jours": whole weeks are weeks. */
function everyAmount(atoms: Atoms, index: number): Match | null {
  const amount = amountAt(atoms, index);
  if (amount === null || amount.minutes !== null || amount.other !== undefined) return null;
  return unitRule(amount.unit, amount.count, amount.next, atoms);
}

function everyWeekday(atoms: Atoms, index: number, interval: number): Match | null {
  const span = weekdaySpan(atoms, index);
  if (span !== null && interval === 1)
    return match({ frequency: "WEEKLY", weekdays: span.weekdays }, span.next);
  const list = weekdayList(atoms, index);
  if (list !== null) {
    const { weekdays, next } = list;
    const [only] = weekdays;
    // "every second Tuesday of the month" counts the Tuesdays of a month.
    const tail = interval === 2 && weekdays.length === 1 ? monthTail(atoms, next) : null;
    if (tail !== null && only !== undefined)
      return match({ frequency: "MONTHLY", nth: { nth: 2, weekday: only } }, tail);
    return match({ frequency: "WEEKLY", interval, weekdays }, next);
  }
  const number = termAt(atoms, index, "number");
  const counted = number === null ? null : weekdayList(atoms, index + 1);
  if (number !== null && counted !== null && number.value >= 1 && number.value <= MAX_INTERVAL) {
    return match({ frequency: "WEEKLY", interval: number.value, weekdays: counted.weekdays }, counted.next);
  }
  if (isTag(atoms, index, "weekdays")) {
    return match({ frequency: "WEEKLY", interval, weekdaySet: "workdays" }, index + 1);
  }
  if (isTag(atoms, index, "weekend"))
    return match({ frequency: "WEEKLY", interval, weekdaySet: "weekend" }, index + 1);
  if (isTag(atoms, index, "part")) return match({ frequency: "DAILY", interval }, index);
  const date = monthDayAt(atoms, index);
  if (date?.date.type !== "month-day" || date.date.month === null) return null;
  return match(
    { frequency: "YEARLY", interval, yearDay: { month: date.date.month, day: date.date.day } },
    date.next,
  );
}

/** "every first Monday (of the month)", "every 5th of the month", "every 3rd Friday" (which may be an interval). */
function everyNth(atoms: Atoms, index: number): Match | null {
  const nth = nthAt(atoms, index);
  const weekday = termAt(atoms, index + 1, "weekday");
  if (nth !== null && weekday !== null) {
    const month = monthTail(atoms, index + 2);
    const unclear = month === null && nth > 1;
    return match(
      { frequency: "MONTHLY", nth: { nth, weekday: weekday.weekday }, unclear },
      month ?? index + 2,
    );
  }
  const isLastDay = nth === -1 && termAt(atoms, index + 1, "unit")?.unit === "day";
  const tail = isLastDay ? monthTail(atoms, index + 2) : null;
  if (tail !== null) return match({ frequency: "MONTHLY", monthDay: -1 }, tail);
  const byDay = everyMonthDay(atoms, index);
  if (byDay !== null) return byDay;
  const ordinal = termAt(atoms, index, "ordinal");
  if (ordinal === null) return null;
  const month = monthTail(atoms, index + 1);
  if (month !== null) return match({ frequency: "MONTHLY", monthDay: ordinal.value }, month);
  const unit = termAt(atoms, index + 1, "unit");
  if (unit !== null) return unitRule(unit.unit, ordinal.value * unit.count, index + 2);
  // "every 31st" may be a day of the month; "every 5th person" is not.
  const isDay = ordinal.digits && ordinal.value <= 31 && !isTag(atoms, index + 1, "unknown", "counted");
  return isDay ? match({ frequency: "MONTHLY", monthDay: ordinal.value, unclear: true }, index + 1) : null;
}

/** "todo dia 5", "tous les 5 du mois", "jeden 5. im Monat". */
function everyMonthDay(atoms: Atoms, index: number): Match | null {
  const cue = afterDayCue(atoms, index);
  const at = cue ?? index;
  const day = dayNumber(atoms, at);
  if (day === null || isTag(atoms, at + 1, "unit", "counted", "weekday", "month", "oclock")) return null;
  const tail = monthTail(atoms, at + 1);
  if (cue === null && tail === null) return null;
  return match({ frequency: "MONTHLY", monthDay: day }, tail ?? at + 1);
}

/** "of the month", "of every month": the index behind it. */
function monthTail(atoms: Atoms, index: number): number | null {
  if (!isTag(atoms, index, "of", "in")) return null;
  const at = skip(atoms, index + 1, "the", "every");
  return termAt(atoms, at, "unit")?.unit === "month" ? at + 1 : null;
}

/** "every day", "every 2 weeks", "every month on the 5th". */
function everyUnit(atoms: Atoms, index: number, factor: number): Match | null {
  if (isTag(atoms, index, "quarter"))
    return match({ frequency: "MONTHLY", interval: 3 * factor, unclear: true }, index + 1);
  const number = termAt(atoms, index, "number");
  const unit = termAt(atoms, number === null ? index : index + 1, "unit");
  if (unit === null) return null;
  if (unit.fortnight !== undefined && number !== null) return fortnightly(atoms, index);
  const interval = (number?.value ?? 1) * unit.count * factor;
  const next = skip(atoms, number === null ? index + 1 : index + 2, "in-post");
  return unitRule(unit.unit, interval, next, atoms);
}

/** "tous les 15 jours", "cada 15 días" are two weeks; other numbers of days are days. */
function fortnightly(atoms: Atoms, index: number): Match | null {
  const amount = amountAt(atoms, index);
  if (amount === null) return null;
  if (amount.other !== undefined)
    return match({ frequency: "WEEKLY", interval: 2, unclear: true }, amount.next);
  const isWeeks = amount.count === 14 || amount.count === 7;
  return isWeeks
    ? unitRule("week", amount.count / 7, amount.next, atoms)
    : unitRule(amount.unit, amount.count, amount.next, atoms);
}

function unitRule(unit: Unit, interval: number, next: number, atoms: Atoms = []): Match | null {
  if (!Number.isInteger(interval) || interval < 1 || interval > MAX_INTERVAL) return null;
  if (unit === "business-day" && interval === 1)
    return match({ frequency: "WEEKLY", weekdaySet: "workdays" }, next);
  const frequency = FREQUENCIES[unit];
  // Minutes and hours are refused (spec 5.6), other units have no rule part.
  if (frequency === undefined) return match({ interval, unclear: true }, next);
  return withTail(atoms, { frequency, interval }, next);
}

/** The day behind a frequency: "weekly on Mondays", "monthly on the 5th", "every month on the last Friday". */
function withTail(atoms: Atoms, fact: Partial<RecurrenceFact>, next: number): Match {
  const at = skip(atoms, next, "on", "the", "comma", "of", "at", "in-post");
  if (fact.frequency === "WEEKLY" && (at > next || termAt(atoms, at, "weekday")?.plural === true)) {
    const list = weekdayList(atoms, at);
    if (list !== null) return match({ ...fact, weekdays: list.weekdays }, list.next);
  }
  if (fact.frequency === "MONTHLY" && at > next) {
    const nth = nthAt(atoms, at);
    const weekday = termAt(atoms, at + 1, "weekday");
    if (nth !== null && weekday !== null)
      return match({ ...fact, nth: { nth, weekday: weekday.weekday } }, at + 2);
    const day = termAt(atoms, at, "ordinal");
    if (day !== null) return match({ ...fact, monthDay: day.value }, at + 1);
    const isDay = afterDayCue(atoms, at - 1) !== null || isTag(atoms, at + 1, "day-post");
    const monthDay = isDay ? dayNumber(atoms, at) : null;
    if (monthDay !== null) return match({ ...fact, monthDay }, skip(atoms, at + 1, "day-post"));
  }
  const date = fact.frequency === "YEARLY" ? monthDayAt(atoms, at) : null;
  if (date?.date.type === "month-day" && date.date.month !== null) {
    return match({ ...fact, yearDay: { month: date.date.month, day: date.date.day } }, date.next);
  }
  return match(fact, next);
}

/** "daily", "weekly", "Mondays", "weekdays"; "biweekly" is left open. */
export function frequencyRule(atoms: Atoms, index: number): Match | null {
  const start = skip(atoms, index, "on");
  if (isTag(atoms, start, "weekdays"))
    return match({ frequency: "WEEKLY", weekdaySet: "workdays" }, start + 1);
  const workdays = workdaysByName(atoms, index);
  if (workdays !== null) return workdays;
  // "2 Fridays from now" counts them.
  if (termAt(atoms, start, "weekday")?.plural === true && !isTag(atoms, start - 1, "number")) {
    const list = weekdayList(atoms, start);
    return list === null ? null : match({ frequency: "WEEKLY", weekdays: list.weekdays }, list.next);
  }
  if (isTag(atoms, index, "recurrence-unclear")) return match({ unclear: true }, index + 1);
  const open = termAt(atoms, index, "unclear-frequency");
  const term = open ?? termAt(atoms, index, "frequency");
  if (term === null) return null;
  const { frequency, interval } = term;
  const read = withTail(atoms, { frequency, interval, unclear: open !== null }, index + 1);
  // "the daily standup" names a meeting; "daily at 9" and "weekly on Monday" say when.
  return read.next > index + 1 ? read : { ...read, weak: "beside" };
}

/** "dias úteis às 8h30", "(les) jours ouvrés à 9h": counted or after "next" they are a distance. */
function workdaysByName(atoms: Atoms, index: number): Match | null {
  if (index > 0 && !isTag(atoms, index - 1, "comma")) return null;
  const at = skip(atoms, index, "on", "the");
  const named = termAt(atoms, at, "unit")?.unit === "business-day" && clockFollows(atoms, at + 1);
  return named ? match({ frequency: "WEEKLY", weekdaySet: "workdays" }, at + 1) : null;
}

function clockFollows(atoms: Atoms, index: number): boolean {
  return isTag(atoms, index, "at", "clock", "hour-form", "from", "between", "part", "moment");
}

/** "first Monday of every month", "the 31st of every month", "last day of each month". */
export function monthlyRule(atoms: Atoms, index: number): Match | null {
  const start = skip(atoms, index, "on", "the");
  const turned = monthlyTurned(atoms, start);
  if (turned !== null) return turned;
  const nth = nthAt(atoms, start);
  const weekday = termAt(atoms, start + 1, "weekday");
  if (nth !== null && weekday !== null) {
    const next = everyMonth(atoms, start + 2);
    return next === null
      ? null
      : match({ frequency: "MONTHLY", nth: { nth, weekday: weekday.weekday } }, next);
  }
  const cue = afterDayCue(atoms, index);
  const number = cue === null ? null : dayNumber(atoms, cue);
  if (cue !== null && number !== null) {
    const next = everyMonth(atoms, cue + 1);
    return next === null ? null : match({ frequency: "MONTHLY", monthDay: number }, next);
  }
  const day = termAt(atoms, start, "ordinal") ?? termAt(atoms, start, "number");
  const lastDay = nth === -1 && termAt(atoms, start + 1, "unit")?.unit === "day";
  if (day === null && !lastDay) return null;
  const next = everyMonth(atoms, lastDay ? start + 2 : start + 1);
  return next === null
    ? null
    : match({ frequency: "MONTHLY", monthDay: lastDay ? -1 : (day?.value ?? null) }, next);
}

/** "วันศุกร์แรกของทุกเดือน". */
function monthlyTurned(atoms: Atoms, index: number): Match | null {
  const weekday = termAt(atoms, index, "weekday");
  const nth = termAt(atoms, index + 1, "ordinal");
  if (weekday === null || nth?.behind !== true) return null;
  const next = everyMonth(atoms, index + 2);
  if (next === null) return null;
  return match({ frequency: "MONTHLY", nth: { nth: nth.value, weekday: weekday.weekday } }, next);
}

function everyMonth(atoms: Atoms, index: number): number | null {
  const at = skip(atoms, index, "of", "in", "comma");
  if (!isTag(atoms, at, "every")) return null;
  return termAt(atoms, at + 1, "unit")?.unit === "month" ? at + 2 : null;
}

/** "10 times". */
export function countRule(atoms: Atoms, index: number): Match | null {
  const number = termAt(atoms, skip(atoms, index, "for"), "number");
  const at = skip(atoms, index, "for");
  if (number === null || !isTag(atoms, at + 1, "times") || number.value < 1 || number.value > MAX_COUNT)
    return null;
  return { rule: "count", facts: [{ type: "count", count: number.value }], next: at + 2, weak: "beside" };
}
