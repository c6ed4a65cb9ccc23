/**
 * @file WebLLM 0.2.86 as an engine of ours. It runs in this thread, without WebLLM's own worker protocol, in which errors
 * become strings and a crash leaves promises pending. Loaded on demand: nothing else imports this file but as a chunk.
 */
import { MLCEngine } from "@mlc-ai/web-llm";
import type { ChatCompletionChunk, CompletionUsage } from "@mlc-ai/web-llm";
import { AppError, errorCode } from "#shared/errors";
import { textOf } from "#shared/language-model";
import type { GeneratePart, GenerateRequest, GenerateResult } from "#shared/language-model";
import { llamaChatFormat } from "#models/llama/chat-format";
import { AnswerText } from "../answer-text.ts";
import type { Engine } from "../engine.ts";
import { withCalls, withoutSeenPictures } from "../request-forms.ts";
import { TextStream } from "../text-stream.ts";
import { GpuWatch } from "../gpu-watch.ts";
import { toChatRequest, withToolTexts } from "./chat-request.ts";
import { MODEL_LIBRARY } from "./mlc-files.ts";
import { fromWebLlm } from "./webllm-errors.ts";

export interface WebLlmOptions {
  readonly modelId: string;
  /** Of the folder with the model's files, as `caches` answers for them. */
  readonly modelUrl: string;
  /** Contexts to try, each after the one before did not fit. */
  readonly windows: readonly number[];
  readonly requiredFeatures: readonly string[];
  readonly signal: AbortSignal;
  /** Shaders compiled so far, 0..1. */
  readonly onShader: (fraction: number) => void;
}

/** What the engine says once its end is known. */
interface Ending {
  readonly finishReason: ChatCompletionChunk.Choice["finish_reason"];
  readonly usage: CompletionUsage | null;
}

export class WebLlmEngine implements Engine {
  readonly device = "webgpu";
  readonly threads = 1;
  /** What is compiled for WebLLM here is Llama 3.2 1B and 3B. */
  readonly callsTools = true;
  readonly contextTokens: number;
  readonly #engine: MLCEngine;
  readonly #watch: GpuWatch;
  readonly #count: (text: string) => number;

  private constructor(engine: MLCEngine, watch: GpuWatch, modelId: string, contextTokens: number) {
    this.#engine = engine;
    this.#watch = watch;
    this.#count = tokenCounter(engine, modelId);
    this.contextTokens = contextTokens;
  }

  /** @throws AbortError; AppError as `loadWebLlm`. */
  static async load(options: WebLlmOptions): Promise<WebLlmEngine> {
    const [contextTokens, ...shorter] = options.windows;
    if (contextTokens === undefined) throw new AppError("out-of-memory", "no context fits");
    try {
      return await WebLlmEngine.#loadOnce(options, contextTokens);
    } catch (error) {
      if (errorCode(error) !== "out-of-memory" || shorter.length === 0) throw error;
      return WebLlmEngine.load({ ...options, windows: shorter });
    }
  }

  /** Whatever ends a load that fails, its device and memory are given back; WebLLM itself may go on for one more shard. */
  static async #loadOnce(options: WebLlmOptions, contextTokens: number): Promise<WebLlmEngine> {
    const { modelId, signal } = options;
    signal.throwIfAborted();
    const watch = new GpuWatch(GPUAdapter.prototype);
    const engine = createEngine(options);
    const stop = abortion(signal);
    try {
      const loading = engine.reload(modelId, { context_window_size: contextTokens });
      await watch.unlessLost(() => Promise.race([loading, stop.aborted]));
      // An aborted `reload` may resolve as if it had loaded.
      signal.throwIfAborted();
      if (watch.failure) throw watch.failure;
      watch.stop();
      return new WebLlmEngine(engine, watch, modelId, contextTokens);
    } catch (error) {
      void engine.unload().catch(() => undefined);
      watch.destroy();
      signal.throwIfAborted();
      throw watch.failure ?? fromWebLlm(error, "load");
    } finally {
      stop.forget();
    }
  }

  async generate(
    request: GenerateRequest,
    signal: AbortSignal,
    onPart: (part: GeneratePart) => void,
  ): Promise<GenerateResult> {
    signal.throwIfAborted();
    const started = performance.now();
    const stream = new TextStream(new AnswerText(request.stop), onPart);
    try {
      const asked = request.tools ? withToolTexts(withoutSeenPictures(request), request.tools) : request;
      const { usage, finishReason } = await this.#stream(asked, signal, stream, onPart);
      const text = stream.end();
      const figures = figuresOf(usage, performance.now() - started);
      const finish = endOf(finishReason, stream.stopped, request, usage);
      const result: GenerateResult = { text, finishReason: finish, ...figures };
      return request.tools ? withCalls(result, llamaChatFormat) : result;
    } catch (error) {
      signal.throwIfAborted();
      throw this.#watch.failure ?? fromWebLlm(error, "generate");
    }
  }

  countTokens(text: string): number {
    return this.#count(text);
  }

  async #stream(
    request: GenerateRequest,
    signal: AbortSignal,
    stream: TextStream,
    onPart: (part: GeneratePart) => void,
  ): Promise<Ending> {
    const chat = toChatRequest(request);
    if (this.#watch.failure) throw this.#watch.failure;
    if (request.maxTokens <= 0) return { finishReason: "length", usage: null };
    const stop = abortion(signal);
    const chunks = (await this.#engine.chat.completions.create(chat))[Symbol.asyncIterator]();
    const totalTokens = request.messages.reduce((sum, { content }) => sum + this.#count(textOf(content)), 0);
    onPart({ type: "prefill-progress", doneTokens: 0, totalTokens });
    try {
      return await readChunks(
        () => this.#watch.unlessLost(() => Promise.race([chunks.next(), stop.aborted])),
        (text) => {
          stream.push(new TextEncoder().encode(text));
          if (stream.stopped) void this.#engine.interruptGenerate();
        },
      );
    } catch (error) {
      // Ends after the step under way, which nothing can interrupt; the next request waits for that.
      void this.#engine.interruptGenerate();
      void Promise.resolve(chunks.return?.()).catch(() => undefined);
      throw error;
    } finally {
      stop.forget();
    }
  }
}

function createEngine({ modelId, modelUrl, requiredFeatures, onShader }: WebLlmOptions): MLCEngine {
  const record = {
    model: modelUrl,
    model_id: modelId,
    model_lib: `${modelUrl}${MODEL_LIBRARY}`,
    required_features: [...requiredFeatures],
  };
  return new MLCEngine({
    appConfig: { model_list: [record], cacheBackend: "cache" },
    logLevel: "SILENT",
    // No field of a report says what it is about.
    initProgressCallback: ({ progress, text }) => {
      if (text.startsWith("Loading GPU shader modules")) onShader(progress);
    },
  });
}

/** Reads until the end; chunks without a choice carry the figures. */
async function readChunks(
  next: () => Promise<IteratorResult<ChatCompletionChunk>>,
  onText: (text: string) => void,
): Promise<Ending> {
  let finishReason: Ending["finishReason"] = null;
  let usage: CompletionUsage | null = null;
  for (let step = await next(); step.done !== true; step = await next()) {
    const [choice] = step.value.choices;
    if (choice?.delta.content) onText(choice.delta.content);
    finishReason = choice?.finish_reason ?? finishReason;
    usage = step.value.usage ?? usage;
  }
  return { finishReason, usage };
}

/** "length" is either of two limits there. */
function endOf(
  reason: Ending["finishReason"],
  stopped: boolean,
  { maxTokens }: GenerateRequest,
  usage: CompletionUsage | null,
): GenerateResult["finishReason"] {
  if (stopped || reason !== "length") return "stop";
  return usage !== null && usage.completion_tokens < maxTokens ? "context-full" : "length";
}

/** Of a conversation that goes on, WebLLM counts only the prompt tokens that it had to compute. */
function figuresOf(usage: CompletionUsage | null, tookMs: number) {
  const extra = usage?.extra;
  return {
    promptTokens: usage?.prompt_tokens ?? 0,
    completionTokens: usage?.completion_tokens ?? 0,
    timeToFirstTokenMs: extra ? extra.time_to_first_token_s * 1000 : tookMs,
    prefillRate: finite(extra?.prefill_tokens_per_s),
    decodeRate: finite(extra?.decode_tokens_per_s),
  };
}

/** Rates of no tokens in no time are not numbers. */
function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : 0;
}

/** A promise that rejects with the signal's reason, for races. */
function abortion(signal: AbortSignal): { readonly aborted: Promise<never>; forget(): void } {
  const settled = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true, signal: settled.signal });
  });
  aborted.catch(() => undefined);
  return { aborted, forget: () => settled.abort() };
}

/**
 * Counts with the tokenizer that WebLLM loaded. It is private there (0.2.86), and a second one would need a second library
 * in this thread.
 */
function tokenCounter(engine: MLCEngine, modelId: string): (text: string) => number {
  const { loadedModelIdToPipeline } = engine as unknown as {
    loadedModelIdToPipeline?: Map<string, { tokenizer?: { encode(text: string): ArrayLike<number> } }>;
  };
  const tokenizer = loadedModelIdToPipeline?.get(modelId)?.tokenizer;
  if (typeof tokenizer?.encode !== "function") {
    throw new AppError("engine-failed", "WebLLM has no tokenizer where it was", { step: "load" });
  }
  return (text) => tokenizer.encode(text).length;
}
