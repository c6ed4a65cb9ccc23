/**
 * @file From a request to an answer, for any decoder: the known beginning of the prompt, the rest of it in chunks, then
 * passes that each give one token, or several where a speculated draft turns out right. Between chunks and between passes
 * the event loop runs, so that a Stop is heard within one of either.
 */
import { AppError } from "#shared/errors";
import type { GeneratePart, GenerateRequest, GenerateResult } from "#shared/language-model";
import { nextTask } from "#shared/promise";
import type { Tokenizer } from "#models/tokenizer/tokenizer";
import { Answer } from "./answer.ts";
import type { Decoder } from "./decoder.ts";
import type { GenerationMemory } from "./generation-memory.ts";
import { Speculation } from "./speculation.ts";

/** About half a second of prompt on two cores: the longest a Stop can wait. */
export const PREFILL_CHUNK_TOKENS = 128;

interface Run {
  readonly decoder: Decoder;
  readonly tokenizer: Tokenizer;
  readonly contextTokens: number;
  readonly signal: AbortSignal;
  readonly onPart: (part: GeneratePart) => void;
  /** Of the loaded model: one for all its requests. */
  readonly memory: GenerationMemory;
}

/** @throws AbortError; AppError `context-full`, `grammar-invalid`, `engine-failed`, `out-of-memory`. */
export async function generate(
  run: Run,
  prompt: readonly number[],
  request: GenerateRequest,
): Promise<GenerateResult> {
  const { contextTokens, memory, tokenizer } = run;
  run.signal.throwIfAborted();
  if (prompt.length >= contextTokens) {
    const details = { promptTokens: prompt.length, contextTokens };
    throw new AppError("context-full", "the prompt does not fit the context", details);
  }
  const grammar = request.grammar ? await memory.grammars.start(request.grammar) : null;
  try {
    const speculation =
      memory.costs && new Speculation(prompt, memory.costs, (token) => endsDraft(tokenizer, token));
    const answer = new Answer(request, {
      tokenizer,
      promptTokens: prompt.length,
      contextTokens,
      grammar,
      jumpForward: memory.jumpForward,
      onPart: run.onPart,
      onToken: (token) => speculation?.append(token),
    });
    return await new Generation(run, answer, speculation).run(prompt);
  } finally {
    grammar?.release();
  }
}

/** After a stop token nothing comes, and numbers of pictures, which the prompt holds, no model writes. */
function endsDraft({ stopTokens, vocabularySize }: Tokenizer, token: number): boolean {
  return stopTokens.has(token) || token >= vocabularySize;
}

class Generation {
  readonly #run: Run;
  readonly #answer: Answer;
  readonly #speculation: Speculation | null;

  constructor(run: Run, answer: Answer, speculation: Speculation | null) {
    this.#run = run;
    this.#answer = answer;
    this.#speculation = speculation;
  }

  async run(prompt: readonly number[]): Promise<GenerateResult> {
    const answer = this.#answer;
    const started = performance.now();
    const cachedTokens = await this.#run.memory.prefixes.prepare(prompt);
    const row = await this.#prefill(prompt, cachedTokens);
    const answering = performance.now();
    await this.#decode(row);
    const ended = performance.now();
    const { tokens, finishReason, logprobs } = answer;
    const text = answer.end();
    return {
      text,
      finishReason: finishReason ?? "length",
      promptTokens: prompt.length,
      completionTokens: tokens.length,
      forcedTokens: answer.forced,
      cachedTokens,
      draftedTokens: this.#speculation?.drafted ?? 0,
      confirmedTokens: this.#speculation?.confirmed ?? 0,
      timeToFirstTokenMs: answering - started,
      prefillRate: rate(prompt.length - cachedTokens, answering - started),
      decodeRate: rate(tokens.length - 1, ended - answering),
      ...(logprobs.length > 0 ? { logprobs } : {}),
    };
  }

  /** @returns the logits after the prompt. */
  async #prefill(prompt: readonly number[], from: number): Promise<Float32Array> {
    if (prompt.length === 0) throw new AppError("engine-failed", "no prompt", { step: "run" });
    await this.#breathe();
    const [row] = await this.#forward(prompt.slice(from), 1, (done) => {
      const part = { doneTokens: from + done, totalTokens: prompt.length };
      this.#run.onPart({ type: "prefill-progress", ...part });
    });
    return row as Float32Array;
  }

  /** @param row logits after the prompt. */
  async #decode(row: Float32Array): Promise<void> {
    const answer = this.#answer;
    let pending = answer.finishReason ? [] : await answer.addForced();
    if (pending.length === 0 && !answer.finishReason) ({ pending } = await this.#verify([row], []));
    while (!answer.finishReason) {
      const draft = this.#draft();
      await this.#breathe();
      const started = performance.now();
      const rows = await this.#forward([...pending, ...draft], draft.length + 1);
      const { confirmed, next, pending: rest } = await this.#verify(rows, draft);
      const ms = performance.now() - started;
      // A pass over forced tokens too has another length than its draft.
      if (pending.length === 1) this.#speculation?.record({ drafted: draft.length, confirmed, next, ms });
      pending = rest;
    }
  }

  #draft(): number[] {
    const draft = this.#speculation?.draft(this.#answer.room - 1) ?? [];
    return draft.slice(0, this.#answer.allowed(draft));
  }

  /**
   * Chooses tokens as long as the draft agrees with what is chosen, and forgets the rest of the draft.
   * @param rows logits before each token of the draft and after the last.
   * @returns how much of the draft was right, the first token chosen, and the tokens that are not in the cache yet.
   */
  async #verify(rows: readonly Float32Array[], draft: readonly number[]): Promise<Verified> {
    const answer = this.#answer;
    const { cache } = this.#run.decoder;
    let confirmed = 0;
    let next: number | undefined;
    for (;;) {
      const token = await answer.choose(rows[confirmed] as Float32Array);
      next ??= token;
      const added = [token, ...(await answer.addForced())];
      let same = 0;
      while (same < added.length && confirmed < draft.length && added[same] === draft[confirmed]) {
        same++;
        confirmed++;
      }
      if (same === added.length && !answer.finishReason) continue;
      cache.truncate(cache.tokens.length - (draft.length - confirmed));
      return { confirmed, next, pending: added.slice(same) };
    }
  }

  /** @returns the logits of the last `logitRows` rows, each [V]. */
  async #forward(
    ids: readonly number[],
    logitRows: number,
    onProgress: (done: number) => void = () => {},
  ): Promise<Float32Array[]> {
    const { decoder, tokenizer } = this.#run;
    let start = 0;
    while (ids.length - start > PREFILL_CHUNK_TOKENS) {
      const end = Math.min(start + PREFILL_CHUNK_TOKENS, ids.length - logitRows);
      await decoder.forward(ids.slice(start, end));
      onProgress((start = end));
      await this.#breathe();
    }
    const [logits] = await decoder.forward(ids.slice(start), { logitRows });
    onProgress(ids.length);
    return lastRows(logits, logitRows, tokenizer.vocabularySize);
  }

  /** Lets a Stop arrive. */
  async #breathe(): Promise<void> {
    await nextTask();
    this.#run.signal.throwIfAborted();
  }
}

interface Verified {
  readonly confirmed: number;
  readonly next: number;
  readonly pending: number[];
}

function lastRows(logits: Float32Array | undefined, rows: number, vocabularySize: number): Float32Array[] {
  const start = (logits?.length ?? 0) - rows * vocabularySize;
  if (!logits || start < 0) throw new AppError("engine-failed", "too few logits", { step: "run" });
  return Array.from({ length: rows }, (_, row) =>
    logits.subarray(start + row * vocabularySize, start + (row + 1) * vocabularySize),
  );
}

function rate(tokens: number, ms: number): number {
  return ms > 0 ? Math.max(0, tokens) / (ms / 1000) : 0;
}
