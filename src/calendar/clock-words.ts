/** @file Pieces that every reading of a clock uses: cues, am/pm, an hour in words, and what is counted instead. */

import { type Atoms, hasFlag, isTag, skip, termAt } from "./atoms.ts";
import type { Clock } from "./facts.ts";
import type { Tag } from "./lexicon.ts";

/** A clock read at a position. `sure` = it cannot be anything else; a bare number could be. */
export interface ClockAt {
  readonly clock: Clock;
  readonly next: number;
  readonly sure: boolean;
  readonly approx: boolean;
}

/** Words before a bare number that make it a time: "at 4", "by 5". */
export const CUES: readonly Tag[] = ["at", "by", "until", "before", "after", "approx", "suggest"];

/** What stands before a clock: prepositions and articles, and how much they prove. */
export interface Cue {
  readonly next: number;
  /** `article` = "las 3"; `soft` = "à 3", which can be anything. */
  readonly proof: "sure" | "article" | "soft" | "none";
  /** "ore 15": 24-hour notation. */
  readonly marker: boolean;
}

/** The cue at `index`: "at", "a las", "alle ore". */
export function cueAt(atoms: Atoms, index: number): Cue {
  let next = index;
  let proof: Cue["proof"] = "none";
  let marker = false;
  for (let words = 0; words < 4; words += 1) {
    if (isTag(atoms, next, "at")) {
      if (!hasFlag(atoms, next, "soft", "at")) proof = "sure";
      else if (proof === "none") proof = "soft";
      marker ||= hasFlag(atoms, next, "marker", "at");
    } else if (hasFlag(atoms, next, "clock", "the")) {
      if (proof !== "sure") proof = "article";
    } else break;
    next += 1;
  }
  return { next, proof, marker };
}

/** True when the word before `index` makes a bare number a time. */
export function isCued(atoms: Atoms, index: number): boolean {
  if (hasFlag(atoms, index - 1, "clock", "from")) return true;
  return isTag(atoms, index - 1, ...CUES) && !hasFlag(atoms, index - 1, "soft", "at");
}

/** True when what follows a bare number is the thing counted: "at 4 people", "at 4 Elm Street", "in 3D". */
export function countsSomething(atoms: Atoms, next: number): boolean {
  const after = atoms[next];
  if (after === undefined) return false;
  if (after.glued && isTag(atoms, next, "unknown", "sign", "number", "function", "slash")) return true;
  if (isTag(atoms, next, "counted", "unit")) return true;
  return after.term.tag === "unknown" && after.capital;
}

export function meridiemAt(atoms: Atoms, index: number): { meridiem: "am" | "pm"; next: number } | null {
  const term = termAt(atoms, index, "meridiem");
  return term === null ? null : { meridiem: term.pm ? "pm" : "am", next: index + 1 };
}

/** An hour in words or figures, with am/pm or "o'clock" if they follow. */
export interface SpokenHour {
  readonly hour: number;
  readonly meridiem: "am" | "pm" | null;
  readonly next: number;
}

/** Hours 1-23 and noon or midnight; an article before them is passed ("para las 3"). */
export function spokenHour(atoms: Atoms, index: number): SpokenHour | null {
  const start = hasFlag(atoms, index, "clock", "the") ? index + 1 : index;
  const moment = termAt(atoms, start, "moment");
  if (moment !== null) return { hour: 12, meridiem: moment.moment === "noon" ? "pm" : "am", next: start + 1 };
  const number = termAt(atoms, start, "number");
  if (number === null || !Number.isInteger(number.value) || number.value < 1 || number.value > 23)
    return null;
  const next = skip(atoms, start + 1, "oclock");
  const meridiem = meridiemAt(atoms, next);
  return { hour: number.value, meridiem: meridiem?.meridiem ?? null, next: meridiem?.next ?? next };
}
