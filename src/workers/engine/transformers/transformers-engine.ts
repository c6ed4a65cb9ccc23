/**
 * @file A stock vision model in ONNX form, run by Transformers.js. Prompt, tokens, grammar, stop strings and the memory of
 * earlier prompts are those of our own engine: this one only has another decoder and other pictures.
 */
import { AppError } from "#shared/errors";
import { picturesOf } from "#shared/language-model";
import type { GeneratePart, GenerateRequest, GenerateResult } from "#shared/language-model";
import { readChatTemplate } from "#models/chat-template";
import type { ChatTemplate } from "#models/chat-template";
import type { Idefics3Config } from "#models/idefics3/config";
import type { Idefics3ImageConfig } from "#models/idefics3/image-config";
import { PICTURE_TOKENS, IMAGE_TOKEN, expandPictures, placeRows } from "#models/idefics3/picture-prompt";
import { readHfTokenizer } from "#models/tokenizer/hf-tokenizer";
import type { Tokenizer } from "#models/tokenizer/tokenizer";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import type { Engine } from "../engine.ts";
import { generate } from "../generation.ts";
import { GenerationMemory } from "../generation-memory.ts";
import type { GpuWatch } from "../gpu-watch.ts";
import { ensureRightNumbers } from "../self-check-model.ts";
import { EmbeddingDecoder } from "./embedding-decoder.ts";
import { PictureRows } from "./picture-rows.ts";
import { fromTransformers } from "./transformers-errors.ts";
import { VisionModel } from "./vision-model.ts";
import type { VisionModelOptions } from "./vision-model.ts";

export interface TransformersEngineOptions extends Omit<VisionModelOptions, "images" | "config"> {
  readonly files: CheckpointFiles;
  readonly config: Idefics3Config;
  readonly images: Idefics3ImageConfig;
  readonly contextTokens: number;
  /** Of the graphics processor; null without one. */
  readonly watch: GpuWatch | null;
  readonly onCheck: (fraction: number) => void;
}

/** The library hands keys and values out as a whole with each pass. */
const CHECK_STEPS = 4;
/** Rows of about 25 pictures with all their tiles. */
const PICTURE_BYTES = 2 ** 26;
/**
 * The share of the context that pictures may take: a conversation about them has to fit as well.
 */
const PICTURE_SHARE = 0.5;

interface Parts {
  readonly tokenizer: Tokenizer;
  readonly template: ChatTemplate;
  readonly decoder: EmbeddingDecoder;
  readonly pictures: PictureRows;
}

export class TransformersEngine implements Engine {
  readonly callsTools = false;
  readonly #options: TransformersEngineOptions;
  readonly #parts: Parts;
  readonly #memory: GenerationMemory;

  private constructor(options: TransformersEngineOptions, parts: Parts) {
    this.#options = options;
    this.#parts = parts;
    const { decoder, tokenizer } = parts;
    // The library hands keys and values out as a whole: a copy of them would cost as much as the prompt.
    this.#memory = new GenerationMemory({ decoder, tokenizer, snapshotBudgetBytes: 0, speculation: false });
  }

  get device(): "cpu" | "webgpu" {
    return this.#options.device;
  }

  get threads(): number {
    return this.#options.threads;
  }

  get contextTokens(): number {
    return this.#options.contextTokens;
  }

  /** @throws AbortError; AppError `weights-*`, `out-of-memory`, `gpu-wrong`, `device-lost`, `engine-failed`. */
  static async load(options: TransformersEngineOptions): Promise<TransformersEngine> {
    const { config, images, device, onCheck } = options;
    const { vocabSize, hiddenSize } = config;
    const tokenizer = readTokenizer(options);
    const template = readChatTemplate(options.files, tokenizer.specialTokens);
    return guarded(options, "load", async () => {
      const model = await VisionModel.load(options);
      const maxTilesASide = device === "cpu" ? 1 : Infinity;
      const rows = { model, images, hiddenSize, vocabSize, maxTilesASide, budgetBytes: PICTURE_BYTES };
      const pictures = new PictureRows(rows);
      const pictureRow = (id: number): Float32Array => pictures.row(id);
      const decoder = new EmbeddingDecoder({ model, vocabSize, hiddenSize, pictureRow });
      options.signal.throwIfAborted();
      await ensureRightNumbers(decoder, tokenizer, { kind: device, steps: CHECK_STEPS, onCheck });
      return new TransformersEngine(options, { tokenizer, template, decoder, pictures });
    });
  }

  async generate(
    request: GenerateRequest,
    signal: AbortSignal,
    onPart: (part: GeneratePart) => void,
  ): Promise<GenerateResult> {
    signal.throwIfAborted();
    return guarded(this.#options, "generate", () => this.#generate(request, signal, onPart));
  }

  countTokens(text: string): number {
    return this.#parts.tokenizer.encode(text).length;
  }

  async #generate(
    request: GenerateRequest,
    signal: AbortSignal,
    onPart: (part: GeneratePart) => void,
  ): Promise<GenerateResult> {
    const { contextTokens, config, images } = this.#options;
    const { tokenizer, template, decoder, pictures } = this.#parts;
    const prompt = template.render(request.messages);
    const started = performance.now();
    const wanted = picturesOf(request.messages);
    const { placed, encoded } = await pictures.read(wanted, contextTokens * PICTURE_SHARE, signal, onPart);
    const lookedMs = performance.now() - started;
    const text = expandPictures(prompt, placed, images.rowsPerTile);
    const ids = placeRows(tokenizer.encode(text), config.imageTokenId, placed);
    const memory = this.#memory;
    const result = await generate(
      { decoder, tokenizer, contextTokens, signal, onPart, memory },
      ids,
      request,
    );
    if (wanted.length === 0) return result;
    const timeToFirstTokenMs = result.timeToFirstTokenMs + lookedMs;
    return { ...result, timeToFirstTokenMs, encodedPictures: encoded };
  }
}

/** @throws AppError `weights-unsupported` for a tokenizer without the tokens of pictures. */
function readTokenizer({ files, config }: TransformersEngineOptions): Tokenizer {
  const tokenizer = readHfTokenizer(files, { modelType: "llama", vocabSize: config.vocabSize });
  const lacking = PICTURE_TOKENS.find((token) => tokenizer.idOf(token) === null);
  if (lacking === undefined && tokenizer.idOf(IMAGE_TOKEN) === config.imageTokenId) return tokenizer;
  throw new AppError("weights-unsupported", "tokens of pictures are missing", { field: "added_tokens" });
}

/** What ends the work from beside it: the loss of the graphics processor. */
async function guarded<T>(
  { watch }: TransformersEngineOptions,
  step: "load" | "generate",
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await (watch ? watch.unlessLost(work) : work());
  } catch (error) {
    throw watch?.failure ?? fromTransformers(error, step);
  }
}
