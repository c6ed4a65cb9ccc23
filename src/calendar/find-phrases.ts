/**
 * @file Finds the date phrases inside a chat message. Runs of date words are taken as long as they go; shapes
 * that are dates only in company (`3/4`, "the 5th", "morning") need that company. What a run means can depend
 * on its sentence ("tomorrow ... at 3", "Friday doesn't work"): `link-phrases.ts`.
 */

import { type Atoms, isTag } from "./atoms.ts";
import type { Fact } from "./facts.ts";
import type { Lexicon } from "./lexicon.ts";
import { lexiconOf } from "./lexicons.ts";
import { linkRuns, type Run } from "./link-phrases.ts";
import { factsOf, isPostposition, type Item, parsePhrase, saysWhen } from "./parse-phrase.ts";
import { isBareLength, isMoved, isMovedTo } from "./phrase-context.ts";
import { readAtoms } from "./read-atoms.ts";
import type { DateContext, FoundPhrase } from "./resolution.ts";

/** Dates further into a message are not looked for: a message that long is a document. */
const MAX_SEARCHED_LENGTH = 20_000;
export const MAX_PHRASES = 50;

/** Markers that a phrase may start with, because they change what follows. */
const LEADING: ReadonlySet<Fact["type"]> = new Set(["due", "before", "after", "until", "approx", "not"]);

/**
 * The date phrases of `text` in order, not overlapping. Phrases that turn out to mean no date are left out, as
 * are lengths of a day or more ("for two weeks") and words like "soon".
 */
export function findDatePhrases(text: string, context: DateContext): readonly FoundPhrase[] {
  const lexicon = lexiconOf(context.language);
  if (lexicon === null) return [];
  const atoms = readAtoms(text.slice(0, MAX_SEARCHED_LENGTH), lexicon);
  const runs = itemRuns(parsePhrase(atoms, false), atoms)
    .map((items) => afterMove(items, atoms, text, lexicon))
    .filter((items) => items.some(isWorthFinding) && !isBareLength(atoms, items, lexicon))
    .slice(0, MAX_PHRASES)
    .map((items) => toRun(items, atoms));
  return linkRuns(runs, atoms, text, { context, lexicon });
}

type Items = readonly Item[];

function toRun(items: Items, atoms: Atoms): Run {
  return { from: items[0]?.from ?? 0, to: items.at(-1)?.to ?? 0, facts: factsOf(items, atoms) };
}

function itemRuns(items: Items, atoms: Atoms): readonly Items[] {
  const runs: Item[][] = [[]];
  for (const [index, item] of items.entries()) {
    const current = runs.at(-1) ?? [];
    if (endsRun(item, atoms)) runs.push([]);
    else if (startsAnother(item, items[index - 1], current, atoms)) runs.push([item]);
    else current.push(item);
  }
  return runs.map((run) => trim(run, atoms));
}

function endsRun(item: Item, atoms: Atoms): boolean {
  if (item.kind === "leftover") return true;
  if (item.kind === "filler") return isTag(atoms, item.from, "stop", "dot");
  return item.facts.some((fact) => fact.type === "vague" || fact.type === "postpone");
}

/**
 * "Friday 3pm, Monday 2pm" and "Monday, Tuesday" are two phrases; "Friday, 27 Nov" and "Friday, 3pm" are one.
 */
function startsAnother(item: Item, separator: Item | undefined, run: Items, atoms: Atoms): boolean {
  if (item.kind !== "match" || separator?.kind !== "filler") return false;
  const isList = isTag(atoms, separator.from, "comma");
  if (!isList && !isTag(atoms, separator.from, "and")) return false;
  const facts = run.flatMap((other) => other.facts);
  const isFull = facts.some((fact) => fact.type === "date") && facts.some((fact) => fact.type === "time");
  if (isFull && item.facts.some((fact) => fact.type === "date")) return true;
  return isList && item.facts.some((fact) => facts.some((other) => sameKind(fact, other)));
}

/** Two weekdays, two clocks: not two ways to name one day. */
function sameKind(a: Fact, b: Fact): boolean {
  if (a.type === "date" && b.type === "date") return a.date.type === b.date.type;
  return a.type === b.type && (a.type === "time" || a.type === "duration");
}

/** Drops fillers and markers that say nothing at the edges. */
function trim(run: Items, atoms: Atoms): Items {
  let from = 0;
  let to = run.length;
  while (from < to && !canLead(run, from)) from += 1;
  while (to > from && !canTrail(run[to - 1] as Item, atoms)) to -= 1;
  return run.slice(from, to);
}

function canLead(run: Items, index: number): boolean {
  const facts = run[index]?.facts ?? [];
  if (facts.some(saysWhen)) return true;
  if (!facts.some((fact) => LEADING.has(fact.type))) return false;
  // "no, Friday" is not negated: "not" has to touch what it denies.
  return run[index + 1]?.kind === "match" || !facts.some((fact) => fact.type === "not");
}

const canTrail = (item: Item, atoms: Atoms): boolean =>
  item.facts.some(saysWhen) || (item.kind === "match" && isPostposition(atoms, item.from));

/** "moved from Tuesday to Thursday" means Thursday. */
function afterMove(run: Items, atoms: Atoms, text: string, lexicon: Lexicon): Items {
  const from = run[0]?.from ?? 0;
  const to = run.at(-1)?.to ?? 0;
  if (isMovedTo(atoms, from, text, lexicon)) return trim(run.slice(1), atoms);
  if (!isMoved(atoms, from, text, lexicon)) return run;
  for (let index = from; index < to - 1; index += 1) {
    if (!isTag(atoms, index, "to", "for", "by")) continue;
    const after = reread(atoms, index + 1, to);
    return after.some(isWorthFinding) ? after : run.map((item) => endOfRange(item, index));
  }
  return run;
}

/** "Dalle 15 alle 16": the second number is a clock only by its range. */
function endOfRange(item: Item, at: number): Item {
  const facts = item.facts.map((fact): Fact =>
    fact.type === "time" && fact.time.type === "clock-range"
      ? { type: "time", time: { type: "clock", clock: fact.time.to } }
      : fact,
  );
  return item.from < at && at < item.to ? { ...item, from: at, facts } : item;
}

function reread(atoms: Atoms, from: number, to: number): Items {
  const items = parsePhrase(atoms.slice(from, to), true);
  return trim(
    items.map((item) => ({ ...item, from: item.from + from, to: item.to + from })),
    atoms,
  );
}

const ALWAYS_FOUND: ReadonlySet<Fact["type"]> = new Set(["time", "elapsed", "relative", "recurrence"]);

/** Facts that are dates on their own; a bare month or year, a long duration or "all day" is not worth a draft. */
function isWorthFinding(item: Item): boolean {
  return item.facts.some((fact) => {
    if (fact.type === "duration") return fact.days === null;
    if (fact.type !== "date") return ALWAYS_FOUND.has(fact.type);
    if (fact.date.type === "year") return false;
    if (fact.date.type !== "month") return true;
    return fact.date.month === null ? fact.date.offset >= 0 : fact.date.year !== null;
  });
}
