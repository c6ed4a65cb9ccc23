/** @file What a call would change in a calendar draft, as the lines of its approval card, in the language of the run. */

import { formatWhen } from "#calendar/draft";
import type { EventDraft } from "#calendar/event-draft";
import type { Language } from "#calendar/resolution";
import { phraseBook } from "#agent/phrases/books";
import type { ChangeField } from "#agent/phrases/phrase-book";

import type { FieldChange } from "./tool.ts";

type Read = (draft: EventDraft, language: Language) => string;

const FIELDS: readonly (readonly [field: ChangeField, read: Read])[] = [
  ["title", (draft) => draft.title],
  ["kind", (draft, language) => phraseBook(language).kinds[draft.kind]],
  ["when", (draft, language) => formatWhen(draft, language)],
  ["assumed", (draft) => draft.assumptions.join("; ")],
  ["location", (draft) => draft.location],
  ["people", (draft) => draft.people.join(", ")],
  ["reminder", reminderText],
  ["status", (draft, language) => phraseBook(language).draftStatuses[draft.status]],
];

function reminderText({ reminderMinutes }: EventDraft, language: Language): string {
  if (reminderMinutes === null) return "";
  const minutes = new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "short" });
  return minutes.format(reminderMinutes);
}

/** What differs; of a new draft, everything that is not empty. */
export function draftChanges(
  after: EventDraft,
  before: EventDraft | null,
  language: Language,
): readonly FieldChange[] {
  return FIELDS.flatMap(([field, read]): FieldChange[] => {
    // Every new draft is an event.
    if (field === "kind" && before === null) return [];
    const old = before === null ? null : read(before, language);
    const now = read(after, language);
    if (now === (old ?? "")) return [];
    // What was assumed of another date says nothing any more.
    if (field === "assumed") return now === "" ? [] : [{ field, before: null, after: now }];
    return [{ field, before: old, after: now }];
  });
}
