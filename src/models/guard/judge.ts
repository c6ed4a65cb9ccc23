/**
 * @file Asks a loaded Llama Guard 3 about the last message of a conversation, through the same port as any model; the
 * prompt is that of `guardTemplate`. The probabilities of its first word say how sure it is, the words after it which
 * categories it means (spec llama32 6.4).
 */

import { AppError } from "#shared/errors";
import {
  GREEDY,
  type AnswerGrammar,
  type ChatMessage,
  type GenerateResult,
  type LanguageModel,
  type TokenLogprob,
} from "#shared/language-model";
import { GUARD_CATEGORIES, type GuardCode } from "./categories.ts";
import { guardPrompt, parseGuardAnswer } from "./chat-format.ts";
import { fittingPieces } from "./pieces.ts";
import { MIN_MASS, type GuardReading } from "./probability.ts";

export interface GuardVerdict {
  /** Probability that the message is unsafe, 0 to 1. */
  readonly unsafe: number;
  /** `S7: Privacy`, in words of the model card; empty when safe or none was named. */
  readonly categories: readonly string[];
}

export interface JudgeOptions {
  /**
   * From this probability on a category is asked for, also where the model would rather have said "safe". Left out = only
   * where it says "unsafe" by itself.
   */
  readonly threshold?: number;
  readonly signal?: AbortSignal;
  /** Pieces judged so far: a message that is longer than the context is judged in several. */
  readonly onPiece?: (done: number, total: number) => void;
}

type GuardModel = Pick<LanguageModel, "contextTokens" | "countTokens" | "generate">;

const MAX_TOKENS = 20;
const CANDIDATES = 20;

/** What the model writes about an unsafe message. */
const NAMING: AnswerGrammar = {
  type: "ebnf",
  ebnf: 'root ::= "\\n\\n"? "unsafe\\n" code ("," code)*\ncode ::= "S" [1-9] | "S1" [0-3]',
};

/**
 * @param messages alternating from the person; the last one is judged, whole
 * @throws AbortError when the signal fires; AppError `engine-failed` when the model answers neither safe nor unsafe.
 */
export async function judgeWithGuard(
  model: GuardModel,
  messages: readonly string[],
  options: JudgeOptions = {},
): Promise<GuardVerdict> {
  const { before, pieces } = await fittingPieces(messages, {
    budgetTokens: model.contextTokens - MAX_TOKENS,
    count: async (texts) => (await model.countTokens([guardPrompt(texts)]))[0] ?? Infinity,
  });
  const verdicts: GuardVerdict[] = [];
  for (const [done, piece] of pieces.entries()) {
    options.onPiece?.(done, pieces.length);
    verdicts.push(await judgePiece(model, [...before, piece], options));
  }
  return {
    unsafe: Math.max(...verdicts.map(({ unsafe }) => unsafe)),
    categories: [...new Set(verdicts.flatMap(({ categories }) => categories))],
  };
}

async function judgePiece(
  model: GuardModel,
  messages: readonly string[],
  { threshold, signal }: JudgeOptions,
): Promise<GuardVerdict> {
  const { text, logprobs = [] } = await ask(model, messages, signal);
  const answer = parseGuardAnswer(text);
  const reading = readGuardLogprobs(logprobs);
  const sure = reading !== null && reading.mass >= MIN_MASS;
  if (!sure && answer === null) throw new AppError("engine-failed", "no verdict", { step: "guard" });
  const unsafe = sure ? reading.unsafe : answer?.safe === false ? 1 : 0;
  const named = answer?.categories ?? [];
  if (named.length > 0 || threshold === undefined || unsafe < threshold) {
    return { unsafe, categories: named.map(inWords) };
  }
  const second = parseGuardAnswer((await ask(model, messages, signal, NAMING)).text);
  return { unsafe, categories: (second?.categories ?? []).map(inWords) };
}

function ask(
  model: GuardModel,
  texts: readonly string[],
  signal: AbortSignal | undefined,
  grammar?: AnswerGrammar,
): Promise<GenerateResult> {
  const messages = texts.map((content, index): ChatMessage => ({
    role: index % 2 === 0 ? "user" : "assistant",
    content,
  }));
  const request = { messages, sampling: GREEDY, maxTokens: MAX_TOKENS, stop: [], topLogprobs: CANDIDATES };
  return model.generate(
    grammar === undefined ? request : { ...request, grammar },
    signal === undefined ? {} : { signal },
  );
}

function inWords(code: GuardCode): string {
  return `${code}: ${GUARD_CATEGORIES.find((category) => category.code === code)?.name ?? ""}`;
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
