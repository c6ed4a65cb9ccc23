/** @file What a selection means in an outline: how many messages, and on which pages, without reading one of them. */
import type { Selection } from "#agent/selection";
import type { ThreadOutline } from "#storage/thread-outline";

type Outline = Pick<ThreadOutline, "count" | "pages" | "days">;

/** As many as `selectMessages` would return for the whole thread. */
export function countSelected(outline: Outline, selection: Selection): number {
  switch (selection.kind) {
    case "all":
      return outline.count;
    case "last":
      return Math.min(outline.count, lastCount(selection.count));
    case "range":
      return outline.days
        .filter(({ date }) => isWithin(date, selection))
        .reduce((sum, { count }) => sum + count, 0);
    default:
      return selection satisfies never;
  }
}

/** The pages from `first` up to, without, `end` hold every message of the selection. */
export function selectedPages(
  outline: Outline,
  selection: Selection,
): { readonly first: number; readonly end: number } {
  const { from, to } = positions(outline, selection);
  if (from >= to) return { first: 0, end: 0 };
  let first = 0;
  let end = 0;
  let begin = 0;
  for (const [index, { count }] of outline.pages.entries()) {
    if (begin <= from) first = index;
    if (begin < to) end = index + 1;
    begin += count;
  }
  return { first, end };
}

/** Positions of the first message of a selection and behind its last. */
function positions(outline: Outline, selection: Selection): { from: number; to: number } {
  if (selection.kind === "all") return { from: 0, to: outline.count };
  if (selection.kind === "last")
    return { from: Math.max(0, outline.count - lastCount(selection.count)), to: outline.count };
  let [from, to, at] = [Infinity, 0, 0];
  for (const { date, count } of outline.days) {
    if (isWithin(date, selection)) {
      from = Math.min(from, at);
      to = at + count;
    }
    at += count;
  }
  return { from, to };
}

function lastCount(count: number): number {
  return Math.max(0, Math.floor(count) || 0);
}

function isWithin(date: string | null, range: Extract<Selection, { kind: "range" }>): boolean {
  const [from, to] = [range.from, range.to].sort() as [string, string];
  return date !== null && from <= date && date <= to;
}
