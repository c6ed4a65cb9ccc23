/** @file How much context and how many pictures a model gets on a device, or that it does not fit: decided before anything is loaded. */
import { AppError } from "#shared/errors";
import type { WeightMode } from "#models/arithmetic";
import type { LlamaConfig } from "#models/llama/config";
import { modelTensors } from "#models/memory-plan-tensors";
import type { ModelTensor } from "#models/memory-plan-tensors";
import { planWithPictures } from "#models/memory-plan";
import { kvBytesPerPicture, WASM_HEAP_BYTES } from "#models/memory-plan-bytes";
import type { DeviceLimits, MemoryRequest, WeightForm } from "#models/memory-plan-bytes";
import type { MllamaConfig } from "#models/mllama/config";
import { bytesPerElement } from "#models/onnx/onnx-model";
import type { Checkpoint } from "#models/weights/checkpoint";
import type { Device } from "./device.ts";
import { PREFILL_CHUNK_TOKENS } from "./generation.ts";

/** Less is no conversation. */
const MIN_CONTEXT_TOKENS = 512;

/** Keys and values of other conversations: an eighth of what a heap of 4 GiB has, where that much is left. */
const MAX_SNAPSHOT_BYTES = 2 ** 29;

interface EnginePlan {
  readonly contextTokens: number;
  /** For keys and values of pictures; 0 for a text model. */
  readonly pictureBytes: number;
  /** For keys and values of other conversations: what is left, which may be nothing. */
  readonly snapshotBytes: number;
}

/** What is loaded: a configuration and, by the names that its files have in transformers, its tensors. */
export interface PlannedModel {
  readonly config: LlamaConfig | MllamaConfig;
  readonly weights: Pick<Checkpoint, "nbits">;
}

/** @throws AppError `out-of-memory` with the bytes needed and those there are; `weights-corrupt`. */
export function planContext(
  model: PlannedModel,
  mode: WeightMode,
  device: Pick<Device, "kind" | "maxTensorBytes" | "activations">,
  contextTokens: number,
): EnginePlan {
  const { config } = model;
  const { plan, pictures } = planWithPictures({
    config,
    ...formsOf(model, mode),
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
  const pictureBytes =
    config.modelType === "mllama"
      ? pictures * kvBytesPerPicture(config, config.vision.maxNumTiles, bytesPerElement(device.activations))
      : 0;
  const snapshotBytes = Math.min(MAX_SNAPSHOT_BYTES, plan.spareBytes);
  return { contextTokens: plan.contextTokens, pictureBytes, snapshotBytes };
}

/** What a matrix of more than 4 bits is rounded to. */
const ROUNDED: WeightForm = { kind: "nbits", blockSize: 64 };

/** The forms that `arithmeticFor` gives each matrix of the decoder, and in the mode of its own the vision tower's. */
function formsOf(
  { config, weights }: PlannedModel,
  mode: WeightMode,
): Pick<MemoryRequest, "weights" | "formOf"> {
  if (mode === "float" || mode === "int8") return { weights: { kind: mode } };
  const forms = new Map<string, WeightForm>();
  for (const tensor of modelTensors(config)) {
    if (tensor.kind !== "matrix") continue;
    const asStored = mode === "stored" || IN_TOWERS_MODE.test(tensor.name);
    forms.set(tensor.name, matrixForm(weights, tensor, asStored));
  }
  const rest: WeightForm = mode === "stored" ? { kind: "float" } : ROUNDED;
  return { weights: rest, formOf: ({ name }) => forms.get(name) ?? rest };
}

/** Keys and values of pictures are made behind the projector. */
const IN_TOWERS_MODE = /^(vision_model|multi_modal_projector)\.|cross_attn\.[kv]_proj/;

/** Whether zero points are whole numbers is known when all have been read: residuals are counted. */
function matrixForm(
  weights: PlannedModel["weights"],
  { name, rows, columns }: ModelTensor,
  asStored: boolean,
): WeightForm {
  const stored = weights.nbits(name, [rows, columns]);
  if (stored && (asStored || stored.bits === 4))
    return { kind: "nbits", bits: stored.bits, blockSize: stored.blockSize, residuals: true };
  return asStored ? { kind: "float" } : ROUNDED;
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
