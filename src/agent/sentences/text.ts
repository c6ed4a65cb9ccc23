/**
 * @file Words, sentences and comparisons of text, for reading what people wrote and for checking what a model wrote.
 * Everything is linear in the length of the text: messages are untrusted.
 */

import type { Language } from "#calendar/resolution";

/** Zero of each digit block that people type: Arabic-Indic, Persian, Devanagari, Thai. */
const DIGIT_ZEROS = [0x0660, 0x06f0, 0x0966, 0x0e50];
const FOREIGN_DIGIT = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u0e50-\u0e59]/g;
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;
const THAI = /[\u0e00-\u0e7f]/;

/** Lines with something in them. */
export function filledLines(text: string): readonly string[] {
  return text.split(/[\r\n\u0085\u2028\u2029]+/u).filter((line) => line.trim() !== "");
}

/** One form for comparing: NFKC, lower case, ASCII digits, straight apostrophes, nothing invisible. */
export function fold(text: string): string {
  return (
    text
      .normalize("NFKC")
      // NFKC takes Thai SARA AM apart and nothing puts it together again.
      .replaceAll("\u0e4d\u0e32", "\u0e33")
      .replace(INVISIBLE, "")
      .replace(FOREIGN_DIGIT, (digit) => {
        const code = digit.charCodeAt(0);
        const zero = DIGIT_ZEROS.find((start) => code >= start && code <= start + 9) ?? code;
        return String(code - zero);
      })
      .replaceAll("’", "'")
      .toLowerCase()
  );
}

/** Words as written, apostrophes and hyphens inside them kept. */
export function words(text: string): string[] {
  return text.match(WORD) ?? [];
}

export function foldedWords(text: string): string[] {
  return words(fold(text));
}

let thaiSegmenter: Intl.Segmenter | null = null;

/** Folded words; Thai, which has no spaces, by the dictionary of the browser. */
export function segment(text: string, language: Language): string[] {
  if (language !== "th") return foldedWords(text);
  // Made where Thai is first read, and then used for every sentence.
  thaiSegmenter ??= new Intl.Segmenter("th", { granularity: "word" });
  return [...thaiSegmenter.segment(fold(text))]
    .filter((part) => part.isWordLike === true)
    .map((part) => part.segment);
}

const ENGLISH_ENDING = /(?:'s|ing|ed|es|s)$/;

/** Light English stem, so that "leaves" matches "leave" and "moving" matches "move". Not a real stemmer. */
export function stem(word: string): string {
  const cut = word.replace(ENGLISH_ENDING, "");
  const base = cut.length >= 3 ? cut : word.replace(/'s$/, "");
  return base.length > 3 ? base.replace(/e$/, "") : base;
}

/** Stems of the words that carry meaning, in order. Thai has no spaces: its character 3-grams stand in for words. */
export function contentStems(text: string, stopWords: ReadonlySet<string>): string[] {
  const folded = fold(text);
  if (THAI.test(folded)) return [...charGrams(folded)];
  return words(folded)
    .filter((word) => !stopWords.has(word))
    .map(stem);
}

/** Distinct 3-grams of characters of the folded text. */
function charGrams(text: string): Set<string> {
  const letters = Array.from(foldedWords(text).join(" "));
  const grams = new Set<string>();
  for (let index = 0; index + 3 <= letters.length; index += 1) {
    grams.add(letters.slice(index, index + 3).join(""));
  }
  if (grams.size === 0 && letters.length > 0) grams.add(letters.join(""));
  return grams;
}

/** Share of common 3-grams (Jaccard index), 0 to 1. */
export function similarity(left: string, right: string): number {
  const [a, b] = [charGrams(left), charGrams(right)];
  const common = [...a].filter((gram) => b.has(gram)).length;
  const all = a.size + b.size - common;
  return all === 0 ? 0 : common / all;
}

/** True when `part` can be read off `whole` from left to right, skipping words. */
export function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let matched = 0;
  for (const word of whole) if (word === part[matched]) matched += 1;
  return matched === part.length;
}

/** Cut at a word end so that the result, with its ellipsis, has at most `maxLength` characters. */
export function trimAtWord(text: string, maxLength: number): string {
  const flat = oneLine(text);
  if (flat.length <= maxLength) return flat;
  const head = flat.slice(0, maxLength - 1);
  const lastSpace = head.lastIndexOf(" ");
  const cut = lastSpace > maxLength / 2 ? head.slice(0, lastSpace) : dropHalfCharacter(head);
  return `${cut.trimEnd()}…`;
}

/** All white space, line ends included, becomes single spaces. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The full stop of a day ("am 5. Dezember", "5.12. 19 Uhr") ends no sentence. */
const DAY_STOP = String.raw`(?<!\b\d{1,2}\.(?=[ \t]+(?:\d|\p{Ll}|Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)))`;
/** The stop of the Thai "o'clock" ("14:00 น. มีงาน") ends none either. */
const CLOCK_STOP = String.raw`(?<!\d\s?น\.)`;
/** Nor does that of a short form before what it stands for: "Tel. 030", "Dr. Moor". */
const SHORT_FORM_STOP = String.raw`(?<!(?<!\p{L})(?:Dr|Dra|Prof|Mr|Mrs|Ms|St|Sr|Sra|Dott|Sig|Tel|Nr|Str|bzw|ca|vs|Hr|Fr|Mme)\.)`;
/** An emoji before a capital ends one too; numbers such as 4.30 are not split. */
const SENTENCE_END = new RegExp(
  String.raw`(?<=[.!?…。！？।])${DAY_STOP}${CLOCK_STOP}${SHORT_FORM_STOP}[ \t]+|(?<=\p{Extended_Pictographic}\ufe0f?)[ \t]+(?=\p{Lu})|[\r\n]+`,
  "u",
);

/** Parts the clauses of a sentence; a clock ("14:30") and a hyphenated word are whole. */
export const CLAUSE_MARK = /[,;:.!–—()]\s+|\s-\s/u;

/** The first clause of a sentence that `holds`, else all of it. @param marks what parts its clauses here */
export const clauseThat = (sentence: string, marks: RegExp, holds: (clause: string) => boolean): string =>
  sentence.split(marks).find(holds) ?? sentence;

/** Every full sentence or line of a text, trimmed, with its closing mark and without a bullet. */
export function sentences(text: string): string[] {
  return text
    .split(SENTENCE_END)
    .map((sentence) => sentence.trim().replace(/^[-*•] /, ""))
    .filter((sentence) => sentence !== "");
}

/** A string must not end in half a surrogate pair. */
function dropHalfCharacter(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}

export function capitalise(text: string): string {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0x20);
  return text === "" ? "" : first.toUpperCase() + text.slice(first.length);
}
