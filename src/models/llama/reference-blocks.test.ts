/** @file The references' blocks against numbers that were worked out elsewhere (spec llama32 2.2, 2.3, 9). */
import { describe, expect, it } from "vitest";
import { attention, linear, rmsNorm, rotate, silu } from "./reference-blocks.ts";

/** The first pair of a head by 90 degrees, no other. */
function quarterTurn(pair: number): number {
  return pair === 0 ? Math.PI / 2 : 0;
}

describe("blocks of the references", () => {
  it("multiply by rows of the weight and add the bias", () => {
    const weight = Float32Array.of(1, 2, 3, 4, 5, 6);
    expect([...linear(Float32Array.of(1, -1), weight)]).toEqual([-1, -1, -1]);
    expect([...linear(Float32Array.of(1, -1), weight, Float32Array.of(1, 0, -1))]).toEqual([0, -1, -2]);
  });

  it("normalise rows with huge entries, whose squares no half could hold", () => {
    const normed = rmsNorm(Float32Array.of(1000, 0, 0, 0), Float32Array.of(1, 1, 1, 1), 1e-5);
    expect([...normed]).toEqual([2, 0, 0, 0]);
  });

  it("have epsilon inside the root, and the weight as it is", () => {
    // Mean square 1e-6: with an epsilon of 1e-6, or one outside the root, other values.
    const tiny = Float32Array.of(1e-3, -1e-3);
    const [first, second] = rmsNorm(tiny, Float32Array.of(1, 3), 1e-5);
    expect(first).toBeCloseTo(1 / Math.sqrt(11), 6);
    expect(second).toBeCloseTo(-3 / Math.sqrt(11), 6);
  });

  it("turn element i with element i + headDim / 2, in each head alike", () => {
    const rotated = rotate(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), 4, quarterTurn);
    expect([...rotated].map(Math.round)).toEqual([-3, 2, 1, 4, -7, 6, 5, 8]);
  });

  it("give query head j the kv head floor(j / group)", () => {
    const heads = { numAttentionHeads: 6, numKeyValueHeads: 2, headDim: 1 };
    const keys = [Float32Array.of(1, 1), Float32Array.of(1, 1)];
    const values = [Float32Array.of(10, 20), Float32Array.of(10, 20)];
    const output = attention(new Float32Array(6), keys, values, heads);
    expect([...output]).toEqual([10, 10, 10, 20, 20, 20]);
  });

  it("weigh values by the softmax of scaled scores, whatever their size", () => {
    const heads = { numAttentionHeads: 1, numKeyValueHeads: 1, headDim: 4 };
    const keys = [Float32Array.of(2, 0, 0, 0), Float32Array.of(0, 2, 0, 0)];
    const values = [Float32Array.of(1, 0, 0, 0), Float32Array.of(0, 1, 0, 0)];
    // Scores of 2 * 3 / sqrt(4) and 0.
    const [first, second] = attention(Float32Array.of(3, 0, 0, 0), keys, values, heads);
    expect(first).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
    expect(second).toBeCloseTo(1 / (1 + Math.exp(3)), 6);
    expect([...attention(Float32Array.of(1e6, 0, 0, 0), keys, values, heads)]).toEqual([1, 0, 0, 0]);
  });

  it("count a key n times by the logarithm of n, and not at all by minus infinity", () => {
    const heads = { numAttentionHeads: 1, numKeyValueHeads: 1, headDim: 1 };
    const query = Float32Array.of(0.5);
    const [a, b, c] = [Float32Array.of(1), Float32Array.of(-2), Float32Array.of(4)] as const;
    const three = attention(query, [a, b, b, b], [a, b, b, b], heads);
    const bias = [0, Math.log(3), Number.NEGATIVE_INFINITY];
    const counted = attention(query, [a, b, c], [a, b, c], heads, (key) => bias[key] ?? 0);
    expect(counted[0]).toBeCloseTo(three[0]!, 6);
  });

  it("have SiLU as their activation", () => {
    expect([silu(0), silu(1), silu(-1000)]).toEqual([0, 1 / (1 + Math.exp(-1)), -0]);
  });
});
