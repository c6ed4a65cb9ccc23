/**
 * @file MLX's affine 4-bit modules (spec llama32 7.1): `X.weight` holds eight nibbles a word, low ones first, `X.scales`
 * and `X.biases` one value for each group of 64 columns; w = scale * q + bias. A module has this form if and only if
 * `X.scales` exists.
 */
import { AppError } from "#shared/errors";
import { dequantise } from "./dequantise.ts";
import type { NBitsRow, NBitsRows } from "./nbits.ts";
import { ByteRows } from "./rows.ts";
import type { RowReader, StoredTensor } from "./rows.ts";
import { AREAS, fillByKernel, scratch } from "./simd.ts";

export const MLX_GROUP = 64;

export interface MlxModule {
  readonly weight: StoredTensor;
  readonly scales: StoredTensor;
  readonly biases: StoredTensor;
}

/** @throws AppError `weights-unsupported` for other widths or groups, `weights-corrupt` when the three disagree. */
export function checkMlxModule({ weight, scales, biases }: MlxModule): void {
  const fail = (code: "weights-corrupt" | "weights-unsupported", reason: string): AppError =>
    new AppError(code, `${weight.name}: ${reason}`, { tensor: weight.name });
  const [rows, words = 0] = weight.shape;
  const [scaleRows, groups = 0] = scales.shape;
  const flat = weight.shape.length === 2 && scales.shape.length === 2;
  if (weight.type !== "U32" || !flat || rows !== scaleRows || scales.shape.join() !== biases.shape.join()) {
    throw fail("weights-corrupt", "weight, scales and biases do not fit together");
  }
  if (!["F16", "BF16", "F32"].includes(scales.type) || scales.type !== biases.type) {
    throw fail("weights-corrupt", "type of scales and biases");
  }
  // 64 nibbles are eight words.
  if (words !== 8 * groups) throw fail("weights-unsupported", "not 4 bits in groups of 64");
}

/** [N, K] of the matrix that is stored. */
export function mlxShape({ weight }: MlxModule): readonly [number, number] {
  const [rows = 0, words = 0] = weight.shape;
  return [rows, 8 * words];
}

export function mlxRows(module: MlxModule): RowReader {
  const [rows, columns] = mlxShape(module);
  const quants = new ByteRows(module.weight);
  const groups = new GroupRows(module);
  const { bytes, params, factors, pairedNibbles } = scratch();
  const readRow = (row: number, into: Float32Array): void => {
    groups.read(row);
    const stored = quants.row(row);
    fillByKernel(into, MLX_GROUP, (first, count, out) => {
      const end = first + count;
      bytes.set(stored.subarray((first * MLX_GROUP) / 2, (end * MLX_GROUP) / 2));
      params.set(groups.scales.subarray(first, end));
      factors.set(groups.biases.subarray(first, end));
      pairedNibbles(AREAS.bytes, AREAS.params, AREAS.params + 4 * count, AREAS.factors, out);
    });
  };
  return { rows, columns, readRow };
}

/**
 * The same bytes for `MatMulNBits`, each bias replaced by the zero point -bias / scale, which MLX chose to be whole
 * before it rounded both (error: 0.004 steps for f16, 0.03 for bf16). Groups whose values have one sign can have zero
 * points outside 0 to 15: then only the residuals make the matrix right.
 */
export function mlxNBits(module: MlxModule): NBitsRows {
  const [rows, columns] = mlxShape(module);
  const groups = new GroupRows(module);
  let needsResiduals = false;
  for (let row = 0; row < rows && !needsResiduals; row++) {
    groups.read(row);
    needsResiduals = !groups.zeroPointsFit();
  }
  const quants = new ByteRows(module.weight);
  const readRow = (row: number, into: NBitsRow): void => {
    groups.read(row);
    groups.writeZeroPoints(into);
    into.scales.set(groups.scales);
    into.quants.set(quants.row(row));
  };
  return { rows, columns, blockSize: MLX_GROUP, needsResiduals, readRow };
}

/** Scales and biases of one row at a time. */
class GroupRows {
  readonly scales: Float32Array;
  readonly biases: Float32Array;
  readonly #type: StoredTensor["type"];
  readonly #storedScales: ByteRows;
  readonly #storedBiases: ByteRows;

  constructor({ scales, biases }: MlxModule) {
    const groups = scales.shape[1] ?? 0;
    this.scales = new Float32Array(groups);
    this.biases = new Float32Array(groups);
    this.#type = scales.type;
    this.#storedScales = new ByteRows(scales);
    this.#storedBiases = new ByteRows(biases);
  }

  read(row: number): void {
    dequantise(this.#type, this.#storedScales.row(row), this.scales);
    dequantise(this.#type, this.#storedBiases.row(row), this.biases);
  }

  zeroPointsFit(): boolean {
    for (let group = 0; group < this.scales.length; group++) {
      const zeroPoint = this.#zeroPoint(group);
      if (!(zeroPoint >= 0 && zeroPoint <= 15)) return false;
    }
    return true;
  }

  writeZeroPoints({ zeroPoints, residuals }: Pick<NBitsRow, "zeroPoints" | "residuals">): void {
    for (let group = 0; group < this.scales.length; group++) {
      const zeroPoint = Math.min(15, Math.max(0, this.#zeroPoint(group)));
      zeroPoints[group] = zeroPoint;
      // What is no number stays no number here: the known-answer check has to see it.
      residuals[group] = (this.biases[group] as number) + zeroPoint * (this.scales[group] as number);
    }
  }

  #zeroPoint(group: number): number {
    const bias = this.biases[group] as number;
    // A group of zeros has no scale to speak of.
    return bias === 0 ? 0 : Math.round(-bias / (this.scales[group] as number));
  }
}
