/**
 * @file Our own engine: Llama and Llama Vision checkpoints on the CPU or the GPU through onnxruntime. Loading is: read the
 * headers, plan the memory, find smoothing factors once where weights are rounded to int8, then make weight by weight
 * while the runtime takes them.
 */
import { AppError } from "#shared/errors";
import { picturesOf } from "#shared/language-model";
import type { GeneratePart, GenerateRequest, GenerateResult } from "#shared/language-model";
import { readChatTemplate } from "#models/chat-template";
import type { ChatTemplate } from "#models/chat-template";
import { chooseMode } from "#models/choose-mode";
import type { LlamaConfig } from "#models/llama/config";
import { CALIBRATION_TEXT, smoothedModules, smoothingFactors } from "#models/llama/smoothing";
import type { Smoothing } from "#models/llama/smoothing";
import type { WeightMode } from "#models/arithmetic";
import { parsePreprocessorConfig } from "#models/mllama/image-config";
import { openCheckpoint } from "#models/open-checkpoint";
import type { DecoderModel, OpenCheckpoint, VisionModel } from "#models/open-checkpoint";
import { readGgufTokenizer } from "#models/tokenizer/gguf-tokenizer";
import { readHfTokenizer } from "#models/tokenizer/hf-tokenizer";
import type { Tokenizer } from "#models/tokenizer/tokenizer";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import type { Device } from "./device.ts";
import type { Engine } from "./engine.ts";
import { generate } from "./generation.ts";
import { GenerationMemory } from "./generation-memory.ts";
import { GraphDecoder } from "./graph-decoder.ts";
import { planContext } from "./plan-context.ts";
import { PictureReader } from "./picture-reader.ts";
import { VisionEncoder } from "./vision-encoder.ts";

export interface OnnxEngineOptions {
  readonly files: CheckpointFiles;
  readonly device: Device;
  /** Of the device's own work, for the person to see. */
  readonly threads: number;
  /** How weights are computed with; chosen by device and size unless told. */
  readonly mode?: WeightMode;
  /** Wished for; less where the model or the memory has less. */
  readonly contextTokens: number;
  /** In place of the checkpoint's own. */
  readonly template?: ChatTemplate;
  /** Factors found by an earlier load, and where to keep those found now. */
  readonly smoothing: Smoothing | null;
  readonly saveSmoothing: (smoothing: Smoothing) => Promise<void>;
  readonly onProgress: (phase: "calibrate" | "quantise" | "check", fraction: number) => void;
}

/** Keys and values of other conversations, and of pictures: an eighth of what a heap of 4 GiB has, each. */
const SNAPSHOT_BYTES = 2 ** 29;
const PICTURE_BYTES = 2 ** 29;

interface Parts {
  readonly device: Device;
  readonly threads: number;
  readonly contextTokens: number;
  readonly tokenizer: Tokenizer;
  readonly decoder: GraphDecoder;
  readonly template: ChatTemplate;
  readonly pictures: PictureReader | null;
}

export class OnnxEngine implements Engine {
  readonly #parts: Parts;
  readonly #memory: GenerationMemory;

  private constructor(parts: Parts) {
    this.#parts = parts;
    const { decoder, tokenizer } = parts;
    this.#memory = new GenerationMemory({
      decoder,
      tokenizer,
      snapshotBudgetBytes: SNAPSHOT_BYTES,
      speculation: true,
    });
  }

  get device(): "cpu" | "webgpu" {
    return this.#parts.device.kind;
  }

  get threads(): number {
    return this.#parts.threads;
  }

  get contextTokens(): number {
    return this.#parts.contextTokens;
  }

  get tokenizer(): Tokenizer {
    return this.#parts.tokenizer;
  }

  get decoder(): GraphDecoder {
    return this.#parts.decoder;
  }

  /**
   * @throws AppError `weights-corrupt`, `weights-unsupported`, `weights-missing`, `engine-failed`, `device-lost`,
   * `out-of-memory` (also before anything is loaded, with what is needed and what there is).
   */
  static async load(options: OnnxEngineOptions): Promise<OnnxEngine> {
    const { device, onProgress, threads } = options;
    const checkpoint = openCheckpoint(options.files);
    const { text: model, vision } = checkpoint;
    const { tokenizer, template } = readText(checkpoint, options);
    const mode = options.mode ?? chooseMode(device.kind, model);
    const contextTokens = planContext(vision?.config ?? model.config, mode, device, options.contextTokens);
    const decoder = await GraphDecoder.create(device, model, {
      contextTokens,
      mode,
      smoothing: mode === "int8" ? await smoothingOf(model, tokenizer, options) : null,
      onProgress: (fraction) => onProgress("quantise", vision ? fraction / 2 : fraction),
    });
    try {
      const pictures = vision && (await readerOfPictures(vision, mode, decoder, options));
      onProgress("check", 0);
      if (!(await givesRightNumbers(decoder, tokenizer))) {
        const code = device.kind === "webgpu" ? "gpu-wrong" : "engine-failed";
        throw new AppError(code, "the model gives wrong numbers on this device", { step: "check" });
      }
      onProgress("check", 1);
      return new OnnxEngine({ device, threads, contextTokens, tokenizer, decoder, template, pictures });
    } catch (error) {
      decoder.release();
      throw error;
    }
  }

  async generate(
    request: GenerateRequest,
    signal: AbortSignal,
    onPart: (part: GeneratePart) => void,
  ): Promise<GenerateResult> {
    const { tokenizer, template, decoder, contextTokens } = this.#parts;
    const pictures = picturesOf(request.messages);
    if (pictures.length > 0 && !this.#parts.pictures) {
      throw new AppError("model-without-vision", "a picture for a text model", { pictures: pictures.length });
    }
    const ids = tokenizer.encode(template.render(request.messages));
    if (ids.length >= contextTokens) {
      const details = { promptTokens: ids.length, contextTokens };
      throw new AppError("context-full", "the prompt does not fit the context", details);
    }
    const started = performance.now();
    const read = await this.#parts.pictures?.read(pictures, signal, onPart);
    const lookedMs = performance.now() - started;
    const prompt = numbered(ids, tokenizer.vocabularySize, read?.numbers ?? []);
    const memory = this.#memory;
    const result = await generate(
      { decoder, tokenizer, contextTokens, signal, onPart, memory },
      prompt,
      request,
    );
    if (!read) return result;
    const timeToFirstTokenMs = result.timeToFirstTokenMs + lookedMs;
    return { ...result, timeToFirstTokenMs, encodedPictures: read.encoded };
  }

  countTokens(text: string): number {
    return this.tokenizer.encode(text).length;
  }
}

/**
 * Each picture's own number in place of the token that stands for any.
 * @throws AppError `weights-unsupported` when the template wrote another number of these tokens.
 */
function numbered(ids: readonly number[], vocabSize: number, numbers: readonly number[]): number[] {
  let next = 0;
  const prompt = ids.map((id) => (id >= vocabSize ? (numbers[next++] ?? id) : id));
  if (next === numbers.length) return prompt;
  throw new AppError("weights-unsupported", `${next} picture tokens for ${numbers.length} pictures`, {
    field: "chat_template",
  });
}

function readText(
  { text, vision, gguf }: OpenCheckpoint,
  { files, template }: Pick<OnnxEngineOptions, "files" | "template">,
): { readonly tokenizer: Tokenizer; readonly template: ChatTemplate } {
  const tokenizer = gguf
    ? readGgufTokenizer(gguf)
    : readHfTokenizer(files, vision?.config ?? plainConfig(text));
  if (tokenizer.vocabularySize !== text.config.vocabSize) {
    throw new AppError("weights-unsupported", "vocabulary and embedding differ", { field: "vocabSize" });
  }
  return { tokenizer, template: template ?? readChatTemplate(gguf ?? files, tokenizer.specialTokens) };
}

function plainConfig({ config }: DecoderModel): LlamaConfig {
  return config;
}

async function readerOfPictures(
  vision: VisionModel,
  mode: WeightMode,
  decoder: GraphDecoder,
  { device, files, onProgress }: OnnxEngineOptions,
): Promise<PictureReader> {
  const file = files.get("preprocessor_config.json");
  if (!file)
    throw new AppError("weights-missing", "no preprocessor_config.json", {
      file: "preprocessor_config.json",
    });
  const transform = parsePreprocessorConfig(file.read(0, file.sizeBytes), vision.config.vision);
  const encoder = await VisionEncoder.create(device, vision, {
    // What a 4-bit checkpoint leaves unquantised in the tower stays so.
    mode: mode === "nbits" ? "stored" : mode,
    compat: "meta",
    onProgress: (fraction) => onProgress("quantise", 0.5 + fraction / 2),
  });
  const views = decoder.pictures;
  if (!views) throw new Error("a vision model without pictures");
  return new PictureReader({
    encoder,
    views,
    transform,
    vocabSize: vision.config.text.vocabSize,
    budgetBytes: PICTURE_BYTES,
  });
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
async function givesRightNumbers(decoder: GraphDecoder, tokenizer: Tokenizer): Promise<boolean> {
  const tokens = tokenizer.encode(CHECK_TEXT);
  const whole = (await decoder.forward(tokens))[0];
  decoder.cache.truncate(tokens.length - 8);
  let stepped = whole;
  for (const token of tokens.slice(-8)) stepped = (await decoder.forward([token]))[0];
  decoder.cache.truncate(0);
  // Written so that NaN fails: every comparison with it is false.
  return whole !== undefined && stepped !== undefined && cosine(whole, stepped) >= SAME_ANSWER_COSINE;
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
