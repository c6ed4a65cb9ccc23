/** @file Whether a draft can be written as a calendar file: every field checked, every problem named. */

import { Temporal } from "temporal-polyfill";
import { fail, ok, type Result } from "#shared/result";
import type { EventDraft } from "./event-draft.ts";
import { safeUrl } from "./ics-uri.ts";
import { isTimeZone } from "./lexer.ts";
import { startsOnOccurrence } from "./occurrences.ts";
import { isWritable } from "./recurrence.ts";
import { MINUTES_PER_DAY, place } from "./wall-time.ts";

const MAX_TITLE_LENGTH = 120;
const MAX_LOCATION_LENGTH = 250;
const MAX_NOTES_LENGTH = 4_000;
const MAX_PEOPLE = 50;
const MAX_NAME_LENGTH = 60;
/** Four weeks. */
const MAX_REMINDER_MINUTES = 40_320;
const MIN_YEAR = 1970;
const MAX_YEAR = 2199;

export type DraftProblemCode =
  | "missing"
  | "too-long"
  | "too-many"
  | "invalid"
  | "unknown-zone"
  | "end-before-start"
  /** The wall time is skipped by a clock change that day. */
  | "clock-gap"
  /** The first day is not one the rule names. */
  | "not-an-occurrence";

export interface DraftProblem {
  readonly field: keyof EventDraft;
  readonly code: DraftProblemCode;
}

type Check = (draft: EventDraft) => DraftProblemCode | null;

const isTooLong = (text: string, limit: number): DraftProblemCode | null =>
  text.length > limit ? "too-long" : null;

/** Minutes since midnight of a valid wall time or date with its date; null = not one. */
function parseMoment(text: string, allDay: boolean): { date: Temporal.PlainDate; minutes: number } | null {
  const shape = allDay ? /^\d{4}-\d\d-\d\d$/ : /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/;
  if (!shape.test(text)) return null;
  try {
    const date = Temporal.PlainDate.from(text.slice(0, 10), { overflow: "reject" });
    if (date.year < MIN_YEAR || date.year > MAX_YEAR) return null;
    return { date, minutes: allDay ? 0 : Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16)) };
  } catch {
    return null;
  }
}

function checkMoment(text: string, draft: EventDraft): DraftProblemCode | null {
  if (text === "") return draft.kind === "task" ? null : "missing";
  const moment = parseMoment(text, draft.allDay);
  if (moment === null) return "invalid";
  if (draft.allDay || !isTimeZone(draft.zone)) return null;
  return place(moment.date, moment.minutes, draft.zone).kind === "gap" ? "clock-gap" : null;
}

/** The end as an instant has to follow the start; an all-day end may be the same day. */
function checkOrder(draft: EventDraft): DraftProblemCode | null {
  const start = parseMoment(draft.start, draft.allDay);
  const end = parseMoment(draft.end, draft.allDay);
  if (start === null || end === null || !isTimeZone(draft.zone)) return null;
  if (draft.allDay) return Temporal.PlainDate.compare(end.date, start.date) < 0 ? "end-before-start" : null;
  return instantOf(draft.end, draft.zone) <= instantOf(draft.start, draft.zone) ? "end-before-start" : null;
}

const instantOf = (wall: string, zone: string): number =>
  Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds;

function checkPeople({ people }: EventDraft): DraftProblemCode | null {
  if (people.length > MAX_PEOPLE) return "too-many";
  return people.some((name) => isTooLong(name, MAX_NAME_LENGTH) !== null) ? "too-long" : null;
}

function checkReminder({ reminderMinutes, allDay }: EventDraft): DraftProblemCode | null {
  if (reminderMinutes === null) return null;
  // An all-day reminder may ring during its first day.
  const earliest = allDay ? -MINUTES_PER_DAY : 0;
  const isValid =
    Number.isInteger(reminderMinutes) &&
    reminderMinutes >= earliest &&
    reminderMinutes <= MAX_REMINDER_MINUTES;
  return isValid ? null : "invalid";
}

function checkRepeat(draft: EventDraft): DraftProblemCode | null {
  const { repeat, start, kind } = draft;
  if (repeat === null) return null;
  if (kind === "task" || !isWritable(repeat)) return "invalid";
  if (checkMoment(start, draft) !== null) return null;
  if (repeat.until !== null && repeat.until < start.slice(0, 10)) return "end-before-start";
  return startsOnOccurrence(repeat, start) ? null : "not-an-occurrence";
}

/** What the event ends with; a task only has its due moment. */
function checkEnd(draft: EventDraft): DraftProblemCode | null {
  return draft.kind === "task" ? null : (checkMoment(draft.end, draft) ?? checkOrder(draft));
}

function checkUrl({ url }: EventDraft): DraftProblemCode | null {
  return url.trim() === "" || safeUrl(url) !== null ? null : "invalid";
}

const isPriority = ({ priority }: EventDraft): boolean =>
  Number.isInteger(priority) && priority >= 0 && priority <= 9;

const CHECKS: readonly (readonly [field: keyof EventDraft, check: Check])[] = [
  ["uid", (draft) => (/^[\w.@-]{8,120}$/.test(draft.uid) ? null : "invalid")],
  ["title", (draft) => (draft.title.trim() === "" ? "missing" : isTooLong(draft.title, MAX_TITLE_LENGTH))],
  ["zone", (draft) => (isTimeZone(draft.zone) ? null : "unknown-zone")],
  ["start", (draft) => checkMoment(draft.start, draft)],
  ["end", checkEnd],
  ["repeat", checkRepeat],
  ["location", (draft) => isTooLong(draft.location, MAX_LOCATION_LENGTH)],
  ["notes", (draft) => isTooLong(draft.notes, MAX_NOTES_LENGTH)],
  ["url", checkUrl],
  ["people", checkPeople],
  ["reminderMinutes", checkReminder],
  ["priority", (draft) => (isPriority(draft) ? null : "invalid")],
];

/** The draft itself when it can be exported, else every problem, at most one per field, in field order. */
export function validateDraft(draft: EventDraft): Result<EventDraft, DraftProblem[]> {
  const problems = CHECKS.flatMap(([field, check]): DraftProblem[] => {
    const code = check(draft);
    return code === null ? [] : [{ field, code }];
  });
  return problems.length === 0 ? ok(draft) : fail(problems);
}
