/**
 * @file Date phrases to time, in code (spec messages-calendar 4). Nothing is guessed: what the words leave open
 * is returned as a question with the possible answers.
 */

import type { Atoms } from "./atoms.ts";
import { combine, type Environment } from "./combine.ts";
import { combineRange } from "./combine-range.ts";
import type { Fact } from "./facts.ts";
import type { Lexicon } from "./lexicon.ts";
import { lexiconOf } from "./lexicons.ts";
import { askOutcome, none } from "./outcome.ts";
import { factsOf, type Item, parsePhrase, saysWhen } from "./parse-phrase.ts";
import type { DateContext, Resolution } from "./resolution.ts";
import { readAtoms } from "./read-atoms.ts";
import { referenceTime } from "./wall-time.ts";

/** Longer texts are messages, for `find-phrases.ts`. */
export const MAX_PHRASE_LENGTH = 300;
/** Rule R19. */
const YEAR_RANGE = 5;

/** The meaning of one date phrase at the time of its message; languages without a lexicon give `none`. */
export function resolveDate(phrase: string, context: DateContext): Resolution {
  const lexicon = lexiconOf(context.language);
  if (lexicon === null || phrase.length > MAX_PHRASE_LENGTH) return none();
  const atoms = readAtoms(phrase, lexicon);
  const items = parsePhrase(atoms, true);
  const environment = environmentOf(context, lexicon);
  const resolution = inRange(resolveItems(items, atoms, environment), environment);
  return { ...resolution, trace: traceOf(items, atoms) };
}

/** The meaning of facts that were read apart from each other in one message. */
export function resolveTogether(facts: readonly Fact[], context: DateContext): Resolution {
  const lexicon = lexiconOf(context.language);
  if (lexicon === null) return none();
  const environment = environmentOf(context, lexicon);
  return inRange(resolveFacts(facts, environment), environment);
}

function environmentOf(context: DateContext, lexicon: Lexicon): Environment {
  const reference = referenceTime(context);
  return { context, lexicon, reference, today: reference.toPlainDate() };
}

function traceOf(items: readonly Item[], atoms: Atoms): Resolution["trace"] {
  return items.map(({ from, to, rule }) => ({
    token: atoms
      .slice(from, to)
      .map((atom) => atom.text)
      .join(" "),
    rule,
  }));
}

function resolveItems(items: readonly Item[], atoms: Atoms, environment: Environment): Resolution {
  const facts = factsOf(items, atoms);
  const leftover = items.some((item) => item.kind === "leftover");
  const outcome = resolveFacts(facts, environment);
  // "let's move it an hour later": the verbs are about the event, the amount is all there is to read.
  if (!leftover || outcome.kind === "none" || outcome.kind === "relative") return outcome;
  const isOpen =
    outcome.kind === "ask" &&
    (outcome.reason === "month-only" || outcome.reason === "no-time") &&
    outcome.options.length === 0;
  // "I sat down in March" names a month and no date; "let's meet soon" still asks for the time.
  if (isOpen) return outcome.reason === "month-only" ? none() : outcome;
  return outcome.kind === "ask" && outcome.reason === "negation"
    ? outcome
    : askOutcome("leftover", [outcome]);
}

/** Negation and alternatives first (rule R2), then ranges, then one meaning. */
function resolveFacts(facts: readonly Fact[], environment: Environment): Resolution {
  const corrected = correct(facts);
  if (corrected !== null) return resolveFacts(corrected, environment);
  if (facts.some((fact) => fact.type === "not")) {
    const rest = facts.filter((fact) => fact.type !== "not");
    const outcome = resolveFacts(rest, environment);
    return outcome.kind === "none" ? outcome : askOutcome("negation", [outcome]);
  }
  const sides = splitAt(facts, "or").filter((side) => side.some(saysWhen));
  if (sides.length > 1) {
    const options = sides.map((side) => resolveFacts(complete(side, sides), environment));
    const question = askOutcome("alternatives", options);
    // "10am PST / 1pm EST" is one time said twice.
    const only = question.kind === "ask" && question.options.length === 1 ? question.options[0] : undefined;
    return only !== undefined && options.every((option) => option.kind !== "ask") ? only : question;
  }
  const clean = facts.filter((fact) => fact.type !== "or");
  return (
    resolveRange(clean, environment) ??
    combine(
      // Behind a repetition "to" is "until".
      clean.filter((fact) => fact.type !== "to" || clean.some((other) => other.type === "recurrence")),
      environment,
    )
  );
}

/**
 * The facts of "X, not Y" without Y where both say the same kind of thing; null = a negation. What follows Y and
 * X leaves open belongs to X ("Friday, not Thursday, at 16:00").
 */
function correct(facts: readonly Fact[]): readonly Fact[] | null {
  const at = facts.findIndex((fact) => fact.type === "not");
  const not = facts[at];
  if (not?.type !== "not" || not.corrects !== true) return null;
  const kept = facts.slice(0, at);
  const rest = facts.slice(at + 1);
  if (rest.some((fact) => !saysWhen(fact) && fact.type !== "approx")) return null;
  const repeats = (fact: Fact): boolean => kept.some((other) => isSameKind(fact, other));
  const first = rest.find(saysWhen);
  if (first === undefined || !repeats(first)) return null;
  const same = rest.some((fact) => kept.some((other) => JSON.stringify(other) === JSON.stringify(fact)));
  return same ? null : [...kept, ...rest.filter((fact) => saysWhen(fact) && !repeats(fact))];
}

const isSameKind = (a: Fact, b: Fact): boolean =>
  a.type === b.type && (a.type === "date" || a.type === "time");

function resolveRange(facts: readonly Fact[], environment: Environment): Resolution | null {
  if (facts.some((fact) => fact.type === "recurrence")) return null;
  const at = facts.findIndex((fact, index) => isRangeMarker(fact) && facts.slice(0, index).some(saysWhen));
  if (at === -1) return null;
  const left = facts.slice(0, at).filter((fact) => !isRangeMarker(fact));
  const right = facts.slice(at + 1).filter((fact) => !isRangeMarker(fact));
  return combineRange(left, right, environment);
}

const isRangeMarker = (fact: Fact): boolean => fact.type === "to" || fact.type === "until";

function splitAt(facts: readonly Fact[], type: Fact["type"]): readonly (readonly Fact[])[] {
  const sides: Fact[][] = [[]];
  for (const fact of facts) {
    if (fact.type === type) sides.push([]);
    else sides.at(-1)?.push(fact);
  }
  return sides;
}

/** "Monday or Tuesday at 3": what a side does not say, the other sides say for it. */
function complete(side: readonly Fact[], sides: readonly (readonly Fact[])[]): readonly Fact[] {
  const shared = (["date", "time", "due", "until", "before", "after", "zone", "duration"] as const).flatMap(
    (type) => {
      if (side.some((fact) => fact.type === type)) return [];
      const giver = sides.find((other) => other.some((fact) => fact.type === type)) ?? [];
      return giver.filter((fact) => fact.type === type);
    },
  );
  return [...side, ...shared];
}

/** Rule R19: no year far from the reference, whatever the words say. */
function inRange(resolution: Resolution, { today }: Environment): Resolution {
  const years = JSON.stringify({ ...resolution, trace: [] }).match(/"\d{4}-\d\d-\d\d/g) ?? [];
  const far = years.some((date) => Math.abs(Number(date.slice(1, 5)) - today.year) > YEAR_RANGE);
  return far ? askOutcome("out-of-range", []) : resolution;
}
