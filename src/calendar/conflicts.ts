/** @file What a draft collides with among imported events and other drafts (spec messages-calendar 5.6). */

import { Temporal } from "temporal-polyfill";
import type { EventDraft } from "./event-draft.ts";
import type { ImportedCalendar, ImportedEvent } from "./imported-event.ts";
import { type DayWindow, type Instance, instancesOf, type Scheduled } from "./instances.ts";
import { dateOfDay, dayNumber } from "./occurrences.ts";
import { validateDraft } from "./validate-draft.ts";
import { wallOf } from "./zone-clock.ts";

export interface Conflict {
  readonly title: string;
  /** In the zone of the draft: wall times, or days, the last one inclusive. */
  readonly start: string;
  readonly end: string;
  readonly certainty: "busy" | "maybe";
  /** The file it comes from; null = another draft. */
  readonly calendar: Pick<ImportedCalendar, "name" | "fileName" | "importedAt"> | null;
}

export interface Conflicts {
  /** The first ones, earliest first. */
  readonly shown: readonly Conflict[];
  readonly total: number;
}

/** Days after its first that a series is looked at. */
const SERIES_DAYS = 400;
/** No zone is further than this many days from another. */
const ZONE_SLACK_DAYS = 2;
const MAX_SHOWN = 5;

type Other = Scheduled & { readonly title: string; readonly busy: ImportedEvent["busy"] };

/** The draft as something with a time; null while its time is not chosen or it is not an event. */
export function scheduleOf(draft: EventDraft): Scheduled | null {
  if (draft.start === "" || draft.status === "cancelled") return null;
  const { allDay, start, zone, repeat, kind } = draft;
  const timeFields: readonly string[] = ["start", "end", "zone", "repeat"];
  const result = validateDraft(draft);
  if (!result.ok && result.error.some(({ field }) => timeFields.includes(field))) return null;
  return { allDay, start, end: kind === "task" ? start : draft.end, zone, repeat, excluded: [], added: [] };
}

/**
 * Overlaps of `draft` with the busy events of `calendars` and with `drafts`; intervals are half open.
 * @param viewer IANA zone of the person: all-day and floating events are there
 */
export function conflictsOf(
  draft: EventDraft,
  calendars: readonly ImportedCalendar[],
  drafts: readonly EventDraft[],
  viewer: string,
): Conflicts {
  const schedule = draft.kind === "event" ? scheduleOf(draft) : null;
  if (schedule === null) return { shown: [], total: 0 };
  const window = windowOf(schedule, draft.zone, viewer);
  const own = instancesOf(schedule, window);
  const found = [
    ...calendars.flatMap((calendar) => overlaps(own, calendar.events, window, calendar)),
    ...overlaps(own, otherDrafts(draft, drafts), window, null),
  ].sort((a, b) => a.startMs - b.startMs);
  const shown = found.slice(0, MAX_SHOWN).map((each) => inZone(each, draft.zone, viewer));
  return { shown, total: found.length };
}

/** The days of the viewer that the draft can fall on. */
function windowOf({ start, end, repeat }: Scheduled, zone: string, viewer: string): DayWindow {
  const slack = zone === viewer ? 0 : ZONE_SLACK_DAYS;
  const first = dayNumber(start.slice(0, 10)) - slack;
  const last = dayNumber(end.slice(0, 10)) + slack + (repeat === null ? 0 : SERIES_DAYS);
  return { from: dateOfDay(first), to: dateOfDay(last), zone: viewer };
}

interface Found {
  readonly startMs: number;
  readonly endMs: number;
  readonly conflict: Conflict;
}

/** A conflict as the clock of the draft has it; days stay what they are. */
function inZone({ startMs, endMs, conflict }: Found, zone: string, viewer: string): Conflict {
  if (zone === viewer || conflict.start.length === 10) return conflict;
  const start = wallOf(startMs, zone);
  return { ...conflict, start, end: conflict.start === conflict.end ? start : wallOf(endMs, zone) };
}

function otherDrafts(draft: EventDraft, drafts: readonly EventDraft[]): readonly Other[] {
  return drafts.flatMap((other): Other[] => {
    const schedule = other.id === draft.id || other.kind === "task" ? null : scheduleOf(other);
    if (schedule === null) return [];
    return [{ ...schedule, title: other.title, busy: other.status === "tentative" ? "maybe" : "busy" }];
  });
}

function overlaps(
  own: readonly Instance[],
  others: readonly Other[],
  window: DayWindow,
  calendar: ImportedCalendar | null,
): readonly Found[] {
  return others.flatMap(({ busy, title, ...other }) => {
    if (busy === "free") return [];
    const touching = instancesOf(other, window).filter((instance) => overlapsAny(instance, own));
    return touching.map(({ startMs, endMs, start, end }) => ({
      startMs,
      endMs,
      conflict: { title, start, end, certainty: busy, calendar },
    }));
  });
}

/** `own` is sorted by start. */
function overlapsAny({ startMs, endMs }: Instance, own: readonly Instance[]): boolean {
  return own.some((one) => one.startMs < endMs && startMs < one.endMs);
}

/** Days since a calendar was imported, counted where the viewer is. */
export function ageInDays(importedAt: string, now: string, zone: string): number {
  const day = (instant: string): Temporal.PlainDate =>
    Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate();
  return day(importedAt).until(day(now), { largestUnit: "day" }).days;
}
