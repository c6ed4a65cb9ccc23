/**
 * @file Keys and values of all self-attention layers, in buffers on the device that attention appends to in place. A buffer
 * holds `capacity` positions, of which the first `length` are used; shortening is free, growing copies once per doubling.
 */
import { AppError, isOutOfMemory } from "#shared/errors";
import { tensorBytes } from "#models/onnx/onnx-model";
import type { Device, DeviceTensor } from "./device.ts";
import type { DecoderCache, KvSnapshot } from "./decoder.ts";

const FIRST_CAPACITY = 512;

export interface KvCacheShape {
  /** Layers with self-attention, as the graph numbers them. */
  readonly layers: readonly number[];
  readonly numKeyValueHeads: number;
  readonly headDim: number;
}

export class KvCache implements DecoderCache {
  readonly #device: Device;
  readonly #shape: KvCacheShape;
  readonly #limit: number;
  readonly #tensors = new Map<string, DeviceTensor>();
  #capacity = 0;
  /** Tokens whose keys and values are in the cache, in order. */
  readonly tokens: number[] = [];

  /** Gives back memory that can be done without, where there is none to grow; whether there was any. */
  makeRoom: () => boolean = () => false;

  private constructor(device: Device, shape: KvCacheShape, limit: number) {
    this.#device = device;
    this.#shape = shape;
    this.#limit = limit;
  }

  /**
   * @param limit most positions it may hold.
   * @throws AppError `out-of-memory`, `gpu-out-of-memory`, with nothing left behind.
   */
  static async create(device: Device, shape: KvCacheShape, limit: number): Promise<KvCache> {
    const cache = new KvCache(device, shape, limit);
    await cache.reserve(1);
    return cache;
  }

  /** The buffers by name within a layer: `0.key`, `0.value`, `1.key`, ... each [1, kvHeads, capacity, headDim]. */
  get tensors(): ReadonlyMap<string, DeviceTensor> {
    return this.#tensors;
  }

  /**
   * Makes room for `length` positions: attention writes past the end of a buffer that is too short.
   * @throws AppError `context-full` beyond the limit, `out-of-memory`, `gpu-out-of-memory`.
   */
  async reserve(length: number): Promise<void> {
    if (length > this.#limit) {
      const details = { promptTokens: length, contextTokens: this.#limit };
      throw new AppError("context-full", "more positions than the context has", details);
    }
    if (length <= this.#capacity) return;
    let capacity = Math.max(this.#capacity, FIRST_CAPACITY);
    while (capacity < length) capacity *= 2;
    await this.#grow(Math.min(capacity, this.#limit));
  }

  /** Forgets everything after the first `length` tokens. */
  truncate(length: number): void {
    this.tokens.length = Math.min(length, this.tokens.length);
  }

  snapshotBytes(length: number): number {
    return this.#tensors.size * tensorBytes(this.#device.activations, this.#shapeOf(length));
  }

  async save(length: number): Promise<KvSnapshot> {
    const tokens = this.tokens.slice(0, length);
    const copies = new Map<string, DeviceTensor>();
    try {
      for (const [name, tensor] of this.#tensors) {
        const copy = await this.#device.tryAllocate(tensor.dtype, this.#shapeOf(tokens.length));
        copies.set(name, copy);
        this.#copyHeads(tensor, copy, tokens.length);
      }
    } catch (error) {
      this.#releaseAll(copies);
      throw error;
    }
    return {
      tokens,
      sizeBytes: this.snapshotBytes(tokens.length),
      restore: async (kept) => this.#restore(tokens.slice(0, kept), copies),
      release: () => this.#releaseAll(copies),
    };
  }

  release(): void {
    this.#releaseAll(this.#tensors);
  }

  /** Growing may cost the very snapshot that is restored: its copies are gone then, and so is the wish for them. */
  async #restore(tokens: readonly number[], copies: ReadonlyMap<string, DeviceTensor>): Promise<void> {
    this.truncate(0);
    await this.reserve(tokens.length);
    if (copies.size === 0) throw new AppError("out-of-memory", "no room beside the snapshot");
    for (const [name, copy] of copies)
      this.#copyHeads(copy, this.#tensors.get(name) as DeviceTensor, tokens.length);
    this.tokens.push(...tokens);
  }

  #releaseAll(tensors: Map<string, DeviceTensor>): void {
    for (const tensor of tensors.values()) this.#device.release(tensor);
    tensors.clear();
  }

  /** One tensor at a time: at no moment do two whole caches exist. Without memory for it the cache is empty again. */
  async #grow(capacity: number): Promise<void> {
    try {
      for (const layer of this.#shape.layers) {
        for (const part of ["key", "value"]) await this.#growTensor(`${layer}.${part}`, capacity);
      }
      this.#capacity = capacity;
    } catch (error) {
      this.release();
      this.#capacity = 0;
      this.truncate(0);
      throw error;
    }
  }

  async #growTensor(name: string, capacity: number): Promise<void> {
    const tensor = await this.#allocate(capacity);
    const old = this.#tensors.get(name);
    if (old) {
      this.#copyHeads(old, tensor, this.tokens.length);
      this.#device.release(old);
    }
    this.#tensors.set(name, tensor);
  }

  /** Asks whether there is room instead of taking it: on a GPU everything else would end with an allocation that failed. */
  async #allocate(capacity: number): Promise<DeviceTensor> {
    const allocate = (): Promise<DeviceTensor> =>
      this.#device.tryAllocate(this.#device.activations, this.#shapeOf(capacity));
    try {
      return await allocate();
    } catch (error) {
      if (!isOutOfMemory(error) || !this.makeRoom()) throw error;
      return allocate();
    }
  }

  #shapeOf(positions: number): number[] {
    return [1, this.#shape.numKeyValueHeads, positions, this.#shape.headDim];
  }

  /** The first `length` positions of every head. */
  #copyHeads(from: DeviceTensor, to: DeviceTensor, length: number): void {
    const rowBytes = tensorBytes(from.dtype, [this.#shape.headDim]);
    const headBytes = ({ shape }: DeviceTensor): number => (shape[2] ?? 0) * rowBytes;
    for (let head = 0; head < this.#shape.numKeyValueHeads; head++) {
      this.#device.copy(
        { tensor: from, offset: head * headBytes(from) },
        { tensor: to, offset: head * headBytes(to) },
        length * rowBytes,
      );
    }
  }
}
