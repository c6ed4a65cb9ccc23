/** @file With a thread that hashes in this one: what is tested is the order, and whose the memory is. */
import "fake-indexeddb/auto";
import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ModelFile, Piece } from "#models/weights/file-set";
import { WeightStore } from "#storage/weight-store";
import { FileHasher } from "./file-hasher.ts";

const thread = vi.hoisted(() => ({ blobs: 0, broken: false, breaksInside: false }));

vi.mock("./hash-thread.ts", () => ({
  HashThread: class {
    readonly #hash = createHash("sha256");

    async add(bytes: Uint8Array<ArrayBuffer> | Blob): Promise<ArrayBuffer | null> {
      if (thread.broken) throw new Error("the thread is gone");
      if (bytes instanceof Blob) thread.blobs++;
      if (bytes instanceof Blob && thread.breaksInside) {
        thread.breaksInside = false;
        this.#hash.update(new Uint8Array(await bytes.slice(0, 3).arrayBuffer()));
        throw new Error("not readable for a moment");
      }
      // Moved, as a message to a thread moves it.
      const moved =
        bytes instanceof Blob
          ? new Uint8Array(await bytes.arrayBuffer())
          : structuredClone(bytes, { transfer: [bytes.buffer] });
      await Promise.resolve();
      this.#hash.update(moved);
      return bytes instanceof Blob ? null : moved.buffer;
    }

    async end(): Promise<string> {
      return this.#hash.digest("hex");
    }

    close(): void {}
  },
}));

const PIECE_BYTES = 4;
const COUNT = 6;
const CONTENT = Uint8Array.from({ length: PIECE_BYTES * COUNT }, (_, index) => index * 7);
const SHA256 = createHash("sha256").update(CONTENT).digest("hex");
const pieces: readonly Piece[] = Array.from({ length: COUNT }, (_, index) => ({
  name: `file.${index}`,
  offset: index * PIECE_BYTES,
  sizeBytes: PIECE_BYTES,
  sha256: null,
}));
const FILE: ModelFile = { name: "file", sizeBytes: CONTENT.length, sha256: SHA256, gitBlobId: null, pieces };
const bytesOf = (piece: Piece): Uint8Array<ArrayBuffer> =>
  CONTENT.slice(piece.offset, piece.offset + piece.sizeBytes);

let store: WeightStore;
let stored: Set<string>;
let hasher: FileHasher;

beforeEach(async () => {
  Object.assign(thread, { blobs: 0, broken: false, breaksInside: false });
  store = new WeightStore("a model");
  await store.deleteModel();
  stored = new Set();
  hasher = new FileHasher(store, FILE, stored, new AbortController().signal);
});
afterEach(() => hasher.close());

async function save(piece: Piece): Promise<void> {
  await store.savePiece(piece.name, bytesOf(piece), "hash");
  stored.add(piece.name);
}

const follow = (piece: Piece): Promise<ArrayBuffer | null> =>
  hasher.follow(piece, bytesOf(piece), save(piece));

describe("the hash of a file that arrives", () => {
  it("is made of the bytes in memory when they come in order", async () => {
    for (const piece of pieces) expect((await follow(piece))?.byteLength).toBe(PIECE_BYTES);
    const counts: number[] = [];
    expect(await hasher.digest((count) => counts.push(count))).toBe(SHA256);
    expect([counts, thread.blobs]).toEqual([[CONTENT.length], 0]);
  });

  it("is the same in any order, whatever was stored before", async () => {
    const order = fc.shuffledSubarray([...pieces], { minLength: 0, maxLength: COUNT });
    await fc.assert(
      fc.asyncProperty(order, async (arriving) => {
        await store.deleteModel();
        stored.clear();
        for (const piece of pieces) if (!arriving.includes(piece)) await save(piece);
        const own = new FileHasher(store, FILE, stored, new AbortController().signal);
        const memories = await Promise.all(
          arriving.map((piece) => own.follow(piece, bytesOf(piece), save(piece))),
        );
        expect(memories.every((memory) => memory?.byteLength === PIECE_BYTES)).toBe(true);
        expect(await own.digest(() => {})).toBe(SHA256);
        own.close();
      }),
      { numRuns: 40 },
    );
  });

  it("does not keep the memory of a piece behind one that is missing", async () => {
    expect((await follow(pieces[2]!))?.byteLength).toBe(PIECE_BYTES);
    expect((await follow(pieces[1]!))?.byteLength).toBe(PIECE_BYTES);
    for (const piece of [pieces[0]!, ...pieces.slice(3)]) await follow(piece);
    expect([await hasher.digest(() => {}), thread.blobs]).toEqual([SHA256, 2]);
  });

  it("fails with the piece that cannot be stored, and holds up nobody", async () => {
    const saving = Promise.reject(new Error("no room"));
    await expect(hasher.follow(pieces[0]!, bytesOf(pieces[0]!), saving)).rejects.toThrow("no room");
    expect((await follow(pieces[1]!))?.byteLength).toBe(PIECE_BYTES);
  });

  it("lets the download go on when its thread is gone, and says so at the end", async () => {
    thread.broken = true;
    expect(await follow(pieces[0]!)).toBeNull();
    expect((await follow(pieces[1]!))?.byteLength).toBe(PIECE_BYTES);
    await expect(hasher.digest(() => {})).rejects.toThrow("the thread is gone");
  });

  it("begins anew when a stored piece broke off in its middle", async () => {
    await save(pieces[0]!);
    thread.breaksInside = true;
    for (const piece of pieces.slice(1)) await follow(piece);
    expect(thread.breaksInside).toBe(false);
    expect(await hasher.digest(() => {})).toBe(SHA256);
  });

  it("gives back what waits when it is closed", async () => {
    const waiting = hasher.follow(pieces[1]!, bytesOf(pieces[1]!), save(pieces[1]!));
    hasher.close();
    expect((await waiting)?.byteLength).toBe(PIECE_BYTES);
  });
});
