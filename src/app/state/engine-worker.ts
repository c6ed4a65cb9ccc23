/** @file The inference worker of one model: started by its first load, watched for silence, ended as a whole. */
import { AppError } from "#shared/errors";
import type { GenerateRequest, GenerateResult, LanguageModel } from "#shared/language-model";
import type { InferenceWorker } from "#workers/client";
import type { EngineInfo, LoadPart } from "#workers/protocol-models";
import { withWatchdog } from "./watchdog.ts";

/** A worker that says nothing for this long is lost: well above one compilation or one slow step. */
export const SILENCE_MS = 120_000;
/** An answer that does not stop when asked is ended with its worker after this. */
const STOP_DEADLINE_MS = 5000;
/** A context is not made smaller than this when memory runs out. */
const LEAST_CONTEXT_TOKENS = 512;

export type GenerateOptions = Parameters<LanguageModel["generate"]>[1];

interface LoadCall {
  readonly signal: AbortSignal;
  readonly onPart: (part: LoadPart) => void;
}

interface GenerateCall extends GenerateOptions {
  /** The answer goes on long after `signal` has fired. */
  readonly onStuck: () => void;
}

export class ModelWorker {
  /** Engines have workers of their own. */
  readonly #startWorker: (modelId: string) => InferenceWorker;
  #worker: InferenceWorker | null = null;
  /** The model loaded last. */
  #modelId: string | null = null;
  /** Less than the usual of that model, after memory ran out with more; null = the usual. */
  #contextTokens: number | null = null;

  constructor(startWorker: (modelId: string) => InferenceWorker) {
    this.#startWorker = startWorker;
  }

  /** @throws AppError `worker-crashed` after silence, and as the worker says; AbortError. */
  load(modelId: string, { signal, onPart }: LoadCall): Promise<EngineInfo> {
    if (modelId !== this.#modelId) this.#contextTokens = null;
    this.#modelId = modelId;
    const contextTokens = this.#contextTokens;
    const { rpc } = (this.#worker ??= this.#startWorker(modelId));
    const wish = { modelId, ...(contextTokens !== null && { contextTokens }) };
    return withWatchdog(SILENCE_MS, (alive) =>
      rpc.call("model-load", wish, { signal, onPart: (part) => (alive(), onPart(part)) }),
    );
  }

  /** The next load of the same model asks for half of what ran out of memory. */
  lowerContext(fromTokens: number): void {
    this.#contextTokens = Math.max(LEAST_CONTEXT_TOKENS, Math.floor(fromTokens / 2));
  }

  /** @throws as `LanguageModel.generate` says; AppError `worker-crashed` after silence. */
  async generate(
    request: GenerateRequest,
    { signal, onPart, onStuck }: GenerateCall,
  ): Promise<GenerateResult> {
    const { rpc } = this.#started();
    const stopLate = afterStop(signal, onStuck);
    try {
      return await withWatchdog(SILENCE_MS, (alive) =>
        rpc.call("text-generate", request, {
          ...(signal ? { signal } : {}),
          onPart: (part) => (alive(), onPart?.(part)),
        }),
      );
    } finally {
      stopLate();
    }
  }

  /** @throws AppError `engine-not-loaded` without a load before; `worker-crashed` after silence. */
  async countTokens(texts: readonly string[]): Promise<readonly number[]> {
    const { rpc } = this.#started();
    return withWatchdog(SILENCE_MS, () => rpc.call("token-count", { texts }));
  }

  /** Terminating the worker is the only sure way to get a model's memory back. */
  end(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #started(): InferenceWorker {
    if (this.#worker) return this.#worker;
    throw new AppError("engine-not-loaded", "no model is loaded");
  }
}

/** Calls `onStuck` when the work is not over a while after its signal fired. Returns the function that calls it off. */
export function afterStop(signal: AbortSignal | undefined, onStuck: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (): void => {
    timer = setTimeout(onStuck, STOP_DEADLINE_MS);
  };
  signal?.addEventListener("abort", wait, { once: true });
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", wait);
  };
}
