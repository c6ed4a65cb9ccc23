/**
 * @file Every time an event takes place within some days: repetitions expanded, exceptions left out, in instants.
 * All-day and floating events are where the viewer is (spec messages-calendar 5.6).
 */

import { Temporal } from "temporal-polyfill";
import { instantOf, wallOf } from "./ics-moment.ts";
import type { ImportedEvent } from "./imported-event.ts";
import { dateOfDay, dayNumber, occurrenceDays } from "./occurrences.ts";

/** What has a time: an imported event, or a draft with `excluded` and `added` empty. */
export type Scheduled = Pick<
  ImportedEvent,
  "allDay" | "start" | "end" | "zone" | "repeat" | "excluded" | "added"
>;

export interface Instance {
  readonly startMs: number;
  /** Exclusive; a moment without length lasts a minute. */
  readonly endMs: number;
  /** `YYYY-MM-DD` or wall time in the viewer's zone. */
  readonly start: string;
  readonly end: string;
}

/** Days to look at, both inclusive, in the viewer's zone. */
export interface DayWindow {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
}

/** Occurrences of one event that are looked at (spec 5.6). */
const MAX_INSTANCES = 1_000;
const MINUTE_MS = 60_000;
/** No zone is further than this many days from another. */
const ZONE_SLACK_DAYS = 2;

/** The instances that touch the window, in order. */
export function instancesOf(event: Scheduled, window: DayWindow): readonly Instance[] {
  const length = dayNumber(event.end.slice(0, 10)) - dayNumber(event.start.slice(0, 10));
  const from = dateOfDay(dayNumber(window.from) - Math.max(length, 0) - ZONE_SLACK_DAYS);
  const to = dateOfDay(dayNumber(window.to) + ZONE_SLACK_DAYS);
  const starts = startsOf(event, from, to);
  if (starts.length === 0) return [];
  const first = instantOf({ text: window.from, zone: null }, window.zone);
  const last = instantOf({ text: dateOfDay(dayNumber(window.to) + 1), zone: null }, window.zone);
  const lengthMs = event.allDay ? 0 : lengthOf(event, window.zone);
  return starts
    .map((start) =>
      event.allDay ? days(start, length, window.zone) : timed(start, lengthMs, event, window.zone),
    )
    .filter(({ startMs, endMs }) => startMs < last && endMs > first)
    .sort((a, b) => a.startMs - b.startMs);
}

/** Starts in the event's own form between two days. */
function startsOf(event: Scheduled, from: string, to: string): readonly string[] {
  const { start, repeat, excluded, added } = event;
  const clock = start.slice(10);
  const inWindow = (text: string): boolean => text.slice(0, 10) >= from && text.slice(0, 10) <= to;
  const regular =
    repeat === null
      ? [start]
      : occurrenceDays(repeat, start, { from, to, limit: MAX_INSTANCES }).map((day) => day + clock);
  const all = [...new Set([...regular, ...added])].filter(inWindow);
  return excluded.length === 0 ? all : all.filter((text) => !isExcluded(text, excluded));
}

/** A date leaves out every start of that day: some files write EXDATE of timed series so. */
function isExcluded(start: string, excluded: readonly string[]): boolean {
  return excluded.includes(start) || (start.length > 10 && excluded.includes(start.slice(0, 10)));
}

function lengthOf({ start, end, zone }: Scheduled, viewer: string): number {
  const ms = instantOf({ text: end, zone }, viewer) - instantOf({ text: start, zone }, viewer);
  return Math.max(ms, 0);
}

function timed(start: string, lengthMs: number, { zone }: Scheduled, viewer: string): Instance {
  const startMs = instantOf({ text: start, zone }, viewer);
  const endMs = startMs + lengthMs;
  return {
    startMs,
    endMs: Math.max(endMs, startMs + MINUTE_MS),
    start: zone === viewer ? start : wallOf(startMs, viewer),
    end: wallOf(endMs, viewer),
  };
}

function days(start: string, length: number, viewer: string): Instance {
  const end = dateOfDay(dayNumber(start) + length);
  const after = Temporal.PlainDate.from(end).add({ days: 1 }).toString();
  return {
    startMs: instantOf({ text: start, zone: null }, viewer),
    endMs: instantOf({ text: after, zone: null }, viewer),
    start,
    end,
  };
}
