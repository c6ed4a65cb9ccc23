/**
 * @file The date that a request moves a draft to: "an hour later" counts from the draft, "to 4 pm" keeps its day, "to
 * Monday" its clock, "to every Tuesday" makes it repeat. Of what repeats, a new clock moves all of it; a new day may mean
 * all of it or one time only, which is asked.
 */

import { findDatePhrases } from "#calendar/find-phrases";
import { startsOnOccurrence } from "#calendar/occurrences";
import { recurrenceValue } from "#calendar/recurrence";
import { movedRepeat } from "#calendar/repeat-presets";
import { resolveDate } from "#calendar/resolve-date";
import type { DateContext, Resolution, ZonedTime } from "#calendar/resolution";
import type { EventDraft } from "#calendar/event-draft";

import { laterBy, startOf, zonedWall } from "./dates.ts";
import { minutesOf } from "./move-draft.ts";
import type { AgentRun } from "./run.ts";

/** Null where the request names no date. */
export function newDate(run: AgentRun, draft: EventDraft): Resolution | null {
  const { request, language, createdAt } = run;
  const refEpochMs = Date.parse(createdAt);
  const context = { refEpochMs, zone: draft.zone, language, dayParts: request.dayParts };
  const phrases = findDatePhrases(request.text.slice(0, 600), context);
  const relative = phrases.find((found) => found.resolution.kind === "relative")?.resolution;
  if (relative?.kind === "relative" && isTimed(draft)) {
    const later = laterBy(draft.start, relative.deltaMinutes, draft.zone);
    return seriesFrom(draft, later.local) ?? once(draft, later);
  }
  const found = phrases.find(
    (phrase) => phrase.resolution.kind !== "none" && phrase.resolution.kind !== "duration",
  );
  if (found === undefined) return null;
  const { phrase, resolution } = found;
  if (!isTimed(draft)) return resolution;
  return onItsDay(draft, phrase, context) ?? withItsClock(draft, phrase, resolution, context);
}

const isTimed = (draft: EventDraft): boolean => !draft.allDay && draft.start !== "";

/** A clock without a day would mean today. */
function onItsDay(draft: EventDraft, phrase: string, context: DateContext): Resolution | null {
  const day = draft.start.slice(0, 10);
  // A series may have begun long ago.
  const dayMs = zonedWall(`${day}T00:00`, draft.zone).epochMs;
  const refEpochMs = draft.repeat === null ? context.refEpochMs : Math.min(dayMs, context.refEpochMs);
  const read = resolveDate(`${day} ${phrase}`, { ...context, refEpochMs });
  if (read.kind !== "time" || !read.start.local.startsWith(day)) return null;
  return seriesFrom(draft, read.start.local, read.end) ?? read;
}

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
