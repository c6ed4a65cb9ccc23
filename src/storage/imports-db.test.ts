import "fake-indexeddb/auto";
import { IDBFactory, IDBVersionChangeEvent } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openImportsDatabase } from "./imports-db.ts";

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
    expect([...database.objectStoreNames]).toEqual(["batches", "messages", "threads"]);
    expect(close).not.toHaveBeenCalled();
    database.close();
  });
});
