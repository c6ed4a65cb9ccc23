/** @file Vector code that rounds rows of float32 to int8 or 4 bits; contracts in `simd-kernels.ts`. */
import * as wasm from "./wasm-assembler.ts";
import { advance, get, i32, join, load, loadSplat, set, shuffle, store, until } from "./wasm-assembler.ts";
import type { Code, WasmFunction } from "./wasm-assembler.ts";

const EVEN_BYTES = Array.from({ length: 16 }, (_, i) => 2 * i);
const ODD_BYTES = EVEN_BYTES.map((lane) => lane + 1);

/** The four floats of the local `value` into one by `combine`. */
function reduced(value: number, combine: Code): Code {
  const lane = (index: number): Code => join(get(value), wasm.extractF32(index));
  return join(lane(0), lane(1), combine, lane(2), lane(3), combine, combine);
}

function splat(from: number, into: number): Code {
  return join(get(from), wasm.F32X4_SPLAT, set(into));
}

export function absMax(): WasmFunction {
  const [row, end, first, second] = [0, 1, 2, 3];
  // Without their signs, floats are in the order of their bits as integers, NaN above everything. Two chains of maxima,
  // because each has to wait for itself.
  const larger = (largest: number, offset: number): Code =>
    join(get(largest), get(row), load(offset), wasm.F32X4_ABS, wasm.I32X4_MAX_S, set(largest));
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
      join(get(first), get(second), wasm.I32X4_MAX_S, set(first)),
      reduced(first, wasm.F32_MAX),
    ),
  };
}

export function multiply(): WasmFunction {
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

export function toInt8(): WasmFunction {
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

export function extremes(): WasmFunction {
  const [row, end, blockBytes, out, blockEnd, low, high, value] = [0, 1, 2, 3, 4, 5, 6, 7];
  // Each block starts from zero, which is the vector that nothing has been written to.
  const [zero, notANumber] = [8, 9];
  const widened = join(
    join(get(row), load(), set(value)),
    join(get(low), get(value), wasm.F32X4_PMIN, set(low)),
    join(get(high), get(value), wasm.F32X4_PMAX, set(high)),
    join(get(notANumber), get(value), get(value), wasm.F32X4_NE, wasm.V128_OR, set(notANumber)),
    advance(row, i32(16)),
  );
  return {
    name: "extremes",
    params: ["i32", "i32", "i32", "i32"],
    results: [],
    locals: ["i32", "v128", "v128", "v128", "v128", "v128"],
    body: until(
      row,
      end,
      join(
        join(get(zero), set(low), get(zero), set(high), get(zero), set(notANumber)),
        block(row, blockBytes, blockEnd, widened),
        // All bits set are NaN too, which the last maximum lets through.
        join(get(high), get(notANumber), wasm.V128_OR, set(high)),
        join(get(out), reduced(low, wasm.F32_MIN), wasm.storeF32(0)),
        join(get(out), reduced(high, wasm.F32_MAX), wasm.storeF32(4)),
        advance(out, i32(8)),
      ),
    ),
  };
}

export function toNibbles(): WasmFunction {
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
