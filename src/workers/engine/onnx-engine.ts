/**
 * @file Our own engine: Llama checkpoints in GGUF on the CPU through onnxruntime. Loading is: read the header, find the
 * smoothing factors once, then quantise weight by weight while the runtime takes them.
 */
import { AppError } from "#shared/errors";
import type { GeneratePart, GenerateRequest, GenerateResult } from "#shared/language-model";
import { readChatTemplate } from "#models/chat-template";
import type { ChatTemplate } from "#models/chat-template";
import { openLlamaGguf } from "#models/llama/checkpoint";
import type { LlamaCheckpoint } from "#models/llama/checkpoint";
import type { LlamaConfig } from "#models/llama/config";
import { CALIBRATION_TEXT, smoothingFactors } from "#models/llama/smoothing";
import type { Smoothing } from "#models/llama/smoothing";
import { readGgufTokenizer } from "#models/tokenizer/gguf-tokenizer";
import type { Tokenizer } from "#models/tokenizer/gguf-tokenizer";
import type { ByteSource } from "#models/weights/byte-source";
import { parseGguf } from "#models/weights/gguf";
import type { Engine } from "./engine.ts";
import { generate } from "./generation.ts";
import { LlamaCpu, smoothedModules } from "./llama-cpu.ts";
import { OrtRuntime } from "./ort-runtime.ts";
import type { OrtRuntimeOptions } from "./ort-runtime.ts";

export interface OnnxEngineOptions {
  readonly source: ByteSource;
  readonly runtime: OrtRuntimeOptions;
  readonly contextTokens: number;
  /** Factors found by an earlier load, and where to keep those found now. */
  readonly smoothing: Smoothing | null;
  readonly saveSmoothing: (smoothing: Smoothing) => Promise<void>;
  readonly onProgress: (phase: "calibrate" | "quantise" | "check", fraction: number) => void;
  readonly logits?: "last" | "all";
}

export class OnnxEngine implements Engine {
  readonly device = "cpu";
  readonly threads: number;
  readonly contextTokens: number;
  readonly tokenizer: Tokenizer;
  readonly decoder: LlamaCpu;
  readonly #template: ChatTemplate;

  private constructor(parts: {
    threads: number;
    contextTokens: number;
    tokenizer: Tokenizer;
    decoder: LlamaCpu;
    template: ChatTemplate;
  }) {
    this.threads = parts.threads;
    this.contextTokens = parts.contextTokens;
    this.tokenizer = parts.tokenizer;
    this.decoder = parts.decoder;
    this.#template = parts.template;
  }

  /** @throws AppError `weights-corrupt`, `weights-unsupported`, `engine-failed`, `out-of-memory`. */
  static async load(options: OnnxEngineOptions): Promise<OnnxEngine> {
    const { source, onProgress } = options;
    const gguf = parseGguf(source);
    const checkpoint = openLlamaGguf(source, gguf);
    const { config } = checkpoint;
    const tokenizer = readGgufTokenizer(gguf);
    if (tokenizer.vocabularySize !== config.vocabSize) {
      throw new AppError("weights-unsupported", "vocabulary and embedding differ", { field: "vocabSize" });
    }
    const template = readChatTemplate(gguf, tokenizer.specialTokens);
    const contextTokens = Math.min(options.contextTokens, config.maxPositionEmbeddings);
    const runtime = await OrtRuntime.start(options.runtime);
    const smoothing = isUsable(options.smoothing, config)
      ? options.smoothing
      : await calibrate(runtime, checkpoint, tokenizer, options);
    const decoder = await LlamaCpu.create(runtime, checkpoint, {
      contextTokens,
      smoothing,
      logits: options.logits ?? "last",
      statistics: false,
      onProgress: (fraction) => onProgress("quantise", fraction),
    });
    onProgress("check", 0);
    await check(decoder, tokenizer);
    onProgress("check", 1);
    return new OnnxEngine({ threads: options.runtime.threads, contextTokens, tokenizer, decoder, template });
  }

  async generate(
    request: GenerateRequest,
    signal: AbortSignal,
    onPart: (part: GeneratePart) => void,
  ): Promise<GenerateResult> {
    const prompt = this.tokenizer.encode(this.#template.render(request.messages));
    const { decoder, tokenizer, contextTokens } = this;
    return generate({ decoder, tokenizer, contextTokens, signal, onPart }, prompt, request);
  }

  countTokens(text: string): number {
    return this.tokenizer.encode(text).length;
  }
}

/** Factors come from storage: a record of another shape, or with anything but positive numbers, is measured again. */
function isUsable(smoothing: Smoothing | null, config: LlamaConfig): smoothing is Smoothing {
  if (!smoothing) return false;
  const widths = new Map([
    ["qkv_proj", config.hiddenSize],
    ["o_proj", config.numAttentionHeads * config.headDim],
    ["gate_up_proj", config.hiddenSize],
    ["down_proj", config.intermediateSize],
  ]);
  return smoothedModules(config).every((module) => {
    const factors = smoothing.get(module);
    const width = widths.get(module.slice(module.lastIndexOf(".") + 1));
    return factors?.length === width && factors?.every((factor) => factor > 0 && factor < Infinity) === true;
  });
}

/** One run over the fixed text with unsmoothed weights. Its session is gone before the real one is made. */
async function calibrate(
  runtime: OrtRuntime,
  checkpoint: LlamaCheckpoint,
  tokenizer: Tokenizer,
  options: OnnxEngineOptions,
): Promise<Smoothing> {
  const tokens = tokenizer.encode(CALIBRATION_TEXT);
  const decoder = await LlamaCpu.create(runtime, checkpoint, {
    contextTokens: tokens.length,
    smoothing: null,
    logits: "last",
    statistics: true,
    onProgress: (fraction) => options.onProgress("calibrate", fraction),
  });
  try {
    const [, ...squares] = await decoder.forward(tokens);
    const modules = smoothedModules(checkpoint.config);
    const bySum = new Map(squares.map((sums, index) => [modules[index] as string, sums]));
    const smoothing = smoothingFactors(checkpoint.config, bySum);
    // Worth keeping, not worth failing for: without room for it the next load measures again.
    await options.saveSmoothing(smoothing).catch(() => undefined);
    return smoothing;
  } finally {
    decoder.release();
  }
}

/**
 * One row alone is rounded in finer steps than among others: 0.997 on SmolLM2, 0.955 with less fortunate smoothing. Logits
 * of a wrong kernel are not even half alike.
 */
const SAME_ANSWER_COSINE = 0.8;
const CHECK_TEXT = "One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen,";

/**
 * Before the first question: a prompt in one piece and token by token must give like logits, and all of them numbers. The
 * two take different kernels; one that is wrong on this device fails.
 */
async function check(decoder: LlamaCpu, tokenizer: Tokenizer): Promise<void> {
  const tokens = tokenizer.encode(CHECK_TEXT);
  const whole = (await decoder.forward(tokens))[0];
  decoder.cache.truncate(tokens.length - 8);
  let stepped = whole;
  for (const token of tokens.slice(-8)) stepped = (await decoder.forward([token]))[0];
  decoder.cache.truncate(0);
  // Written so that NaN fails: every comparison with it is false.
  if (!whole || !stepped || !(cosine(whole, stepped) >= SAME_ANSWER_COSINE)) {
    throw new AppError("engine-failed", "the model gives wrong numbers on this device", { step: "check" });
  }
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  const width = Math.min(a.length, b.length);
  const [tailA, tailB] = [a.subarray(a.length - width), b.subarray(b.length - width)];
  for (let index = 0; index < width; index++) {
    const [x, y] = [tailA[index] as number, tailB[index] as number];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return dot / Math.sqrt(aa * bb);
}
