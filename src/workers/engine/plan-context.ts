/** @file How much context a model gets on a device, or that it does not fit: decided before anything is loaded. */
import { AppError } from "#shared/errors";
import type { WeightMode } from "#models/arithmetic";
import type { LlamaConfig } from "#models/llama/config";
import { planMemory } from "#models/memory-plan";
import { WASM_HEAP_BYTES } from "#models/memory-plan-bytes";
import type { DeviceLimits, WeightForm } from "#models/memory-plan-bytes";
import type { MllamaConfig } from "#models/mllama/config";
import type { Device } from "./device.ts";
import { PREFILL_CHUNK_TOKENS } from "./generation.ts";

/** Less is no conversation. */
const MIN_CONTEXT_TOKENS = 512;

/** @throws AppError `out-of-memory` with the bytes needed and those there are. */
export function planContext(
  config: LlamaConfig | MllamaConfig,
  mode: WeightMode,
  device: Device,
  contextTokens: number,
): number {
  const plan = planMemory({
    config,
    weights: formOf(mode),
    activations: device.activations,
    contextTokens,
    minContextTokens: MIN_CONTEXT_TOKENS,
    pictures: 1,
    chunkTokens: PREFILL_CHUNK_TOKENS,
    device: limitsOf(device),
  });
  if (plan.decision.kind !== "refuse") return plan.contextTokens;
  const { reason, neededBytes, availableBytes } = plan.decision;
  throw new AppError("out-of-memory", "the model does not fit", { reason, neededBytes, availableBytes });
}

function formOf(mode: WeightMode): WeightForm {
  return mode === "nbits" || mode === "stored" ? { kind: "nbits", blockSize: 64 } : { kind: mode };
}

function limitsOf(device: Device): DeviceLimits {
  if (device.kind === "cpu") return { kind: "cpu", heapBytes: WASM_HEAP_BYTES };
  const { maxTensorBytes } = device;
  return {
    kind: "webgpu",
    maxBufferSize: maxTensorBytes,
    maxStorageBufferBindingSize: maxTensorBytes,
    flashAttention: true,
    // The browser does not tell.
    memoryBytes: null,
  };
}
