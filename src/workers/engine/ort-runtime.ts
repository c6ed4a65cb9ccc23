/**
 * @file The CPU as a device: runs ONNX graphs with tensors that stay in the WebAssembly heap from one run to the next. The
 * public JavaScript API copies every input in and every output out; a KV cache of 1,000 tokens is 47 MB each way.
 */
import { AppError, toAppError } from "#shared/errors";
import { WASM_HEAP_BYTES } from "#models/memory-plan-bytes";
import type { WeightSlot } from "#models/onnx/graph-builder";
import { DATA_TYPE, tensorBytes } from "#models/onnx/onnx-model";
import type { DType } from "#models/onnx/onnx-model";
import type { Device, DeviceSession, DeviceTensor, RunResults, SessionOptions } from "./device.ts";
import { lazyBytes } from "./lazy-bytes.ts";
import type { OrtModule, OrtModuleFactory, Pointer } from "./ort-module.ts";

const LOCATION_CPU = 1;
const POINTER_BYTES = 4;
const LOG_WARNINGS = 2;
const OPTIMISE_ALL = 99;

export interface OrtRuntimeOptions {
  /** The glue script, loaded as a module here and again by each thread. */
  readonly moduleUrl: string;
  readonly wasmUrl: string;
  readonly threads: number;
}

/** A tensor in the heap. */
export interface HeapTensor extends DeviceTensor {
  readonly handle: Pointer;
  readonly data: Pointer;
  /** The bytes are the runtime's own and go with the handle. */
  readonly ownedByRuntime: boolean;
}

/** One WebAssembly instance with its threads. It ends with its worker. */
export class OrtRuntime implements Device {
  readonly kind = "cpu";
  readonly maxTensorBytes = WASM_HEAP_BYTES;
  readonly activations = "float32";
  readonly #module: OrtModule;

  private constructor(module: OrtModule) {
    this.#module = module;
  }

  /** @throws AppError `engine-failed` when the WebAssembly files cannot be loaded. */
  static async start({ moduleUrl, wasmUrl, threads }: OrtRuntimeOptions): Promise<OrtRuntime> {
    try {
      const { default: create } = (await import(/* @vite-ignore */ moduleUrl)) as {
        default: OrtModuleFactory;
      };
      const module = await create({ numThreads: threads, locateFile: () => wasmUrl });
      const runtime = new OrtRuntime(module);
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

  async createSession(sessionOptions: SessionOptions): Promise<OrtSession> {
    const { graph, weightBytes } = sessionOptions;
    const module = this.#module;
    // What a weight's maker throws passes through the runtime, which only says that a file could not be read.
    let failure: AppError | undefined;
    const make = (slot: WeightSlot): Uint8Array<ArrayBuffer> => {
      try {
        return weightBytes(slot);
      } catch (error) {
        failure ??= toAppError(error, "engine-failed");
        throw failure;
      }
    };
    let options: Pointer = 0;
    let model: Pointer = 0;
    try {
      for (const slot of graph.weights) {
        const length = tensorBytes(slot.dtype, slot.shape);
        module.mountExternalData(
          slot.name,
          lazyBytes(length, () => make(slot)),
        );
      }
      options = module._OrtCreateSessionOptions(OPTIMISE_ALL, 1, 1, 0, 0, 0, 0, LOG_WARNINGS, 0, 0);
      if (options === 0) this.#fail("create session options");
      model = this.malloc(graph.model.length);
      this.heap().set(graph.model, model);
      const handle = await trapped("create session", async () =>
        module._OrtCreateSession(model, graph.model.length, options),
      ).catch((error: unknown) => {
        throw failure ?? error;
      });
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

function lastError(module: OrtModule, what: string): AppError {
  const stack = module.stackSave();
  try {
    const at = module.stackAlloc(2 * POINTER_BYTES);
    module._OrtGetLastError(at, at + POINTER_BYTES);
    const message = module.getValue(at + POINTER_BYTES, "*");
    const text = message === 0 ? "no message" : module.UTF8ToString(message);
    const memory = /alloc|memory/i.test(text);
    return new AppError(memory ? "out-of-memory" : "engine-failed", `${what}: ${text}`, { step: what });
  } finally {
    module.stackRestore(stack);
  }
}

/** What WebAssembly throws, in place of an error code, when it cannot go on: memory it must not touch, no memory, a bug. */
async function trapped<T>(step: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const memory = error instanceof RangeError || /memory|allocat/i.test(String(error));
    throw new AppError(
      memory ? "out-of-memory" : "engine-failed",
      `${step}: ${String(error)}`,
      { step },
      error,
    );
  }
}

class OrtSession implements DeviceSession {
  readonly #runtime: OrtRuntime;
  readonly #module: OrtModule;
  readonly #handle: Pointer;
  readonly #hostOutputs: readonly string[];
  readonly #deviceOutputs: readonly string[];
  readonly #names = new Map<string, Pointer>();

  constructor(runtime: OrtRuntime, module: OrtModule, handle: Pointer, options: SessionOptions) {
    this.#runtime = runtime;
    this.#module = module;
    this.#handle = handle;
    this.#hostOutputs = options.hostOutputs;
    this.#deviceOutputs = options.deviceOutputs ?? [];
  }

  async run(
    inputs: ReadonlyMap<string, DeviceTensor>,
    inPlace: ReadonlyMap<string, DeviceTensor>,
  ): Promise<RunResults> {
    const made = [...this.#hostOutputs, ...this.#deviceOutputs];
    const outputs = new Map<string, Pointer>([...inPlace].map(([name, tensor]) => [name, handleOf(tensor)]));
    for (const name of made) outputs.set(name, 0);
    const handles = await this.#run(inputs, outputs);
    const results = new Map(made.map((name, index) => [name, handles[inPlace.size + index] ?? 0]));
    const taken = new Set<string>();
    try {
      const host = this.#hostOutputs.map((name) => [name, this.#readFloats(results.get(name) ?? 0)] as const);
      const device = this.#deviceOutputs.map((name) => {
        taken.add(name);
        return [name, this.#describe(results.get(name) ?? 0)] as const;
      });
      return { host: new Map(host), device: new Map(device) };
    } finally {
      for (const [name, handle] of results) if (!taken.has(name)) this.#module._OrtReleaseTensor(handle);
    }
  }

  /** @returns the handles of the outputs, in order; those given as 0 were made by the runtime. */
  async #run(
    inputs: ReadonlyMap<string, DeviceTensor>,
    outputs: ReadonlyMap<string, Pointer>,
  ): Promise<Pointer[]> {
    const module = this.#module;
    const columns = [
      [...inputs.keys()].map((name) => this.#name(name)),
      [...inputs.values()].map(handleOf),
      [...outputs.keys()].map((name) => this.#name(name)),
      [...outputs.values()],
    ];
    const table = this.#runtime.malloc(columns.flat().length * POINTER_BYTES);
    try {
      columns.flat().forEach((value, index) => module.setValue(table + index * POINTER_BYTES, value, "*"));
      const [names, values] = [table, table + inputs.size * POINTER_BYTES];
      const outputNames = values + inputs.size * POINTER_BYTES;
      const outputValues = outputNames + outputs.size * POINTER_BYTES;
      const [inputCount, outputCount] = [inputs.size, outputs.size];
      const code = await trapped("run", async () =>
        module._OrtRun(this.#handle, names, values, inputCount, outputNames, outputCount, outputValues, 0),
      );
      if (code !== 0) throw lastError(module, "run");
      return Array.from({ length: outputCount }, (_, index) =>
        module.getValue(outputValues + index * POINTER_BYTES, "*"),
      );
    } finally {
      module._free(table);
    }
  }

  release(): void {
    this.#module._OrtReleaseSession(this.#handle);
    for (const pointer of this.#names.values()) this.#module._free(pointer);
    this.#names.clear();
  }

  /** A name as a C string, kept for the life of the session. */
  #name(name: string): Pointer {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const bytes = this.#module.lengthBytesUTF8(name) + 1;
    const pointer = this.#runtime.malloc(bytes);
    this.#module.stringToUTF8(name, pointer, bytes);
    this.#names.set(name, pointer);
    return pointer;
  }

  /** A tensor that the runtime made. */
  #describe(handle: Pointer): HeapTensor {
    const module = this.#module;
    const stack = module.stackSave();
    try {
      const at = module.stackAlloc(4 * POINTER_BYTES);
      const [type, data, dims, rank] = [at, at + 4, at + 8, at + 12];
      if (module._OrtGetTensorData(handle, type, data, dims, rank) !== 0)
        throw lastError(module, "read output");
      const dimsAt = module.getValue(dims, "*");
      const shape = Array.from({ length: module.getValue(rank, "i32") }, (_, axis) =>
        module.getValue(dimsAt + axis * POINTER_BYTES, "i32"),
      );
      module._OrtFree(dimsAt);
      const dtype = dtypeOf(module.getValue(type, "i32"));
      return { handle, data: module.getValue(data, "*"), dtype, shape, ownedByRuntime: true };
    } finally {
      module.stackRestore(stack);
    }
  }

  /** A copy of a float32 tensor that the runtime made. */
  #readFloats(handle: Pointer): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#runtime.bytes(this.#describe(handle)).slice().buffer);
  }
}

function handleOf(tensor: DeviceTensor): Pointer {
  return (tensor as HeapTensor).handle;
}

function dtypeOf(code: number): DType {
  const found = (Object.keys(DATA_TYPE) as DType[]).find((dtype) => DATA_TYPE[dtype] === code);
  if (!found) throw new AppError("engine-failed", `tensor of type ${code}`, { step: "read output" });
  return found;
}
