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
import type { ChatFormat } from "#models/chat-format";
import { chooseMode } from "#models/choose-mode";
import type { LlamaConfig } from "#models/llama/config";
import type { Smoothing } from "#models/llama/smoothing";
import type { WeightMode } from "#models/arithmetic";
import { kvBytesPerPicture } from "#models/memory-plan-bytes";
import { tokensPerTile } from "#models/mllama/config";
import { parsePreprocessorConfig } from "#models/mllama/image-config";
import { openCheckpoint } from "#models/open-checkpoint";
import type { Compat } from "#models/mllama/config";
import type { DecoderModel, OpenCheckpoint, VisionModel } from "#models/open-checkpoint";
import { toolFormat } from "#models/tool-format";
import { readGgufTokenizer } from "#models/tokenizer/gguf-tokenizer";
import { readHfTokenizer } from "#models/tokenizer/hf-tokenizer";
import type { Tokenizer } from "#models/tokenizer/tokenizer";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import { smoothingOf } from "./calibrate.ts";
import type { Device } from "./device.ts";
import type { Engine } from "./engine.ts";
import { generate } from "./generation.ts";
import { GenerationMemory } from "./generation-memory.ts";
import { GraphDecoder } from "./graph-decoder.ts";
import { planContext } from "./plan-context.ts";
import { PictureReader } from "./picture-reader.ts";
import { toolPrompt, withCalls, withOpening } from "./request-forms.ts";
import { checkVision } from "./self-check-vision.ts";
import { VisionEncoder } from "./vision-encoder.ts";

export interface OnnxEngineOptions {
  readonly files: CheckpointFiles;
  readonly device: Device;
  /** Of the device's own work, for the person to see. */
  readonly threads: number;
  /** How weights are computed with; chosen by device and size unless told. */
  readonly mode?: WeightMode;
  /** Whose behaviour pictures follow where Meta's and transformers' differ; `meta` unless told. */
  readonly compat?: Compat;
  /** Wished for; less where the model or the memory has less. */
  readonly contextTokens: number;
  /** In place of the checkpoint's own. */
  readonly template?: ChatTemplate;
  /** Factors found by an earlier load, and where to keep those found now. */
  readonly smoothing: Smoothing | null;
  readonly saveSmoothing: (smoothing: Smoothing) => Promise<void>;
  /** Speculation and jump-forward decoding; off only to measure what they gain. */
  readonly shortcuts?: boolean;
  readonly onProgress: (phase: "start" | "calibrate" | "quantise" | "check", fraction: number) => void;
}

/** Keys and values of other conversations: an eighth of what a heap of 4 GiB has. */
const SNAPSHOT_BYTES = 2 ** 29;

interface Parts {
  readonly device: Device;
  readonly threads: number;
  readonly contextTokens: number;
  readonly tokenizer: Tokenizer;
  readonly decoder: GraphDecoder;
  readonly template: ChatTemplate;
  /** Null where the model was not trained to call tools. */
  readonly tools: ChatFormat | null;
  readonly pictures: PictureReader | null;
  readonly shortcuts: boolean;
}

export class OnnxEngine implements Engine {
  readonly #parts: Parts;
  readonly #memory: GenerationMemory;

  private constructor(parts: Parts) {
    this.#parts = parts;
    const { decoder, tokenizer, shortcuts } = parts;
    this.#memory = new GenerationMemory({
      decoder,
      tokenizer,
      snapshotBudgetBytes: SNAPSHOT_BYTES,
      speculation: shortcuts,
      jumpForward: shortcuts,
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

  get callsTools(): boolean {
    return this.#parts.tools !== null;
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
    const { device, onProgress, threads, shortcuts = true } = options;
    const checkpoint = openCheckpoint(options.files);
    const { text: model, vision } = checkpoint;
    const { tokenizer, template } = readText(checkpoint, options);
    const mode = options.mode ?? chooseMode(device.kind, model);
    const plan = planContext(vision?.config ?? model.config, mode, device, options.contextTokens);
    const { contextTokens } = plan;
    if (vision) await ensureRightPictures(options);
    const decoder = await GraphDecoder.create(device, model, {
      contextTokens,
      mode,
      compat: options.compat ?? "meta",
      smoothing: mode === "int8" ? await smoothingOf(model, tokenizer, options) : null,
      onProgress: (fraction) => onProgress("quantise", vision ? fraction / 2 : fraction),
    });
    try {
      const pictures =
        vision &&
        (await readerOfPictures(vision, mode, decoder, { ...options, budgetBytes: plan.pictureBytes }));
      onProgress("check", 0);
      if (!(await givesRightNumbers(decoder, tokenizer))) {
        throw wrongNumbers(device, "the model gives wrong numbers on this device");
      }
      onProgress("check", 1);
      const tools = toolFormat(vision ? "mllama" : "llama", tokenizer.specialTokens);
      const text = { tokenizer, template, tools };
      return new OnnxEngine({ device, threads, contextTokens, decoder, pictures, shortcuts, ...text });
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
    const format = request.tools ? this.#parts.tools : null;
    const opening = this.#openingOf(request);
    const rendered = format ? toolPrompt(format, request) : template.render(request.messages);
    const ids = tokenizer.encode(rendered + opening);
    if (ids.length >= contextTokens) {
      const details = { promptTokens: ids.length, contextTokens };
      throw new AppError("context-full", "the prompt does not fit the context", details);
    }
    const started = performance.now();
    const read = await this.#parts.pictures?.read(
      pictures,
      pictureRuns(ids, tokenizer.vocabularySize),
      signal,
      onPart,
    );
    const lookedMs = performance.now() - started;
    const prompt = numbered(ids, tokenizer.vocabularySize, read?.numbers ?? []);
    const memory = this.#memory;
    const run = { decoder, tokenizer, contextTokens, signal, onPart, memory };
    if (format && request.tools) {
      const grammar = format.callGrammar(request.tools);
      return withCalls(await generate(run, prompt, { ...request, grammar }), format);
    }
    if (opening !== "") onPart({ type: "text-delta", text: opening });
    const result = withOpening(await generate(run, prompt, request), opening, this.countTokens(opening));
    if (!read) return result;
    const timeToFirstTokenMs = result.timeToFirstTokenMs + lookedMs;
    return { ...result, timeToFirstTokenMs, encodedPictures: read.encoded };
  }

  countTokens(text: string): number {
    return this.tokenizer.encode(text).length;
  }

  /** What is written before the model is asked: behind the prompt, where the model takes it for its own words. */
  #openingOf({ opening = "", grammar, tools }: GenerateRequest): string {
    return this.#parts.shortcuts && !grammar && !tools ? opening : "";
  }
}

/** For each picture in `ids` how many stand directly in front of it. */
function pictureRuns(ids: readonly number[], vocabSize: number): number[] {
  const runs: number[] = [];
  let behind = 0;
  for (const id of ids) {
    if (id >= vocabSize) runs.push(behind++);
    else behind = 0;
  }
  return runs;
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

/** Text kernels are checked with the device; those that look at pictures, here, by models that need them. */
async function ensureRightPictures({ device, onProgress }: OnnxEngineOptions): Promise<void> {
  onProgress("start", 1);
  if (await checkVision(device)) return;
  throw wrongNumbers(device, "pictures are looked at wrongly on this device");
}

function wrongNumbers({ kind }: Device, message: string): AppError {
  return new AppError(kind === "webgpu" ? "gpu-wrong" : "engine-failed", message, { step: "check" });
}

async function readerOfPictures(
  vision: VisionModel,
  mode: WeightMode,
  decoder: GraphDecoder,
  {
    device,
    files,
    onProgress,
    budgetBytes,
    compat = "meta",
  }: OnnxEngineOptions & { readonly budgetBytes: number },
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
    compat,
    onProgress: (fraction) => onProgress("quantise", 0.5 + fraction / 2),
  });
  const views = decoder.pictures;
  if (!views) throw new Error("a vision model without pictures");
  return new PictureReader({
    encoder,
    views,
    transform,
    tokensPerTile: tokensPerTile(vision.config.vision),
    vocabSize: vision.config.text.vocabSize,
    budgetBytes,
    bytesPerTile: kvBytesPerPicture(vision.config, 1, device.activations === "float16" ? 2 : 4),
  });
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
