/**
 * @file A calendar draft at another time (spec messages-calendar 5.1): it keeps its UID, and the new date says whether it
 * repeats. A file holds a series with one rule and no exceptions: a single date of it cannot be moved alone.
 */

import { draftFromResolution } from "#calendar/draft";
import type { EventDraft } from "#calendar/event-draft";
import type { Language } from "#calendar/resolution";

import { eventSpan } from "./conflicts.ts";
import { withDuration, zoneIn } from "./dates.ts";
import type { DateEntry } from "./tables.ts";

interface MoveSettings {
  /** Of a draft that had no length. */
  readonly defaultMinutes: number;
  readonly language: Language;
}

/** As long as before. A task that is to repeat becomes an event: programs read repeating tasks each in their own way. */
export function movedTo(
  draft: EventDraft,
  { resolution, phrase }: DateEntry,
  { defaultMinutes, language }: MoveSettings,
): EventDraft {
  const minutes = minutesOf(draft) ?? defaultMinutes;
  const hasOwnEnd = resolution.kind === "time" && resolution.end !== undefined;
  const { start, end, allDay, zone, repeat, assumptions } = draftFromResolution(
    hasOwnEnd ? resolution : withDuration(resolution, minutes),
    {
      id: draft.id,
      uid: draft.uid,
      title: draft.title,
      zone: zoneIn(resolution) ?? draft.zone,
      defaultDurationMinutes: minutes,
      sources: draft.sources,
      phrase,
      language,
      now: draft.updatedAt,
    },
  );
  const kind = repeat === null ? draft.kind : "event";
  return { ...draft, kind, start, end, allDay, zone, repeat, phrase, assumptions };
}

/** Null for whole days and tasks. */
export function minutesOf(draft: EventDraft): number | null {
  const span = draft.allDay || draft.kind === "task" ? null : eventSpan(draft);
  return span?.startMs == null || span.endMs === null
    ? null
    : Math.round((span.endMs - span.startMs) / 60_000);
}
