/**
 * @file Facts of one phrase become one resolution: dates and times together, durations, due words. Choices
 * that stay open become a question with every reading as an option.
 */

import type { Temporal } from "temporal-polyfill";
import { combineRecurrence } from "./combine-recurrence.ts";
import { type DateChoice, type DateReading, evaluateDate } from "./evaluate-date.ts";
import type { Clock, Fact, TimeFact } from "./facts.ts";
import { type Grouped, groupFacts } from "./group-facts.ts";
import type { Lexicon } from "./lexicon.ts";
import { evaluateDates } from "./merge-dates.ts";
import {
  asDue,
  askOutcome,
  dateOutcome,
  dateWindowOutcome,
  durationOutcome,
  type Flags,
  none,
  relativeOutcome,
  timeOutcome,
  withFlags,
} from "./outcome.ts";
import { placeSlot, type Slot } from "./place-times.ts";
import { readTimes, type Times } from "./read-times.ts";
import type { DateContext, Resolution } from "./resolution.ts";
import { MINUTES_PER_DAY } from "./wall-time.ts";

export interface Environment {
  readonly context: DateContext;
  readonly lexicon: Lexicon;
  /** The reference cut to its minute, and its date. */
  readonly reference: Temporal.ZonedDateTime;
  readonly today: Temporal.PlainDate;
}

/** Windows of at most this many days are offered day by day when a time is given. */
const MAX_WINDOW_CHOICES = 4;

/** One resolution of facts that hold no alternative, no negation and no range marker. */
export function combine(facts: readonly Fact[], environment: Environment): Resolution {
  const grouped = groupFacts(facts);
  const outcome = combineGrouped(grouped, facts, environment);
  const approx: Flags = grouped.markers.has("approx") ? ["approx"] : [];
  return withFlags(applyMarkers(outcome, grouped), approx);
}

function combineGrouped(grouped: Grouped, facts: readonly Fact[], environment: Environment): Resolution {
  if (grouped.recurrences.length > 0) return combineRecurrence(grouped, facts, environment);
  if (grouped.pair !== null) return numberPair(grouped.pair, environment);
  const delta = relativeMinutes(grouped);
  const isPlaced = grouped.dates.length + grouped.times.length + grouped.elapsed.length > 0;
  if (delta !== null) return isPlaced ? askOutcome("contradiction", []) : relativeOutcome(delta, []);
  if (grouped.counts.length > 0) return askOutcome("leftover", []);
  if (grouped.elapsed.length > 0) return elapsed(grouped, environment);
  if (grouped.times.length === 0 && grouped.zones.length > 0)
    return askOutcome("leftover", [dates(grouped, environment)]);
  if (grouped.times.length > 0) return times(grouped, environment);
  if (grouped.dates.length > 0) return dates(grouped, environment);
  const duration = grouped.durations[0];
  if (duration !== undefined) return durationOutcome(duration.minutes, []);
  return grouped.markers.has("vague") || grouped.markers.has("all-day") ? askOutcome("no-time", []) : none();
}

/** "by" and "until" make a due time, "before" the day before; "after" leaves the time open. */
function applyMarkers(outcome: Resolution, grouped: Grouped): Resolution {
  if (grouped.recurrences.length > 0) return outcome;
  if (grouped.markers.has("after") && outcome.kind !== "ask" && outcome.kind !== "none") {
    return askOutcome("no-time", outcome.kind === "window" ? [] : [outcome]);
  }
  // "before the end of the month" still has its last day.
  const isEnd = grouped.dates.some((date) => date.type === "period-end");
  if (grouped.markers.has("before")) return asDue(isEnd ? outcome : dayBefore(outcome));
  return grouped.markers.has("due") ? asDue(outcome) : outcome;
}

function dayBefore(outcome: Resolution): Resolution {
  if (outcome.kind === "ask") return { ...outcome, options: outcome.options.map(dayBefore) };
  if (outcome.kind !== "date" && outcome.kind !== "date-window") return outcome;
  const { flags, trace } = outcome;
  return { kind: "date", start: previousDay(outcome.start), flags, trace };
}

function previousDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00Z`) - MINUTES_PER_DAY * 60_000).toISOString().slice(0, 10);
}

function relativeMinutes(grouped: Grouped): number | null {
  const relative = grouped.relative[0];
  if (relative !== undefined) return relative;
  const duration = grouped.durations[0];
  return grouped.postpone === null || duration === undefined ? null : grouped.postpone * duration.minutes;
}

function elapsed(grouped: Grouped, { reference }: Environment): Resolution {
  const [minutes, ...more] = grouped.elapsed;
  if (minutes === undefined) return none();
  const start = reference.add({ minutes });
  const duration = grouped.durations[0]?.minutes;
  const end = duration === undefined ? null : start.add({ minutes: duration });
  const outcome = timeOutcome(start, end, minutes < 0 ? ["past"] : []);
  const alone = more.length === 0 && grouped.dates.length === 0 && grouped.times.length === 0;
  return alone ? outcome : askOutcome("contradiction", [outcome]);
}

const bareHour = (hour: number): Clock => ({
  hour,
  minute: 0,
  meridiem: null,
  notation: hour > 12 ? "padded" : "bare",
});

/** `10-12` as the whole phrase: a date under each order, or a time today (rule R9); `14-16` can only be a time. */
function numberPair(pair: { first: number; second: number }, environment: Environment): Resolution {
  const reading = evaluateDate(
    { type: "numeric-date", first: pair.first, second: pair.second, year: null },
    environment,
  );
  const isDate = reading.reason !== "no-such-date";
  const asDates = reading.choices.slice(-2).map(({ start }) => dateOutcome(start, null, []));
  // "15-12" runs backwards: no time of day is written so.
  const isTime = Math.max(pair.first, pair.second) <= 24 && (pair.first <= 12 || pair.second > pair.first);
  if (!isTime) return isDate ? askOutcome("date-order", asDates) : none();
  const range: TimeFact = { type: "clock-range", from: bareHour(pair.first), to: bareHour(pair.second) };
  const asTime = combine([{ type: "time", time: range }], environment);
  return isDate ? askOutcome("date-order", [...asDates, asTime]) : asTime;
}

/** Dates without a time of day. */
function dates(grouped: Grouped, environment: Environment): Resolution {
  const reading = evaluateDates(grouped.dates, grouped.past, environment);
  if (reading === null) return none();
  const duration = grouped.durations[0];
  const outcomes = reading.choices.map((choice) => dayOutcome(choice, reading, grouped, environment));
  if (reading.reason !== null) return askOutcome(reading.reason, outcomes);
  if (duration !== undefined && duration.days === null) return askOutcome("no-time", outcomes);
  return outcomes[0] ?? none();
}

function dayOutcome(
  choice: DateChoice,
  reading: DateReading,
  grouped: Grouped,
  { today }: Environment,
): Resolution {
  const isPast = (choice.end ?? choice.start).until(today).days > 0;
  const flags: Flags = isPast ? [...reading.flags, "past"] : reading.flags;
  if (reading.form === "window") return dateWindowOutcome(choice.start, choice.end ?? choice.start, flags);
  const days = grouped.durations[0]?.days ?? null;
  const end = days === null || days <= 1 ? choice.end : choice.start.add({ days: days - 1 });
  return dateOutcome(choice.start, end, flags);
}

/** Times, on the dates of the phrase or on the reference day. */
function times(grouped: Grouped, environment: Environment): Resolution {
  const reading = evaluateDates(grouped.dates, grouped.past, environment);
  const clock = readTimes(grouped, environment, reading !== null);
  if (reading === null) return withoutDate(grouped, clock, environment);
  if (reading.form === "open") return askOutcome("month-only", []);
  const days = reading.form === "window" ? windowDays(reading) : reading.choices.map(({ start }) => start);
  const spans = reading.form === "date" && reading.choices.some((choice) => choice.end !== null);
  const outcomes = days.flatMap((day) =>
    slots(day, clock, grouped, reading.flags).map((slot) => placed(slot, grouped, environment)),
  );
  if (reading.form === "window")
    return askOutcome(reading.reason ?? (days.length > 0 ? "alternatives" : "no-time"), outcomes);
  // "Dec 24-26 at 9am": one event over three days, or one each day?
  if (spans) return askOutcome("contradiction", outcomes);
  const reason = reading.reason ?? clock.reason;
  if (reason !== null || outcomes.length !== 1) return askOutcome(reason ?? "alternatives", outcomes);
  return checkPast(outcomes[0] as Resolution, days[0] as Temporal.PlainDate, clock, grouped, environment);
}

function windowDays(reading: DateReading): readonly Temporal.PlainDate[] {
  const days = reading.choices.flatMap(({ start, end }) =>
    Array.from({ length: (end === null ? 0 : start.until(end).days) + 1 }, (_, offset) =>
      start.add({ days: offset }),
    ),
  );
  return days.length <= MAX_WINDOW_CHOICES ? days : [];
}

function slots(
  date: Temporal.PlainDate,
  { reading }: Times,
  grouped: Grouped,
  dateFlags: Flags,
): readonly Slot[] {
  const duration = grouped.durations[0]?.minutes ?? null;
  return reading.choices.map(({ start, end }) => ({
    date,
    endDate: null,
    start,
    end,
    durationMinutes: duration,
    window: reading.window,
    flags: [...dateFlags, ...reading.flags],
  }));
}

/** The outcome of a slot, flagged when it lies before the reference. */
function placed(slot: Slot, grouped: Grouped, environment: Environment): Resolution {
  const { context, reference } = environment;
  const outcome = placeSlot(slot, grouped.zones[0] ?? null, context.zone);
  return withFlags(outcome, isOver(outcome, reference) ? ["past"] : []);
}

function isOver(outcome: Resolution, reference: Temporal.ZonedDateTime): boolean {
  if (outcome.kind === "window") return outcome.end.epochMs <= reference.epochMilliseconds;
  return outcome.kind === "time" && outcome.start.epochMs < reference.epochMilliseconds;
}

/** Rule R12 for times of a named day: today's can be tomorrow's, other days offer only themselves. */
function checkPast(
  outcome: Resolution,
  date: Temporal.PlainDate,
  clock: Times,
  grouped: Grouped,
  environment: Environment,
): Resolution {
  if (grouped.past || !isOver(outcome, environment.reference)) return outcome;
  const later = date.equals(environment.today) ? slots(date.add({ days: 1 }), clock, grouped, []) : [];
  return askOutcome("past-date", [outcome, ...later.map((slot) => placed(slot, grouped, environment))]);
}

/** A time without a date: today, or the next day where it has passed and the words leave no doubt. */
function withoutDate(grouped: Grouped, clock: Times, environment: Environment): Resolution {
  const { today, reference } = environment;
  const outcomesOn = (date: Temporal.PlainDate): readonly Resolution[] =>
    slots(date, clock, grouped, []).map((slot) =>
      // 12 am without a date is the next midnight.
      placed(
        slot.start === 0 && slot.end === null ? { ...slot, start: MINUTES_PER_DAY } : slot,
        grouped,
        environment,
      ),
    );
  const now = outcomesOn(today);
  const next = outcomesOn(today.add({ days: 1 }));
  const upcoming = now.map((outcome, index) =>
    isOver(outcome, reference) ? (next[index] ?? outcome) : outcome,
  );
  if (clock.reason !== null) return askOutcome(clock.reason, upcoming);
  const [first] = now;
  if (first === undefined) return none();
  if (first.kind === "window") return comingWindow(first, next[0] ?? first, reference);
  if (!isOver(first, reference)) return first;
  // "First thing" that has passed is tomorrow's.
  if (grouped.times.some((time) => time.type === "first-thing")) return next[0] ?? first;
  return askOutcome("past-date", [first, ...afternoon(clock, grouped, environment), ...next]);
}

/** "alle 8" said at ten: tonight's eight is as likely as the one that has passed. */
function afternoon(clock: Times, grouped: Grouped, environment: Environment): readonly Resolution[] {
  const time = grouped.times.find((fact) => fact.type === "clock");
  const isOpen =
    time?.type === "clock" &&
    time.clock.meridiem === null &&
    time.clock.hour >= 1 &&
    time.clock.hour <= 11 &&
    time.clock.notation !== "padded" &&
    time.clock.notation !== "marker" &&
    !grouped.times.some((fact) => fact.type === "part");
  if (!isOpen) return [];
  const later = slots(environment.today, clock, grouped, []).map((slot) =>
    placed({ ...slot, start: slot.start + MINUTES_PER_DAY / 2, flags: ["pm"] }, grouped, environment),
  );
  return later.filter((outcome) => !isOver(outcome, environment.reference));
}

/** "in the morning" said in the morning is today's or tomorrow's; said later it is tomorrow's. */
function comingWindow(
  today: Resolution,
  tomorrow: Resolution,
  reference: Temporal.ZonedDateTime,
): Resolution {
  if (today.kind !== "window") return today;
  if (today.start.epochMs >= reference.epochMilliseconds) return today;
  return isOver(today, reference) ? tomorrow : askOutcome("past-date", [today, tomorrow]);
}
