/**
 * @file Scratch memory that the vector kernels and JavaScript share, one row and one tile large. Everything here is
 * synchronous and nothing is kept between calls, so one of it is enough for a thread.
 */
import { AppError } from "#shared/errors";
import { compileKernels } from "./simd-kernels.ts";
import type { SimdKernels } from "./simd-kernels.ts";

/** The widest row that is quantised; the largest model we know has 28,672 columns. */
const MAX_COLUMNS = 65_536;
/** Rows of a tile: 64 consecutive bytes are written per column, one cache line. */
export const TILE_ROWS = 64;
/** Between the rows of a tile: rows of a power of two would all fall into the same few sets of the cache. */
const TILE_PADDING = 64;

const ROW_BYTES = 4 * MAX_COLUMNS;
const PAGE_BYTES = 65_536;

/** Where each area begins. */
export const AREAS = {
  /** The row that is being quantised. */
  row: 0,
  /** A row on its way to or from an array outside. */
  passing: ROW_BYTES,
  factors: 2 * ROW_BYTES,
  /** Packed bytes, in or out. */
  bytes: 3 * ROW_BYTES,
  /** Parameters of blocks. */
  params: 4 * ROW_BYTES,
  tile: 5 * ROW_BYTES,
} as const;

const MEMORY_BYTES = AREAS.tile + TILE_ROWS * (MAX_COLUMNS + TILE_PADDING);

export interface Scratch extends SimdKernels {
  readonly buffer: ArrayBuffer;
  readonly bytes: Uint8Array;
  readonly params: Float32Array;
  readonly factors: Float32Array;
  readonly tile: Int8Array;
}

let shared: Scratch | undefined;

export function scratch(): Scratch {
  return (shared ??= makeScratch());
}

function makeScratch(): Scratch {
  const pages = Math.ceil(MEMORY_BYTES / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { buffer } = memory;
  return {
    ...compileKernels(memory),
    buffer,
    bytes: new Uint8Array(buffer, AREAS.bytes, ROW_BYTES),
    params: new Float32Array(buffer, AREAS.params, MAX_COLUMNS),
    factors: new Float32Array(buffer, AREAS.factors, MAX_COLUMNS),
    tile: new Int8Array(buffer, AREAS.tile),
  };
}

/** The row area as an array, zero behind it up to a multiple of 16: kernels go on to there. */
export interface RowArea {
  readonly values: Float32Array<ArrayBuffer>;
  readonly end: number;
  /** Bytes between the rows of a tile. */
  readonly tileStride: number;
}

/** @throws AppError `weights-unsupported` when the row is too wide. */
export function rowArea(columns: number): RowArea {
  if (columns > MAX_COLUMNS) {
    throw new AppError("weights-unsupported", `matrix of ${columns} columns`, { columns });
  }
  const padded = 16 * Math.ceil(columns / 16);
  const { buffer } = scratch();
  new Float32Array(buffer, AREAS.row, padded).fill(0, columns);
  return {
    values: new Float32Array(buffer, AREAS.row, columns),
    end: AREAS.row + 4 * padded,
    tileStride: padded + TILE_PADDING,
  };
}

/**
 * Fills `into` by a kernel, in place where it lies in the scratch memory, in parts through it otherwise.
 * @param elements of a block, which is never cut.
 */
export function fillByKernel(
  into: Float32Array,
  elements: number,
  fill: (firstBlock: number, blocks: number, out: number) => void,
): void {
  const { buffer } = scratch();
  const inPlace = into.buffer === buffer;
  for (let at = 0; at < into.length; at += MAX_COLUMNS) {
    const count = Math.min(MAX_COLUMNS, into.length - at);
    const out = inPlace ? into.byteOffset + 4 * at : AREAS.passing;
    fill(at / elements, count / elements, out);
    if (!inPlace) into.set(new Float32Array(buffer, AREAS.passing, count), at);
  }
}

/** row[i] = row[i] * factors[i] * factor */
export function multiplyRow(row: Float32Array, factors: Float32Array, factor: number): void {
  const { buffer, factors: area, multiply } = scratch();
  if (row.buffer !== buffer || row.length > MAX_COLUMNS) {
    for (let k = 0; k < row.length; k++) row[k] = (row[k] as number) * (factors[k] as number) * factor;
    return;
  }
  area.set(factors);
  // Up to three elements of padding are multiplied too, which no kernel minds: at worst they are NaN.
  multiply(row.byteOffset, row.byteOffset + 4 * row.length, AREAS.factors, factor);
}
