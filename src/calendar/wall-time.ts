/** @file Wall time and instants: the one place that turns a date and a clock into a moment (rules R8, R11). */

import { Temporal } from "temporal-polyfill";
import type { DateContext, ZonedTime } from "./resolution.ts";

export const MINUTES_PER_DAY = 1440;

/** A wall time placed in a zone: usually one instant; none in a spring gap, two in an autumn overlap. */
export type Placed =
  | { readonly kind: "one"; readonly time: Temporal.ZonedDateTime }
  /** `later` = the wall time after the gap that as many minutes have passed. */
  | { readonly kind: "gap"; readonly later: Temporal.ZonedDateTime }
  | {
      readonly kind: "overlap";
      readonly first: Temporal.ZonedDateTime;
      readonly second: Temporal.ZonedDateTime;
    };

/** The reference instant cut to its minute, so that a result does not depend on the seconds. */
export function referenceTime(context: DateContext): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(
    Math.floor(context.refEpochMs / 60_000) * 60_000,
  ).toZonedDateTimeISO(context.zone);
}

/** Places `minutes` since midnight of `date` in `zone`; 1440 and more fall on later days. */
export function place(date: Temporal.PlainDate, minutes: number, zone: string): Placed {
  const day = date.add({ days: Math.floor(minutes / MINUTES_PER_DAY) });
  const minute = ((minutes % MINUTES_PER_DAY) + MINUTES_PER_DAY) % MINUTES_PER_DAY;
  const wall = day.toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 });
  const first = wall.toZonedDateTime(zone, { disambiguation: "earlier" });
  const second = wall.toZonedDateTime(zone, { disambiguation: "later" });
  if (first.epochMilliseconds === second.epochMilliseconds) return { kind: "one", time: first };
  return first.toPlainDateTime().equals(wall)
    ? { kind: "overlap", first, second }
    : { kind: "gap", later: second };
}

/** The plain-data form of an instant in its zone. */
export function zonedTime(time: Temporal.ZonedDateTime): ZonedTime {
  return {
    local: time.toPlainDateTime().toString({ smallestUnit: "minute" }),
    zone: time.timeZoneId,
    epochMs: time.epochMilliseconds,
    offset: time.offset,
  };
}
