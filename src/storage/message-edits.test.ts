import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import type { StagedImport } from "#messages/message";
import { stageImport } from "#messages/read-import";
import { MemoryPages } from "#messages/spool";
import { commitImport, compareImport } from "./import-commit.ts";
import { openImportsDatabase, type ImportsDatabase } from "./imports-db.ts";
import { listImports, readMessages } from "./imports-reading.ts";
import { deleteThread, listThreads, undoImport } from "./imports.ts";

let db: ImportsDatabase;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  db = await openImportsDatabase();
});

let imports = 0;

function stage(text: string): Promise<StagedImport> {
  const importedAt = new Date(Date.UTC(2026, 10, 28) + imports++ * 1000).toISOString();
  const options = { zone: "Europe/Berlin", zoneFrom: "user", importedAt } as const;
  return stageImport(new Blob([text]), "WhatsApp Chat with Lake.txt", options, new MemoryPages());
}

interface Said {
  readonly text: string;
  /** Seconds after the message. */
  readonly editedAfter?: number;
}

function telegram(...said: readonly Said[]): Promise<StagedImport> {
  const messages = said.map(({ text, editedAfter }, at) => ({
    id: at + 1,
    type: "message",
    date_unixtime: String(1_795_511_700 + at * 600),
    ...(editedAfter === undefined ? {} : { edited_unixtime: String(1_795_511_700 + at * 600 + editedAfter) }),
    from: "Ana",
    from_id: "user1",
    text,
  }));
  return stage(JSON.stringify({ name: "Lake", type: "private_group", id: 7, messages }));
}

const whatsapp = (...lines: string[]): Promise<StagedImport> =>
  stage(lines.map((line) => `24/11/26, ${line}\n`).join(""));

async function stored(): Promise<{ id: string; text: string }[]> {
  const [thread] = await listThreads(db);
  const messages = thread ? await readMessages(db, thread.id, -Infinity, null) : [];
  return messages.map(({ id, text }) => ({ id, text }));
}
const texts = async (): Promise<string[]> => (await stored()).map(({ text }) => text);

describe("a message that was edited since the last import", () => {
  it("gets its later text and keeps its id and its place", async () => {
    await commitImport(db, await telegram({ text: "at three" }, { text: "ok" }));
    const before = await stored();
    const later = await telegram({ text: "at four", editedAfter: 60 }, { text: "ok" }, { text: "fine" });
    expect(await compareImport(db, later)).toEqual({ added: 1, alreadyHere: 2, edited: 1 });
    expect(await texts()).toEqual(["at three", "ok"]);
    expect(await commitImport(db, later)).toMatchObject({ added: 1, alreadyHere: 2, edited: 1 });
    expect(await texts()).toEqual(["at four", "ok", "fine"]);
    expect((await stored()).slice(0, 2).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });

  it("stays as it is when an earlier version comes, or the same one again", async () => {
    const first = await telegram({ text: "at four", editedAfter: 60 });
    await commitImport(db, first);
    for (const again of [
      await telegram({ text: "at three" }),
      await telegram({ text: "at half past", editedAfter: 30 }),
      await telegram({ text: "at four", editedAfter: 60 }),
    ])
      expect(await commitImport(db, again)).toMatchObject({ added: 0, alreadyHere: 1, edited: 0 });
    expect(await texts()).toEqual(["at four"]);
  });

  it("is as it was when the import is undone, in whatever order", async () => {
    const steps = async () => {
      const one = await commitImport(db, await telegram({ text: "one" }));
      const two = await commitImport(db, await telegram({ text: "two", editedAfter: 60 }));
      const three = await commitImport(db, await telegram({ text: "three", editedAfter: 90 }));
      expect(await texts()).toEqual(["three"]);
      return [one, two, three].map(({ batchId }) => batchId);
    };
    const [one, two, three] = await steps();
    await undoImport(db, two!);
    expect(await texts()).toEqual(["three"]);
    await undoImport(db, three!);
    expect(await texts()).toEqual(["one"]);
    await undoImport(db, one!);
    expect(await texts()).toEqual([]);

    const again = await steps();
    await undoImport(db, again[2]!);
    expect(await texts()).toEqual(["two"]);
    // The second has the message too: it is its own from now on.
    await undoImport(db, again[0]!);
    expect([await texts(), await db.count("edits")]).toEqual([["two"], 0]);
    await undoImport(db, again[1]!);
    expect([await texts(), await db.count("messages")]).toEqual([[], 0]);
  });

  it("leaves no version behind when its thread is deleted", async () => {
    const { threadIds } = await commitImport(db, await telegram({ text: "one" }));
    await commitImport(db, await telegram({ text: "two", editedAfter: 60 }));
    expect(await db.count("edits")).toBe(1);
    await deleteThread(db, threadIds[0]!);
    expect(await db.count("edits")).toBe(0);
  });

  it("is in the list of imports although nothing was added", async () => {
    await commitImport(db, await telegram({ text: "one" }));
    const { batchId } = await commitImport(db, await telegram({ text: "two", editedAfter: 60 }));
    expect((await listImports(db)).find(({ id }) => id === batchId)).toMatchObject({ added: 0, edited: 1 });
  });

  it("is found by its minute and sender where ids are made of the text", async () => {
    await commitImport(db, await whatsapp("15:05 - Ana: at three", "15:05 - Ana: ok", "15:05 - Ben: ok"));
    const before = await stored();
    const later = await whatsapp(
      "15:05 - Ana: at four <This message was edited>",
      "15:05 - Ana: ok",
      "15:05 - Ben: ok",
      "15:06 - Ben: good",
    );
    expect(await commitImport(db, later)).toMatchObject({ added: 1, alreadyHere: 3, edited: 1 });
    expect(await texts()).toEqual(["at four", "ok", "ok", "good"]);
    expect((await stored())[0]!.id).toBe(before[0]!.id);

    const same = await whatsapp("15:05 - Ana: at four <This message was edited>", "15:05 - Ana: ok");
    expect(await compareImport(db, same)).toEqual({ added: 0, alreadyHere: 2, edited: 0 });
    const old = await whatsapp("15:05 - Ana: at three", "15:05 - Ana: ok", "15:05 - Ben: ok");
    expect(await commitImport(db, old)).toMatchObject({ added: 0, alreadyHere: 3, edited: 0 });
    expect(await texts()).toEqual(["at four", "ok", "ok", "good"]);
  });

  it("of another sender or minute is a new one", async () => {
    await commitImport(db, await whatsapp("15:05 - Ana: at three", "15:06 - Ben: ok"));
    const other = await whatsapp(
      "15:05 - Ana: at three",
      "15:05 - Ben: no <This message was edited>",
      "15:06 - Ben: ok",
    );
    expect(await commitImport(db, other)).toMatchObject({ added: 1, alreadyHere: 2, edited: 0 });
  });
});
