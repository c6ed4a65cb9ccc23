/** @file Between a draft and the fields of its form: date and time apart, people as one line of text. */
import type { EventDraft } from "#calendar/event-draft";

export interface Moment {
  /** `YYYY-MM-DD` or empty. */
  readonly date: string;
  /** `HH:mm` or empty. */
  readonly time: string;
}

/** Splits `start` or `end`, whatever is missing of it. */
export function splitMoment(text: string): Moment {
  const [date = "", time = ""] = text.split("T", 2);
  return { date, time };
}

/** The inverse; the time is left out of all-day drafts and where it is not chosen yet. */
export function joinMoment({ date, time }: Moment, allDay: boolean): string {
  return allDay || time === "" ? date : `${date}T${time}`;
}

/** Names split at commas and line ends. */
export function parsePeople(text: string): readonly string[] {
  return text
    .split(/[,\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Draft fields after `allDay` changed: the days stay, the times have to be chosen again. */
export function withAllDay(
  { start, end }: Pick<EventDraft, "start" | "end">,
  allDay: boolean,
): Pick<EventDraft, "allDay" | "start" | "end"> {
  return { allDay, start: splitMoment(start).date, end: splitMoment(end).date };
}

/**
 * A new start moves the end along, so that the length stays; a timed event without a length gets `defaultMinutes`. An
 * end before the start is left for the person to correct.
 */
export function withStart(
  { start, end }: Pick<EventDraft, "start" | "end">,
  nextStart: string,
  defaultMinutes: number,
): Pick<EventDraft, "start" | "end"> {
  const moved = wallMs(nextStart);
  const [from, to] = end === "" ? [0, 0] : [wallMs(start), wallMs(end)];
  if (moved === null || from === null || to === null || to < from) return { start: nextStart, end };
  const timed = nextStart.includes("T");
  const lengthMs = to === from && timed ? defaultMinutes * 60_000 : to - from;
  return { start: nextStart, end: new Date(moved + lengthMs).toISOString().slice(0, nextStart.length) };
}

/** A complete day or wall time as if it were UTC: only differences are used. */
function wallMs(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?$/.test(text)) return null;
  const ms = Date.parse(text.includes("T") ? `${text}Z` : text);
  return Number.isNaN(ms) ? null : ms;
}

/** Reminders on offer, in minutes. */
export const REMINDERS: readonly { readonly minutes: number | null; readonly label: string }[] = [
  { minutes: null, label: "None" },
  { minutes: 0, label: "At the start" },
  { minutes: 5, label: "5 minutes before" },
  { minutes: 15, label: "15 minutes before" },
  { minutes: 30, label: "30 minutes before" },
  { minutes: 60, label: "1 hour before" },
  { minutes: 120, label: "2 hours before" },
  { minutes: 1440, label: "1 day before" },
  { minutes: 2880, label: "2 days before" },
];
