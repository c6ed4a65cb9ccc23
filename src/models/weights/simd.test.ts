import { describe, expect, it } from "vitest";
import { encodeBlocks } from "#models/testing/gguf-blocks";
import { seededRandom } from "#models/testing/random";
import { dequantise } from "./dequantise.ts";
import { AREAS, multiplyRow, rowArea, scratch } from "./simd.ts";

function randomRow(columns: number, seed = columns): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: columns }, () => 2 * random() - 1);
}

describe("vector kernels", () => {
  it.each([16, 48, 576, 65_536])("find the largest of %i values wherever it is, and any NaN", (columns) => {
    const { values, end } = rowArea(columns);
    for (const at of [0, 5, columns - 11, columns - 1]) {
      values.set(randomRow(columns));
      values[at] = -3;
      expect(scratch().absMax(AREAS.row, end)).toBe(3);
      values[(at + 7) % columns] = Number.NaN;
      expect(scratch().absMax(AREAS.row, end)).toBe(Number.NaN);
    }
  });

  it("round to the nearest byte, ties to even, and stop at the ends", () => {
    const { values, end } = rowArea(16);
    values.set([
      0.4,
      0.5,
      1.5,
      -0.5,
      -1.5,
      126.6,
      127.4,
      128,
      1e9,
      -1e9,
      Infinity,
      -Infinity,
      Number.NaN,
      2.6,
      0,
      -2.6,
    ]);
    const { toInt8, bytes } = scratch();
    toInt8(AREAS.row, end, AREAS.bytes, 1);
    const rounded = [...new Int8Array(bytes.buffer, bytes.byteOffset, 16)];
    expect(rounded).toEqual([0, 0, 2, 0, -2, 127, 127, 127, 127, -128, 127, -128, 0, 3, 0, -3]);
  });

  it("find smallest and largest of each block, with zero", () => {
    const { values, end } = rowArea(96);
    values.set(randomRow(96));
    values.fill(2, 32, 64);
    values.fill(-5, 64, 96);
    const { extremes, params } = scratch();
    extremes(AREAS.row, end, 4 * 32, AREAS.params);
    const first = values.slice(0, 32);
    expect(Array.from(params.slice(0, 6))).toEqual([Math.min(...first), Math.max(...first), 0, 2, -5, 0]);
    values[38] = Number.NaN;
    extremes(AREAS.row, end, 4 * 32, AREAS.params);
    expect(Array.from(params.slice(1, 6))).toEqual([Math.max(...first), 0, Number.NaN, -5, 0]);
  });

  it("multiply a row by factors, inside the scratch memory and outside", () => {
    // 13 columns: the last vector is not full.
    for (const columns of [13, 576]) {
      const [row, factors] = [randomRow(columns, 1), randomRow(columns, 2)];
      const expected = row.map((value, k) => Math.fround(value * factors[k]!) * 0.25);
      const { values } = rowArea(columns);
      values.set(row);
      multiplyRow(values, factors, 0.25);
      expect(values).toEqual(expected);
      multiplyRow(row, factors, 0.25);
      row.forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 6));
    }
  });

  it.each(["Q4_0", "Q4_1", "Q8_0", "Q4_K"] as const)(
    "unpack %s rows longer than the scratch memory",
    (type) => {
      const values = randomRow(65_536 * 2 + 512);
      const bytes = encodeBlocks(type, values);
      const whole = new Float32Array(values.length);
      dequantise(type, bytes, whole);
      const tail = new Float32Array(512);
      dequantise(type, bytes.slice((bytes.length / values.length) * 65_536 * 2), tail);
      expect(whole.slice(-512)).toEqual(tail);
      whole.forEach((value, i) => {
        if (Math.abs(value - values[i]!) > 0.12) expect.fail(`element ${i}: ${value} for ${values[i]}`);
      });
    },
  );

  it("leave zeros behind a row, and refuse one that is too wide", () => {
    rowArea(64).values.fill(7);
    const { values, end } = rowArea(50);
    values.fill(1);
    expect(end).toBe(AREAS.row + 4 * 64);
    expect([...new Float32Array(scratch().buffer, AREAS.row + 200, 14)]).toEqual(Array(14).fill(0));
    expect(() => rowArea(65_537)).toThrow(expect.objectContaining({ code: "weights-unsupported" }));
  });
});
