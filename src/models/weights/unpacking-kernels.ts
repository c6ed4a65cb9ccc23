/** @file Vector code that makes rows of float32 from packed bytes; contracts in `simd-kernels.ts`. */
import * as wasm from "./wasm-assembler.ts";
import { advance, get, i32, join, load, loadSplat, set, shuffle, store, until } from "./wasm-assembler.ts";
import type { Code, WasmFunction } from "./wasm-assembler.ts";

const FIRST_PAIRS = Array.from({ length: 16 }, (_, i) => (i >> 1) + 16 * (i % 2));
const LAST_PAIRS = FIRST_PAIRS.map((lane) => lane + 8);

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

export function splitNibbles(): WasmFunction {
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

export function pairedNibbles(): WasmFunction {
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

export function signedBytes(): WasmFunction {
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
