/** @file What the form says about a draft: its time in full and what is wrong with its fields. */
import { formatRelative, formatWhen, validateDraft } from "#calendar/draft";
import type { EventDraft } from "#calendar/event-draft";
import { formatSpan } from "#calendar/format-when";
import { instantOfWall, wallOf } from "#calendar/zone-clock";
import type { DraftProblemCode } from "#calendar/validate-draft";

type Field = keyof EventDraft;

/** Sentence by field. */
export type DraftErrors = Partial<Record<Field, string>>;

const GENERAL: Readonly<Record<DraftProblemCode, string>> = {
  missing: "Fill this in.",
  "too-long": "This is too long.",
  "too-many": "These are too many.",
  invalid: "This is not complete.",
  "unknown-zone": "This browser does not know that time zone. Choose another.",
  "end-before-start": "The end has to be after the start.",
  "clock-gap": "The clocks skip this time that day. Choose another.",
  "not-an-occurrence": "The first day is not one of the days it repeats on.",
};

const SPECIAL: Readonly<Record<string, string>> = {
  "title missing": "Give the event a title.",
  "title too-long": "The title has at most 120 characters.",
  "start missing": "Choose the date and time.",
  "start invalid": "Choose both the date and the time.",
  "end missing": "Choose when it ends.",
  "end invalid": "Choose both the date and the time.",
  "repeat end-before-start": "It would stop repeating before it starts.",
  "repeat invalid": "This way of repeating cannot be written.",
  "url invalid": "Only https and mailto addresses can be written.",
  "people too-many": "At most 50 people can be named.",
  "people too-long": "A name has at most 60 characters.",
};

export function draftErrors(draft: EventDraft): DraftErrors {
  const result = validateDraft(draft);
  if (result.ok) return {};
  return Object.fromEntries(
    result.error.map(({ field, code }) => [field, SPECIAL[`${field} ${code}`] ?? GENERAL[code]]),
  );
}

/** "Wed 25 Nov 2026, 16:00–16:30 Europe/Berlin"; what is not chosen yet is left out or said. */
export function whenText(draft: EventDraft): string {
  if (draft.start === "") return draft.kind === "task" ? "No due date" : "No date yet";
  const errors = draftErrors(draft);
  if (errors.start) return "The start is not complete";
  return formatWhen(errors.end ? { ...draft, end: "" } : draft, "en");
}

/** The same with "(in 3 days)". @param now ISO instant */
export function fullWhenText(draft: EventDraft, now: string): string {
  const errors = draftErrors(draft);
  const distance = errors.start || errors.zone ? "" : formatRelative(draft, now, "en");
  return distance === "" ? whenText(draft) : `${whenText(draft)} (${distance})`;
}

/** When a timed draft of another zone is where the person is: "Fri 27 Nov 2026, 15:00–15:45 in Europe/Berlin"; else empty. */
export function localText(draft: EventDraft, viewer: string): string {
  const errors = draftErrors(draft);
  const isOpen = draft.allDay || draft.start === "" || errors.start || errors.zone || draft.zone === viewer;
  if (isOpen) return "";
  const end = errors.end || draft.kind === "task" ? "" : draft.end;
  const there = (wall: string): string => wallOf(instantOfWall(wall, draft.zone), viewer);
  const start = there(draft.start);
  // The same clock under another name.
  if (start === draft.start) return "";
  return `${formatSpan(start, end === "" ? "" : there(end), "en")} in ${viewer}`;
}
