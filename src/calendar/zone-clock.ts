/**
 * @file Wall times to instants and back, for calendars of tens of thousands of events. On a day whose offset does not change,
 * which is nearly every day, both are one addition; the other days are asked of Temporal.
 */

import { Temporal } from "temporal-polyfill";
import { dayNumber } from "./occurrences.ts";

const DAY_MS = 86_400_000;
/** Days remembered over all zones: more than ten years of five zones. */
const MAX_REMEMBERED = 20_000;

/** Offset in ms by zone and day; null = it changes within the day. */
const offsets = new Map<string, Map<number, number | null>>();
let remembered = 0;

/** The offset that holds all of day `number` (days since 1970) in `zone`, or null when there are two. */
function offsetOfDay(zone: string, number: number): number | null {
  const known = offsets.get(zone)?.get(number);
  if (known !== undefined) return known;
  if (remembered >= MAX_REMEMBERED) {
    offsets.clear();
    remembered = 0;
  }
  const at = (day: number): number => {
    const wall = new Date(day * DAY_MS).toISOString().slice(0, 19);
    return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).offsetNanoseconds / 1e6;
  };
  const [first, last] = [at(number), at(number + 1)];
  const offset = first === last ? first : null;
  const days = offsets.get(zone) ?? new Map<number, number | null>();
  offsets.set(zone, days.set(number, offset));
  remembered += 1;
  return offset;
}

/** The instant in ms of a day's start or of a wall time (`YYYY-MM-DDTHH:mm`); in a gap the time after it, twice the first. */
export function instantOfWall(text: string, zone: string): number {
  const wall = text.length === 10 ? `${text}T00:00` : text;
  const offset = offsetOfDay(zone, dayNumber(wall.slice(0, 10)));
  if (offset !== null) return Date.parse(`${wall}:00Z`) - offset;
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds;
}

/** The wall time of an instant. */
export function wallOf(epochMs: number, zone: string): string {
  const day = Math.floor(epochMs / DAY_MS);
  const offset = offsetOfDay(zone, day);
  const local = epochMs + (offset ?? 0);
  const isSame = offset !== null && offsetOfDay(zone, Math.floor(local / DAY_MS)) === offset;
  if (isSame) return new Date(local).toISOString().slice(0, 16);
  const exact = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone);
  return exact.toPlainDateTime().toString({ smallestUnit: "minute" });
}
