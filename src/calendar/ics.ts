/**
 * @file Writes drafts as iCalendar (RFC 5545; spec messages-calendar 5.2-5.5). Own code, because a library that passes
 * line breaks through lets a title add attendees. `ics-export.ts` reads the result back before it is offered.
 */

import { Temporal } from "temporal-polyfill";
import type { EventDraft } from "./event-draft.ts";
import {
  descriptionOf,
  type Entry,
  entryOf,
  type IcsOptions,
  locationOf,
  methodOf,
  reminderOf,
  statusOf,
  summaryOf,
  triggerOf,
  uidOf,
  urlOf,
} from "./ics-entry.ts";
import { escapeText, foldLine, parameterValue } from "./ics-text.ts";
import { recurrenceValue } from "./recurrence.ts";
import { timeZoneLines } from "./vtimezone.ts";

const PRODUCT = "-//Hearth//Hearth 1//EN";
/** A series without an end needs its zone's rules for about as long as anyone looks ahead. */
const OPEN_SERIES_YEARS = 10;

/** One VCALENDAR with a VTIMEZONE per zone and a component per draft; every draft has passed `validateDraft`. */
export function writeIcs(drafts: readonly EventDraft[], options: IcsOptions): string {
  const entries = drafts.map((draft) => entryOf(draft, options));
  const method = methodOf(entries, options);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:${PRODUCT}`,
    "CALSCALE:GREGORIAN",
    ...(method === null ? [] : [`METHOD:${method.method}`]),
    ...zones(entries),
    ...entries.flatMap((entry) => entryLines(entry, options, method?.organizer ?? null)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${foldLine(line)}\r\n`).join("");
}

function zones(entries: readonly Entry[]): readonly string[] {
  const timed = entries.filter(({ draft, form }) => form === "zone" && !draft.allDay && draft.start !== "");
  const names = [...new Set(timed.map(({ draft }) => draft.zone))];
  return names.flatMap((zone) => {
    const inZone = timed.filter(({ draft }) => draft.zone === zone).map(({ draft }) => draft);
    const starts = inZone.map((draft) => instantOf(draft.start, zone)).sort(byTime);
    const ends = inZone.map(lastInstant).sort(byTime);
    return timeZoneLines(zone, String(starts[0]), String(ends.at(-1)));
  });
}

const byTime = (a: Temporal.Instant, b: Temporal.Instant): number => Temporal.Instant.compare(a, b);

function instantOf(wall: string, zone: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
}

/** When the draft's zone is last needed. */
function lastInstant({ kind, start, end, zone, repeat }: EventDraft): Temporal.Instant {
  const once = instantOf(kind === "task" ? start : end, zone);
  if (repeat === null) return once;
  const until = repeat.until === null ? null : `${repeat.until.slice(0, 10)}T23:59`;
  const open = once.toZonedDateTimeISO(zone).add({ years: OPEN_SERIES_YEARS }).toInstant();
  return until === null ? open : instantOf(until, zone);
}

function entryLines(entry: Entry, options: IcsOptions, organizer: string | null): readonly string[] {
  const { component, draft } = entry;
  const isEvent = component === "VEVENT";
  const description = descriptionOf(draft, options.includeQuotes);
  const [location, url, reminder] = [locationOf(draft), urlOf(draft), reminderOf(entry)];
  return [
    `BEGIN:${component}`,
    `UID:${escapeText(uidOf(draft))}`,
    `DTSTAMP:${utc(options.now)}`,
    `CREATED:${utc(draft.createdAt)}`,
    `LAST-MODIFIED:${utc(draft.updatedAt)}`,
    `SEQUENCE:${draft.sequence}`,
    `SUMMARY:${escapeText(summaryOf(draft))}`,
    ...(isEvent ? eventWhen(entry) : dueLines(entry)),
    ...(location === "" ? [] : [`LOCATION:${escapeText(location)}`]),
    ...(description === "" ? [] : [`DESCRIPTION:${escapeText(description)}`]),
    ...(url === "" ? [] : [`URL:${url}`]),
    ...(organizer === null ? [] : [`ORGANIZER:mailto:${organizer}`]),
    `STATUS:${statusOf(entry)}`,
    ...(isEvent ? [`TRANSP:${entry.transparent ? "TRANSPARENT" : "OPAQUE"}`] : taskLines(draft)),
    "CLASS:PRIVATE",
    ...(reminder === null ? [] : alarmLines(entry, reminder)),
    `END:${component}`,
  ];
}

/** All-day events end on the day after their last (RFC 5545 3.6.1: DTEND is exclusive). */
function eventWhen(entry: Entry): readonly string[] {
  const { draft, form } = entry;
  const { allDay, start, end, repeat } = draft;
  const after = allDay ? Temporal.PlainDate.from(end).add({ days: 1 }).toString() : end;
  // A floating UNTIL is wall time too, which "UTC" writes unchanged but for the Z.
  const rule =
    repeat === null ? "" : recurrenceValue(repeat, form === "floating" ? { ...draft, zone: "UTC" } : draft);
  return [
    momentLine("DTSTART", start, entry),
    momentLine("DTEND", after, entry),
    ...(rule === "" ? [] : [`RRULE:${form === "floating" ? rule.replace(/(UNTIL=\d+T\d+)Z/, "$1") : rule}`]),
  ];
}

function dueLines(entry: Entry): readonly string[] {
  return entry.draft.start === "" ? [] : [momentLine("DUE", entry.draft.start, entry)];
}

function taskLines({ priority, done }: EventDraft): readonly string[] {
  return [...(priority === 0 ? [] : [`PRIORITY:${priority}`]), `PERCENT-COMPLETE:${done ? 100 : 0}`];
}

function momentLine(name: string, text: string, { draft, form }: Entry): string {
  if (draft.allDay) return `${name};VALUE=DATE:${compact(text)}`;
  if (form === "floating") return `${name}:${compact(text)}00`;
  if (form === "utc") return `${name}:${utc(instantOf(text, draft.zone).toString())}`;
  return `${name};TZID=${parameterValue(draft.zone)}:${compact(text)}00`;
}

const compact = (text: string): string => text.replaceAll(/[-:]/g, "");

function utc(instant: string): string {
  return compact(Temporal.Instant.from(instant).toString({ smallestUnit: "second" }));
}

/** A to-do has no start: its reminder counts from its end, which is DUE (RFC 5545 3.8.6.3). */
function alarmLines({ component, draft }: Entry, minutes: number): readonly string[] {
  const related = component === "VTODO" ? ";RELATED=END" : draft.allDay ? ";RELATED=START" : "";
  return [
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escapeText(summaryOf(draft))}`,
    `TRIGGER${related}:${triggerOf(minutes)}`,
    "END:VALARM",
  ];
}
