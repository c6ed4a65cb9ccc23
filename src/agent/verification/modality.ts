/**
 * @file Whether a wording keeps what is done apart from what could be: "I booked it" is not "they can book it", and what was
 * told is not "asks whether". English, the only language a small model words in.
 */

import { fold, foldedWords, stem } from "#agent/sentences/text";
import { wordSet } from "#shared/word-lists";

/** Words that say nearly the same of a verb. */
const CLASSES: readonly ReadonlySet<string>[] = [
  wordSet("can could can't cannot couldn't able"),
  wordSet("may might"),
  wordSet("should ought must shouldn't mustn't need needs"),
];
const WILL: ReadonlySet<string> = wordSet("will would won't wouldn't shall");
/** Of what is to come, in the message. */
const AHEAD =
  /(?:'ll|'d)(?![\p{L}])|\b(?:will|would|won't|wouldn't|shall|going to|gonna|tomorrow|tonight|next)\b/u;
const ASKS = /\basks? (?:whether|if)\b/u;
const QUESTION =
  /[?？]|\b(?:can|could|would|will|do|does|did|is|are|who|what|when|where|how|why) (?:you|we|i|they|he|she|it|anyone|anybody|someone|somebody)\b|\bwhether\b|\blet me know\b/u;

/** True where the claim says that something can, may or should be, or is asked, and the source says nothing like it. */
export function shiftsModality(claim: string, source: string): boolean {
  const [said, given] = [foldedWords(claim), new Set(foldedWords(source))];
  const isNew = (words: ReadonlySet<string>): boolean =>
    said.some((word) => words.has(word)) && ![...words].some((word) => given.has(word));
  const asked = QUESTION.test(fold(source));
  if (ASKS.test(fold(claim)) && !asked) return true;
  return !asked && CLASSES.some(isNew);
}

/** What will be done: the word behind "will" and its like. */
const WILL_DO =
  /(?:'ll|'d|\b(?:will|would|won't|wouldn't|shall|going to|gonna))(?: (?:not|also|just|probably|then|all))* ([\p{L}'-]+)/gu;
const whatWillBe = (text: string): readonly string[] =>
  [...fold(text).matchAll(WILL_DO)].map(([, verb = ""]) => stem(verb));

/**
 * The same of what will be: for the wording of one message, whose tense is known. "Call with the owners at 2, I'll dial in"
 * is no "they will call the owners".
 */
export function shiftsTense(claim: string, source: string): boolean {
  if (!foldedWords(claim).some((word) => WILL.has(word))) return false;
  const given = whatWillBe(source);
  return (
    !AHEAD.test(fold(source)) ||
    (given.length > 0 && !whatWillBe(claim).every((verb) => given.includes(verb)))
  );
}
