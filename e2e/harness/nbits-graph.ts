/** @file The Llama decoder with 4-bit `MatMulNBits` weights of random bytes, for the bench. */
import { buildLlamaGraph } from "#models/llama/model";
import type { LlamaConfig } from "#models/llama/config";
import type { BuiltGraph, WeightSlot } from "#models/onnx/graph-builder";
import { tensorBytes } from "#models/onnx/onnx-model";

/** Blocks of 32 along K with packed zero points, as exporters for Transformers.js write them. */
export function buildNBitsGraph(config: LlamaConfig, maxPositions: number): BuiltGraph {
  return buildLlamaGraph(config, {
    arithmetic: {
      activations: "float32",
      maxWeightBytes: Infinity,
      formOf: () => ({ kind: "nbits", bits: 4, blockSize: 32, residuals: false, scaleType: "float32" }),
    },
    maxPositions,
    plainAttention: false,
  });
}

/** Small values of the slot's type, so that nothing overflows. */
export function randomWeight(slot: WeightSlot): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(tensorBytes(slot.dtype, slot.shape));
  if (slot.dtype === "float32")
    new Float32Array(bytes.buffer).forEach((_, at, all) => (all[at] = Math.random() / 100));
  else bytes.forEach((_, at) => (bytes[at] = Math.floor(Math.random() * 256)));
  return bytes;
}
