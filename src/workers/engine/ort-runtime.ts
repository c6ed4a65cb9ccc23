/**
 * @file The CPU as a device: runs ONNX graphs with tensors that stay in the WebAssembly heap from one run to the next. The
 * public JavaScript API copies every input in and every output out; a KV cache of 1,000 tokens is 47 MB each way.
 */
import { AppError } from "#shared/errors";
import { WASM_HEAP_BYTES } from "#models/memory-plan-bytes";
import { DATA_TYPE, tensorBytes } from "#models/onnx/onnx-model";
import type { DType } from "#models/onnx/onnx-model";
import type { StoredBytes, WeightBytes } from "#models/weights/byte-source";
import type { Device, DeviceTensor, SessionOptions } from "./device.ts";
import { HeapWrites } from "./heap-writes.ts";
import { lazyBytes } from "./lazy-bytes.ts";
import { lastError, trapped } from "./ort-errors.ts";
import { POINTER_BYTES } from "./ort-module.ts";
import type { OrtModule, OrtModuleFactory, Pointer } from "./ort-module.ts";
import { OrtSession } from "./ort-session.ts";
import type { HeapTensor } from "./ort-session.ts";
import { WeightMaker } from "./weight-maker.ts";

const LOCATION_CPU = 1;
const LOG_WARNINGS = 2;
const OPTIMISE_ALL = 99;

export interface OrtRuntimeOptions {
  /** The glue script, loaded as a module here and again by each thread. */
  readonly moduleUrl: string;
  readonly wasmUrl: string;
  readonly threads: number;
}

/** One WebAssembly instance with its threads. It ends with its worker. */
export class OrtRuntime implements Device {
  readonly kind = "cpu";
  readonly maxTensorBytes = WASM_HEAP_BYTES;
  readonly activations = "float32";
  readonly #module: OrtModule;
  readonly #writes: HeapWrites;

  private constructor(module: OrtModule, writes: HeapWrites) {
    this.#module = module;
    this.#writes = writes;
  }

  /** @throws AppError `engine-failed` when the WebAssembly files cannot be loaded. */
  static async start({ moduleUrl, wasmUrl, threads }: OrtRuntimeOptions): Promise<OrtRuntime> {
    try {
      const { default: create } = (await import(/* @vite-ignore */ moduleUrl)) as {
        default: OrtModuleFactory;
      };
      const settings = { numThreads: threads, locateFile: () => wasmUrl };
      const writes = new HeapWrites();
      writes.watch(settings);
      const module = await create(settings);
      const runtime = new OrtRuntime(module, writes);
      runtime.#check(module._OrtInit(threads, LOG_WARNINGS), "OrtInit");
      return runtime;
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw new AppError(
        "engine-failed",
        `onnxruntime did not start: ${String(error)}`,
        { step: "start" },
        error,
      );
    }
  }

  /** @throws AppError what the maker of a weight throws, `out-of-memory`, `engine-failed`. */
  async createSession(sessionOptions: SessionOptions): Promise<OrtSession> {
    const module = this.#module;
    const { model: bytes } = sessionOptions.graph;
    const maker = new WeightMaker(sessionOptions.weightBytes);
    let options: Pointer = 0;
    let model: Pointer = 0;
    try {
      this.#mount(sessionOptions, maker);
      options = module._OrtCreateSessionOptions(OPTIMISE_ALL, 1, 1, 0, 0, 0, 0, LOG_WARNINGS, 0, 0);
      if (options === 0) this.#fail("create session options");
      model = this.malloc(bytes.length);
      this.heap().set(bytes, model);
      this.#writes.takeCounts();
      const handle = await trapped("create session", async () =>
        module._OrtCreateSession(model, bytes.length, options),
      ).catch((error: unknown) => {
        throw maker.failure ?? error;
      });
      const failure = maker.failure ?? (handle === 0 ? null : this.#unwritten());
      if (failure && handle !== 0) module._OrtReleaseSession(handle);
      if (failure) throw failure;
      if (handle === 0) this.#fail("create session");
      return new OrtSession(this, module, handle, sessionOptions);
    } finally {
      if (model !== 0) module._free(model);
      if (options !== 0) module._OrtReleaseSessionOptions(options);
      module.unmountExternalData();
    }
  }

  #mount({ graph }: SessionOptions, maker: WeightMaker): void {
    for (const slot of graph.weights) {
      const length = tensorBytes(slot.dtype, slot.shape);
      const make = (): WeightBytes => maker.bytes(slot);
      const give = (bytes: StoredBytes): Uint8Array<ArrayBuffer> => this.#writes.standIn(bytes);
      this.#module.mountExternalData(slot.name, lazyBytes(length, make, give));
    }
  }

  /** What is wrong where the runtime took stored weights another way than through `HeapWrites`. */
  #unwritten(): AppError | null {
    const { given, written } = this.#writes.takeCounts();
    if (given === written) return null;
    const message = `of ${given} stored weights ${written} reached the heap`;
    return new AppError("engine-failed", message, { step: "write weights", given, written });
  }

  /** @throws AppError `out-of-memory`: the heap ends at 4 GiB. */
  malloc(bytes: number): Pointer {
    const pointer = this.#module._malloc(Math.max(bytes, 1));
    if (pointer === 0) throw new AppError("out-of-memory", `cannot allocate ${bytes} bytes`, { bytes });
    return pointer;
  }

  allocate(dtype: DType, shape: readonly number[]): HeapTensor {
    const module = this.#module;
    const bytes = tensorBytes(dtype, shape);
    const data = this.malloc(bytes);
    const stack = module.stackSave();
    try {
      const dims = module.stackAlloc(Math.max(1, shape.length) * POINTER_BYTES);
      shape.forEach((length, axis) => module.setValue(dims + axis * POINTER_BYTES, length, "i32"));
      const handle = module._OrtCreateTensor(DATA_TYPE[dtype], data, bytes, dims, shape.length, LOCATION_CPU);
      if (handle === 0) this.#fail("create tensor");
      this.heap().fill(0, data, data + bytes);
      return { handle, data, dtype, shape, ownedByRuntime: false };
    } catch (error) {
      module._free(data);
      throw error;
    } finally {
      module.stackRestore(stack);
    }
  }

  async tryAllocate(dtype: DType, shape: readonly number[]): Promise<HeapTensor> {
    return this.allocate(dtype, shape);
  }

  upload(dtype: DType, shape: readonly number[], bytes: Uint8Array): HeapTensor {
    const tensor = this.allocate(dtype, shape);
    this.bytes(tensor).set(bytes);
    return tensor;
  }

  copy(
    from: { readonly tensor: DeviceTensor; readonly offset: number },
    to: { readonly tensor: DeviceTensor; readonly offset: number },
    bytes: number,
  ): void {
    const source = (from.tensor as HeapTensor).data + from.offset;
    this.heap().copyWithin((to.tensor as HeapTensor).data + to.offset, source, source + bytes);
  }

  release(tensor: DeviceTensor): void {
    const { handle, data, ownedByRuntime } = tensor as HeapTensor;
    this.#module._OrtReleaseTensor(handle);
    if (!ownedByRuntime) this.#module._free(data);
  }

  /** The memory goes with the worker: WebAssembly never gives any back. */
  close(): void {}

  /** The bytes of a tensor, valid until the next allocation: memory may move when it grows. */
  bytes(tensor: HeapTensor): Uint8Array<ArrayBuffer> {
    const length = tensorBytes(tensor.dtype, tensor.shape);
    return this.heap().subarray(tensor.data, tensor.data + length);
  }

  /**
   * All of memory as it is now. Memory grown by a thread is seen by this one only after the glue script looked: any read
   * through it makes it look.
   */
  heap(): Uint8Array<ArrayBuffer> {
    this.#module.getValue(POINTER_BYTES, "i32");
    return this.#module.HEAPU8;
  }

  #check(code: number, what: string): void {
    if (code !== 0) this.#fail(what);
  }

  #fail(what: string): never {
    throw lastError(this.#module, what);
  }
}
