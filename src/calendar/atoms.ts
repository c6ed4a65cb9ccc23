/** @file The unit the rules read: a piece of the text with its meaning. `read-atoms.ts` makes them. */

import type { StructureFlags, Tag, Term } from "./lexicon.ts";

/** One meaning at `text.slice(start, end)`. */
export interface Atom {
  readonly term: Term;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly glued: boolean;
  /** Starts with a capital although it does not start a sentence. */
  readonly capital: boolean;
}

export type Atoms = readonly Atom[];

/** The term at `index` if it has this tag, else null. */
export function termAt<T extends Tag>(atoms: Atoms, index: number, tag: T): Extract<Term, { tag: T }> | null {
  const term = atoms[index]?.term;
  return term?.tag === tag ? (term as Extract<Term, { tag: T }>) : null;
}

/** True when the atom at `index` has one of these tags. */
export function isTag(atoms: Atoms, index: number, ...tags: readonly Tag[]): boolean {
  const tag = atoms[index]?.term.tag;
  return tag !== undefined && tags.includes(tag);
}

/** No phrase has more small words in a row; a bound keeps "the the the ..." linear. */
const MAX_SKIPPED = 4;

/** The first index at or after `index` whose tag is not one of `tags`, at most four further on. */
export function skip(atoms: Atoms, index: number, ...tags: readonly Tag[]): number {
  let next = index;
  while (next < index + MAX_SKIPPED && isTag(atoms, next, ...tags)) next += 1;
  return next;
}

/** True when the atom at `index` has one of these tags and its word can do `flag`. */
export function hasFlag(
  atoms: Atoms,
  index: number,
  flag: keyof StructureFlags,
  ...tags: readonly Tag[]
): boolean {
  const term = atoms[index]?.term;
  return term !== undefined && tags.includes(term.tag) && (term as StructureFlags)[flag] === true;
}
