/** @file Several weekdays as a phrase names them: a span or a list. */
import { type Atoms, hasFlag, isTag, skip, termAt } from "./atoms.ts";

interface Weekdays {
  /** 1 = Monday to 7 = Sunday, ascending. */
  readonly weekdays: readonly number[];
  /** Index behind them. */
  readonly next: number;
}

/** "Monday to Friday": the days between two weekdays, both included, and the index behind them. */
export function weekdaySpan(atoms: Atoms, index: number): Weekdays | null {
  const first = termAt(atoms, index, "weekday");
  const isJoined =
    isTag(atoms, index + 1, "to", "dash", "until") || hasFlag(atoms, index + 1, "range", "at", "for");
  const end = skip(atoms, index + 2, "the", "on");
  const last = isJoined ? termAt(atoms, end, "weekday") : null;
  if (first === null || last === null) return null;
  // "every Monday until Friday, Dec 18" ends on a date.
  const after = skip(atoms, end + 1, "comma", "the", "dot");
  const isDate =
    isTag(atoms, after, "month", "ordinal", "numeric-date", "iso-date") ||
    (isTag(atoms, after, "number") && isTag(atoms, after + 1, "month", "of"));
  if (isDate) return null;
  const length = ((last.weekday - first.weekday + 7) % 7) + 1;
  const days = Array.from({ length }, (_, step) => ((first.weekday - 1 + step) % 7) + 1);
  return { weekdays: days.sort((a, b) => a - b), next: end + 1 };
}

/** "Monday", "Mon, Wed and Fri", "Monday & Thursday". */
export function weekdayList(atoms: Atoms, index: number): Weekdays | null {
  const weekdays: number[] = [];
  let next = index;
  let at = index;
  for (;;) {
    const weekday = termAt(atoms, at, "weekday");
    if (weekday === null) break;
    weekdays.push(weekday.weekday);
    next = at + 1;
    at = skip(atoms, next, "comma", "and", "slash", "on", "every", "dot");
    if (at === next) break;
  }
  return weekdays.length === 0 ? null : { weekdays: [...new Set(weekdays)].sort((a, b) => a - b), next };
}
