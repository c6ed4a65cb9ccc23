/** @file Rules for days by name: relative days, weekdays (R3). */

import { type Atoms, hasFlag, isTag, skip, termAt } from "./atoms.ts";
import type { DateFact, Fact, Match } from "./facts.ts";
import type { Modifier, Tag } from "./lexicon.ts";
import { dateFact, monthDayAt } from "./rules-date.ts";

/** "today", "tomorrow", "tonight". */
export function relativeDayRule(atoms: Atoms, index: number): Match | null {
  const day = termAt(atoms, index, "day");
  if (day === null) {
    if (!isTag(atoms, index, "now")) return null;
    return { rule: "now", facts: [{ type: "elapsed", minutes: 0 }], next: index + 1, weak: "beside" };
  }
  if (day.either === true) return { rule: "relative-day", facts: eitherDay(day.offset), next: index + 1 };
  const date = dateFact({ type: "day-offset", days: day.offset });
  const part: readonly Fact[] =
    day.part === undefined ? [] : [{ type: "time", time: { type: "part", part: day.part, slice: null } }];
  return { rule: "relative-day", facts: [date, ...part], next: index + 1 };
}

/** "कल" and "परसों" without a verb: as far back or ahead (rule R16). */
function eitherDay(days: number): readonly Fact[] {
  return [
    dateFact({ type: "day-offset", days: -days }),
    { type: "or" },
    dateFact({ type: "day-offset", days }),
  ];
}

/** The word behind a noun that says which one ("vendredi prochain"); before one of `nouns` it belongs to that. */
export function modifierBehind(atoms: Atoms, index: number, ...nouns: readonly Tag[]): Modifier | null {
  const modifier = termAt(atoms, index, "modifier");
  return modifier?.behind !== true || isTag(atoms, index + 1, ...nouns) ? null : modifier.modifier;
}

/** "este viernes que viene": two words that agree mean the coming one. */
function bothModifiers(before: Modifier | null, behind: Modifier | null): Modifier | null {
  if (before === null || behind === null) return before ?? behind;
  return before === "this" && (behind === "next" || behind === "coming") ? "coming" : behind;
}

/** A weekday with the word that says which one: "Friday", "next Friday", "this coming Friday". */
function weekdayAt(atoms: Atoms, index: number): { date: DateFact; next: number } | null {
  const start = skip(atoms, index, "on", "the");
  const modifier = termAt(atoms, start, "modifier");
  const at = modifier === null ? start : start + 1;
  const weekday = termAt(atoms, at, "weekday");
  if (weekday === null || weekday.plural === true) return null;
  const dotted =
    isTag(atoms, at + 1, "dot") && (atoms[at]?.text.length ?? 9) <= 3 && !isTag(atoms, at + 2, "unknown");
  const end = dotted && atoms[at + 2] !== undefined ? at + 2 : at + 1;
  const behind = modifierBehind(atoms, end, "unit", "weekend", "month");
  const date = weekdayFact(weekday.weekday, bothModifiers(modifier?.modifier ?? null, behind));
  return { date, next: behind === null ? end : end + 1 };
}

/** "übernächsten Freitag" is a week after the next one. */
function weekdayFact(weekday: number, modifier: Modifier | null): DateFact {
  if (modifier !== "after-next") return { type: "weekday", weekday, modifier };
  return { type: "shift", amount: 1, unit: "week", base: { type: "weekday", weekday, modifier: "next" } };
}

/** A weekday; "Friday week" and "tomorrow week" are seven days later. */
export function weekdayRule(atoms: Atoms, index: number): Match | null {
  const read = dayWordAt(atoms, index);
  if (read === null) return null;
  const unit = termAt(atoms, read.next, "unit");
  const counted = isTag(atoms, read.next - 1, "number", "modifier");
  if (unit?.unit === "week" && unit.behind === true && !counted) {
    const date = dateFact({ type: "shift", amount: 1, unit: "week", base: read.date });
    return { rule: "weekday-week", facts: [date], next: read.next + 1 };
  }
  if (read.date.type === "shift") return { rule: "weekday", facts: [dateFact(read.date)], next: read.next };
  if (read.date.type !== "weekday") return null;
  if (isTag(atoms, read.next, "after-next")) {
    const base: DateFact = { ...read.date, modifier: "next" };
    const facts = [dateFact({ type: "shift", amount: 1, unit: "week", base })];
    return { rule: "weekday-after-next", facts, next: read.next + 1 };
  }
  return { rule: "weekday", facts: [dateFact(read.date)], next: read.next };
}

/** A day that amounts can be counted from: a weekday, "today", "tomorrow", "the 5th", "Dec 24". */
export function dayWordAt(atoms: Atoms, index: number): { date: DateFact; next: number } | null {
  const day = termAt(atoms, index, "day");
  if (day !== null && day.part === undefined && day.either !== true) {
    return { date: { type: "day-offset", days: day.offset }, next: index + 1 };
  }
  return weekdayAt(atoms, index) ?? monthDayAt(atoms, index);
}

/** "between Monday and Wednesday", "सोमवार और बुधवार के बीच". */
export function betweenDaysRule(atoms: Atoms, index: number): Match | null {
  const isAhead = isTag(atoms, index, "between") && !hasFlag(atoms, index, "post", "between");
  const from = dayWordAt(atoms, isAhead ? index + 1 : index);
  if (from === null || !isTag(atoms, from.next, "and", "to")) return null;
  const to = dayWordAt(atoms, from.next + 1);
  if (to === null || !(isAhead || hasFlag(atoms, to.next, "post", "between"))) return null;
  const facts = [dateFact({ type: "day-span", from: from.date, to: to.date })];
  return { rule: "day-span", facts, next: isAhead ? to.next : to.next + 1 };
}
