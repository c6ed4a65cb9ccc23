/**
 * @file Transformers.js as this engine uses it: three sessions of an exported Idefics3 model and the cutting of pictures.
 * What it would do around them (its downloads, cache, tokenizer, token loop) is done by ours. The library is loaded with
 * this file and has nothing to reach the network with: see `store-fetch.ts`.
 */
import {
  DynamicCache,
  Idefics3ForConditionalGeneration,
  Idefics3ImageProcessor,
  LogLevel,
  PretrainedConfig,
  RawImage,
  Tensor,
  env,
} from "@huggingface/transformers";
import cpuModuleUrl from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import cpuWasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import gpuModuleUrl from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import gpuWasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import { AppError } from "#shared/errors";
import type { Idefics3Config } from "#models/idefics3/config";
import type { Idefics3ImageConfig } from "#models/idefics3/image-config";
import type { PictureBytes } from "#models/mllama/image-transform";
import { STORE_ORIGIN, storeFetch } from "./store-fetch.ts";
import type { StoreFetchOptions } from "./store-fetch.ts";
import type { SessionFiles } from "./session-files.ts";

export interface VisionModelOptions extends StoreFetchOptions {
  readonly config: Idefics3Config;
  readonly images: Idefics3ImageConfig;
  readonly sessions: SessionFiles;
  readonly device: "cpu" | "webgpu";
  readonly threads: number;
}

/** A picture cut into tiles, row by row, the whole of it in one more at the end. */
export interface CutPicture {
  readonly rows: number;
  readonly columns: number;
  /** Each [3, tileSize, tileSize]. */
  readonly tiles: readonly Float32Array[];
}

/** Keys and values on the device, [1, heads, positions, headDim] each. */
export type PastKeyValues = Readonly<Record<string, Tensor>>;

export interface DecoderPass {
  /** [length, hiddenSize] */
  readonly embeddings: Float32Array;
  readonly length: number;
  /** Of `pastLength` positions; null for none. Given up by this call. */
  readonly past: PastKeyValues | null;
  readonly pastLength: number;
}

/** What is used of the library's model class, whose own types say `any`. */
interface Sessions {
  encode_image(inputs: Record<string, Tensor>): Promise<Tensor>;
  encode_text(inputs: Record<string, Tensor>): Promise<Tensor>;
  forward(
    inputs: Record<string, Tensor | InstanceType<typeof DynamicCache>>,
  ): Promise<Record<string, Tensor>>;
}

/** What the processor says of one picture. */
interface ProcessedImages {
  /** [1, tiles, 3, tileSize, tileSize] */
  readonly pixel_values: Tensor;
  readonly rows: readonly (readonly number[])[];
  readonly cols: readonly (readonly number[])[];
}

export class VisionModel {
  readonly #sessions: Sessions;
  readonly #processor: Idefics3ImageProcessor;
  readonly #options: VisionModelOptions;

  private constructor(sessions: Sessions, options: VisionModelOptions) {
    this.#sessions = sessions;
    this.#options = options;
    const { tileSize, longestEdge, mean, std } = options.images;
    this.#processor = new Idefics3ImageProcessor({
      // Pictures come in the size that they are to have.
      do_resize: false,
      do_convert_rgb: true,
      do_rescale: true,
      do_normalize: true,
      do_image_splitting: true,
      image_mean: mean,
      image_std: std,
      rescale_factor: 1 / 255,
      size: { longest_edge: longestEdge },
      max_image_size: { longest_edge: tileSize },
    });
  }

  /** @throws whatever the library throws: see `fromTransformers`. */
  static async load(options: VisionModelOptions): Promise<VisionModel> {
    configure(options);
    const { modelId, config, sessions, device } = options;
    const model: unknown = await Idefics3ForConditionalGeneration.from_pretrained(modelId, {
      config: new PretrainedConfig(libraryConfig(config)),
      local_files_only: true,
      dtype: { ...sessions.precisions },
      device: {
        embed_tokens: "wasm",
        decoder_model_merged: device === "cpu" ? "wasm" : "webgpu",
        vision_encoder: device === "cpu" ? "wasm" : "webgpu",
      },
      use_external_data_format: { ...sessions.dataFiles },
    });
    return new VisionModel(model as Sessions, options);
  }

  /** @param picture RGBA in the size that it is cut in, opaque. */
  async cut({ width, height, data }: PictureBytes): Promise<CutPicture> {
    const { tileSize } = this.#options.images;
    const image = new RawImage(data, width, height, 4);
    const cut: unknown = await this.#processor(image, { return_row_col_info: true });
    const { pixel_values, rows, cols } = cut as ProcessedImages;
    const pixels = pixel_values.data as Float32Array;
    const length = 3 * tileSize * tileSize;
    const tiles = Array.from({ length: pixels.length / length }, (_, tile) =>
      pixels.subarray(tile * length, (tile + 1) * length),
    );
    return { rows: rows[0]?.[0] ?? 0, columns: cols[0]?.[0] ?? 0, tiles };
  }

  /** The rows of one tile, [rowsPerTile, hiddenSize]. */
  async look(tile: Float32Array): Promise<Float32Array> {
    const { config, images } = this.#options;
    const side = images.tileSize;
    const rows = await this.#sessions.encode_image({
      pixel_values: new Tensor("float32", tile, [1, 1, 3, side, side]),
      pixel_attention_mask: new Tensor("bool", new Uint8Array(side * side).fill(1), [1, 1, side, side]),
    });
    return floats(rows, images.rowsPerTile * config.hiddenSize, "vision_encoder");
  }

  /** [ids.length, hiddenSize] */
  async embed(ids: readonly number[]): Promise<Float32Array> {
    const data = BigInt64Array.from(ids, BigInt);
    const rows = await this.#sessions.encode_text({ input_ids: new Tensor("int64", data, [1, ids.length]) });
    return floats(rows, ids.length * this.#options.config.hiddenSize, "embed_tokens");
  }

  /** @returns logits [rows, vocabSize] of the last rows at least, and what the next pass goes on from. */
  async decode({ embeddings, length, past, pastLength }: DecoderPass) {
    const { hiddenSize } = this.#options.config;
    const mask = new BigInt64Array(pastLength + length).fill(1n);
    const outputs = await this.#sessions.forward({
      inputs_embeds: new Tensor("float32", embeddings, [1, length, hiddenSize]),
      attention_mask: new Tensor("int64", mask, [1, mask.length]),
      ...(past === null ? {} : { past_key_values: new DynamicCache(past) }),
    });
    const { logits, ...others } = outputs;
    if (!logits) throw missingOutput("logits");
    const present = Object.entries(others).filter(([name]) => name.startsWith("present"));
    const named = present.map(
      ([name, tensor]) => [name.replace("present", "past_key_values"), tensor] as const,
    );
    releaseAll(past);
    return { logits: logits.to("float32").data as Float32Array, past: Object.fromEntries(named) };
  }
}

/** Gives memory of the graphics processor back; there is none to give back on the processor. */
export function releaseAll(past: PastKeyValues | null): void {
  for (const tensor of Object.values(past ?? {})) if (tensor.location === "gpu-buffer") tensor.dispose();
}

/** The first `length` positions, beside the processor. Takes `past` over. */
export async function shortened(past: PastKeyValues, length: number): Promise<PastKeyValues> {
  const entries = Object.entries(past).map(
    async ([name, tensor]) => [name, await cutPositions(tensor, length)] as const,
  );
  const cut = Object.fromEntries(await Promise.all(entries));
  releaseAll(past);
  return cut;
}

async function cutPositions(tensor: Tensor, length: number): Promise<Tensor> {
  const [batch = 1, heads = 1, positions = 0, width = 0] = tensor.dims;
  const whole = (await tensor.ort_tensor.getData()) as Float32Array;
  const data = whole.slice(0, batch * heads * length * width);
  for (let head = 0; head < batch * heads; head++) {
    const from = head * positions * width;
    data.set(whole.subarray(from, from + length * width), head * length * width);
  }
  return new Tensor(tensor.type, data, [batch, heads, length, width]);
}

function configure({ device, threads, ...store }: VisionModelOptions): void {
  env.fetch = storeFetch(store);
  // "Local" is what is asked for by `localModelPath`, which only `storeFetch` answers.
  env.allowLocalModels = true;
  env.allowRemoteModels = false;
  env.localModelPath = STORE_ORIGIN;
  env.useBrowserCache = false;
  env.useCustomCache = false;
  env.useWasmCache = false;
  env.logLevel = LogLevel.NONE;
  const { wasm } = env.backends.onnx;
  if (!wasm) throw new AppError("engine-failed", "Transformers.js has no runtime", { step: "start" });
  wasm.wasmPaths =
    device === "cpu" ? { mjs: cpuModuleUrl, wasm: cpuWasmUrl } : { mjs: gpuModuleUrl, wasm: gpuWasmUrl };
  wasm.numThreads = threads;
}

/** Made from what was checked: the file itself never reaches the library. */
function libraryConfig(config: Idefics3Config): object {
  return {
    model_type: config.modelType,
    architectures: ["Idefics3ForConditionalGeneration"],
    image_token_id: config.imageTokenId,
    text_config: {
      model_type: "llama",
      hidden_size: config.hiddenSize,
      num_hidden_layers: config.numHiddenLayers,
      num_attention_heads: config.numAttentionHeads,
      num_key_value_heads: config.numKeyValueHeads,
      head_dim: config.headDim,
      vocab_size: config.vocabSize,
    },
  };
}

function floats(tensor: Tensor | undefined, length: number, part: string): Float32Array {
  const data = tensor?.to("float32").data as Float32Array | undefined;
  if (data?.length === length) return data;
  throw new AppError("weights-unsupported", `${part} gives ${data?.length} numbers, not ${length}`, {
    field: part,
  });
}

function missingOutput(field: string): AppError {
  return new AppError("weights-unsupported", `the decoder has no ${field}`, { field });
}
