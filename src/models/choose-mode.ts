/** @file How the weights of a checkpoint are computed with on a device. */
import type { WeightMode } from "./arithmetic.ts";
import type { DecoderModel } from "./open-checkpoint.ts";
import { buildDecoderGraph, selfAttentionLayers } from "./decoder-graph.ts";
import { tensorBytes } from "./onnx/onnx-model.ts";

/** Up to this size a model is computed with in float32 on any device: nothing is gained by rounding it. */
const SMALL_BYTES = 2 ** 28;

/**
 * Small models in float. Else on the CPU int8; on the GPU 4 bits, as stored or rounded now.
 */
export function chooseMode(device: "cpu" | "webgpu", model: DecoderModel): WeightMode {
  if (device === "cpu") return floatBytes(model) <= SMALL_BYTES ? "float" : "int8";
  return floatBytes(model) <= SMALL_BYTES && !isStoredInNBits(model) ? "float" : "nbits";
}

function floatBytes({ config }: DecoderModel): number {
  const options = {
    arithmetic: {
      activations: "float32" as const,
      maxWeightBytes: Infinity,
      formOf: () => ({ kind: "float" as const }),
    },
    maxPositions: 1,
    plainAttention: true,
  };
  return buildDecoderGraph(config, options).weights.reduce(
    (sum, { dtype, shape }) => sum + tensorBytes(dtype, shape),
    0,
  );
}

/** MLX quantises all matrices of a decoder or none. */
export function isStoredInNBits({ config, weights }: DecoderModel): boolean {
  const { numAttentionHeads, headDim, hiddenSize } = config;
  const [first = 0] = selfAttentionLayers(config);
  const name = `model.layers.${first}.self_attn.q_proj.weight`;
  return weights.nbits(name, [numAttentionHeads * headDim, hiddenSize]) !== null;
}
