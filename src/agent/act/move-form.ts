/**
 * @file How a request to move is put: "bring ... forward", a date that something is moved "to", a rule that it is to repeat
 * by. Dates are read by the resolver, never guessed from single words.
 */

import { findDatePhrases } from "#calendar/find-phrases";
import { DEFAULT_DAY_PARTS, LANGUAGES, type FoundPhrase, type Language } from "#calendar/resolution";
import { wordSet } from "#shared/word-lists";

import { MOVED_FORWARD, type DateForm } from "./intent-cues.ts";
import { isDated } from "./request-form.ts";

/** Words between the two, but no other order: "put it in a mail and forward it". */
const APART =
  /(?<![\p{L}\p{M}])(?:bring|put|push|pull|move)((?:\s+(?!(?:and|then|to|or|but)\b)[^\s,;:.!?]+){1,8}?)\s+forwards?\b(?=([^,;.!?]*))/giu;
/** "Push the notes forward to Anna" sends them. */
const TO_SOMEBODY = /^\s+(?:to|for)\s/iu;

/** "Bring the training forward" with its verb in one word, so that no "forward" is left that would send something. */
export function asForward(request: string): string {
  return request.replace(APART, (whole: string, object: string, rest: string) =>
    TO_SOMEBODY.test(rest) && !isDated(rest.toLowerCase()) ? whole : `${MOVED_FORWARD}${object}`,
  );
}

/** Any moment will do: only whether there is a date is asked. */
const SOME_DAY = { refEpochMs: Date.UTC(2026, 0, 5, 9), zone: "UTC", dayParts: DEFAULT_DAY_PARTS };

/** Which language a few words are in is not sure: that of the request first, then the others. */
const inLanguages = (first: Language): readonly Language[] => [
  first,
  ...LANGUAGES.filter((other) => other !== first),
];

const TO = wordSet("to until auf à au a al alla alle ad às as ao para pra até hasta तक को เป็น ไป");
const LENGTHS: ReadonlySet<string> = new Set(["none", "duration", "relative"]);

/** Whether a line names a date in this form, in any language. */
export function hasDate(line: string, language: Language, form: DateForm): boolean {
  return inLanguages(language).some((one) =>
    findDatePhrases(line, { ...SOME_DAY, language: one }).some((found) => {
      const { phrase, resolution } = found;
      if (form === "series") return resolution.kind === "recurrence";
      if (LENGTHS.has(resolution.kind) || (form === "to-day" && /^\d/.test(phrase))) return false;
      return isLedTo(line, found, one);
    }),
  );
}

/** A date that something is moved to: in Hindi the verb follows it, elsewhere a preposition stands before it. */
export function isLedTo(text: string, { phrase, start, end }: FoundPhrase, language: Language): boolean {
  const before = text.slice(0, start).trimEnd().toLowerCase();
  if (language === "hi") return /^ (?:(?:पर|को|के लिए|तक) )?(?:कर|बदल)/u.test(text.slice(end));
  if (language === "th") return /(?:เป็น|ไป)$/u.test(before);
  const [first = ""] = phrase.toLowerCase().split(" ");
  return TO.has(first) || TO.has(before.split(" ").at(-1) ?? "");
}
