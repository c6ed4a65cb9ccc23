/** @file What the words around a date phrase do to it: denial, rescheduling, numbers that measure. English words. */

import { type Atoms, isTag, skip } from "./atoms.ts";
import type { Item } from "./parse-phrase.ts";

/** Verbs of rescheduling before "from". */
const MOVES = /\b(?:mov|reschedul|shift|chang|push|postpon|switch|bring|brought)[a-z]*\b[^.!?\n]{0,30}$/i;

/** Words that may stand between "can't" and the date it denies; "don't forget Friday" denies nothing. */
const ATTENDING: ReadonlySet<string> = new Set(
  "make,do,come,meet,attend,join,work,be,am,is,free,available,around,there,for,on,at,the,able,to,really,it,possible,in,here,any,later".split(
    ",",
  ),
);
const MAX_DENIAL_DISTANCE = 5;

/** Words behind a length that make it a distance or a delay. */
const NOT_PLANNED_AFTER: ReadonlySet<string> = new Set(
  "late,early,walk,drive,ride,away,ago,behind,too,old,of,before,after,delay,delayed,already,more,less,left,max".split(
    ",",
  ),
);
const NOT_PLANNED_BEFORE: ReadonlySet<string> = new Set(
  "took,takes,take,taking,been,spent,waited,waiting,in,every,last,past,late,another,by,only,almost,nearly,or,to,-".split(
    ",",
  ),
);
/** Shorter lengths are manners of speaking. */
const MIN_LENGTH_MINUTES = 5;

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
export function isMoved(atoms: Atoms, from: number, text: string): boolean {
  const first = atoms[from];
  if (first === undefined || !(isTag(atoms, from, "from") || isTag(atoms, from - 1, "from"))) return false;
  const before = text.slice(Math.max(0, first.start - 60), first.start).replace(/\bfrom\s*$/i, "");
  return MOVES.test(before);
}

/** True for "I can't make Friday" and "Friday doesn't work". */
export function isDenied(atoms: Atoms, from: number, to: number): boolean {
  for (let index = from - 1; index >= from - MAX_DENIAL_DISTANCE; index -= 1) {
    if (isTag(atoms, index, "not")) return true;
    if (!ATTENDING.has(atoms[index]?.text.toLowerCase() ?? "")) break;
  }
  if (isTag(atoms, to, "not")) return true;
  return isTag(atoms, to, "subject", "function") && isTag(atoms, to + 1, "not");
}

/** True for a length that says how long something took, not how long it will be: "5 minutes late". */
export function isBareLength(atoms: Atoms, items: readonly Item[]): boolean {
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
  const before = atoms[(items[0]?.from ?? 0) - 1]?.text.toLowerCase() ?? "";
  const after = atoms[items.at(-1)?.to ?? 0]?.text.toLowerCase() ?? "";
  return (
    length.minutes < MIN_LENGTH_MINUTES || NOT_PLANNED_AFTER.has(after) || NOT_PLANNED_BEFORE.has(before)
  );
}
