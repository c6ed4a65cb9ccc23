/**
 * @file Reads a written calendar file back with ical.js, a reader that shares no code with the writer, and
 * compares it with the drafts (spec 5.2, self-check). The only file that imports ical.js: load it on demand.
 */

import ICAL from "ical.js";
import { Temporal } from "temporal-polyfill";
import { AppError } from "#shared/errors";
import type { EventDraft } from "./event-draft.ts";
import { cleanText, MAX_LINE_OCTETS, octetLength } from "./ics-text.ts";
import { descriptionOf, type IcsOptions, summaryOf, triggerOf, uidOf } from "./ics.ts";

/** Everything this app ever writes, by component. */
const ALLOWED: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["VCALENDAR", new Set(["VERSION", "PRODID", "CALSCALE"])],
  ["VTIMEZONE", new Set(["TZID"])],
  ["STANDARD", new Set(["DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE", "RDATE"])],
  ["DAYLIGHT", new Set(["DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE", "RDATE"])],
  [
    "VEVENT",
    new Set(
      "UID,DTSTAMP,CREATED,LAST-MODIFIED,SEQUENCE,SUMMARY,DTSTART,DTEND,LOCATION,DESCRIPTION,STATUS,TRANSP,CLASS".split(
        ",",
      ),
    ),
  ],
  ["VALARM", new Set(["ACTION", "DESCRIPTION", "TRIGGER"])],
]);

function ensure(condition: boolean, what: string): asserts condition {
  // `what` names a field or a rule, never its content: error details hold no user text.
  if (!condition)
    throw new AppError("calendar-check-failed", `calendar file check failed: ${what}`, { what });
}

/** @throws AppError `calendar-check-failed` when `text` is not exactly what `drafts` say. */
export function checkIcs(text: string, drafts: readonly EventDraft[], options: IcsOptions): void {
  checkLines(text);
  const calendar = parse(text);
  const events = calendar.getAllSubcomponents("vevent");
  ensure(events.length === drafts.length, "number of events");
  for (const [index, draft] of drafts.entries())
    checkEvent(events[index] as ICAL.Component, calendar, draft, options);
}

/** The bytes: line breaks, lengths, nesting, and no property outside the list. */
function checkLines(text: string): void {
  ensure(text.endsWith("\r\n"), "last line break");
  const lines = text.slice(0, -2).split("\r\n");
  ensure(
    lines.every((line) => !/[\r\n]/.test(line)),
    "bare line break",
  );
  ensure(
    lines.every((line) => octetLength(line) <= MAX_LINE_OCTETS),
    "line length",
  );
  const open: string[] = [];
  for (const line of text.slice(0, -2).replaceAll("\r\n ", "").split("\r\n")) {
    const name = /^[A-Z-]+/.exec(line)?.[0] ?? "";
    const value = line.slice(line.indexOf(":") + 1);
    if (name === "BEGIN") open.push(value);
    else if (name === "END") ensure(open.pop() === value, "nesting");
    else ensure(ALLOWED.get(open.at(-1) ?? "")?.has(name) === true, "property outside the list");
  }
  ensure(open.length === 0, "nesting");
}

function parse(text: string): ICAL.Component {
  try {
    return new ICAL.Component(ICAL.parse(text) as unknown[]);
  } catch (error) {
    throw new AppError(
      "calendar-check-failed",
      "the calendar file cannot be parsed",
      { what: "parse" },
      error,
    );
  }
}

function checkEvent(
  event: ICAL.Component,
  calendar: ICAL.Component,
  draft: EventDraft,
  options: IcsOptions,
): void {
  const value = (name: string): unknown => event.getFirstPropertyValue(name);
  const description = descriptionOf(draft, options.includeQuotes);
  const location = cleanText(draft.location).trim();
  ensure(value("uid") === uidOf(draft), "uid");
  ensure(value("sequence") === draft.sequence, "sequence");
  ensure(value("summary") === summaryOf(draft), "summary");
  ensure((value("location") ?? "") === location, "location");
  ensure((value("description") ?? "") === description, "description");
  ensure(value("status") === draft.status.toUpperCase(), "status");
  ensure(value("class") === "PRIVATE" && value("transp") === "OPAQUE", "class");
  ensure(instant(value("dtstamp")) === secondOf(options.now), "dtstamp");
  ensure(instant(value("created")) === secondOf(draft.createdAt), "created");
  ensure(instant(value("last-modified")) === secondOf(draft.updatedAt), "last-modified");
  checkMoment(event, calendar, "dtstart", draft.start, draft);
  const end = draft.allDay ? Temporal.PlainDate.from(draft.end).add({ days: 1 }).toString() : draft.end;
  checkMoment(event, calendar, "dtend", end, draft);
  checkAlarm(event, draft);
}

const secondOf = (iso: string): number => Math.floor(Temporal.Instant.from(iso).epochMilliseconds / 1000);

function instant(value: unknown): number | null {
  return value instanceof ICAL.Time && value.zone === ICAL.Timezone.utcTimezone ? value.toUnixTime() : null;
}

/** The wall time as written, its zone, and the instant that the file's own VTIMEZONE gives it. */
function checkMoment(
  event: ICAL.Component,
  calendar: ICAL.Component,
  name: "dtstart" | "dtend",
  expected: string,
  draft: EventDraft,
): void {
  const property = event.getFirstProperty(name);
  const time: unknown = property?.getFirstValue();
  ensure(time instanceof ICAL.Time && time.isDate === draft.allDay, name);
  const written = draft.allDay ? expected : `${expected}:00`;
  ensure(time.toString() === written, name);
  if (draft.allDay) return;
  ensure(property?.getFirstParameter("tzid") === draft.zone, `${name} zone`);
  const component = calendar
    .getAllSubcomponents("vtimezone")
    .find((zone) => zone.getFirstPropertyValue("tzid") === draft.zone);
  ensure(component !== undefined, `${name} zone`);
  const zoned = time.clone();
  zoned.zone = new ICAL.Timezone(component);
  const wanted = Temporal.PlainDateTime.from(expected).toZonedDateTime(draft.zone);
  ensure(isMeant(zoned.toUnixTime(), wanted), `${name} zone rule`);
}

/** In an overlap readers differ in which of the two instants they take; both are the same wall time. */
function isMeant(seconds: number, wanted: Temporal.ZonedDateTime): boolean {
  const wall = wanted.toPlainDateTime();
  return (["earlier", "later"] as const).some(
    (disambiguation) =>
      wall.toZonedDateTime(wanted.timeZoneId, { disambiguation }).epochMilliseconds === seconds * 1000,
  );
}

function checkAlarm(event: ICAL.Component, draft: EventDraft): void {
  const alarms = event.getAllSubcomponents("valarm");
  ensure(alarms.length === (draft.reminderMinutes === null ? 0 : 1), "alarm");
  const [alarm] = alarms;
  if (alarm === undefined || draft.reminderMinutes === null) return;
  const trigger: unknown = alarm.getFirstPropertyValue("trigger");
  ensure(alarm.getFirstPropertyValue("action") === "DISPLAY", "alarm action");
  ensure(alarm.getFirstPropertyValue("description") === summaryOf(draft), "alarm text");
  const wanted = ICAL.Duration.fromString(triggerOf(draft.reminderMinutes));
  ensure(trigger instanceof ICAL.Duration && trigger.toSeconds() === wanted.toSeconds(), "alarm trigger");
}
