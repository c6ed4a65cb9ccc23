import { describe, expect, it } from "vitest";
import { parsePieceManifest } from "./piece-manifest.ts";

const SHA = "0123456789abcdef".repeat(4);
const piece = (name: string, offset: number, sizeBytes: number, sha256 = SHA) => ({
  name,
  offset,
  sizeBytes,
  sha256,
});
const GOOD = {
  version: 1,
  modelId: "tiny",
  sizeBytes: 15,
  pieces: [piece("piece-000.bin", 0, 10), piece("piece-001.bin", 10, 5)],
};

describe("piece manifest", () => {
  it("reads a good one and leaves what it does not know", () => {
    const { version: _, ...expected } = GOOD;
    expect(parsePieceManifest(JSON.stringify({ ...GOOD, file: "x.gguf" }))).toEqual(expected);
  });

  it("accepts a piece of exactly 32 MiB", () => {
    const sizeBytes = 32 * 2 ** 20;
    const manifest = { ...GOOD, sizeBytes, pieces: [piece("a", 0, sizeBytes)] };
    expect(parsePieceManifest(JSON.stringify(manifest)).pieces[0]?.sizeBytes).toBe(sizeBytes);
  });

  it.each<[string, unknown]>([
    ["another version", { ...GOOD, version: 2 }],
    ["no model id", { ...GOOD, modelId: undefined }],
    ["a negative size", { ...GOOD, sizeBytes: -15 }],
    ["a size that is text", { ...GOOD, sizeBytes: "15" }],
    ["pieces that are no list", { ...GOOD, pieces: { length: 2 } }],
    ["no pieces", { ...GOOD, sizeBytes: 0, pieces: [] }],
    ["a list", []],
    ["null", null],
    ["a number", 7],
    ["null for a piece", { ...GOOD, pieces: [null] }],
    ["a gap", { ...GOOD, pieces: [piece("a", 0, 10), piece("b", 11, 4)] }],
    ["an overlap", { ...GOOD, pieces: [piece("a", 0, 10), piece("b", 9, 6)] }],
    ["a late start", { ...GOOD, pieces: [piece("a", 1, 14)] }],
    ["pieces out of order", { ...GOOD, pieces: GOOD.pieces.toReversed() }],
    ["pieces that end early", { ...GOOD, pieces: [piece("a", 0, 14)] }],
    ["pieces that end late", { ...GOOD, pieces: [piece("a", 0, 16)] }],
    ["an empty piece", { ...GOOD, pieces: [piece("a", 0, 0), piece("b", 0, 15)] }],
    ["a fraction of a byte", { ...GOOD, pieces: [piece("a", 0, 7.5), piece("b", 7.5, 7.5)] }],
    [
      "a piece above 32 MiB",
      { ...GOOD, sizeBytes: 32 * 2 ** 20 + 1, pieces: [piece("a", 0, 32 * 2 ** 20 + 1)] },
    ],
    ["a name twice", { ...GOOD, pieces: [piece("a", 0, 10), piece("a", 10, 5)] }],
    ["a hash in capitals", { ...GOOD, pieces: [piece("a", 0, 15, SHA.toUpperCase())] }],
    ["a short hash", { ...GOOD, pieces: [piece("a", 0, 15, SHA.slice(1))] }],
    ["a hash and a line break", { ...GOOD, pieces: [piece("a", 0, 15, `${SHA}\n`)] }],
    ["a name that leaves the folder", { ...GOOD, pieces: [piece("../a", 0, 15)] }],
    ["a name with a folder", { ...GOOD, pieces: [piece("a/b", 0, 15)] }],
    ["a name with a query", { ...GOOD, pieces: [piece("a?b", 0, 15)] }],
    ["a hidden name", { ...GOOD, pieces: [piece(".a", 0, 15)] }],
    ["an empty name", { ...GOOD, pieces: [piece("", 0, 15)] }],
    ["a name of 65 characters", { ...GOOD, pieces: [piece("a".repeat(65), 0, 15)] }],
  ])("refuses %s", (_, manifest) => {
    expect(() => parsePieceManifest(JSON.stringify(manifest))).toThrow(
      expect.objectContaining({ code: "weights-corrupt" }),
    );
  });

  it.each(["", "<!doctype html>", '{"version":1', "[".repeat(100_000)])(
    "refuses %# that is not JSON",
    (text) => {
      expect(() => parsePieceManifest(text)).toThrow(expect.objectContaining({ code: "weights-corrupt" }));
    },
  );
});
