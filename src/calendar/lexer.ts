/**
 * @file Cuts a text into tokens for the date grammar (spec messages-calendar 4). Knows the shapes of numbers
 * ("15:30", "3/4", "12.30", "5th") in every language; knows no words. Shapes that only look like dates
 * (versions, money, addresses, links) become `other`, which no rule reads.
 */

export type Token = Place &
  (
    | { readonly kind: "word" }
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "clock"; readonly hour: number; readonly minute: number }
    /** `15h`, `15h30`, `2h`: a clock or a length, the rules decide. */
    | { readonly kind: "hour-form"; readonly hour: number; readonly minute: number | null }
    | { readonly kind: "ordinal"; readonly value: number }
    | { readonly kind: "iso-date"; readonly year: number; readonly month: number; readonly day: number }
    /** Day and month in unknown order; `separator` tells `3/4`, `3.4` and `3-4-2026` apart. */
    | {
        readonly kind: "numeric-date";
        readonly first: number;
        readonly second: number;
        readonly year: number | null;
        readonly separator: "/" | "." | "-";
      }
    | { readonly kind: "meridiem"; readonly pm: boolean }
    | { readonly kind: "zone-name" }
    | { readonly kind: "symbol" }
    | { readonly kind: "other" }
  );

interface Place {
  readonly text: string;
  /** Lower case, NFC, straight apostrophes and plain hyphens. */
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  /** No white space before it. */
  readonly glued: boolean;
}

/** One shape: a sticky pattern and what a match becomes; null = not this shape after all. */
interface Shape {
  readonly pattern: RegExp;
  readonly read: (match: RegExpExecArray) => Reading | null;
}

/** The length of the word at a position of a text without spaces between words; 0 = not such a text here. */
export type Segmenter = (text: string, position: number) => number;

const DEVANAGARI_ZERO = 0x966;
const THAI_ZERO = 0xe50;

type WithoutPlace<T> = T extends unknown ? Omit<T, keyof Place> : never;
type Reading = WithoutPlace<Token>;

const group = (match: RegExpExecArray, index: number): number => Number(match[index]);
const other = (): Reading => ({ kind: "other" });

/** 2-digit years are this century (rule R9); years of other lengths are written out. */
function yearOf(digits: string | undefined): number | null {
  if (digits === undefined || digits === "") return null;
  const year = Number(digits);
  return digits.length === 2 && year <= 79 ? 2000 + year : digits.length === 2 ? 1900 + year : year;
}

function numericDate(separator: "/" | "." | "-"): (match: RegExpExecArray) => Reading {
  return (match) => ({
    kind: "numeric-date",
    first: group(match, 1),
    second: group(match, 2),
    year: yearOf(match[3]),
    separator,
  });
}

function numberOf(match: RegExpExecArray): Reading {
  const digits = match[0];
  if (/^\d{1,4}$/.test(digits)) return { kind: "number", value: Number(digits) };
  if (/^\d{1,3}[.,]\d{1,2}$/.test(digits)) return { kind: "number", value: Number(digits.replace(",", ".")) };
  return { kind: "other" };
}

/** True for names `Intl` knows as time zones: "Mon/Tue" has the same shape and is not one. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** First match wins. Every quantifier is bounded or runs over one character class, so that matching is linear. */
const SHAPES: readonly Shape[] = [
  { pattern: /(?:https?:\/\/|www\.)\S+/iy, read: other },
  { pattern: /[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}/y, read: other },
  { pattern: /[$€£¥₹#]\s?\d[\d.,]*/y, read: other },
  {
    pattern: /(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(?:T(?=\d\d:))?/y,
    read: (m) => ({ kind: "iso-date", year: group(m, 1), month: group(m, 3), day: group(m, 4) }),
  },
  {
    pattern: /(\d{1,2}):([0-5]\d)(?::[0-5]\d)?(?![\d:])/y,
    read: (m) => ({ kind: "clock", hour: group(m, 1), minute: group(m, 2) }),
  },
  { pattern: /24\/7(?!\d)/y, read: other },
  { pattern: /(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?(?![\d/])/y, read: numericDate("/") },
  { pattern: /(\d{1,2})-(\d{1,2})-(\d{4}|\d{2})(?![\d-])/y, read: numericDate("-") },
  { pattern: /(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\.?\d)/y, read: numericDate(".") },
  { pattern: /(\d{1,2})\.(\d{1,2})(?!\.?\d)/y, read: numericDate(".") },
  {
    pattern: /(\d{1,2})h(?:([0-5]\d)(?:min|m)?|s)?(?![\p{L}\d])/iuy,
    read: (m) => ({
      kind: "hour-form",
      hour: group(m, 1),
      minute: m[2] === undefined ? null : group(m, 2),
    }),
  },
  {
    pattern: /(\d{1,2})(?:st|nd|rd|th|er|re|ère|[eè]me|r[oa]|º|ª|(?<=(?<!\d)1)°)(?![\p{L}\d])/iuy,
    read: (m) => ({ kind: "ordinal", value: group(m, 1) }),
  },
  { pattern: /\d+(?:[.,]\d+)*/y, read: numberOf },
  {
    pattern: /([ap])\.\s?m(?:\.|(?![\p{L}\d]))/iuy,
    read: (m) => ({ kind: "meridiem", pm: m[1]?.toLowerCase() === "p" }),
  },
  {
    pattern: /[A-Z][A-Za-z]{1,20}(?:\/[A-Z][A-Za-z_+\-0-9]{1,30}){1,2}/y,
    read: (m) => (isTimeZone(m[0]) ? { kind: "zone-name" } : null),
  },
  { pattern: /\p{Script=Latin}[\p{Script=Latin}\p{M}]*\d[\w.\-/]*/uy, read: other },
  { pattern: /\p{L}[\p{L}\p{M}]*(?:['’]\p{L}[\p{L}\p{M}]*)*/uy, read: () => ({ kind: "word" }) },
];

function tokenAt(text: string, start: number, glued: boolean): Token {
  for (const { pattern, read } of SHAPES) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    const reading = match === null ? null : read(match);
    if (match !== null && reading !== null) return placed(reading, text, start, match[0].length, glued);
  }
  const length = (text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1;
  return placed({ kind: "symbol" }, text, start, length, glued);
}

function placed(reading: Reading, text: string, start: number, length: number, glued: boolean): Token {
  const slice = text.slice(start, start + length);
  const lower = slice
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("’", "'")
    .replaceAll(/[‐-―−]/g, "-");
  return { ...reading, text: slice, lower, start, end: start + length, glued };
}

/** Devanagari and Thai digits as ASCII digits; every character keeps its place. */
function withAsciiDigits(text: string): string {
  return text.replaceAll(/[०-९๐-๙]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (code < THAI_ZERO ? DEVANAGARI_ZERO : THAI_ZERO));
  });
}

/** Cuts `text` into tokens; white space separates and is dropped, everything else is kept in order. */
export function readTokens(source: string, segmenter: Segmenter | null = null): readonly Token[] {
  const text = withAsciiDigits(source);
  const tokens: Token[] = [];
  let position = 0;
  let glued = false;
  while (position < text.length) {
    if (/\s/.test(text.charAt(position))) {
      // A line break separates sentences, so it stays visible to `find-phrases.ts`.
      if (text.charAt(position) === "\n") tokens.push(placed({ kind: "symbol" }, text, position, 1, false));
      glued = false;
      position += 1;
      continue;
    }
    const length = segmenter?.(text, position) ?? 0;
    const token =
      length > 0 ? placed({ kind: "word" }, text, position, length, glued) : tokenAt(text, position, glued);
    tokens.push(token);
    position = token.end;
    glued = true;
  }
  return tokens;
}
