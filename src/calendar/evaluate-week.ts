/** @file Places weeks and weekends on the calendar (rules R3, R6). */

import type { Temporal } from "temporal-polyfill";
import { isBefore, mondayOf } from "./calendar-days.ts";
import type { DateEnvironment, DateReading } from "./evaluate-date.ts";
import type { DateFact, Slice } from "./facts.ts";
import { weekendStart } from "./regions.ts";
import type { AskReason } from "./resolution.ts";

const SLICES: Readonly<Record<Slice, readonly [number, number]>> = {
  early: [0, 1],
  middle: [2, 2],
  late: [3, 4],
};

/** The week `offset` weeks from that of `today`, or a third of it. */
export function week(offset: number, slice: Slice | null, today: Temporal.PlainDate): DateReading {
  const monday = mondayOf(today).add({ weeks: offset });
  const [first, last] = slice === null ? [0, 6] : SLICES[slice];
  const choice = { start: monday.add({ days: first }), end: monday.add({ days: last }) };
  return { form: "window", choices: [choice], reason: null, flags: offset < 0 ? ["past"] : [] };
}

/** The weekend meant; "next" before this one has begun is a question (rule R3). */
export function weekend(
  modifier: Extract<DateFact, { type: "weekend" }>["modifier"],
  environment: DateEnvironment,
): DateReading {
  const { today, context } = environment;
  const first = weekendStart(context.region);
  const here = mondayOf(today).add({ days: first - 1 });
  const reading = (starts: readonly Temporal.PlainDate[], reason: AskReason | null): DateReading => ({
    form: "window",
    choices: starts.map((start) => ({ start, end: start.add({ days: 1 }) })),
    reason,
    flags: modifier === "last" ? ["past"] : [],
  });
  const isAhead = isBefore(today, here);
  if (modifier === "last") return reading([here.subtract({ days: 7 })], null);
  if (modifier === "next")
    return isAhead
      ? reading([here, here.add({ days: 7 })], "next-weekday")
      : reading([here.add({ days: 7 })], null);
  const over = isBefore(here.add({ days: 1 }), today);
  return reading([over || (modifier === "coming" && !isAhead) ? here.add({ days: 7 }) : here], null);
}
