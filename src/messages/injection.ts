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
const OTHER_SCRIPT = /[\u0370-\u058f]/g;

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

/** True when a message, as far as `MAX_RAW_MESSAGE_CHARS` of it, reads like an instruction to an assistant. */
export function looksLikeInjection(text: string): boolean {
  const { text: clean } = cleanText(cutText(text, MAX_RAW_MESSAGE_CHARS));
  const folded = foldForMatching(clean);
  if (isAimedAtAssistants(folded)) return true;
  const plain = withoutDisguise(folded);
  if (plain !== folded && isAimedAtAssistants(plain)) return true;
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

function withoutDisguise(folded: string): string {
  const digits = folded.replace(DIGIT_AS_LETTER, (sign) => DIGIT_LETTERS[sign] ?? sign);
  return LATIN.test(digits)
    ? digits.replace(OTHER_SCRIPT, (letter) => LOOK_ALIKES.get(letter) ?? letter)
    : digits;
}
