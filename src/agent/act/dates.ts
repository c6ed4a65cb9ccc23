/**
 * @file Dates as a run uses them: certain ones get a key, others become a question (spec messages-calendar 8, N2, N5).
 * The only way from words to a date; the model never writes one.
 */

import { Temporal } from "temporal-polyfill";

import { draftChoices } from "#calendar/draft";
import { formatSpan } from "#calendar/format-when";
import { formatSeries } from "#calendar/recurrence-text";
import type { AskReason, Language, Resolution, ZonedTime } from "#calendar/resolution";
import { localOf, startOf } from "#calendar/resolution-start";
import { zonedTime } from "#calendar/wall-time";

import type { DateOption } from "./tool.ts";

const MAX_OPTIONS = 4;
/** What may repeat: anything faster than a day is no appointment but an attack on a calendar. */
const RULES: RegExp = /^(?:RRULE:)?(?:[A-Z]+=[^;]+;)*FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;|$)/;
const RULE_PARTS: ReadonlySet<string> = new Set(
  "FREQ INTERVAL COUNT UNTIL BYDAY BYMONTHDAY BYMONTH BYSETPOS WKST".split(" "),
);

/** True for what a draft can be made of without asking: one date or time, said clearly and not over. */
export function isCertain(resolution: Resolution): boolean {
  if (resolution.flags.includes("past")) return false;
  if (resolution.kind === "recurrence") return isAllowedRule(resolution.rrule);
  return resolution.kind === "date" || resolution.kind === "time" || resolution.kind === "due";
}

export function isAllowedRule(rrule: string): boolean {
  const parts = rrule.replace(/^RRULE:/, "").split(";");
  return RULES.test(rrule) && parts.every((part) => RULE_PARTS.has(part.split("=")[0] ?? ""));
}

export type DateReason = AskReason | "no-date";

/** Why a date has to be asked about, or null when it does not. */
export function questionReason(resolution: Resolution | null): DateReason | null {
  if (resolution === null || resolution.kind === "none") return "no-date";
  if (resolution.kind === "ask") return resolution.reason;
  if (resolution.kind === "window" || resolution.kind === "date-window") return "no-time";
  if (resolution.kind === "duration" || resolution.kind === "relative") return "no-date";
  if (resolution.flags.includes("past")) return "past-date";
  if (resolution.kind === "recurrence" && !isAllowedRule(resolution.rrule)) return "recurrence-unclear";
  return null;
}

/** What a person can choose, each a certain date read from `from`. */
export function optionsOf(
  resolution: Resolution | null,
  durationMinutes: number,
  zone: string,
  from: Pick<DateOption, "phrase" | "label">,
  language: Language,
): DateOption[] {
  if (resolution === null || resolution.flags.includes("past")) return [];
  return draftChoices(resolution, durationMinutes, language)
    .slice(0, MAX_OPTIONS)
    .map(({ label, start, end, allDay, repeat }) => ({
      ...from,
      display: label,
      resolution:
        (repeat === null ? null : seriesFrom(resolution, start)) ??
        (allDay
          ? dayResolution(start, end)
          : { kind: "time", start: zonedWall(start, zoneIn(resolution) ?? zone), flags: [], trace: [] }),
    }));
}

/** The series among the answers that begins then: who chooses it wants all of it. */
function seriesFrom(resolution: Resolution, start: string): Resolution | null {
  const answers = resolution.kind === "ask" ? resolution.options : [resolution];
  const series = answers.find((answer) => answer.kind === "recurrence" && startOf(answer) === start);
  return series !== undefined && isCertain(series) ? series : null;
}

const dayResolution = (start: string, end: string): Resolution => ({
  kind: "date",
  start,
  ...(end === start ? {} : { end }),
  flags: [],
  trace: [],
});

/** The zone a resolution was made in, if it holds a time of day. */
export function zoneIn(resolution: Resolution): string | null {
  const text = /"zone":"([^"]+)"/.exec(JSON.stringify({ ...resolution, trace: [] }));
  return text?.[1] ?? null;
}

/** `YYYY-MM-DDTHH:mm` as a moment; a wall time that a clock change skips is the later one. */
export function zonedWall(local: string, zone: string): ZonedTime {
  return zonedTime(Temporal.PlainDateTime.from(local).toZonedDateTime(zone));
}

/** `minutes` after a wall time, on the clock of its zone. */
export function laterBy(local: string, minutes: number, zone: string): ZonedTime {
  return zonedTime(Temporal.PlainDateTime.from(local).toZonedDateTime(zone).add({ minutes }));
}

/** "Fri 27 Nov 2026, 15:00"; for what repeats, its first date and the rule. Empty for what is no date. */
export function displayOf(resolution: Resolution, language: Language): string {
  const span = (start: string, end = ""): string => formatSpan(start, end, language);
  switch (resolution.kind) {
    case "date":
      return span(resolution.start, resolution.end);
    case "time":
    case "window":
      return span(resolution.start.local, resolution.end?.local);
    case "date-window":
      return span(resolution.start, resolution.end);
    case "due":
      return span(localOf(resolution.at));
    case "recurrence":
      return formatSeries(resolution, language);
    case "duration":
    case "relative":
    case "ask":
    case "none":
      return "";
    default:
      return resolution satisfies never;
  }
}

/** The person's own words lead back to no message. */
export const OWN_WORDS = { phrase: null, label: null } as const;

/** A date that the person's own words name. */
export const ownDate = (resolution: Resolution, language: Language): DateOption => ({
  ...OWN_WORDS,
  display: displayOf(resolution, language),
  resolution,
});

/** Beginning and end as wall times or dates, with the zone where there is one; empty while it is a question. */
export function momentsOf(resolution: Resolution): {
  readonly start?: string;
  readonly end?: string;
  readonly zone?: string;
} {
  const start = startOf(resolution);
  if (start === null) return {};
  const end = "end" in resolution ? resolution.end : undefined;
  const zone = zoneIn(resolution);
  return { start, ...(end !== undefined && { end: localOf(end) }), ...(zone != null && { zone }) };
}

/** The resolution with a length; whole days keep theirs, and series that have one. */
export function withDuration(resolution: Resolution, minutes: number | undefined): Resolution {
  if (minutes === undefined) return resolution;
  if (resolution.kind === "recurrence")
    return typeof resolution.start === "string" ? resolution : { durationMinutes: minutes, ...resolution };
  if (resolution.kind !== "time") return resolution;
  return { ...resolution, end: laterBy(resolution.start.local, minutes, resolution.start.zone) };
}
