/**
 * @file Checkpoint matrices [N, K] to what the CPU graph multiplies with: int8 [K, N] and one float32 scale per output
 * channel n (spec onnxruntime-web 8). Works on a few rows at a time: memory is the result plus one tile.
 */
import type { RowReader } from "./rows.ts";
import { AREAS, TILE_ROWS, rowArea, scratch } from "./simd.ts";
import type { RowArea } from "./simd.ts";

const LARGEST = 127;

export interface Int8Matrix {
  /** [K, N] */
  readonly weight: Int8Array<ArrayBuffer>;
  /** [N] */
  readonly scale: Float32Array<ArrayBuffer>;
}

/**
 * Stacks the rows of all `parts` (same K) and quantises each row symmetrically to its own maximum.
 * @throws AppError `weights-unsupported` when K is above 65,536.
 */
export function quantiseInt8(parts: readonly RowReader[]): Int8Matrix {
  const columns = parts[0]?.columns ?? 0;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const weight = new Int8Array(columns * rows);
  const scale = new Float32Array(rows);
  if (weight.length === 0) return { weight, scale };
  const area = rowArea(columns);
  const { tile } = scratch();
  let first = 0;
  for (const part of parts) {
    for (let start = 0; start < part.rows; start += TILE_ROWS) {
      const count = Math.min(TILE_ROWS, part.rows - start);
      for (let index = 0; index < count; index++) {
        part.readRow(start + index, area.values);
        scale[first + index] = quantiseRow(area, index);
      }
      writeTransposed({ tile, stride: area.tileStride, count, columns }, weight, rows, first);
      first += count;
    }
  }
  return { weight, scale };
}

/** The scales alone, for less than half of the work. */
export function int8Scales(parts: readonly RowReader[]): Float32Array<ArrayBuffer> {
  const scale = new Float32Array(parts.reduce((sum, part) => sum + part.rows, 0));
  if (scale.length === 0) return scale;
  const { values, end } = rowArea(parts[0]?.columns ?? 0);
  let at = 0;
  for (const part of parts) {
    for (let row = 0; row < part.rows; row++) {
      part.readRow(row, values);
      scale[at++] = scaleOf(scratch().absMax(AREAS.row, end));
    }
  }
  return scale;
}

/** The row area into row `index` of the tile. @returns the scale: value = scale * q. */
function quantiseRow({ end, tileStride }: RowArea, index: number): number {
  const { absMax, toInt8 } = scratch();
  const largest = absMax(AREAS.row, end);
  toInt8(AREAS.row, end, AREAS.tile + index * tileStride, largest > 0 ? LARGEST / largest : 0);
  return scaleOf(largest);
}

/** NaN and infinity stay in the scale: the engine's known-answer check has to see them. */
function scaleOf(largest: number): number {
  return largest === 0 ? 1 : largest / LARGEST;
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
  const source = new Int32Array(from.tile.buffer, from.tile.byteOffset);
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
