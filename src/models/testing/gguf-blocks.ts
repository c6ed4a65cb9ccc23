/** @file Float32 to GGUF blocks (spec llama32 7.5), for tests: the inverse of `weights/dequantise.ts`. */
import type { GgufType } from "#models/weights/gguf";
import { BLOCKS } from "#models/weights/tensor-type";

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
  if (type === "BF16") {
    // Cut off, not rounded: half a step more error than real files have.
    const bits = new Uint32Array(values.slice().buffer);
    return new Uint8Array(Uint16Array.from(bits, (word) => word >>> 16).buffer);
  }
  const elements = BLOCKS[type].elements;
  const blocks: number[] = [];
  for (let at = 0; at < values.length; at += elements) {
    const block = values.subarray(at, at + elements);
    if (type === "Q4_K") blocks.push(...encodeQ4K(block));
    else if (type === "Q6_K") blocks.push(...encodeQ6K(block));
    else blocks.push(...encodeBlock(type, block));
  }
  return Uint8Array.from(blocks);
}

/** Eight sub-blocks of 32, each with a scale and a minimum of 6 bits. */
function encodeQ4K(values: Float32Array): number[] {
  const parts = Array.from({ length: 8 }, (_, i) => values.subarray(32 * i, 32 * i + 32));
  const lows = parts.map((part) => Math.min(0, ...part));
  const steps = parts.map((part, i) => (Math.max(...part) - (lows[i] as number)) / 15);
  const [d, dmin] = [Math.max(...steps) / 63 || 1, -Math.min(...lows) / 63 || 1];
  const scales = steps.map((step) => clamp(step / d, 1, 63));
  const mins = lows.map((low) => clamp(-low / dmin, 0, 63));
  const packed = new Uint8Array(12);
  scales.forEach((scale, i) => packScale(packed, i, scale, mins[i] as number));
  const quants = parts.map((part, i) => {
    const [scale, min] = [d * (scales[i] as number), dmin * (mins[i] as number)];
    return Array.from(part, (value) => clamp((value + min) / scale, 0, 15));
  });
  const bytes = [0, 2, 4, 6].flatMap((i) =>
    (quants[i] as number[]).map((low, j) => low | ((quants[i + 1]?.[j] ?? 0) << 4)),
  );
  return [...halfBytes(d), ...halfBytes(dmin), ...packed, ...bytes];
}

function packScale(packed: Uint8Array, i: number, scale: number, min: number): void {
  const or = (at: number, bits: number): void => {
    packed[at] = (packed[at] as number) | bits;
  };
  if (i < 4) {
    or(i, scale);
    or(4 + i, min);
  } else {
    or(4 + i, (scale & 15) | ((min & 15) << 4));
    or(i - 4, (scale >> 4) << 6);
    or(i, (min >> 4) << 6);
  }
}

/** Sixteen sub-blocks of 16 with a signed scale each; four low bits in one place, two high ones in another. */
function encodeQ6K(values: Float32Array): number[] {
  const parts = Array.from({ length: 16 }, (_, i) => values.subarray(16 * i, 16 * i + 16));
  const steps = parts.map((part) => Math.max(...part.map(Math.abs)) / 31);
  const d = Math.max(...steps) / 127 || 1;
  const scales = steps.map((step) => clamp(step / d, 1, 127));
  const q = parts.flatMap((part, i) =>
    Array.from(part, (value) => clamp(value / (d * (scales[i] as number)), -32, 31) + 32),
  );
  const at = (i: number): number => q[i] as number;
  const low = [0, 128].flatMap((half) =>
    Array.from({ length: 64 }, (_, l) => (at(half + l) & 15) | ((at(half + l + 64) & 15) << 4)),
  );
  const high = [0, 128].flatMap((half) =>
    Array.from({ length: 32 }, (_, l) =>
      [0, 1, 2, 3].reduce((byte, k) => byte | ((at(half + l + 32 * k) >> 4) << (2 * k)), 0),
    ),
  );
  return [...low, ...high, ...scales, ...halfBytes(d)];
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
