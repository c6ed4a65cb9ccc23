import { describe, expect, it } from "vitest";
import { exactValues, nbitsValues } from "#models/testing/nbits-values";
import { seededRandom } from "#models/testing/random";
import {
  packBlocks,
  packNBits,
  quantisedNBits,
  reorderedNBits,
  smallerBlocks,
  stackedNBits,
} from "./nbits.ts";
import type { NBitsRow } from "./nbits.ts";
import { readAllRows } from "./rows.ts";
import type { RowReader } from "./rows.ts";

function reader(rows: readonly (readonly number[])[]): RowReader {
  return { rows: rows.length, columns: rows[0]!.length, readRow: (row, into) => into.set(rows[row]!) };
}

function repeated(length: number, ...values: readonly number[]): number[] {
  return Array.from({ length }, (_, i) => values[i % values.length]!);
}

describe("rounding to 4 bits", () => {
  it("puts even columns in low nibbles, and zero points of even blocks too", () => {
    // Steps of 1: from -4 to 11, zero point 4; from 0 to 15, zero point 0; from -15 to 0, zero point 15.
    const row = [...repeated(32, -4, 11), ...repeated(32, 0, 15), ...repeated(32, -15, -14)];
    const { quants, scales, zeroPoints } = packNBits(quantisedNBits(reader([row]), 32));
    expect([...quants]).toEqual([...repeated(16, 0xf0), ...repeated(16, 0xf0), ...repeated(16, 0x10)]);
    expect([...scales]).toEqual([1, 1, 1]);
    expect([...zeroPoints]).toEqual([0x04, 0x0f]);
  });

  it.each([32, 64] as const)(
    "moves nothing by more than half a step, zero not at all (blocks of %i)",
    (blockSize) => {
      const random = seededRandom(blockSize);
      // Blocks around zero, to one side of it, tiny, and with zeros in between.
      const rows = Array.from({ length: 12 }, (_, row) =>
        Array.from({ length: 192 }, () => {
          const value = (random() - [0.5, 0, 1, 0.3][row % 4]!) * 10 ** (row - 8);
          return random() < 0.1 ? 0 : Math.fround(value);
        }),
      );
      const matrix = packNBits(quantisedNBits(reader(rows), blockSize));
      const values = readAllRows(nbitsValues(matrix, 12, 192, blockSize));
      rows.flat().forEach((value, i) => {
        const scale = matrix.scales[Math.floor(i / blockSize)]!;
        expect(Math.abs(values[i]! - value)).toBeLessThanOrEqual(scale * (0.5 + 1e-5));
        if (value === 0) expect(values[i]).toBeCloseTo(0, 12);
      });
    },
  );

  it("gives zeros and a scale that is a number for a block of zeros", () => {
    const matrix = packNBits(quantisedNBits(reader([repeated(32, 0)]), 32));
    expect(matrix.scales[0]).toBeGreaterThan(0);
    expect(readAllRows(nbitsValues(matrix, 1, 32, 32))).toEqual(new Float32Array(32));
  });

  it("hides no value that is not a number", () => {
    const rows = [[Number.NaN, ...repeated(31, 1)], [-Infinity, ...repeated(31, 1)], repeated(32, 15)];
    const { scales } = packNBits(quantisedNBits(reader(rows), 32));
    expect([...scales]).toEqual([Number.NaN, Infinity, 1]);
  });

  it("refuses columns that are not whole blocks", () => {
    expect(() => quantisedNBits(reader([repeated(96, 1)]), 64)).toThrow(
      expect.objectContaining({ code: "weights-unsupported" }),
    );
  });
});

describe("a matrix without its quants", () => {
  const random = seededRandom(5);
  const rows = Array.from({ length: 5 }, () => Array.from({ length: 96 }, () => 2 * random() - 1));
  const rounded = quantisedNBits(reader(rows), 32);

  it.each([
    ["rounded", rounded],
    ["in smaller blocks", smallerBlocks(rounded, 16)],
    ["stacked", stackedNBits([rounded, rounded])],
  ])("is the rest of it, %s", (_, matrix) => {
    const { quants, ...rest } = packNBits(matrix, 1, 4);
    expect(quants.some((byte) => byte !== 0)).toBe(true);
    expect(packBlocks(matrix, 1, 4)).toEqual(rest);
  });
});

describe("slices and stacks", () => {
  const rows = Array.from({ length: 7 }, (_, row) => repeated(64, row + 1, -row));
  const whole = packNBits(quantisedNBits(reader(rows), 32));

  it("gives any slice of the rows", () => {
    const { quants, scales, zeroPoints } = packNBits(quantisedNBits(reader(rows), 32), 2, 5);
    expect(quants).toEqual(whole.quants.slice(2 * 32, 5 * 32));
    expect(scales).toEqual(whole.scales.slice(2 * 2, 5 * 2));
    expect(zeroPoints).toEqual(whole.zeroPoints.slice(2, 5));
  });

  it("stacks parts in order and takes rows in another order", () => {
    const parts = [rows.slice(0, 3), rows.slice(3, 4), rows.slice(4)].map((part) =>
      quantisedNBits(reader(part), 32),
    );
    expect(packNBits(stackedNBits(parts))).toEqual(whole);
    expect(stackedNBits(parts).needsResiduals()).toBe(false);
    const needy = parts.map((part, index) => ({ ...part, needsResiduals: () => index === 1 }));
    expect(stackedNBits(needy).needsResiduals()).toBe(true);
    const turned = reorderedNBits(quantisedNBits(reader(rows.toReversed()), 32), (row) => 6 - row);
    expect(packNBits(turned)).toEqual(whole);
  });

  it.each([16, 32])("divides blocks of 64 into blocks of %i without changing a value", (blockSize) => {
    const large = quantisedNBits(reader(rows), 64);
    // A residual that differs from block to block.
    const withResiduals = {
      ...large,
      readRow: (row: number, into: NBitsRow): void => {
        large.readRow(row, into);
        into.residuals.fill(row / 8);
      },
    };
    const smaller = smallerBlocks(withResiduals, blockSize);
    expect(smaller.blockSize).toBe(blockSize);
    const [before, after] = [packNBits(withResiduals), packNBits(smaller)];
    expect(after.quants).toEqual(before.quants);
    expect(exactValues(after, 7, 64, blockSize)).toEqual(exactValues(before, 7, 64, 64));
  });

  it("refuses to stack what does not fit", () => {
    const [narrow, wide] = [reader([repeated(64, 1)]), reader([repeated(128, 1)])];
    expect(() => stackedNBits([quantisedNBits(narrow, 32), quantisedNBits(wide, 32)])).toThrow();
    expect(() => stackedNBits([quantisedNBits(narrow, 32), quantisedNBits(narrow, 64)])).toThrow();
  });
});
