import { describe, expect, it } from "vitest";
import { allPieces, cutFile, EMPTY_SHA256, parseFileSet, serialiseFileSet, wholeFile } from "./file-set.ts";
import type { FileSet } from "./file-set.ts";

const SHA = "0123456789abcdef".repeat(4);
const MIB_32 = 32 * 2 ** 20;
const piece = (name: string, offset: number, sizeBytes: number, sha256: string | null = SHA) => ({
  name,
  offset,
  sizeBytes,
  sha256,
});
type PieceLike = Readonly<Record<string, unknown>>;
const fileOf = (pieces: readonly (PieceLike | null)[], sizeBytes = 15, name = "model.gguf") => ({
  name,
  sizeBytes,
  sha256: SHA,
  gitBlobId: null,
  pieces,
});
const setOf = (...pieces: readonly (PieceLike | null)[]) => ({ ...GOOD, files: [fileOf(pieces)] });
const GOOD = {
  version: 2,
  modelId: "tiny",
  revision: null,
  files: [
    fileOf([piece("a.0000", 0, 10), piece("a.0001", 10, 5, null)]),
    { ...fileOf([piece("c", 0, 3)], 3, "onnx/config.json"), sha256: null, gitBlobId: "ab".repeat(20) },
  ],
};

describe("file set", () => {
  it("comes back from its text", () => {
    const set = parseFileSet(JSON.stringify(GOOD));
    expect(set.files.map(({ name }) => name)).toEqual(["model.gguf", "onnx/config.json"]);
    expect(parseFileSet(serialiseFileSet(set))).toEqual(set);
  });

  it.each<[string, unknown]>([
    ["another version", { ...GOOD, version: 1 }],
    ["no model id", { ...GOOD, modelId: undefined }],
    ["a revision that is a number", { ...GOOD, revision: 7 }],
    ["files that are no list", { ...GOOD, files: { length: 1 } }],
    ["no files", { ...GOOD, files: [] }],
    ["a list", []],
    ["null", null],
    ["a number", 7],
    ["the same file twice", { ...GOOD, files: [GOOD.files[0], GOOD.files[0]] }],
    ["a negative size", { ...GOOD, files: [fileOf([piece("a", 0, -15)], -15)] }],
    ["a size that is text", { ...GOOD, files: [{ ...fileOf([]), sizeBytes: "15" }] }],
    ["no pieces", setOf()],
    ["null for a piece", setOf(null)],
    ["a gap", setOf(piece("a", 0, 10), piece("b", 11, 4))],
    ["an overlap", setOf(piece("a", 0, 10), piece("b", 9, 6))],
    ["a late start", setOf(piece("a", 1, 14))],
    ["pieces out of order", setOf(piece("b", 10, 5), piece("a", 0, 10))],
    ["pieces that end early", setOf(piece("a", 0, 14))],
    ["pieces that end late", setOf(piece("a", 0, 16))],
    ["an empty piece", setOf(piece("a", 0, 0), piece("b", 0, 15))],
    ["a fraction of a byte", setOf(piece("a", 0, 7.5), piece("b", 7.5, 7.5))],
    ["a piece above 32 MiB", { ...GOOD, files: [fileOf([piece("a", 0, MIB_32 + 1)], MIB_32 + 1)] }],
    ["a name twice", setOf(piece("a", 0, 10), piece("a", 10, 5))],
    ["a hash in capitals", setOf(piece("a", 0, 15, SHA.toUpperCase()))],
    ["a short hash", setOf(piece("a", 0, 15, SHA.slice(1)))],
    ["a hash and a line break", setOf(piece("a", 0, 15, `${SHA}\n`))],
    ["the hash of nothing", setOf(piece("a", 0, 15, EMPTY_SHA256))],
    ["a hash left out", setOf({ name: "a", offset: 0, sizeBytes: 15 })],
    ["a git id that is a SHA-256", { ...GOOD, files: [{ ...GOOD.files[0], gitBlobId: SHA }] }],
    ["a name that leaves the folder", setOf(piece("../a", 0, 15))],
    ["a name that leaves a subfolder", setOf(piece("a/../b", 0, 15))],
    ["a name from the root", setOf(piece("/a", 0, 15))],
    ["a name with a query", setOf(piece("a?b", 0, 15))],
    ["a hidden name", setOf(piece(".a", 0, 15))],
    ["an empty name", setOf(piece("", 0, 15))],
    ["a name of 137 characters", setOf(piece("a".repeat(137), 0, 15))],
  ])("refuses %s", (_, set) => {
    expect(() => parseFileSet(JSON.stringify(set))).toThrow(
      expect.objectContaining({ code: "weights-corrupt" }),
    );
  });

  it.each(["", "<!doctype html>", '{"version":2', "[".repeat(100_000)])(
    "refuses %# that is not JSON",
    (text) => {
      expect(() => parseFileSet(text)).toThrow(expect.objectContaining({ code: "weights-corrupt" }));
    },
  );
});

describe("cutting a file", () => {
  it("keeps a small one whole, with its hash on the piece", () => {
    expect(cutFile({ name: "config.json", sizeBytes: 10, sha256: SHA, gitBlobId: null })).toEqual(
      wholeFile("config.json", 10, SHA),
    );
  });

  it.each([
    [MIB_32, [MIB_32]],
    [MIB_32 + 1, [MIB_32, 1]],
    [3 * MIB_32, [MIB_32, MIB_32, MIB_32]],
  ])("cuts %d bytes", (sizeBytes, sizes) => {
    const file = cutFile({ name: "model.safetensors", sizeBytes, sha256: SHA, gitBlobId: null });
    expect(file.pieces.map(({ sizeBytes }) => sizeBytes)).toEqual(sizes);
    const set: FileSet = { modelId: "tiny", revision: "abc", files: [file] };
    expect(allPieces(parseFileSet(serialiseFileSet(set)))).toEqual(file.pieces);
  });
});
