import { describe, expect, it } from "vitest";
import { largestDifference } from "#models/testing/compare";
import { exactValues, nbitsValues } from "#models/testing/nbits-values";
import { seededRandom } from "#models/testing/random";
import { bf16, writeSafetensors } from "#models/testing/safetensors-writer";
import type { SafetensorsEntry } from "#models/testing/safetensors-writer";
import { memorySource, rangeBy } from "#models/testing/tiny-llama";
import { inMemory } from "./byte-source.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { nbitsRows } from "./checkpoint.ts";
import { floatsToHalves } from "./half.ts";
import { packNBits, reorderedNBits, smallerBlocks, stackedNBits } from "./nbits.ts";
import { readAllRows } from "./rows.ts";
import { SafetensorsCheckpoint } from "./safetensors-checkpoint.ts";
import { parseSafetensors } from "./safetensors.ts";

function f16(shape: readonly number[], values: readonly number[]): SafetensorsEntry {
  return { dtype: "F16", shape, bytes: new Uint8Array(floatsToHalves(Float32Array.from(values)).buffer) };
}

function u32(shape: readonly number[], words: readonly number[]): SafetensorsEntry {
  return { dtype: "U32", shape, bytes: new Uint8Array(Uint32Array.from(words).buffer) };
}

function checkpointOf(entries: Readonly<Record<string, SafetensorsEntry>>): Checkpoint {
  return new SafetensorsCheckpoint(parseSafetensors(memorySource(writeSafetensors(entries))));
}

/** Nibbles 0, 1, ..., 7 and 8, ..., 15, low ones first. */
const [LOW_RAMP, HIGH_RAMP] = [0x76543210, 0xfedcba98];
const WORDS = Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? LOW_RAMP : HIGH_RAMP));

/** [1, 128]: a group of positive scale, then one of negative. */
function module(scales: readonly number[], biases: readonly number[]): Record<string, SafetensorsEntry> {
  return {
    "m.weight": u32([1, 16], WORDS),
    "m.scales": f16([1, 2], scales),
    "m.biases": f16([1, 2], biases),
    "m.bias": f16([1], [3]),
  };
}

describe("MLX modules", () => {
  const checkpoint = checkpointOf(module([0.5, -0.25], [-4, 2]));

  it("are scale * q + bias, low nibbles first, whatever the scale's sign", () => {
    const ramp = Array.from({ length: 64 }, (_, i) => i % 16);
    expect([...readAllRows(checkpoint.rows("m.weight", [1, 128]))]).toEqual([
      ...ramp.map((q) => q / 2 - 4),
      ...ramp.map((q) => 2 - q / 4),
    ]);
    expect(checkpoint.vector("m.weight", [1, 128])).toEqual(
      readAllRows(checkpoint.rows("m.weight", [1, 128])),
    );
  });

  it("keep a linear layer's own bias apart from the biases", () => {
    expect([...checkpoint.vector("m.bias", [1])]).toEqual([3]);
  });

  it("go into MatMulNBits with their bytes and zero points of 8 and 8", () => {
    const packed = packNBits(checkpoint.nbits("m.weight", [1, 128])!);
    expect(packed.quants).toEqual(new Uint8Array(Uint32Array.from(WORDS).buffer));
    expect([...packed.scales]).toEqual([0.5, -0.25]);
    expect([...packed.zeroPoints]).toEqual([0x88]);
    const values = readAllRows(nbitsValues(packed, 1, 128, 64));
    expect(largestDifference(values, readAllRows(checkpoint.rows("m.weight", [1, 128])))).toBe(0);
  });

  it("have quants that are taken from where they lie, of any rows and of stacked matrices", () => {
    const words = Array.from({ length: 7 * 16 }, (_, index) => (index * 0x9e37_79b1) >>> 0);
    const parts = [3, 4].map((rows) => {
      const of = u32([rows, 16], words.slice(rows === 3 ? 0 : 48, rows === 3 ? 48 : undefined));
      const groups = Array.from({ length: 2 * rows }, () => 1);
      const stored = {
        "m.weight": of,
        "m.scales": f16([rows, 2], groups),
        "m.biases": f16([rows, 2], groups),
      };
      return checkpointOf(stored).nbits("m.weight", [rows, 128])!;
    });
    const stack = stackedNBits(parts);
    const { quants } = packNBits(stack);
    for (const [start, end] of [
      [0, 7],
      [1, 2],
      [2, 6],
      [3, 7],
    ] as const) {
      expect(inMemory(stack.storedQuants(start, end)!)).toEqual(quants.slice(start * 64, end * 64));
    }
    expect(smallerBlocks(stack, 32).storedQuants(0, 7)?.byteLength).toBe(7 * 64);
    // In another order they have to be put together row by row; one part that has to be is enough.
    const turned = reorderedNBits(parts[0]!, (row) => 2 - row);
    expect([turned, stackedNBits([turned, parts[1]!])].map((rows) => rows.storedQuants(0, 3))).toEqual([
      null,
      null,
    ]);
  });

  it("round a zero point that f16 has moved a little", () => {
    const moved = checkpointOf(module([0.1, 0.1], [-0.7, -1.1]));
    const packed = packNBits(moved.nbits("m.weight", [1, 128])!);
    expect([...packed.zeroPoints]).toEqual([0xb7]);
    // What f16 moved stays a residual: of 0.7 and 1.1 at most half a step of f16, seven and eleven times that of 0.1.
    expect(packed.residuals.every((residual) => residual !== 0 && Math.abs(residual) < 1e-3)).toBe(true);
    const stored = readAllRows(moved.rows("m.weight", [1, 128]));
    expect(largestDifference(exactValues(packed, 1, 128, 64), stored)).toBeLessThan(1e-7);
  });

  it.each([
    ["15 and 0", [1, -1], [-15, 0], false],
    ["above 15", [1, 1], [-4, -20], true],
    ["below 0", [1, 1], [-4, 4], true],
    ["infinite", [1, 0], [-4, 1], true],
  ])("are exact with their residuals when a zero point is %s", (_, scales, biases, needsResiduals) => {
    const outside = checkpointOf(module(scales, biases));
    const rows = outside.nbits("m.weight", [1, 128])!;
    expect(rows.needsResiduals()).toBe(needsResiduals);
    const packed = packNBits(nbitsRows(outside, "m.weight", [1, 128], 64));
    expect(packed.quants).toEqual(new Uint8Array(Uint32Array.from(WORDS).buffer));
    const stored = readAllRows(outside.rows("m.weight", [1, 128]));
    expect(largestDifference(exactValues(packed, 1, 128, 64), stored)).toBe(0);
    // What the zero points alone cannot say is in the residuals, and only there.
    const alone = largestDifference(readAllRows(nbitsValues(packed, 1, 128, 64)), stored);
    expect(alone > 0).toBe(needsResiduals);
  });

  it.each([
    ["F16", false],
    ["BF16", true],
  ] as const)("need residuals where scales in %s leave too much: %s", (type, needed) => {
    const random = seededRandom(7);
    // As MLX writes them: whole steps below zero, then both rounded.
    const scales = Array.from({ length: 64 }, () => 0.001 + 0.009 * random());
    const biases = scales.map((scale, group) => -scale * (5 + (group % 6)));
    const write = type === "F16" ? f16 : bf16;
    const checkpoint = checkpointOf({
      "m.weight": u32([32, 16], Array.from({ length: 32 }, () => WORDS).flat()),
      "m.scales": write([32, 2], scales),
      "m.biases": write([32, 2], biases),
    });
    expect(checkpoint.nbits("m.weight", [32, 128])!.needsResiduals()).toBe(needed);
  });

  it("are looked through for their zero points once, and only when that is asked", () => {
    let reads = 0;
    const source = memorySource(writeSafetensors(module([0.5, -0.25], [-4, 2])));
    const read = (offset: number, length: number): Uint8Array<ArrayBuffer> => {
      reads += 1;
      return source.read(offset, length);
    };
    const counting = { sizeBytes: source.sizeBytes, read, range: rangeBy(read) };
    const counted = new SafetensorsCheckpoint(parseSafetensors(counting));
    const headerReads = reads;
    counted.nbits("m.weight", [1, 128]);
    expect(reads).toBe(headerReads);
    for (let time = 0; time < 3; time++) counted.nbits("m.weight", [1, 128])!.needsResiduals();
    expect(reads).toBe(headerReads + 2);
  });

  it("hide no bias that is not a number", () => {
    const damaged = checkpointOf(module([1, 1], [-4, Number.NaN]));
    const rows = damaged.nbits("m.weight", [1, 128])!;
    expect(rows.needsResiduals()).toBe(true);
    expect([...packNBits(rows).residuals]).toEqual([0, Number.NaN]);
  });

  it.each([32, 16])("are as exact in blocks of %i", (blockSize) => {
    const outside = checkpointOf(module([0.1, 0.25], [-0.73, 4]));
    const packed = packNBits(nbitsRows(outside, "m.weight", [1, 128], blockSize));
    expect(packed.scales.length).toBe(128 / blockSize);
    const stored = readAllRows(outside.rows("m.weight", [1, 128]));
    expect(largestDifference(exactValues(packed, 1, 128, blockSize), stored)).toBeLessThan(1e-6);
  });

  it.each([32, 64, 128])("are read in groups of %i, in 4 bits and in 8", (group) => {
    const groups = 128 / group;
    const scales = Array.from({ length: groups }, (_, index) => 0.5 + index);
    const biases = scales.map((scale) => -4 * scale);
    const own = (at: number, q: number): number => (q - 4) * scales[Math.floor(at / group)]!;
    const entries = { "m.scales": f16([1, groups], scales), "m.biases": f16([1, groups], biases) };
    const nibbles = checkpointOf({ ...entries, "m.weight": u32([1, 16], WORDS) });
    const expected = Array.from({ length: 128 }, (_, at) => own(at, at % 16));
    expect([...nibbles.vector("m.weight", [1, 128])]).toEqual(expected);
    const packed = packNBits(nbitsRows(nibbles, "m.weight", [1, 128], 32));
    expect([...readAllRows(nbitsValues(packed, 1, 128, 32))]).toEqual(expected);

    const words = Array.from({ length: 32 }, (_, word) => (0x03020100 + word * 0x04040404) >>> 0);
    const bytes = checkpointOf({ ...entries, "m.weight": u32([1, 32], words) });
    expect([...bytes.vector("m.weight", [1, 128])]).toEqual(
      Array.from({ length: 128 }, (_, at) => own(at, at)),
    );
    expect(bytes.nbits("m.weight", [1, 128])!.bits).toBe(8);
    const whole = packNBits(nbitsRows(bytes, "m.weight", [1, 128], 32, 8));
    expect([...readAllRows(nbitsValues(whole, 1, 128, 32))]).toEqual(
      Array.from({ length: 128 }, (_, at) => own(at, at)),
    );
  });

  it("take a group of zeros", () => {
    const zeros = checkpointOf(module([0, 0.5], [0, -4]));
    expect([...packNBits(zeros.nbits("m.weight", [1, 128])!).zeroPoints]).toEqual([0x80]);
  });

  it.each<[string, string, Record<string, SafetensorsEntry>]>([
    ["no biases", "weights-corrupt", { "m.biases": f16([2], [0, 0]) }],
    ["biases of another shape", "weights-corrupt", { "m.biases": f16([1, 1], [0]) }],
    ["biases of another type", "weights-corrupt", { "m.biases": u32([1, 2], [0, 0]) }],
    [
      "scales of integers",
      "weights-corrupt",
      { "m.scales": u32([1, 2], [1, 1]), "m.biases": u32([1, 2], [1, 1]) },
    ],
    [
      "more rows of scales",
      "weights-corrupt",
      { "m.scales": f16([2, 1], [1, 1]), "m.biases": f16([2, 1], [1, 1]) },
    ],
    ["weights that are not words", "weights-corrupt", { "m.weight": f16([1, 128], Array(128).fill(1)) }],
    ["2 bits", "weights-unsupported", { "m.weight": u32([1, 8], Array(8).fill(1)) }],
    ["5 words a group", "weights-unsupported", { "m.weight": u32([1, 10], Array(10).fill(1)) }],
    ["another width than asked for", "weights-corrupt", { "m.weight": u32([2, 16], Array(32).fill(1)) }],
  ])("are refused with %s: %s", (_, code, changes) => {
    const damaged = checkpointOf({ ...module([1, 1], [0, 0]), ...changes });
    for (const read of ["rows", "nbits", "vector"] as const) {
      expect(() => damaged[read]("m.weight", [1, 128])).toThrow(
        expect.objectContaining({ code, details: { tensor: "m.weight" } }),
      );
    }
  });

  it("name what is missing", () => {
    const { "m.biases": _, ...entries } = module([1, 1], [0, 0]);
    expect(() => checkpointOf(entries).rows("m.weight", [1, 128])).toThrow(
      expect.objectContaining({ code: "weights-corrupt", details: { tensor: "m.biases" } }),
    );
  });
});
