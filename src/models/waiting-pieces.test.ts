import { describe, expect, it } from "vitest";
import { WaitingPieces } from "./waiting-pieces.ts";

function bytes(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(length);
}

describe("pieces that wait", () => {
  it("are given away once", () => {
    const waiting = new WaitingPieces(10);
    const scales = bytes(4);
    waiting.keep("a", new Map([["scales", scales]]));
    expect(waiting.take("b", "scales")).toBeUndefined();
    expect(waiting.take("a", "zero_points")).toBeUndefined();
    expect(waiting.take("a", "scales")).toBe(scales);
    expect(waiting.take("a", "scales")).toBeUndefined();
    expect(waiting.hasRoom(10)).toBe(true);
  });

  it("go, the largest first, when there is no room for all", () => {
    const waiting = new WaitingPieces(10);
    waiting.keep("a", new Map([["quants", bytes(6)]]));
    waiting.keep("a", new Map([["scales", bytes(3)]]));
    expect(waiting.hasRoom(1)).toBe(true);
    expect(waiting.hasRoom(2)).toBe(false);
    waiting.keep("b", new Map([["scales", bytes(2)]]));
    expect(waiting.take("a", "quants")).toBeUndefined();
    expect(waiting.take("a", "scales")).toHaveLength(3);
    expect(waiting.take("b", "scales")).toHaveLength(2);
  });

  it("take the place of those made before, and never wait where one alone is too large", () => {
    const waiting = new WaitingPieces(10);
    const pieces = new Map([
      ["weight", bytes(8)],
      ["scale", bytes(1)],
    ] as const);
    waiting.keep("a", pieces);
    waiting.keep("a", pieces);
    expect(waiting.hasRoom(1)).toBe(true);
    waiting.keep("b", new Map([["weight", bytes(11)]]));
    expect(waiting.take("b", "weight")).toBeUndefined();
    expect(waiting.take("a", "weight")).toBe(pieces.get("weight"));
  });
});
