/** @file How the weights of a checkpoint are computed with on a device. */
import type { WeightMode } from "./arithmetic.ts";
import type { DecoderModel } from "./open-checkpoint.ts";
import { buildDecoderGraph } from "./decoder-graph.ts";
import type { BuiltGraph } from "./onnx/graph-builder.ts";
import { tensorBytes } from "./onnx/onnx-model.ts";
import type { MatrixPart } from "./onnx/weight-source.ts";

/** Up to this size a model is computed with in float32 on any device: nothing is gained by rounding it. */
const SMALL_BYTES = 2 ** 28;

/**
 * On the CPU small models in float, else int8. On the GPU what is quantised in the file stays as it is, and so does what
 * the file leaves unquantised; of the others small models in float, else 4 bits, rounded now.
 */
export function chooseMode(device: "cpu" | "webgpu", model: DecoderModel): WeightMode {
  if (device === "webgpu" && isStoredInNBits(model)) return "stored";
  if (isSmall(model)) return "float";
  return device === "cpu" ? "int8" : "nbits";
}

/** Whether a model is so small that whatever makes it more exact is worth its bytes. */
export function isSmall({ config }: Pick<DecoderModel, "config">): boolean {
  const { weights } = floatGraph(config);
  return weights.reduce((sum, { dtype, shape }) => sum + tensorBytes(dtype, shape), 0) <= SMALL_BYTES;
}

/** Whether any matrix of the decoder is stored in 4 or 8 bits. */
export function isStoredInNBits({ config, weights }: DecoderModel): boolean {
  const parts: MatrixPart[] = [];
  floatGraph(config, (some) => parts.push(...some));
  return parts.some(({ name, shape }) => weights.nbits(name, shape) !== null);
}

function floatGraph(
  config: DecoderModel["config"],
  onMatrix: (parts: readonly MatrixPart[]) => void = () => {},
): BuiltGraph {
  return buildDecoderGraph(config, {
    arithmetic: {
      activations: "float32",
      maxWeightBytes: Infinity,
      formOf: (parts) => {
        onMatrix(parts);
        return { kind: "float" };
      },
    },
    maxPositions: 1,
    plainAttention: true,
  });
}
