/** @file Rules for words that change what the dates beside them mean: "by", "before", "or", "not", "until". */

import { type Atoms, skip } from "./atoms.ts";
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
  ["later", { type: "vague" }],
  ["postpone", { type: "postpone", sign: 1 }],
  ["advance", { type: "postpone", sign: -1 }],
];

/** One marker word. */
export function markerRule(atoms: Atoms, index: number): Match | null {
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
