/**
 * @file The date that a request moves a draft to: "an hour later" counts from the draft, "to 4 pm" keeps its day, "to
 * Monday" its clock, "to every Tuesday" makes it repeat. Of what repeats, a new clock moves all of it; a new day may mean
 * all of it or one time only, which is asked.
 */

import { Temporal } from "temporal-polyfill";

import { atWorkHours } from "#agent/sentences/work-hours";
import type { EventDraft } from "#calendar/event-draft";
import { findDatePhrases } from "#calendar/find-phrases";
import { startsOnOccurrence } from "#calendar/occurrences";
import { recurrenceValue } from "#calendar/recurrence";
import { movedRepeat } from "#calendar/repeat-presets";
import type { DateContext, FoundPhrase, Language, Resolution, ZonedTime } from "#calendar/resolution";
import { startOf } from "#calendar/resolution-start";
import { resolveDate } from "#calendar/resolve-date";
import { MINUTES_PER_DAY } from "#calendar/wall-time";

import { laterBy, zonedWall } from "./dates.ts";
import { minutesOf } from "./move-draft.ts";
import { isLedTo } from "./move-form.ts";
import { shiftOf, withoutSameClock } from "./move-shift.ts";
import { MAX_READ } from "./request-form.ts";
import type { AgentRun } from "./run.ts";

/** Null where the request names no date. */
export function newDate(run: AgentRun, draft: EventDraft): Resolution | null {
  const { request, language, createdAt } = run;
  const refEpochMs = Date.parse(createdAt);
  const context = { refEpochMs, zone: draft.zone, language, dayParts: request.dayParts };
  const text = withClock(withoutSameClock(request.text.slice(0, MAX_READ)), draft);
  const about = `${draft.title} ${text}`;
  const phrases = findDatePhrases(text, context).map((found) => atWorkHours(ahead(found, context), about));
  const shift = draft.start === "" ? null : shiftOf(text, phrases, context);
  if (shift !== null) return shifted(draft, shift);
  const found = targetOf(text, phrases, language);
  if (found === undefined) return null;
  const { phrase } = found;
  const resolution = fromHere(found.resolution, draft);
  if (!isTimed(draft)) return resolution;
  return onItsDay(draft, phrase, context) ?? withItsClock(draft, phrase, resolution, context);
}

/** "To 10 on Friday" has a clock, which only "at" makes one for the resolver; "to 10 December" and "2 to 4" have none. */
const BARE_CLOCK =
  /(?<!\d\S{0,6}\s)\bto (\d{1,2})(?=\s*(?:$|[,.!?]|(?:on|tomorrow|today|please|instead)\b))/giu;
/** "From 2 to 4" of what is at 2. */
const FROM_CLOCK = /\bfrom (\d{1,2}) to (\d{1,2})(?![\d:.])/iu;

function withClock(text: string, draft: EventDraft): string {
  const [, from] = FROM_CLOCK.exec(text) ?? [];
  const isAt =
    from !== undefined && isTimed(draft) && Number(draft.start.slice(11, 13)) % 12 === Number(from) % 12;
  return (isAt ? text.replace(FROM_CLOCK, "to $2") : text).replace(BARE_CLOCK, "at $1");
}

/** "The one on Thursday to Monday" reads like both days: where it comes from is a day it is on now, or one of its series. */
function fromHere(resolution: Resolution, draft: EventDraft): Resolution {
  if (resolution.kind !== "date" || resolution.end === undefined || !isTimed(draft)) return resolution;
  if (draft.repeat === null && resolution.start !== draft.start.slice(0, 10)) return resolution;
  const { end, ...rest } = resolution;
  return { ...rest, start: end };
}

/** "The choir on 3 December to 4 December": of several dates the one it is moved to, else the first. */
function targetOf(
  text: string,
  phrases: readonly FoundPhrase[],
  language: Language,
): FoundPhrase | undefined {
  const dated = phrases.filter(({ resolution }) => !UNDATED.has(resolution.kind));
  return dated.findLast((found) => isLedTo(text, found, language)) ?? dated[0];
}

/** Lengths and nothing at all. */
export const UNDATED: ReadonlySet<Resolution["kind"]> = new Set(["none", "duration", "relative"]);

/** Hindi has one word for yesterday and tomorrow: nothing is moved to what is over. */
function ahead(found: FoundPhrase, context: DateContext): FoundPhrase {
  const { resolution } = found;
  if (resolution.kind !== "ask" || resolution.reason !== "alternatives") return found;
  const only = onlyAhead(resolution.options, (option) => option, context);
  return only === null ? found : { ...found, resolution: only };
}

/** Of what a Hindi word for a day leaves open, the one that is not over yet; null where that is not one. */
export function onlyAhead<T>(
  options: readonly T[],
  resolutionOf: (option: T) => Resolution,
  { language, refEpochMs, zone }: DateContext,
): T | null {
  if (language !== "hi") return null;
  const now = Temporal.Instant.fromEpochMilliseconds(refEpochMs).toZonedDateTimeISO(zone).toPlainDateTime();
  const [only, second] = options.filter((option) => {
    const start = startOf(resolutionOf(option)) ?? "";
    return start >= now.toString().slice(0, start.length);
  });
  return only === undefined || second !== undefined ? null : only;
}

const onDay = (local: string, days: number): string =>
  local.length === 10
    ? Temporal.PlainDate.from(local).add({ days }).toString()
    : Temporal.PlainDateTime.from(local).add({ days }).toString({ smallestUnit: "minute" });

/** Whole days on the calendar, whatever clocks do; less than a day on the clock. Null for a draft of whole days by minutes. */
function shifted(draft: EventDraft, minutes: number): Resolution | null {
  if (minutes % MINUTES_PER_DAY === 0) {
    const days = minutes / MINUTES_PER_DAY;
    const start = onDay(draft.start, days);
    if (draft.allDay) return allDays(draft, start, days);
    return seriesFrom(draft, start) ?? once(draft, zonedWall(start, draft.zone));
  }
  if (!isTimed(draft)) return null;
  const later = laterBy(draft.start, minutes, draft.zone);
  return seriesFrom(draft, later.local) ?? once(draft, later);
}

function allDays(draft: EventDraft, start: string, days: number): Resolution {
  const end = draft.end === "" ? start : onDay(draft.end, days);
  return (
    seriesFrom(draft, start) ?? { kind: "date", start, ...(end !== start && { end }), flags: [], trace: [] }
  );
}

const isTimed = (draft: EventDraft): boolean => !draft.allDay && draft.start !== "";

/** A clock without a day would mean today. */
function onItsDay(draft: EventDraft, phrase: string, context: DateContext): Resolution | null {
  const day = draft.start.slice(0, 10);
  // A series may have begun long ago.
  const dayMs = zonedWall(`${day}T00:00`, draft.zone).epochMs;
  const refEpochMs = draft.repeat === null ? context.refEpochMs : Math.min(dayMs, context.refEpochMs);
  const words = `${day} ${phrase}`;
  const found = { phrase: words, start: 0, end: words.length };
  const { resolution: read } = atWorkHours(
    { ...found, resolution: resolveDate(words, { ...context, refEpochMs }) },
    draft.title,
  );
  if (read.kind === "ask" && read.reason === "am-or-pm") return onThatDay(read, day) ? read : null;
  if (read.kind !== "time" || !read.start.local.startsWith(day)) return null;
  return seriesFrom(draft, read.start.local, read.end) ?? read;
}

const onThatDay = (ask: Extract<Resolution, { kind: "ask" }>, day: string): boolean =>
  ask.options.every((option) => startOf(option)?.startsWith(day) === true);

/** Days that were named without a clock keep that of the draft. */
function withItsClock(
  draft: EventDraft,
  phrase: string,
  resolution: Resolution,
  context: DateContext,
): Resolution {
  const clock = draft.start.slice(11);
  if (resolution.kind === "date") return resolveDate(`${resolution.start} ${clock}`, context);
  const days = resolution.kind === "ask" ? resolution.options : [resolution];
  const areDays = days.length > 0 && days.every((day) => startOf(day)?.length === 10);
  const timed = areDays ? resolveDate(`${phrase} ${clock}`, context) : resolution;
  return timed.kind === resolution.kind ? timed : resolution;
}

/** Of a draft that repeats and is to be on one date: all of it from there on, where its rule can follow, and that date alone. */
export function seriesOrOnce(draft: EventDraft, resolution: Resolution): readonly Resolution[] {
  if (draft.repeat === null || (resolution.kind !== "date" && resolution.kind !== "time")) return [];
  const start = startOf(resolution) ?? "";
  const end = resolution.kind === "time" ? resolution.end : undefined;
  const series = seriesFrom(draft, start, end);
  return series === null ? [resolution] : [series, resolution];
}

/** The draft's series from another start on; null without one, and where its rule names other days. */
function seriesFrom(draft: EventDraft, start: string, end?: ZonedTime): Resolution | null {
  const repeat = movedRepeat(draft, start);
  if (repeat === null || !startsOnOccurrence(repeat, start)) return null;
  if (repeat.until !== null && repeat.until < start.slice(0, 10)) return null;
  const allDay = start.length === 10;
  const from = allDay ? start : zonedWall(start, draft.zone);
  const ownMinutes =
    end === undefined || typeof from === "string" ? null : Math.round((end.epochMs - from.epochMs) / 60_000);
  const minutes = ownMinutes ?? minutesOf(draft);
  return {
    kind: "recurrence",
    start: from,
    rrule: recurrenceValue(repeat, { allDay, start, zone: draft.zone }),
    ...(minutes !== null && !allDay && { durationMinutes: minutes }),
    flags: [],
    trace: [],
  };
}

function once(draft: EventDraft, start: ZonedTime): Resolution {
  const end = laterBy(start.local, Math.max(1, minutesOf(draft) ?? 1), draft.zone);
  return { kind: "time", start, end, flags: [], trace: [] };
}
