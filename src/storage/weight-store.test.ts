import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WeightStore } from "./weight-store.ts";
import { WEIGHTS_DATABASE } from "./weights-db.ts";

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);
const contentOf = async (blob: Blob): Promise<number[]> => [...new Uint8Array(await blob.arrayBuffer())];
const namesOf = async (store: WeightStore): Promise<string[]> => [...(await store.storedPieces())].sort();

beforeEach(async () => {
  await Promise.all(["tiny", "tiny-2"].map((id) => new WeightStore(id).deleteModel()));
});
afterEach(() => vi.restoreAllMocks());

/** Stands for the hash of a piece and for the fingerprint that factors belong to. */
const SHA = "ab".repeat(32);

describe("weight store", () => {
  it("keeps pieces as Blobs and lists them", async () => {
    const store = new WeightStore("tiny");
    expect(await namesOf(store)).toEqual([]);
    await store.savePiece("piece-001.bin", bytes(3, 4), SHA);
    await store.savePiece("piece-000.bin", bytes(1, 2), SHA);
    expect(await namesOf(store)).toEqual(["piece-000.bin", "piece-001.bin"]);
    const again = new WeightStore("tiny");
    expect(await contentOf(await again.readPiece("piece-000.bin"))).toEqual([1, 2]);
    await store.savePiece("piece-000.bin", bytes(9), SHA);
    expect(await contentOf(await store.readPiece("piece-000.bin"))).toEqual([9]);
  });

  it("keeps its own copy of the bytes", async () => {
    const store = new WeightStore("tiny");
    const buffer = bytes(1, 2);
    await store.savePiece("a", buffer, SHA);
    buffer.fill(0);
    expect(await contentOf(await store.readPiece("a"))).toEqual([1, 2]);
  });

  it("says which piece is missing", async () => {
    const store = new WeightStore("tiny");
    await expect(store.readPiece("piece-007.bin")).rejects.toMatchObject({
      code: "weights-missing",
      details: { piece: "piece-007.bin" },
    });
    await store.savePiece("a", bytes(1), SHA);
    await store.deletePiece("a");
    await store.deletePiece("a");
    await expect(store.readPiece("a")).rejects.toMatchObject({ code: "weights-missing" });
  });

  it("reads many at once, and leaves a gap where one is missing", async () => {
    const store = new WeightStore("tiny");
    await store.savePiece("a", bytes(1, 2), SHA);
    await store.savePiece("c", bytes(3), "cd".repeat(32));
    const [a, b, c] = await store.readPieces(["a", "b", "c"]);
    expect(await contentOf(a!.blob!)).toEqual([1, 2]);
    expect(await contentOf(c!.blob!)).toEqual([3]);
    expect([a!.sha256, b, c!.sha256]).toEqual([SHA, { blob: undefined, sha256: undefined }, "cd".repeat(32)]);
    expect(await store.readPieces([])).toEqual([]);
  });

  it("keeps the file list, hashes, checks and smoothing beside the pieces, not among them", async () => {
    const store = new WeightStore("tiny");
    expect(await store.readFileSet()).toBeUndefined();
    expect(await store.readSmoothing(SHA)).toBeUndefined();
    expect(await store.readHash("a")).toBeUndefined();
    await store.savePiece("a", bytes(1), SHA);
    expect(await store.readHash("a")).toBe(SHA);
    await store.deletePiece("a");
    expect(await store.readHash("a")).toBeUndefined();
    await store.saveVerified("model.safetensors", "sha256");
    expect(await store.verifiedFiles()).toEqual(new Map([["model.safetensors", "sha256"]]));
    await store.deleteVerified("model.safetensors");
    await store.saveCheckPosition(7);
    expect([await store.readCheckPosition(), await store.verifiedFiles()]).toEqual([7, new Map()]);
    const smoothing = new Map([["layers.0.mlp.down_proj", Float32Array.of(0.5, 2)]]);
    await store.saveFileSet('{"version":1}');
    await store.saveSmoothing(SHA, smoothing);
    expect(await store.readFileSet()).toBe('{"version":1}');
    expect(await store.readSmoothing(SHA)).toEqual(smoothing);
    expect(await store.readSmoothing("cd".repeat(32))).toBeUndefined();
    expect(await namesOf(store)).toEqual([]);
  });

  it("touches nothing of a model whose name begins the same", async () => {
    const [one, two] = [new WeightStore("tiny"), new WeightStore("tiny-2")];
    for (const store of [one, two]) {
      await store.savePiece("a", bytes(store === one ? 1 : 2), SHA);
      await store.saveFileSet(store === one ? "one" : "two");
      await store.saveSmoothing(SHA, new Map());
    }
    await one.deletePiece("a");
    expect([await namesOf(one), await namesOf(two)]).toEqual([[], ["a"]]);
    await one.savePiece("b", bytes(1), SHA);
    await one.deleteModel();
    expect(await namesOf(one)).toEqual([]);
    expect(await one.readFileSet()).toBeUndefined();
    expect(await one.readSmoothing(SHA)).toBeUndefined();
    expect(await contentOf(await two.readPiece("a"))).toEqual([2]);
    expect(await two.readFileSet()).toBe("two");
    expect(await two.readSmoothing(SHA)).toEqual(new Map());
  });

  it("does not mistake other values for a piece, a list or factors", async () => {
    const store = new WeightStore("tiny");
    await store.saveFileSet("text");
    const database = await openDatabase();
    const pieces = database.transaction("pieces", "readwrite").objectStore("pieces");
    pieces.put("not a Blob", "tiny/piece/a");
    pieces.put(7, "tiny/files");
    await done(pieces.put([], "tiny/smoothing"));
    database.close();
    await expect(store.readPiece("a")).rejects.toMatchObject({ code: "weights-missing" });
    expect(await store.readFileSet()).toBeUndefined();
    expect(await store.readSmoothing(SHA)).toBeUndefined();
  });
});

describe("weight store without room", () => {
  it("says how much did not fit and keeps what was there", async () => {
    const store = new WeightStore("tiny");
    await store.savePiece("a", bytes(1), SHA);
    refuseWith(new DOMException("no room", "QuotaExceededError"));
    await expect(store.savePiece("b", bytes(1, 2, 3), SHA)).rejects.toMatchObject({
      code: "storage-full",
      details: { neededBytes: 3 },
    });
    await expect(store.savePiece("a", bytes(7), SHA)).rejects.toMatchObject({ code: "storage-full" });
    vi.restoreAllMocks();
    expect(await namesOf(store)).toEqual(["a"]);
    expect(await contentOf(await store.readPiece("a"))).toEqual([1]);
  });

  it("knows Chromium's words for a full disk", async () => {
    refuseWith(new DOMException("Failed to write blobs (InvalidBlob)", "UnknownError"));
    await expect(new WeightStore("tiny").savePiece("a", bytes(1), SHA)).rejects.toMatchObject({
      code: "storage-full",
    });
  });

  it.each([
    new DOMException("Internal error", "UnknownError"),
    new DOMException("The database connection is closing.", "InvalidStateError"),
  ])("calls anything else unavailable (%s)", async (error) => {
    refuseWith(error);
    await expect(new WeightStore("tiny").savePiece("a", bytes(1), SHA)).rejects.toMatchObject({
      code: "storage-unavailable",
      cause: error,
    });
  });

  it("is unavailable where there is no database at all", async () => {
    const fresh = await freshStore();
    vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException("blocked by the browser", "SecurityError");
    });
    await expect(fresh.storedPieces()).rejects.toMatchObject({ code: "storage-unavailable" });
  });

  it("gives up on a database that never opens, and tries again later", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const fresh = await freshStore();
    vi.spyOn(indexedDB, "open").mockImplementationOnce(() => new IDBOpenDBRequest());
    const opened = expect(fresh.storedPieces()).rejects.toMatchObject({
      code: "storage-unavailable",
      details: { reason: "silent" },
    });
    await vi.advanceTimersByTimeAsync(5000);
    await opened;
    vi.useRealTimers();
    expect(await fresh.storedPieces()).toEqual(new Set());
  });

  it("does not touch a store of a later version", async () => {
    const fresh = await freshStore();
    vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException("requested version is lower", "VersionError");
    });
    await expect(fresh.storedPieces()).rejects.toMatchObject({ code: "storage-newer" });
  });

  it("opens again after its database was taken away, and finds what is there now", async () => {
    const store = new WeightStore("tiny");
    await store.savePiece("a", bytes(1), SHA);
    await done(indexedDB.deleteDatabase(WEIGHTS_DATABASE));
    expect(await namesOf(store)).toEqual([]);
    await store.savePiece("b", bytes(2), SHA);
    expect(await namesOf(store)).toEqual(["b"]);
  });
});

/** One that has not opened its database yet. */
async function freshStore(): Promise<WeightStore> {
  vi.resetModules();
  const { WeightStore } = await import("./weight-store.ts");
  return new WeightStore("other");
}

/** Every write is accepted, then its transaction fails as it is committed: where browsers find out about space. */
function refuseWith(error: DOMException): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (
    this: IDBObjectStore,
    value: unknown,
    key?: IDBValidKey,
  ) {
    const request = put.call(this, value, key);
    request.addEventListener("success", () => {
      Object.defineProperty(this.transaction, "error", { value: error });
      this.transaction.abort();
    });
    return request;
  });
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error as Error));
  });
}

const openDatabase = (): Promise<IDBDatabase> => done(indexedDB.open(WEIGHTS_DATABASE));
