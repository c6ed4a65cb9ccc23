import "fake-indexeddb/auto";
import { IDBFactory, IDBVersionChangeEvent } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { IMPORTS_DB, openImportsDatabase } from "./imports-db.ts";
import { listImports } from "./imports-reading.ts";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** The next open is reported as blocked before it succeeds, as when an older tab is closed a moment too late. */
function blockNextOpen(): Promise<unknown> {
  const factory = globalThis.indexedDB;
  const open = factory.open.bind(factory);
  return new Promise((resolve) => {
    vi.spyOn(factory, "open").mockImplementationOnce((name, version) => {
      const request = open(name, version);
      request.addEventListener("success", () => resolve(undefined));
      queueMicrotask(() => request.dispatchEvent(new IDBVersionChangeEvent("blocked")));
      return request;
    });
  });
}

describe("openImportsDatabase", () => {
  it("fails when an older tab blocks it, and keeps no connection that opens later", async () => {
    const close = vi.spyOn(IDBDatabase.prototype, "close");
    const opened = blockNextOpen();
    await expect(openImportsDatabase()).rejects.toMatchObject({
      code: "storage-unavailable",
      details: { reason: "blocked" },
    });
    expect(close).not.toHaveBeenCalled();
    await opened;
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
  });

  it("keeps the connection it hands out", async () => {
    const close = vi.spyOn(IDBDatabase.prototype, "close");
    const database = await openImportsDatabase();
    expect([...database.objectStoreNames]).toEqual([
      "batches",
      "edits",
      "messages",
      "outlines",
      "parts",
      "search-segments",
      "search-states",
      "stages",
      "threads",
    ]);
    expect(close).not.toHaveBeenCalled();
    database.close();
  });
});

describe("the upgrade from version 1", () => {
  it("keeps the messages and adds what is derived from them", async () => {
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open(IMPORTS_DB, 1);
      request.addEventListener("upgradeneeded", () => {
        const { result } = request;
        result.createObjectStore("threads", { keyPath: "id" });
        const messages = result.createObjectStore("messages", { keyPath: "id" });
        messages.createIndex("by-thread", ["threadId", "seq"]);
        messages.createIndex("by-batch", "batchId");
        messages.put({ id: "m_1", threadId: "t_1", seq: 1, batchId: "i_1", text: "kept" });
        result.createObjectStore("batches", { keyPath: "id" });
      });
      request.addEventListener("success", () => (request.result.close(), resolve()));
      request.addEventListener("error", () => reject(request.error ?? new Error("not made")));
    });
    const database = await openImportsDatabase();
    expect(await database.get("messages", "m_1")).toMatchObject({ text: "kept" });
    for (const store of ["outlines", "stages", "edits"] as const)
      expect(await database.getAll(store)).toEqual([]);
    database.close();
  });
});

describe("the upgrade from version 3", () => {
  it("gives each thread of an import a row of its own", async () => {
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open(IMPORTS_DB, 3);
      request.addEventListener("upgradeneeded", () => {
        const { result } = request;
        for (const name of ["threads", "messages", "batches"])
          result.createObjectStore(name, { keyPath: "id" });
        const parts = ["t_1", "t_2"].map((threadId) => ({ threadId, added: 2, title: threadId, people: [] }));
        const batch = {
          id: "i_1",
          state: "complete",
          fileName: "x",
          committedAt: "2026-11-24T09:00:00Z",
          parts,
        };
        request.transaction!.objectStore("batches").put(batch);
      });
      request.addEventListener("success", () => (request.result.close(), resolve()));
      request.addEventListener("error", () => reject(request.error ?? new Error("not made")));
    });
    const database = await openImportsDatabase();
    expect(await database.getAll("batches")).toEqual([
      { id: "i_1", state: "complete", fileName: "x", committedAt: "2026-11-24T09:00:00Z" },
    ]);
    expect(await database.getAll("parts")).toEqual([
      { batchId: "i_1", threadId: "t_1", added: 2, title: "t_1", people: [] },
      { batchId: "i_1", threadId: "t_2", added: 2, title: "t_2", people: [] },
    ]);
    expect((await listImports(database))[0]).toMatchObject({ added: 4, threadCount: 2 });
    database.close();
  });
});
