/** @file What is already in the calendar at a time: imported events and other drafts. */

import { Temporal } from "temporal-polyfill";

import { formatSpan } from "#calendar/format-when";
import type { Language, Resolution } from "#calendar/resolution";
import { startOf } from "#calendar/resolution-start";

import type { AgentPorts, CalendarEvent } from "./ports.ts";

/** Local days, both included, and the exact span when there is one. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
  readonly startMs: number | null;
  readonly endMs: number | null;
}

interface Listed {
  readonly calendar: "imported" | "none";
  readonly events: readonly { readonly display: string; readonly event: CalendarEvent }[];
}

/** The days from the start of a resolution on; null while it is a question. */
export function spanDays(resolution: Resolution, days: number): DaySpan | null {
  const start = startOf(resolution);
  if (start === null) return null;
  const from = Temporal.PlainDate.from(start.slice(0, 10));
  const to = from.add({ days: days - 1 });
  return { from: from.toString(), to: to.toString(), startMs: null, endMs: null };
}

/** The span of an event or draft; null while its start is not chosen. */
export function eventSpan(event: Pick<CalendarEvent, "start" | "end" | "allDay" | "zone">): DaySpan | null {
  if (event.start === "" || event.end === "") return null;
  const start = Temporal.PlainDateTime.from(event.start).toZonedDateTime(event.zone);
  const lastDay = Temporal.PlainDateTime.from(event.end);
  const end = (event.allDay ? lastDay.add({ days: 1 }) : lastDay).toZonedDateTime(event.zone);
  return {
    from: event.start.slice(0, 10),
    to: event.end.slice(0, 10),
    startMs: start.epochMilliseconds,
    endMs: end.epochMilliseconds,
  };
}

/**
 * What overlaps a span; with days only, everything on them.
 *
 * @param draftId a draft does not stand in its own way
 */
export async function conflictsWith(
  span: DaySpan,
  ports: Pick<AgentPorts, "calendar" | "drafts">,
  draftId: string | null,
  language: Language,
): Promise<Listed> {
  const imported = await ports.calendar.events(span.from, span.to);
  const drafts = (await ports.drafts.list()).filter((draft) => draft.id !== draftId);
  const events = [...(imported ?? []), ...drafts].filter((event) => overlaps(event, span));
  return {
    calendar: imported === null ? "none" : "imported",
    events: events.map((event) => ({
      event,
      display: `${formatSpan(event.start, event.end, language)}: ${event.title}`,
    })),
  };
}

function overlaps(event: CalendarEvent, span: DaySpan): boolean {
  const other = eventSpan(event);
  if (other?.startMs == null || other.endMs === null) return false;
  if (span.startMs === null || span.endMs === null) return other.from <= span.to && other.to >= span.from;
  return other.startMs < span.endMs && other.endMs > span.startMs;
}
