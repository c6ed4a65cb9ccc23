/** @file "de 9h à 11h", "dal 5 al 7", "tra le 3 e le 4": prepositions that join two ends of one kind are a range. */

import { type Atoms, hasFlag, isTag, skip } from "./atoms.ts";
import type { StructureFlags, Tag, Term } from "./lexicon.ts";

/** Atoms between the first word of a range and the word that joins its ends. */
const MAX_DISTANCE = 8;

const INSIDE: readonly Tag[] = [
  "number",
  "ordinal",
  "hour-form",
  "clock",
  "numeric-date",
  "weekday",
  "day",
  "month",
  "part",
  "oclock",
  "moment",
  "meridiem",
  "hour-fraction",
  "dial",
  "the",
  "dot",
  "of",
  "and",
  "a",
  "half",
  "and-half",
  "quarter",
  "minus",
  "modifier",
  "at",
  "on",
];

type End = "clock-or-number" | "day" | "month" | "part";

/** What kind of end a range has at `index`. */
function endAt(atoms: Atoms, index: number): End | null {
  const at = skip(atoms, index, "the", "at", "on");
  if (isTag(atoms, at, "number", "ordinal", "hour-form", "clock", "moment", "numeric-date", "hour-fraction"))
    return "clock-or-number";
  if (isTag(atoms, at, "weekday", "day", "holiday")) return "day";
  if (isTag(atoms, at, "month")) return "month";
  return isTag(atoms, at, "part", "dial") ? "part" : null;
}

/** Index of the word that joins the range begun at `index`, or -1. */
function joinOf(atoms: Atoms, index: number, ...joins: readonly Tag[]): number {
  const kind = endAt(atoms, index + 1);
  if (kind === null) return -1;
  for (let at = index + 2; at <= index + MAX_DISTANCE; at += 1) {
    const isJoin =
      isTag(atoms, at, ...joins) || (joins.includes("to") && hasFlag(atoms, at, "range", "at", "for"));
    if (isJoin && endAt(atoms, at + 1) === kind) return at;
    if (!isTag(atoms, at, ...INSIDE)) return -1;
  }
  return -1;
}

const OPENS: readonly Tag[] = ["of", "from"];

/** The term of a word inside a range it starts or joins, or null. */
export function rangeTerm(atoms: Atoms, index: number): Term | null {
  const flags = atoms[index]?.term as StructureFlags | undefined;
  if (flags?.range !== true) return null;
  const day = flags.day === true ? { day: true as const } : {};
  if (isTag(atoms, index, "in")) return joinOf(atoms, index, "and") > 0 ? { tag: "between" } : null;
  if (isTag(atoms, index, ...OPENS)) {
    return joinOf(atoms, index, "to", "until") > 0 ? { tag: "from", ...day } : null;
  }
  if (!isTag(atoms, index, "at", "for")) return null;
  for (let from = index - 2; from >= Math.max(0, index - MAX_DISTANCE); from -= 1) {
    if (isTag(atoms, from, ...OPENS) && joinOf(atoms, from, "to", "until") === index)
      return { tag: "to", ...day };
    if (!isTag(atoms, from, ...INSIDE, ...OPENS)) return null;
  }
  return null;
}
