/**
 * @file A calendar file as events (spec messages-calendar 5.6). Nothing in it is acted on: no alarm, no link, no
 * attachment. What cannot be read is counted and named, and the rest is kept.
 */

import { fail, ok, type Result } from "#shared/result";
import { IssueList } from "./calendar-issues.ts";
import { cleanText } from "./ics-text.ts";
import { momentsOf, zoneReader } from "./ics-moment.ts";
import { type IcsComponent, parseIcs, propertyOf, unescapeText } from "./ics-parse.ts";
import type { ImportedEvent, ParsedCalendar } from "./imported-event.ts";
import { type CalendarReading, readEvent, type ReadEvent, startIn } from "./read-event.ts";

const MAX_NAME_LENGTH = 100;

/** Reads `text`; `no-calendar` when it holds none. @param zone IANA zone of the reader */
export function readCalendar(text: string, zone: string): Result<ParsedCalendar, "no-calendar"> {
  const tree = parseIcs(text);
  if (tree.calendars.length === 0) return fail("no-calendar");
  const issues = new IssueList();
  for (const line of tree.badLines) issues.add("bad-line", line);
  if (tree.isCut) issues.add("cut", null);
  const events = tree.calendars.flatMap((calendar) => eventsOf(calendar, zone, issues));
  return ok({ name: nameOf(tree.calendars), events, issues: issues.all() });
}

function nameOf(calendars: readonly IcsComponent[]): string {
  const names = calendars.map((one) => propertyOf(one, "X-WR-CALNAME") ?? propertyOf(one, "NAME"));
  const name = names.find((property) => property !== undefined)?.value ?? "";
  return cleanText(unescapeText(name)).replaceAll("\n", " ").trim().slice(0, MAX_NAME_LENGTH);
}

function eventsOf(calendar: IcsComponent, viewer: string, issues: IssueList): readonly ImportedEvent[] {
  const zones = zoneReader(calendar, viewer, (tzid) => issues.add("unknown-zone", null, tzid));
  const owner = propertyOf(calendar, "X-WR-CALNAME")?.value.trim().toLowerCase() ?? "";
  const reading: CalendarReading = {
    zones,
    issues,
    viewer,
    owners: new Set(owner.includes("@") ? [owner] : []),
  };
  const read: ReadEvent[] = [];
  const busy: ImportedEvent[] = [];
  for (const component of calendar.components) {
    if (component.name === "VTODO") issues.add("task", component.line);
    if (component.name === "VFREEBUSY") busy.push(...freeBusy(component, reading));
    if (component.name !== "VEVENT") continue;
    const event = readEvent(component, reading);
    if (event !== null) read.push(event);
  }
  return [...assemble(read, issues), ...busy];
}

/** Series without the occurrences that have an event of their own, one event per UID, nothing that was cancelled. */
function assemble(read: readonly ReadEvent[], issues: IssueList): readonly ImportedEvent[] {
  const masters = new Map<string, ReadEvent[]>();
  for (const event of read) {
    if (event.recurrenceId !== null) continue;
    const same = masters.get(event.event.uid) ?? [];
    const twin = same.findIndex((other) => isVersionOf(event, other));
    if (twin === -1) masters.set(event.event.uid, [...same, event]);
    else {
      issues.add("duplicate", event.line);
      if (event.sequence >= (same[twin]?.sequence ?? 0)) same[twin] = event;
    }
  }
  const overrides = latestOverrides(read);
  const byUid = new Map<string, ReadEvent[]>();
  for (const one of overrides) byUid.set(one.event.uid, [...(byUid.get(one.event.uid) ?? []), one]);
  const series = [...masters.values()].flat().map((master) => ({
    ...master,
    event: without(master.event, byUid.get(master.event.uid) ?? []),
  }));
  return [...series, ...overrides].flatMap(({ event, isCancelled, line }) => {
    if (!isCancelled) return [event];
    issues.add("cancelled", line);
    return [];
  });
}

/** The same event again: another version, or the same start. Files that give every event one UID keep them all. */
function isVersionOf(event: ReadEvent, other: ReadEvent): boolean {
  return event.sequence !== other.sequence || event.event.start === other.event.start;
}

function latestOverrides(read: readonly ReadEvent[]): readonly ReadEvent[] {
  const overrides = new Map<string, ReadEvent>();
  for (const event of read) {
    if (event.recurrenceId === null) continue;
    const key = `${event.event.uid} ${event.recurrenceId.text}`;
    const known = overrides.get(key);
    if (known === undefined || event.sequence >= known.sequence) overrides.set(key, event);
  }
  return [...overrides.values()];
}

function without(master: ImportedEvent, overrides: readonly ReadEvent[]): ImportedEvent {
  if (overrides.length === 0) return master;
  const moved = overrides.flatMap(({ recurrenceId, viewer }) =>
    recurrenceId === null ? [] : [startIn(recurrenceId, master, viewer)],
  );
  return { ...master, excluded: [...new Set([...master.excluded, ...moved])] };
}

/** Busy periods without names (RFC 5545 3.6.4). */
function freeBusy(
  component: IcsComponent,
  { issues, viewer, zones }: CalendarReading,
): readonly ImportedEvent[] {
  const periods = component.properties.filter(({ name }) => name === "FREEBUSY");
  return periods.flatMap((property) => {
    const type = (property.params.get("FBTYPE") ?? "BUSY").toUpperCase();
    if (type === "FREE") return [];
    return property.value.split(",").flatMap((period): ImportedEvent[] => {
      const event = periodEvent(period, property.line, { zones, viewer });
      if (event === null) issues.add("bad-date", property.line);
      return event === null ? [] : [{ ...event, busy: type === "BUSY-TENTATIVE" ? "maybe" : "busy" }];
    });
  });
}

function periodEvent(
  period: string,
  line: number,
  reading: Pick<CalendarReading, "zones" | "viewer">,
): ImportedEvent | null {
  const [from = "", to = ""] = period.split("/");
  const property = { name: "FREEBUSY", params: new Map<string, string>(), line };
  const component: IcsComponent = {
    name: "VEVENT",
    line,
    components: [],
    properties: [
      { ...property, name: "DTSTART", value: from },
      { ...property, name: to.trim().startsWith("P") ? "DURATION" : "DTEND", value: to },
      { ...property, name: "UID", value: `busy-${from.trim()}-${line}` },
    ],
  };
  const starts = momentsOf({ ...property, value: from }, reading.zones);
  if (starts[0] === null || starts[0] === undefined) return null;
  return readEvent(component, { ...reading, issues: new IssueList(), owners: new Set() })?.event ?? null;
}
