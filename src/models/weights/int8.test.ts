import { describe, expect, it } from "vitest";
import { seededRandom } from "#models/testing/random";
import { int8Scales, quantiseInt8 } from "./int8.ts";
import type { RowReader } from "./rows.ts";

function reader(rows: readonly (readonly number[])[]): RowReader {
  return {
    rows: rows.length,
    columns: rows[0]!.length,
    readRow: (row, into) => into.set(rows[row]!),
  };
}

describe("int8 with one scale per output channel", () => {
  it("transposes, scales each row by its own maximum and rounds to nearest", () => {
    const { weight, scale } = quantiseInt8([
      reader([
        [1.27, -0.634, 0.004],
        [-2.54, 0, 1],
      ]),
    ]);
    expect([...scale]).toEqual([Math.fround(1.27) / 127, Math.fround(2.54) / 127].map(Math.fround));
    // [K, N]: column 0 of both rows, then column 1, then column 2.
    expect([...weight]).toEqual([127, -127, -63, 0, 0, 50]);
  });

  it("keeps a row of zeros zero, with a scale that is a number", () => {
    const { weight, scale } = quantiseInt8([
      reader([
        [0, 0],
        [0, 5],
        [0, -0],
      ]),
    ]);
    expect([...weight]).toEqual([0, 0, 0, 0, 127, 0]);
    expect([...scale]).toEqual([1, Math.fround(5 / 127), 1]);
  });

  it("is within half a step of every value, for heights around the tile's", () => {
    for (const height of [1, 63, 64, 65, 130]) {
      const random = seededRandom(height);
      const rows = Array.from({ length: height }, (_, row) =>
        Array.from({ length: 40 }, () => Math.fround((2 * random() - 1) * 10 ** ((row % 9) - 4))),
      );
      const { weight, scale } = quantiseInt8([reader(rows)]);
      rows.forEach((row, n) => {
        expect(scale[n]).toBe(Math.fround(Math.max(...row.map(Math.abs)) / 127));
        row.forEach((value, k) => {
          const error = Math.abs(weight[k * height + n]! * scale[n]! - value);
          // The scale itself is rounded to float32: 127 of those roundings on top.
          expect(error).toBeLessThanOrEqual((scale[n]! / 2) * (1 + 127 * 2 ** -23));
        });
      });
    }
  });

  it("has the same scales without the values", () => {
    const random = seededRandom(3);
    const parts = [3, 66].map((height) =>
      reader(Array.from({ length: height }, () => [random() - 0.5, 0, 3 * random()])),
    );
    const strange = reader([
      [0, 0, 0],
      [1, Number.NaN, 2],
      [1, Number.POSITIVE_INFINITY, 2],
    ]);
    expect(int8Scales([...parts, strange])).toEqual(quantiseInt8([...parts, strange]).scale);
    expect(int8Scales([])).toEqual(new Float32Array(0));
  });

  it("stacks parts in order", () => {
    const parts = [70, 1, 65].map((height, part) =>
      reader(Array.from({ length: height }, (_, row) => [127 * (part + 1), row])),
    );
    const { weight, scale } = quantiseInt8(parts);
    expect(scale.length).toBe(136);
    expect([0, 69, 70, 71, 135].map((n) => scale[n])).toEqual([1, 1, 2, 3, 3]);
    expect([0, 69, 70, 71, 135].map((n) => weight[n])).toEqual([127, 127, 127, 127, 127]);
    expect([1, 69].map((n) => weight[136 + n])).toEqual([1, 69]);
    expect([70, 72, 135].map((n) => weight[136 + n])).toEqual([0, 0, Math.round(64 / 3)]);
  });

  it("hides no value that is not a number", () => {
    const { scale } = quantiseInt8([
      reader([
        [1, Number.NaN],
        [Infinity, 0],
        [1, -2],
      ]),
    ]);
    expect([...scale]).toEqual([Number.NaN, Infinity, Math.fround(2 / 127)]);
  });

  it("gives nothing for no parts", () => {
    expect(quantiseInt8([])).toEqual({ weight: new Int8Array(0), scale: new Float32Array(0) });
  });
});
