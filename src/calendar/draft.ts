/**
 * @file Operations on event drafts. All pure: identity and time are passed in. A draft whose date has to be
 * chosen has an empty `start`; nothing here chooses for the person (spec N5).
 */

import { Temporal } from "temporal-polyfill";
import { assumptionsOf } from "./assumptions.ts";
import { type DraftSource, emptyDraft, type EventDraft } from "./event-draft.ts";
import { formatDistance, formatSpan } from "./format-when.ts";
import { parseRecurrence, type Recurrence } from "./recurrence.ts";
import { recurrenceText, repetitionText } from "./recurrence-text.ts";
import type { Language, Resolution, ZonedTime } from "./resolution.ts";
import { wordingOf } from "./wording/wordings.ts";

export { validateDraft } from "./validate-draft.ts";

/** Length of an event whose words give none (rule R13), in minutes. */
const DEFAULT_DURATION_MINUTES = 30;

export interface DraftOptions {
  readonly id: string;
  readonly uid: string;
  readonly title: string;
  /** IANA zone the event is shown and written in. */
  readonly zone: string;
  readonly defaultDurationMinutes?: number | undefined;
  readonly sources: readonly DraftSource[];
  /** The words the date was read from, or null. */
  readonly phrase: string | null;
  /** What was assumed is said in it. */
  readonly language: Language;
  /** ISO instant. */
  readonly now: string;
}

/** What a person can pick when a phrase left it open: values for a draft's fields of the same names. */
export interface DraftChoice {
  /** "Fri 27 Nov 2026, 15:00". */
  readonly label: string;
  readonly start: string;
  readonly end: string;
  readonly allDay: boolean;
  readonly repeat: Recurrence | null;
}

type Span = Omit<DraftChoice, "label">;

/** Fields a person can change; identity and history are not among them. */
export type DraftChange = Partial<
  Omit<EventDraft, "id" | "uid" | "sequence" | "state" | "createdAt" | "updatedAt">
>;

const NOT_CHOSEN: Span = { start: "", end: "", allDay: false, repeat: null };

/** A proposed draft; `start` is empty where the date must be chosen (questions, windows, no date at all). */
export function draftFromResolution(resolution: Resolution, options: DraftOptions): EventDraft {
  const minutes = options.defaultDurationMinutes ?? DEFAULT_DURATION_MINUTES;
  const span = spanOf(resolution, options.zone, minutes) ?? NOT_CHOSEN;
  return {
    ...emptyDraft(options),
    title: options.title,
    ...span,
    zone: seriesZone(resolution) ?? options.zone,
    status: "tentative",
    sources: options.sources,
    phrase: options.phrase,
    assumptions: assumptionsOf(resolution, minutes, options.language),
  };
}

/** A series keeps the zone it was said in: elsewhere it could fall on other weekdays. */
function seriesZone(resolution: Resolution): string | null {
  return resolution.kind === "recurrence" ? zoneOf(resolution) : null;
}

/** Days or times that are certain; null = something has to be chosen. */
// oxlint-disable-next-line typescript/consistent-return -- the switch is exhaustive
function spanOf(resolution: Resolution, zone: string, minutes: number): Span | null {
  switch (resolution.kind) {
    case "date":
      return days(resolution.start, resolution.end ?? resolution.start);
    case "time":
      return timed(resolution.start, resolution.end ?? null, zone, minutes);
    case "due":
      return moment(resolution.at, zone, minutes);
    case "recurrence":
      return series(resolution, zone, minutes);
    case "window":
    case "date-window":
    case "duration":
    case "relative":
    case "ask":
    case "none":
      return null;
  }
}

function moment(at: ZonedTime | string, zone: string, minutes: number): Span {
  return typeof at === "string" ? days(at, at) : timed(at, null, zone, minutes);
}

const days = (start: string, end: string): Span => ({ start, end, allDay: true, repeat: null });

function series(
  { start, rrule, durationMinutes }: Extract<Resolution, { kind: "recurrence" }>,
  zone: string,
  minutes: number,
): Span {
  const own = typeof start === "string" ? zone : start.zone;
  const rule = parseRecurrence(rrule, own);
  const repeat = rule.ok ? { ...rule.value, until: rule.value.until?.slice(0, 10) ?? null } : null;
  return { ...moment(start, own, durationMinutes ?? minutes), repeat };
}

function timed(start: ZonedTime, end: ZonedTime | null, zone: string, minutes: number): Span {
  const endMs = end?.epochMs ?? start.epochMs + minutes * 60_000;
  const [from, to] = [wallTime(start.epochMs, zone), wallTime(endMs, zone)];
  return { start: from, end: to, allDay: false, repeat: null };
}

function wallTime(epochMs: number, zone: string): string {
  const wall = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone).toPlainDateTime();
  return wall.toString({ smallestUnit: "minute" });
}

/**
 * The answers to a question, or the days or the start of a window, as concrete choices in their own zone. A
 * wall time that occurs twice is offered once: a calendar file means the first of the two.
 */
export function draftChoices(
  resolution: Resolution,
  durationMinutes: number,
  language: Language,
): readonly DraftChoice[] {
  const options = resolution.kind === "ask" ? resolution.options : [resolution];
  const spans = options.flatMap((option) => spansOf(option, durationMinutes));
  const distinct = new Map(spans.map((span) => [JSON.stringify(span), span]));
  return [...distinct.values()].map((span) => ({
    label: labelOf(span, durationMinutes, language),
    ...span,
  }));
}

function spansOf(option: Resolution, minutes: number): readonly Span[] {
  if (option.kind === "window") return [timed(option.start, null, option.start.zone, minutes)];
  if (option.kind === "date-window") return daysOf(option.start, option.end);
  const zone = zoneOf(option);
  const span = spanOf(option, zone ?? "UTC", minutes);
  return span === null ? [] : [span];
}

function zoneOf(option: Resolution): string | null {
  if (option.kind === "time") return option.start.zone;
  if (option.kind === "due") return typeof option.at === "string" ? null : option.at.zone;
  return option.kind === "recurrence" && typeof option.start !== "string" ? option.start.zone : null;
}

function daysOf(start: string, end: string): readonly Span[] {
  const first = Temporal.PlainDate.from(start);
  const count = Math.min(first.until(end).days + 1, 7);
  return Array.from({ length: count }, (_, index): Span => {
    const day = first.add({ days: index }).toString();
    return days(day, day);
  });
}

/** The end is shown only when it is more than the default length. */
function labelOf(span: Span, minutes: number, language: Language): string {
  const isDefault =
    !span.allDay && Date.parse(`${span.end}Z`) - Date.parse(`${span.start}Z`) === minutes * 60_000;
  const when = formatSpan(span.start, isDefault ? "" : span.end, language);
  return span.repeat === null ? when : `${when}, ${repetitionText(span.repeat, language)}`;
}

/**
 * "Wed 25 Nov 2026, 16:00–16:30 Europe/Berlin, every week on Wed with no end"; with `now`, " (in 3 days)" behind it; empty
 * without a start.
 */
export function formatWhen(draft: EventDraft, language: Language, now?: string): string {
  if (draft.start === "") return "";
  const words = wordingOf(language);
  const isTask = draft.kind === "task";
  const span = formatSpan(draft.start, isTask ? "" : draft.end, language);
  const when = draft.allDay ? (isTask ? span : words.allDay(span)) : `${span} ${draft.zone}`;
  const due = isTask ? words.due(when) : when;
  const text = draft.repeat === null ? due : `${due}, ${recurrenceText(draft.repeat, language)}`;
  return now === undefined ? text : `${text} (${formatRelative(draft, now, language)})`;
}

/** How far the start is from `now` (ISO instant): "in 3 days"; empty without a start. */
export function formatRelative(draft: EventDraft, now: string, language: Language): string {
  return draft.start === "" ? "" : formatDistance(draft.start, draft.zone, now, language);
}

/**
 * The draft with a person's change: proposed again, with the next sequence number if it had been exported, so
 * that calendars take the new file as an update (RFC 5545 3.8.7.4).
 */
export function withChange(draft: EventDraft, change: DraftChange, now: string): EventDraft {
  const sequence = draft.state === "approved" ? draft.sequence + 1 : draft.sequence;
  const { id, uid, createdAt } = draft;
  return { ...draft, ...change, id, uid, createdAt, sequence, state: "proposed", updatedAt: now };
}
