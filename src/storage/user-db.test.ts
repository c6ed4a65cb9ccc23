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
      for (const migrate of USER_MIGRATIONS.slice(0, 2)) void migrate(db as never, transaction as never);
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
    upgrade: (db, _old, _new, transaction) => void USER_MIGRATIONS[0]?.(db as never, transaction as never),
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

test("rows that are not what they should be are kept as they are, and the others are upgraded", async () => {
  const { readUser, USER_DATABASE, USER_MIGRATIONS } = await load();
  const old = await openDB(USER_DATABASE, 1, {
    upgrade: (db, _old, _new, transaction) => void USER_MIGRATIONS[0]?.(db as never, transaction as never),
  });
  const poison = { id: "b", title: 7, start: new Date(Number.NaN), status: [null] };
  await old.put("event-drafts", { id: "a", title: "Dentist" });
  await old.put("event-drafts", poison);
  await old.put("event-drafts", Object.assign(["list"], { id: "c" }));
  await old.put("event-drafts", { id: "d", title: "Lunch" });
  old.close();
  const drafts = await readUser(["event-drafts"], (tx) => tx.objectStore("event-drafts").getAll());
  expect(drafts.map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
  expect(drafts[1]).toMatchObject(poison);
  for (const draft of drafts) expect(draft).toMatchObject({ kind: "event", done: false });
});

test("an upgrade that fails leaves the old version and its data", async () => {
  const { USER_DATABASE, USER_MIGRATIONS, openUserDb } = await load();
  const old = await openDB(USER_DATABASE, 1, {
    upgrade: (db, _old, _new, transaction) => void USER_MIGRATIONS[0]?.(db as never, transaction as never),
  });
  await old.put("event-drafts", { id: "a", title: "Dentist" });
  old.close();
  const create = vi.spyOn(IDBDatabase.prototype, "createObjectStore").mockImplementation(() => {
    throw new DOMException("the disk is full", "QuotaExceededError");
  });
  await expect(openUserDb()).rejects.toMatchObject({ code: expect.stringMatching(/^storage-/) });
  create.mockRestore();
  const kept = await openDB(USER_DATABASE);
  expect([kept.version, await kept.getAll("event-drafts")]).toEqual([1, [{ id: "a", title: "Dentist" }]]);
  kept.close();
  expect(await (await openUserDb()).get("event-drafts", "a")).toMatchObject({ kind: "event" });
});

test("a database that lacks what it should have is refused, and left as it is", async () => {
  const { USER_DATABASE, openUserDb } = await load();
  (await openDB(USER_DATABASE, 1)).close();
  await expect(openUserDb()).rejects.toMatchObject({ code: "storage-unavailable" });
  const kept = await openDB(USER_DATABASE);
  expect([kept.version, [...kept.objectStoreNames]]).toEqual([1, []]);
  kept.close();
});

test("a database that never answers is given up after five seconds, and asked again later", async () => {
  const { USER_DATABASE, openUserDb } = await load();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.spyOn(indexedDB, "open").mockReturnValueOnce(new IDBOpenDBRequest());
  const details = { reason: "silent" };
  const opened = expect(openUserDb()).rejects.toMatchObject({ code: "storage-unavailable", details });
  await vi.advanceTimersByTimeAsync(5000);
  await opened;
  vi.useRealTimers();
  expect((await openUserDb()).name).toBe(USER_DATABASE);
});

test("an upgrade that another window holds up is given up after three seconds, and goes on without it", async () => {
  const { USER_DATABASE, USER_SCHEMA_VERSION, openUserDb } = await load();
  const holder = await openDB(USER_DATABASE, 1, {
    upgrade: (db) => void db.createObjectStore("event-drafts", { keyPath: "id" }),
  });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const details = { reason: "blocked" };
  const opened = expect(openUserDb()).rejects.toMatchObject({ code: "storage-unavailable", details });
  // Until the holder was asked to close and did not.
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  await vi.advanceTimersByTimeAsync(3000);
  await opened;
  vi.useRealTimers();
  holder.close();
  expect((await openUserDb()).version).toBe(USER_SCHEMA_VERSION);
});

test("an upgrade of many rows takes its time", async () => {
  const { USER_DATABASE, USER_SCHEMA_VERSION, USER_MIGRATIONS, openUserDb } = await load();
  const old = await openDB(USER_DATABASE, 1, {
    upgrade: (db, _old, _new, transaction) => void USER_MIGRATIONS[0]?.(db as never, transaction as never),
  });
  for (let index = 0; index < 100; index++)
    await old.put("event-drafts", { id: `d${index}`, title: "Lunch" });
  old.close();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const state = { opened: false };
  const opening = openUserDb().finally(() => (state.opened = true));
  let elapsedMs = 0;
  for (; !state.opened && elapsedMs < 100_000; elapsedMs += 100) {
    await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(100);
  }
  vi.useRealTimers();
  expect((await opening).version).toBe(USER_SCHEMA_VERSION);
  expect(elapsedMs, "longer than an opening may be silent").toBeGreaterThan(5000);
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

test("a read whose transaction is ended fails once, and by name", async () => {
  const { readUser } = await load();
  // A second rejection that nobody waits for would fail the run.
  const read = readUser(["settings"], (transaction) => {
    const value = transaction.objectStore("settings").get("a");
    transaction.abort();
    return value;
  });
  await expect(read).rejects.toMatchObject({ code: "storage-unavailable" });
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
