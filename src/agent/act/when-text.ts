/** @file When a draft is, in the words of a language. */

import { formatWhen } from "#calendar/draft";
import type { EventDraft } from "#calendar/event-draft";
import { formatSpan } from "#calendar/format-when";
import type { Language } from "#calendar/resolution";
import { phraseBook } from "#agent/phrases/books";

/** "mer. 25 nov. 2026, 16:00–16:30 Europe/Paris"; empty without a start. */
export function whenText(draft: EventDraft, language: Language): string {
  if (language === "en" || draft.start === "") return formatWhen(draft);
  const book = phraseBook(language);
  const isTask = draft.kind === "task";
  const span = formatSpan(draft.start, isTask ? "" : draft.end, language);
  const day = isTask ? span : book.allDay(span);
  const when = draft.allDay ? day : `${span} ${draft.zone}`;
  const due = isTask ? book.by(when) : when;
  return draft.repeat === null ? due : book.repeats(due);
}
