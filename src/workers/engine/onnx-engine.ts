/**
 * @file Our own engine: Llama and Llama Vision checkpoints on the CPU or the GPU through onnxruntime. Loading is: read the
 * headers, plan the memory, find smoothing factors once where weights are rounded to int8, then make weight by weight
 * while the runtime takes them.
 */
import { AppError } from "#shared/errors";
import { picturesOf } from "#shared/language-model";
import type { GeneratePart, GenerateRequest, GenerateResult, PictureRef } from "#shared/language-model";
import { readChatTemplate } from "#models/chat-template";
import type { ChatTemplate } from "#models/chat-template";
import type { ChatFormat } from "#models/chat-format";
import { chooseMode } from "#models/choose-mode";
import type { Smoothing } from "#models/llama/smoothing";
import type { WeightMode } from "#models/arithmetic";
import { openCheckpoint } from "#models/open-checkpoint";
import type { Compat } from "#models/mllama/config";
import type { OpenCheckpoint } from "#models/open-checkpoint";
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
import { loadPictures } from "./load-pictures.ts";
import { planContext } from "./plan-context.ts";
import { numbered, pictureRuns } from "./picture-numbers.ts";
import type { PictureReader } from "./picture-reader.ts";
import { toolPrompt, withCalls, withOpening, withoutSeenPictures } from "./request-forms.ts";
import { ensureRightNumbers, wrongNumbers } from "./self-check-model.ts";
import { checkVision } from "./self-check-vision.ts";

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

interface Parts {
  readonly device: Device;
  readonly threads: number;
  readonly contextTokens: number;
  readonly snapshotBytes: number;
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
    const { decoder, tokenizer, snapshotBytes, shortcuts } = parts;
    this.#memory = new GenerationMemory({
      decoder,
      tokenizer,
      snapshotBudgetBytes: snapshotBytes,
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
    const { device, threads, compat = "meta", shortcuts = true } = options;
    const checkpoint = openCheckpoint(options.files);
    const { text: model, vision } = checkpoint;
    const text = readText(checkpoint, options);
    const mode = options.mode ?? chooseMode(device.kind, model);
    const { pictureBytes, ...plan } = planContext(vision ?? model, mode, device, options.contextTokens);
    if (vision) await ensureRightPictures(options);
    const onProgress = (from: number, to: number) => (fraction: number) =>
      options.onProgress("quantise", from + (to - from) * fraction);
    const decoder = await GraphDecoder.create(device, model, {
      contextTokens: plan.contextTokens,
      mode,
      compat,
      smoothing: mode === "int8" ? await smoothingOf(model, text.tokenizer, options) : null,
      onProgress: onProgress(0, vision ? 0.5 : 1),
    });
    try {
      const views = decoder.pictures;
      const seeing = { ...options, mode, compat, budgetBytes: pictureBytes, onProgress: onProgress(0.5, 1) };
      const pictures = vision && views && (await loadPictures(vision, { ...seeing, views }));
      const onCheck = (fraction: number): void => options.onProgress("check", fraction);
      await ensureRightNumbers(decoder, text.tokenizer, { kind: device.kind, onCheck });
      return new OnnxEngine({ device, threads, ...plan, ...text, decoder, pictures, shortcuts });
    } catch (error) {
      decoder.release();
      throw error;
    }
  }

  async generate(
    asked: GenerateRequest,
    signal: AbortSignal,
    onPart: (part: GeneratePart) => void,
  ): Promise<GenerateResult> {
    const { tokenizer, decoder, contextTokens } = this.#parts;
    const format = asked.tools ? this.#parts.tools : null;
    const request = format ? withoutSeenPictures(asked) : asked;
    const pictures = this.#visible(request);
    const opening = this.#openingOf(request);
    const ids = this.#encoded(request, format, opening);
    const started = performance.now();
    const runs = pictureRuns(ids, tokenizer.vocabularySize);
    const read = await this.#parts.pictures?.read(pictures, runs, signal, onPart);
    const lookedMs = performance.now() - started;
    const prompt = numbered(ids, tokenizer.vocabularySize, read?.numbers ?? []);
    const run = { decoder, tokenizer, contextTokens, signal, onPart, memory: this.#memory };
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

  /** @throws AppError `model-without-vision`. */
  #visible({ messages }: GenerateRequest): readonly PictureRef[] {
    const pictures = picturesOf(messages);
    if (pictures.length === 0 || this.#parts.pictures) return pictures;
    throw new AppError("model-without-vision", "a picture for a text model", { pictures: pictures.length });
  }

  /** The request as tokens, one for each picture. @throws AppError `context-full`. */
  #encoded(request: GenerateRequest, format: ChatFormat | null, opening: string): number[] {
    const { tokenizer, template, contextTokens } = this.#parts;
    const rendered = format ? toolPrompt(format, request) : template.render(request.messages);
    const ids = tokenizer.encode(rendered + opening);
    if (ids.length < contextTokens) return ids;
    const details = { promptTokens: ids.length, contextTokens };
    throw new AppError("context-full", "the prompt does not fit the context", details);
  }

  /** What is written before the model is asked: behind the prompt, where the model takes it for its own words. */
  #openingOf({ opening = "", grammar, tools }: GenerateRequest): string {
    return this.#parts.shortcuts && !grammar && !tools ? opening : "";
  }
}

function readText(
  { text, vision, gguf }: OpenCheckpoint,
  { files, template }: Pick<OnnxEngineOptions, "files" | "template">,
): Pick<Parts, "tokenizer" | "template" | "tools"> {
  const tokenizer = gguf ? readGgufTokenizer(gguf) : readHfTokenizer(files, vision?.config ?? text.config);
  if (tokenizer.vocabularySize !== text.config.vocabSize) {
    throw new AppError("weights-unsupported", "vocabulary and embedding differ", { field: "vocabSize" });
  }
  return {
    tokenizer,
    template: template ?? readChatTemplate(gguf ?? files, tokenizer.specialTokens),
    tools: toolFormat(vision ? "mllama" : "llama", tokenizer.specialTokens),
  };
}

/** Text kernels are checked with the device; those that look at pictures, here, by models that need them. */
async function ensureRightPictures({ device, onProgress }: OnnxEngineOptions): Promise<void> {
  onProgress("start", 1);
  if (await checkVision(device)) return;
  throw wrongNumbers(device.kind, "pictures are looked at wrongly on this device");
}
