/** @file Float32 to GGUF blocks (spec llama32 7.5), for tests: the inverse of `weights/dequantise.ts`. */
import type { GgufType } from "#models/weights/gguf";

/** IEEE 754 binary16 bits of a number, rounded to nearest, ties to even. */
function floatToHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(size)) return 0x7e00;
  if (size >= 65_520) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | roundHalfToEven(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  // A fraction that rounds up to 1024 carries into the exponent by addition.
  return sign | (((exponent + 15) << 10) + roundHalfToEven((size / 2 ** exponent - 1) * 1024));
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** Bytes of `values` in the blocks of `type`, little-endian. */
export function encodeBlocks(type: GgufType, values: Float32Array): Uint8Array<ArrayBuffer> {
  if (type === "F32") return new Uint8Array(values.slice().buffer);
  if (type === "F16") return new Uint8Array(Uint16Array.from(values, floatToHalf).buffer);
  const blocks = [];
  for (let at = 0; at < values.length; at += 32)
    blocks.push(...encodeBlock(type, values.subarray(at, at + 32)));
  return Uint8Array.from(blocks);
}

function encodeBlock(type: "Q4_0" | "Q4_1" | "Q8_0", values: Float32Array): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const largest = Math.max(-low, high);
  if (type === "Q8_0") {
    const d = largest / 127 || 1;
    return [...halfBytes(d), ...Array.from(values, (value) => clamp(value / d, -128, 127) & 0xff)];
  }
  if (type === "Q4_0") {
    const d = largest / 7 || 1;
    return [...halfBytes(d), ...nibbles(Array.from(values, (value) => clamp(value / d + 8, 0, 15)))];
  }
  const d = (high - low) / 15 || 1;
  const quantised = Array.from(values, (value) => clamp((value - low) / d, 0, 15));
  return [...halfBytes(d), ...halfBytes(low), ...nibbles(quantised)];
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.round(value)));
}

function halfBytes(value: number): number[] {
  const bits = floatToHalf(value);
  return [bits & 0xff, bits >> 8];
}

/** Byte j: element j in the low nibble, element j + 16 in the high one. */
function nibbles(quantised: readonly number[]): number[] {
  return quantised.slice(0, 16).map((low, j) => low | ((quantised[j + 16] as number) << 4));
}
