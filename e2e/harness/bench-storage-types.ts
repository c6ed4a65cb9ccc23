/** @file What `npm run bench -- storage` asks of its page and of the page's workers; types only. */

/** Where a store keeps what is put into it. Ours checks hashes, the others are the calls that peers make. */
export type StoreKind = "hearth" | "cache-api" | "indexeddb-buffer" | "opfs";
/** Of WebLLM's `cacheBackend`. */
export type WebLlmBackend = "cache" | "indexeddb" | "opfs";

/** A file of `tensors` x `tensorBytes` bytes: the weights of one graph that does nothing else. */
export interface BenchModel {
  readonly tensors: number;
  readonly tensorBytes: number;
}

export type StorageTask =
  /** The same ranges as a download, read and dropped. */
  | { readonly kind: "raw"; readonly url: string; readonly sizeBytes: number }
  /** Bytes from memory into a store and back, in units of 32 MB. */
  | { readonly kind: "store"; readonly store: StoreKind; readonly sizeBytes: number }
  /** From our store into a session of the runtime. */
  | {
      readonly kind: "hearth-load";
      readonly modelId: string;
      readonly file: string;
      readonly model: BenchModel;
    }
  /** `from_pretrained` of Transformers.js: downloads at the first call, then comes from the Cache API. */
  | { readonly kind: "transformers-load"; readonly origin: string; readonly model: BenchModel }
  /** `reload` of WebLLM as far as its last shard. */
  | { readonly kind: "webllm-load"; readonly origin: string; readonly backend: WebLlmBackend }
  /** A made-up Llama 3.2 11B Vision in MLX's 4-bit form, written into our store. */
  | { readonly kind: "checkpoint-write"; readonly modelId: string }
  /** Its graphs, with every weight made; `sink` takes each one and drops it. */
  | { readonly kind: "checkpoint-load"; readonly modelId: string; readonly device: "sink" | "webgpu" };

export interface StorageResult {
  readonly bytes: number;
  /** The whole task. */
  readonly ms: number;
  /** Of a `store` task. */
  readonly writeMs?: number;
  readonly readMs?: number;
  /** Of loads: bytes of weights that the runtime, or the sink, was given. */
  readonly weightBytes?: number;
  /** Of loads of a checkpoint: all WebAssembly memory of the worker at the end, which is its peak: it never shrinks. */
  readonly wasmBytes?: number;
}

export interface StorageBench {
  /** In a worker of its own, which ends afterwards. */
  run(task: StorageTask): Promise<StorageResult>;
  /** Through the product's download worker. @returns milliseconds */
  install(modelId: string, mirror: string): Promise<number>;
  /** Every stored byte read and hashed by the product's download worker. @returns milliseconds */
  verify(modelId: string): Promise<number>;
  /** The longest task of the main thread so far, when one took more than 50 ms; else 0. */
  longestTaskMs(): number;
}

declare global {
  interface Window {
    storageBench: StorageBench;
  }
}
