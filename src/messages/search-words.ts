/**
 * @file The words of a text as search compares them: without case and accents, and cut also where a language writes no
 * spaces. The same words are made from messages, from what is searched for, and to find what to highlight.
 */
import { toNormalForm } from "./normal-form.ts";

export interface SearchWord {
  /** How it is compared. */
  readonly token: string;
  /** UTF-16 offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** The last sign of a Chinese or Japanese run: a word of its own only so that it can be found alone. */
  readonly isTail?: true;
}

/** Longer words are hashes and links; their beginning is enough to find them. */
const MAX_TOKEN_CHARS = 40;
/** Words read of one text; the rest of a longer one is not found. */
const MAX_WORDS = 20_000;

const WORD = /[\p{L}\p{N}\p{M}\p{Pc}]+/gu;
/** Thai, Lao, Burmese, Khmer: words without spaces that a dictionary can cut. */
const DICTIONARY = /[\p{sc=Thai}\p{sc=Laoo}\p{sc=Mymr}\p{sc=Khmr}]/u;
/** Chinese and Japanese: a dictionary cuts the same signs differently in different sentences, pairs do not. */
const PAIRED = /[\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\u30fc]/u;
const RUNS =
  /[\p{sc=Thai}\p{sc=Laoo}\p{sc=Mymr}\p{sc=Khmr}]+|[\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\u30fc]+|[^\p{sc=Thai}\p{sc=Laoo}\p{sc=Mymr}\p{sc=Khmr}\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\u30fc]+/gu;

/**
 * Accents of Latin, Greek and Cyrillic, vowel signs of Arabic and Hebrew, the Arabic stretching sign. Marks of Indic and
 * Thai letters are vowels and stay.
 */
const ACCENTS =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]|\u0640/gu;
/** Letters that no normal form takes apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ς: "σ",
  ى: "ي",
  ة: "ه",
};
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "gu");
const PLAIN = /^[\da-z_]*$/;

const segmenter = "Segmenter" in Intl ? new Intl.Segmenter("th", { granularity: "word" }) : null;

/** A word as it is compared: full-width, upper-case and accented forms are one. */
export function foldWord(word: string): string {
  const lower = word.toLowerCase();
  if (PLAIN.test(lower)) return lower.slice(0, MAX_TOKEN_CHARS);
  const folded = toNormalForm(lower, "NFKD")
    .replace(ACCENTS, "")
    .normalize("NFC")
    .replace(SPECIAL, (letter) => LETTERS[letter]!);
  return folded.slice(0, MAX_TOKEN_CHARS);
}

/** All words of a text in order. */
export function searchWords(text: string): SearchWord[] {
  const words: SearchWord[] = [];
  for (const match of text.matchAll(WORD)) {
    if (words.length >= MAX_WORDS) break;
    addWord(words, match[0], match.index);
  }
  return words;
}

function addWord(words: SearchWord[], word: string, start: number): void {
  if (!DICTIONARY.test(word) && !PAIRED.test(word)) return push(words, word, start);
  for (const run of word.matchAll(RUNS)) {
    const at = start + run.index;
    if (PAIRED.test(run[0]) || (DICTIONARY.test(run[0]) && !segmenter)) addPairs(words, run[0], at);
    else if (DICTIONARY.test(run[0])) addSegments(words, run[0], at);
    else push(words, run[0], at);
  }
}

function addSegments(words: SearchWord[], run: string, start: number): void {
  for (const { segment, index } of segmenter!.segment(run)) push(words, segment, start + index);
}

/** Every two neighbours, and the last one alone, so that any sign is the beginning of a word. */
function addPairs(words: SearchWord[], run: string, start: number): void {
  const signs = Array.from(run);
  let at = start;
  for (const [index, sign] of signs.entries()) {
    const next = signs[index + 1];
    push(words, sign + (next ?? ""), at, next === undefined && index > 0);
    at += sign.length;
  }
}

function push(words: SearchWord[], word: string, start: number, isTail = false): void {
  const token = foldWord(word);
  if (token === "") return;
  words.push({ token, start, end: start + word.length, ...(isTail && { isTail }) });
}

/** A lone sign, which in a longer run begins a pair. */
export function beginsPair(token: string): boolean {
  return PAIRED.test(token) && Array.from(token).length === 1;
}
