/** @file Rules for weeks, weekends, months, years, their ends (R6), and nth weekdays of a month. */

import { type Atoms, hasFlag, isTag, skip, termAt } from "./atoms.ts";
import type { DateFact, Fact, Match } from "./facts.ts";
import type { Modifier } from "./lexicon.ts";
import { dateFact, yearAt } from "./rules-date.ts";
import { dayWordAt, modifierBehind } from "./rules-day.ts";
import { sliceAt } from "./rules-clock.ts";

const OFFSETS: Readonly<Record<Modifier, number>> = {
  this: 0,
  next: 1,
  coming: 1,
  last: -1,
  "after-next": 2,
};

interface Period {
  readonly date: DateFact;
  readonly next: number;
  /** Named by a word like "next" or a preposition, not by a month's name alone. */
  readonly sure: boolean;
}

/** A week, weekend, month or year at `index`: "next week", "this weekend", "March 2027". */
function periodAt(atoms: Atoms, index: number): Period | null {
  const cue = skip(atoms, index, "in", "at", "on", "filler", "of");
  const start = skip(atoms, cue, "the");
  return (
    weekAfterNext(atoms, start) ??
    modifiedPeriod(atoms, start) ??
    modifiedBehind(atoms, start) ??
    namedMonth(atoms, start, cue > index) ??
    weekendAt(atoms, cue)
  );
}

function weekAfterNext(atoms: Atoms, index: number): Period | null {
  const unit = termAt(atoms, index, "unit");
  if (unit === null || !isTag(atoms, index + 1, "after-next")) return null;
  return unitPeriod(unit.unit, 2, index + 2);
}

function unitPeriod(unit: string, offset: number, next: number): Period | null {
  if (unit === "week") return { date: { type: "week", offset, slice: null }, next, sure: true };
  if (unit === "month") return { date: { type: "month", month: null, offset, year: null }, next, sure: true };
  return unit === "year" ? { date: { type: "year", offset }, next, sure: true } : null;
}

function modifiedPeriod(atoms: Atoms, index: number): Period | null {
  const modifier = termAt(atoms, index, "modifier")?.modifier;
  if (modifier === undefined) return null;
  if (isTag(atoms, index + 1, "weekend")) {
    return { date: { type: "weekend", modifier }, next: index + 2, sure: true };
  }
  const month = termAt(atoms, index + 1, "month");
  if (month !== null && !isTag(atoms, index + 2, "number", "ordinal", "the")) {
    const offset = modifier === "last" ? -1 : 0;
    return { date: { type: "month", month: month.month, offset, year: null }, next: index + 2, sure: true };
  }
  const unit = termAt(atoms, index + 1, "unit");
  return unit === null || unit.count !== 1 ? null : unitPeriod(unit.unit, OFFSETS[modifier], index + 2);
}

/** "la semaine prochaine", "สัปดาห์หน้า", "dicembre prossimo". */
function modifiedBehind(atoms: Atoms, index: number): Period | null {
  const modifier = modifierBehind(atoms, index + 1);
  if (modifier === null) return null;
  if (isTag(atoms, index, "weekend"))
    return { date: { type: "weekend", modifier }, next: index + 2, sure: true };
  const month = termAt(atoms, index, "month");
  if (month !== null) {
    const offset = modifier === "last" ? -1 : 0;
    return { date: { type: "month", month: month.month, offset, year: null }, next: index + 2, sure: true };
  }
  const unit = termAt(atoms, index, "unit");
  return unit === null || unit.count !== 1 ? null : unitPeriod(unit.unit, OFFSETS[modifier], index + 2);
}

function namedMonth(atoms: Atoms, index: number, cued: boolean): Period | null {
  const month = termAt(atoms, index, "month");
  if (month === null) return null;
  const year = yearAt(atoms, index + 1);
  const date: DateFact = { type: "month", month: month.month, offset: 0, year: year?.year ?? null };
  return { date, next: year?.next ?? index + 1, sure: cued || year !== null };
}

function weekendAt(atoms: Atoms, index: number): Period | null {
  if (!isTag(atoms, index, "weekend")) return null;
  const cued = isTag(atoms, index - 1, "at", "on", "in", "by", "before", "after", "until", "for", "filler");
  return { date: { type: "weekend", modifier: null }, next: index + 1, sure: cued };
}

/** A period as a whole, or a third of it: "early next week". */
export function periodRule(atoms: Atoms, index: number): Match | null {
  const slice = sliceAt(atoms, index);
  const inner =
    slice === null ? skip(atoms, index, "later") : skip(atoms, index + 1, "dash", "in", "of", "the");
  const period = periodAt(atoms, inner);
  if (period === null) return null;
  const date: DateFact =
    slice !== null && period.date.type === "week" ? { ...period.date, slice } : period.date;
  const approx: readonly Fact[] = slice === null ? [] : [{ type: "approx" }];
  const match = { rule: "period", facts: [dateFact(date), ...approx], next: period.next };
  return period.sure || slice !== null ? match : { ...match, weak: "beside" };
}

const DEADLINE_PERIODS: Readonly<Record<"week" | "month" | "year", DateFact>> = {
  week: { type: "week", offset: 0, slice: null },
  month: { type: "month", month: null, offset: 0, year: null },
  year: { type: "year", offset: 0 },
};

/** "fin de mes" is this month's, "fin del mes que viene" the next one's. */
function deadlinePeriod(
  atoms: Atoms,
  index: number,
  name: "week" | "month" | "year",
): Pick<Period, "date" | "next"> {
  const modifier = modifierBehind(atoms, index + 1);
  const moved = modifier === null ? null : unitPeriod(name, OFFSETS[modifier], index + 2);
  return moved ?? { date: DEADLINE_PERIODS[name], next: index + 1 };
}

/** "दिसंबर के अंत में": the word for the end stands behind the period. */
function edgeBehind(atoms: Atoms, index: number): Match | null {
  const period = periodAt(atoms, index);
  if (period === null || !hasFlag(atoms, period.next, "post", "end-of", "start-of")) return null;
  const isEnd = isTag(atoms, period.next, "end-of");
  const date = dateFact({ type: isEnd ? "period-end" : "period-start", of: period.date });
  const facts: readonly Fact[] = isEnd ? [{ type: "due" }, date] : [date, { type: "approx" }];
  return { rule: isEnd ? "end-of-period" : "start-of-period", facts, next: period.next + 1 };
}

/** "end of the month", "EOW", "end of next week", "end of March": a due date. "Start of" is a date. */
export function periodEdgeRule(atoms: Atoms, index: number): Match | null {
  const start = skip(atoms, index, "at", "the");
  const deadline = termAt(atoms, start, "deadline");
  if (deadline !== null && deadline.period !== "day") {
    const week = deadline.period === "week" ? modifiedPeriod(atoms, start + 1) : null;
    // "ปลายเดือนมกราคม": the words for "end of the month" and the month.
    const month = deadline.period === "month" ? namedMonth(atoms, start + 1, true) : null;
    const period = week ?? month ?? deadlinePeriod(atoms, start, deadline.period);
    const date = dateFact({ type: "period-end", of: period.date });
    return { rule: "end-of-period", facts: [{ type: "due" }, date], next: period.next };
  }
  const behind = edgeBehind(atoms, start);
  if (behind !== null) return behind;
  if (!isTag(atoms, start, "end-of", "start-of")) return null;
  const period = periodAt(atoms, skip(atoms, start + 1, "the"));
  if (period === null) return endOfUnit(atoms, start) ?? endOfDay(atoms, start);
  if (isTag(atoms, start, "end-of")) {
    const date = dateFact({ type: "period-end", of: period.date });
    return { rule: "end-of-period", facts: [{ type: "due" }, date], next: period.next };
  }
  const date = dateFact({ type: "period-start", of: period.date });
  return { rule: "start-of-period", facts: [date, { type: "approx" }], next: period.next };
}

/** "à la fin du mois", "fine mese": the period that the reference is in. */
function endOfUnit(atoms: Atoms, index: number): Match | null {
  const at = skip(atoms, index + 1, "the", "of");
  const unit = termAt(atoms, at, "unit")?.unit;
  if (unit !== "week" && unit !== "month" && unit !== "year") return null;
  const isEnd = isTag(atoms, index, "end-of");
  const of = deadlinePeriod(atoms, at, unit);
  const date = dateFact({ type: isEnd ? "period-end" : "period-start", of: of.date });
  const facts: readonly Fact[] = isEnd ? [{ type: "due" }, date] : [date, { type: "approx" }];
  return { rule: isEnd ? "end-of-period" : "start-of-period", facts, next: of.next };
}

/** "end of Friday", "end of tomorrow". */
function endOfDay(atoms: Atoms, index: number): Match | null {
  const day = isTag(atoms, index, "end-of") ? dayWordAt(atoms, index + 1) : null;
  if (day === null) return null;
  const facts: readonly Fact[] = [
    { type: "due" },
    { type: "time", time: { type: "end-of-day" } },
    dateFact(day.date),
  ];
  return { rule: "end-of-day", facts, next: day.next };
}

/** "week of Dec 7", "w/c 7 Dec". */
export function weekOfRule(atoms: Atoms, index: number): Match | null {
  if (!isTag(atoms, index, "week-of")) return null;
  const day = dayWordAt(atoms, skip(atoms, index + 1, "the"));
  if (day === null) return null;
  return { rule: "week-of", facts: [dateFact({ type: "week-of", day: day.date })], next: day.next };
}

/** "first Monday of December", "last Friday of the month". */
export function nthWeekdayRule(atoms: Atoms, index: number): Match | null {
  const start = skip(atoms, index, "on", "the");
  const turned = nthTurned(atoms, start);
  if (turned !== null) return turned;
  const nth = nthAt(atoms, start);
  const weekday = termAt(atoms, start + 1, "weekday");
  if (nth !== null && termAt(atoms, start + 1, "unit")?.unit === "day") return edgeDay(atoms, start + 2, nth);
  if (nth === null || weekday === null || !isTag(atoms, start + 2, "of", "in")) return null;
  const period = monthAt(atoms, start + 3);
  return period === null ? null : nthMatch(nth, weekday.weekday, period.date, period.next);
}

/** "महीने के पहले सोमवार" names the month first, "วันศุกร์แรกของเดือน" the weekday. */
function nthTurned(atoms: Atoms, index: number): Match | null {
  const weekday = termAt(atoms, index, "weekday");
  const behind = termAt(atoms, index + 1, "ordinal");
  if (weekday !== null && behind?.behind === true && isTag(atoms, index + 2, "of")) {
    const period = monthAt(atoms, index + 3);
    return period === null ? null : nthMatch(behind.value, weekday.weekday, period.date, period.next);
  }
  const period = monthAt(atoms, index);
  if (period === null || !isTag(atoms, period.next, "of")) return null;
  const at = period.next + 1;
  const place = nthAt(atoms, at);
  const named = termAt(atoms, at + 1, "weekday");
  return place === null || named === null ? null : nthMatch(place, named.weekday, period.date, at + 2);
}

function nthMatch(nth: number, weekday: number, of: DateFact, next: number): Match {
  return { rule: "nth-weekday", facts: [dateFact({ type: "nth-weekday", nth, weekday, of })], next };
}

/** A month, named or counted, or "the month" of the reference. */
function monthAt(atoms: Atoms, index: number): Period | null {
  const at = skip(atoms, index, "the");
  const unit = termAt(atoms, at, "unit");
  const named = periodAt(atoms, at);
  const period = named ?? (unit?.unit === "month" ? unitPeriod("month", 0, at + 1) : null);
  return period?.date.type === "month" ? period : null;
}

/** "last day of the month", "first day of next month". */
function edgeDay(atoms: Atoms, index: number, nth: number): Match | null {
  if (!isTag(atoms, index, "of", "in") || Math.abs(nth) !== 1) return null;
  const at = skip(atoms, index + 1, "the");
  const unit = termAt(atoms, at, "unit");
  const period = periodAt(atoms, at) ?? (unit === null ? null : unitPeriod(unit.unit, 0, at + 1));
  if (period === null || (period.date.type !== "month" && period.date.type !== "year")) return null;
  const type = nth === 1 ? "period-start" : "period-end";
  return { rule: type, facts: [dateFact({ type, of: period.date })], next: period.next };
}

/** first-fifth, or -1 for "last". */
export function nthAt(atoms: Atoms, index: number): number | null {
  if (termAt(atoms, index, "modifier")?.modifier === "last") return -1;
  // Hindi "पहले" and Italian "prima" are "first" before a noun, "ago" and "earlier" behind an amount.
  if (hasFlag(atoms, index, "bare", "ago", "earlier")) return 1;
  const ordinal = termAt(atoms, index, "ordinal");
  return ordinal !== null && ordinal.value <= 5 ? ordinal.value : null;
}
