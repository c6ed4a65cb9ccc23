/** @file Repetition: the first occurrence and the RFC 5545 rule (R15). What a rule cannot say is asked. */

import { Temporal } from "temporal-polyfill";
import type { Environment } from "./combine.ts";
import { evaluateTime } from "./evaluate-clock.ts";
import { calendarDay, isBefore, nthWeekdayOf } from "./calendar-days.ts";
import type { DateFact, Fact, RecurrenceFact } from "./facts.ts";
import { type Grouped, groupFacts } from "./group-facts.ts";
import { evaluateDates } from "./merge-dates.ts";
import { askOutcome, type Flags } from "./outcome.ts";
import { weekendStart, workdays } from "./regions.ts";
import type { AskReason, Resolution, ZonedTime } from "./resolution.ts";
import { place, zonedTime } from "./wall-time.ts";

const WEEKDAY_CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
/** Days after which a rule that never matches is given up: 29 Feb needs eight years around 2100. */
const MAX_SEARCH_DAYS = 8 * 366;

interface Plan {
  readonly fact: RecurrenceFact;
  readonly weekdays: readonly number[];
  /** Minutes since midnight, or null for all-day. */
  readonly minutes: number | null;
  readonly flags: Flags;
  readonly from: Temporal.PlainDate;
  readonly until: Temporal.PlainDate | null;
  readonly count: number | null;
  readonly durationMinutes: number | null;
}

const question = (options: readonly Resolution[] = []): Resolution =>
  askOutcome("recurrence-unclear", options);

/** The facts before and after "until": the rule, and its last day. */
function splitUntil(facts: readonly Fact[]): { rule: readonly Fact[]; end: readonly DateFact[] } {
  const at = facts.findIndex(
    (fact) => fact.type === "until" || (fact.type === "to" && facts.some(isRecurrence)),
  );
  if (at === -1) return { rule: facts, end: [] };
  const end = facts.slice(at + 1).flatMap((fact) => (fact.type === "date" ? [fact.date] : []));
  if (end.length === 0) return { rule: facts, end: [] };
  return {
    rule: [...facts.slice(0, at), ...facts.slice(at + 1).filter((fact) => fact.type !== "date")],
    end,
  };
}

const isRecurrence = (fact: Fact): boolean => fact.type === "recurrence";

/** The resolution of a phrase that repeats. */
export function combineRecurrence(
  grouped: Grouped,
  facts: readonly Fact[],
  environment: Environment,
): Resolution {
  const [fact, ...more] = grouped.recurrences;
  if (fact === undefined || more.length > 0 || grouped.elapsed.length > 0 || grouped.zones.length > 0)
    return question();
  const { rule, end } = splitUntil(facts);
  const inRule = groupFacts(rule);
  const starting = evaluateDates(inRule.dates, false, environment);
  const until = evaluateDates(end, false, environment);
  const open = [starting, until].some(
    (reading) =>
      reading !== null &&
      (reading.form === "open" || reading.reason !== null || reading.choices.length !== 1),
  );
  const clock = clockOf(inRule, environment);
  // "every day after lunch" names no time.
  const isOpenClock = grouped.markers.has("after") && inRule.times.length > 0;
  if (open || clock === null || isOpenClock) return question();
  const from = starting?.choices[0]?.start ?? environment.today;
  const ends = until?.choices[0];
  const plan: Plan = {
    fact: withStartDay(fact, starting === null ? null : from),
    weekdays: weekdaysOf(fact, environment),
    minutes: clock.minutes,
    flags: clock.flags,
    from,
    until: ends?.end ?? ends?.start ?? lengthEnd(inRule, from),
    count: grouped.counts[0] ?? null,
    durationMinutes: inRule.durations.find((duration) => duration.days === null)?.minutes ?? clock.length,
  };
  return clock.reason === null
    ? planned(plan, environment)
    : askOutcome(
        clock.reason,
        clock.choices.map((minutes) => planned({ ...plan, minutes, flags: [] }, environment)),
      );
}

/** "for 6 weeks" behind a rule is how long it repeats. */
function lengthEnd(grouped: Grouped, from: Temporal.PlainDate): Temporal.PlainDate | null {
  const days = grouped.durations.find((duration) => duration.days !== null)?.days ?? null;
  return days === null ? null : from.add({ days: days - 1 });
}

/** "every week starting Friday" repeats on Fridays, "every month from the 5th" on the 5th. */
function withStartDay(fact: RecurrenceFact, start: Temporal.PlainDate | null): RecurrenceFact {
  if (start === null) return fact;
  const open =
    fact.weekdays.length === 0 &&
    fact.weekdaySet === null &&
    fact.monthDay === null &&
    fact.nth === null &&
    fact.yearDay === null;
  if (!open) return fact;
  if (fact.frequency === "WEEKLY") return { ...fact, weekdays: [start.dayOfWeek] };
  if (fact.frequency === "MONTHLY") return { ...fact, monthDay: start.day };
  return fact.frequency === "YEARLY" ? { ...fact, yearDay: { month: start.month, day: start.day } } : fact;
}

interface RuleClock {
  readonly minutes: number | null;
  readonly length: number | null;
  readonly flags: Flags;
  readonly reason: AskReason | null;
  readonly choices: readonly number[];
}

/** The one clock of the rule; null when its times contradict each other. */
function clockOf(grouped: Grouped, { context, lexicon }: Environment): RuleClock | null {
  const part = grouped.times.find((time) => time.type === "part") ?? null;
  const clocks = grouped.times.filter((time) => time.type !== "part");
  const fact = clocks[0] ?? part;
  if (clocks.length > 1) return null;
  if (fact === null) return { minutes: null, length: null, flags: [], reason: null, choices: [] };
  const reading = evaluateTime(
    fact,
    fact === part ? null : (part?.part ?? null),
    context.dayParts,
    lexicon.bareMorningHours,
  );
  const [choice] = reading.choices;
  const length =
    choice === undefined || choice.end === null || reading.window ? null : choice.end - choice.start;
  const choices = reading.choices.map(({ start }) => start % 1440);
  return { minutes: choices[0] ?? null, length, flags: reading.flags, reason: reading.reason, choices };
}

function weekdaysOf(fact: RecurrenceFact, { context }: Environment): readonly number[] {
  if (fact.weekdaySet === "workdays") return workdays(context.region);
  if (fact.weekdaySet !== "weekend") return fact.weekdays;
  const first = weekendStart(context.region);
  return [first, first + 1];
}

function planned(given: Plan, environment: Environment): Resolution {
  const plan = { ...given, weekdays: given.fact.weekdays.length > 0 ? given.fact.weekdays : given.weekdays };
  const { fact } = plan;
  if (fact.unclear) return question(fact.frequency === "DAILY" ? [] : openOptions(plan, environment));
  if (fact.monthDay !== null && fact.monthDay > 28) {
    return question(
      [fact.monthDay, -1].map((monthDay) => recurring({ ...plan, fact: { ...fact, monthDay } }, environment)),
    );
  }
  if (needsDay(plan)) {
    const sameDay = withStartDay(fact, environment.today);
    return question([recurring({ ...plan, fact: sameDay, weekdays: sameDay.weekdays }, environment)]);
  }
  return recurring(plan, environment);
}

function needsDay({ fact, weekdays }: Plan): boolean {
  if (fact.frequency === "WEEKLY") return weekdays.length === 0;
  if (fact.frequency === "MONTHLY") return fact.monthDay === null && fact.nth === null;
  return fact.frequency === "YEARLY" && fact.yearDay === null;
}

function openOptions(plan: Plan, environment: Environment): readonly Resolution[] {
  const fact = { ...plan.fact, unclear: false };
  if (needsDay(plan)) return [];
  return [recurring({ ...plan, fact }, environment)];
}

/** The first occurrence that is not over, and the rule. */
function recurring(plan: Plan, environment: Environment): Resolution {
  const { context, today } = environment;
  const start = firstOccurrence(plan, environment);
  if (start === null) return question();
  if (plan.until !== null && isBefore(plan.until, start)) return question();
  const startTime = plan.minutes === null ? null : placedTime(start, plan.minutes, context.zone);
  const { fact } = plan;
  const flags: Flags = [
    ...plan.flags,
    ...(fact.interval > 1 && fact.frequency === "WEEKLY" ? (["startweek"] as const) : []),
    ...(start.equals(today) && fact.frequency !== "DAILY" ? (["today-included"] as const) : []),
  ];
  return {
    kind: "recurrence",
    start: startTime ?? start.toString(),
    rrule: ruleOf(plan, startTime, context.zone),
    ...(plan.durationMinutes === null ? {} : { durationMinutes: plan.durationMinutes }),
    flags: [...new Set(flags)],
    trace: [],
  };
}

function placedTime(date: Temporal.PlainDate, minutes: number, zone: string): ZonedTime {
  const placed = place(date, minutes, zone);
  return zonedTime(placed.kind === "one" ? placed.time : placed.kind === "gap" ? placed.later : placed.first);
}

function firstOccurrence(plan: Plan, { context, reference, today }: Environment): Temporal.PlainDate | null {
  const from = isBefore(plan.from, today) ? today : plan.from;
  for (let days = 0; days <= MAX_SEARCH_DAYS; days += 1) {
    const date = from.add({ days });
    if (!isOccurrence(plan, date)) continue;
    if (plan.minutes === null) return date;
    if (placedTime(date, plan.minutes, context.zone).epochMs >= reference.epochMilliseconds) return date;
  }
  return null;
}

function isOccurrence({ fact, weekdays }: Plan, date: Temporal.PlainDate): boolean {
  if (weekdays.length > 0) return weekdays.includes(date.dayOfWeek);
  const first = date.with({ day: 1 });
  if (fact.nth !== null) return nthWeekdayOf(first, fact.nth.nth, fact.nth.weekday)?.equals(date) === true;
  if (fact.monthDay !== null) return date.day === (fact.monthDay === -1 ? date.daysInMonth : fact.monthDay);
  if (fact.yearDay === null) return true;
  return calendarDay(date.year, fact.yearDay.month, fact.yearDay.day)?.equals(date) === true;
}

function ruleOf(plan: Plan, start: ZonedTime | null, zone: string): string {
  const { fact, weekdays, count } = plan;
  const parts = [`FREQ=${fact.frequency}`];
  if (fact.interval > 1) parts.push(`INTERVAL=${fact.interval}`);
  if (weekdays.length > 0)
    parts.push(`BYDAY=${weekdays.map((isoDay) => WEEKDAY_CODES[isoDay - 1]).join(",")}`);
  if (fact.nth !== null) parts.push(`BYDAY=${fact.nth.nth}${WEEKDAY_CODES[fact.nth.weekday - 1]}`);
  if (fact.monthDay !== null) parts.push(`BYMONTHDAY=${fact.monthDay}`);
  if (count !== null) parts.push(`COUNT=${count}`);
  else if (plan.until !== null) parts.push(`UNTIL=${untilOf(plan.until, plan.minutes, start, zone)}`);
  return parts.join(";");
}

/** RFC 5545 3.3.10: a date for all-day rules, else UTC. The last occurrence may start exactly then. */
function untilOf(
  until: Temporal.PlainDate,
  minutes: number | null,
  start: ZonedTime | null,
  zone: string,
): string {
  if (start === null || minutes === null) return until.toString().replaceAll("-", "");
  const instant = Temporal.Instant.fromEpochMilliseconds(placedTime(until, minutes, zone).epochMs);
  return instant.toString({ smallestUnit: "second" }).replaceAll(/[-:]/g, "");
}
