/**
 * @file Detector for text that is aimed at an assistant instead of a person (spec messages-calendar 7, D7). It marks,
 * it never blocks: the other defences do not depend on it. Eight languages; letters spelled apart, digits for letters,
 * look-alike letters and missing accents read the same.
 */
import { cleanText, cutText } from "./clean-text.ts";
import { isAimedAtAssistants, isSpelledOutOrder } from "./injection-patterns.ts";
import { MAX_RAW_MESSAGE_CHARS } from "./limits.ts";
import { LOOK_ALIKES } from "./look-alikes.ts";
import { toNormalForm } from "./normal-form.ts";

const LATIN = /[a-z]/;
/** Greek, Cyrillic, Armenian, small capitals, the i without a dot. */
const OTHER_SCRIPT = /[\u0131\u0250-\u02af\u0370-\u058f\u1d00-\u1d7f\ua730-\ua7ff]/g;

const DIGIT_LETTERS: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};
/** Only beside a letter, so that dates and amounts stay what they are. */
const DIGIT_AS_LETTER = /(?<=[a-z])[013457@$]|[013457@$](?=[a-z])/g;

/** "i g n o r e", "i.g.n.o.r.e": seven letters in a row that stand alone. */
const SPELLED_OUT = /(?<![\p{L}\p{M}])(?:\p{L}[ .\-_*·]{1,3}){6,400}\p{L}(?![\p{L}\p{M}])/gu;

/** A word of it: joined, it stands among the others again. */
const SPELLED_WORD = /(?<![\p{L}\p{M}])(?:\p{L}[ .\-_*·]){3,20}\p{L}(?![\p{L}\p{M}])/gu;

/** Base64 of a sentence; identifiers of the same letters are not readable text when decoded. */
const BASE64 = /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{24,4000}={0,2}(?![A-Za-z0-9+/=])/g;
const MAX_ENCODED = 4;
const READABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{Zs}\n$+<=>|~^]+$/u;

/** Lines of so few words are one sentence broken up. */
const FEW_WORDS = /^\S{1,30}(?: \S{1,30})?$/;

/** True when a message, as far as `MAX_RAW_MESSAGE_CHARS` of it, reads like an instruction to an assistant. */
export function looksLikeInjection(text: string): boolean {
  const { text: clean } = cleanText(cutText(text, MAX_RAW_MESSAGE_CHARS));
  const folded = foldForMatching(clean);
  if (isAimedAtAssistants(folded)) return true;
  const plain = withoutDisguise(folded);
  const whole = plain.replace(SPELLED_WORD, (run) => run.replace(/[^\p{L}\p{M}]+/gu, ""));
  if (whole !== folded && isAimedAtAssistants(whole)) return true;
  const encoded = clean.match(BASE64)?.slice(0, MAX_ENCODED) ?? [];
  if (encoded.some((text64) => isAimedAtAssistants(foldForMatching(decoded(text64))))) return true;
  return (plain.match(SPELLED_OUT) ?? []).some((run) =>
    isSpelledOutOrder(run.replace(/[^\p{L}\p{M}]+/gu, "")),
  );
}

/** Lower case without accents of Latin letters, compatibility forms resolved. */
function foldForMatching(text: string): string {
  const apart = toNormalForm(text, "NFKD").replace(/[\u0300-\u036f]/g, "");
  // NFKC takes Thai SARA AM apart, and NFC does not put it together again.
  return toNormalForm(apart, "NFC").toLowerCase().replaceAll("\u0e4d\u0e32", "\u0e33").replaceAll("’", "'");
}

/** The text that Base64 stands for, or nothing where it stands for none. */
function decoded(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return READABLE.test(text) ? text : "";
  } catch {
    return "";
  }
}

/** Runs of lines with one or two words become one line. */
function joinBrokenLines(text: string): string {
  if (!text.includes("\n")) return text;
  const lines = text.split("\n").map((line) => line.trim());
  return lines.reduce((joined, line, index) => {
    const broken = FEW_WORDS.test(line) && FEW_WORDS.test(lines[index - 1] ?? "");
    return index === 0 ? line : `${joined}${broken ? " " : "\n"}${line}`;
  }, "");
}

function withoutDisguise(text: string): string {
  const folded = joinBrokenLines(text);
  const digits = folded.replace(DIGIT_AS_LETTER, (sign) => DIGIT_LETTERS[sign] ?? sign);
  return LATIN.test(digits)
    ? digits.replace(OTHER_SCRIPT, (letter) => LOOK_ALIKES.get(letter) ?? letter)
    : digits;
}
