import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Message, StagedImport, StagedThread } from "#messages/message";
import { stageImport } from "#messages/read-import";
import { charsOfThread, MemoryPages, Spool } from "#messages/spool";
import { commitImport } from "./import-commit.ts";
import { IMPORTS_DB, openImportsDatabase, type ImportsDatabase } from "./imports-db.ts";
import { deleteThread, listThreads, removeLeftovers, setThreadSelf, undoImport } from "./imports.ts";
import { listImports, readMessages } from "./imports-reading.ts";
import { minuteOf, OrderPlacer, toKnown } from "./message-order.ts";

// eslint-disable-next-line typescript/unbound-method -- called with the store it belongs to
const PUT = IDBObjectStore.prototype.put;

let db: ImportsDatabase;
beforeEach(async () => {
  vi.restoreAllMocks();
  globalThis.indexedDB = new IDBFactory();
  db = await openImportsDatabase();
});

let imports = 0;

/** A chat of Ana and Ben, one message a minute from 09:00, exported anew. */
function parse(from: number, to: number, name = "WhatsApp Chat with Lake.txt"): Promise<StagedImport> {
  const lines = Array.from({ length: to - from }, (_, at) => {
    const minute = from + at;
    const local = new Date(Date.UTC(2026, 10, 24, 9, minute)).toISOString();
    const date = `${local.slice(8, 10)}/11/26, ${local.slice(11, 16)}`;
    return `${date} - ${minute % 2 ? "Ben" : "Ana"}: message ${minute}\n`;
  });
  const importedAt = new Date(Date.UTC(2026, 10, 28) + imports++ * 1000).toISOString();
  const options = { zone: "Europe/Berlin", zoneFrom: "user", importedAt } as const;
  return stageImport(new Blob(lines), name, options, new MemoryPages());
}

const listMessages = (db: ImportsDatabase, threadId: string) => readMessages(db, threadId, -Infinity, null);
const texts = (messages: readonly Message[]) => messages.map(({ text }) => text);
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `message ${from + at}`);

async function stored(): Promise<string[]> {
  const [thread] = await listThreads(db);
  return thread ? texts(await listMessages(db, thread.id)) : [];
}

describe("commitImport", () => {
  it("stores a thread with its messages in order", async () => {
    const parsed = await parse(0, 600);
    const result = await commitImport(db, parsed);
    expect(result).toMatchObject({ added: 600, alreadyHere: 0, batchId: parsed.batchId });
    const [thread] = await listThreads(db);
    expect(thread).toMatchObject({
      id: result.threadIds[0],
      title: "Lake",
      count: 600,
      first: "2026-11-24T09:00:00",
      last: "2026-11-24T18:59:00",
      batchIds: [parsed.batchId],
    });
    expect(thread!.people.map(({ name }) => name)).toEqual(["Ana", "Ben"]);
    expect(await stored()).toEqual(numbered(0, 600));
  });

  it("adds nothing when the same export comes again", async () => {
    await commitImport(db, await parse(0, 20));
    expect(await commitImport(db, await parse(0, 20))).toMatchObject({ added: 0, alreadyHere: 20 });
    expect(await stored()).toEqual(numbered(0, 20));
  });

  it("gives a second commit of one parsed import its own name", async () => {
    const parsed = await parse(0, 20);
    await commitImport(db, parsed);
    const again = await commitImport(db, parsed);
    expect(again).toMatchObject({ added: 0, alreadyHere: 20 });
    await undoImport(db, again.batchId);
    expect(await stored()).toEqual(numbered(0, 20));
  });

  it("adds only the tail of a longer export, and only the head of one that reaches further back", async () => {
    await commitImport(db, await parse(10, 20));
    expect(await commitImport(db, await parse(10, 25))).toMatchObject({ added: 5, alreadyHere: 10 });
    expect(await commitImport(db, await parse(5, 12))).toMatchObject({ added: 5, alreadyHere: 2 });
    expect(await stored()).toEqual(numbered(5, 25));
    expect((await listThreads(db))[0]).toMatchObject({
      count: 20,
      first: "2026-11-24T09:05:00",
      last: "2026-11-24T09:24:00",
    });
  });

  it("puts an export without overlap where its time says", async () => {
    await commitImport(db, await parse(0, 5));
    await commitImport(db, await parse(20, 25));
    await commitImport(db, await parse(10, 13));
    expect(await stored()).toEqual([...numbered(0, 5), ...numbered(10, 13), ...numbered(20, 25)]);
  });

  it("says after each transaction how many of all messages are stored", async () => {
    const db = await openImportsDatabase();
    const seen: number[][] = [];
    await commitImport(db, await parse(0, 800), { onProgress: (done, total) => seen.push([done, total]) });
    expect(seen).toEqual([
      [500, 800],
      [800, 800],
    ]);
  });

  it("shows nothing before it is complete, and leaves nothing when it is stopped", async () => {
    await commitImport(db, await parse(0, 5));
    const controller = new AbortController();
    let writes = 0;
    const seen: Promise<string[]>[] = [];
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (
      this: IDBObjectStore,
      value: unknown,
    ) {
      if (++writes === 300) seen.push(stored());
      if (writes === 1000) controller.abort();
      return PUT.call(this, value);
    });
    const big = await parse(0, 1400);
    await expect(commitImport(db, big, { signal: controller.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(await Promise.all(seen)).toEqual([numbered(0, 5)]);
    expect(await stored()).toEqual(numbered(0, 5));
    expect(await db.count("messages")).toBe(5);
    expect(await db.count("batches")).toBe(1);
  });

  it("that finds no room says so and leaves nothing", async () => {
    await commitImport(db, await parse(0, 5));
    let writes = 0;
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (
      this: IDBObjectStore,
      value: unknown,
    ) {
      if (++writes === 700) throw new DOMException("full", "QuotaExceededError");
      return PUT.call(this, value);
    });
    await expect(commitImport(db, await parse(0, 800))).rejects.toMatchObject({ code: "storage-full" });
    expect(await stored()).toEqual(numbered(0, 5));
    expect(await db.count("messages")).toBe(5);
  });

  it("on a closed database says that it is unavailable", async () => {
    const parsed = await parse(0, 5);
    db.close();
    await expect(commitImport(db, parsed)).rejects.toMatchObject({ code: "storage-unavailable" });
    await expect(listThreads(db)).rejects.toMatchObject({ code: "storage-unavailable" });
  });
});

describe("what a killed worker leaves", () => {
  it("of an import is invisible, and gone after the next opening", async () => {
    const parsed = await parse(0, 5);
    await commitImport(db, parsed);
    const killed = await parse(0, 8);
    const [{ thread }] = (await allThreads(killed)) as [StagedThread];
    await db.put("batches", {
      id: killed.batchId,
      state: "staged",
      fileName: "x",
      committedAt: null,
    });
    for await (const part of killed.messages.readRange(5, 3))
      for (const message of part) await db.put("messages", message);
    expect(texts(await listMessages(db, thread.id))).toEqual(numbered(0, 5));

    db.close();
    db = await openImportsDatabase();
    await removeLeftovers(db);
    expect(await db.count("messages")).toBe(5);
    expect(await commitImport(db, killed)).toMatchObject({ added: 3, alreadyHere: 5 });
    expect(await stored()).toEqual(numbered(0, 8));
  });

  it("of a deletion is invisible, and gone after the next opening", async () => {
    const { threadIds } = await commitImport(db, await parse(0, 5));
    const thread = (await db.get("threads", threadIds[0]!))!;
    await db.put("threads", { ...thread, state: "removing" });
    expect(await listThreads(db)).toEqual([]);
    expect(await listMessages(db, threadIds[0]!)).toEqual([]);
    await removeLeftovers(db);
    for (const store of ["threads", "messages", "batches"] as const) expect(await db.count(store)).toBe(0);
  });
});

describe("undoImport", () => {
  it("removes exactly what the import added", async () => {
    const first = await commitImport(db, await parse(0, 10));
    const second = await commitImport(db, await parse(0, 1200));
    await undoImport(db, second.batchId);
    expect(await stored()).toEqual(numbered(0, 10));
    expect((await listThreads(db))[0]).toMatchObject({
      count: 10,
      last: "2026-11-24T09:09:00",
      batchIds: [first.batchId],
    });
    expect(await db.count("messages")).toBe(10);
  });

  it("of the first import keeps what the second added or had too", async () => {
    const first = await commitImport(db, await parse(0, 10));
    const second = await commitImport(db, await parse(5, 15));
    const third = await commitImport(db, await parse(8, 20));
    await undoImport(db, first.batchId);
    expect(await stored()).toEqual(numbered(5, 20));
    expect((await listThreads(db))[0]).toMatchObject({ count: 15, first: "2026-11-24T09:05:00" });
    expect((await listImports(db)).map(({ added }) => added)).toEqual([5, 10]);
    await undoImport(db, second.batchId);
    expect(await stored()).toEqual(numbered(8, 20));
    await undoImport(db, third.batchId);
    expect(await db.count("messages")).toBe(0);
  });

  it("takes what only a file without news had too", async () => {
    const first = await commitImport(db, await parse(0, 10));
    await commitImport(db, await parse(0, 10));
    await undoImport(db, first.batchId);
    expect(await stored()).toEqual([]);
  });

  it("of the only import removes the thread", async () => {
    const { batchId } = await commitImport(db, await parse(0, 10));
    await undoImport(db, batchId);
    for (const store of ["threads", "messages", "batches"] as const) expect(await db.count(store)).toBe(0);
    expect(await undoImport(db, batchId)).toEqual([]);
  });
});

async function allThreads({ threads }: StagedImport): Promise<StagedThread[]> {
  const all: StagedThread[] = [];
  for await (const page of threads.readAll()) all.push(...page);
  return all;
}

async function withSelf(parsed: StagedImport, name: string): Promise<StagedImport> {
  const threads = new Spool<StagedThread>(new MemoryPages(), charsOfThread);
  for (const staged of await allThreads(parsed)) {
    const people = staged.thread.people.map((person) => ({ ...person, isSelf: person.name === name }));
    threads.add({ ...staged, thread: { ...staged.thread, people } });
  }
  return { ...parsed, threads };
}

describe("threads", () => {
  it("are deleted without touching others", async () => {
    const lake = await commitImport(db, await parse(0, 10));
    await commitImport(db, await parse(0, 7, "WhatsApp Chat with Hills.txt"));
    await deleteThread(db, lake.threadIds[0]!);
    expect((await listThreads(db)).map(({ title }) => title)).toEqual(["Hills"]);
    expect(await db.count("messages")).toBe(7);
    expect(await db.count("batches")).toBe(1);
    expect(await commitImport(db, await parse(0, 10))).toMatchObject({ added: 10 });
  });

  it("remember who the user is, through later imports", async () => {
    const { threadIds } = await commitImport(db, await parse(0, 10));
    const ben = (await listThreads(db))[0]!.people[1]!;
    const marked = await setThreadSelf(db, threadIds[0]!, ben.id);
    expect(marked.people.map(({ isSelf }) => isSelf)).toEqual([false, true]);
    await commitImport(db, await parse(0, 12));
    expect((await listThreads(db))[0]!.people.map(({ isSelf }) => isSelf)).toEqual([false, true]);
    const cleared = await setThreadSelf(db, threadIds[0]!, null);
    expect(cleared.people.some(({ isSelf }) => isSelf)).toBe(false);
    await expect(setThreadSelf(db, threadIds[0]!, "p_nobody")).rejects.toMatchObject({ code: "unexpected" });
  });

  it("know the user from the file until the person says otherwise", async () => {
    const self = async () => (await listThreads(db))[0]!.people.filter(({ isSelf }) => isSelf);
    const { threadIds } = await commitImport(db, await parse(0, 10));
    expect(await self()).toEqual([]);
    await commitImport(db, await withSelf(await parse(0, 12), "Ben"));
    expect(await self()).toMatchObject([{ name: "Ben" }]);
    await commitImport(db, await parse(0, 14));
    expect(await self()).toMatchObject([{ name: "Ben" }]);
    await setThreadSelf(db, threadIds[0]!, null);
    await commitImport(db, await withSelf(await parse(0, 16), "Ben"));
    expect(await self()).toEqual([]);
  });

  it("come newest first", async () => {
    await commitImport(db, await parse(0, 10));
    await commitImport(db, await parse(30, 40, "WhatsApp Chat with Hills.txt"));
    expect((await listThreads(db)).map(({ title }) => title)).toEqual(["Hills", "Lake"]);
  });
});

describe("the database", () => {
  it("of a later version is not touched", async () => {
    db.close();
    await new Promise((resolve) => {
      const request = indexedDB.open(IMPORTS_DB, 99);
      request.addEventListener("success", () => {
        request.result.close();
        resolve(null);
      });
    });
    await expect(openImportsDatabase()).rejects.toMatchObject({ code: "storage-newer" });
  });

  it("closes itself for a later version", async () => {
    const closed = vi.fn<() => void>();
    db.close();
    await openImportsDatabase(closed);
    await new Promise((resolve) => indexedDB.open(IMPORTS_DB, 99).addEventListener("success", resolve));
    expect(closed).toHaveBeenCalledOnce();
  });
});

function message(id: string, minute: number | null): Message {
  const time = minute === null ? null : { epochMs: minute * 60_000 };
  return { id, seq: 0, senderId: null, flags: [], attachments: [], text: "", time } as unknown as Message;
}

function place(stored: [string, number][], file: Message[]): string {
  const known = stored.map(([id, minute], seq) => toKnown({ ...message(id, minute), seq }, new Map()));
  const placer = new OrderPlacer(known);
  for (const one of file) placer.add(one.id, minuteOf(one));
  const added = [...placer.finish()].flatMap((seq, at) =>
    Number.isNaN(seq) ? [] : [{ id: file[at]!.id, seq }],
  );
  return [...known, ...added]
    .sort((a, b) => a.seq - b.seq)
    .map(({ id }) => id)
    .join("");
}

describe("OrderPlacer", () => {
  it.each([
    [
      "a gap is filled",
      [
        ["a", 1],
        ["d", 4],
      ],
      [message("a", 1), message("b", 2), message("c", 3), message("d", 4)],
      "abcd",
    ],
    [
      "file order wins inside one minute",
      [
        ["a", 1],
        ["b", 1],
      ],
      [message("a", 1), message("x", 1), message("b", 1)],
      "axb",
    ],
    ["older without overlap", [["x", 9]], [message("a", 1), message("b", 2)], "abx"],
    [
      "undated messages follow their predecessor",
      [
        ["a", 1],
        ["b", 2],
      ],
      [message("a", 1), message("x", null)],
      "axb",
    ],
  ] as [string, [string, number][], Message[], string][])("%s", (_name, stored, file, order) => {
    expect(place(stored, file)).toBe(order);
  });
});
