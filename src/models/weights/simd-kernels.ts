/** @file The loops over weights that plain JavaScript is too slow for, as WebAssembly vector code. Rows are in float32. */
import * as wasm from "./wasm-assembler.ts";
import { advance, get, i32, join, load, loadSplat, set, shuffle, store, until } from "./wasm-assembler.ts";
import type { Code, WasmFunction } from "./wasm-assembler.ts";

/** Addresses and distances in bytes; `end` is where an area ends, which is never where it begins. */
export interface SimdKernels {
  /** Largest absolute value, NaN aside; rows are multiples of 16. */
  readonly absMax: (row: number, end: number) => number;
  /** row[i] = row[i] * factors[i] * factor; multiples of 4. */
  readonly multiply: (row: number, end: number, factors: number, factor: number) => void;
  /** out[i] = round(row[i] * inverse), ties to even, NaN to 0; multiples of 16. */
  readonly toInt8: (row: number, end: number, out: number, inverse: number) => void;
  /** Smallest and largest value of each block, zero among them and NaN aside, side by side; blocks of 16. */
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

const EVEN_BYTES = Array.from({ length: 16 }, (_, i) => 2 * i);
const ODD_BYTES = EVEN_BYTES.map((lane) => lane + 1);
const FIRST_PAIRS = Array.from({ length: 16 }, (_, i) => (i >> 1) + 16 * (i % 2));
const LAST_PAIRS = FIRST_PAIRS.map((lane) => lane + 8);

/** The four floats of the local `value` into one by `combine`. */
function reduced(value: number, combine: Code): Code {
  const lane = (index: number): Code => join(get(value), wasm.extractF32(index));
  return join(lane(0), lane(1), combine, lane(2), lane(3), combine, combine);
}

function splat(from: number, into: number): Code {
  return join(get(from), wasm.F32X4_SPLAT, set(into));
}

function absMax(): WasmFunction {
  const [row, end, first, second] = [0, 1, 2, 3];
  // Two chains of maxima, because each has to wait for itself.
  const larger = (largest: number, offset: number): Code =>
    join(get(largest), get(row), load(offset), wasm.F32X4_ABS, wasm.F32X4_PMAX, set(largest));
  return {
    name: "absMax",
    params: ["i32", "i32"],
    results: ["f32"],
    locals: ["v128", "v128"],
    body: join(
      until(
        row,
        end,
        join(
          larger(first, 0),
          larger(second, 16),
          larger(first, 32),
          larger(second, 48),
          advance(row, i32(64)),
        ),
      ),
      join(get(first), get(second), wasm.F32X4_PMAX, set(first)),
      reduced(first, wasm.F32_MAX),
    ),
  };
}

function multiply(): WasmFunction {
  const [row, end, factors, factor, factor4] = [0, 1, 2, 3, 4];
  const product = join(get(row), load(), get(factors), load(), wasm.F32X4_MUL, get(factor4), wasm.F32X4_MUL);
  return {
    name: "multiply",
    params: ["i32", "i32", "i32", "f32"],
    results: [],
    locals: ["v128"],
    body: join(
      splat(factor, factor4),
      until(row, end, join(get(row), product, store(), advance(row, i32(16)), advance(factors, i32(16)))),
    ),
  };
}

/** 16 numbers of 32 bits, four at each offset from `start`, as two vectors of 16 bits. */
function narrowed(numbers: (offset: number) => Code, start: number): Code {
  const half = (offset: number): Code =>
    join(numbers(offset), numbers(offset + 16), wasm.I16X8_NARROW_I32X4_S);
  return join(half(start), half(start + 32));
}

function toInt8(): WasmFunction {
  const [row, end, out, inverse, inverse4] = [0, 1, 2, 3, 4];
  const rounded = (offset: number): Code =>
    join(
      join(get(row), load(offset), get(inverse4), wasm.F32X4_MUL),
      join(wasm.F32X4_NEAREST, wasm.I32X4_TRUNC_SAT_F32X4_S),
    );
  const bytes = join(narrowed(rounded, 0), wasm.I8X16_NARROW_I16X8_S);
  return {
    name: "toInt8",
    params: ["i32", "i32", "i32", "f32"],
    results: [],
    locals: ["v128"],
    body: join(
      splat(inverse, inverse4),
      until(row, end, join(get(out), bytes, store(), advance(row, i32(64)), advance(out, i32(16)))),
    ),
  };
}

/** From `row` to a block further, which `blockEnd` is set to. */
function block(row: number, blockBytes: number, blockEnd: number, body: Code): Code {
  return join(get(row), get(blockBytes), wasm.I32_ADD, set(blockEnd), until(row, blockEnd, body));
}

function extremes(): WasmFunction {
  const [row, end, blockBytes, out, blockEnd, low, high, value] = [0, 1, 2, 3, 4, 5, 6, 7];
  // Each block starts from zero, which is the vector that nothing has been written to.
  const zero = 8;
  const widened = join(
    join(get(row), load(), set(value)),
    join(get(low), get(value), wasm.F32X4_PMIN, set(low)),
    join(get(high), get(value), wasm.F32X4_PMAX, set(high)),
    advance(row, i32(16)),
  );
  return {
    name: "extremes",
    params: ["i32", "i32", "i32", "i32"],
    results: [],
    locals: ["i32", "v128", "v128", "v128", "v128"],
    body: until(
      row,
      end,
      join(
        join(get(zero), set(low), get(zero), set(high)),
        block(row, blockBytes, blockEnd, widened),
        join(get(out), reduced(low, wasm.F32_MIN), wasm.storeF32(0)),
        join(get(out), reduced(high, wasm.F32_MAX), wasm.storeF32(4)),
        advance(out, i32(8)),
      ),
    ),
  };
}

function toNibbles(): WasmFunction {
  const [row, end, blockBytes, params, out] = [0, 1, 2, 3, 4];
  const [blockEnd, inverse, offset, first, last] = [5, 6, 7, 8, 9];
  const rounded = (at: number): Code =>
    join(
      join(get(row), load(at), get(inverse), wasm.F32X4_MUL, get(offset), wasm.F32X4_ADD),
      wasm.I32X4_TRUNC_SAT_F32X4_S,
    );
  const bytes = (start: number): Code =>
    join(narrowed(rounded, start), wasm.I8X16_NARROW_I16X8_U, i32(15), wasm.I8X16_SPLAT, wasm.I8X16_MIN_U);
  const packed = join(
    join(get(first), get(last), shuffle(EVEN_BYTES)),
    join(get(first), get(last), shuffle(ODD_BYTES), i32(4), wasm.I8X16_SHL, wasm.V128_OR),
  );
  const pair = join(
    join(bytes(0), set(first), bytes(64), set(last)),
    join(get(out), packed, store()),
    join(advance(row, i32(128)), advance(out, i32(16))),
  );
  return {
    name: "toNibbles",
    params: ["i32", "i32", "i32", "i32", "i32"],
    results: [],
    locals: ["i32", "v128", "v128", "v128", "v128"],
    body: until(
      row,
      end,
      join(
        join(get(params), loadSplat(0), set(inverse), get(params), loadSplat(4), set(offset)),
        block(row, blockBytes, blockEnd, pair),
        advance(params, i32(8)),
      ),
    ),
  };
}

/** Four of 16 bytes at a time to 32 bits. */
const UNSIGNED: readonly Code[] = [
  join(wasm.I16X8_EXTEND_LOW_I8X16_U, wasm.I32X4_EXTEND_LOW_I16X8_U),
  join(wasm.I16X8_EXTEND_LOW_I8X16_U, wasm.I32X4_EXTEND_HIGH_I16X8_U),
  join(wasm.I16X8_EXTEND_HIGH_I8X16_U, wasm.I32X4_EXTEND_LOW_I16X8_U),
  join(wasm.I16X8_EXTEND_HIGH_I8X16_U, wasm.I32X4_EXTEND_HIGH_I16X8_U),
].map((widening) => join(widening, wasm.F32X4_CONVERT_I32X4_U));
const SIGNED: readonly Code[] = [
  join(wasm.I16X8_EXTEND_LOW_I8X16_S, wasm.I32X4_EXTEND_LOW_I16X8_S),
  join(wasm.I16X8_EXTEND_LOW_I8X16_S, wasm.I32X4_EXTEND_HIGH_I16X8_S),
  join(wasm.I16X8_EXTEND_HIGH_I8X16_S, wasm.I32X4_EXTEND_LOW_I16X8_S),
  join(wasm.I16X8_EXTEND_HIGH_I8X16_S, wasm.I32X4_EXTEND_HIGH_I16X8_S),
].map((widening) => join(widening, wasm.F32X4_CONVERT_I32X4_S));

/** The 16 bytes in `bytes` as floats, each through `finish`, to `address` plus `offset`. */
function stored(bytes: number, quarters: readonly Code[], finish: Code, address: Code, offset = 0): Code {
  return quarters.flatMap((toFloats, quarter) =>
    join(address, get(bytes), toFloats, finish, store(offset + 16 * quarter)),
  );
}

/** Low and high nibbles of the 16 bytes at `offset` from the address in `from`, a byte each. */
function nibbles(from: number, offset: number, low: number, high: number): Code {
  return join(
    join(get(from), load(offset), i32(15), wasm.I8X16_SPLAT, wasm.V128_AND, set(low)),
    join(get(from), load(offset), i32(4), wasm.I8X16_SHR_U, set(high)),
  );
}

function splitNibbles(): WasmFunction {
  const [from, stride, params, paramsEnd, out, step, high] = [0, 1, 2, 3, 4, 5, 6];
  const [lowNibbles, highNibbles, scale, offset] = [7, 8, 9, 10];
  const scaled = join(get(scale), wasm.F32X4_MUL, get(offset), wasm.F32X4_ADD);
  const readParams = (at: number): Code =>
    join(get(params), loadSplat(at), set(scale), get(params), loadSplat(at + 4), set(offset));
  return {
    name: "splitNibbles",
    params: ["i32", "i32", "i32", "i32", "i32", "i32", "i32"],
    results: [],
    locals: ["v128", "v128", "v128", "v128"],
    body: until(
      params,
      paramsEnd,
      join(
        nibbles(from, 0, lowNibbles, highNibbles),
        join(readParams(0), stored(lowNibbles, UNSIGNED, scaled, get(out))),
        join(readParams(8), stored(highNibbles, UNSIGNED, scaled, join(get(out), get(high), wasm.I32_ADD))),
        join(advance(from, get(stride)), advance(out, get(step)), advance(params, i32(16))),
      ),
    ),
  };
}

function pairedNibbles(): WasmFunction {
  const [from, scales, scalesEnd, offsets, out] = [0, 1, 2, 3, 4];
  const [low, high, scale, offset, bytes] = [5, 6, 7, 8, 9];
  const scaled = join(get(scale), wasm.F32X4_MUL, get(offset), wasm.F32X4_ADD);
  const half = (start: number): Code =>
    join(
      nibbles(from, start, low, high),
      join(get(low), get(high), shuffle(FIRST_PAIRS), set(bytes)),
      stored(bytes, UNSIGNED, scaled, get(out), 8 * start),
      join(get(low), get(high), shuffle(LAST_PAIRS), set(bytes)),
      stored(bytes, UNSIGNED, scaled, get(out), 8 * start + 64),
    );
  return {
    name: "pairedNibbles",
    params: ["i32", "i32", "i32", "i32", "i32"],
    results: [],
    locals: ["v128", "v128", "v128", "v128", "v128"],
    body: until(
      scales,
      scalesEnd,
      join(
        join(get(scales), loadSplat(0), set(scale), get(offsets), loadSplat(0), set(offset)),
        join(half(0), half(16)),
        join(advance(from, i32(32)), advance(out, i32(256))),
        join(advance(scales, i32(4)), advance(offsets, i32(4))),
      ),
    ),
  };
}

function signedBytes(): WasmFunction {
  const [from, stride, scales, scalesEnd, out, scale, bytes] = [0, 1, 2, 3, 4, 5, 6];
  const scaled = join(get(scale), wasm.F32X4_MUL);
  const half = (start: number): Code =>
    join(get(from), load(start), set(bytes), stored(bytes, SIGNED, scaled, get(out), 4 * start));
  return {
    name: "signedBytes",
    params: ["i32", "i32", "i32", "i32", "i32"],
    results: [],
    locals: ["v128", "v128"],
    body: until(
      scales,
      scalesEnd,
      join(
        join(get(scales), loadSplat(0), set(scale)),
        join(half(0), half(16)),
        join(advance(from, get(stride)), advance(out, i32(128)), advance(scales, i32(4))),
      ),
    ),
  };
}

/** A module of 3 KB, compiled at once: workers may do that for any size. */
export function compileKernels(memory: WebAssembly.Memory): SimdKernels {
  const bytes = wasm.assemble([
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
