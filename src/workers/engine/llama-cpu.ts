/** @file A Llama decoder on the CPU: tokens in, logits out, with the KV cache between calls. */
import { buildLlamaCpuGraph } from "#models/llama/model";
import type { LlamaCheckpoint } from "#models/llama/checkpoint";
import type { LlamaConfig } from "#models/llama/config";
import type { Smoothing } from "#models/llama/smoothing";
import { LlamaWeights } from "#models/llama/weights";
import { KvCache } from "./kv-cache.ts";
import type { HeapTensor, OrtRuntime, OrtSession } from "./ort-runtime.ts";

export interface LlamaCpuOptions {
  readonly contextTokens: number;
  readonly smoothing: Smoothing | null;
  /** Every row's logits, for accuracy tests; the last row's otherwise. */
  readonly logits: "last" | "all";
  /** Also returns the sums that `smoothingFactors` needs. */
  readonly statistics: boolean;
  readonly onProgress: (fraction: number) => void;
}

export class LlamaCpu {
  readonly #runtime: OrtRuntime;
  readonly #session: OrtSession;
  readonly #results: readonly string[];
  readonly cache: KvCache;

  private constructor(runtime: OrtRuntime, session: OrtSession, cache: KvCache, results: readonly string[]) {
    this.#runtime = runtime;
    this.#session = session;
    this.#results = results;
    this.cache = cache;
  }

  /** @throws AppError `weights-corrupt`, `weights-unsupported`, `engine-failed`, `out-of-memory`. */
  static async create(
    runtime: OrtRuntime,
    checkpoint: LlamaCheckpoint,
    options: LlamaCpuOptions,
  ): Promise<LlamaCpu> {
    const { config } = checkpoint;
    const { contextTokens, smoothing, statistics, logits, onProgress } = options;
    const graph = buildLlamaCpuGraph(config, { maxPositions: contextTokens, logits, statistics });
    const weights = new LlamaWeights(checkpoint.weights, config, contextTokens, smoothing);
    let made = 0;
    const session = await runtime.createSession(graph, (name) => {
      onProgress(++made / graph.weights.length);
      return weights.bytes(name);
    });
    const results = ["logits", ...(statistics ? statisticsNames(config) : [])];
    try {
      return new LlamaCpu(runtime, session, new KvCache(runtime, config, contextTokens), results);
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /** Appends `ids` to the cache. @returns logits [1 or T, V], then the statistics when they were asked for. */
  async forward(ids: readonly number[]): Promise<Float32Array<ArrayBuffer>[]> {
    const { cache } = this;
    const total = cache.tokens.length + ids.length;
    cache.reserve(total);
    const scratch: HeapTensor[] = [];
    const integers = (
      dtype: "int64" | "int32",
      shape: readonly number[],
      values: readonly number[],
    ): HeapTensor => {
      const tensor = this.#runtime.createTensor(dtype, shape);
      scratch.push(tensor);
      const typed = dtype === "int64" ? BigInt64Array.from(values, BigInt) : Int32Array.from(values);
      this.#runtime.bytes(tensor).set(new Uint8Array(typed.buffer));
      return tensor;
    };
    try {
      const inputs = new Map<string, HeapTensor>([
        ["input_ids", integers("int64", [1, ids.length], ids)],
        ["last_position", integers("int32", [1], [total - 1])],
        ["total_length", integers("int32", [], [total])],
      ]);
      const outputs = new Map<string, HeapTensor>();
      for (const [name, tensor] of cache.tensors) {
        inputs.set(`past.${name}`, tensor);
        outputs.set(`present.${name}`, tensor);
      }
      const results = await this.#session.run(inputs, outputs, this.#results);
      cache.tokens.push(...ids);
      return results;
    } finally {
      for (const tensor of scratch) this.#runtime.release(tensor);
    }
  }

  release(): void {
    this.cache.release();
    this.#session.release();
  }
}

/** The matrices that have statistics, in the order of the graph. */
function statisticsNames(config: LlamaConfig): string[] {
  return smoothedModules(config).map((module) => `statistics.${module}`);
}

export function smoothedModules(config: LlamaConfig): string[] {
  const parts = ["self_attn.qkv_proj", "self_attn.o_proj", "mlp.gate_up_proj", "mlp.down_proj"];
  return Array.from({ length: config.numHiddenLayers }, (_, layer) =>
    parts.map((part) => `layers.${layer}.${part}`),
  ).flat();
}
