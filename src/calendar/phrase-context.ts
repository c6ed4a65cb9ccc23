/** @file What the words around a date phrase do to it: denial, rescheduling, lengths that plan nothing, numbers that measure. */

import { type Atoms, isTag, skip } from "./atoms.ts";
import type { ContextWords, Lexicon, Tag } from "./lexicon.ts";
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

/** Verbs that "by" and a number measure: "split by four" says how, not when. */
const MEASURED: ReadonlySet<string> = new Set(
  "split,splits,splitting,divide,divided,divides,dividing,multiply,multiplied,multiplies,multiplying,times,beat,beaten,beats,beating,won,win,lost,lose,reduce,reduced,reduces,reducing,increase,increased,increases,cut,raise,raised,lower,lowered,rose,risen,fell,fallen,grew,grown,dropped,down,up,off,short,shared,scaled".split(
    ",",
  ),
);
const OBJECTS: ReadonlySet<string> = new Set(["it", "that", "this", "them", "us", "me", "him", "her"]);

const wordAt = (atoms: Atoms, index: number): string => atoms[index]?.text.toLowerCase() ?? "";

/** True where a bare number follows "by" and nothing else: a deadline only with a day beside it. */
export const isBareBy = (atoms: Atoms, index: number): boolean => wordAt(atoms, index - 1) === "by";

/** True for the number in "divided by 4", "beat us by 3" and "times four": never a time of day. */
export function isMeasure(atoms: Atoms, index: number): boolean {
  if (wordAt(atoms, index - 1) === "times") return true;
  if (!isBareBy(atoms, index)) return false;
  const verb = OBJECTS.has(wordAt(atoms, index - 2)) ? index - 3 : index - 2;
  return MEASURED.has(wordAt(atoms, verb));
}

/** Negations that can correct the value before them: "16:00, not 15:00". */
const CORRECTING: ReadonlySet<string> = new Set(["not"]);

export const isCorrecting = (atoms: Atoms, index: number): boolean => CORRECTING.has(wordAt(atoms, index));

const isSameTime = (atoms: Atoms, index: number): boolean =>
  wordAt(atoms, index) === "same" && wordAt(atoms, index + 1) === "time";

/** The run with "same time" beside it, which names a time that only the reader knows. */
export function withSameTime<T extends { readonly from: number; readonly to: number }>(
  run: T,
  atoms: Atoms,
): T {
  const after = skip(atoms, run.to, "comma", "dash", "at", "the");
  if (isSameTime(atoms, after)) return { ...run, to: after + 2 };
  const before = isTag(atoms, run.from - 1, "comma", "on") ? run.from - 1 : run.from;
  return isSameTime(atoms, before - 2) ? { ...run, from: before - 2 } : run;
}

/** True behind "moved from", "rescheduled from": the date before "to" is the old one. */
export function isMoved(atoms: Atoms, from: number, text: string, { context }: Lexicon): boolean {
  const first = atoms[from];
  if (context.fromBehind === true) return isMovedBehind(atoms, from, text, context);
  const cue = isTag(atoms, from, "from") ? first : atoms[from - 1];
  if (first === undefined || cue?.term.tag !== "from") return false;
  const before = text.slice(Math.max(0, cue.start - 60), cue.start);
  const after = text.slice(first.end, first.end + 60);
  return context.moves.test(before) || context.movesBehind?.test(after) === true;
}

/** "सोमवार से बुधवार को शिफ्ट": the word between the two is a postposition of the old date. */
function isMovedBehind(atoms: Atoms, from: number, text: string, { movesBehind }: ContextWords): boolean {
  const first = atoms[from];
  if (first === undefined || movesBehind === undefined) return false;
  return movesBehind.test(text.slice(first.end, first.end + 60));
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
