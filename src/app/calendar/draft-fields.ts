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

/** Draft fields after `allDay` changed: the days stay, the times have to be chosen again, the reminder keeps its sense. */
export function withAllDay(
  { start, end, reminderMinutes }: Pick<EventDraft, "start" | "end" | "reminderMinutes">,
  allDay: boolean,
): Pick<EventDraft, "allDay" | "start" | "end" | "reminderMinutes"> {
  const usual = allDay ? ON_THE_DAY : SHORTLY_BEFORE;
  return {
    allDay,
    start: splitMoment(start).date,
    end: splitMoment(end).date,
    reminderMinutes: reminderMinutes === null ? null : usual,
  };
}

/** The end that gives a timed event this length; unchanged while the start is not complete. */
export function withLength(start: string, end: string, minutes: number): string {
  const from = wallMs(start);
  if (from === null || !start.includes("T")) return end;
  return new Date(from + minutes * 60_000).toISOString().slice(0, start.length);
}

/** Minutes between start and end of a timed event; null while they are not complete or out of order. */
export function lengthOf(start: string, end: string): number | null {
  const [from, to] = [wallMs(start), wallMs(end)];
  if (from === null || to === null || !start.includes("T") || to <= from) return null;
  return (to - from) / 60_000;
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

const ON_THE_DAY = -9 * 60;
const SHORTLY_BEFORE = 15;

export interface ReminderChoice {
  /** Before the start; for all-day events before midnight of the first day, negative = after it. */
  readonly minutes: number | null;
  readonly label: string;
}

/** Reminders on offer for timed events. */
export const REMINDERS: readonly ReminderChoice[] = [
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

/** For all-day events they are clock times. */
export const ALL_DAY_REMINDERS: readonly ReminderChoice[] = [
  { minutes: null, label: "None" },
  { minutes: ON_THE_DAY, label: "On the day at 09:00" },
  { minutes: 6 * 60, label: "The day before at 18:00" },
  { minutes: 15 * 60, label: "The day before at 09:00" },
  { minutes: 2 * 1440 - 9 * 60, label: "2 days before at 09:00" },
  { minutes: 7 * 1440 - 9 * 60, label: "A week before at 09:00" },
];

/** A reminder from elsewhere, in words. */
export function reminderText(minutes: number, allDay: boolean): string {
  if (!allDay) return `${minutes} minutes before`;
  const days = Math.ceil(minutes / 1440);
  const clock = days * 1440 - minutes;
  const time = `${String(Math.floor(clock / 60)).padStart(2, "0")}:${String(clock % 60).padStart(2, "0")}`;
  return days <= 0 ? `On the day at ${time}` : `${days} ${days === 1 ? "day" : "days"} before at ${time}`;
}
