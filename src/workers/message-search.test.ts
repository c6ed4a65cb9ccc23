import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { stageImport } from "#messages/read-import";
import { MemoryPages } from "#messages/spool";
import { commitImport } from "#storage/import-commit";
import { openImportsDatabase, type ImportsDatabase } from "#storage/imports-db";
import { deleteThread, undoImport } from "#storage/imports";
import { MessageSearch } from "./message-search.ts";
import { listPeople } from "./people.ts";
import type { SearchQuery } from "./protocol-imports.ts";

let db: ImportsDatabase;
let search: MessageSearch;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  db = await openImportsDatabase();
  search = new MessageSearch(() => Promise.resolve(db));
});

let imports = 0;

async function store(title: string, ...lines: string[]) {
  const text = lines.map((line, at) => `24/11/26, 15:${String(at % 60).padStart(2, "0")} - ${line}\n`);
  const importedAt = new Date(Date.UTC(2026, 10, 28) + imports++ * 1000).toISOString();
  const options = { zone: "Europe/Berlin", zoneFrom: "user", importedAt } as const;
  const receipt = await commitImport(
    db,
    await stageImport(new Blob(text), `WhatsApp Chat with ${title}.txt`, options, new MemoryPages()),
  );
  return { threadId: receipt.threadIds[0]!, batchId: receipt.batchId };
}

function find(
  text: string,
  more: Partial<SearchQuery> = {},
  onProgress: (fraction: number) => void = () => {},
) {
  const query: SearchQuery = { text, threadId: null, personId: null, order: "newest", limit: 50, ...more };
  return search.find(query, new AbortController().signal, onProgress);
}
const texts = async (...args: Parameters<typeof find>) =>
  (await find(...args)).hits.map(({ snippet }) => snippet.text);

const TRIP = ["Ana: train at nine", "Ben: the train is late", "Ana: Café at the lake?"];
const HOME = ["Cem: the train set is in the attic", "Ana: thanks"];

describe("MessageSearch", () => {
  it("finds in all threads, newest first, with the matches marked", async () => {
    await store("Trip", ...TRIP);
    await store("Home", ...HOME);
    const { hits, total, approximate } = await find("train");
    expect({ total, approximate }).toEqual({ total: 3, approximate: false });
    expect(hits[0]).toMatchObject({
      threadTitle: "Trip",
      senderName: "Ben",
      snippet: { text: "the train is late", marks: [[4, 9]] },
    });
    expect(await texts("cafe")).toEqual(["Café at the lake?"]);
  });

  it("finds in one thread and from one person", async () => {
    const trip = await store("Trip", ...TRIP);
    await store("Home", ...HOME);
    expect(await texts("train", { threadId: trip.threadId })).toEqual(["the train is late", "train at nine"]);
    const ana = (await listPeople(db)).find(
      ({ person, threads }) => person.name === "Ana" && threads[0]!.title === "Trip",
    )!;
    expect(await texts("train", { personId: ana.person.id })).toEqual(["train at nine"]);
  });

  it("says how many there are when it shows fewer", async () => {
    await store("Trip", ...Array.from({ length: 30 }, (_, at) => `Ana: number ${at}`));
    const { hits, total } = await find("number", { limit: 4 });
    expect([hits.length, total]).toEqual([4, 30]);
    expect(hits[0]!.snippet.text).toBe("number 29");
  });

  it("finds similar words when nothing matches, and says so", async () => {
    await store("Trip", "Ana: the appointment is on Monday");
    expect(await find("apointment")).toMatchObject({ total: 1, approximate: true });
    expect(await find("xyzzyx")).toMatchObject({ total: 0 });
  });

  it("words in quotation marks stand together", async () => {
    await store("Trip", "Ana: the door code", "Ben: a code for the door");
    expect(await texts("door code")).toHaveLength(2);
    expect(await texts('"door code"')).toEqual(["the door code"]);
  });

  it("follows a longer export, its undo and the deletion of a thread", async () => {
    const trip = await store("Trip", ...TRIP);
    expect(await texts("late")).toHaveLength(1);
    const longer = await store("Trip", ...TRIP, "Ben: late again", "Ben: sorry");
    expect(await texts("late")).toEqual(["late again", "the train is late"]);
    await undoImport(db, longer.batchId);
    expect(await db.getAll("search-segments")).toEqual([]);
    expect(await texts("late")).toEqual(["the train is late"]);
    await deleteThread(db, trip.threadId);
    expect(await texts("late")).toEqual([]);
    expect(await db.getAll("search-segments")).toEqual([]);
    expect(await db.getAll("search-states")).toEqual([]);
  });

  it("uses what an earlier visit stored, and goes on with it", async () => {
    await store("Trip", ...TRIP);
    search.prepare([(await store("Trip", ...TRIP, "Ben: late again")).threadId]);
    await expect.poll(() => db.count("search-states")).toBe(1);
    search = new MessageSearch(() => Promise.resolve(db));
    const progress: number[] = [];
    expect((await find("late", {}, (fraction) => progress.push(fraction))).total).toBe(2);
    expect(progress).toEqual([]);
  });

  it("fills several segments and reports how far it is", async () => {
    const lines = Array.from(
      { length: 10_050 },
      (_, at) => `Ana: line ${at} ${at === 10_049 ? "needle" : ""}`,
    );
    await store("Long", ...lines);
    const progress: number[] = [];
    expect(await texts("needle", {}, (fraction) => progress.push(fraction))).toEqual(["line 10049 needle"]);
    expect(progress.length).toBeGreaterThan(5);
    expect(progress.at(-1)).toBe(1);
    expect(await db.count("search-segments")).toBe(2);
    expect((await find("line", { limit: 1 })).total).toBe(10_050);
    // Ten thousand messages through a database in JavaScript: seconds, more on a busy machine.
  }, 60_000);

  it("stops when it is aborted", async () => {
    await store("Trip", ...TRIP);
    const query: SearchQuery = { text: "train", threadId: null, personId: null, order: "best", limit: 5 };
    await expect(search.find(query, AbortSignal.abort(), () => {})).rejects.toMatchObject({
      name: "AbortError",
    });
  });

  it("never brings back the words of a thread that is deleted while it is indexed", async () => {
    const { threadId } = await store("Long", ...Array.from({ length: 3000 }, (_, at) => `Ana: secret ${at}`));
    const finding = find("secret");
    await deleteThread(db, threadId);
    await finding;
    expect(await db.getAll("search-segments")).toEqual([]);
    expect(await db.getAll("outlines")).toEqual([]);
  });
});

describe("listPeople", () => {
  it("counts messages over threads; equal names in two threads stay two people", async () => {
    await store("Trip", ...TRIP);
    await store("Home", ...HOME);
    const people = (await listPeople(db)).map(({ person, count, threads }) => [
      person.name,
      count,
      threads.map(({ title }) => title),
    ]);
    expect(people).toEqual([
      ["Ana", 2, ["Trip"]],
      ["Ana", 1, ["Home"]],
      ["Ben", 1, ["Trip"]],
      ["Cem", 1, ["Home"]],
    ]);
  });

  it("one phone number is one person everywhere", async () => {
    await store("Trip", "+49 151 2345678: hello", "Ben: hi");
    await store("Home", "+49 151 2345678: hello again", "+49 151 2345678: bye");
    const [first] = await listPeople(db);
    expect(first).toMatchObject({ count: 3, last: "2026-11-24T15:01:00" });
    expect(first!.threads.map(({ count }) => count).sort((a, b) => a - b)).toEqual([1, 2]);
  });
});
