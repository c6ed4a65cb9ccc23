import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "#shared/errors";
import { CATALOG } from "#models/catalog";
import type { Piece } from "#models/weights/file-set";
import type { StoredPiece } from "#storage/weight-store";
import { ModelFiles } from "../model-files.ts";
import { MemoryBlob } from "../reading/testing/fake-threads.ts";
import { sha256Hex } from "../sha256.ts";
import { verifyStored } from "./verify.ts";

const BYTES = Uint8Array.of(1, 2, 3, 4);
const RIGHT = await sha256Hex(BYTES);
const pieces: readonly Piece[] = ["a", "b"].map((name, index) => ({
  name,
  offset: index * BYTES.length,
  sizeBytes: BYTES.length,
  sha256: null,
}));
const FILE = { name: "file", sizeBytes: 2 * BYTES.length, sha256: null, gitBlobId: null, pieces };

let model: ModelFiles;
const verify = (): Promise<number> => verifyStored(model, new AbortController().signal, () => {});
const names = async (): Promise<string[]> => [...(await model.store.storedPieces())];
const verified = async (): Promise<string[]> => [...(await model.store.verifiedFiles()).keys()];

/** Reading `b` gives this from now on. */
function give(b: StoredPiece): void {
  const read = model.store.readPieces.bind(model.store);
  vi.spyOn(model.store, "readPieces").mockImplementation(async (asked) =>
    asked[0] === "b" ? [b] : read(asked),
  );
}

beforeEach(async () => {
  model = new ModelFiles({ ...CATALOG[0]!, source: { kind: "bundled", folder: "none", files: [FILE] } });
  await model.store.deleteModel();
  for (const { name } of pieces) await model.store.savePiece(name, BYTES, RIGHT);
  await model.store.saveVerified(FILE.name, "first-use");
});
afterEach(() => vi.restoreAllMocks());

describe("the check of all stored pieces", () => {
  it("leaves what is as it was", async () => {
    expect([await verify(), await names(), await verified()]).toEqual([0, ["a", "b"], ["file"]]);
  });

  it.each([
    ["other bytes", { blob: new Blob([BYTES.toReversed()]), sha256: RIGHT }],
    ["fewer bytes", { blob: new Blob([BYTES.slice(1)]), sha256: RIGHT }],
    ["no Blob", { blob: undefined, sha256: RIGHT }],
    ["no hash to compare with", { blob: new Blob([BYTES]), sha256: undefined }],
    [
      "a file that is gone",
      { blob: new MemoryBlob(BYTES, new DOMException("", "NotFoundError")), sha256: RIGHT },
    ],
    [
      "a file cut short",
      { blob: new MemoryBlob(BYTES, new DOMException("", "NotReadableError")), sha256: RIGHT },
    ],
  ])("drops a piece with %s, and that its file was verified", async (_, stored) => {
    give(stored);
    expect([await verify(), await names(), await verified()]).toEqual([1, ["a"], []]);
  });

  it.each([new RangeError("no memory"), new DOMException("", "AbortError")])(
    "drops nothing after an error that says nothing about the piece: %s",
    async (error) => {
      give({ blob: new MemoryBlob(BYTES, error), sha256: RIGHT });
      await expect(verify()).rejects.toBe(error);
      expect([await names(), await verified()]).toEqual([["a", "b"], ["file"]]);
    },
  );

  it("drops nothing when the store cannot be read", async () => {
    const error = new AppError("storage-unavailable", "gone");
    vi.spyOn(model.store, "readPieces").mockRejectedValue(error);
    await expect(verify()).rejects.toBe(error);
    expect([await names(), await verified()]).toEqual([["a", "b"], ["file"]]);
  });
});
