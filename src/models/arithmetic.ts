/** @file Which form each matrix of a checkpoint takes in the graphs for a device. */
import type { Arithmetic } from "./onnx/linear.ts";
import type { MatrixForm, MatrixPart } from "./onnx/weight-source.ts";
import type { Checkpoint } from "./weights/checkpoint.ts";

/**
 * float: as exact as the checkpoint. int8: a scale for each row, for the CPU. nbits: 4 bits, also of what is stored in more.
 * stored: each matrix as it is in the file, in 4 or 8 bits or in float.
 */
export type WeightMode = "float" | "int8" | "nbits" | "stored";

export interface ArithmeticOptions {
  readonly mode: WeightMode;
  readonly activations: "float32" | "float16";
  readonly maxWeightBytes: number;
  /**
   * Adds what whole zero points lack (up to 0.03 in a logit on our fixtures) for 4.6 instead of 4.1 bits a weight and one
   * more small product for each matrix. Matrices that lack more (`NBitsRows.needsResiduals`) have it anyway.
   */
  readonly exactZeroPoints: boolean;
}

/** Block sizes of `MatMulNBits`, best first. */
const BLOCK_SIZES = [64, 32, 16];

export function arithmeticFor(checkpoint: Checkpoint, options: ArithmeticOptions): Arithmetic {
  const { mode, activations, maxWeightBytes } = options;
  const known = new Map<string, MatrixForm>();
  const formOf = (parts: readonly MatrixPart[]): MatrixForm => {
    if (mode === "float" || mode === "int8") return { kind: mode };
    const key = parts.map(({ name }) => name).join();
    const form = known.get(key) ?? nbitsForm(checkpoint, parts, options);
    known.set(key, form);
    return form;
  };
  return { activations, maxWeightBytes, formOf };
}

/**
 * The table of an embedding has zero points for pairs of blocks: rows of an odd number of blocks are taken in smaller ones,
 * which is exact (spec onnxruntime-web 2).
 */
function nbitsForm(
  checkpoint: Checkpoint,
  parts: readonly MatrixPart[],
  { mode, activations, exactZeroPoints }: ArithmeticOptions,
): MatrixForm {
  const stored = parts.map(({ name, shape }) => checkpoint.nbits(name, shape));
  const bits = mode === "stored" ? (stored[0]?.bits ?? null) : 4;
  if (bits === null || (mode === "stored" && stored.some((each) => each?.bits !== bits)))
    return { kind: "float" };
  const kept = stored.filter((each) => each?.bits === bits);
  const columns = parts[0]?.shape[1] ?? 0;
  const blockSize = BLOCK_SIZES.find(
    (size) =>
      columns % ((size * 8) / bits) === 0 && kept.every((each) => (each?.blockSize ?? size) % size === 0),
  );
  if (blockSize === undefined) return { kind: "float" };
  const residuals = kept.some((each) => exactZeroPoints || each?.needsResiduals());
  return { kind: "nbits", bits, blockSize, residuals, scaleType: activations };
}
