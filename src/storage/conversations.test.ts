import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";
import type { Conversation, Turn } from "./conversations.ts";
import type { TurnPicture } from "./pictures.ts";

beforeEach(() => {
  vi.resetModules();
  globalThis.indexedDB = new IDBFactory();
});

const load = () => import("./conversations.ts");

function conversation(id: string, updatedAt: number): Conversation {
  return { id, title: `Chat ${id}`, createdAt: 0, updatedAt };
}

function turn(conversationId: string, position: number, text = `turn ${position}`): Turn {
  const role = position % 2 === 0 ? "user" : "assistant";
  return {
    id: `${conversationId}-${position}`,
    conversationId,
    position,
    role,
    text,
    state: "done",
    createdAt: 0,
  };
}

test("conversations are listed by their last change", async () => {
  const { listConversations, saveConversation } = await load();
  await saveConversation(conversation("a", 1));
  await saveConversation(conversation("b", 3));
  await saveConversation(conversation("c", 2));
  await saveConversation({ ...conversation("a", 4), title: "renamed" });
  const list = await listConversations();
  expect(list.map(({ id, title }) => [id, title])).toEqual([
    ["a", "renamed"],
    ["b", "Chat b"],
    ["c", "Chat c"],
  ]);
});

test("turns come back in order, of their own conversation only", async () => {
  const { readConversation, saveTurns } = await load();
  const turns = Array.from({ length: 12 }, (_, position) => turn("a", position));
  await saveTurns(conversation("a", 1), turns.toReversed());
  await saveTurns(conversation("ab", 1), [turn("ab", 0)]);
  expect((await readConversation("a"))?.turns).toEqual(turns);
  expect(await readConversation("unknown")).toBeNull();
});

test("an edited question drops what came after it, in one step", async () => {
  const { readConversation, saveTurns } = await load();
  await saveTurns(conversation("a", 1), [turn("a", 0), turn("a", 1), turn("a", 2), turn("a", 3)]);
  await saveTurns(conversation("b", 1), [turn("b", 3)]);
  await saveTurns(conversation("a", 2), [turn("a", 2, "edited")], { dropAfter: 2 });
  const texts = (await readConversation("a"))?.turns.map(({ text }) => text);
  expect(texts).toEqual(["turn 0", "turn 1", "edited"]);
  expect((await readConversation("b"))?.turns).toHaveLength(1);
});

test("turns that another tab changed meanwhile are a conflict, and nothing is stored", async () => {
  const { readConversation, saveTurns } = await load();
  const first = [turn("a", 0), turn("a", 1)];
  expect(await saveTurns(conversation("a", 1), first, { lastKnown: null })).toBe("saved");
  const more = [turn("a", 2), turn("a", 3)];
  expect(await saveTurns(conversation("a", 2), more, { lastKnown: "a-1" })).toBe("saved");
  const before = await readConversation("a");
  const stale = [{ ...turn("a", 2, "stale"), id: "stale" }];
  expect(await saveTurns(conversation("a", 3), stale, { lastKnown: "a-1", dropAfter: 1 })).toBe("conflict");
  expect(await saveTurns(conversation("a", 3), stale, { lastKnown: null })).toBe("conflict");
  expect(await readConversation("a")).toEqual(before);
});

test("turns of a conversation that another tab deleted are a conflict", async () => {
  const { deleteConversation, listConversations, saveTurns } = await load();
  await saveTurns(conversation("a", 1), [turn("a", 0)]);
  await deleteConversation("a");
  expect(await saveTurns(conversation("a", 2), [turn("a", 1)], { lastKnown: "a-0" })).toBe("conflict");
  expect(await listConversations()).toEqual([]);
});

test("a deleted conversation is gone with its turns, and undo brings all of it back", async () => {
  const { deleteConversation, listConversations, readConversation, restoreConversation, saveTurns } =
    await load();
  await saveTurns(conversation("a", 1), [turn("a", 0), turn("a", 1)]);
  await saveTurns(conversation("b", 2), [turn("b", 0)]);
  const before = await readConversation("a");
  const deleted = await deleteConversation("a");
  expect(deleted).toEqual({ ...before, pictures: [] });
  expect((await listConversations()).map(({ id }) => id)).toEqual(["b"]);
  expect(await readConversation("a")).toBeNull();
  if (deleted) await restoreConversation(deleted);
  expect(await readConversation("a")).toEqual(before);
  expect(await deleteConversation("unknown")).toBeNull();
});

const ORIGINAL = new Blob(["bytes of a picture"], { type: "image/png" });

function picture(id: string): TurnPicture {
  const shown = { name: `${id}.png`, sizeBytes: 18, width: 3, height: 2, isAnimated: false, alt: "" };
  return { id, ...shown, thumbnail: new Blob(["small"]) };
}

/** A conversation of two questions about one picture each, `one` and `two`. */
async function storePictures(storage: Awaited<ReturnType<typeof load>>): Promise<void> {
  const turns = [
    { ...turn("a", 0), pictures: [picture("one")] },
    turn("a", 1),
    { ...turn("a", 2), pictures: [picture("two")] },
    turn("a", 3),
  ];
  const pictures = ["one", "two"].map((id) => ({ conversationId: "a", id, bytes: ORIGINAL }));
  await storage.saveTurns(conversation("a", 1), turns, { pictures });
}

test("originals of pictures are kept with their conversation, deleted with it, and come back with it", async () => {
  const storage = await load();
  const { readPictures } = await import("./pictures.ts");
  await storePictures(storage);
  const other = { conversationId: "ab", id: "one", bytes: ORIGINAL };
  await storage.saveTurns(conversation("ab", 1), [turn("ab", 0)], { pictures: [other] });
  const stored = await readPictures("a");
  expect([...stored.keys()]).toEqual(["one", "two"]);
  expect(await stored.get("one")?.text()).toBe("bytes of a picture");
  const deleted = await storage.deleteConversation("a");
  expect((await readPictures("a")).size).toBe(0);
  expect((await readPictures("ab")).size).toBe(1);
  if (deleted) await storage.restoreConversation(deleted);
  expect([...(await readPictures("a")).keys()]).toEqual(["one", "two"]);
});

test("pictures that wait for a question are kept for each chat until they are sent or the chat is deleted", async () => {
  const storage = await load();
  const { readComposerPictures, saveComposerPictures } = await import("./pictures.ts");
  const waiting = [{ picture: picture("one"), bytes: ORIGINAL }];
  await saveComposerPictures({ conversationId: "new", pictures: waiting });
  await saveComposerPictures({ conversationId: "a", pictures: waiting });
  expect((await readComposerPictures("new")).map((one) => one.picture.id)).toEqual(["one"]);
  await saveComposerPictures({ conversationId: "new", pictures: [] });
  expect(await readComposerPictures("new")).toEqual([]);
  await storage.saveTurns(conversation("a", 1), [turn("a", 0)]);
  await storage.deleteConversation("a");
  expect(await readComposerPictures("a")).toEqual([]);
});

test("a question that is dropped takes its pictures with it, but none that another one shows", async () => {
  const storage = await load();
  const { readPictures } = await import("./pictures.ts");
  await storePictures(storage);
  const changed = { ...turn("a", 0, "edited"), pictures: [picture("one")] };
  await storage.saveTurns(conversation("a", 2), [changed], { dropAfter: 0 });
  expect([...(await readPictures("a")).keys()]).toEqual(["one"]);
});

test("an answer that ends after its conversation was deleted leaves nothing behind", async () => {
  const { deleteConversation, restoreConversation, readConversation, saveTurn, saveTurns } = await load();
  await saveTurns(conversation("a", 1), [turn("a", 0)]);
  const deleted = await deleteConversation("a");
  await saveTurn(turn("a", 1));
  if (deleted) await restoreConversation(deleted);
  expect((await readConversation("a"))?.turns).toHaveLength(1);
});

test("what is typed is kept for each chat until it is emptied", async () => {
  const { readComposerDraft, saveComposerDraft } = await load();
  await saveComposerDraft("new", "half a thou");
  await saveComposerDraft("a", "other");
  expect(await readComposerDraft("new")).toBe("half a thou");
  await saveComposerDraft("new", "");
  expect(await readComposerDraft("new")).toBe("");
  expect(await readComposerDraft("a")).toBe("other");
});
