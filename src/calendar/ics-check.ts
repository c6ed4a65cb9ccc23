/**
 * @file Reads a written calendar file back with ical.js, a reader that shares no code with the writer, and
 * compares it with the drafts (spec 5.2, self-check). The only file that imports ical.js: load it on demand.
 */

import ICAL from "ical.js";
import { Temporal } from "temporal-polyfill";
import { AppError } from "#shared/errors";
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
import { MAX_LINE_OCTETS, octetLength } from "./ics-text.ts";
import { parseRecurrence, type Recurrence } from "./recurrence.ts";

const names = (list: string): ReadonlySet<string> => new Set(list.split(" "));
const COMMON = "UID DTSTAMP CREATED LAST-MODIFIED SEQUENCE SUMMARY LOCATION DESCRIPTION URL STATUS CLASS";
const OBSERVANCE = names("DTSTART TZOFFSETFROM TZOFFSETTO TZNAME RRULE RDATE");

/** Everything this app ever writes, by component. */
const ALLOWED: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["VCALENDAR", names("VERSION PRODID CALSCALE METHOD")],
  ["VTIMEZONE", names("TZID")],
  ["STANDARD", OBSERVANCE],
  ["DAYLIGHT", OBSERVANCE],
  ["VEVENT", names(`${COMMON} DTSTART DTEND RRULE TRANSP ORGANIZER`)],
  ["VTODO", names(`${COMMON} DUE PRIORITY PERCENT-COMPLETE`)],
  ["VALARM", names("ACTION DESCRIPTION TRIGGER")],
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
  const entries = drafts.map((draft) => entryOf(draft, options));
  const written = calendar.getAllSubcomponents().filter(({ name }) => name === "vevent" || name === "vtodo");
  ensure(written.length === entries.length, "number of entries");
  const method = methodOf(entries, options);
  ensure((calendar.getFirstPropertyValue("method") ?? null) === (method?.method ?? null), "method");
  for (const [index, entry] of entries.entries()) {
    const component = written[index] as ICAL.Component;
    const organizer = method === null ? null : `mailto:${method.organizer}`;
    ensure((component.getFirstPropertyValue("organizer") ?? null) === organizer, "organizer");
    checkEntry(component, calendar, entry, options);
  }
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

function checkEntry(
  component: ICAL.Component,
  calendar: ICAL.Component,
  entry: Entry,
  options: IcsOptions,
): void {
  const { draft } = entry;
  const value = (name: string): unknown => component.getFirstPropertyValue(name);
  ensure(component.name === entry.component.toLowerCase(), "component");
  ensure(value("uid") === uidOf(draft), "uid");
  ensure(value("sequence") === draft.sequence, "sequence");
  ensure(value("summary") === summaryOf(draft), "summary");
  ensure((value("location") ?? "") === locationOf(draft), "location");
  ensure((value("description") ?? "") === descriptionOf(draft, options.includeQuotes), "description");
  ensure((value("url") ?? "") === urlOf(draft), "url");
  ensure(value("status") === statusOf(entry), "status");
  ensure(value("class") === "PRIVATE", "class");
  ensure(instant(value("dtstamp")) === secondOf(options.now), "dtstamp");
  ensure(instant(value("created")) === secondOf(draft.createdAt), "created");
  ensure(instant(value("last-modified")) === secondOf(draft.updatedAt), "last-modified");
  if (entry.component === "VEVENT") checkEvent(component, calendar, entry);
  else checkTask(component, calendar, entry);
  checkAlarm(component, entry);
}

function checkEvent(event: ICAL.Component, calendar: ICAL.Component, entry: Entry): void {
  const { draft, transparent } = entry;
  const transp = event.getFirstPropertyValue("transp");
  ensure(transp === (transparent ? "TRANSPARENT" : "OPAQUE"), "transp");
  checkMoment(event, calendar, "dtstart", draft.start, entry);
  const end = draft.allDay ? Temporal.PlainDate.from(draft.end).add({ days: 1 }).toString() : draft.end;
  checkMoment(event, calendar, "dtend", end, entry);
  const rule: unknown = event.getFirstPropertyValue("rrule");
  ensure((rule === null) === (draft.repeat === null), "rrule");
  if (draft.repeat !== null) ensure(isSameRule(String(rule), draft.repeat, entry), "rrule");
}

/** The rule as it is read back has the same parts; its UNTIL may be that day's start time. */
function isSameRule(text: string, wanted: Recurrence, { draft, form }: Entry): boolean {
  const read = parseRecurrence(text, form === "floating" ? "UTC" : draft.zone);
  if (!read.ok) return false;
  const until = read.value.until?.slice(0, 10) ?? null;
  return canonical({ ...read.value, until }) === canonical(wanted);
}

const canonical = ({ byDay, byMonth, byMonthDay, until, ...rest }: Recurrence): string =>
  JSON.stringify([
    Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    until?.slice(0, 10) ?? null,
    byDay.map(({ weekday, nth }) => `${nth ?? ""} ${weekday}`).toSorted(),
    byMonth.toSorted((a, b) => a - b),
    byMonthDay.toSorted((a, b) => a - b),
  ]);

function checkTask(task: ICAL.Component, calendar: ICAL.Component, entry: Entry): void {
  const { priority, done, start } = entry.draft;
  const number = (name: string): number => Number(task.getFirstPropertyValue(name) ?? 0);
  ensure(number("priority") === priority, "priority");
  ensure(number("percent-complete") === (done ? 100 : 0), "percent-complete");
  if (start === "") ensure(task.getFirstProperty("due") === null, "due");
  else checkMoment(task, calendar, "due", start, entry);
}

const secondOf = (iso: string): number => Math.floor(Temporal.Instant.from(iso).epochMilliseconds / 1000);

function instant(value: unknown): number | null {
  return value instanceof ICAL.Time && value.zone === ICAL.Timezone.utcTimezone ? value.toUnixTime() : null;
}

/** The wall time as written, its zone, and the instant that the file's own VTIMEZONE gives it. */
function checkMoment(
  component: ICAL.Component,
  calendar: ICAL.Component,
  name: "dtstart" | "dtend" | "due",
  expected: string,
  { draft, form }: Entry,
): void {
  const property = component.getFirstProperty(name);
  const time: unknown = property?.getFirstValue();
  ensure(time instanceof ICAL.Time && time.isDate === draft.allDay, name);
  if (draft.allDay) return ensure(time.toString() === expected, name);
  const wanted = Temporal.PlainDateTime.from(expected).toZonedDateTime(draft.zone);
  if (form === "utc") return ensure(instant(time) === wanted.epochMilliseconds / 1000, name);
  ensure(time.toString() === `${expected}:00`, name);
  const tzid = property?.getFirstParameter("tzid") ?? null;
  if (form === "floating") return ensure(tzid === null, `${name} zone`);
  ensure(tzid === draft.zone, `${name} zone`);
  const zone = calendar
    .getAllSubcomponents("vtimezone")
    .find((candidate) => candidate.getFirstPropertyValue("tzid") === draft.zone);
  ensure(zone !== undefined, `${name} zone`);
  const zoned = time.clone();
  zoned.zone = new ICAL.Timezone(zone);
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

function checkAlarm(component: ICAL.Component, entry: Entry): void {
  const reminder = reminderOf(entry);
  const alarms = component.getAllSubcomponents("valarm");
  ensure(alarms.length === (reminder === null ? 0 : 1), "alarm");
  const [alarm] = alarms;
  if (alarm === undefined || reminder === null) return;
  const trigger: unknown = alarm.getFirstPropertyValue("trigger");
  ensure(alarm.getFirstPropertyValue("action") === "DISPLAY", "alarm action");
  ensure(alarm.getFirstPropertyValue("description") === summaryOf(entry.draft), "alarm text");
  const wanted = ICAL.Duration.fromString(triggerOf(reminder));
  ensure(trigger instanceof ICAL.Duration && trigger.toSeconds() === wanted.toSeconds(), "alarm trigger");
}
