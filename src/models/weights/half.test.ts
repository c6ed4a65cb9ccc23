import { describe, expect, it } from "vitest";
import { floatsToHalves, halfToFloat } from "./half.ts";

function half(value: number): number {
  return floatsToHalves(Float32Array.of(value))[0]!;
}

describe("float32 to half precision", () => {
  it("gives every half back", () => {
    const all = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
    const back = floatsToHalves(Float32Array.from(all, halfToFloat));
    // NaNs lose what is inside them.
    all.forEach((bits, i) => {
      if (Number.isNaN(halfToFloat(bits))) expect(back[i]! & 0x7e00).toBe(0x7e00);
      else if (back[i] !== bits) expect.fail(`${bits} became ${back[i]}`);
    });
  });

  it.each([
    ["1 + 2^-11, half way, to even below", 1 + 2 ** -11, 0x3c00],
    ["1 + 3 * 2^-11, half way, to even above", 1 + 3 * 2 ** -11, 0x3c02],
    ["just above half way", 1 + 2 ** -11 + 2 ** -20, 0x3c01],
    ["a carry into the exponent", 2 - 2 ** -12, 0x4000],
    ["the largest that is not infinite", 65_519, 0x7bff],
    ["the smallest that is", 65_520, 0x7c00],
    ["minus infinity", -Infinity, 0xfc00],
    ["a carry from subnormal to normal", 2 ** -14 - 2 ** -26, 0x0400],
    ["half of the smallest, to even", 2 ** -25, 0x0000],
    ["a little more", 2 ** -25 * 1.001, 0x0001],
    ["three halves of the smallest, to even", 3 * 2 ** -25, 0x0002],
    ["a float's own subnormal", 1e-40, 0x0000],
    ["minus zero", -0, 0x8000],
  ])("rounds %s", (_, value, bits) => {
    expect(half(value)).toBe(bits);
  });
});
