/** @file What a draft overlaps, in sentences. A file that was imported is always named with its age. */
import { ageInDays, type Conflict, type Conflicts } from "#calendar/conflicts";
import { formatSpan } from "#calendar/format-when";
import type { ImportedCalendar } from "#calendar/imported-event";

type Named = Pick<ImportedCalendar, "name" | "fileName" | "importedAt">;

/** The name a person knows it by. */
export function calendarName({ name, fileName }: Pick<Named, "name" | "fileName">): string {
  return name === "" ? fileName : name;
}

/** "today", "yesterday", "4 days ago". */
export function ageText(importedAt: string, now: string, zone: string): string {
  const days = ageInDays(importedAt, now, zone);
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-days, "day");
}

/** "Overlaps “Dentist”, Fri 27 Nov 2026, 14:30–15:15 (Work, imported 4 days ago)". */
export function conflictText(conflict: Conflict, now: string, zone: string): string {
  const { title, start, end, certainty, calendar } = conflict;
  const verb = certainty === "maybe" ? "May overlap" : "Overlaps";
  const where =
    calendar === null
      ? "a draft of yours"
      : `${calendarName(calendar)}, imported ${ageText(calendar.importedAt, now, zone)}`;
  return `${verb} “${title || "Untitled"}”, ${formatSpan(start, end, "en")} (${where})`;
}

/** What is said when nothing overlaps: where was looked, never more. Empty without a calendar. */
export function noConflictText(calendars: readonly Named[], now: string, zone: string): string {
  if (calendars.length === 0) return "";
  const names = calendars.map(
    (calendar) => `${calendarName(calendar)} (imported ${ageText(calendar.importedAt, now, zone)})`,
  );
  return `No overlap found in ${names.join(", ")}.`;
}

/** The ones that are not shown one by one. */
export function moreText({ shown, total }: Conflicts): string {
  const more = total - shown.length;
  return more === 0 ? "" : `and ${more} more`;
}
