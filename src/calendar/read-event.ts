/** @file One VEVENT of a file as an event: when it is, how it repeats, whether it blocks time. */

import { Temporal } from "temporal-polyfill";
import { addressOf } from "./calendar-owner.ts";
import type { IssueList } from "./calendar-issues.ts";
import {
  type IcsDuration,
  type IcsMoment,
  instantOf,
  momentsOf,
  parseDuration,
  type ZoneReader,
} from "./ics-moment.ts";
import { type IcsComponent, type IcsProperty, propertyOf, unescapeText } from "./ics-parse.ts";
import { cleanText } from "./ics-text.ts";
import type { ImportedEvent } from "./imported-event.ts";
import { dateOfDay, dayNumber } from "./occurrences.ts";
import { parseRecurrence, type Recurrence } from "./recurrence.ts";
import { wallOf } from "./zone-clock.ts";

const MAX_TEXT_LENGTH = 500;
/** Dates of one EXDATE or RDATE list that are kept. */
const MAX_DATES = 2_000;

export interface ReadEvent {
  readonly event: ImportedEvent;
  readonly recurrenceId: IcsMoment | null;
  /** RANGE=THISANDFUTURE: it stands for the occurrence of `recurrenceId` and all later ones (RFC 5545 3.2.13). */
  readonly isFromThereOn: boolean;
  /** Further dates with a length of their own (RDATE;VALUE=PERIOD). */
  readonly periods: readonly ImportedEvent[];
  readonly sequence: number;
  readonly isCancelled: boolean;
  readonly line: number;
  readonly viewer: string;
}

/** What one file needs to be read: its issues, and the zone of times whose own is not known. */
export interface CalendarReading {
  readonly zones: ZoneReader;
  readonly issues: IssueList;
  /** IANA zone of the reader, for floating times and as the last resort. */
  readonly viewer: string;
  /** Mail addresses of the calendar's owner, lower case: who declines. */
  readonly owners: ReadonlySet<string>;
}

/** The event, or null when it has no start that exists. */
export function readEvent(component: IcsComponent, reading: CalendarReading): ReadEvent | null {
  const start = momentOf(component, "DTSTART", reading);
  if (start === null) {
    const wasGiven = propertyOf(component, "DTSTART") !== undefined;
    reading.issues.add(wasGiven ? "bad-date" : "no-start", component.line);
    return null;
  }
  const text = (name: string): string => textOf(propertyOf(component, name));
  const when = { allDay: start.allDay, start: start.text, zone: start.zone };
  const dates = (name: string): readonly string[] => datesOf(component, name, when, reading);
  const event: ImportedEvent = {
    uid: text("UID") || `line-${component.line}`,
    title: text("SUMMARY"),
    location: text("LOCATION"),
    ...when,
    end: endOf(component, start, reading),
    repeat: repeatOf(component, start, reading),
    excluded: dates("EXDATE"),
    added: dates("RDATE"),
    busy: busyOf(component, reading),
  };
  const range = propertyOf(component, "RECURRENCE-ID")?.params.get("RANGE") ?? "";
  return {
    event,
    recurrenceId: momentOf(component, "RECURRENCE-ID", reading),
    isFromThereOn: range.toUpperCase() === "THISANDFUTURE",
    periods: periodsOf(component, event, reading),
    sequence: Number(/^\d{1,9}$/.exec(propertyOf(component, "SEQUENCE")?.value.trim() ?? "")?.[0] ?? 0),
    isCancelled: statusOf(component) === "CANCELLED",
    line: component.line,
    viewer: reading.viewer,
  };
}

/** A moment in the form of the series' own start, so that the two can be compared as text. */
export function startIn(
  moment: IcsMoment,
  series: Pick<ImportedEvent, "allDay" | "zone" | "start">,
  viewer: string,
): string {
  if (series.allDay) return moment.text.slice(0, 10);
  if (moment.allDay) return `${moment.text}T${series.start.slice(11)}`;
  if (moment.zone === series.zone) return moment.text;
  return wallOf(instantOf(moment, viewer), series.zone ?? viewer);
}

function textOf(property: IcsProperty | undefined): string {
  const text = cleanText(unescapeText(property?.value ?? ""));
  return text.replaceAll("\n", " ").trim().slice(0, MAX_TEXT_LENGTH);
}

const statusOf = (component: IcsComponent): string =>
  propertyOf(component, "STATUS")?.value.trim().toUpperCase() ?? "";

function momentOf(component: IcsComponent, name: string, { zones }: CalendarReading): IcsMoment | null {
  const property = propertyOf(component, name);
  return property === undefined ? null : (momentsOf(property, zones)[0] ?? null);
}

function datesOf(
  component: IcsComponent,
  name: string,
  series: Pick<ImportedEvent, "allDay" | "zone" | "start">,
  { zones, issues, viewer }: CalendarReading,
): readonly string[] {
  const properties = component.properties.filter((property) => property.name === name);
  const dates = properties.flatMap((property) => {
    const values = property.value.split(",").filter((value) => !value.includes("/"));
    if (values.length === 0) return [];
    return momentsOf({ ...property, value: values.join(",") }, zones).flatMap((moment): string[] => {
      if (moment === null) issues.add("bad-date", property.line);
      return moment === null ? [] : [startIn(moment, series, viewer)];
    });
  });
  return [...new Set(dates)].slice(0, MAX_DATES);
}

/** The periods of RDATE as events of their own: the series has one length only. */
function periodsOf(
  component: IcsComponent,
  event: ImportedEvent,
  reading: CalendarReading,
): readonly ImportedEvent[] {
  const properties = component.properties.filter(({ name }) => name === "RDATE");
  const periods = properties.flatMap((property) => {
    const values = property.value.split(",").filter((value) => value.includes("/"));
    return values.flatMap((value): ImportedEvent[] => {
      const when = periodOf(property, value, reading);
      if (when === null) reading.issues.add("bad-date", property.line);
      return when === null ? [] : [{ ...event, ...when, repeat: null, excluded: [], added: [] }];
    });
  });
  return periods.slice(0, MAX_DATES);
}

/** A period (RFC 5545 3.3.9): a start with an end or a length. Null = it is none. */
export function periodOf(
  property: IcsProperty,
  period: string,
  { zones, viewer }: Pick<CalendarReading, "zones" | "viewer">,
): Pick<ImportedEvent, "allDay" | "start" | "end" | "zone"> | null {
  const [from = "", to = ""] = period.split("/").map((part) => part.trim());
  const [start] = momentsOf({ ...property, value: from }, zones);
  if (!start || start.allDay) return null;
  const duration = parseDuration(to);
  const moment = duration === null ? (momentsOf({ ...property, value: to }, zones)[0] ?? null) : null;
  if (duration === null && moment === null) return null;
  const end = endTime(start, moment, duration, viewer);
  return end === null ? null : { allDay: false, start: start.text, end, zone: start.zone };
}

/** The end in the form of the start: exclusive for timed events, the last day for all-day ones (RFC 5545 3.6.1). */
function endOf(component: IcsComponent, start: IcsMoment, reading: CalendarReading): string {
  const end = momentOf(component, "DTEND", reading);
  const given = propertyOf(component, "DTEND");
  const duration = end === null ? parseDuration(propertyOf(component, "DURATION")?.value ?? "") : null;
  if (given !== undefined && end === null) reading.issues.add("bad-date", given.line);
  const found = start.allDay ? lastDay(start, end, duration) : endTime(start, end, duration, reading.viewer);
  if (found === null) reading.issues.add("bad-date", given?.line ?? component.line);
  return found ?? start.text;
}

/** Null = it ends before it starts. */
function lastDay(start: IcsMoment, end: IcsMoment | null, duration: IcsDuration | null): string | null {
  const first = Temporal.PlainDate.from(start.text);
  const length =
    end === null
      ? (duration?.days ?? 0) + Math.ceil((duration?.minutes ?? 0) / 1440)
      : first.until(Temporal.PlainDate.from(end.text.slice(0, 10)), { largestUnit: "day" }).days;
  // An end with a time of day still touches its day.
  const days = end !== null && !end.allDay && !end.text.endsWith("T00:00") ? length + 1 : length;
  return days < 0 ? null : first.add({ days: Math.max(days - 1, 0) }).toString();
}

function endTime(
  start: IcsMoment,
  end: IcsMoment | null,
  duration: IcsDuration | null,
  viewer: string,
): string | null {
  if (end === null && duration === null) return start.text;
  // The usual case needs no zone.
  if (end !== null && !end.allDay && end.zone === start.zone) return end.text < start.text ? null : end.text;
  const startMs = instantOf(start, viewer);
  const zone = start.zone ?? viewer;
  const endMs =
    end === null
      ? afterDuration(start, duration, viewer)
      : instantOf({ ...end, zone: end.zone ?? zone }, viewer);
  return endMs < startMs ? null : wallOf(endMs, zone);
}

/** The days first, on the wall clock of the start, then the exact time (RFC 5545 3.3.6). */
function afterDuration(start: IcsMoment, duration: IcsDuration | null, viewer: string): number {
  const { days, minutes } = duration ?? { days: 0, minutes: 0 };
  const day = dateOfDay(dayNumber(start.text.slice(0, 10)) + days);
  return instantOf({ text: day + start.text.slice(10), zone: start.zone }, viewer) + minutes * 60_000;
}

function repeatOf(
  component: IcsComponent,
  start: IcsMoment,
  { issues, viewer }: CalendarReading,
): Recurrence | null {
  const rules = component.properties.filter(({ name }) => name === "RRULE");
  const [rule] = rules;
  if (rule === undefined || propertyOf(component, "RECURRENCE-ID") !== undefined) return null;
  const read = parseRecurrence(rule.value, start.allDay ? null : (start.zone ?? viewer));
  if (rules.length > 1) issues.add("repeat-unsupported", rule.line);
  if (read.ok) return read.value;
  issues.add(read.error === "refused" ? "repeat-refused" : "repeat-unsupported", rule.line);
  return null;
}

/** Outlook's own property says more than TRANSP where it is there. */
function busyOf(component: IcsComponent, { owners }: CalendarReading): ImportedEvent["busy"] {
  const value = (name: string): string => propertyOf(component, name)?.value.trim().toUpperCase() ?? "";
  const own = component.properties.find(
    (property) => property.name === "ATTENDEE" && owners.has(addressOf(property)),
  );
  const answer = own?.params.get("PARTSTAT")?.toUpperCase() ?? "";
  const outlook = value("X-MICROSOFT-CDO-BUSYSTATUS");
  if (value("TRANSP") === "TRANSPARENT" || outlook === "FREE" || answer === "DECLINED") return "free";
  return statusOf(component) === "TENTATIVE" || outlook === "TENTATIVE" || answer === "TENTATIVE"
    ? "maybe"
    : "busy";
}
