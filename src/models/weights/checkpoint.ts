/** @file The one way that models read weights, whatever file format they came in. */
import { AppError } from "#shared/errors";
import { quantisedNBits, smallerBlocks } from "./nbits.ts";
import type { NBits, NBitsRows } from "./nbits.ts";
import type { RowReader } from "./rows.ts";

/**
 * Tensors by their Hugging Face names, rows of q and k in split-half rotary order. Each access says which shape the
 * configuration asks for.
 * @throws AppError `weights-corrupt`, with the tensor's own name, when it is missing or has another shape.
 */
export interface Checkpoint {
  has(name: string): boolean;
  /** The matrix [shape[0], rest]; nothing is read before its first row. */
  rows(name: string, shape: readonly number[]): RowReader;
  /** The matrix in the 4 or 8 bits it is stored in; null when it is stored in another way. */
  nbits(name: string, shape: readonly number[]): NBitsRows | null;
  /** All elements, row-major. */
  vector(name: string, shape: readonly number[]): Float32Array<ArrayBuffer>;
}

/** @throws AppError `weights-corrupt` unless the shapes are the same. */
export function ensureShape(name: string, actual: readonly number[], expected: readonly number[]): void {
  if (actual.join() === expected.join()) return;
  throw new AppError("weights-corrupt", `tensor ${name} has shape ${actual.join()}, not ${expected.join()}`, {
    tensor: name,
  });
}

export function missingTensor(name: string): AppError {
  return new AppError("weights-corrupt", `tensor ${name} is missing`, { tensor: name });
}

/**
 * A matrix in blocks, as stored where it has these bits and its blocks hold whole blocks of `blockSize`; rounded otherwise,
 * which is for 4 bits only.
 */
export function nbitsRows(
  checkpoint: Checkpoint,
  name: string,
  shape: readonly number[],
  blockSize: number,
  bits: NBits = 4,
): NBitsRows {
  const stored = checkpoint.nbits(name, shape);
  if (stored?.bits === bits && stored.blockSize % blockSize === 0) return smallerBlocks(stored, blockSize);
  if (bits !== 4) throw new Error(`${name} is not stored in ${bits} bits`);
  return quantisedNBits(checkpoint.rows(name, shape), blockSize);
}
