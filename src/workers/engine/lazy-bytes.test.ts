import { describe, expect, it, vi } from "vitest";
import { lazyBytes } from "./lazy-bytes.ts";

describe("lazy bytes", () => {
  it("looks like a Uint8Array of its length and is made when it is read", () => {
    const make = vi.fn(() => Uint8Array.of(1, 2, 3, 4));
    const bytes = lazyBytes(4, make);
    expect(bytes).toBeInstanceOf(Uint8Array);
    expect([bytes.length, bytes.byteLength]).toEqual([4, 4]);
    expect(make).not.toHaveBeenCalled();
    expect(bytes.subarray(1, 3)).toEqual(Uint8Array.of(2, 3));
    expect(make).toHaveBeenCalledTimes(1);
  });

  it("refuses content of another length: the runtime would read past it", () => {
    const bytes = lazyBytes(4, () => new Uint8Array(3));
    expect(() => bytes.subarray(0, 4)).toThrow(RangeError);
  });

  it("passes on what the maker throws", () => {
    const bytes = lazyBytes(1, () => {
      throw new Error("no weight");
    });
    expect(() => bytes.subarray(0, 1)).toThrow("no weight");
  });

  it("gives out stored bytes as a whole or not at all", () => {
    const stored = { byteLength: 4, copyTo: () => {} };
    const standIn = new Uint8Array(0);
    const bytes = lazyBytes(
      4,
      () => stored,
      (given) => (given === stored ? standIn : expect.fail("another")),
    );
    expect(bytes.subarray(0, 4)).toBe(standIn);
    expect(() => bytes.subarray(0, 2)).toThrow(RangeError);
  });
});
