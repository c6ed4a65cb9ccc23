/**
 * @file From a request to an answer, for any decoder: prompt in chunks, then one token a step. Between chunks and between
 * steps the event loop runs, so that a Stop is heard within one of either.
 */
import { AppError } from "#shared/errors";
import type { GeneratePart, GenerateRequest, GenerateResult } from "#shared/language-model";
import { nextTask } from "#shared/promise";
import type { Tokenizer } from "#models/tokenizer/gguf-tokenizer";
import { AnswerText } from "./answer-text.ts";
import type { Decoder } from "./decoder.ts";
import { Sampler } from "./sampler.ts";

/** About half a second of prompt on two cores: the longest a Stop can wait. */
const PREFILL_CHUNK_TOKENS = 128;
/** Text goes out about once a frame. */
const PART_INTERVAL_MS = 16;

interface Run {
  readonly decoder: Decoder;
  readonly tokenizer: Tokenizer;
  readonly contextTokens: number;
  readonly signal: AbortSignal;
  readonly onPart: (part: GeneratePart) => void;
}

export async function generate(
  run: Run,
  prompt: readonly number[],
  request: GenerateRequest,
): Promise<GenerateResult> {
  const { contextTokens, tokenizer, decoder } = run;
  if (prompt.length >= contextTokens) {
    const details = { promptTokens: prompt.length, contextTokens };
    throw new AppError("context-full", "the prompt does not fit the context", details);
  }
  const started = performance.now();
  const cached = keepCommonPrefix(decoder, prompt);
  let logits = await prefill(run, prompt, cached);
  const answering = performance.now();

  const sampler = new Sampler(request.sampling);
  const answer = new TextStream(new AnswerText(request.stop), run.onPart);
  const produced: number[] = [];
  let finishReason: GenerateResult["finishReason"] = "length";
  while (produced.length < request.maxTokens) {
    const token = sampler.next(logits, produced);
    if (tokenizer.stopTokens.has(token)) {
      finishReason = "stop";
      break;
    }
    produced.push(token);
    answer.push(tokenizer.tokenBytes(token));
    if (answer.stopped) {
      finishReason = "stop";
      break;
    }
    if (prompt.length + produced.length >= contextTokens) {
      finishReason = "context-full";
      break;
    }
    await nextTask();
    run.signal.throwIfAborted();
    if (produced.length < request.maxTokens) logits = lastRow(await decoder.forward([token]), tokenizer);
  }
  const ended = performance.now();
  return {
    text: answer.end(),
    finishReason,
    promptTokens: prompt.length,
    completionTokens: produced.length,
    timeToFirstTokenMs: answering - started,
    prefillRate: rate(prompt.length - cached, answering - started),
    decodeRate: rate(produced.length - 1, ended - answering),
  };
}

/**
 * The tokens that this prompt shares with the last request are not computed again. At least one token is, for its logits.
 * @returns how many are kept.
 */
function keepCommonPrefix(decoder: Decoder, prompt: readonly number[]): number {
  const { tokens } = decoder.cache;
  let common = 0;
  while (common < prompt.length - 1 && tokens[common] === prompt[common]) common++;
  decoder.cache.truncate(common);
  return common;
}

async function prefill(run: Run, prompt: readonly number[], from: number): Promise<Float32Array> {
  let results: readonly Float32Array[] = [];
  for (let start = from; start < prompt.length; start += PREFILL_CHUNK_TOKENS) {
    await nextTask();
    run.signal.throwIfAborted();
    const end = Math.min(start + PREFILL_CHUNK_TOKENS, prompt.length);
    results = await run.decoder.forward(prompt.slice(start, end));
    run.onPart({ type: "prefill-progress", doneTokens: end, totalTokens: prompt.length });
  }
  return lastRow(results, run.tokenizer);
}

function lastRow(results: readonly Float32Array[], tokenizer: Tokenizer): Float32Array {
  const [logits] = results;
  if (!logits) throw new AppError("engine-failed", "no logits", { step: "run" });
  return logits.subarray(logits.length - tokenizer.vocabularySize);
}

function rate(tokens: number, ms: number): number {
  return ms > 0 ? Math.max(0, tokens) / (ms / 1000) : 0;
}

/** Batches text into parts. */
class TextStream {
  readonly #answer: AnswerText;
  readonly #onPart: (part: GeneratePart) => void;
  #waiting = "";
  #sentAt = 0;

  constructor(answer: AnswerText, onPart: (part: GeneratePart) => void) {
    this.#answer = answer;
    this.#onPart = onPart;
  }

  get stopped(): boolean {
    return this.#answer.stopped;
  }

  push(bytes: Uint8Array): void {
    this.#waiting += this.#answer.push(bytes);
    if (performance.now() - this.#sentAt >= PART_INTERVAL_MS) this.#send();
  }

  /** @returns the whole text. */
  end(): string {
    this.#waiting += this.#answer.end();
    this.#send();
    return this.#answer.text;
  }

  #send(): void {
    if (this.#waiting === "") return;
    this.#onPart({ type: "text-delta", text: this.#waiting });
    this.#waiting = "";
    this.#sentAt = performance.now();
  }
}
