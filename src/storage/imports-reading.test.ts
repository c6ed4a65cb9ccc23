import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import type { StagedImport } from "#messages/message";
import { stageImport } from "#messages/read-import";
import { MemoryPages } from "#messages/spool";
import { commitImport } from "./import-commit.ts";
import { openImportsDatabase, type ImportsDatabase } from "./imports-db.ts";
import {
  listImports,
  readMessages,
  readMessagesById,
  readOutline,
  readThread,
  scanBatches,
  scanThread,
} from "./imports-reading.ts";
import { deleteThread, undoImport } from "./imports.ts";
import { PAGE_MESSAGES, pageOf } from "./thread-outline.ts";

let db: ImportsDatabase;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  db = await openImportsDatabase();
});

let imports = 0;

/** A chat of Ana and Ben, a message every ten minutes from midnight of 24 November. */
function parse(from: number, to: number, name = "WhatsApp Chat with Lake.txt"): Promise<StagedImport> {
  const lines = Array.from({ length: to - from }, (_, at) => {
    const number = from + at;
    const local = new Date(Date.UTC(2026, 10, 24, 0, number * 10)).toISOString();
    const date = `${local.slice(8, 10)}/11/26, ${local.slice(11, 16)}`;
    return `${date} - ${number % 3 ? "Ben" : "Ana"}: message ${number}\n`;
  });
  const importedAt = new Date(Date.UTC(2026, 10, 28) + imports++ * 1000).toISOString();
  const options = { zone: "Europe/Berlin", zoneFrom: "user", importedAt } as const;
  return stageImport(new Blob(lines), name, options, new MemoryPages());
}

async function store(from: number, to: number) {
  const { threadIds, batchId } = await commitImport(db, await parse(from, to));
  return { threadId: threadIds[0]!, batchId };
}

describe("readOutline", () => {
  it("lays out pages, days and people without the messages", async () => {
    const { threadId } = await store(0, 200);
    const outline = (await readOutline(db, threadId))!;
    expect(outline.count).toBe(200);
    expect(outline.pages.map(({ count }) => count)).toEqual([40, 40, 40, 40, 40]);
    expect(outline.days).toEqual([
      { date: "2026-11-24", count: 144 },
      { date: "2026-11-25", count: 56 },
    ]);
    expect(outline.people.map(({ count }) => count).sort((a, b) => a - b)).toEqual([67, 133]);
    expect(outline.people.map(({ last }) => last)).toContain("2026-11-25T09:10:00");
  });

  it("pages hold all messages, each once, in order, and say who wrote before", async () => {
    const { threadId } = await store(0, 95);
    const { pages } = (await readOutline(db, threadId))!;
    const texts: string[] = [];
    for (const [at, page] of pages.entries()) {
      const messages = await readMessages(db, threadId, page.firstSeq, pages[at + 1]?.firstSeq ?? null);
      expect(messages).toHaveLength(page.count);
      texts.push(...messages.map(({ text }) => text));
      for (const { seq } of messages) expect(pageOf({ pages }, seq)).toBe(at);
    }
    expect(texts).toEqual(Array.from({ length: 95 }, (_, number) => `message ${number}`));
    const [before] = await readMessages(db, threadId, PAGE_MESSAGES - 1, PAGE_MESSAGES);
    expect(pages[0]!.follows).toBeNull();
    expect(pages[1]!.follows).toBe(before!.senderId);
    expect(pageOf({ pages }, -5)).toBe(-1);
  });

  it("is made again when the thread has grown or shrunk", async () => {
    const { threadId } = await store(10, 60);
    expect((await readOutline(db, threadId))!.count).toBe(50);
    const later = await store(0, 100);
    const grown = (await readOutline(db, threadId))!;
    expect(grown.count).toBe(100);
    // Earlier messages got numbers before the first.
    expect(grown.pages[0]!.firstSeq).toBeLessThan(0);
    await undoImport(db, later.batchId);
    expect((await readOutline(db, threadId))!.count).toBe(50);
  });

  it("is null for a thread that is not here, and forgotten with it", async () => {
    expect(await readOutline(db, "t_none")).toBeNull();
    const { threadId } = await store(0, 5);
    await readOutline(db, threadId);
    await deleteThread(db, threadId);
    expect(await readOutline(db, threadId)).toBeNull();
    expect(await db.getAll("outlines")).toEqual([]);
  });
});

describe("while an import is being written or taken back", () => {
  it("its messages are not seen", async () => {
    const { threadId, batchId } = await store(0, 10);
    const [sample] = await readMessages(db, threadId, 0, 1);
    await db.put("messages", { ...sample!, id: "m_staged", seq: 3.5, batchId: "i_staged" });
    const texts = (await readMessages(db, threadId, 0, null)).map(({ id }) => id);
    expect(texts).toHaveLength(10);
    expect(await readMessagesById(db, threadId, ["m_staged", sample!.id])).toEqual([sample]);
    const scanned = [];
    for await (const part of scanThread(db, { id: threadId, batchIds: [batchId] })) scanned.push(...part);
    expect(scanned).toHaveLength(10);
  });
});

it("reads by id in the order asked for, and only from the thread", async () => {
  const { threadId } = await store(0, 10);
  const all = await readMessages(db, threadId, -Infinity, null);
  const ids = [all[7]!.id, "m_gone", all[2]!.id];
  expect((await readMessagesById(db, threadId, ids)).map(({ text }) => text)).toEqual([
    "message 7",
    "message 2",
  ]);
  expect(await readMessagesById(db, "t_other", ids)).toEqual([]);
});

it.each(["by the import", "by the thread, which is shorter"])(
  "goes through what one import added: %s",
  async (way) => {
    const first = await store(0, 5);
    const second = await store(0, 2500);
    const seen = new Set<string>();
    const thread = (await readThread(db, first.threadId))!;
    const { id, count } = way === "by the import" ? thread : { ...thread, count: 1 };
    for await (const part of scanBatches(db, { id, count }, [second.batchId]))
      for (const { text } of part) seen.add(text);
    expect(seen.size).toBe(2495);
    expect(seen.has("message 4")).toBe(false);
    expect(thread.count).toBe(2500);
  },
);

it("goes through a short thread once for all imports that are larger", async () => {
  const { threadId } = await store(0, 5);
  const added = [await store(0, 1500), await store(0, 2500)].map(({ batchId }) => batchId);
  const parts: number[] = [];
  for await (const part of scanBatches(db, { id: threadId, count: 1 }, added)) parts.push(part.length);
  expect(parts).toEqual([995, 1000, 500]);
});

it("lists imports with what each added, the latest first, without those that added nothing", async () => {
  const { batchId } = await store(0, 5);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await store(0, 8);
  await store(0, 8);
  expect((await listImports(db)).map(({ added }) => added)).toEqual([3, 5]);
  expect((await listImports(db)).at(-1)).toMatchObject({
    id: batchId,
    fileName: "WhatsApp Chat with Lake.txt",
    source: "whatsapp",
    threads: [{ title: "Lake", added: 5 }],
  });
});
