/**
 * @file Checkpoint matrices [N, K] to what the CPU graph multiplies with: int8 [K, N] and one float32 scale per output
 * channel n (spec onnxruntime-web 8). Works on a few rows at a time: memory is the result plus one tile.
 */
import type { RowReader } from "./rows.ts";

/** Tile height: 64 consecutive bytes are written per column, one cache line. */
const TILE_ROWS = 64;
/** Between the rows of a tile: rows of a power of two would all fall into the same few sets of the cache. */
const PADDING = 64;
const LARGEST = 127;

export interface Int8Matrix {
  /** [K, N] */
  readonly weight: Int8Array<ArrayBuffer>;
  /** [N] */
  readonly scale: Float32Array<ArrayBuffer>;
}

/** Stacks the rows of all `parts` (same K) and quantises each row symmetrically to its own maximum. */
export function quantiseInt8(parts: readonly RowReader[]): Int8Matrix {
  const columns = parts[0]?.columns ?? 0;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const weight = new Int8Array(columns * rows);
  const scale = new Float32Array(rows);
  const stride = 4 * Math.ceil(columns / 4) + PADDING;
  const tile = new Int8Array(TILE_ROWS * stride);
  const row = new Float32Array(columns);
  const bits = new Int32Array(row.buffer);
  let first = 0;
  for (const part of parts) {
    for (let start = 0; start < part.rows; start += TILE_ROWS) {
      const count = Math.min(TILE_ROWS, part.rows - start);
      for (let index = 0; index < count; index++) {
        part.readRow(start + index, row);
        scale[first + index] = quantiseRow(row, bits, tile, index * stride);
      }
      writeTransposed({ tile, stride, count, columns }, weight, rows, first);
      first += count;
    }
  }
  return { weight, scale };
}

/**
 * @param bits of `row`: without the sign, floats are in the order of their bits, which are quicker to compare.
 * @returns the scale: value = scale * q.
 */
function quantiseRow(row: Float32Array, bits: Int32Array, into: Int8Array, at: number): number {
  const columns = row.length;
  let largestBits = 0;
  for (let k = 0; k < columns; k++) {
    const size = (bits[k] as number) & 0x7fffffff;
    if (size > largestBits) largestBits = size;
  }
  if (largestBits === 0) {
    into.fill(0, at, at + columns);
    return 1;
  }
  const largest = new Float32Array(Int32Array.of(largestBits).buffer)[0] as number;
  const inverse = LARGEST / largest;
  // Sums are positive: truncating them rounds down, and the half added before makes it to the nearest.
  for (let k = 0; k < columns; k++) into[at + k] = (((row[k] as number) * inverse + 128.5) | 0) - 128;
  return largest / LARGEST;
}

/** Some rows in int8, `stride` bytes apart. */
interface Tile {
  readonly tile: Int8Array;
  readonly stride: number;
  readonly count: number;
  readonly columns: number;
}

function writeTransposed(from: Tile, weight: Int8Array, rows: number, firstRow: number): void {
  const { tile, stride, count, columns } = from;
  if (rows % 4 === 0 && firstRow % 4 === 0 && count % 4 === 0 && columns % 4 === 0) {
    writeTransposedBy4(from, weight, rows, firstRow);
    return;
  }
  for (let k = 0; k < columns; k++) {
    const at = k * rows + firstRow;
    for (let index = 0; index < count; index++) weight[at + index] = tile[index * stride + k] as number;
  }
}

/** Squares of four by four bytes, as four words in and four words out: a quarter of the memory accesses. */
function writeTransposedBy4(from: Tile, weight: Int8Array, rows: number, firstRow: number): void {
  const source = new Int32Array(from.tile.buffer);
  const target = new Int32Array(weight.buffer);
  const [sourceStride, targetStride] = [from.stride >> 2, rows >> 2];
  for (let k = 0; k < from.columns; k += 4) {
    const top = k * targetStride + (firstRow >> 2);
    for (let index = 0; index < from.count; index += 4) {
      const at = index * sourceStride + (k >> 2);
      const a = source[at] as number;
      const b = source[at + sourceStride] as number;
      const c = source[at + 2 * sourceStride] as number;
      const d = source[at + 3 * sourceStride] as number;
      const to = top + (index >> 2);
      target[to] = (a & 255) | ((b & 255) << 8) | ((c & 255) << 16) | (d << 24);
      target[to + targetStride] =
        ((a >> 8) & 255) | (b & 0xff00) | ((c & 0xff00) << 8) | ((d & 0xff00) << 16);
      target[to + 2 * targetStride] =
        ((a >> 16) & 255) | ((b >> 8) & 0xff00) | (c & 0xff0000) | ((d & 0xff0000) << 8);
      target[to + 3 * targetStride] =
        (a >>> 24) | ((b >> 16) & 0xff00) | ((c >> 8) & 0xff0000) | (d & 0xff000000);
    }
  }
}
