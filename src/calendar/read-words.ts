/**
 * @file Which tokens are a phrase of the lexicon, the longest one first. Words are matched as they are written,
 * then without diacritics ("manana"), then by their shape.
 */

import type { Token } from "./lexer.ts";
import type { Lexicon, Term } from "./lexicon.ts";
import { withoutDiacritics } from "./lexicon-table.ts";

/** A phrase that ends before token `next`. */
export interface Word {
  readonly term: Term;
  readonly next: number;
}

/** The term of a phrase as typed. A word with diacritics is never taken for one without ("está" is not "esta"). */
function lookUp(phrase: string, { phrases, plain }: Lexicon): Term | undefined {
  return phrases.get(phrase) ?? (plain.size > 0 ? plain.get(phrase) : undefined);
}

/**
 * A phrase of up to `longest` words from `index`; a hyphen inside a word counts as the space between two, and a
 * full stop can belong to it ("ca.").
 */
export function phraseAt(tokens: readonly Token[], index: number, lexicon: Lexicon): Word | null {
  let found: Word | null = null;
  let phrase = "";
  let next = index;
  for (let words = 0; words < lexicon.longest; words += 1) {
    const token = tokens[next];
    if (token?.kind !== "word") break;
    phrase = phrase === "" ? token.lower : `${phrase} ${token.lower}`;
    next += 1;
    const term = lookUp(phrase, lexicon);
    if (term !== undefined) found = { term, next };
    const follower = tokens[next];
    if (follower?.glued !== true) continue;
    const dotted = follower.lower === "." ? lookUp(`${phrase}.`, lexicon) : undefined;
    if (dotted !== undefined) found = { term: dotted, next: next + 1 };
    if (follower.lower === "/" && phrase === "w") {
      phrase = `${phrase}/${tokens[next + 1]?.lower ?? ""}`;
      const slashed = lexicon.phrases.get(phrase);
      if (slashed !== undefined) return { term: slashed, next: next + 2 };
      break;
    }
    if (follower.lower === "-" && tokens[next + 1]?.glued === true) next += 1;
  }
  return found ?? shaped(tokens[index], index, lexicon);
}

function shaped(token: Token | undefined, index: number, { classify }: Lexicon): Word | null {
  const term = token?.kind === "word" ? (classify?.(token.lower) ?? null) : null;
  return term === null ? null : { term, next: index + 1 };
}

/** "Friday's" is Friday and a possessive that no date needs. */
export function possessive(token: Token, lexicon: Lexicon): Term | null {
  const suffix = lexicon.possessive;
  if (suffix === null || token.kind !== "word" || !token.lower.endsWith(suffix)) return null;
  const term = lexicon.phrases.get(token.lower.slice(0, -suffix.length));
  return term?.tag === "weekday" || term?.tag === "day" ? term : null;
}

/** The tokens as the phrases of the lexicon are written: respelled, elisions and compounds taken apart. */
export function prepareTokens(tokens: readonly Token[], lexicon: Lexicon): readonly Token[] {
  const { respell, elided, compounds } = lexicon;
  if (respell === undefined && elided === undefined && compounds === undefined) return tokens;
  return tokens.flatMap((token, index): readonly Token[] => {
    if (token.kind !== "word") return isElisionMark(tokens, index, elided) ? [] : [token];
    if (respell !== undefined) return [{ ...token, lower: respell(token.lower) }];
    if (lookUp(token.lower, lexicon) !== undefined) return [token];
    const at = elided === undefined ? compoundAt(token.lower, lexicon) : elisionAt(token.lower, elided);
    return at === 0 ? [token] : splitToken(token, at);
  });
}

/** The apostrophe between an elided word and a number ("dall'8"). */
function isElisionMark(
  tokens: readonly Token[],
  index: number,
  elided: ReadonlySet<string> | undefined,
): boolean {
  const before = tokens[index - 1];
  return (
    /^['’]$/.test(tokens[index]?.text ?? "") &&
    before?.kind === "word" &&
    tokens[index]?.glued === true &&
    elided?.has(before.lower) === true
  );
}

/** Length of the elided word with its apostrophe, or 0. */
function elisionAt(word: string, elided: ReadonlySet<string>): number {
  const apostrophe = word.indexOf("'");
  return apostrophe > 0 && elided.has(word.slice(0, apostrophe)) ? apostrophe + 1 : 0;
}

/** Length of a day name that a part of the day follows in one word, or 0. */
function compoundAt(word: string, lexicon: Lexicon): number {
  for (let length = word.length - 3; length >= 5; length -= 1) {
    const left = lookUp(word.slice(0, length), lexicon);
    if (left?.tag !== "weekday" || left.plural === true) continue;
    const right = lookUp(word.slice(length), lexicon);
    if (
      right?.tag === "part" ||
      right?.tag === "moment" ||
      (right?.tag === "day" && right.orPart !== undefined)
    )
      return length;
  }
  return 0;
}

function splitToken(token: Token, at: number): readonly Token[] {
  const middle = token.start + at;
  const left = token.lower.slice(0, at).replace(/'$/, "");
  return [
    { ...token, text: token.text.slice(0, at), lower: left, end: middle },
    { ...token, text: token.text.slice(at), lower: token.lower.slice(at), start: middle, glued: true },
  ];
}

/** A word with no accents at all, for sets of words that people type either way. */
export const plainWord = (text: string): string => withoutDiacritics(text.toLowerCase());
