/**
 * @file The 11B part of the storage bench: a made-up checkpoint goes into the weight store, and its graphs are made from
 * there by the product's own loading path. The device is the GPU, or a sink, which takes each weight as a session would
 * and drops it: what is measured with it is our path alone.
 */
import "#workers/trusted-default";
import { tensorBytes } from "#models/onnx/onnx-model";
import { openCheckpoint } from "#models/open-checkpoint";
import { inMemory } from "#models/weights/byte-source";
import type { Device, DeviceTensor } from "#workers/engine/device";
import { GraphDecoder } from "#workers/engine/graph-decoder";
import { startGpu } from "#workers/engine/start-device";
import { VisionEncoder } from "#workers/engine/vision-encoder";
import { answerWith } from "./ask-worker.ts";
import type { StorageResult, StorageTask } from "./bench-storage-types.ts";
import { modelFiles, storeMadeUp } from "./made-up-store.ts";

const CONTEXT_TOKENS = 2048;
/** WebGPU's own default limit for a binding is 128 MiB; graphics cards and SwiftShader give 1 GiB and more. */
const SINK_TENSOR_BYTES = 2 ** 30;

function tensor(dtype: DeviceTensor["dtype"], shape: readonly number[]): DeviceTensor {
  return { dtype, shape };
}

function fail(): never {
  throw new Error("a sink computes nothing");
}

/** Counts what it is given. */
function sinkDevice(onBytes: (bytes: number) => void): Device {
  return {
    kind: "webgpu",
    maxTensorBytes: SINK_TENSOR_BYTES,
    activations: "float32",
    createSession: async ({ graph, weightBytes }) => {
      for (const slot of graph.weights) {
        const { length } = inMemory(weightBytes(slot));
        if (length !== tensorBytes(slot.dtype, slot.shape))
          throw new Error(`${slot.name} has ${length} bytes`);
        onBytes(length);
      }
      return { run: fail, release: () => {} };
    },
    allocate: tensor,
    tryAllocate: async (dtype, shape) => tensor(dtype, shape),
    upload: tensor,
    copy: fail,
    release: () => {},
    close: () => {},
  };
}

/** Counts what is made from now on. @returns what asks for its size now */
function watchWasmMemory(): () => number {
  const made: WebAssembly.Memory[] = [];
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      made.push(this);
    }
  };
  return () => made.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}

async function load(modelId: string, on: "sink" | "webgpu"): Promise<Omit<StorageResult, "ms">> {
  let weightBytes = 0;
  const wasmBytes = watchWasmMemory();
  const device = on === "webgpu" ? await startGpu() : sinkDevice((bytes) => (weightBytes += bytes));
  const { files } = await modelFiles(modelId).openVerified(() => {});
  const bytes = files.get("model.safetensors")?.sizeBytes ?? 0;
  const { text, vision } = openCheckpoint(files);
  if (!vision) throw new Error("not a vision model");
  const common = { onProgress: () => {} };
  await GraphDecoder.create(device, text, {
    ...common,
    contextTokens: CONTEXT_TOKENS,
    mode: "nbits",
    smoothing: null,
  });
  await VisionEncoder.create(device, vision, { ...common, mode: "stored", compat: "meta" });
  return { bytes, weightBytes, wasmBytes: wasmBytes() };
}

async function run(task: StorageTask): Promise<StorageResult> {
  const started = performance.now();
  if (task.kind === "checkpoint-write") {
    const bytes = await storeMadeUp(task.modelId);
    return { bytes, ms: performance.now() - started };
  }
  if (task.kind !== "checkpoint-load") throw new Error(`not a task of this worker: ${task.kind}`);
  return { ...(await load(task.modelId, task.device)), ms: performance.now() - started };
}

answerWith(self, run);
