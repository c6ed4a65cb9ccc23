/**
 * @file Asks a loaded Llama Guard 3 about the last message of a conversation, through the same port as any model: its
 * checkpoint's template writes the prompt (`guardPrompt` is the same text), its answer's probabilities say how sure it is.
 */

import { AppError } from "#shared/errors";
import { GREEDY, type ChatMessage, type LanguageModel, type TokenLogprob } from "#shared/language-model";
import { GUARD_CATEGORIES } from "./categories.ts";
import { parseGuardAnswer } from "./chat-format.ts";
import { MIN_MASS, type GuardReading } from "./probability.ts";

export interface GuardVerdict {
  /** Probability that the message is unsafe, 0 to 1. */
  readonly unsafe: number;
  /** `S7: Privacy`, in words of the model card; empty when safe or none was named. */
  readonly categories: readonly string[];
}

const MAX_TOKENS = 20;
const CANDIDATES = 20;

/**
 * @param messages alternating from the person; the last one is judged
 * @throws AbortError when the signal fires; AppError `engine-failed` when the model answers neither safe nor unsafe.
 */
export async function judgeWithGuard(
  model: LanguageModel,
  messages: readonly string[],
  signal?: AbortSignal,
): Promise<GuardVerdict> {
  const chat = messages.map((content, index): ChatMessage => ({
    role: index % 2 === 0 ? "user" : "assistant",
    content,
  }));
  const result = await model.generate(
    { messages: chat, sampling: GREEDY, maxTokens: MAX_TOKENS, stop: [], topLogprobs: CANDIDATES },
    signal === undefined ? {} : { signal },
  );
  const answer = parseGuardAnswer(result.text);
  const reading = readGuardLogprobs(result.logprobs ?? []);
  const sure = reading !== null && reading.mass >= MIN_MASS;
  if (!sure && answer === null) throw new AppError("engine-failed", "no verdict", { step: "guard" });
  return {
    unsafe: sure ? reading.unsafe : answer?.safe === false ? 1 : 0,
    categories: (answer?.categories ?? []).map((code) => {
      const name = GUARD_CATEGORIES.find((category) => category.code === code)?.name ?? "";
      return `${code}: ${name}`;
    }),
  };
}

/** The same as `readGuardLogits`, from the likeliest tokens of an answer; null where neither word was likely. */
function readGuardLogprobs(tokens: readonly TokenLogprob[]): GuardReading | null {
  // The first token is white space, or missing in some conversions.
  const place = tokens.find((token) => token.token.trim() !== "");
  const chance = (word: string): number =>
    Math.exp(place?.top.find((candidate) => candidate.token.trim() === word)?.logprob ?? -Infinity);
  const [safe, unsafe] = [chance("safe"), chance("unsafe")];
  return safe + unsafe === 0 ? null : { unsafe: unsafe / (safe + unsafe), mass: safe + unsafe };
}
