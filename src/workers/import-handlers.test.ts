import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import type { ImportOptions } from "#messages/message";
import { openImportsDatabase } from "#storage/imports-db";
import { createImportHandlers } from "./import-handlers.ts";
import type { ImportPart } from "./protocol-imports.ts";

const OPTIONS: ImportOptions = {
  zone: "Europe/Berlin",
  zoneFrom: "user",
  importedAt: "2026-11-28T08:00:00Z",
};
const CHAT = Array.from(
  { length: 10 },
  (_, at) => `24/11/26, 15:0${at} - ${at % 2 ? "Ben" : "Ana"}: message ${at}\n`,
);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

/** Rows of a store, seen past the handlers. */
async function storeCount(name: string): Promise<number> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open("hearth-imports");
    request.addEventListener("success", () => resolve(request.result));
  });
  const count = await new Promise<number>((resolve) => {
    const request = database.transaction(name).objectStore(name).count();
    request.addEventListener("success", () => resolve(request.result));
  });
  database.close();
  return count;
}

function context(parts: ImportPart[] = []) {
  return { signal: new AbortController().signal, onPart: (part: ImportPart) => void parts.push(part) };
}
const quiet = { signal: new AbortController().signal, onPart: () => {} };

describe("import handlers", () => {
  it("preview, store, list, undo", async () => {
    const handlers = createImportHandlers();
    const parts: ImportPart[] = [];
    const file = new Blob(CHAT);
    const preview = await handlers["import-read"](
      { file, fileName: "chat.txt", options: OPTIONS },
      context(parts),
    );
    expect(preview.samples[0]!.map(({ text }) => text)).toEqual(
      [0, 1, 2, 7, 8, 9].map((number) => `message ${number}`),
    );
    expect(preview.threads[0]).toMatchObject({ title: "Ana, Ben", count: 10 });
    expect(parts).toEqual([{ type: "import-progress", doneBytes: file.size, totalBytes: file.size }]);
    expect(await handlers["thread-list"](null, quiet)).toEqual([]);

    const receipt = await handlers["import-commit"]({ batchId: preview.batchId }, quiet);
    expect(receipt).toEqual({
      batchId: preview.batchId,
      threadIds: [preview.threads[0]!.id],
      added: 10,
      alreadyHere: 0,
      edited: 0,
    });
    expect(await storeCount("stages")).toBe(0);
    const [thread] = await handlers["thread-list"](null, quiet);
    const page = { threadId: thread!.id, firstSeq: -Infinity, endSeq: null };
    const messages = await handlers["message-page"](page, quiet);
    expect(messages).toHaveLength(10);
    expect((await handlers["thread-outline"]({ threadId: thread!.id }, quiet))?.count).toBe(10);
    const ids = [messages[3]!.id];
    expect(await handlers["message-find"]({ threadId: thread!.id, ids }, quiet)).toEqual([messages[3]]);
    const query = { text: "mess 3", threadId: null, personId: null, order: "best", limit: 5 } as const;
    expect(await handlers["message-search"](query, quiet)).toMatchObject({ total: 0 });
    expect(await handlers["message-search"]({ ...query, text: "3 mess" }, quiet)).toMatchObject({ total: 1 });
    expect(await handlers["person-list"](null, quiet)).toMatchObject([{ count: 5 }, { count: 5 }]);
    expect(await handlers["import-list"](null, quiet)).toMatchObject([{ id: preview.batchId, added: 10 }]);

    const self = { threadId: thread!.id, personId: thread!.people[0]!.id };
    expect((await handlers["thread-self"](self, quiet)).people[0]!.isSelf).toBe(true);
    await handlers["import-undo"]({ batchId: receipt.batchId }, quiet);
    expect(await handlers["thread-list"](null, quiet)).toEqual([]);
  });

  it("reads the times of a thread in another zone, with the same ids in the same order", async () => {
    const handlers = createImportHandlers();
    const read = { file: new Blob(CHAT), fileName: "chat.txt", options: OPTIONS };
    const { batchId } = await handlers["import-read"](read, context());
    const { threadIds } = await handlers["import-commit"]({ batchId }, quiet);
    const threadId = threadIds[0]!;
    const pages = { threadId, firstSeq: -Infinity, endSeq: null };
    const before = await handlers["message-page"](pages, quiet);
    const changed = await handlers["thread-zone"]({ threadId, zone: "America/New_York" }, quiet);
    expect(changed.zone).toBe("America/New_York");
    const after = await handlers["message-page"](pages, quiet);
    expect(after.map(({ id, seq }) => [id, seq])).toEqual(before.map(({ id, seq }) => [id, seq]));
    expect(after[0]!.time).toEqual({
      ...before[0]!.time,
      zone: "America/New_York",
      // 15:00 there is 20:00 UTC, in Berlin 14:00 UTC.
      epochMs: before[0]!.time!.epochMs + 6 * 3_600_000,
    });
    await handlers["import-undo"]({ batchId }, quiet);
    await expect(handlers["thread-zone"]({ threadId, zone: "UTC" }, quiet)).rejects.toMatchObject({
      code: "unexpected",
    });
  });

  it("shows a short thread once", async () => {
    const handlers = createImportHandlers();
    const file = new Blob(CHAT.slice(0, 4));
    const preview = await handlers["import-read"](
      { file, fileName: "chat.txt", options: OPTIONS },
      context(),
    );
    expect(preview.samples[0]).toHaveLength(4);
  });

  it("has nothing to store after a discard or a second commit", async () => {
    const handlers = createImportHandlers();
    const read = { file: new Blob(CHAT), fileName: "chat.txt", options: OPTIONS };
    const { batchId } = await handlers["import-read"](read, context());
    await handlers["import-discard"]({ batchId }, quiet);
    await expect(handlers["import-commit"]({ batchId }, quiet)).rejects.toMatchObject({
      code: "import-interrupted",
    });

    await handlers["import-read"](read, context());
    const receipt = await handlers["import-commit"]({ batchId }, quiet);
    await expect(handlers["import-commit"]({ batchId }, quiet)).rejects.toMatchObject({
      code: "import-interrupted",
    });
    await handlers["thread-delete"]({ threadId: receipt.threadIds[0]! }, quiet);
    expect(await handlers["thread-list"](null, quiet)).toEqual([]);
  });

  it("keeps a read file on a stage until it is decided on, also when its worker is killed", async () => {
    const handlers = createImportHandlers();
    // More than a page.
    const lines = Array.from(
      { length: 600 },
      (_, at) => `24/11/26, 15:${10 + (at % 50)} - Ana: message ${at}\n`,
    );
    const read = { file: new Blob(lines), fileName: "chat.txt", options: OPTIONS };
    const { batchId, sum } = await handlers["import-read"](read, context());
    expect(sum).toEqual({ added: 600, alreadyHere: 0, edited: 0 });
    expect(await storeCount("stages")).toBeGreaterThan(1);
    expect(await handlers["thread-list"](null, quiet)).toEqual([]);
    // Another worker that opens the database leaves it alone.
    await createImportHandlers()["thread-list"](null, quiet);
    expect(await storeCount("stages")).toBeGreaterThan(1);
    await handlers["import-discard"]({ batchId }, quiet);
    expect(await storeCount("stages")).toBe(0);

    const database = await openImportsDatabase();
    await database.put("stages", [{ text: "of a killed worker" }], ["gone", 0]);
    database.close();
    await createImportHandlers()["thread-list"](null, quiet);
    expect(await storeCount("stages")).toBe(0);
  });

  it("a file that is being stored makes no room for others that are read", async () => {
    const handlers = createImportHandlers();
    const read = (text: string) =>
      handlers["import-read"]({ file: new Blob([text]), fileName: "chat.txt", options: OPTIONS }, context());
    const { batchId } = await read(`${CHAT.join("")}${"24/11/26, 16:00 - Ana: more\n".repeat(3000)}`);
    const reads: Promise<unknown>[] = [];
    const receipt = await handlers["import-commit"](
      { batchId },
      {
        ...quiet,
        onPart: () => {
          if (reads.length === 0)
            for (let at = 0; at < 12; at++)
              reads.push(read(`${CHAT.join("")}24/11/26, 17:00 - Ana: ${at}\n`));
        },
      },
    );
    expect(receipt.added).toBe(3010);
    await expect(Promise.all(reads)).resolves.toHaveLength(12);
  });

  it("a file that can't be read leaves nothing on the stage", async () => {
    const handlers = createImportHandlers();
    const stop = new AbortController();
    const onPart = (): void => stop.abort();
    const file = new Blob([CHAT.join("").repeat(5000)]);
    const reading = handlers["import-read"](
      { file, fileName: "chat.txt", options: OPTIONS },
      { signal: stop.signal, onPart },
    );
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    expect(await storeCount("stages")).toBe(0);
  });

  it("a contact file names people by their numbers, until it is undone", async () => {
    const handlers = createImportHandlers();
    const read = (text: string, fileName: string) =>
      handlers["import-read"]({ file: new Blob([text]), fileName, options: OPTIONS }, context());
    const names = async () =>
      (await handlers["thread-list"](null, quiet)).flatMap(({ people }) => people.map(({ name }) => name));
    const chat = await read("24/11/26, 15:05 - +49 151 1234567: hi\n24/11/26, 15:06 - Ana: ho\n", "a.txt");
    await handlers["import-commit"]({ batchId: chat.batchId }, quiet);
    expect(await names()).toEqual(["+49 151 1234567", "Ana"]);

    const cards = await read("BEGIN:VCARD\nFN:Mara\nTEL:+49 151 1234567\nEND:VCARD\n", "x.vcf");
    expect(cards).toMatchObject({ threads: [], contacts: ["Mara"] });
    const receipt = await handlers["import-commit"]({ batchId: cards.batchId }, quiet);
    expect(receipt).toMatchObject({ added: 0, contacts: 1 });
    expect(await names()).toEqual(["Mara", "Ana"]);
    const more = await read("24/12/25, 15:05 - +49 151 1234567: hello\n24/12/25, 15:06 - Ben: ho\n", "b.txt");
    await handlers["import-commit"]({ batchId: more.batchId }, quiet);
    expect(await names()).toEqual(["Mara", "Ana", "Mara", "Ben"]);

    await handlers["import-undo"]({ batchId: receipt.batchId }, quiet);
    expect(await names()).toEqual(["+49 151 1234567", "Ana", "+49 151 1234567", "Ben"]);
  });

  it("opens the database again after it was closed for another tab", async () => {
    const handlers = createImportHandlers();
    expect(await handlers["thread-list"](null, quiet)).toEqual([]);
    await new Promise((resolve) => {
      const request = indexedDB.deleteDatabase("hearth-imports");
      request.addEventListener("success", resolve);
    });
    expect(await handlers["thread-list"](null, quiet)).toEqual([]);
  });
});
