/**
 * @file Writes event drafts as iCalendar (RFC 5545; spec messages-calendar 5.2-5.5). Own code, because a library
 * that passes line breaks through lets a title add attendees. `ics-export.ts` reads the result back before it is
 * offered.
 */

import { Temporal } from "temporal-polyfill";
import type { EventDraft } from "./event-draft.ts";
import { cleanText, escapeText, foldLine, parameterValue } from "./ics-text.ts";
import { timeZoneLines } from "./vtimezone.ts";

export interface IcsOptions {
  /** ISO instant, written as DTSTAMP. */
  readonly now: string;
  /** Write the quoted messages into DESCRIPTION; off unless the person asked for it (spec 5.3). */
  readonly includeQuotes: boolean;
}

const PRODUCT = "-//Hearth//Hearth 1//EN";
/** Marks the id as made without a host (RFC 7986 5.3). */
const UID_SUFFIX = "@local.invalid";

/** One VCALENDAR with a VTIMEZONE per zone and a VEVENT per draft; every draft has passed `validateDraft`. */
export function writeIcs(drafts: readonly EventDraft[], options: IcsOptions): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:${PRODUCT}`,
    "CALSCALE:GREGORIAN",
    ...zones(drafts),
    ...drafts.flatMap((draft) => eventLines(draft, options)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${foldLine(line)}\r\n`).join("");
}

/** The UID written for a draft. */
export function uidOf(draft: EventDraft): string {
  return draft.uid.includes("@") ? draft.uid : `${draft.uid}${UID_SUFFIX}`;
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

function zones(drafts: readonly EventDraft[]): readonly string[] {
  const timed = drafts.filter((draft) => !draft.allDay);
  const names = [...new Set(timed.map((draft) => draft.zone))];
  return names.flatMap((zone) => {
    const inZone = timed.filter((draft) => draft.zone === zone);
    const starts = inZone.map((draft) => instantOf(draft.start, zone)).sort(byTime);
    const ends = inZone.map((draft) => instantOf(draft.end, zone)).sort(byTime);
    return timeZoneLines(zone, String(starts[0]), String(ends.at(-1)));
  });
}

const byTime = (a: Temporal.Instant, b: Temporal.Instant): number => Temporal.Instant.compare(a, b);

function instantOf(wall: string, zone: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
}

function eventLines(draft: EventDraft, { now, includeQuotes }: IcsOptions): readonly string[] {
  const description = descriptionOf(draft, includeQuotes);
  const location = cleanText(draft.location).trim();
  return [
    "BEGIN:VEVENT",
    `UID:${escapeText(uidOf(draft))}`,
    `DTSTAMP:${utc(now)}`,
    `CREATED:${utc(draft.createdAt)}`,
    `LAST-MODIFIED:${utc(draft.updatedAt)}`,
    `SEQUENCE:${draft.sequence}`,
    `SUMMARY:${escapeText(summaryOf(draft))}`,
    ...whenLines(draft),
    ...(location === "" ? [] : [`LOCATION:${escapeText(location)}`]),
    ...(description === "" ? [] : [`DESCRIPTION:${escapeText(description)}`]),
    `STATUS:${draft.status === "confirmed" ? "CONFIRMED" : "TENTATIVE"}`,
    "TRANSP:OPAQUE",
    "CLASS:PRIVATE",
    ...(draft.reminderMinutes === null ? [] : alarmLines(draft, draft.reminderMinutes)),
    "END:VEVENT",
  ];
}

/** The title on one line: clients show SUMMARY as one. */
export function summaryOf(draft: EventDraft): string {
  return cleanText(draft.title).replaceAll("\n", " ").trim();
}

/** All-day events end on the day after their last (RFC 5545 3.6.1: DTEND is exclusive). */
function whenLines({ allDay, start, end, zone }: EventDraft): readonly string[] {
  if (allDay) {
    const after = Temporal.PlainDate.from(end).add({ days: 1 }).toString();
    return [`DTSTART;VALUE=DATE:${compact(start)}`, `DTEND;VALUE=DATE:${compact(after)}`];
  }
  const tzid = parameterValue(zone);
  return [`DTSTART;TZID=${tzid}:${compact(start)}00`, `DTEND;TZID=${tzid}:${compact(end)}00`];
}

const compact = (text: string): string => text.replaceAll(/[-:]/g, "");

function utc(instant: string): string {
  return compact(Temporal.Instant.from(instant).toString({ smallestUnit: "second" }));
}

function alarmLines(draft: EventDraft, minutes: number): readonly string[] {
  return [
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escapeText(summaryOf(draft))}`,
    `${draft.allDay ? "TRIGGER;RELATED=START" : "TRIGGER"}:${triggerOf(minutes)}`,
    "END:VALARM",
  ];
}

/** Minutes before the start as an RFC 5545 duration (3.3.6). */
export function triggerOf(minutes: number): string {
  if (minutes === 0) return "PT0S";
  if (minutes % 1440 === 0) return `-P${minutes / 1440}D`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `-PT${hours === 0 ? "" : `${hours}H`}${rest === 0 ? "" : `${rest}M`}`;
}
