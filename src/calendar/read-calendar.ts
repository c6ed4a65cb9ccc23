/**
 * @file A calendar file as events (spec messages-calendar 5.6). Nothing in it is acted on: no alarm, no link, no
 * attachment. What cannot be read is counted and named, and the rest is kept.
 */

import { fail, ok, type Result } from "#shared/result";
import { IssueList } from "./calendar-issues.ts";
import { ownersOf } from "./calendar-owner.ts";
import { cleanText } from "./ics-text.ts";
import { zoneReader } from "./ics-moment.ts";
import { type IcsComponent, parseIcs, propertyOf, unescapeText } from "./ics-parse.ts";
import type { ImportedEvent, ParsedCalendar } from "./imported-event.ts";
import { type CalendarReading, periodOf, readEvent, type ReadEvent } from "./read-event.ts";
import { splitSeries } from "./split-series.ts";

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
  const reading: CalendarReading = { zones, issues, viewer, owners: ownersOf(calendar) };
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
    parts: splitSeries(master.event, byUid.get(master.event.uid) ?? [], issues),
  }));
  const alone = overrides.filter(({ isFromThereOn, event }) => !isFromThereOn || !masters.has(event.uid));
  return [...series, ...alone.map((one) => ({ ...one, parts: [one.event] }))].flatMap((one) => {
    const { parts, periods, isCancelled, line } = one;
    if (!isCancelled)
      return [...parts, ...periods.filter(({ start }) => !one.event.excluded.includes(start))];
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
      const when = periodOf(property, period, { zones, viewer });
      if (when === null) issues.add("bad-date", property.line);
      return when === null
        ? []
        : [busyEvent(when, property.line, type === "BUSY-TENTATIVE" ? "maybe" : "busy")];
    });
  });
}

function busyEvent(
  when: Pick<ImportedEvent, "allDay" | "start" | "end" | "zone">,
  line: number,
  busy: ImportedEvent["busy"],
): ImportedEvent {
  const uid = `busy-${when.start}-${line}`;
  return { ...when, uid, title: "", location: "", repeat: null, excluded: [], added: [], busy };
}
