import { describe, expect, it } from "vitest";
import golden from "../fixtures/gguf-blocks.json" with { type: "json" };
import { encodeBlocks } from "#models/testing/gguf-blocks";
import { seededRandom } from "#models/testing/random";
import { dequantise } from "./dequantise.ts";
import type { GgufType } from "./gguf.ts";
import { halfToFloat } from "./half.ts";
import { BLOCKS } from "./tensor-type.ts";

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function positiveZero(value: number): number {
  return value + 0;
}

function decode(type: GgufType, bytes: readonly number[], count: number): number[] {
  const into = new Float32Array(count);
  dequantise(type, Uint8Array.from(bytes), into);
  return [...into];
}

const ramp = (length: number, value: (i: number) => number): number[] =>
  Array.from({ length }, (_, i) => value(i));
/** Byte j = low nibble j, high nibble 15 - j. */
const NIBBLES = ramp(16, (j) => j | ((15 - j) << 4));
const [ONE, HALF, MINUS_TWO, THREE] = [
  [0x00, 0x3c],
  [0x00, 0x38],
  [0x00, 0xc0],
  [0x00, 0x42],
] as const;

describe("half precision", () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65_504],
    [0x0400, 2 ** -14],
    [0x03ff, 1023 * 2 ** -24],
    [0x0001, 2 ** -24],
    [0x8001, -(2 ** -24)],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, Number.NaN],
    [0x7c01, Number.NaN],
  ])("%i is %f", (bits, value) => {
    expect(halfToFloat(bits)).toBe(value);
  });

  it("keeps the sign of zero", () => {
    expect(halfToFloat(0x8000)).toBe(-0);
  });
});

describe("GGUF blocks to float32", () => {
  it("Q4_0: low nibbles first, minus 8, times the scale of each block", () => {
    const values = [...ramp(16, (i) => i - 8), ...ramp(16, (i) => 7 - i)];
    expect(decode("Q4_0", [...ONE, ...NIBBLES, ...HALF, ...NIBBLES], 64)).toEqual([
      ...values,
      ...values.map((v) => v / 2),
    ]);
  });

  it("Q4_1: times scale plus minimum", () => {
    const block = [...HALF, ...MINUS_TWO, ...NIBBLES];
    const values = [...ramp(16, (i) => i / 2 - 2), ...ramp(16, (i) => (15 - i) / 2 - 2)];
    expect(decode("Q4_1", [...block, ...block], 64)).toEqual([...values, ...values]);
  });

  it("Q8_0: signed bytes times scale", () => {
    const bytes = ramp(32, (i) => (i * 8 + 128) & 0xff); // -128, -120, ..., 120
    expect(decode("Q8_0", [...THREE, ...bytes], 32)).toEqual(ramp(32, (i) => 3 * (i * 8 - 128)));
  });

  it.each(Object.entries(golden.types))(
    "%s as the gguf package reads it, but for the sign of zero",
    (type, stored) => {
      const expected = new Float32Array(fromBase64(stored.values).buffer);
      const into = new Float32Array(expected.length);
      dequantise(type as GgufType, fromBase64(stored.bytes), into);
      expect(into.map(positiveZero)).toEqual(expected.map(positiveZero));
    },
  );

  it("F16 and F32 as they are, at any byte offset", () => {
    expect(decode("F16", [...ONE, ...MINUS_TWO, 0x01, 0x00, 0x00, 0x7c], 4)).toEqual([
      1,
      -2,
      2 ** -24,
      Infinity,
    ]);
    const stored = new Uint8Array(9);
    stored.set(new Uint8Array(Float32Array.of(0.1, -7).buffer), 1);
    const into = new Float32Array(2);
    dequantise("F32", stored.subarray(1), into);
    expect(into).toEqual(Float32Array.of(0.1, -7));
  });

  it("keeps scales that are subnormal or infinite", () => {
    const quants = ramp(32, () => 2);
    expect(decode("Q8_0", [0x01, 0x00, ...quants], 32)).toEqual(ramp(32, () => 2 ** -23));
    expect(decode("Q8_0", [0x00, 0x7c, ...quants], 32)).toEqual(ramp(32, () => Infinity));
  });

  /** Worst error of one block of a uniform row in [-1, 1]: half a step, plus what rounding the f16 scales adds. */
  it.each<[GgufType, number]>([
    ["F32", 0],
    ["F16", 2 ** -12],
    ["Q8_0", 0.5 / 127 + 2 ** -11],
    ["Q4_1", 1 / 15 + 2 ** -10],
    ["Q4_0", 0.5 / 7 + 2 ** -10],
    ["BF16", 2 ** -8],
    // Scales and minima have 6 bits: half of a 63rd of their largest, 15 scales and 1 minimum of it.
    ["Q4_K", 1 / 15 + (0.5 / 63) * 2 + 0.5 / 63 + 2 ** -9],
    ["Q6_K", 0.5 / 31 + 0.5 / 127 + 2 ** -10],
  ])("%s gives back what was stored within its step", (type, bound) => {
    const random = seededRandom(3);
    const values = Float32Array.from({ length: 1280 }, () => 2 * random() - 1);
    const bytes = encodeBlocks(type, values);
    const block = BLOCKS[type];
    expect(bytes.length).toBe((1280 / block.elements) * block.bytes);
    const into = new Float32Array(1280);
    dequantise(type, bytes, into);
    into.forEach((value, i) => expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual(bound));
  });
});
