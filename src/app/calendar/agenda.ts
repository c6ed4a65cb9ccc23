/** @file Drafts as an agenda: open ones before approved ones, each by day. */
import type { EventDraft } from "#calendar/event-draft";

export interface AgendaDay {
  /** `YYYY-MM-DD`, or null for drafts without a date. */
  readonly date: string | null;
  readonly drafts: readonly EventDraft[];
}

export interface Agenda {
  readonly open: readonly AgendaDay[];
  readonly approved: readonly AgendaDay[];
}

/** Drafts without a date come first, since they need a person; then by start. */
export function agenda(drafts: readonly EventDraft[]): Agenda {
  const sorted = drafts.toSorted((a, b) => compareText(a.start, b.start) || compareText(a.title, b.title));
  return {
    open: byDay(sorted.filter((draft) => draft.state === "proposed")),
    approved: byDay(sorted.filter((draft) => draft.state === "approved")),
  };
}

function byDay(sorted: readonly EventDraft[]): readonly AgendaDay[] {
  const days = new Map<string, EventDraft[]>();
  for (const draft of sorted) {
    const date = /^\d{4}-\d{2}-\d{2}/.exec(draft.start)?.[0] ?? "";
    const day = days.get(date);
    if (day) day.push(draft);
    else days.set(date, [draft]);
  }
  return [...days].map(([date, group]) => ({ date: date === "" ? null : date, drafts: group }));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
