import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { openDB } from "idb";
import { beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
  globalThis.indexedDB = new IDBFactory();
});

const load = () => import("./user-db.ts");

test("a first visit creates every store at the newest version", async () => {
  const { openUserDb, USER_SCHEMA_VERSION, userDbWasCreated } = await load();
  const db = await openUserDb();
  expect(db.version).toBe(USER_SCHEMA_VERSION);
  expect([...db.objectStoreNames]).toEqual([
    "agent-actions",
    "agent-jobs",
    "agent-notes",
    "agent-tasks",
    "calendars",
    "composer-drafts",
    "composer-pictures",
    "conversations",
    "event-drafts",
    "pictures",
    "settings",
    "turns",
  ]);
  expect([...db.transaction("turns").store.indexNames]).toEqual(["by-conversation"]);
  expect(await userDbWasCreated()).toBe(true);
});

test("a database of an older version keeps what it has and can hold pictures", async () => {
  const { openUserDb, USER_DATABASE, USER_MIGRATIONS } = await load();
  const old = await openDB(USER_DATABASE, 2, {
    upgrade: (db, _old, _new, transaction) => {
      for (const migrate of USER_MIGRATIONS.slice(0, 2)) migrate(db as never, transaction as never);
    },
  });
  await old.put("settings", { theme: "dark" }, "settings");
  old.close();
  const db = await openUserDb();
  expect(await db.get("settings", "settings")).toEqual({ theme: "dark" });
  const picture = { conversationId: "a", id: "one", bytes: new Blob(["x"]) };
  await db.put("pictures", picture);
  expect(await db.getAllKeys("pictures")).toEqual([["a", "one"]]);
});

test("drafts of version 1 get the fields that came later and keep their own", async () => {
  const { readUser, USER_DATABASE, USER_MIGRATIONS } = await load();
  const old = await openDB(USER_DATABASE, 1, {
    upgrade: (db, _old, _new, transaction) => USER_MIGRATIONS[0]?.(db as never, transaction as never),
  });
  await old.put("event-drafts", { id: "a", title: "Dentist", status: "tentative" });
  await old.put("event-drafts", { id: "b", title: "Lunch" });
  old.close();
  const drafts = await readUser(["event-drafts"], (tx) => tx.objectStore("event-drafts").getAll());
  const added = { kind: "event", repeat: null, url: "", priority: 0, done: false };
  expect(drafts).toEqual([
    { id: "a", title: "Dentist", status: "tentative", ...added },
    { id: "b", title: "Lunch", ...added },
  ]);
});

test("a second visit finds the database and does not call it new", async () => {
  const first = await load();
  await first.writeUser(["settings"], (transaction) => transaction.objectStore("settings").put(1, "k"));
  await first.closeUserDb();
  vi.resetModules();
  const second = await load();
  expect(await second.userDbWasCreated()).toBe(false);
  expect(await second.readUser(["settings"], (tx) => tx.objectStore("settings").get("k"))).toBe(1);
});

test("a database of a newer Hearth is refused, not changed", async () => {
  const { USER_DATABASE, openUserDb } = await load();
  const newer = await openDB(USER_DATABASE, 99);
  newer.close();
  await expect(openUserDb()).rejects.toMatchObject({ code: "storage-newer" });
  expect((await openDB(USER_DATABASE)).version).toBe(99);
});

test("an upgrade in another tab closes this connection and is reported", async () => {
  const { USER_DATABASE, onUserDbLoss, openUserDb } = await load();
  const losses: string[] = [];
  onUserDbLoss((loss) => losses.push(loss));
  await openUserDb();
  // Would stay blocked if this tab kept its connection.
  const upgraded = await openDB(USER_DATABASE, 50);
  expect(upgraded.version).toBe(50);
  expect(losses).toEqual(["newer"]);
});

test("a failed write leaves the store as it was", async () => {
  const { readUser, writeUser } = await load();
  const write = writeUser(["settings"], async (transaction) => {
    const store = transaction.objectStore("settings");
    await store.put("kept?", "a");
    await store.add("twice", "a");
  });
  await expect(write).rejects.toMatchObject({
    code: "storage-unavailable",
    details: { name: "ConstraintError" },
  });
  expect(await readUser(["settings"], (tx) => tx.objectStore("settings").get("a"))).toBeUndefined();
});

test.each([
  [new DOMException("no", "QuotaExceededError"), "storage-full"],
  [new DOMException("Failed to write blobs (IOError)", "DataError"), "storage-full"],
  [new DOMException("newer", "VersionError"), "storage-newer"],
  [new DOMException("closing", "InvalidStateError"), "storage-unavailable"],
  ["text", "storage-unavailable"],
])("%s becomes %s", async (error, code) => {
  const { storageError } = await load();
  expect(storageError(error)).toMatchObject({ code });
});

test("user content is written with strict durability", async () => {
  const { openUserDb, writeUser } = await load();
  const db = await openUserDb();
  const transaction = vi.spyOn(db, "transaction");
  await writeUser(["settings"], (tx) => tx.objectStore("settings").put(1, "k")).catch(() => undefined);
  expect(transaction).toHaveBeenCalledWith(["settings"], "readwrite", { durability: "strict" });
});
