/**
 * @file Words, sentences and comparisons of text, for reading what people wrote and for checking what a model wrote.
 * Everything is linear in the length of the text: messages are untrusted.
 */

import type { Language } from "#calendar/resolution";

const DIGIT = /^\p{Nd}$/u;
const FOREIGN_DIGIT = /(?![0-9])\p{Nd}/gu;
/** What Unicode calls default ignorable, without the variation selectors of emoji. */
const INVISIBLE =
  // eslint-disable-next-line no-misleading-character-class -- exactly these are looked for
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu;
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
      .replace(FOREIGN_DIGIT, asciiDigit)
      .replaceAll("’", "'")
      .toLowerCase()
  );
}

/** Every script has its digits in a row from zero to nine (Unicode 4.6). */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

/** Words as written, apostrophes and hyphens inside them kept. */
export function words(text: string): string[] {
  return text.match(WORD) ?? [];
}

export function foldedWords(text: string): string[] {
  return words(fold(text));
}

const ELIDED = /(?<![\p{L}\p{M}])(?:l|d|un|(?:de|a|ne|su|da|co|que)ll|que?st)['’](?=\p{L})/giu;

/** "L'entraînement" is "entraînement" with its article, "dell'allenamento" has a preposition as well. */
export const withoutElisions = (text: string): string => text.replace(ELIDED, " ");

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

/** A clause without the marks that close what is told; a question keeps its own. */
export const withoutFullStop = (clause: string): string => clause.trim().replace(/[\s.!…।]+$/u, "");

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
