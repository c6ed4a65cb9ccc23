import { describe, expect, it } from "vitest";
import { tokenLogprob } from "./token-logprobs.ts";

const bytes = (token: number): Uint8Array => Uint8Array.of(0x61 + token);
const of = (probabilities: readonly number[]): Float32Array =>
  Float32Array.from(probabilities, (p) => Math.log(p) + 5);

describe("probabilities of tokens", () => {
  it("are natural logarithms of the softmax", () => {
    const { logprob, token, bytes: raw } = tokenLogprob(of([0.5, 0.3, 0.2]), 1, 0, bytes);
    expect(logprob).toBeCloseTo(Math.log(0.3), 5);
    expect([token, raw]).toEqual(["b", [0x62]]);
  });

  it("come with the likeliest, the first of equals first", () => {
    const { top } = tokenLogprob(of([0.1, 0.3, 0.2, 0.3, 0.1]), 0, 3, bytes);
    expect(top.map(({ token }) => token)).toEqual(["b", "d", "c"]);
    expect(top.map(({ logprob }) => Math.exp(logprob))).toEqual(
      [0.3, 0.3, 0.2].map((p) => expect.closeTo(p, 5) as number),
    );
    expect(tokenLogprob(of([0.6, 0.4]), 0, 20, bytes).top).toHaveLength(2);
  });

  it("do not overflow, nor mind impossible tokens", () => {
    const { logprob, top } = tokenLogprob(Float32Array.of(1000, 1000, -Infinity), 0, 3, bytes);
    expect(logprob).toBeCloseTo(Math.log(0.5), 6);
    expect(top[2]?.logprob).toBe(-Infinity);
  });

  it("show part of a character as bytes", () => {
    const half = tokenLogprob(of([1]), 0, 0, () => Uint8Array.of(0xc3));
    expect([half.token, half.bytes]).toEqual(["�", [0xc3]]);
  });
});
