/**
 * @file Stops an answer that goes round in circles. Greedy decoding of a small model falls into a loop of one word or phrase
 * and never ends by itself (Holtzman et al. 2019, "neural text degeneration"); what is written so far is worth nothing.
 */

import { isAbort } from "#shared/errors";
import type { GeneratePart, GenerateRequest, GenerateResult, LanguageModel } from "#shared/language-model";

/** Words of the longest phrase that is watched for. */
const MAX_UNIT_WORDS = 12;
/** Times a single word, and a phrase of several, stand one behind the other before it is a loop: "no, no, no, no" is none. */
const WORD_REPEATS = 7;
const PHRASE_REPEATS = 4;
/** Rows of a list may be alike, and who reads them keeps one: over several lines a loop is longer. */
const REPEATS_OVER_LINES = 12;
/** Scripts without spaces are watched by characters: a unit of at most so many, repeated over at least so many. */
const MAX_UNIT_CHARS = 40;
const MIN_LOOP_CHARS = 60;
const CHAR_REPEATS = 5;
/** The end of the text that is looked at. */
const TAIL_CHARS = 1200;

/** True when the text ends in a word or phrase said over and over. */
export function endsInLoop(text: string): boolean {
  const tail = text.slice(-TAIL_CHARS).toLowerCase();
  const line = tail.trimEnd().split("\n").at(-1) ?? "";
  if (loopsByWords(line, WORD_REPEATS, PHRASE_REPEATS)) return true;
  if (loopsByWords(tail, REPEATS_OVER_LINES, REPEATS_OVER_LINES)) return true;
  return loopsByCharacters(tail.replace(/\s+/gu, ""));
}

function loopsByWords(text: string, wordRepeats: number, phraseRepeats: number): boolean {
  const words = text.match(/[\p{L}\p{M}\p{N}'’]+/gu) ?? [];
  for (let size = 1; size <= MAX_UNIT_WORDS; size += 1) {
    const repeats = size === 1 ? wordRepeats : phraseRepeats;
    // A number in each row of a list is no word that is said again.
    if (repeatsAtEnd(words, size, repeats) && words.slice(-size).some((word) => /\p{L}{2}/u.test(word)))
      return true;
  }
  return false;
}

function repeatsAtEnd(words: ArrayLike<string>, size: number, repeats: number): boolean {
  const { length } = words;
  if (length < size * repeats) return false;
  for (let back = 1; back <= size * (repeats - 1); back += 1)
    if (words[length - back] !== words[length - back - size]) return false;
  return true;
}

/** Only letters count: a line of dashes is drawn on purpose. */
function loopsByCharacters(text: string): boolean {
  if (!/[\u0e00-\u0e7f\u3040-\u9fff]$/u.test(text)) return false;
  for (let size = 1; size <= MAX_UNIT_CHARS; size += 1) {
    const repeats = Math.max(CHAR_REPEATS, Math.ceil(MIN_LOOP_CHARS / size));
    if (repeatsAtEnd(text, size, repeats)) return true;
  }
  return false;
}

/** Watches an answer while it is written and stops it where it begins to loop. One for each answer. */
export class LoopGuard {
  /** Fires with the signal of the caller, and once the answer loops. */
  readonly signal: AbortSignal;
  readonly #looping = new AbortController();
  #written = "";

  constructor(signal?: AbortSignal) {
    const own = this.#looping.signal;
    this.signal = signal === undefined ? own : AbortSignal.any([signal, own]);
  }

  get looped(): boolean {
    return this.#looping.signal.aborted;
  }

  /** To be shown every part of the answer. */
  see(part: GeneratePart): void {
    if (part.type !== "text-delta" || this.looped) return;
    this.#written = (this.#written + part.text).slice(-TAIL_CHARS);
    if (endsInLoop(this.#written)) this.#looping.abort();
  }
}

/** As `model.generate`, but null for an answer that began to loop; it is stopped there where the engine tells its parts. */
export async function generateUnlooped(
  model: LanguageModel,
  request: GenerateRequest,
  signal?: AbortSignal,
): Promise<GenerateResult | null> {
  const guard = new LoopGuard(signal);
  try {
    const result = await model.generate(request, {
      signal: guard.signal,
      onPart: (part) => guard.see(part),
    });
    return guard.looped || endsInLoop(result.text) ? null : result;
  } catch (error) {
    if (guard.looped && signal?.aborted !== true && isAbort(error)) return null;
    throw error;
  }
}
