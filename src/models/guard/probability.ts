/** @file How sure Llama Guard is, from the logits of the position after its opening line ends (spec llama32 6.4): the prompt
 * with `\n\n` behind it, which is what the model itself writes first. */

import { AppError } from "#shared/errors";

/** Tokens of the first answer word in the vocabulary of Llama 3. */
export const SAFE_TOKEN = 19_193;
export const UNSAFE_TOKEN = 39_257;

export interface GuardTokens {
  readonly safe: number;
  readonly unsafe: number;
}

export interface GuardReading {
  /** 0 to 1, of the two words alone. */
  readonly unsafe: number;
  /** Share of all probability the two words have; below `MIN_MASS` the reading means nothing. */
  readonly mass: number;
}

/** Below this the model was about to write something else: its text is to be generated and read instead. */
export const MIN_MASS = 0.9;

/**
 * @param logits of one position, over the whole vocabulary
 * @throws AppError `engine-failed` when they are no numbers or end before the tokens.
 */
export function readGuardLogits(
  logits: Float32Array,
  tokens: GuardTokens = { safe: SAFE_TOKEN, unsafe: UNSAFE_TOKEN },
): GuardReading {
  const [safe, unsafe] = [logits[tokens.safe], logits[tokens.unsafe]];
  if (safe === undefined || unsafe === undefined || !Number.isFinite(safe) || !Number.isFinite(unsafe)) {
    throw new AppError("engine-failed", "no logits of the two answers", { step: "guard" });
  }
  // Relative to the largest, so that no exponential overflows.
  const largest = logits.reduce((max, value) => (value > max ? value : max), -Infinity);
  const total = logits.reduce((sum, value) => sum + Math.exp(value - largest), 0);
  return {
    unsafe: 1 / (1 + Math.exp(safe - unsafe)),
    mass: (Math.exp(safe - largest) + Math.exp(unsafe - largest)) / total,
  };
}
