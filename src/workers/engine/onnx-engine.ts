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
    const tokenizer = readGgufTokenizer(gguf);
    const template = readChatTemplate(gguf, tokenizer.specialTokens);
    const contextTokens = Math.min(options.contextTokens, checkpoint.config.maxPositionEmbeddings);
    const runtime = await OrtRuntime.start(options.runtime);
    const smoothing = options.smoothing ?? (await calibrate(runtime, checkpoint, tokenizer, options));
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
    await options.saveSmoothing(smoothing);
    return smoothing;
  } finally {
    decoder.release();
  }
}

const CHECK_TEXT = "One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen,";

/**
 * Known answer before the first question: a prompt in one piece and token by token must give the same next token, and
 * logits must be numbers. A wrong kernel or a damaged weight fails one of the two.
 */
async function check(decoder: LlamaCpu, tokenizer: Tokenizer): Promise<void> {
  const tokens = tokenizer.encode(CHECK_TEXT);
  const whole = (await decoder.forward(tokens))[0];
  decoder.cache.truncate(tokens.length - 8);
  let stepped = whole;
  for (const token of tokens.slice(-8)) stepped = (await decoder.forward([token]))[0];
  decoder.cache.truncate(0);
  if (!whole || !stepped || !whole.every(Number.isFinite) || cosine(whole, stepped) < 0.99) {
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
