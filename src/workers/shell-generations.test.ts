import { describe, expect, it } from "vitest";
import { generationsToDrop, nextTurn, type OlderGeneration } from "./shell-generations.ts";

describe("generationsToDrop", () => {
  it("drops nothing on the first start", () => {
    expect(generationsToDrop([], false)).toEqual([]);
  });

  it("keeps the version the open tabs use when the one between was never used", () => {
    // A runs, X was installed after it and waits, Y replaces X and takes over.
    const older = [
      { name: "A", turn: 1 },
      { name: "X", turn: undefined },
    ];
    expect(generationsToDrop(older, false)).toEqual(["X"]);
  });

  it("keeps one version before this one, not two", () => {
    const older = [
      { name: "A", turn: 1 },
      { name: "B", turn: 2 },
    ];
    expect(generationsToDrop(older, false)).toEqual(["A"]);
  });

  it("drops what a failed installation left, wherever it stands", () => {
    const older = [
      { name: "half", turn: undefined },
      { name: "A", turn: 1 },
      { name: "B", turn: 2 },
      { name: "half again", turn: undefined },
    ];
    expect(generationsToDrop(older, false)).toEqual(["half", "A", "half again"]);
  });

  it("goes by use, not by age: A, then B, then back to A, then C", () => {
    const older = [
      { name: "A", turn: 3 },
      { name: "B", turn: 2 },
    ];
    expect(generationsToDrop(older, false)).toEqual(["B"]);
  });

  it("leaves the cache alone that a still newer version is filling", () => {
    const older = [
      { name: "A", turn: 1 },
      { name: "B", turn: 2 },
      { name: "Z", turn: undefined },
    ];
    expect(generationsToDrop(older, true)).toEqual(["A"]);
  });
});

describe("nextTurn", () => {
  it.each<[readonly OlderGeneration[], number]>([
    [[], 1],
    [[{ name: "half", turn: undefined }], 1],
    [
      [
        { name: "A", turn: 3 },
        { name: "B", turn: 2 },
        { name: "half", turn: undefined },
      ],
      4,
    ],
  ])("%j: %i", (older, turn) => {
    expect(nextTurn(older)).toBe(turn);
  });
});
