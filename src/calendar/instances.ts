/**
 * @file Every time an event takes place within some days: repetitions expanded, exceptions left out, in instants.
 * All-day and floating events are where the viewer is (spec messages-calendar 5.6).
 */

import { instantOf } from "./ics-moment.ts";
import type { ImportedEvent } from "./imported-event.ts";
import { dateOfDay, dayNumber, occurrenceDays } from "./occurrences.ts";
import { wallOf } from "./zone-clock.ts";

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

interface Edges {
  /** Days with room for the distance between zones. */
  readonly from: string;
  readonly to: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

const edgesOf = new WeakMap<DayWindow, Edges>();

/** Worked out once for a window, which thousands of events are held against. */
function edges(window: DayWindow): Edges {
  const known = edgesOf.get(window);
  if (known !== undefined) return known;
  const { from, to, zone } = window;
  const found: Edges = {
    from: dateOfDay(dayNumber(from) - ZONE_SLACK_DAYS),
    to: dateOfDay(dayNumber(to) + ZONE_SLACK_DAYS),
    firstMs: instantOf({ text: from, zone: null }, zone),
    lastMs: instantOf({ text: dateOfDay(dayNumber(to) + 1), zone: null }, zone),
  };
  edgesOf.set(window, found);
  return found;
}

/** The instances that touch the window, in order. */
export function instancesOf(event: Scheduled, window: DayWindow): readonly Instance[] {
  const { from, to, firstMs, lastMs } = edges(window);
  const { start, end, allDay } = event;
  // Told from the dates alone, which is most of a calendar.
  const isSingle = event.repeat === null && event.added.length === 0;
  if (isSingle && (start.slice(0, 10) > to || end.slice(0, 10) < from)) return [];
  const isShort = start.slice(0, 10) === end.slice(0, 10);
  const length = isShort ? 0 : dayNumber(end.slice(0, 10)) - dayNumber(start.slice(0, 10));
  const first = length > 0 ? dateOfDay(dayNumber(from) - length) : from;
  const starts = startsOf(event, first, to);
  if (starts.length === 0) return [];
  const lengthMs = allDay ? 0 : lengthOf(event, window.zone);
  return starts
    .map((one) => (allDay ? days(one, length, window.zone) : timed(one, lengthMs, event, window.zone)))
    .filter(({ startMs, endMs }) => startMs < lastMs && endMs > firstMs)
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
  const after = dateOfDay(dayNumber(end) + 1);
  return {
    startMs: instantOf({ text: start, zone: null }, viewer),
    endMs: instantOf({ text: after, zone: null }, viewer),
    start,
    end,
  };
}
