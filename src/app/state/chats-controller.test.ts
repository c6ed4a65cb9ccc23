import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";
import type { GenerateRequest, GenerateResult, LanguageModel } from "#shared/language-model";
import { DEFAULT_SETTINGS } from "#storage/settings";
import type { ChatsController as Controller } from "./chats-controller.ts";
import type { ChatChange } from "./chats-state.ts";

type Generate = LanguageModel["generate"];

const STATS = {
  finishReason: "stop",
  promptTokens: 9,
  completionTokens: 2,
  timeToFirstTokenMs: 5,
  prefillRate: 100,
  decodeRate: 20,
} as const satisfies Omit<GenerateResult, "text">;

let generate: Generate;
let requests: GenerateRequest[];
let nowMs: number;
let seesPictures = true;
let pages = 0;

beforeEach(() => {
  vi.resetModules();
  globalThis.indexedDB = new IDBFactory();
  requests = [];
  nowMs = 1000;
  seesPictures = true;
  generate = async (_request, { onPart }) => {
    onPart?.({ type: "text-delta", text: "Hi" });
    onPart?.({ type: "text-delta", text: " there" });
    return { text: "Hi there", ...STATS };
  };
});

/** A page that has just been opened on the same storage. */
async function openPage() {
  vi.resetModules();
  const { ChatsController } = await import("./chats-controller.ts");
  const storage = await import("#storage/conversations");
  const announced: ChatChange[] = [];
  let ids = 0;
  const page = (pages += 1);
  const model: LanguageModel = {
    contextTokens: 64,
    tier: "S",
    generate: (request, options) => {
      requests.push(request);
      return generate(request, options);
    },
    countTokens: async () => [],
  };
  const chats: Controller = new ChatsController({
    model: () => model,
    modelId: () => "m",
    seesPictures: () => seesPictures,
    settings: () => ({ ...DEFAULT_SETTINGS, systemPrompt: "Be brief." }),
    nowMs: () => nowMs,
    newId: () => `id-${page}-${(ids += 1)}`,
    newSeed: () => 42,
    announce: (change) => announced.push(change),
  });
  await chats.loadList();
  return { chats, storage, announced };
}

function turns(chats: Controller) {
  const { open } = chats.store.getState();
  return open.phase === "ready" ? open.turns : [];
}

async function answered(chats: Controller): Promise<void> {
  await vi.waitFor(() => expect(chats.store.getState().answering).toBeNull());
  // The last write of the answer.
  await new Promise((resolve) => setTimeout(resolve, 10));
}

test("a question starts a conversation, is answered, and survives a reload", async () => {
  const { chats } = await openPage();
  const id = (await chats.send("Hello there, who are you?"))!;
  await answered(chats);
  expect(requests[0]).toMatchObject({
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hello there, who are you?" },
    ],
    sampling: { temperature: 0.2, topP: 0.9, seed: 42 },
    maxTokens: 512,
  });
  const reloaded = await openPage();
  await reloaded.chats.open(id);
  expect(turns(reloaded.chats).map(({ role, text, state, stats }) => ({ role, text, state, stats }))).toEqual(
    [
      { role: "user", text: "Hello there, who are you?", state: "done", stats: undefined },
      { role: "assistant", text: "Hi there", state: "done", stats: STATS },
    ],
  );
  const { list } = reloaded.chats.store.getState();
  expect(list.phase === "ready" && list.conversations.map(({ title }) => title)).toEqual([
    "Hello there, who are you?",
  ]);
});

test("the conversation so far goes with the next question", async () => {
  const { chats } = await openPage();
  await chats.send("One");
  await answered(chats);
  await chats.send("Two");
  await answered(chats);
  expect(requests[1]?.messages.map(({ content }) => content)).toEqual([
    "Be brief.",
    "One",
    "Hi there",
    "Two",
  ]);
  expect(turns(chats).map(({ position }) => position)).toEqual([0, 1, 2, 3]);
});

test("Stop keeps what is there", async () => {
  generate = (_request, { signal, onPart }) => {
    onPart?.({ type: "text-delta", text: "Half" });
    return new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    });
  };
  const { chats, storage } = await openPage();
  const id = (await chats.send("One"))!;
  chats.stop();
  await answered(chats);
  const stored = await storage.readConversation(id);
  expect(stored?.turns.at(-1)).toMatchObject({ text: "Half", state: "stopped" });
});

test("a growing answer is stored at most once a second, and a crash leaves it marked as cut off", async () => {
  let report: ((text: string) => void) | undefined;
  generate = (_request, { onPart }) => {
    report = (text) => onPart?.({ type: "text-delta", text });
    return new Promise(() => undefined);
  };
  const { chats, storage } = await openPage();
  const id = (await chats.send("One"))!;
  const stored = async () => (await storage.readConversation(id))?.turns.at(-1)?.text;
  nowMs += 500;
  report?.("early ");
  expect(await stored()).toBe("");
  nowMs += 600;
  report?.("late ");
  await vi.waitFor(async () => expect(await stored()).toBe("early late "));
  nowMs += 10;
  report?.("lost");
  const reloaded = await openPage();
  await reloaded.chats.open(id);
  expect(turns(reloaded.chats).at(-1)).toMatchObject({ text: "early late ", state: "interrupted" });
});

test("an answer that fails keeps its reason and can be asked again", async () => {
  const working = generate;
  const details = { promptTokens: 70, contextTokens: 64 };
  const { chats } = await openPage();
  // After openPage, which loads every module afresh.
  const { AppError } = await import("#shared/errors");
  generate = () => Promise.reject(new AppError("context-full", "too long", details));
  await chats.send("One");
  await answered(chats);
  expect(turns(chats).at(-1)).toMatchObject({
    text: "",
    state: "failed",
    error: { code: "context-full", details },
  });
  generate = working;
  await chats.regenerate();
  await answered(chats);
  expect(turns(chats).map(({ text, state }) => [text, state])).toEqual([
    ["One", "done"],
    ["Hi there", "done"],
  ]);
});

test("editing the last question replaces it and its answer, in storage too", async () => {
  const { chats, storage } = await openPage();
  const id = (await chats.send("Firts"))!;
  await answered(chats);
  await chats.editLast("First");
  await answered(chats);
  const stored = await storage.readConversation(id);
  expect(stored?.turns.map(({ text }) => text)).toEqual(["First", "Hi there"]);
  expect(requests[1]?.messages.at(-1)).toEqual({ role: "user", content: "First" });
});

test("a second question waits for the first answer's end", async () => {
  generate = () => new Promise(() => undefined);
  const { chats } = await openPage();
  await chats.send("One");
  expect(await chats.send("Two")).toBeNull();
  expect(turns(chats)).toHaveLength(2);
});

test("a double click asks once", async () => {
  const { chats } = await openPage();
  const [id, ignored] = await Promise.all([chats.send("One"), chats.send("One")]);
  await answered(chats);
  expect([id, ignored]).toEqual([expect.any(String), null]);
  expect(turns(chats).map(({ text }) => text)).toEqual(["One", "Hi there"]);
  await Promise.all([chats.regenerate(), chats.regenerate()]);
  await answered(chats);
  expect(requests).toHaveLength(2);
});

test("a conversation deleted while it is answered does not come back by itself", async () => {
  generate = (_request, { signal }) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    });
  const { chats, storage } = await openPage();
  const id = (await chats.send("One"))!;
  const deleted = await chats.remove(id);
  await answered(chats);
  expect(await storage.listConversations()).toEqual([]);
  expect(deleted?.turns).toHaveLength(2);
  if (deleted) await chats.restore(deleted);
  expect((await storage.listConversations()).map((one) => one.id)).toEqual([id]);
});

test("a title can be changed, not emptied", async () => {
  const { chats, storage } = await openPage();
  await chats.send("One");
  await answered(chats);
  const [conversation] = await storage.listConversations();
  if (!conversation) throw new Error("no conversation");
  await chats.rename(conversation, "  Plans  ");
  expect((await storage.listConversations())[0]?.title).toBe("Plans");
  await chats.rename(conversation, " ");
  expect((await storage.listConversations())[0]?.title).toBe("Untitled chat");
});

test("an unknown conversation is said to be missing", async () => {
  const { chats } = await openPage();
  await chats.open("gone");
  expect(chats.store.getState().open).toEqual({ phase: "missing", id: "gone" });
});

/** Two pages that show the same answered conversation; the second has then asked on, unheard by the first. */
async function staleAndFresh() {
  const stale = await openPage();
  const id = (await stale.chats.send("One"))!;
  await answered(stale.chats);
  const fresh = await openPage();
  await fresh.chats.open(id);
  await fresh.chats.send("Two");
  await answered(fresh.chats);
  const stored = async () => (await fresh.storage.readConversation(id))?.turns ?? [];
  return { id, stale, fresh, stored };
}

test("a question of a tab that is behind goes after what the other tab stored", async () => {
  const { id, stale, stored } = await staleAndFresh();
  expect(await stale.chats.send("Three")).toBe(id);
  await answered(stale.chats);
  const texts = ["One", "Hi there", "Two", "Hi there", "Three", "Hi there"];
  expect((await stored()).map(({ text }) => text)).toEqual(texts);
  expect((await stored()).map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(turns(stale.chats).map(({ text }) => text)).toEqual(texts);
  expect(requests.at(-1)?.messages.map(({ content }) => content)).toEqual([
    "Be brief.",
    ...texts.slice(0, 5),
  ]);
});

test("answering again in a tab that is behind replaces nothing and shows what is stored", async () => {
  const { stale, stored } = await staleAndFresh();
  const before = await stored();
  await stale.chats.regenerate();
  expect(await stored()).toEqual(before);
  expect(turns(stale.chats)).toEqual(before);
  expect(requests).toHaveLength(2);
});

test("an edit in a tab that is behind becomes a question of its own", async () => {
  const { stale, stored } = await staleAndFresh();
  await stale.chats.editLast("Won");
  await answered(stale.chats);
  expect((await stored()).map(({ text }) => text)).toEqual([
    "One",
    "Hi there",
    "Two",
    "Hi there",
    "Won",
    "Hi there",
  ]);
});

test("a question in a conversation that the other tab deleted begins a new one", async () => {
  const { id, stale, fresh } = await staleAndFresh();
  await fresh.chats.remove(id);
  const next = await stale.chats.send("Three");
  await answered(stale.chats);
  expect(next).not.toBe(id);
  expect((await fresh.storage.listConversations()).map((one) => one.id)).toEqual([next]);
});

test("what another tab changes is shown here, and a running answer is not taken for a broken one", async () => {
  const { id, stale, fresh, stored } = await staleAndFresh();
  for (const change of fresh.announced) await stale.chats.heard(change);
  expect(turns(stale.chats)).toEqual(await stored());

  let finish: (() => void) | undefined;
  const working = generate;
  generate = async (request, options) => {
    await new Promise<void>((resolve) => (finish = resolve));
    return working(request, options);
  };
  await fresh.chats.send("Three");
  await stale.chats.heard(fresh.announced.at(-1)!);
  expect(
    turns(stale.chats)
      .map(({ text, state }) => [text, state])
      .slice(-2),
  ).toEqual([
    ["Three", "done"],
    ["", "streaming"],
  ]);
  finish?.();
  await answered(fresh.chats);
  await stale.chats.heard(fresh.announced.at(-1)!);
  expect(turns(stale.chats).at(-1)).toMatchObject({ text: "Hi there", state: "done" });

  const [conversation] = await fresh.storage.listConversations();
  await fresh.chats.rename(conversation!, "Plans");
  await stale.chats.heard(fresh.announced.at(-1)!);
  const { list } = stale.chats.store.getState();
  expect(list.phase === "ready" && list.conversations.map(({ title }) => title)).toEqual(["Plans"]);

  await fresh.chats.remove(id);
  await stale.chats.heard(fresh.announced.at(-1)!);
  expect(stale.chats.store.getState()).toMatchObject({
    list: { phase: "ready", conversations: [] },
    open: { phase: "missing", id },
  });
});

function attached(id: string, alt = "") {
  const bytes = new Blob([`original ${id}`], { type: "image/png" });
  const thumbnail = new Blob(["small"]);
  const shown = { name: `${id}.png`, sizeBytes: bytes.size, width: 3, height: 2, isAnimated: false };
  return { picture: { id, ...shown, alt, thumbnail }, bytes };
}

/** What the model was given last: texts, and the pictures by their ids. */
function asked(): readonly unknown[] {
  const messages = requests.at(-1)?.messages ?? [];
  return messages.map(({ role, content }) =>
    typeof content === "string"
      ? [role, content]
      : [role, ...content.map((part) => (part.type === "image" ? { image: part.image.id } : part.text))],
  );
}

test("a picture goes in front of its question, stays with the chat and is asked about again after a reload", async () => {
  const { chats, storage } = await openPage();
  const id = (await chats.send("Which colour?", [attached("one")]))!;
  await answered(chats);
  // No system prompt: models that see pictures know none.
  expect(asked()).toEqual([["user", { image: "one" }, "Which colour?"]]);
  expect(requests[0]?.sampling).toMatchObject({ temperature: 0, repetitionPenalty: 1 });
  const reloaded = await openPage();
  await reloaded.chats.open(id);
  expect(turns(reloaded.chats)[0]?.pictures).toMatchObject([{ id: "one", name: "one.png" }]);
  await reloaded.chats.send("And the shape?");
  await answered(reloaded.chats);
  expect(asked()).toEqual([
    ["user", { image: "one" }, "Which colour?"],
    ["assistant", "Hi there"],
    ["user", "And the shape?"],
  ]);
  const [part] = requests.at(-1)?.messages[0]?.content ?? [];
  expect(typeof part === "object" && part.type === "image" && (await part.image.bytes.text())).toBe(
    "original one",
  );
  const { readPictures } = await import("#storage/pictures");
  await storage.deleteConversation(id);
  expect((await readPictures(id)).size).toBe(0);
});

test("a model that reads text only is told of the picture in words, and the picture is kept for one that sees", async () => {
  const { chats } = await openPage();
  await chats.send("Which colour?", [attached("one", "a red circle"), attached("two")]);
  await answered(chats);
  seesPictures = false;
  await chats.regenerate();
  await answered(chats);
  expect(asked()).toEqual([
    ["system", "Be brief."],
    [
      "user",
      "[A picture that you cannot see: a red circle]\n[A picture that you cannot see: two.png]\nWhich colour?",
    ],
  ]);
  expect(requests.at(-1)?.sampling).toMatchObject({ temperature: 0.2, repetitionPenalty: 1.1 });
  seesPictures = true;
  await chats.editLast("Which shape?");
  await answered(chats);
  expect(asked()).toEqual([["user", { image: "one" }, { image: "two" }, "Which shape?"]]);
});

test("an edit in a tab that is behind takes the picture along", async () => {
  const stale = await openPage();
  const id = (await stale.chats.send("One", [attached("one")]))!;
  await answered(stale.chats);
  const fresh = await openPage();
  await fresh.chats.open(id);
  await fresh.chats.send("Two");
  await answered(fresh.chats);
  await stale.chats.editLast("Won");
  await answered(stale.chats);
  expect(asked().at(-1)).toEqual(["user", { image: "one" }, "Won"]);
});

test("an original that the browser has removed is said to be missing", async () => {
  const { chats } = await openPage();
  const id = (await chats.send("Which colour?", [attached("one")]))!;
  await answered(chats);
  const { writeUser } = await import("#storage/user-db");
  await writeUser(["pictures"], (transaction) => transaction.objectStore("pictures").delete([id, "one"]));
  await chats.regenerate();
  await answered(chats);
  expect(turns(chats).at(-1)).toMatchObject({ state: "failed", error: { code: "picture-missing" } });
});

test("while a picture is looked at, how far it is is shown", async () => {
  const grid = { rows: 1, columns: 2, filledWidth: 1, filledHeight: 0.5 };
  const part = {
    type: "picture-progress",
    pictureId: "one",
    phase: "looking",
    fraction: 0.5,
    grid,
  } as const;
  generate = (_request, { onPart }) => {
    onPart?.(part);
    return new Promise(() => undefined);
  };
  const { chats } = await openPage();
  await chats.send("Which colour?", [attached("one")]);
  await vi.waitFor(() => expect(chats.store.getState().answering?.progress).toEqual(part));
});

test("an answer that goes round in circles is stopped where it began to", async () => {
  const { chats } = await openPage();
  let parts = 0;
  generate = async (_request, { signal, onPart }) => {
    for (;;) {
      await Promise.resolve();
      signal?.throwIfAborted();
      parts += 1;
      onPart?.({ type: "text-delta", text: parts === 1 ? "It is " : "very " });
    }
  };
  const id = await chats.send("How is it?");
  await answered(chats);
  const [, answer] = turns(chats);
  expect(answer).toMatchObject({ conversationId: id, state: "looped" });
  expect(answer?.text).toMatch(/^It is (very ){2,12}$/u);
});
