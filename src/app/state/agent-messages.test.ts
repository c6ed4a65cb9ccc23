import { expect, test } from "vitest";
import type { Message } from "#messages/message";
import { makeThread } from "#agent/testing/world";
import type { SearchQuery as WorkerQuery, SearchResult } from "#workers/protocol-imports";
import { ImportedMessages } from "./agent-messages.ts";
import type { ImportLink } from "./import-link.ts";

const OFFICE = makeThread({
  id: "t1",
  lines: [
    ["Ola", "The gate code is 4711"],
    ["Mara", "The gate is broken"],
    ["Jo", "Which code?"],
  ],
});
const HOME = makeThread({ id: "t2", lines: [["Ola", "The gate at home is green"]] });
const THREADS = [OFFICE, HOME];

interface Asked {
  readonly text: string;
  readonly threadId: string | null;
}

/** The worker's rule: every word has to stand in the message. */
function find({ text, threadId }: Asked): SearchResult {
  const words = text.toLowerCase().split(/\s+/);
  const all = THREADS.flatMap(({ thread, messages }) => messages.map((message) => ({ thread, message })));
  const hits = all.filter(
    ({ thread, message }) =>
      (threadId === null || threadId === thread.id) &&
      words.every((word) => message.text.toLowerCase().includes(word)),
  );
  return {
    total: hits.length,
    approximate: false,
    hits: hits.map(({ thread, message }) => ({
      threadId: thread.id,
      threadTitle: thread.title,
      messageId: message.id,
      senderName: null,
      time: message.time,
      snippet: { text: message.text, marks: [] },
      inFileName: false,
    })),
  };
}

function makeLink(): { readonly link: ImportLink; readonly asked: string[] } {
  const asked: string[] = [];
  const call = (method: string, args: unknown): Promise<unknown> => {
    asked.push(method);
    if (method === "thread-list") return Promise.resolve(THREADS.map(({ thread }) => thread));
    if (method === "message-search") return Promise.resolve(find(args as WorkerQuery));
    const { threadId, ids } = args as { threadId: string; ids?: readonly string[] };
    const messages = THREADS.find(({ thread }) => thread.id === threadId)?.messages ?? [];
    if (method === "message-find")
      return Promise.resolve(messages.filter((message: Message) => ids?.includes(message.id)));
    if (method === "thread-outline")
      return Promise.resolve({ pages: [{ firstSeq: 0, count: messages.length }] });
    return Promise.resolve(messages);
  };
  const link = { ask: (request: (rpc: unknown) => unknown) => request({ call }) };
  return { link: link as unknown as ImportLink, asked };
}

const texts = async (port: ImportedMessages, query: Parameters<ImportedMessages["search"]>[0]) =>
  (await port.search(query)).map(({ message }) => message.text);

test("a message with every word comes first, then those with some of them", async () => {
  const port = new ImportedMessages(makeLink().link, []);
  const found = await texts(port, { words: "gate code", limit: 10 });
  expect(found[0]).toBe("The gate code is 4711");
  expect(found).toHaveLength(4);
  expect(await texts(port, { words: "gate code", limit: 1 })).toHaveLength(1);
  expect(await texts(port, { words: "sailing trophy", limit: 10 })).toEqual([]);
});

test("only the chosen conversations are searched, and only the dates asked for", async () => {
  const { link } = makeLink();
  expect(await texts(new ImportedMessages(link, ["t2"]), { words: "gate code", limit: 10 })).toEqual([
    "The gate at home is green",
  ]);
  const afterMs = (OFFICE.messages[0]?.time?.epochMs ?? 0) + 1;
  const later = await texts(new ImportedMessages(link, ["t1"]), { words: "gate code", limit: 10, afterMs });
  expect(later).not.toContain("The gate code is 4711");
  expect(later).toHaveLength(2);
});

test("a conversation is read once while a job is at work", async () => {
  const { link, asked } = makeLink();
  const port = new ImportedMessages(link, []);
  expect(await port.messages("t1")).toHaveLength(3);
  await port.messages("t1");
  expect(asked.filter((method) => method === "message-page")).toHaveLength(1);
});

test("what is being deleted is not there", async () => {
  const { link, asked } = makeLink();
  const port = new ImportedMessages(link, [], (threadId) => threadId === "t1");
  expect((await port.threads()).map(({ id }) => id)).toEqual(["t2"]);
  expect(await texts(port, { words: "gate code", limit: 10 })).toEqual(["The gate at home is green"]);
  expect(await port.messages("t1")).toEqual([]);
  expect(asked).not.toContain("message-page");
});
