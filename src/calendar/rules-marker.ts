/** @file Rules for words that change what the dates beside them mean: "by", "before", "or", "not", "until". */

import { type Atoms, hasFlag, isTag, skip, termAt } from "./atoms.ts";
import type { Fact, MarkerFact, Match } from "./facts.ts";
import type { Tag } from "./lexicon.ts";
import { isCorrecting } from "./phrase-context.ts";

const MARKERS: readonly (readonly [tag: Tag, fact: MarkerFact])[] = [
  ["by", { type: "due" }],
  ["due", { type: "due" }],
  ["deadline-word", { type: "due" }],
  ["until", { type: "until" }],
  ["before", { type: "before" }],
  ["after", { type: "after" }],
  ["starting", { type: "starting" }],
  ["to", { type: "to" }],
  ["dash", { type: "to" }],
  ["or", { type: "or" }],
  ["slash", { type: "or" }],
  ["not", { type: "not" }],
  ["approx", { type: "approx" }],
  ["all-day", { type: "all-day" }],
  ["vague", { type: "vague" }],
  ["within", { type: "due" }],
  ["later", { type: "vague" }],
  ["postpone", { type: "postpone", sign: 1 }],
  ["advance", { type: "postpone", sign: -1 }],
];

/** One marker word. */
export function markerRule(atoms: Atoms, index: number): Match | null {
  const due = dueFor(atoms, index);
  if (due !== null) return due;
  const tag = atoms[index]?.term.tag;
  const marker = MARKERS.find(([name]) => name === tag);
  if (marker === undefined) return null;
  const corrects = tag === "not" && isCorrecting(atoms, index);
  const facts: readonly Fact[] = [corrects ? { type: "not", corrects: true } : marker[1]];
  return {
    rule: marker[1].type,
    facts,
    next: marker[0] === "due" ? skip(atoms, index + 1, "by", "on") : index + 1,
  };
}

/** "para el viernes", "pour vendredi", "per le 3": a date behind "for" is when it has to be done. */
function dueFor(atoms: Atoms, index: number): Match | null {
  if (!hasFlag(atoms, index, "due", "for")) return null;
  const at = skip(atoms, index + 1, "the", "at", "on", "modifier");
  const isDate = isTag(
    atoms,
    at,
    "weekday",
    "day",
    "month",
    "holiday",
    "numeric-date",
    "ordinal",
    "clock",
    "moment",
  );
  const hour = termAt(atoms, at, "hour-form");
  const isClock =
    (at > index + 1 && isTag(atoms, at, "number") && !isTag(atoms, at + 1, "unit")) ||
    (hour !== null && (at > index + 1 || hour.hour >= 6));
  if (!isDate && !isClock && !isTag(atoms, at, "end-of", "deadline")) return null;
  return { rule: "due", facts: [{ type: "due" }], next: index + 1 };
}
