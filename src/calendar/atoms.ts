/**
 * @file Tokens with their meanings: the longest phrase of the lexicon wins, numbers keep their shape, words
 * that mean a day only sometimes ("sat", "may") are kept only beside evidence.
 */

import type { Lexicon, Tag, Term } from "./lexicon.ts";
import { readTokens, type Token } from "./lexer.ts";

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

function symbolTag(
  symbol: string,
): Tag & ("stop" | "comma" | "dash" | "slash" | "dot" | "sign" | "approx" | "at" | "and") {
  if (/^[!?;\n…]$/u.test(symbol)) return "stop";
  if (/^[,:()[\]"'“”‘’«»*_]$/u.test(symbol)) return "comma";
  if (symbol === ".") return "dot";
  if (symbol === "-") return "dash";
  if (symbol === "/") return "slash";
  if (symbol === "~") return "approx";
  if (symbol === "@") return "at";
  return symbol === "&" ? "and" : "sign";
}

/** The term of a token that is not a word. */
// oxlint-disable-next-line typescript/consistent-return -- the switch is exhaustive
function shapeTerm(token: Token): Term {
  switch (token.kind) {
    case "number":
      return { tag: "number", value: token.value, digits: true, text: token.text };
    case "clock":
      return { tag: "clock", hour: token.hour, minute: token.minute, padded: token.text.startsWith("0") };
    case "hour-form":
      return { tag: "hour-form", hour: token.hour, minute: token.minute };
    case "ordinal":
      return { tag: "ordinal", value: token.value, digits: true };
    case "iso-date":
      return { tag: "iso-date", year: token.year, month: token.month, day: token.day };
    case "numeric-date": {
      const { first, second, year, separator, text } = token;
      return { tag: "numeric-date", first, second, year, separator, text };
    }
    case "meridiem":
      return { tag: "meridiem", pm: token.pm };
    case "zone-name":
      return { tag: "zone", zone: { kind: "exact", zone: token.text } };
    case "symbol":
      return { tag: symbolTag(token.lower) };
    case "word":
    case "other":
      return { tag: "unknown" };
  }
}

/** A phrase of up to `longest` words from `index`; a hyphen inside a word counts as the space between two. */
function phraseAt(
  tokens: readonly Token[],
  index: number,
  lexicon: Lexicon,
): { term: Term; next: number } | null {
  let found: { term: Term; next: number } | null = null;
  let phrase = "";
  let next = index;
  for (let words = 0; words < lexicon.longest; words += 1) {
    const token = tokens[next];
    if (token?.kind !== "word") break;
    phrase = phrase === "" ? token.lower : `${phrase} ${token.lower}`;
    next += 1;
    const term = lexicon.phrases.get(phrase);
    if (term !== undefined) found = { term, next };
    const slash = tokens[next]?.lower === "/" && tokens[next]?.glued === true;
    if (slash && phrase === "w") {
      phrase = `${phrase}/${tokens[next + 1]?.lower ?? ""}`;
      const slashed = lexicon.phrases.get(phrase);
      if (slashed !== undefined) return { term: slashed, next: next + 2 };
      break;
    }
    if (tokens[next]?.lower === "-" && tokens[next]?.glued === true && tokens[next + 1]?.glued === true)
      next += 1;
  }
  return found;
}

/** "Friday's" is Friday and a possessive that no date needs. */
function possessive(token: Token, lexicon: Lexicon): Term | null {
  const suffix = lexicon.possessive;
  if (suffix === null || token.kind !== "word" || !token.lower.endsWith(suffix)) return null;
  const term = lexicon.phrases.get(token.lower.slice(0, -suffix.length));
  return term?.tag === "weekday" || term?.tag === "day" ? term : null;
}

function isCapital(tokens: readonly Token[], index: number): boolean {
  const previous = tokens[index - 1];
  const startsSentence = previous === undefined || /^[.!?\n:…]$/u.test(previous.lower);
  return !startsSentence && /^\p{Lu}/u.test(tokens[index]?.text ?? "");
}

function meanings(text: string, lexicon: Lexicon): Atom[] {
  const tokens = readTokens(text);
  const atoms: Atom[] = [];
  let index = 0;
  while (index < tokens.length) {
    const token = tokens[index] as Token;
    const phrase = phraseAt(tokens, index, lexicon);
    const owner = phrase === null ? possessive(token, lexicon) : null;
    const next = phrase?.next ?? index + 1;
    const suffix = owner === null ? 0 : (lexicon.possessive?.length ?? 0);
    const end = (tokens[next - 1]?.end ?? token.end) - suffix;
    atoms.push({
      term: phrase?.term ?? owner ?? shapeTerm(token),
      text: text.slice(token.start, end),
      start: token.start,
      end,
      glued: token.glued,
      capital: isCapital(tokens, index),
    });
    index = next;
  }
  return atoms;
}

const UNKNOWN: Term = { tag: "unknown" };
const BESIDE_WEEKDAY: readonly Tag[] = [
  "modifier",
  "on",
  "by",
  "until",
  "from",
  "before",
  "every",
  "every-other",
  "dash",
  "due",
];
const AFTER_WEEKDAY: readonly Tag[] = [
  "clock",
  "ordinal",
  "month",
  "part",
  "moment",
  "first-thing",
  "hour-form",
  "numeric-date",
  "iso-date",
];
const BESIDE_MONTH: readonly Tag[] = [
  "in",
  "by",
  "until",
  "from",
  "of",
  "before",
  "after",
  "early",
  "late",
  "middle-of",
  "end-of",
  "start-of",
  "due",
];

/** A number that can be a time of day or a day of the month: not money, not "4 people". */
function dateNumber(atoms: Atoms, index: number): boolean {
  const term = atoms[index]?.term;
  if (term?.tag === "ordinal") return true;
  return term?.tag === "number" && term.value <= 31 && !isTag(atoms, index + 1, "counted", "unit", "sign");
}

function isWeekdayHere(atoms: Atoms, index: number): boolean {
  const atom = atoms[index];
  if (isTag(atoms, index - 1, "subject", "the") && atom?.capital !== true) return false;
  if (isTag(atoms, index - 1, ...BESIDE_WEEKDAY) || isTag(atoms, index + 1, ...AFTER_WEEKDAY)) return true;
  if (isTag(atoms, index + 1, "at", "dash", "to", "and", "or", "slash", "approx", "from")) {
    const after = skip(atoms, index + 1, "at", "dash", "to", "and", "or", "slash", "approx", "from");
    return isTag(atoms, after, "clock", "number", "weekday", "moment", "hour-form", "numeric-date");
  }
  if (isTag(atoms, index - 1, "and", "or", "slash", "comma", "to") && isTag(atoms, index - 2, "weekday"))
    return true;
  if (dateNumber(atoms, skip(atoms, index + 1, "comma", "the"))) return true;
  if (atoms[index + 1]?.text === ":") return true;
  return atom?.capital === true && !isTag(atoms, index - 1, "the");
}

function isMonthHere(atoms: Atoms, index: number): boolean {
  const atom = atoms[index];
  if (dateNumber(atoms, skip(atoms, index + 1, "the")) || dateNumber(atoms, index - 1)) return true;
  if (isTag(atoms, index - 1, "of") && dateNumber(atoms, index - 2)) return true;
  if (isTag(atoms, index + 1, "number")) return true; // a year
  if (isTag(atoms, index - 1, ...BESIDE_MONTH)) return true;
  return atom?.capital === true && isTag(atoms, index - 1, "modifier");
}

/** "Happy Friday", "Merry Christmas": said about the day, not naming it. */
function isWish(atoms: Atoms, index: number): boolean {
  if (!isTag(atoms, index, "weekday", "holiday") || !isTag(atoms, index - 1, "greeting")) return false;
  return !isTag(atoms, index + 1, "at", "clock", "number", "part", "moment");
}

/** True when every other atom says nothing, so the word was meant as a date or not at all. */
function isAlone(atoms: Atoms, index: number): boolean {
  return atoms.every(
    (atom, other) =>
      other === index || ["filler", "dot", "stop", "comma", "on", "in"].includes(atom.term.tag),
  );
}

/** Reads `text` with the words of `lexicon`. Every character outside white space belongs to one atom. */
export function readAtoms(text: string, lexicon: Lexicon): Atoms {
  const atoms = meanings(text, lexicon);
  return atoms.map((atom, index) => {
    const { term } = atom;
    if (isWish(atoms, index)) return { ...atom, term: UNKNOWN };
    if ((term.tag !== "weekday" && term.tag !== "month") || term.caution !== true || isAlone(atoms, index))
      return atom;
    const here = term.tag === "weekday" ? isWeekdayHere(atoms, index) : isMonthHere(atoms, index);
    return here ? atom : { ...atom, term: UNKNOWN };
  });
}
