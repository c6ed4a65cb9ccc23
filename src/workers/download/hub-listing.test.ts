import { describe, expect, it } from "vitest";
import { EMPTY_SHA256, MAX_PIECE_BYTES } from "#models/weights/file-set";
import { parseHubListing, patternOf } from "./hub-listing.ts";

const SHA256 = "ab".repeat(32);
const BLOB = "cd".repeat(20);
const COMMIT = "12".repeat(20);
const small = (rfilename: string, size: unknown = 10) => ({ rfilename, size, blobId: BLOB });
const large = (rfilename: string, size: number, sha256: unknown = SHA256) => ({
  ...small(rfilename, size),
  lfs: { sha256, size, pointerSize: 134 },
});
const WEIGHTS = large("model-00001-of-00002.safetensors", 2 * MAX_PIECE_BYTES + 5);
const listing = (...siblings: unknown[]) => ({ id: "a/b", sha: COMMIT, siblings });
const parse = (value: unknown, include = ["*.json", "model*.safetensors", "onnx/*.onnx"]) =>
  parseHubListing(new TextEncoder().encode(JSON.stringify(value)), "tiny", include);

describe("hub listing", () => {
  it("takes the wanted files with the hashes stated for them, small ones first", () => {
    const set = parse(
      listing(
        WEIGHTS,
        small("config.json"),
        small("README.md"),
        small(".gitattributes"),
        large("onnx/a.onnx", 7),
      ),
    );
    expect(set).toMatchObject({ modelId: "tiny", revision: COMMIT });
    expect(
      set.files.map(({ name, sha256, gitBlobId, pieces }) => [name, sha256, gitBlobId, pieces.length]),
    ).toEqual([
      ["onnx/a.onnx", SHA256, null, 1],
      ["config.json", null, BLOB, 1],
      ["model-00001-of-00002.safetensors", SHA256, null, 3],
    ]);
    // The hash of one piece is that of its file; for several it is not known.
    expect(set.files.map(({ pieces }) => pieces[0]?.sha256)).toEqual([SHA256, null, null]);
  });

  it("leaves out what is no file to keep", () => {
    const odd = [
      null,
      7,
      "x",
      {},
      small("../config.json"),
      small("a//b.json"),
      small("b.json", 0),
      small("c.json", "9"),
    ];
    const set = parse(listing(WEIGHTS, ...odd, small("huge.json", 1e15), small("config.json")));
    expect(set.files.map(({ name }) => name)).toEqual(["config.json", WEIGHTS.rfilename]);
  });

  it.each<[string, unknown, string]>([
    ["another document", [], "download-not-weights"],
    ["an error of the hub", { error: "Repository not found" }, "download-not-weights"],
    ["no commit", { ...listing(WEIGHTS), sha: "main" }, "download-not-weights"],
    ["no list", { sha: COMMIT }, "download-not-weights"],
    ["two lengths for one file", listing({ ...WEIGHTS, size: 5 }), "download-not-weights"],
    ["a hash of another kind", listing(large("model.safetensors", 5, BLOB)), "download-not-weights"],
    ["the same file twice", listing(WEIGHTS, WEIGHTS), "weights-corrupt"],
    ["no weights", listing(small("config.json")), "weights-unsupported"],
    [
      "more files than a repository has",
      listing(...Array.from({ length: 10_001 }, () => 0)),
      "download-not-weights",
    ],
  ])("refuses %s", (_, value, code) => {
    expect(() => parse(value)).toThrow(expect.objectContaining({ code }));
  });

  it("refuses what is no JSON", () => {
    for (const text of ["<html>", "", "{", "\uFEFFx"]) {
      expect(() => parseHubListing(new TextEncoder().encode(text), "tiny", ["*"])).toThrow(
        expect.objectContaining({ code: "download-not-weights" }),
      );
    }
  });

  it("does not believe the hash of an empty file", () => {
    expect(() => parse(listing(large("model.safetensors", 5, EMPTY_SHA256)))).toThrow(
      expect.objectContaining({ code: "download-not-weights" }),
    );
  });
});

describe("patterns", () => {
  it.each([
    ["model*.safetensors", "model.safetensors", true],
    ["model*.safetensors", "model-00001-of-00002.safetensors", true],
    ["model*.safetensors", "old/model.safetensors", false],
    ["onnx/*_q4.onnx", "onnx/vision_encoder_q4.onnx", true],
    ["config.json", "configXjson", false],
    ["*.json", "a/b.json", false],
  ])("%s and %s", (pattern, name, matches) => {
    expect(patternOf(pattern).test(name)).toBe(matches);
  });
});
