/** @file "from A to B" where A and B are more than clocks: days, or days with times. */

import { combine, type Environment } from "./combine.ts";
import type { Clock, DateFact, Fact, TimeFact } from "./facts.ts";
import { askOutcome } from "./outcome.ts";
import { saysWhen } from "./parse-phrase.ts";
import type { Resolution } from "./resolution.ts";

type Side = readonly Fact[];

const datesOf = (side: Side): readonly DateFact[] =>
  side.flatMap((fact) => (fact.type === "date" ? [fact.date] : []));
const timesOf = (side: Side): readonly TimeFact[] =>
  side.flatMap((fact) => (fact.type === "time" ? [fact.time] : []));

const MIDNIGHT: Clock = { hour: 24, minute: 0, meridiem: null, notation: "padded" };

/** The only clock of a side, midnight counting as 24:00. */
function clockOf(side: Side): Clock | null {
  const [time, ...more] = timesOf(side);
  if (time === undefined || more.length > 0) return null;
  if (time.type === "midnight") return MIDNIGHT;
  return time.type === "clock" ? time.clock : null;
}

/**
 * The resolution of `left` to `right`; null when they are not two ends ("Friday - 3pm"), so that the marker
 * between them says nothing.
 */
export function combineRange(left: Side, right: Side, environment: Environment): Resolution | null {
  if (!left.some(saysWhen) || !right.some(saysWhen)) return null;
  const leftDates = datesOf(left);
  const rightDates = datesOf(right);
  const leftClock = clockOf(left);
  const rightClock = clockOf(right);
  if (leftClock !== null && rightClock !== null && (leftDates.length === 0 || rightDates.length === 0)) {
    const range: Fact = { type: "time", time: { type: "clock-range", from: leftClock, to: rightClock } };
    return combine([...withoutTimes(left), ...withoutTimes(right), range], environment);
  }
  if (leftDates.length === 0 || rightDates.length === 0) return null;
  const hasLeftTime = timesOf(left).length > 0;
  const hasRightTime = timesOf(right).length > 0;
  if (!hasLeftTime && !hasRightTime) return dayRange(leftDates, rightDates, left, right, environment);
  const start = combine(left, environment);
  const end = combine(right, environment);
  if (start.kind !== "time" || end.kind !== "time") return askOutcome("contradiction", [start, end]);
  if (end.start.epochMs <= start.start.epochMs) return askOutcome("contradiction", [start, end]);
  return { ...start, end: end.start, flags: [...new Set([...start.flags, ...end.flags])] };
}

const withoutTimes = (side: Side): Side => side.filter((fact) => fact.type !== "time");

function dayRange(
  leftDates: readonly DateFact[],
  rightDates: readonly DateFact[],
  left: Side,
  right: Side,
  environment: Environment,
): Resolution {
  const others = [...left, ...right].filter((fact) => fact.type !== "date");
  const past = [...left, ...right].some((fact) => fact.type === "date" && fact.past === true);
  const [from] = leftDates;
  const [to] = rightDates;
  if (from !== undefined && to !== undefined && leftDates.length === 1 && rightDates.length === 1) {
    const date: DateFact = { type: "day-span", from, to };
    return combine(
      [...others, past ? { type: "date", date, past: true } : { type: "date", date }],
      environment,
    );
  }
  const start = combine(left, environment);
  const end = combine(right, environment);
  if (start.kind === "date" && end.kind === "date" && start.start <= end.start)
    return { ...start, end: end.start };
  return askOutcome("contradiction", [start, end]);
}
