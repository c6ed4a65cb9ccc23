/** @file One compiled graph of the CPU: inputs and outputs are tensors in the WebAssembly heap. */
import { AppError } from "#shared/errors";
import { DATA_TYPE } from "#models/onnx/onnx-model";
import type { DType } from "#models/onnx/onnx-model";
import type { DeviceSession, DeviceTensor, RunResults, SessionOptions } from "./device.ts";
import { lastError, trapped } from "./ort-errors.ts";
import { POINTER_BYTES } from "./ort-module.ts";
import type { OrtModule, Pointer } from "./ort-module.ts";

/** A tensor in the heap. */
export interface HeapTensor extends DeviceTensor {
  readonly handle: Pointer;
  readonly data: Pointer;
  /** The bytes are the runtime's own and go with the handle. */
  readonly ownedByRuntime: boolean;
}

/** The memory that sessions and their tensors lie in. */
interface Heap {
  malloc(bytes: number): Pointer;
  /** Valid until the next allocation. */
  bytes(tensor: HeapTensor): Uint8Array<ArrayBuffer>;
}

export class OrtSession implements DeviceSession {
  readonly #heap: Heap;
  readonly #module: OrtModule;
  readonly #handle: Pointer;
  readonly #hostOutputs: readonly string[];
  readonly #deviceOutputs: readonly string[];
  readonly #names = new Map<string, Pointer>();

  constructor(heap: Heap, module: OrtModule, handle: Pointer, options: SessionOptions) {
    this.#heap = heap;
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
    const table = this.#heap.malloc(columns.flat().length * POINTER_BYTES);
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
    const pointer = this.#heap.malloc(bytes);
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
    return new Float32Array(this.#heap.bytes(this.#describe(handle)).slice().buffer);
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
