/**
 * @file Forms of a string used to recognise and compare, never shown (spec messages-calendar 1.0 "Normalise for matching
 * only"): one kind of space, one kind of digit, no invisible direction marks.
 */
import { toNormalForm } from "./normal-form.ts";

/** Code points of the digit zero: ASCII, Arabic-Indic, Persian, Devanagari, Thai. */
const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0xe50] as const;

/** LRM, RLM, embeddings and overrides, isolates, Arabic letter mark, byte order mark. */
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]/g;
const SPACES = /[\u00a0\u2009\u202f]/g;

export function isMark(code: number): boolean {
  return (
    code === 0x200e ||
    code === 0x200f ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) ||
    code === 0x061c ||
    code === 0xfeff
  );
}

/** Which digit set a UTF-16 code unit belongs to (an index), or -1. */
export function digitSet(code: number): number {
  return ZEROS.findIndex((zero) => code >= zero && code <= zero + 9);
}

export function stripMarks(text: string): string {
  return text.replace(MARKS, "");
}

/** Marks gone, special spaces plain, ends trimmed: how a sender's name is compared and shown. */
export function tidyName(text: string): string {
  return toNormalForm(stripMarks(text).replace(SPACES, " "), "NFC").trim();
}

/** Case, marks, special spaces and runs of white space do not matter: for comparing with known sentences. */
export function fold(text: string): string {
  return toNormalForm(stripMarks(text), "NFC").toLowerCase().replace(/\s+/g, " ").trim();
}

/** Printable ASCII with single spaces: has nothing to normalise, and most messages are that. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** Comparing it needs nothing but lower case. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** For ids: NFC, no marks, white space collapsed. Case is kept: "OK" and "ok" are two messages. */
export function normaliseForId(text: string): string {
  if (isPlain(text)) return text;
  return toNormalForm(stripMarks(text), "NFC").replace(/\s+/g, " ").trim();
}

/** The start of a line in one alphabet of digits and spaces, with the way back to the raw text. */
export interface MatchablePrefix {
  readonly text: string;
  /** For every position of `text`, its index in the raw line; one more entry for the end. */
  readonly rawIndex: readonly number[];
  /** Digit set of the first digit, as an index; -1 without digits. */
  readonly digits: number;
}

/** Reads at most `maxChars` UTF-16 units of `line`. Arabic comma becomes a comma, a dash of any length stays. */
export function matchablePrefix(line: string, maxChars: number): MatchablePrefix {
  const rawIndex: number[] = [];
  let text = "";
  let digits = -1;
  const end = Math.min(line.length, maxChars);
  for (let index = 0; index < end; index++) {
    const code = line.charCodeAt(index);
    if (isMark(code)) continue;
    rawIndex.push(index);
    const set = digitSet(code);
    if (set >= 0) {
      if (digits < 0) digits = set;
      text += String.fromCharCode(code - ZEROS[set]! + 0x30);
    } else if (code === 0x00a0 || code === 0x2009 || code === 0x202f) text += " ";
    else if (code === 0x060c) text += ",";
    else text += line[index];
  }
  rawIndex.push(end);
  return { text, rawIndex, digits };
}
