/**
 * @file Checkpoint matrices [N, K] to what the CPU graph multiplies with: int8 [K, N] and one float32 scale per output
 * channel n (spec onnxruntime-web 8). Works on a few rows at a time: memory is the result plus one tile.
 */
import type { RowReader } from "./rows.ts";

/** Tile height: 64 consecutive bytes are written per column, one cache line. */
const TILE_ROWS = 64;
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
  const tile = new Int8Array(TILE_ROWS * columns);
  const row = new Float32Array(columns);
  let first = 0;
  for (const part of parts) {
    for (let start = 0; start < part.rows; start += TILE_ROWS) {
      const count = Math.min(TILE_ROWS, part.rows - start);
      for (let index = 0; index < count; index++) {
        part.readRow(start + index, row);
        scale[first + index] = quantiseRow(row, tile.subarray(index * columns, (index + 1) * columns));
      }
      writeTransposed(tile, count, columns, weight, rows, first);
      first += count;
    }
  }
  return { weight, scale };
}

/** @returns the scale: value = scale * q. */
function quantiseRow(row: Float32Array, into: Int8Array): number {
  let largest = 0;
  for (let k = 0; k < row.length; k++) largest = Math.max(largest, Math.abs(row[k] as number));
  if (largest === 0) {
    into.fill(0);
    return 1;
  }
  const inverse = LARGEST / largest;
  for (let k = 0; k < row.length; k++) into[k] = Math.round((row[k] as number) * inverse);
  return largest / LARGEST;
}

function writeTransposed(
  tile: Int8Array,
  count: number,
  columns: number,
  weight: Int8Array,
  rows: number,
  firstRow: number,
): void {
  for (let k = 0; k < columns; k++) {
    const at = k * rows + firstRow;
    for (let index = 0; index < count; index++) weight[at + index] = tile[index * columns + k] as number;
  }
}
