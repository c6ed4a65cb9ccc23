/**
 * @file MLX's affine modules of 4 and 8 bits (spec llama32 7.1): `X.weight` holds eight nibbles or four bytes a word, low
 * ones first, `X.scales` and `X.biases` one value for each group of 32, 64 or 128 columns; w = scale * q + bias. A module
 * has this form if and only if `X.scales` exists; bits and group follow from the lengths, which may differ from module to
 * module.
 */
import { AppError } from "#shared/errors";
import type { StoredBytes } from "./byte-source.ts";
import { dequantise } from "./dequantise.ts";
import type { NBits, NBitsRow, NBitsRows } from "./nbits.ts";
import { ByteRows, columnsOf } from "./rows.ts";
import type { RowReader, StoredTensor } from "./rows.ts";
import { AREAS, fillByKernel, scratch } from "./simd.ts";

export const MLX_BITS: readonly number[] = [4, 8];
export const MLX_GROUPS: readonly number[] = [32, 64, 128];
/** What the vector kernel is written for, and nearly all files have. */
const KERNEL_GROUP = 64;

interface MlxTensors {
  readonly weight: StoredTensor;
  readonly scales: StoredTensor;
  readonly biases: StoredTensor;
}

export interface MlxModule extends MlxTensors {
  readonly rows: number;
  readonly columns: number;
  readonly bits: NBits;
  readonly group: number;
}

/**
 * @param expected shape of the matrix that is stored.
 * @throws AppError `weights-unsupported` for other widths or groups, `weights-corrupt` when the three disagree.
 */
export function mlxModule(tensors: MlxTensors, expected: readonly number[]): MlxModule {
  const { weight, scales, biases } = tensors;
  const fail = (code: "weights-corrupt" | "weights-unsupported", reason: string): AppError =>
    new AppError(code, `${weight.name}: ${reason}`, { tensor: weight.name });
  const [rows = 0, words = 0] = weight.shape;
  const [scaleRows, groups = 0] = scales.shape;
  const flat = weight.shape.length === 2 && scales.shape.length === 2;
  if (weight.type !== "U32" || !flat || rows !== scaleRows || scales.shape.join() !== biases.shape.join()) {
    throw fail("weights-corrupt", "weight, scales and biases do not fit together");
  }
  if (!["F16", "BF16", "F32"].includes(scales.type) || scales.type !== biases.type) {
    throw fail("weights-corrupt", "type of scales and biases");
  }
  const columns = columnsOf(expected);
  if (rows !== expected[0]) throw fail("weights-corrupt", `${rows} rows, not ${expected[0]}`);
  const [bits, group] = [(32 * words) / columns, columns / groups];
  if ((bits !== 4 && bits !== 8) || !MLX_GROUPS.includes(group)) {
    throw fail("weights-unsupported", "not 4 or 8 bits in groups of 32, 64 or 128");
  }
  return { ...tensors, rows, columns, bits, group };
}

export function mlxRows(module: MlxModule): RowReader {
  const { rows, columns, bits, group } = module;
  const quants = new ByteRows(module.weight);
  const groups = new GroupRows(module);
  const fill =
    bits === 4 && group === KERNEL_GROUP ? fillNibbles : bits === 4 ? nibblesOneByOne : bytesOneByOne;
  const readRow = (row: number, into: Float32Array): void => {
    groups.read(row);
    fill(quants.row(row), groups, group, into);
  };
  return { rows, columns, readRow };
}

/** Makes a row of its stored bytes. */
type Fill = (stored: Uint8Array, groups: GroupRows, group: number, into: Float32Array) => void;

const fillNibbles: Fill = (stored, { scales, biases }, group, into) => {
  const { bytes, params, factors, pairedNibbles } = scratch();
  fillByKernel(into, group, (first, count, out) => {
    const end = first + count;
    bytes.set(stored.subarray((first * group) / 2, (end * group) / 2));
    params.set(scales.subarray(first, end));
    factors.set(biases.subarray(first, end));
    pairedNibbles(AREAS.bytes, AREAS.params, AREAS.params + 4 * count, AREAS.factors, out);
  });
};

const nibblesOneByOne: Fill = (stored, groups, group, into) => {
  for (let at = 0; at < into.length; at++) {
    const byte = stored[at >> 1] as number;
    into[at] = groups.value(Math.floor(at / group), at % 2 === 0 ? byte & 15 : byte >> 4);
  }
};

const bytesOneByOne: Fill = (stored, groups, group, into) => {
  for (let at = 0; at < into.length; at++)
    into[at] = groups.value(Math.floor(at / group), stored[at] as number);
};

/**
 * What whole zero points may leave of a group's range (its largest q times its scale), root mean square over a matrix.
 * Rounded to f16, scale and bias leave 0.0002 of it, in 4 bits and in 8 (0.03 in a logit of our fixtures); to bf16, eight
 * times that.
 */
const RESIDUAL_LIMIT = 0.0006;

/**
 * The same bytes for `MatMulNBits`, each bias replaced by the zero point -bias / scale, which MLX chose to be whole
 * before it rounded both.
 * @param needsResiduals answer of `mlxNeedsResiduals`, which whoever opens a module more than once keeps.
 */
export function mlxNBits(module: MlxModule, needsResiduals: () => boolean): NBitsRows {
  const { rows, columns, bits, group } = module;
  const groups = new GroupRows(module);
  const quants = new ByteRows(module.weight);
  const readRow = (row: number, into: NBitsRow): void => {
    groups.read(row);
    groups.writeZeroPoints(into);
    into.scales.set(groups.scales);
    into.quants?.set(quants.row(row));
  };
  const { source, offset } = module.weight;
  const storedQuants = (start: number, end: number): StoredBytes =>
    source.range(offset + start * quants.rowBytes, (end - start) * quants.rowBytes);
  return { bits, rows, columns, blockSize: group, needsResiduals, storedQuants, readRow };
}

/**
 * Whether zero points alone would make another matrix: groups whose values have one sign can have some that do not fit the
 * bits, and scales of few digits leave too much in all. Reads all scales and biases.
 */
export function mlxNeedsResiduals(module: MlxModule): boolean {
  const groups = new GroupRows(module);
  let [sum, count] = [0, 0];
  for (let row = 0; row < module.rows; row++) {
    groups.read(row);
    for (let group = 0; group < groups.scales.length; group++, count++) {
      if (!groups.zeroPointFits(group)) return true;
      sum += groups.residualShare(group) ** 2;
    }
  }
  // Written so that NaN needs them: the known-answer check has to see it.
  return !(sum <= count * RESIDUAL_LIMIT ** 2);
}

/** Scales and biases of one row at a time. */
class GroupRows {
  readonly scales: Float32Array;
  readonly biases: Float32Array;
  readonly #type: StoredTensor["type"];
  readonly #maxQuant: number;
  readonly #storedScales: ByteRows;
  readonly #storedBiases: ByteRows;

  constructor({ scales, biases, bits }: MlxModule) {
    this.#maxQuant = 2 ** bits - 1;
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

  value(group: number, quant: number): number {
    return (this.scales[group] as number) * quant + (this.biases[group] as number);
  }

  zeroPointFits(group: number): boolean {
    const zeroPoint = this.#zeroPoint(group);
    return zeroPoint >= 0 && zeroPoint <= this.#maxQuant;
  }

  /** What a whole zero point leaves, of the group's range. */
  residualShare(group: number): number {
    const scale = this.scales[group] as number;
    if (this.biases[group] === 0) return 0;
    return ((this.biases[group] as number) / scale + this.#zeroPoint(group)) / this.#maxQuant;
  }

  writeZeroPoints({ zeroPoints, residuals }: Pick<NBitsRow, "zeroPoints" | "residuals">): void {
    for (let group = 0; group < this.scales.length; group++) {
      const zeroPoint = Math.min(this.#maxQuant, Math.max(0, this.#zeroPoint(group)));
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
