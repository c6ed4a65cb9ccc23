/** @file One short, greedy, repeatable model call. All calls of the agent go through here. */

import { errorCode, isAbort } from "#shared/errors";
import { GREEDY, type ChatMessage, type LanguageModel, type AnswerGrammar } from "#shared/language-model";

import { unbreakControlTokens } from "./prompt-lines.ts";
import { generateUnlooped } from "./repetition.ts";

/** A call that takes longer is given up and done without the model (spec 3). */
const CALL_TIMEOUT_MS = 90_000;

export interface WritingTask {
  readonly system: string;
  /** Pairs of question and answer that show the form. */
  readonly examples: readonly (readonly [question: string, answer: string])[];
  readonly question: string;
  readonly maxTokens: number;
  readonly stop: readonly string[];
  /** What the text begins with; engines may leave it to the model, so that the caller checks. */
  readonly opening?: string;
  /** What the text must look like; engines may ignore it, so that the caller checks. */
  readonly grammar?: AnswerGrammar;
}

/**
 * Returns the model's text, trimmed, or null when it had nothing to say, repeated itself, ran out of context or took too long.
 *
 * @throws AbortError when `signal` fires; AppError when the engine fails.
 */
export async function write(
  model: LanguageModel,
  task: WritingTask,
  signal?: AbortSignal,
): Promise<string | null> {
  signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(CALL_TIMEOUT_MS);
  const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  try {
    const result = await generateUnlooped(
      model,
      {
        messages: chat(task),
        sampling: GREEDY,
        maxTokens: task.maxTokens,
        stop: task.stop,
        ...(task.grammar === undefined ? {} : { grammar: task.grammar }),
        ...(task.opening === undefined ? {} : { opening: task.opening }),
      },
      either,
    );
    signal?.throwIfAborted();
    if (result === null) return null;
    // One line that did not end is not a sentence.
    if (result.finishReason === "length" && task.stop.includes("\n")) return null;
    const text = unbreakControlTokens(result.text).trim();
    return text === "" ? null : text;
  } catch (error) {
    if (signal?.aborted !== true && (timedOut(error, timeout) || errorCode(error) === "context-full"))
      return null;
    throw error;
  }
}

const timedOut = (error: unknown, timeout: AbortSignal): boolean =>
  timeout.aborted && (isAbort(error) || (error instanceof Error && error.name === "TimeoutError"));

function chat(task: WritingTask): ChatMessage[] {
  return [
    { role: "system", content: task.system },
    ...task.examples.flatMap(([question, answer]): ChatMessage[] => [
      { role: "user", content: question },
      { role: "assistant", content: answer },
    ]),
    { role: "user", content: task.question },
  ];
}
