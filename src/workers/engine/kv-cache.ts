/**
 * @file Keys and values of all layers, in heap buffers that attention appends to in place. A buffer holds `capacity`
 * positions, of which the first `length` are used; shortening is free, growing copies once per doubling.
 */
import { AppError } from "#shared/errors";
import type { LlamaConfig } from "#models/llama/config";
import type { HeapTensor, OrtRuntime } from "./ort-runtime.ts";

const FLOAT_BYTES = 4;
const FIRST_CAPACITY = 512;

export class KvCache {
  readonly #runtime: OrtRuntime;
  readonly #config: LlamaConfig;
  readonly #limit: number;
  readonly #tensors = new Map<string, HeapTensor>();
  #capacity = 0;
  /** Tokens whose keys and values are in the cache, in order. */
  readonly tokens: number[] = [];

  constructor(runtime: OrtRuntime, config: LlamaConfig, limit: number) {
    this.#runtime = runtime;
    this.#config = config;
    this.#limit = limit;
    this.reserve(1);
  }

  /** The buffers by name within a layer: `0.key`, `0.value`, `1.key`, ... each [1, kvHeads, capacity, headDim]. */
  get tensors(): ReadonlyMap<string, HeapTensor> {
    return this.#tensors;
  }

  /**
   * Makes room for `length` positions: attention writes past the end of a buffer that is too short.
   * @throws AppError `context-full` beyond the limit, `out-of-memory`.
   */
  reserve(length: number): void {
    if (length > this.#limit) {
      const details = { promptTokens: length, contextTokens: this.#limit };
      throw new AppError("context-full", "more positions than the context has", details);
    }
    if (length <= this.#capacity) return;
    let capacity = Math.max(this.#capacity, FIRST_CAPACITY);
    while (capacity < length) capacity *= 2;
    this.#grow(Math.min(capacity, this.#limit));
  }

  /** Forgets everything after the first `length` tokens. */
  truncate(length: number): void {
    this.tokens.length = Math.min(length, this.tokens.length);
  }

  release(): void {
    for (const tensor of this.#tensors.values()) this.#runtime.release(tensor);
    this.#tensors.clear();
  }

  /** One tensor at a time: at no moment do two whole caches exist. Without memory for it the cache is empty again. */
  #grow(capacity: number): void {
    try {
      for (let layer = 0; layer < this.#config.numHiddenLayers; layer++) {
        for (const part of ["key", "value"]) this.#growTensor(`${layer}.${part}`, capacity);
      }
      this.#capacity = capacity;
    } catch (error) {
      this.release();
      this.#capacity = 0;
      this.truncate(0);
      throw error;
    }
  }

  #growTensor(name: string, capacity: number): void {
    const { numKeyValueHeads, headDim } = this.#config;
    const tensor = this.#runtime.createTensor("float32", [1, numKeyValueHeads, capacity, headDim]);
    const old = this.#tensors.get(name);
    if (old) {
      this.#copyHeads(old, tensor);
      this.#runtime.release(old);
    }
    this.#tensors.set(name, tensor);
  }

  #copyHeads(from: HeapTensor, to: HeapTensor): void {
    const { numKeyValueHeads, headDim } = this.#config;
    const rowBytes = headDim * FLOAT_BYTES;
    const [source, target] = [this.#runtime.bytes(from), this.#runtime.bytes(to)];
    const [sourceHead, targetHead] = [source.length / numKeyValueHeads, target.length / numKeyValueHeads];
    for (let head = 0; head < numKeyValueHeads; head++) {
      const start = head * sourceHead;
      target.set(source.subarray(start, start + this.tokens.length * rowBytes), head * targetHead);
    }
  }
}
