/** @file When an action item is due: the date that code resolved, and the words it came from. */
import type { ActionItem } from "#agent/action-items";
import type { Resolution, ZonedTime } from "#calendar/resolution";
import { dayText } from "./time-text.ts";

export interface DueText {
  /** "Wed 25 Nov 2026, 16:00", or null when no date could be resolved. */
  readonly when: string | null;
  /** The words of the message, or null. */
  readonly phrase: string | null;
  /** The words can be read in more than one way. */
  readonly unclear: boolean;
}

export function dueText({ due, duePhrase }: Pick<ActionItem, "due" | "duePhrase">): DueText {
  const when = due === null ? null : resolvedText(due);
  return { when, phrase: duePhrase, unclear: duePhrase !== null && due?.kind === "ask" };
}

function resolvedText(due: Resolution): string | null {
  switch (due.kind) {
    case "date":
    case "date-window":
      return due.end === undefined || due.end === due.start
        ? dayText(due.start)
        : `${dayText(due.start)} – ${dayText(due.end)}`;
    case "time":
      return moment(due.start);
    case "window":
      return due.start.local.slice(0, 10) === due.end.local.slice(0, 10)
        ? `${moment(due.start)}–${due.end.local.slice(11)}`
        : `${moment(due.start)} – ${moment(due.end)}`;
    case "due":
      return `by ${typeof due.at === "string" ? dayText(due.at) : moment(due.at)}`;
    case "recurrence":
      return `from ${typeof due.start === "string" ? dayText(due.start) : moment(due.start)}`;
    case "duration":
    case "relative":
    case "ask":
    case "none":
      return null;
    default:
      return due satisfies never;
  }
}

function moment({ local }: ZonedTime): string {
  return `${dayText(local)}, ${local.slice(11, 16)}`;
}
