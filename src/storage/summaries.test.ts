import "fake-indexeddb/auto";
import { deleteDB, openDB } from "idb";
import { expect, test } from "vitest";
import { changeResults, deleteResults, readResults, SUMMARIES_DATABASE } from "./summaries.ts";

const saveResults = (threadId: string, value: unknown): Promise<void> => changeResults(threadId, () => value);

test("a saved value comes back unchanged, and only for its own thread", async () => {
  const value = { summary: { title: "Trip", sentences: [{ text: "a", messageIds: ["m_1"] }] } };
  await saveResults("t_one", value);
  expect(await readResults("t_one")).toEqual(value);
  expect(await readResults("t_two")).toBeUndefined();
});

test("saving again replaces, deleting removes", async () => {
  await saveResults("t_three", { n: 1 });
  await saveResults("t_three", { n: 2 });
  expect(await readResults("t_three")).toEqual({ n: 2 });
  await deleteResults("t_three");
  expect(await readResults("t_three")).toBeUndefined();
});

const add = (n: number) => (stored: unknown) => [...((stored as number[] | undefined) ?? []), n];

test("changes made at once are all kept: each is told what the one before left", async () => {
  await Promise.all([1, 2, 3].map((n) => changeResults("t_many", add(n))));
  expect(await readResults("t_many")).toEqual([1, 2, 3]);
});

test("a change that fails leaves what was stored", async () => {
  await saveResults("t_whole", { n: 1 });
  const failed = changeResults("t_whole", () => {
    throw new Error("no");
  });
  await expect(failed).rejects.toMatchObject({ code: "storage-unavailable" });
  expect(await readResults("t_whole")).toEqual({ n: 1 });
});

test("a record of another version is ignored", async () => {
  const db = await openDB(SUMMARIES_DATABASE, 1);
  await db.put("results", { version: 0, value: { n: 1 } }, "t_old");
  db.close();
  expect(await readResults("t_old")).toBeUndefined();
  await changeResults("t_old", (stored) => ({ stored: stored ?? "none" }));
  expect(await readResults("t_old")).toEqual({ stored: "none" });
});

test("the database can be erased while it is open, and is there again afterwards", async () => {
  await saveResults("t_four", { n: 1 });
  await deleteDB(SUMMARIES_DATABASE);
  expect(await readResults("t_four")).toBeUndefined();
  await saveResults("t_four", { n: 2 });
  expect(await readResults("t_four")).toEqual({ n: 2 });
});

test("what cannot be stored is reported by code", async () => {
  await expect(saveResults("t_bad", () => 1)).rejects.toMatchObject({ code: "storage-unavailable" });
});
