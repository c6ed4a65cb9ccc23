/** @file Weights of models that only check a device: always the same, made here, and exactly what 4 bits can hold. */
import type { Checkpoint } from "#models/weights/checkpoint";
import { columnsOf, readAllRows } from "#models/weights/rows";
import type { RowReader } from "#models/weights/rows";

/** Tensors of any name and shape. */
export const MADE_UP: Checkpoint = {
  has: () => true,
  rows: madeUpRows,
  nbits: () => null,
  vector: madeUpVector,
};

/** A step of 4 bits for the embedding and for other matrices, whose products keep the size of what they multiply. */
function stepOf(name: string, columns: number): number {
  return name.includes("embed_tokens") ? 1 / 8 : 1 / (8 * Math.sqrt(columns / 4));
}

/** Values that the 4-bit form holds exactly, so that all arithmetic differs by rounding only. */
function madeUpRows(name: string, shape: readonly number[]): RowReader {
  const [rows, columns] = [shape[0] ?? 0, columnsOf(shape)];
  const random = pseudoRandom(hash(name));
  const scale = stepOf(name, columns);
  const values = Float32Array.from({ length: rows * columns }, () => (Math.floor(random() * 16) - 8) * scale);
  // Each block of 16 holds its extremes, so that rounding to 4 bits finds these very steps; not in the same columns, or
  // all keys would be alike and attention would read one of them only.
  for (let at = 0; at < values.length; at += 16) {
    const low = Math.floor(random() * 16);
    const high = (low + 1 + Math.floor(random() * 15)) % 16;
    values[at + low] = -8 * scale;
    values[at + high] = 7 * scale;
  }
  return {
    rows,
    columns,
    readRow: (row, into) => into.set(values.subarray(row * columns, (row + 1) * columns)),
  };
}

/** Norms keep what they are given, gates stand half open; everything else is as matrices are. */
function madeUpVector(name: string, shape: readonly number[]): Float32Array<ArrayBuffer> {
  if (/norm\w*\.weight$/.test(name)) return new Float32Array(columnsOf([1, ...shape])).fill(1);
  if (/gate(_attn|_ffn)?$/.test(name)) return new Float32Array(columnsOf([1, ...shape])).fill(0.5);
  return readAllRows(madeUpRows(name, shape.length === 1 ? [1, ...shape] : shape));
}

/** FNV-1a (Fowler, Noll & Vo 1991). */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const letter of text) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193);
  return state >>> 0;
}

/** Numbers from 0 to 1, always the same (Lehmer 1951; Park & Miller 1988). */
export function pseudoRandom(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Written so that NaN fails: every comparison with it is false. */
export function agree(
  actual: Float32Array | undefined,
  expected: ArrayLike<number>,
  tolerance: number,
): boolean {
  if (actual?.length !== expected.length) return false;
  return actual.every((value, index) => Math.abs(value - (expected[index] as number)) <= tolerance);
}
