/** @file Golden values of spec llama32 2.3, which come from Meta's configurations run in transformers. */
import { describe, expect, it } from "vitest";
import { tinyConfig } from "#models/testing/tiny-llama";
import type { LlamaConfig, RopeScaling } from "./config.ts";
import { rotaryAngle, rotaryFrequencies, rotaryTable } from "./rotary.ts";

const scaling = (factor: number): RopeScaling => ({
  factor,
  lowFreqFactor: 1,
  highFreqFactor: 4,
  originalMaxPositionEmbeddings: 8192,
});
const llama3 = (headDim: number, factor: number): LlamaConfig =>
  tinyConfig({ headDim, ropeTheta: 500_000, ropeScaling: scaling(factor) });

interface Golden {
  readonly name: string;
  readonly config: LlamaConfig;
  readonly split: readonly [kept: number, blended: number, divided: number];
  readonly values: Readonly<Record<number, number>>;
}

const GOLDENS: readonly Golden[] = [
  {
    name: "1B",
    config: llama3(64, 32),
    split: [15, 3, 14],
    values: {
      0: 1,
      1: 0.663601279,
      15: 0.00129054801,
      16: 0.000429556705,
      17: 9.70828623e-5,
      31: 9.41830649e-8,
    },
  },
  {
    name: "3B",
    config: llama3(128, 32),
    split: [29, 6, 29],
    values: {
      29: 0.00211840682,
      30: 0.00129054801,
      31: 0.000762541255,
      32: 0.000429556705,
      33: 0.00022276341,
      34: 9.70828623e-5,
      63: 7.67231469e-8,
    },
  },
  {
    name: "11B and 90B",
    config: llama3(128, 8),
    split: [29, 6, 29],
    values: {
      29: 0.00216657063,
      30: 0.00137189368,
      31: 0.00085675146,
      32: 0.000524846022,
      33: 0.00031269365,
      34: 0.000178507791,
      63: 3.06892588e-7,
    },
  },
];

describe.each(GOLDENS)("rotary frequencies of $name", ({ config, split, values }) => {
  const frequencies = rotaryFrequencies(config);
  const unscaled = rotaryFrequencies({ ...config, ropeScaling: null });

  it("has the golden values", () => {
    for (const [index, value] of Object.entries(values)) {
      // Goldens were computed in float32: rounding the exponent of 500,000 costs up to ln(500,000) * 2^-24 = 8e-7.
      expect(Math.abs(frequencies[Number(index)]! / value - 1)).toBeLessThan(8e-7);
    }
  });

  it("keeps, blends and divides as many as it should", () => {
    const { factor } = config.ropeScaling as RopeScaling;
    const ratios = [...frequencies].map((frequency, index) => unscaled[index]! / frequency);
    const kept = ratios.filter((ratio) => ratio === 1).length;
    const divided = ratios.filter((ratio) => Math.abs(ratio - factor) < 1e-9).length;
    expect([kept, ratios.length - kept - divided, divided]).toEqual(split);
  });
});

function rotaryTables(config: LlamaConfig, count: number): { cos: Float32Array; sin: Float32Array } {
  const range = { first: 0, positions: count, columns: config.headDim / 2 };
  return { cos: rotaryTable(config, "cos", range), sin: rotaryTable(config, "sin", range) };
}

describe("rotary tables", () => {
  it("has the golden cosines and sines of 1B", () => {
    const { cos, sin } = rotaryTables(llama3(64, 32), 100_001);
    expect([cos.length, sin.length]).toEqual([100_001 * 32, 100_001 * 32]);
    expect(cos[1000 * 32 + 15]).toBeCloseTo(0.2765943, 6);
    expect(sin[1000 * 32 + 15]).toBeCloseTo(0.9609868, 6);
    expect(cos[100_000 * 32]).toBeCloseTo(-0.9993608, 6);
    expect(sin[100_000 * 32]).toBeCloseTo(0.0357488, 6);
  });

  it("rotates the golden vector, first half with second half", () => {
    const { cos, sin } = rotaryTables(llama3(64, 32), 2);
    const rotated = (i: number): number => {
      const pair = i % 32;
      const [a, b] = [pair / 64, (pair + 32) / 64];
      const [c, s] = [cos[32 + pair]!, sin[32 + pair]!];
      return i < 32 ? a * c - b * s : b * c + a * s;
    };
    expect(rotated(0)).toBeCloseTo(-0.420735, 6);
    expect(rotated(1)).toBeCloseTo(-0.305294, 6);
    expect(rotated(32)).toBeCloseTo(0.270151, 6);
    expect(rotated(33)).toBeCloseTo(0.415823, 6);
  });

  it("begin at any position", () => {
    const config = llama3(64, 32);
    for (const table of ["cos", "sin"] as const) {
      const whole = rotaryTable(config, table, { first: 0, positions: 20, columns: 32 });
      const end = rotaryTable(config, table, { first: 17, positions: 3, columns: 32 });
      expect(end).toEqual(whole.subarray(17 * 32));
      const wide = rotaryTable(config, table, { first: 17, positions: 3, columns: 40 });
      expect(wide.subarray(0, 32)).toEqual(end.subarray(0, 32));
      expect([...wide.subarray(32, 40)]).toEqual(Array(8).fill(0));
    }
  });

  it("have angles in float32, as the weights were trained with", () => {
    const frequencies = rotaryFrequencies(llama3(64, 32));
    const exact = 90_001 * frequencies[1]!;
    const angle = rotaryAngle(frequencies, 90_001, 1);
    expect(angle).toBe(Math.fround(exact));
    expect(angle).not.toBe(exact);
    expect(rotaryTable(llama3(64, 32), "cos", { first: 90_001, positions: 1, columns: 32 })[1]).toBe(
      Math.fround(Math.cos(angle)),
    );
  });

  it("turns nothing at position 0", () => {
    const { cos, sin } = rotaryTables(tinyConfig(), 1);
    expect([...cos]).toEqual(Array(8).fill(1));
    expect([...sin]).toEqual(Array(8).fill(0));
  });
});
