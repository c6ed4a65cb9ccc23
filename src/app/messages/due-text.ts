/** @file When an action item is due, in the language of its thread: the date that code resolved, and the words it came from. */
import { localOf } from "#calendar/resolution-start";
import type { ActionItem } from "#agent/items/action-item";
import { phraseBook } from "#agent/phrases/books";
import { formatSpan } from "#calendar/format-when";
import { formatSeries } from "#calendar/recurrence-text";
import type { Language, Resolution } from "#calendar/resolution";

export interface DueText {
  /** "Wed 25 Nov 2026, 16:00", or null when no date could be resolved. */
  readonly when: string | null;
  /** The words of the message, or null. */
  readonly phrase: string | null;
  /** The words can be read in more than one way. */
  readonly unclear: boolean;
}

export function dueText(
  { due, duePhrase }: Pick<ActionItem, "due" | "duePhrase">,
  language: Language,
): DueText {
  const when = due === null ? null : resolvedText(due, language);
  return { when, phrase: duePhrase, unclear: duePhrase !== null && due?.kind === "ask" };
}

function resolvedText(due: Resolution, language: Language): string | null {
  const span = (start: string, end = ""): string => formatSpan(start, end, language);
  switch (due.kind) {
    case "date":
    case "date-window":
      return span(due.start, due.end);
    case "time":
      return span(due.start.local);
    case "window":
      return span(due.start.local, due.end.local);
    case "due":
      return phraseBook(language).by(span(localOf(due.at)));
    case "recurrence":
      return formatSeries(due, language);
    case "duration":
    case "relative":
    case "ask":
    case "none":
      return null;
    default:
      return due satisfies never;
  }
}
