/**
 * @file What a draft becomes in a calendar file, before any line is written: its component, the form of its times and its
 * texts. The writer and the check both start from here.
 */

import { cleanText } from "./ics-text.ts";
import type { EventDraft } from "./event-draft.ts";
import { mailAddress, safeUrl } from "./ics-uri.ts";

export interface IcsOptions {
  /** ISO instant, written as DTSTAMP. */
  readonly now: string;
  /** Write the quoted messages into DESCRIPTION; off unless the person asked for it (spec 5.3). */
  readonly includeQuotes: boolean;
  /**
   * The person's own mail address, for readers that want METHOD (RFC 5546): PUBLISH, or CANCEL for a cancelled event.
   * Used for a file of one event only: several events under one METHOD open as a new calendar in some readers.
   */
  readonly organizer?: string | undefined;
  /** `utc` is for single events; `floating` = the same wall time everywhere. Absent = with the time zone. */
  readonly times?: "zone" | "utc" | "floating" | undefined;
  /** How tasks are written: as to-dos, or as all-day entries that block no time. */
  readonly tasksAs?: "todo" | "event" | undefined;
}

export type TimeForm = "zone" | "utc" | "floating";

/** A draft as it is written. */
export interface Entry {
  readonly component: "VEVENT" | "VTODO";
  readonly draft: EventDraft;
  readonly form: TimeForm;
  readonly transparent: boolean;
}

/** Marks the id as made without a host (RFC 7986 5.3). */
const UID_SUFFIX = "@local.invalid";

/** Recurring events need their zone: in UTC they would move with the clock changes (spec 5.4). */
export function entryOf(draft: EventDraft, options: IcsOptions): Entry {
  const wanted = options.times ?? "zone";
  const form = wanted === "utc" && draft.repeat !== null ? "zone" : wanted;
  if (draft.kind === "event") return { component: "VEVENT", draft, form, transparent: false };
  const task: EventDraft = { ...draft, repeat: null };
  if (options.tasksAs !== "event") return { component: "VTODO", draft: task, form, transparent: false };
  const day = draft.start.slice(0, 10);
  const allDay: EventDraft = { ...task, allDay: true, start: day, end: day };
  return { component: "VEVENT", draft: allDay, form, transparent: true };
}

/** The UID written for a draft. */
export function uidOf(draft: EventDraft): string {
  return draft.uid.includes("@") ? draft.uid : `${draft.uid}${UID_SUFFIX}`;
}

/** The title on one line: clients show SUMMARY as one. */
export function summaryOf(draft: EventDraft): string {
  return cleanText(draft.title).replaceAll("\n", " ").trim();
}

export function locationOf(draft: EventDraft): string {
  return cleanText(draft.location).trim();
}

/** The DESCRIPTION of a draft, unescaped: notes, names, and the quotes if asked for. Empty = none is written. */
export function descriptionOf(draft: EventDraft, includeQuotes: boolean): string {
  const people = draft.people
    .map((name) => cleanText(name).replaceAll("\n", " ").trim())
    .filter((name) => name !== "");
  const quotes = includeQuotes ? draft.sources.map((source) => `“${cleanText(source.quote).trim()}”`) : [];
  const parts = [
    cleanText(draft.notes).trim(),
    people.length === 0 ? "" : `With: ${people.join(", ")}`,
    ...quotes,
  ];
  return parts.filter((part) => part !== "").join("\n");
}

/** The URL as it is written, or empty. */
export function urlOf(draft: EventDraft): string {
  return draft.url.trim() === "" ? "" : (safeUrl(draft.url) ?? "");
}

/** STATUS of RFC 5545 3.8.1.11. */
export function statusOf({ component, draft }: Entry): string {
  if (draft.status === "cancelled") return "CANCELLED";
  if (component === "VTODO") return draft.done ? "COMPLETED" : "NEEDS-ACTION";
  return draft.status === "confirmed" ? "CONFIRMED" : "TENTATIVE";
}

/** Minutes before the start of the reminder, or null: nobody is reminded of what is cancelled, done or undated. */
export function reminderOf({ draft, component }: Entry): number | null {
  const isOver =
    draft.status === "cancelled" || (component === "VTODO" && (draft.done || draft.start === ""));
  return isOver ? null : draft.reminderMinutes;
}

/** METHOD and the address of its ORGANIZER, or null for a plain file. */
export function methodOf(
  entries: readonly Entry[],
  options: IcsOptions,
): { readonly method: "PUBLISH" | "CANCEL"; readonly organizer: string } | null {
  const organizer = options.organizer === undefined ? null : mailAddress(options.organizer);
  const [only, ...more] = entries;
  if (organizer === null || only?.component !== "VEVENT" || more.length > 0) return null;
  return { method: only.draft.status === "cancelled" ? "CANCEL" : "PUBLISH", organizer };
}

/** Minutes before the start as an RFC 5545 duration (3.3.6); negative minutes are after it. */
export function triggerOf(minutes: number): string {
  if (minutes === 0) return "PT0S";
  const sign = minutes > 0 ? "-" : "";
  const length = Math.abs(minutes);
  if (length % 1440 === 0) return `${sign}P${length / 1440}D`;
  const hours = Math.floor(length / 60);
  const rest = length % 60;
  return `${sign}PT${hours === 0 ? "" : `${hours}H`}${rest === 0 ? "" : `${rest}M`}`;
}
