/**
 * @file Our own engine: Llama checkpoints in GGUF on the CPU through onnxruntime. Loading is: read the header, find the
 * smoothing factors once, then quantise weight by weight while the runtime takes them.
 */
import { AppError } from "#shared/errors";
import type { GeneratePart, GenerateRequest, GenerateResult } from "#shared/language-model";
import { readChatTemplate } from "#models/chat-template";
import type { ChatTemplate } from "#models/chat-template";
import { chooseMode } from "#models/choose-mode";
import type { LlamaConfig } from "#models/llama/config";
import { CALIBRATION_TEXT, smoothedModules, smoothingFactors } from "#models/llama/smoothing";
import type { Smoothing } from "#models/llama/smoothing";
import { openCheckpoint } from "#models/open-checkpoint";
import type { DecoderModel } from "#models/open-checkpoint";
import { readGgufTokenizer } from "#models/tokenizer/gguf-tokenizer";
import type { Tokenizer } from "#models/tokenizer/gguf-tokenizer";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import type { Device } from "./device.ts";
import type { Engine } from "./engine.ts";
import { generate } from "./generation.ts";
import { GraphDecoder } from "./graph-decoder.ts";

export interface OnnxEngineOptions {
  readonly files: CheckpointFiles;
  readonly device: Device;
  /** Of the device's own work, for the person to see. */
  readonly threads: number;
  readonly contextTokens: number;
  /** Factors found by an earlier load, and where to keep those found now. */
  readonly smoothing: Smoothing | null;
  readonly saveSmoothing: (smoothing: Smoothing) => Promise<void>;
  readonly onProgress: (phase: "calibrate" | "quantise" | "check", fraction: number) => void;
}

export class OnnxEngine implements Engine {
  readonly device: "cpu" | "webgpu";
  readonly threads: number;
  readonly contextTokens: number;
  readonly tokenizer: Tokenizer;
  readonly decoder: GraphDecoder;
  readonly #template: ChatTemplate;

  private constructor(parts: {
    device: "cpu" | "webgpu";
    threads: number;
    contextTokens: number;
    tokenizer: Tokenizer;
    decoder: GraphDecoder;
    template: ChatTemplate;
  }) {
    this.device = parts.device;
    this.threads = parts.threads;
    this.contextTokens = parts.contextTokens;
    this.tokenizer = parts.tokenizer;
    this.decoder = parts.decoder;
    this.#template = parts.template;
  }

  /** @throws AppError `weights-corrupt`, `weights-unsupported`, `engine-failed`, `out-of-memory`. */
  static async load(options: OnnxEngineOptions): Promise<OnnxEngine> {
    const { device, onProgress } = options;
    const { text: model, gguf } = openCheckpoint(options.files);
    if (!gguf) throw new AppError("weights-unsupported", "no tokenizer", { field: "tokenizer" });
    const tokenizer = readGgufTokenizer(gguf);
    if (tokenizer.vocabularySize !== model.config.vocabSize) {
      throw new AppError("weights-unsupported", "vocabulary and embedding differ", { field: "vocabSize" });
    }
    const template = readChatTemplate(gguf, tokenizer.specialTokens);
    const contextTokens = Math.min(options.contextTokens, model.config.maxPositionEmbeddings);
    const mode = chooseMode(device.kind, model);
    const decoder = await GraphDecoder.create(device, model, {
      contextTokens,
      mode,
      smoothing: mode === "int8" ? await smoothingOf(model, tokenizer, options) : null,
      onProgress: (fraction) => onProgress("quantise", fraction),
    });
    onProgress("check", 0);
    await check(decoder, tokenizer);
    onProgress("check", 1);
    const { threads } = options;
    return new OnnxEngine({ device: device.kind, threads, contextTokens, tokenizer, decoder, template });
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

async function smoothingOf(
  model: DecoderModel,
  tokenizer: Tokenizer,
  options: OnnxEngineOptions,
): Promise<Smoothing> {
  return isUsable(options.smoothing, model.config) ? options.smoothing : calibrate(model, tokenizer, options);
}

/** One run over the fixed text with unsmoothed weights. Its session is gone before the real one is made. */
async function calibrate(
  model: DecoderModel,
  tokenizer: Tokenizer,
  options: OnnxEngineOptions,
): Promise<Smoothing> {
  const tokens = tokenizer.encode(CALIBRATION_TEXT);
  const decoder = await GraphDecoder.create(options.device, model, {
    contextTokens: tokens.length,
    mode: "int8",
    smoothing: null,
    statistics: true,
    onProgress: (fraction) => options.onProgress("calibrate", fraction),
  });
  try {
    const [, ...squares] = await decoder.forward(tokens);
    const modules = smoothedModules(model.config);
    const bySum = new Map(squares.map((sums, index) => [modules[index] as string, sums]));
    const smoothing = smoothingFactors(model.config, bySum);
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
async function check(decoder: GraphDecoder, tokenizer: Tokenizer): Promise<void> {
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
