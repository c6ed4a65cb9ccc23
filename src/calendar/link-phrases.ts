/**
 * @file Resolves the runs of date words of one message. A time without a date belongs to the date of its
 * sentence ("tomorrow's meeting is at 3"); where that is not certain the answer is a question, because a time
 * taken for today's would be wrong without anyone noticing.
 */

import { type Atoms, isTag } from "./atoms.ts";
import type { Fact } from "./facts.ts";
import type { Lexicon } from "./lexicon.ts";
import { askOutcome, none } from "./outcome.ts";
import { isDenied, withSameTime } from "./phrase-context.ts";
import { MAX_PHRASE_LENGTH, resolveDate, resolveTogether } from "./resolve-date.ts";
import type { DateContext, FoundPhrase, Resolution } from "./resolution.ts";

/** Atoms `from` (inclusive) to `to` (exclusive) and what they say. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly facts: readonly Fact[];
}

/** The language and the time of the message that is read. */
export interface Reader {
  readonly context: DateContext;
  readonly lexicon: Lexicon;
}

/** At most this many other words may stand between a date and its time. */
const MAX_GAP = 8;

const has = (run: Run, ...types: readonly Fact["type"][]): boolean =>
  run.facts.some((fact) => types.includes(fact.type));
const isUndatedTime = (run: Run): boolean =>
  has(run, "time") && !has(run, "date", "recurrence", "elapsed", "relative");
const isDated = (run: Run): boolean => has(run, "date", "recurrence");
const isTimeless = (run: Run): boolean => isDated(run) && !has(run, "time");

/** The phrases of the runs `found` (in text order) with their resolutions. */
export function linkRuns(
  found: readonly Run[],
  atoms: Atoms,
  text: string,
  reader: Reader,
): readonly FoundPhrase[] {
  const runs = found.map((run) => (isTimeless(run) ? withSameTime(run, atoms) : run));
  const phrases: FoundPhrase[] = [];
  for (let index = 0; index < runs.length; index += 1) {
    const run = runs[index] as Run;
    const next = runs[index + 1];
    if (next !== undefined && isPair(run, next, atoms, reader)) {
      const pair = { from: run.from, to: next.to, facts: [...run.facts, ...next.facts] };
      phrases.push(...phrase(pair, resolveTogether(pair.facts, reader.context), atoms, text));
      index += 1;
    } else {
      phrases.push(...single(run, dateAround(runs, index), atoms, text, reader));
    }
  }
  return phrases;
}

/** A date and a time that belong together although words stand between them. */
function isPair(left: Run, right: Run, atoms: Atoms, { lexicon }: Reader): boolean {
  const fits = (isTimeless(left) && isUndatedTime(right)) || (isUndatedTime(left) && isTimeless(right));
  if (
    !fits ||
    has(left, "due", "before", "after", "until", "not") ||
    has(right, "due", "before", "after", "until", "not")
  ) {
    return false;
  }
  if (
    right.from - left.to > MAX_GAP ||
    isDenied(atoms, left.from, left.to, lexicon) ||
    isDenied(atoms, right.from, right.to, lexicon)
  )
    return false;
  // "On Monday, let's sync at 11": the comma behind an opening date joins.
  const opens =
    left.from === 0 ||
    isTag(atoms, left.from - 1, "stop", "dot") ||
    (isTag(atoms, left.from - 1, "on") && left.from === 1);
  const start = opens && isTag(atoms, left.to, "comma") ? left.to + 1 : left.to;
  for (let index = start; index < right.from; index += 1) {
    if (isTag(atoms, index, "stop", "dot", "comma", "and", "or", "not", "dash", "slash")) return false;
    if (lexicon.context.breaks.has(atoms[index]?.text.toLowerCase() ?? "")) return false;
  }
  return true;
}

/** The run whose date a lone time may belong to: the one before it, else a date without a time behind it. */
function dateAround(runs: readonly Run[], index: number): Run | null {
  const run = runs[index];
  if (run === undefined || !isUndatedTime(run) || has(run, "due")) return null;
  return runs.slice(0, index).findLast(isDated) ?? runs.slice(index + 1).find(isTimeless) ?? null;
}

function single(
  run: Run,
  dated: Run | null,
  atoms: Atoms,
  text: string,
  reader: Reader,
): readonly FoundPhrase[] {
  if (slice(run.from, run.to, atoms, text).length > MAX_PHRASE_LENGTH) return [];
  const alone = resolveAlone(run, atoms, text, reader);
  if (dated === null)
    return phrase({ ...run, from: alone.from }, deny(alone.resolution, run, atoms, reader), atoms, text);
  const dates = dated.facts.filter((fact) => fact.type === "date" || fact.type === "recurrence");
  const together = resolveTogether([...dates, ...run.facts], reader.context);
  const resolution = askOutcome("leftover", [together, alone.resolution]);
  return phrase({ ...run, from: alone.from }, deny(resolution, run, atoms, reader), atoms, text);
}

/** A run by itself, without a preposition that changes nothing ("on Friday" is "Friday", "at 4" stays). */
function resolveAlone(
  run: Run,
  atoms: Atoms,
  text: string,
  { context }: Reader,
): { from: number; resolution: Resolution } {
  // "कल" takes its direction from a verb outside the phrase.
  const isAlone = !isTurned(atoms, run);
  const read = isAlone ? resolveDate(slice(run.from, run.to, atoms, text), context) : none();
  // "What about 11?": the cue that made the number a time is not part of the phrase.
  const resolution = read.kind === "none" ? resolveTogether(run.facts, context) : read;
  let from = run.from;
  while (from + 1 < run.to && isTag(atoms, from, "on", "at", "the", "in")) {
    const shorter = resolveDate(slice(from + 1, run.to, atoms, text), context);
    if (meaning(shorter) !== meaning(resolution)) break;
    from += 1;
  }
  return { from, resolution };
}

const meaning = (resolution: Resolution): string => JSON.stringify({ ...resolution, trace: [] });

const isTurned = (atoms: Atoms, run: Run): boolean =>
  atoms.slice(run.from, run.to).some((atom) => atom.term.tag === "day" && atom.term.turned === true);

const deny = (resolution: Resolution, run: Run, atoms: Atoms, { lexicon }: Reader): Resolution =>
  isDenied(atoms, run.from, run.to, lexicon) && resolution.kind !== "none"
    ? askOutcome("negation", [resolution])
    : resolution;

function slice(from: number, to: number, atoms: Atoms, text: string): string {
  return text.slice(atoms[from]?.start ?? 0, atoms[to - 1]?.end ?? 0);
}

function phrase(
  run: Pick<Run, "from" | "to">,
  resolution: Resolution,
  atoms: Atoms,
  text: string,
): readonly FoundPhrase[] {
  const start = atoms[run.from]?.start ?? 0;
  const end = atoms[run.to - 1]?.end ?? 0;
  const found = end - start > MAX_PHRASE_LENGTH ? none() : resolution;
  return found.kind === "none" ? [] : [{ phrase: text.slice(start, end), start, end, resolution: found }];
}
