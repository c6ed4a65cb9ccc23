/**
 * @file As much of WebAssembly's binary format (core specification 2.0, chapter 5) as our kernels need: functions over
 * one imported memory, loops, 128-bit vectors. Code is written as arrays of bytes that are put together by calls, so
 * that no tool chain and no binary file is needed.
 */

export type Code = readonly number[];
export type ValueType = "i32" | "f32" | "v128";

export interface WasmFunction {
  readonly name: string;
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** Variables behind the parameters, zero at first. */
  readonly locals: readonly ValueType[];
  readonly body: Code;
}

/** One instruction after the other. */
export function join(...parts: readonly Code[]): Code {
  return parts.flat();
}

const MAGIC_AND_VERSION: Code = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const VALUE_TYPES: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };
const utf8 = new TextEncoder();

/** Unsigned LEB128. */
function uint(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...uint(value >>> 7)];
}

/** Signed LEB128 of a number that is not negative. */
function sint(value: number): Code {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...sint(value >> 7)];
}

function vector(items: readonly Code[]): Code {
  return [...uint(items.length), ...items.flat()];
}

function name(text: string): Code {
  return vector([...utf8.encode(text)].map((byte) => [byte]));
}

function section(id: number, items: readonly Code[]): Code {
  const content = vector(items);
  return [id, ...uint(content.length), ...content];
}

function types(values: readonly ValueType[]): Code {
  return vector(values.map((value) => [VALUE_TYPES[value]]));
}

/** The bytes of a module that imports its memory as `env.memory` and exports every function. */
export function assemble(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const bodies = functions.map(({ locals, body }) => {
    const code = [...vector(locals.map((local) => [1, VALUE_TYPES[local]])), ...body, 0x0b];
    return [...uint(code.length), ...code];
  });
  return Uint8Array.from([
    ...MAGIC_AND_VERSION,
    ...section(
      1,
      functions.map(({ params, results }) => [0x60, ...types(params), ...types(results)]),
    ),
    ...section(2, [[...name("env"), ...name("memory"), 0x02, 0x00, 0x01]]),
    ...section(
      3,
      functions.map((_, index) => uint(index)),
    ),
    ...section(
      7,
      functions.map((each, index) => [...name(each.name), 0x00, ...uint(index)]),
    ),
    ...section(10, bodies),
  ]);
}

export function get(local: number): Code {
  return [0x20, ...uint(local)];
}

export function set(local: number): Code {
  return [0x21, ...uint(local)];
}

/** Sets the local and leaves the value on the stack. */
export function tee(local: number): Code {
  return [0x22, ...uint(local)];
}

export function i32(value: number): Code {
  return [0x41, ...sint(value)];
}

export const I32_ADD: Code = [0x6a];
export const I32_AND: Code = [0x71];
export const I32_XOR: Code = [0x73];
export const I32_ROTR: Code = [0x78];
export const F32_MIN: Code = [0x96];
export const F32_MAX: Code = [0x97];

/** local += amount */
export function advance(local: number, amount: Code): Code {
  return [...get(local), ...amount, ...I32_ADD, ...set(local)];
}

/** Runs `body` until the pointer `local`, which it moves on, has reached the local `end`; at least once. */
export function until(local: number, end: number, body: Code): Code {
  const I32_LT_U = 0x49;
  return [0x03, 0x40, ...body, ...get(local), ...get(end), I32_LT_U, 0x0d, 0x00, 0x0b];
}

/** A vector instruction by its number. */
function simd(opcode: number): Code {
  return [0xfd, ...uint(opcode)];
}

/** A whole number from the address on the stack, which is aligned. */
export function loadI32(offset: number): Code {
  return [0x28, 2, ...uint(offset)];
}

/** The whole number on the stack to the aligned address below it. */
export function storeI32(offset: number): Code {
  return [0x36, 2, ...uint(offset)];
}

/** 16 bytes from the address on the stack. */
export function load(offset = 0): Code {
  return [...simd(0x00), 0, ...uint(offset)];
}

/** One float32 from the address on the stack, four times. */
export function loadSplat(offset: number): Code {
  return [...simd(0x09), 0, ...uint(offset)];
}

export function store(offset = 0): Code {
  return [...simd(0x0b), 0, ...uint(offset)];
}

/** The float32 on the stack to the address below it. */
export function storeF32(offset: number): Code {
  return [0x38, 0, ...uint(offset)];
}

/** Bytes of two vectors: 0 to 15 of the lower one on the stack, 16 to 31 of the upper. */
export function shuffle(lanes: readonly number[]): Code {
  return [...simd(0x0d), ...lanes];
}

export function extractF32(lane: number): Code {
  return [...simd(0x1f), lane];
}

export const v128Zero: Code = [...simd(0x0c), ...Array.from({ length: 16 }, () => 0)];
export const I8X16_SPLAT = simd(0x0f);
export const F32X4_SPLAT = simd(0x13);
export const V128_AND = simd(0x4e);
export const V128_OR = simd(0x50);
export const V128_XOR = simd(0x51);
export const I8X16_NARROW_I16X8_S = simd(0x65);
export const I8X16_NARROW_I16X8_U = simd(0x66);
export const F32X4_NE = simd(0x42);
export const F32X4_NEAREST = simd(0x6a);
export const I8X16_SHL = simd(0x6b);
export const I8X16_SHR_U = simd(0x6d);
export const I8X16_MIN_U = simd(0x77);
export const I16X8_NARROW_I32X4_S = simd(0x85);
export const I16X8_EXTEND_LOW_I8X16_S = simd(0x87);
export const I16X8_EXTEND_HIGH_I8X16_S = simd(0x88);
export const I16X8_EXTEND_LOW_I8X16_U = simd(0x89);
export const I16X8_EXTEND_HIGH_I8X16_U = simd(0x8a);
export const I32X4_EXTEND_LOW_I16X8_S = simd(0xa7);
export const I32X4_EXTEND_HIGH_I16X8_S = simd(0xa8);
export const I32X4_EXTEND_LOW_I16X8_U = simd(0xa9);
export const I32X4_EXTEND_HIGH_I16X8_U = simd(0xaa);
export const I32X4_SHL = simd(0xab);
export const I32X4_SHR_U = simd(0xad);
export const I32X4_ADD = simd(0xae);
export const I32X4_MAX_S = simd(0xb8);
export const I64X2_SHR_U = simd(0xcd);
export const F32X4_ABS = simd(0xe0);
export const F32X4_ADD = simd(0xe4);
export const F32X4_MUL = simd(0xe6);
/** b < a ? b : a and a < b ? b : a: one instruction each, unlike the ones that have to let NaN through. */
export const F32X4_PMIN = simd(0xea);
export const F32X4_PMAX = simd(0xeb);
export const I32X4_TRUNC_SAT_F32X4_S = simd(0xf8);
export const F32X4_CONVERT_I32X4_S = simd(0xfa);
export const F32X4_CONVERT_I32X4_U = simd(0xfb);
