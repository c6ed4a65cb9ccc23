/**
 * @file Runs ONNX graphs on the CPU with tensors that stay in the WebAssembly heap from one run to the next. The
 * public JavaScript API copies every input in and every output out; a KV cache of 1,000 tokens is 47 MB each way.
 */
import { AppError, toAppError } from "#shared/errors";
import type { DType } from "#models/onnx/onnx-model";
import { tensorBytes } from "#models/onnx/onnx-model";
import type { BuiltGraph } from "#models/onnx/graph-builder";
import { lazyBytes } from "./lazy-bytes.ts";
import type { OrtModule, OrtModuleFactory, Pointer } from "./ort-module.ts";

/** OrtDataType numbers of the C API. */
const DATA_TYPE: Record<DType, number> = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7 };
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

/** A tensor in the heap. Owned by whoever made it: `release` frees the bytes. */
export interface HeapTensor {
  readonly handle: Pointer;
  readonly data: Pointer;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** One WebAssembly instance with its threads. It ends with its worker. */
export class OrtRuntime {
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

  /**
   * @param weightBytes called once for each weight while the session is created; nothing is kept of it.
   * @throws what `weightBytes` threw; AppError `engine-failed`, `out-of-memory`.
   */
  async createSession(
    graph: BuiltGraph,
    weightBytes: (name: string, index: number) => Uint8Array<ArrayBuffer>,
  ): Promise<OrtSession> {
    const module = this.#module;
    // What a weight's maker throws passes through the runtime, which only says that a file could not be read.
    let failure: AppError | undefined;
    const make = (name: string, index: number): Uint8Array<ArrayBuffer> => {
      try {
        return weightBytes(name, index);
      } catch (error) {
        failure ??= toAppError(error, "engine-failed");
        throw failure;
      }
    };
    let options: Pointer = 0;
    let model: Pointer = 0;
    try {
      graph.weights.forEach((slot, index) => {
        const length = tensorBytes(slot.dtype, slot.shape);
        module.mountExternalData(
          slot.name,
          lazyBytes(length, () => make(slot.name, index)),
        );
      });
      options = module._OrtCreateSessionOptions(OPTIMISE_ALL, 1, 1, 0, 0, 0, 0, LOG_WARNINGS, 0, 0);
      if (options === 0) this.#fail("create session options");
      model = this.allocate(graph.model.length);
      this.heap().set(graph.model, model);
      const handle = await module._OrtCreateSession(model, graph.model.length, options);
      if (failure && handle !== 0) module._OrtReleaseSession(handle);
      if (failure) throw failure;
      if (handle === 0) this.#fail("create session");
      return new OrtSession(this, module, handle);
    } finally {
      if (model !== 0) module._free(model);
      if (options !== 0) module._OrtReleaseSessionOptions(options);
      module.unmountExternalData();
    }
  }

  /** @throws AppError `out-of-memory`: the heap ends at 4 GiB. */
  allocate(bytes: number): Pointer {
    const pointer = this.#module._malloc(Math.max(bytes, 1));
    if (pointer === 0) throw new AppError("out-of-memory", `cannot allocate ${bytes} bytes`, { bytes });
    return pointer;
  }

  createTensor(dtype: DType, shape: readonly number[]): HeapTensor {
    const module = this.#module;
    const bytes = tensorBytes(dtype, shape);
    const data = this.allocate(bytes);
    const stack = module.stackSave();
    try {
      const dims = module.stackAlloc(Math.max(1, shape.length) * POINTER_BYTES);
      shape.forEach((length, axis) => module.setValue(dims + axis * POINTER_BYTES, length, "i32"));
      const handle = module._OrtCreateTensor(DATA_TYPE[dtype], data, bytes, dims, shape.length, LOCATION_CPU);
      if (handle === 0) this.#fail("create tensor");
      return { handle, data, dtype, shape };
    } catch (error) {
      module._free(data);
      throw error;
    } finally {
      module.stackRestore(stack);
    }
  }

  release(tensor: HeapTensor): void {
    this.#module._OrtReleaseTensor(tensor.handle);
    this.#module._free(tensor.data);
  }

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

/** One compiled graph. Runs one request at a time. */
export class OrtSession {
  readonly #runtime: OrtRuntime;
  readonly #module: OrtModule;
  readonly #handle: Pointer;
  readonly #names = new Map<string, Pointer>();

  constructor(runtime: OrtRuntime, module: OrtModule, handle: Pointer) {
    this.#runtime = runtime;
    this.#module = module;
    this.#handle = handle;
  }

  /**
   * @param inputs every input of the graph by name.
   * @param outputs outputs written in place; an output that is also an input must be the same tensor.
   * @param results names of further outputs, returned as float32 copies in this order.
   * @throws AppError `engine-failed`, `out-of-memory`.
   */
  async run(
    inputs: ReadonlyMap<string, HeapTensor>,
    outputs: ReadonlyMap<string, HeapTensor>,
    results: readonly string[],
  ): Promise<Float32Array<ArrayBuffer>[]> {
    const module = this.#module;
    const outputNames = [...outputs.keys(), ...results];
    const tables = this.#runtime.allocate(2 * (inputs.size + outputNames.length) * POINTER_BYTES);
    const [inputNameTable, inputTable] = [tables, tables + inputs.size * POINTER_BYTES];
    const outputNameTable = inputTable + inputs.size * POINTER_BYTES;
    const outputTable = outputNameTable + outputNames.length * POINTER_BYTES;
    try {
      this.#fill(
        inputNameTable,
        [...inputs.keys()].map((name) => this.#name(name)),
      );
      this.#fill(
        inputTable,
        [...inputs.values()].map((tensor) => tensor.handle),
      );
      this.#fill(
        outputNameTable,
        outputNames.map((name) => this.#name(name)),
      );
      this.#fill(
        outputTable,
        outputNames.map((name) => outputs.get(name)?.handle ?? 0),
      );
      const counts = [inputs.size, outputNames.length] as const;
      const code = await module._OrtRun(
        this.#handle,
        inputNameTable,
        inputTable,
        counts[0],
        outputNameTable,
        counts[1],
        outputTable,
        0,
      );
      if (code !== 0) throw lastError(module, "run");
      const made = results.map((_, index) =>
        module.getValue(outputTable + (outputs.size + index) * POINTER_BYTES, "*"),
      );
      try {
        return made.map((tensor) => this.#readFloats(tensor));
      } finally {
        for (const tensor of made) module._OrtReleaseTensor(tensor);
      }
    } finally {
      module._free(tables);
    }
  }

  release(): void {
    this.#module._OrtReleaseSession(this.#handle);
    for (const pointer of this.#names.values()) this.#module._free(pointer);
    this.#names.clear();
  }

  #fill(table: Pointer, values: readonly Pointer[]): void {
    values.forEach((value, index) => this.#module.setValue(table + index * POINTER_BYTES, value, "*"));
  }

  /** A name as a C string, kept for the life of the session. */
  #name(name: string): Pointer {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const bytes = this.#module.lengthBytesUTF8(name) + 1;
    const pointer = this.#runtime.allocate(bytes);
    this.#module.stringToUTF8(name, pointer, bytes);
    this.#names.set(name, pointer);
    return pointer;
  }

  /** A copy of a float32 tensor that the runtime made. */
  #readFloats(tensor: Pointer): Float32Array<ArrayBuffer> {
    const module = this.#module;
    const stack = module.stackSave();
    try {
      const at = module.stackAlloc(4 * POINTER_BYTES);
      const [type, data, dims, rank] = [at, at + 4, at + 8, at + 12];
      if (module._OrtGetTensorData(tensor, type, data, dims, rank) !== 0)
        throw lastError(module, "read output");
      const dimsAt = module.getValue(dims, "*");
      let length = 1;
      for (let axis = 0; axis < module.getValue(rank, "i32"); axis++)
        length *= module.getValue(dimsAt + axis * 4, "i32");
      module._OrtFree(dimsAt);
      const start = module.getValue(data, "*");
      return new Float32Array(this.#runtime.heap().slice(start, start + length * 4).buffer);
    } finally {
      module.stackRestore(stack);
    }
  }
}
