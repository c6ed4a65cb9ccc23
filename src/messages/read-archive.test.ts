import { expect, it } from "vitest";
import { flatten, OPTIONS } from "./fixtures/read-text.ts";
import { TRUTH } from "./fixtures/truth.ts";
import { readImport } from "./read-in-memory.ts";
import { DISCORD_VARIANTS } from "./testing/discord.ts";
import { IMESSAGE_VARIANTS } from "./testing/imessage.ts";
import { TELEGRAM_VARIANTS } from "./testing/telegram.ts";
import type { FormatVariant } from "./testing/variant.ts";
import { sparseZip } from "./testing/sparse-zip.ts";
import { makeZip } from "./testing/zip.ts";

async function textOf([variant]: readonly FormatVariant[], from: number, to?: number): Promise<string> {
  return (await variant!.write(TRUTH.slice(from, to))).text();
}

it("joins the parts of one channel, and reports what is none", async () => {
  const whole = await makeZip({ "lake.json": await textOf(DISCORD_VARIANTS, 0) });
  const parts = await makeZip({
    "lake [part 2].json": await textOf(DISCORD_VARIANTS, 5),
    "lake [part 1].json": await textOf(DISCORD_VARIANTS, 0, 5),
    "lake [part 1] again.json": await textOf(DISCORD_VARIANTS, 0, 5),
    "settings.json": '{"a":1}',
  });
  const parsed = await readImport(parts, "server.zip", OPTIONS);
  const expected = flatten(await readImport(whole, "server.zip", OPTIONS)).map(({ text }) => text);
  expect(parsed.threads).toHaveLength(1);
  expect(flatten(parsed).map(({ text }) => text)).toEqual(expected);
  expect(parsed.issues).toEqual([
    { code: "unreadable-record", sample: "settings.json" },
    { code: "attachments-not-read" },
  ]);
});

it("keeps conversations of different names apart", async () => {
  const zip = await makeZip({
    "out/Ana.txt": await textOf(IMESSAGE_VARIANTS, 0, 3),
    "out/Ben.txt": await textOf(IMESSAGE_VARIANTS, 3),
  });
  const { threads } = await readImport(zip, "imessage.zip", OPTIONS);
  expect(threads.map(({ thread }) => [thread.title, thread.count])).toEqual([
    ["Ana", 3],
    ["Ben", TRUTH.length - 3],
  ]);
});

it("does not take several texts of plain lines for an export", async () => {
  const lines = "Ana: a\nBen: b\nAna: c\n";
  await expect(
    readImport(await makeZip({ "a.txt": lines, "b.txt": lines }), "x.zip", OPTIONS),
  ).rejects.toMatchObject({
    code: "import-unsupported",
    details: { texts: 2 },
  });
});

const chatOf = (...texts: readonly string[]) =>
  texts.map((text, at) => `24/11/26, 15:0${at} - ${at % 2 ? "Ben" : "Ana"}: ${text}\n`).join("");

it.each([
  ["_chat.txt", "WhatsApp notes of the year.txt"],
  ["WhatsApp Chat with Ana.txt", "WhatsApp tips.txt"],
])("takes %s for the chat and not a document called %s", async (chat, document) => {
  const zip = await makeZip({ [document]: "read me", [chat]: chatOf("a", "b", "c") });
  const parsed = await readImport(zip, "x.zip", OPTIONS);
  expect(flatten(parsed).map(({ text }) => text)).toEqual(["a", "b", "c"]);
  expect(parsed.issues).toEqual([
    { code: "unreadable-record", sample: document },
    { code: "attachments-not-read" },
  ]);
});

it("refuses two chats of two folders", async () => {
  const zip = await makeZip({ "a/_chat.txt": chatOf("a", "b"), "b/_chat.txt": chatOf("c", "d") });
  await expect(readImport(zip, "x.zip", OPTIONS)).rejects.toMatchObject({ details: { texts: 2 } });
});

it("keeps pages of two chats of one name apart", async () => {
  const [page] = TELEGRAM_VARIANTS.filter(({ fileName }) => fileName === "messages.html");
  const zip = await makeZip({
    "chats/chat_1/messages.html": await textOf([page!], 0, 6),
    "chats/chat_2/messages.html": await textOf([page!], 6),
  });
  const { threads } = await readImport(zip, "telegram.zip", OPTIONS);
  expect(threads.map(({ thread }) => thread.count)).toEqual([7, TRUTH.length - 5]);
  expect(new Set(threads.map(({ thread }) => thread.id)).size).toBe(2);
});

it("reads the chat of a zip of 12 GB without the rest of it", async () => {
  const chat = new TextEncoder().encode(
    Array.from({ length: 2000 }, (_, at) => `[24.11.26, 15:05:${10 + (at % 50)}] Ana: message ${at}\n`).join(
      "",
    ),
  );
  const film = 3 * 1024 ** 3;
  let bytesRead = 0;
  const zip = sparseZip(
    [
      ...[1, 2, 3, 4].map((at) => ({ name: `0000000${at}-VIDEO.mp4`, content: null, size: film })),
      { name: "_chat.txt", content: chat, size: chat.length },
      { name: "00000005-VIDEO.mp4", content: null, size: 1000 },
    ],
    (bytes) => (bytesRead += bytes),
  );
  expect(zip.size).toBeGreaterThan(12 * 1024 ** 3);
  const parsed = await readImport(zip, "WhatsApp Chat - Lake.zip", OPTIONS);
  expect(parsed.threads[0]!.thread).toMatchObject({ title: "Lake", count: 2000 });
  expect(bytesRead).toBeLessThan(chat.length + 1024 ** 2);
});

it("does not unpack a text that is larger than it may be, whatever the archive says of it", async () => {
  const size = 201 * 1024 ** 2;
  const zip = sparseZip([{ name: "_chat.txt", content: null, size }], () => {});
  await expect(readImport(zip, "x.zip", OPTIONS)).rejects.toMatchObject({
    code: "import-too-big",
    details: { sizeBytes: size },
  });
});
