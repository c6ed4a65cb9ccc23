/**
 * @file Applies the rules to a phrase from left to right, longest match first, and accounts for every atom:
 * used by a rule, filler, or left over (rule R2).
 */

import { type Atoms, hasFlag, isTag } from "./atoms.ts";
import type { Fact, Match, Rule } from "./facts.ts";
import type { Tag } from "./lexicon.ts";
import {
  agoRule,
  amountFromRule,
  durationRule,
  inAmountRule,
  onwardRule,
  relativeRule,
} from "./rules-amount.ts";
import { clockRangeRule, clockRule, momentRule, partRule, thisPartRule } from "./rules-clock.ts";
import { daySpanRule, monthDayRule, numericDateRule } from "./rules-date.ts";
import { betweenDaysRule, relativeDayRule, weekdayRule } from "./rules-day.ts";
import { markerRule } from "./rules-marker.ts";
import { ordinalDayRule } from "./rules-ordinal.ts";
import { nthWeekdayRule, periodEdgeRule, periodRule, weekOfRule } from "./rules-period.ts";
import { alternateRule, countRule, everyRule, frequencyRule, monthlyRule } from "./rules-recurrence.ts";
import { zoneRule } from "./rules-zone.ts";

/** A run of atoms with one reading; `from` inclusive, `to` exclusive. */
export interface Item {
  readonly from: number;
  readonly to: number;
  readonly rule: string;
  readonly kind: "match" | "filler" | "leftover";
  readonly facts: readonly Fact[];
}

/** Of matches of equal length the earlier rule wins. */
const RULES: readonly Rule[] = [
  relativeDayRule,
  weekdayRule,
  daySpanRule,
  betweenDaysRule,
  monthDayRule,
  numericDateRule,
  nthWeekdayRule,
  weekOfRule,
  periodEdgeRule,
  periodRule,
  thisPartRule,
  momentRule,
  clockRangeRule,
  clockRule,
  partRule,
  ordinalDayRule,
  onwardRule,
  inAmountRule,
  agoRule,
  amountFromRule,
  relativeRule,
  everyRule,
  alternateRule,
  frequencyRule,
  monthlyRule,
  countRule,
  durationRule,
  zoneRule,
  markerRule,
];

const FILLERS: readonly Tag[] = [
  "filler",
  "at",
  "on",
  "the",
  "of",
  "in",
  "from",
  "comma",
  "dot",
  "stop",
  "and",
  "for",
  "in-post",
  "day-post",
  "future-verb",
  "past-verb",
];

const MARKER_TYPES: ReadonlySet<Fact["type"]> = new Set([
  "to",
  "or",
  "not",
  "due",
  "before",
  "after",
  "until",
  "starting",
  "approx",
  "vague",
  "postpone",
]);

/** True for a fact that says when, not only how the facts beside it are meant. */
export const saysWhen = (fact: Fact): boolean => !MARKER_TYPES.has(fact.type);

/** Tags of markers that can stand behind what they mark, where their word says so. */
const MARKER_TAGS: readonly Tag[] = ["by", "due", "until", "before", "after", "within", "between", "approx"];

/** True for "तक" and "au plus tard": about what stands before it. */
export const isPostposition = (atoms: Atoms, index: number): boolean =>
  hasFlag(atoms, index, "post", ...MARKER_TAGS);

/**
 * The facts of `items` in the order of a language with prepositions: "18 दिसंबर तक" as "until Dec 18", because
 * ranges and repetitions read what follows "until".
 */
export function factsOf(items: readonly Item[], atoms: Atoms): readonly Fact[] {
  const facts: Fact[] = [];
  for (const item of items) {
    if (!item.facts.some((fact) => fact.type === "until") || !isPostposition(atoms, item.from)) {
      facts.push(...item.facts);
      continue;
    }
    let at = facts.length;
    while (at > 0 && saysWhen(facts[at - 1] as Fact)) at -= 1;
    facts.splice(at, 0, ...item.facts);
  }
  return facts;
}

interface Candidate {
  readonly from: number;
  readonly match: Match | null;
}

function longestMatch(atoms: Atoms, index: number): Match | null {
  let best: Match | null = null;
  for (const rule of RULES) {
    const match = rule(atoms, index);
    if (match !== null && match.next > (best?.next ?? index)) best = match;
  }
  return best;
}

function scan(atoms: Atoms): readonly Candidate[] {
  const candidates: Candidate[] = [];
  let index = 0;
  while (index < atoms.length) {
    const match = longestMatch(atoms, index);
    candidates.push({ from: index, match });
    index = match?.next ?? index + 1;
  }
  return candidates;
}

/** The nearest candidate that says something, past fillers and markers, in one direction. */
function neighbour(atoms: Atoms, candidates: readonly Candidate[], at: number, step: 1 | -1): Match | null {
  for (let other = at + step; ; other += step) {
    const candidate = candidates[other];
    if (candidate === undefined) return null;
    const { match } = candidate;
    if (match === null) {
      if (isTag(atoms, candidate.from, ...FILLERS) && !isTag(atoms, candidate.from, "stop")) continue;
      return null;
    }
    if (match.facts.some(saysWhen)) return match;
  }
}

function isPartOrDay(match: Match): boolean {
  return match.facts.some(
    (fact) =>
      (fact.type === "time" && fact.time.type === "part") ||
      (fact.type === "date" && fact.date.type === "day-offset"),
  );
}

/** True when a weak match may count: see `Match.weak`. */
function isSupported(atoms: Atoms, candidates: readonly Candidate[], at: number, match: Match): boolean {
  const beside = [neighbour(atoms, candidates, at, -1), neighbour(atoms, candidates, at, 1)];
  const sure = beside.filter((other): other is Match => other !== null && other.weak !== "beside-part");
  if (match.weak === "beside-part") return sure.some(isPartOrDay);
  // A length beside a number pair says nothing about it: "2-1 after 90 min".
  const when = sure.filter((other) => mainType(other) !== "duration");
  return when.some((other) => other.weak === undefined || differs(match, other));
}

const mainType = (match: Match): string => match.facts.find(saysWhen)?.type ?? "";

/** Two weak shapes support each other when one is a date and the other a time ("3/4 10-12"). */
const differs = (match: Match, other: Match): boolean => mainType(match) !== mainType(other);

/**
 * Reads every atom. `whole` = the text is one date phrase, so that a lone weak shape counts; in running text
 * it does not.
 */
export function parsePhrase(atoms: Atoms, whole: boolean): readonly Item[] {
  const candidates = scan(atoms);
  const meaningful = candidates.filter(
    ({ match, from }) => match !== null || !isTag(atoms, from, ...FILLERS),
  );
  const alone = whole && meaningful.every(({ match }) => match !== null);
  return candidates.flatMap(({ from, match }, at): readonly Item[] => {
    if (
      match !== null &&
      (match.weak === undefined || isLone(match, alone) || isSupported(atoms, candidates, at, match))
    ) {
      return [{ from, to: match.next, rule: match.rule, kind: "match", facts: match.facts }];
    }
    const to = match?.next ?? from + 1;
    return Array.from({ length: to - from }, (_, step): Item => {
      const index = from + step;
      const filler = isTag(atoms, index, ...FILLERS);
      return {
        from: index,
        to: index + 1,
        rule: filler ? "filler" : "leftover",
        kind: filler ? "filler" : "leftover",
        facts: [],
      };
    });
  });
}

const isLone = (match: Match, alone: boolean): boolean => alone && match.weak === "beside";
