/** @file How much context and how many pictures a model gets on a device, or that it does not fit: decided before anything is loaded. */
import { AppError } from "#shared/errors";
import type { WeightMode } from "#models/arithmetic";
import type { LlamaConfig } from "#models/llama/config";
import { planWithPictures } from "#models/memory-plan";
import { kvBytesPerPicture, WASM_HEAP_BYTES } from "#models/memory-plan-bytes";
import type { DeviceLimits, WeightForm } from "#models/memory-plan-bytes";
import type { MllamaConfig } from "#models/mllama/config";
import type { Device } from "./device.ts";
import { PREFILL_CHUNK_TOKENS } from "./generation.ts";

/** Less is no conversation. */
const MIN_CONTEXT_TOKENS = 512;

interface EnginePlan {
  readonly contextTokens: number;
  /** For keys and values of pictures; 0 for a text model. */
  readonly pictureBytes: number;
}

/** @throws AppError `out-of-memory` with the bytes needed and those there are. */
export function planContext(
  config: LlamaConfig | MllamaConfig,
  mode: WeightMode,
  device: Pick<Device, "kind" | "maxTensorBytes" | "activations">,
  contextTokens: number,
): EnginePlan {
  const { plan, pictures } = planWithPictures({
    config,
    weights: formOf(mode),
    activations: device.activations,
    contextTokens,
    minContextTokens: MIN_CONTEXT_TOKENS,
    chunkTokens: PREFILL_CHUNK_TOKENS,
    device: limitsOf(device),
  });
  if (plan.decision.kind === "refuse") {
    const { reason, neededBytes, availableBytes } = plan.decision;
    throw new AppError("out-of-memory", "the model does not fit", { reason, neededBytes, availableBytes });
  }
  const elementBytes = device.activations === "float16" ? 2 : 4;
  const pictureBytes =
    config.modelType === "mllama"
      ? pictures * kvBytesPerPicture(config, config.vision.maxNumTiles, elementBytes)
      : 0;
  return { contextTokens: plan.contextTokens, pictureBytes };
}

function formOf(mode: WeightMode): WeightForm {
  return mode === "nbits" || mode === "stored" ? { kind: "nbits", blockSize: 64 } : { kind: mode };
}

function limitsOf(device: Pick<Device, "kind" | "maxTensorBytes">): DeviceLimits {
  if (device.kind === "cpu") return { kind: "cpu", heapBytes: WASM_HEAP_BYTES };
  const { maxTensorBytes } = device;
  return {
    kind: "webgpu",
    maxBufferSize: maxTensorBytes,
    maxStorageBufferBindingSize: maxTensorBytes,
    flashAttention: true,
    // The browser does not tell.
    memoryBytes: null,
    guessedBytes: guessGpuBytes(maxTensorBytes, computerMemoryGib()),
  };
}

/** As the browser rounds it; undefined where it does not tell. */
function computerMemoryGib(): number | undefined {
  return (globalThis as { navigator?: { deviceMemory?: number } }).navigator?.deviceMemory;
}

const GIB = 2 ** 30;
/** Less than this no GPU has that runs a browser's WebGPU. */
const LEAST_GPU_BYTES = 2 * GIB;

/**
 * [Note: Guessed GPU memory] WebGPU hides how much memory there is. Two things say something: a GPU holds a few of the
 * largest buffers it offers, and one that shares the computer's memory gets about half of it. The larger of the two is
 * taken. Too low a guess costs context; too high a one ends in `gpu-out-of-memory`, after which less is asked for.
 * @param memoryGib the computer's as the browser tells it: rounded, and 8 for all that have more.
 */
export function guessGpuBytes(largestBufferBytes: number, memoryGib = 0): number {
  return Math.max(LEAST_GPU_BYTES, 3 * largestBufferBytes, (memoryGib * GIB) / 2);
}
