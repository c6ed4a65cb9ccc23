import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasToken, maskedIn, maskLogits, onlyToken } from "./token-mask.ts";

function maskOf(tokens: Iterable<number>, words: number): Int32Array {
  const mask = new Int32Array(words);
  for (const token of tokens) mask[token >> 5] = (mask[token >> 5] as number) | (1 << (token & 31));
  return mask;
}

describe("token masks", () => {
  it("leave allowed tokens as they are and make the others impossible", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.array(fc.integer({ min: 0, max: 199 })),
        fc.boolean(),
        (vocabSize, chosen, inverted) => {
          const all = Array.from({ length: vocabSize }, (_, token) => token);
          const allowed = new Set(all.filter((token) => chosen.includes(token) !== inverted));
          const mask = maskOf(allowed, Math.ceil(vocabSize / 32));
          const logits = Float32Array.from(all);
          maskLogits(logits, mask);
          expect([...logits]).toEqual(all.map((token) => (allowed.has(token) ? token : -Infinity)));
          expect([...maskedIn(mask)]).toEqual([...allowed]);
          expect(all.filter((token) => hasToken(mask, token))).toEqual([...allowed]);
        },
      ),
    );
  });

  it("tell a single token from none and from several, the last bit of a word too", () => {
    for (const token of [0, 31, 32, 63, 95]) expect(onlyToken(maskOf([token], 3))).toBe(token);
    expect(onlyToken(maskOf([], 3))).toBeNull();
    expect(onlyToken(maskOf([31, 32], 3))).toBeNull();
    expect(onlyToken(maskOf([30, 31], 3))).toBeNull();
  });

  it("say no for what lies beyond them", () => {
    expect(hasToken(new Int32Array([-1]), 32)).toBe(false);
  });
});
