import { describe, expect, it } from "vitest";
import { GREEDY } from "#shared/language-model";
import type { Sampling } from "#shared/language-model";
import { Sampler } from "./sampler.ts";

const SAMPLING: Sampling = { temperature: 1, topP: 1, minP: 0, repetitionPenalty: 1, seed: 1 };
const logitsOf = (probabilities: readonly number[]): Float32Array =>
  Float32Array.from(probabilities, Math.log);

function draw(sampling: Partial<Sampling>, logits: Float32Array, count: number): number[] {
  const sampler = new Sampler({ ...SAMPLING, ...sampling });
  return Array.from({ length: count }, () => sampler.next(logits.slice(), new Set()));
}

function counts(tokens: readonly number[], vocabSize: number): number[] {
  return Array.from({ length: vocabSize }, (_, token) => tokens.filter((each) => each === token).length);
}

/** Pearson's statistic of `tokens` against the probabilities they were drawn with. */
function chiSquare(tokens: readonly number[], probabilities: readonly number[]): number {
  return counts(tokens, probabilities.length).reduce((sum, count, token) => {
    const expected = tokens.length * probabilities[token]!;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}

const kept = (sampling: Partial<Sampling>, logits: Float32Array): number[] =>
  [...new Set(draw(sampling, logits, 3000))].sort((a, b) => a - b);

describe("greedy", () => {
  it("takes the largest logit, the first of equals, wherever it stands", () => {
    const sampler = new Sampler(GREEDY);
    expect(sampler.next(Float32Array.of(-3, 7, 7, 1), new Set())).toBe(1);
    expect(sampler.next(Float32Array.of(-3, -2, -1), new Set())).toBe(2);
    expect(sampler.next(Float32Array.of(5), new Set())).toBe(0);
    expect(sampler.next(Float32Array.of(-Infinity, -1e30, -Infinity), new Set())).toBe(1);
  });

  it("does not change the logits", () => {
    const logits = Float32Array.of(1, 2);
    new Sampler(GREEDY).next(logits, new Set([0, 1]));
    expect(logits).toEqual(Float32Array.of(1, 2));
  });
});

function penalised(logits: Float32Array, seen: readonly number[], repetitionPenalty: number): number {
  return new Sampler({ ...GREEDY, repetitionPenalty }).next(logits, new Set(seen));
}

describe("repetition penalty", () => {
  it("divides positive and multiplies negative logits of seen tokens, once each", () => {
    const logits = Float32Array.of(4, 2.5, -1, 0, -3);
    expect(penalised(logits, [0, 0, 2, 0, 3], 2)).toBe(1);
    expect([...logits]).toEqual([2, 2.5, -2, 0, -3]);
  });

  it("ignores tokens that are not in the vocabulary", () => {
    const logits = Float32Array.of(1, 2);
    expect(penalised(logits, [7, -1], 2)).toBe(1);
    expect([...logits]).toEqual([1, 2]);
  });
});

describe("drawing", () => {
  const probabilities = [0.5, 0.3, 0.15, 0.05];
  const logits = logitsOf(probabilities);
  /** Of a chi-square variable with 3 degrees of freedom, one in a million lies above. */
  const LIMIT_3 = 30.7;
  const LIMIT_9 = 44.8;

  it("repeats itself for the same seed and differs for another", () => {
    expect(draw({ seed: 5 }, logits, 50)).toEqual(draw({ seed: 5 }, logits, 50));
    expect(draw({ seed: 5 }, logits, 50)).not.toEqual(draw({ seed: 6 }, logits, 50));
  });

  it("follows the softmax of the logits", () => {
    expect(chiSquare(draw({}, logits, 20_000), probabilities)).toBeLessThan(LIMIT_3);
  });

  it("is even over equal logits, and for the first draw of many seeds", () => {
    const even = Array<number>(10).fill(0.1);
    expect(chiSquare(draw({}, logitsOf(even), 20_000), even)).toBeLessThan(LIMIT_9);
    const firsts = Array.from({ length: 20_000 }, (_, seed) => draw({ seed }, logitsOf(even), 1)[0]!);
    expect(chiSquare(firsts, even)).toBeLessThan(LIMIT_9);
  });

  it("flattens and sharpens with temperature", () => {
    for (const temperature of [0.5, 2]) {
      const powers = probabilities.map((p) => p ** (1 / temperature));
      const sum = powers.reduce((total, p) => total + p, 0);
      const expected = powers.map((p) => p / sum);
      expect(chiSquare(draw({ temperature }, logits, 20_000), expected)).toBeLessThan(LIMIT_3);
    }
  });

  it("is greedy where the temperature is as good as zero", () => {
    expect(kept({ temperature: 1e-6 }, logits)).toEqual([0]);
  });

  it("does not mind the size of the logits", () => {
    const large = logits.map((logit) => logit + 1e4);
    expect(chiSquare(draw({}, large, 20_000), probabilities)).toBeLessThan(2 * LIMIT_3);
    expect(kept({}, Float32Array.of(-Infinity, 0, -Infinity, 0))).toEqual([1, 3]);
  });

  it.each([
    [0, [0]],
    [0.49, [0]],
    [0.51, [0, 1]],
    [0.79, [0, 1]],
    [0.81, [0, 1, 2]],
    [0.96, [0, 1, 2, 3]],
    [1, [0, 1, 2, 3]],
  ])("keeps the fewest tokens whose mass reaches top-p %f", (topP, tokens) => {
    expect(kept({ topP }, logits)).toEqual(tokens);
  });

  it.each([
    [0, [0, 1, 2, 3]],
    [0.099, [0, 1, 2, 3]],
    [0.101, [0, 1, 2]],
    [0.299, [0, 1, 2]],
    [0.301, [0, 1]],
    [0.601, [0]],
    [1, [0]],
  ])("drops what is below min-p %f of the best", (minP, tokens) => {
    expect(kept({ minP }, logits)).toEqual(tokens);
  });

  it("keeps the proportions of what is left", () => {
    const drawn = draw({ topP: 0.75 }, logits, 20_000);
    expect(chiSquare(drawn, [0.5 / 0.8, 0.3 / 0.8])).toBeLessThan(LIMIT_3);
    expect(chiSquare(draw({ minP: 0.4 }, logits, 20_000), [0.5 / 0.8, 0.3 / 0.8])).toBeLessThan(LIMIT_3);
  });

  it("does not depend on where tokens stand in the vocabulary", () => {
    expect(kept({ topP: 0.6 }, logitsOf([0.05, 0.3, 0.15, 0.5]))).toEqual([1, 3]);
  });
});
