/** @file What the words around a date phrase do to it: denial, rescheduling, lengths that plan nothing. */

import { type Atoms, isTag } from "./atoms.ts";
import type { Lexicon, Tag } from "./lexicon.ts";
import type { Item } from "./parse-phrase.ts";

const MAX_DENIAL_DISTANCE = 5;
/** Shorter lengths are manners of speaking. */
const MIN_LENGTH_MINUTES = 5;

/** Words that may stand between a date and the "not" behind it. */
const SMALL_WORDS: readonly Tag[] = [
  "subject",
  "function",
  "filler",
  "in-post",
  "on",
  "a",
  "the",
  "future-verb",
  "past-verb",
];

const wordAt = (atoms: Atoms, index: number): string => atoms[index]?.text.toLowerCase() ?? "";

/** True behind "moved from", "rescheduled from": the date before "to" is the old one. */
export function isMoved(atoms: Atoms, from: number, text: string, { context }: Lexicon): boolean {
  const first = atoms[from];
  const cue = isTag(atoms, from, "from") ? first : atoms[from - 1];
  if (first === undefined || cue?.term.tag !== "from") return false;
  const before = text.slice(Math.max(0, cue.start - 60), cue.start);
  const after = text.slice(first.end, first.end + 60);
  return context.moves.test(before) || context.movesBehind?.test(after) === true;
}

/** True for "remarcada para quinta": behind a verb of rescheduling "for" names the new date, no deadline. */
export function isMovedTo(atoms: Atoms, from: number, text: string, { context }: Lexicon): boolean {
  const start = atoms[from]?.start ?? 0;
  return isTag(atoms, from, "for") && context.moves.test(text.slice(Math.max(0, start - 60), start));
}

/** True for "I can't make Friday" and "Friday doesn't work". */
export function isDenied(atoms: Atoms, from: number, to: number, { context }: Lexicon): boolean {
  for (let index = from - 1; index >= from - MAX_DENIAL_DISTANCE; index -= 1) {
    if (isTag(atoms, index, "not")) return true;
    if (!context.attending.has(wordAt(atoms, index))) break;
  }
  for (let index = to; index <= to + context.denialReach; index += 1) {
    if (isTag(atoms, index, "not")) return true;
    if (!isTag(atoms, index, ...SMALL_WORDS)) return false;
  }
  return false;
}

/** True for a length that says how long something took, not how long it will be: "5 minutes late". */
export function isBareLength(atoms: Atoms, items: readonly Item[], { context }: Lexicon): boolean {
  const facts = items.flatMap((item) => item.facts);
  const length = facts.find((fact) => fact.type === "duration");
  if (
    length === undefined ||
    facts.some((fact) => fact.type === "date" || fact.type === "time" || fact.type === "recurrence")
  ) {
    return false;
  }
  if (facts.some((fact) => fact.type === "before" || fact.type === "after" || fact.type === "due"))
    return true;
  const before = wordAt(atoms, (items[0]?.from ?? 0) - 1);
  const after = wordAt(atoms, items.at(-1)?.to ?? 0);
  return (
    length.minutes < MIN_LENGTH_MINUTES ||
    context.unplannedBehind.has(after) ||
    context.unplannedBefore.has(before)
  );
}
