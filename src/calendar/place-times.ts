/**
 * @file Puts a date choice and a clock choice together: zones (R10), clock changes (R11), the past (R12).
 */

import type { Temporal } from "temporal-polyfill";
import { askOutcome, type Flags, timeOutcome, windowOutcome } from "./outcome.ts";
import type { AskReason, Resolution } from "./resolution.ts";
import { place, type Placed } from "./wall-time.ts";
import type { ZoneWord } from "./zone-words.ts";

export interface Slot {
  readonly date: Temporal.PlainDate;
  /** Date of the end clock when the words name one of its own. */
  readonly endDate: Temporal.PlainDate | null;
  /** Minutes since midnight of `date`. */
  readonly start: number;
  readonly end: number | null;
  /** Length in exact minutes, used when there is no end clock. */
  readonly durationMinutes: number | null;
  readonly window: boolean;
  readonly flags: Flags;
}

interface Reading {
  readonly outcome: Resolution;
  readonly reason: AskReason | null;
}

/** The zones a slot can be meant in: one, or several with the reason to ask. */
interface ZoneReading {
  readonly zones: readonly string[];
  readonly reason: AskReason | null;
}

function zonesOf(word: ZoneWord | null, slot: Slot, contextZone: string): ZoneReading {
  if (word === null) return { zones: [contextZone], reason: null };
  if (word.kind === "exact") return { zones: [word.zone], reason: null };
  if (word.kind === "ambiguous") return { zones: word.zones, reason: "zone-word" };
  const placed = place(slot.date, slot.start, word.zone);
  const offset = (placed.kind === "one" ? placed.time : placed.kind === "gap" ? placed.later : placed.first)
    .offset;
  if (offset === word.offset) return { zones: [word.zone], reason: null };
  return { zones: [word.zone, word.offset], reason: "zone-word" };
}

/** The outcome of a slot: a time or window in `contextZone`, or a question about zone or clock change. */
export function placeSlot(slot: Slot, word: ZoneWord | null, contextZone: string): Resolution {
  const { zones, reason } = zonesOf(word, slot, contextZone);
  const readings = zones.flatMap((zone) => placeInZone(slot, zone, contextZone));
  const why = reason ?? readings.find((reading) => reading.reason !== null)?.reason ?? null;
  const outcomes = readings.map((reading) => reading.outcome);
  return why === null && outcomes[0] !== undefined ? outcomes[0] : askOutcome(why ?? "zone-word", outcomes);
}

function starts(placed: Placed): { times: readonly Temporal.ZonedDateTime[]; reason: AskReason | null } {
  if (placed.kind === "one") return { times: [placed.time], reason: null };
  if (placed.kind === "gap") return { times: [placed.later], reason: "clock-gap" };
  return { times: [placed.first, placed.second], reason: "clock-overlap" };
}

function placeInZone(slot: Slot, zone: string, contextZone: string): readonly Reading[] {
  const { times, reason } = starts(place(slot.date, slot.start, zone));
  return times.map((time) => {
    const end = endOf(slot, time, zone);
    const start = time.withTimeZone(contextZone);
    const shownEnd = end?.withTimeZone(contextZone) ?? null;
    const isWindow = slot.window && shownEnd !== null;
    const outcome = isWindow
      ? windowOutcome(start, shownEnd, slot.flags)
      : timeOutcome(start, shownEnd, slot.flags);
    return { outcome, reason };
  });
}

/** The end instant: a wall time of its own, later than the start; or the length in elapsed minutes. */
function endOf(slot: Slot, start: Temporal.ZonedDateTime, zone: string): Temporal.ZonedDateTime | null {
  if (slot.end === null) {
    return slot.durationMinutes === null ? null : start.add({ minutes: slot.durationMinutes });
  }
  const placed = place(slot.endDate ?? slot.date, slot.end, zone);
  const candidates = starts(placed).times.filter((time) => time.epochMilliseconds > start.epochMilliseconds);
  return candidates[0] ?? start.add({ minutes: 1 });
}
