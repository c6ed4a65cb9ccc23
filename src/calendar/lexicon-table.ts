/** @file Helpers to write a language's table (`lexicon-*.ts`): lists of words with one meaning, numbers, ordinals. */

import type { ContextWords, Lexicon, StructureFlags, StructureTag, Term, Unit } from "./lexicon.ts";

export type Entry = readonly [phrase: string, term: Term];

/** Most words of one phrase. */
const MAX_WORDS = 6;

/** `words` is a comma-separated list of phrases with one meaning. */
export function all(words: string, term: Term): readonly Entry[] {
  return words.split(",").map((phrase): Entry => [phrase.trim(), term]);
}

export const structure = (tag: StructureTag, words: string, flags: StructureFlags = {}): readonly Entry[] =>
  all(words, { tag, ...flags });

export const unit = (
  words: string,
  name: Unit,
  extra: Partial<Extract<Term, { tag: "unit" }>> = {},
): readonly Entry[] => all(words, { tag: "unit", unit: name, count: 1, ...extra });

export const amount = (words: string, name: Unit, count: number): readonly Entry[] =>
  all(words, { tag: "amount", unit: name, count });

/** Words that every language but English shares; zone abbreviations are read in capitals (`disambiguate.ts`). */
export const UNIVERSAL: readonly Entry[] = all("utc,gmt", {
  tag: "zone",
  zone: { kind: "exact", zone: "UTC" },
});

/** Number words: never a time of day without a word that says so. */
export function number(words: string, value: number): readonly Entry[] {
  return words
    .split(",")
    .map((word): Entry => [
      word.trim(),
      { tag: "number", value, digits: false, text: word.trim(), strict: true },
    ]);
}

/** Number words in order from `first`; alternatives of one number are parted by `/`. */
export function numbers(words: string, first: number): readonly Entry[] {
  return words.split(",").flatMap((word, index) => number(word.trim().replaceAll("/", ","), first + index));
}

/** Ordinal words in order from 1; alternatives are parted by `/`. */
export function ordinals(words: string): readonly Entry[] {
  return words.split(",").flatMap((word, index) =>
    all(word.trim().replaceAll("/", ","), {
      tag: "ordinal",
      value: index + 1,
      digits: false,
      strict: true,
    }),
  );
}

/** Weekday words from Monday; alternatives are parted by `/`. */
export function weekdays(
  words: string,
  extra: Partial<Extract<Term, { tag: "weekday" }>> = {},
): readonly Entry[] {
  return words
    .split(",")
    .flatMap((names, index) =>
      names.trim() === ""
        ? []
        : all(names.trim().replaceAll("/", ","), { tag: "weekday", weekday: index + 1, ...extra }),
    );
}

/** Month words from January; alternatives are parted by `/`. */
export function months(
  words: string,
  extra: Partial<Extract<Term, { tag: "month" }>> = {},
): readonly Entry[] {
  return words
    .split(",")
    .flatMap((names, index) =>
      names.trim() === ""
        ? []
        : all(names.trim().replaceAll("/", ","), { tag: "month", month: index + 1, ...extra }),
    );
}

export const day = (words: string, offset: number, extra: Partial<Extract<Term, { tag: "day" }>> = {}) =>
  all(words, { tag: "day", offset, ...extra });

export const holiday = (words: string, month: number, dayOfMonth: number): readonly Entry[] =>
  all(words, { tag: "holiday", month, day: dayOfMonth });

/** Without diacritics; letters that are written out in a language without them keep one spelling ("ß" = "ss"). */
export function withoutDiacritics(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll("ß", "ss");
}

const UMLAUTS: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };

/** How a phrase is typed on a keyboard without its accents: "manana", "uebermorgen" and "ubermorgen". */
function plainSpellings(phrase: string): readonly string[] {
  const digraphs = phrase.replaceAll(/[äöüß]/g, (letter) => UMLAUTS[letter] ?? letter);
  return [withoutDiacritics(phrase), withoutDiacritics(digraphs)].filter((spelling) => spelling !== phrase);
}

type LexiconOptions = Pick<Lexicon, "language"> & Partial<Omit<Lexicon, "phrases" | "plain" | "longest">>;

/** Words that say nothing about lengths and denial: a language's own replace them. */
const NO_CONTEXT: ContextWords = {
  moves: /$^/,
  attending: new Set(),
  denialReach: 4,
  unplannedBehind: new Set(),
  unplannedBefore: new Set(),
  breaks: new Set(),
};

/** A lexicon of `entries`; later entries win. Numeric dates are day first, hours 7-11 are asked. */
export function createLexicon(entries: readonly Entry[], options: LexiconOptions): Lexicon {
  const respell = options.respell ?? ((word: string): string => word);
  const phrases = new Map(entries.map(([phrase, term]) => [respell(phrase.normalize("NFC")), term]));
  // Elided words stand apart from the word behind them ("jour de l an").
  if (options.elided !== undefined) {
    for (const [phrase, term] of phrases)
      if (phrase.includes("'")) phrases.set(phrase.replaceAll("'", " "), term);
  }
  const plain = new Map<string, Term>();
  if (options.respell === undefined && options.spaceless === undefined) {
    for (const [phrase, term] of phrases) {
      for (const spelling of plainSpellings(phrase)) if (!phrases.has(spelling)) plain.set(spelling, term);
    }
  }
  const longest = Math.max(...[...phrases.keys()].map((phrase) => phrase.split(" ").length));
  return {
    dateOrder: "DMY",
    bareMorningHours: "ask",
    possessive: null,
    ...options,
    context: options.context ?? NO_CONTEXT,
    phrases,
    plain,
    longest: Math.min(longest, MAX_WORDS),
  };
}
