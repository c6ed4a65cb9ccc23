/**
 * @file A decoder on any device: tokens in, logits out, with the KV cache between calls. With a vision model, numbers from
 * the vocabulary size on stand for pictures.
 */
import type { DecoderGraphOptions } from "#models/llama/model";
import { cachedHeadDim } from "#models/llama/config";
import { Smoother, smoothedModules } from "#models/llama/smoothing";
import type { Smoothing } from "#models/llama/smoothing";
import { arithmeticFor } from "#models/arithmetic";
import { isSmall } from "#models/choose-mode";
import { buildDecoderGraph, seesPictures, selfAttentionLayers } from "#models/decoder-graph";
import type { WeightMode } from "#models/arithmetic";
import { GraphWeights } from "#models/graph-weights";
import type { Compat } from "#models/mllama/config";
import type { BuiltGraph } from "#models/onnx/graph-builder";
import type { DecoderModel } from "#models/open-checkpoint";
import type { Decoder, ForwardOptions } from "./decoder.ts";
import { maxWeightBytes, uploadBoolean, uploadIntegers } from "./device.ts";
import type { Device, DeviceSession, DeviceTensor } from "./device.ts";
import { KvCache } from "./kv-cache.ts";
import { PictureViews } from "./picture-views.ts";

export interface GraphDecoderOptions {
  readonly contextTokens: number;
  readonly mode: WeightMode;
  /** See `ArithmeticOptions`; for small models only unless told. */
  readonly exactZeroPoints?: boolean;
  readonly smoothing: Smoothing | null;
  /** Where in the text the cache begins: rotary angles only, for tests far into a context. */
  readonly firstPosition?: number;
  /** Whose rules text in front of the first picture follows; `meta` unless told. */
  readonly compat?: Compat;
  /** Also returns the sums that `smoothingFactors` needs. */
  readonly statistics?: boolean;
  readonly onProgress: (fraction: number) => void;
}

export class GraphDecoder implements Decoder {
  readonly #device: Device;
  readonly #session: DeviceSession;
  readonly #model: DecoderModel;
  readonly #statistics: readonly string[];
  readonly #views: PictureViews | null;
  readonly #compat: Compat;
  readonly cache: KvCache;

  private constructor(parts: {
    device: Device;
    session: DeviceSession;
    model: DecoderModel;
    cache: KvCache;
    statistics: readonly string[];
    compat: Compat;
  }) {
    this.#device = parts.device;
    this.#session = parts.session;
    this.#model = parts.model;
    this.#statistics = parts.statistics;
    this.#compat = parts.compat;
    this.cache = parts.cache;
    const { config } = parts.model;
    this.#views = seesPictures(config) ? new PictureViews(parts.device, config) : null;
  }

  /** @throws AppError `weights-corrupt`, `weights-unsupported`, `engine-failed`, `out-of-memory`. */
  static async create(
    device: Device,
    model: DecoderModel,
    options: GraphDecoderOptions,
  ): Promise<GraphDecoder> {
    const { config, weights: checkpoint } = model;
    const { contextTokens, smoothing, firstPosition = 0, compat = "meta", onProgress } = options;
    const statistics = options.statistics === true;
    const graph = graphFor(device, model, options);
    const weights = new GraphWeights({
      checkpoint,
      rotary: { config, firstPosition },
      smoother: smoothing && new Smoother(smoothing, config),
    });
    let made = 0;
    const names = statistics ? smoothedModules(config).map((module) => `statistics.${module}`) : [];
    const session = await device.createSession({
      graph,
      weightBytes: (slot) => {
        onProgress(Math.min(1, ++made / graph.weights.length));
        return weights.bytes(slot);
      },
      hostOutputs: ["logits", ...names],
    });
    let cache: KvCache | null = null;
    try {
      const { numKeyValueHeads } = config;
      const shape = { layers: selfAttentionLayers(config), numKeyValueHeads, headDim: cachedHeadDim(config) };
      cache = await KvCache.create(device, shape, contextTokens);
      return new GraphDecoder({ device, session, model, cache, statistics: names, compat });
    } catch (error) {
      cache?.release();
      session.release();
      throw error;
    }
  }

  /** Pictures by their numbers; null for a text model. */
  get pictures(): PictureViews | null {
    return this.#views;
  }

  /** @returns logits [logitRows, V], then the statistics when they were asked for. */
  async forward(ids: readonly number[], options: ForwardOptions = {}): Promise<Float32Array<ArrayBuffer>[]> {
    const { cache } = this;
    const before = cache.tokens.length;
    const firstWanted = ids.length - (options.logitRows ?? 1);
    await cache.reserve(before + ids.length);
    const pictures = this.#compat === "meta" ? [] : this.#picturesIn([...cache.tokens, ...ids]);
    const rows: Float32Array[] = [];
    let last: Float32Array<ArrayBuffer>[] = [];
    try {
      for (const [start, end] of this.#segments(ids)) {
        const wanted = Math.min(end, Math.max(start, firstWanted));
        last = await this.#run(ids.slice(start, end), wanted - start, pictures);
        if (wanted < end && last[0]) rows.push(last[0]);
      }
    } catch (error) {
      cache.truncate(before);
      throw error;
    }
    return [joined(rows), ...last.slice(1)];
  }

  release(): void {
    this.#views?.release();
    this.cache.release();
    this.#session.release();
  }

  /** Stretches of rows that see the same pictures: each picture begins one. */
  #segments(ids: readonly number[]): (readonly [start: number, end: number])[] {
    const { vocabSize } = this.#model.config;
    const starts = ids.flatMap((id, at) => (at === 0 || id >= vocabSize ? [at] : []));
    return starts.map((start, index) => [start, starts[index + 1] ?? ids.length] as const);
  }

  #picturesIn(ids: readonly number[]): number[] {
    return ids.filter((id) => id >= this.#model.config.vocabSize);
  }

  /**
   * Appends `ids`, which all see the same pictures.
   * @param pictures all that there are, also behind these rows; for transformers' rules only.
   * @returns logits of the rows from `firstRow` on, or of the last.
   */
  async #run(
    ids: readonly number[],
    firstRow: number,
    pictures: readonly number[],
  ): Promise<Float32Array<ArrayBuffer>[]> {
    const { cache } = this;
    const { config, imageTokenIndex } = this.#model;
    const total = cache.tokens.length + ids.length;
    const first = Math.min(firstRow, ids.length - 1);
    const logitRows = Array.from({ length: ids.length - first }, (_, row) => first + row);
    const embedded = ids.map((id) => (id >= config.vocabSize ? (imageTokenIndex ?? id) : id));
    const integers = (dtype: "int64" | "int32", shape: number[], values: readonly number[]): DeviceTensor =>
      uploadIntegers(this.#device, dtype, shape, values);
    const scratch = new Map<string, DeviceTensor>([
      ["input_ids", integers("int64", [1, ids.length], embedded)],
      ["logit_rows", integers("int64", [logitRows.length], logitRows)],
      ["last_position", integers("int32", [1], [total - 1])],
      ["total_length", integers("int32", [], [total])],
    ]);
    const past = [...cache.tensors].map(([name, tensor]) => [`past.${name}`, tensor] as const);
    const present = [...cache.tensors].map(([name, tensor]) => [`present.${name}`, tensor] as const);
    try {
      const cross = this.#pictureInputs(ids, pictures, scratch);
      const { host } = await this.#session.run(new Map([...scratch, ...past, ...cross]), new Map(present));
      cache.tokens.push(...ids);
      return ["logits", ...this.#statistics].map((name) => host.get(name) as Float32Array<ArrayBuffer>);
    } finally {
      for (const tensor of scratch.values()) this.#device.release(tensor);
    }
  }

  /**
   * Puts what the rows are told of pictures into `scratch`.
   * @returns keys and values of what they read: in transformers, where they see nothing, everything of every picture.
   */
  #pictureInputs(
    ids: readonly number[],
    pictures: readonly number[],
    scratch: Map<string, DeviceTensor>,
  ): Iterable<readonly [string, DeviceTensor]> {
    if (!this.#views) return [];
    const visible = this.#views.visible([...this.cache.tokens, ...ids], this.#model.config.vocabSize);
    const reads = visible.length > 0 || this.#compat === "meta" ? visible : pictures;
    scratch.set("sees_picture", uploadBoolean(this.#device, reads.length > 0));
    if (this.#compat === "meta") return this.#views.tensors(visible);
    const factor = Float32Array.of(visible.length > 0 ? 1 : 0);
    scratch.set("picture_mlp", this.#device.upload("float32", [], new Uint8Array(factor.buffer)));
    return this.#views.tensors(reads, visible.length > 0 ? "own" : "all");
  }
}

function graphFor(device: Device, model: DecoderModel, options: GraphDecoderOptions): BuiltGraph {
  const graphOptions: DecoderGraphOptions = {
    arithmetic: arithmeticFor(model.weights, {
      mode: options.mode,
      activations: device.activations,
      maxWeightBytes: maxWeightBytes(device),
      exactZeroPoints: options.exactZeroPoints ?? isSmall(model),
    }),
    maxPositions: options.contextTokens,
    plainAttention: device.kind === "cpu",
    statistics: options.statistics ?? false,
    blindRowsRead: options.compat === "hf5",
  };
  return buildDecoderGraph(model.config, graphOptions);
}

function joined(rows: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  if (rows.length === 1) return rows[0] as Float32Array<ArrayBuffer>;
  const all = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    all.set(row, at);
    at += row.length;
  }
  return all;
}
