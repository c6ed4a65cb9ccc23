/** @file The loops over weights that plain JavaScript is too slow for, as WebAssembly vector code. Rows are in float32. */
import { absMax, extremes, multiply, toInt8, toNibbles } from "./rounding-kernels.ts";
import { pairedNibbles, signedBytes, splitNibbles } from "./unpacking-kernels.ts";
import { assemble } from "./wasm-assembler.ts";

/** Addresses and distances in bytes; `end` is where an area ends, which is never where it begins. */
export interface SimdKernels {
  /** Largest absolute value, NaN where any is; rows are multiples of 16. */
  readonly absMax: (row: number, end: number) => number;
  /** row[i] = row[i] * factors[i] * factor; multiples of 4. */
  readonly multiply: (row: number, end: number, factors: number, factor: number) => void;
  /** out[i] = round(row[i] * inverse), ties to even, NaN to 0; multiples of 16. */
  readonly toInt8: (row: number, end: number, out: number, inverse: number) => void;
  /** Smallest and largest value of each block, zero among them, side by side; the largest is NaN where any is. */
  readonly extremes: (row: number, end: number, blockBytes: number, out: number) => void;
  /** q = trunc(w * inverse + offset), at most 15; `params` has both for each block, which are multiples of 32. */
  readonly toNibbles: (row: number, end: number, blockBytes: number, params: number, out: number) => void;
  /**
   * Every 16 bytes, `stride` apart, to 16 elements of their low nibbles at `out` and 16 of their high ones `high` behind,
   * then `step` on. `params` has scale and offset of the low ones, then of the high ones.
   */
  readonly splitNibbles: (
    from: number,
    stride: number,
    params: number,
    paramsEnd: number,
    out: number,
    step: number,
    high: number,
  ) => void;
  /** Groups of 32 bytes to 64 elements, low nibbles first, each group with one of `scales` and one of `offsets`. */
  readonly pairedNibbles: (
    from: number,
    scales: number,
    scalesEnd: number,
    offsets: number,
    out: number,
  ) => void;
  /** Every 32 signed bytes, `stride` apart, times one of `scales`. */
  readonly signedBytes: (
    from: number,
    stride: number,
    scales: number,
    scalesEnd: number,
    out: number,
  ) => void;
}

/** A module of 3 KB, compiled at once: workers may do that for any size. */
export function compileKernels(memory: WebAssembly.Memory): SimdKernels {
  const bytes = assemble([
    absMax(),
    multiply(),
    toInt8(),
    extremes(),
    toNibbles(),
    splitNibbles(),
    pairedNibbles(),
    signedBytes(),
  ]);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return exports as unknown as SimdKernels;
}
