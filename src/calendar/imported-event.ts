/** @file Events of a calendar file someone imported: what is shown beside drafts and what drafts can collide with. Plain data. */

import type { Recurrence } from "./recurrence.ts";

export interface ImportedEvent {
  readonly uid: string;
  readonly title: string;
  readonly location: string;
  readonly allDay: boolean;
  /** `YYYY-MM-DDTHH:mm` in `zone`, or `YYYY-MM-DD`. */
  readonly start: string;
  /** Same form. Exclusive for timed events; for all-day events the last day, inclusive. */
  readonly end: string;
  /** IANA zone; null = floating: that wall time wherever the reader is. */
  readonly zone: string | null;
  readonly repeat: Recurrence | null;
  /** Starts the series leaves out: EXDATE, and occurrences that have an event of their own. */
  readonly excluded: readonly string[];
  /** Further starts (RDATE). */
  readonly added: readonly string[];
  /** `free` blocks no time: transparent, or declined. */
  readonly busy: "busy" | "maybe" | "free";
}

export type CalendarIssueCode =
  /** A line that is no content line; left out. */
  | "bad-line"
  | "bad-date"
  | "no-start"
  /** The zone is not known and the file does not describe it: read in the zone given for such times. */
  | "unknown-zone"
  /** A repetition more often than daily, or one with parts that are not read: only the first date is shown. */
  | "repeat-refused"
  | "repeat-unsupported"
  /** A change of a series from a date on, in a way that is not read: it holds for that date only. */
  | "change-unsupported"
  | "duplicate"
  | "cancelled"
  | "task"
  | "cut";

export interface CalendarIssue {
  readonly code: CalendarIssueCode;
  readonly count: number;
  /** First line it was seen on, from 1, or null. */
  readonly line: number | null;
  /** The name of the zone, for `unknown-zone`. */
  readonly detail: string | null;
}

/** A file as it was read. */
export interface ParsedCalendar {
  /** X-WR-CALNAME or NAME, or empty. */
  readonly name: string;
  readonly events: readonly ImportedEvent[];
  readonly issues: readonly CalendarIssue[];
}

/** A file as it is kept. */
export interface ImportedCalendar extends ParsedCalendar {
  readonly id: string;
  readonly fileName: string;
  /** ISO instant. */
  readonly importedAt: string;
}
