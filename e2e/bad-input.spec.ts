/** @file Journey: files that are no chat, or too much of one. Each gets its own sentence and next step, and nothing stored is lost. */

import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

import { BlobWriter, TextReader, ZipWriter, configure } from "@zip.js/zip.js";

import { type ChatFile, MessagesPage } from "./pages/messages.ts";
import { expect, test } from "./support/browser.ts";
import { ANDROID_CHAT, ANDROID_COUNT } from "./support/chats.ts";
import { recordMainThread } from "./support/main-thread.ts";

configure({ useWebWorkers: false });

test.use({ startWith: "nothing" });

const MB = 1024 * 1024;

let messages: MessagesPage;

test.beforeEach(async ({ page }) => {
  messages = new MessagesPage(page);
  await messages.open();
});

interface BadFile extends ChatFile {
  /** Title of the notice. */
  readonly title: string;
  /** What is said about this file in particular, where one title covers several kinds. */
  readonly cause?: string;
  /** What the person is told to do. */
  readonly nextStep: string;
}

const UNSUPPORTED = "Hearth can't read this kind of file yet";
const UNSAFE = "This archive is not safe to open";

async function badFiles(): Promise<readonly BadFile[]> {
  return [
    {
      name: "notes.txt",
      content: "A letter to nobody.\n\nIt has paragraphs and no messages at all.\n",
      title: "No messages were found",
      nextStep: "Check that it is the exported chat, or paste the messages as “Name: text” lines.",
    },
    {
      name: "empty.txt",
      content: "",
      title: "There is nothing in this file",
      nextStep: "Export the chat again, or choose another file.",
    },
    {
      name: "spaces.txt",
      content: "  \n\t\r\n",
      title: "There is nothing in this file",
      nextStep: "Export the chat again, or choose another file.",
    },
    {
      name: "holiday.png",
      content: Buffer.from(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVQI12NgAAIAAAUAAeImBZsAAAAASUVORK5CYII=",
        "base64",
      ),
      title: UNSUPPORTED,
      cause: "This is a picture.",
      nextStep: "Export the chat as text, or paste it.",
    },
    {
      name: "program.txt",
      content: Buffer.from(Uint8Array.from({ length: 4096 }, (_, index) => (index * 7) % 256)),
      title: "This is not a text file",
      nextStep: "Choose the file that the messenger's own export made.",
    },
    {
      name: "invoice.pdf",
      content: "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
      title: UNSUPPORTED,
      cause: "This is a PDF.",
      nextStep: "Export the chat as text, or paste it.",
    },
    {
      name: "orders.json",
      content: JSON.stringify({ shop: "Garden tools", orders: [{ id: 1, from: "Mara", text: "One rake" }] }),
      title: UNSUPPORTED,
      cause: "This is a JSON file without a chat that Hearth knows.",
      nextStep: "Export the chat as text, or paste it.",
    },
    {
      name: "letter.txt",
      // "ü" as windows-1252 writes it.
      content: Buffer.from("J\u00fcrgen war hier und kommt sp\u00e4ter wieder.\n", "latin1"),
      title: "The letters of this file can't be read",
      nextStep: "Save it as UTF-8 in a text editor, then choose it again.",
    },
    {
      name: "msgstore.db.crypt15",
      content: noise(4096),
      title: UNSUPPORTED,
      cause: "In WhatsApp, open the chat and use More, Export chat, Without media.",
      nextStep: "Export the chat as text, or paste it.",
    },
    {
      name: "archive.pst",
      content: Buffer.concat([Buffer.from("!BDN"), noise(512)]),
      title: UNSUPPORTED,
      cause: "This is a mailbox of Outlook.",
      nextStep: "Export the chat as text, or paste it.",
    },
    {
      name: "locked.zip",
      content: await zip([["_chat.txt", String(ANDROID_CHAT.content)]], "secret"),
      title: "This archive has a password",
      nextStep: "Unpack it yourself and choose the file with the messages inside.",
    },
    {
      name: "climbing.zip",
      content: await zip([["../../_chat.txt", String(ANDROID_CHAT.content)]]),
      title: UNSAFE,
      cause: "would land outside the archive's own folder",
      nextStep: "Choose an archive made by your messenger's own export.",
    },
    {
      name: "bomb.zip",
      content: await zip([["_chat.txt", "24/11/2025, 17:02 - Mara: a\n".repeat(600_000)]]),
      title: UNSAFE,
      cause: "unpacks to far more than it holds",
      nextStep: "Choose an archive made by your messenger's own export.",
    },
    {
      name: "damaged.zip",
      content: (await zip([["_chat.txt", String(ANDROID_CHAT.content)]])).subarray(0, 200),
      title: UNSAFE,
      cause: "It is damaged or cut short",
      nextStep: "Choose an archive made by your messenger's own export.",
    },
  ];
}

test("each bad file gets its own sentence and next step, and what was stored stays", async ({ page }) => {
  await messages.importFile(ANDROID_CHAT);
  await messages.backToThreads();
  const stored = await messages.storedCounts();
  for (const bad of await badFiles()) {
    await messages.choose(bad);
    await test.step(bad.name, () => expectRefused(bad));
    await messages.failure.getByRole("button", { name: "Dismiss" }).click();
    await expect(messages.failure).toBeHidden();
  }
  expect(await messages.storedCounts()).toEqual(stored);
  await messages.importFile(ANDROID_CHAT);
  await expect(messages.toast(`0 messages imported, ${ANDROID_COUNT} were already here.`)).toBeVisible();
  await page.reload();
  await expect(messages.message("We decided on oak.")).toBeVisible();
});

test("60 MB of noise are refused at once", async ({ page }, testInfo) => {
  const path = testInfo.outputPath("noise.txt");
  await writeChunks(path, 60, () => noise(MB));
  await messages.choosePath(path);
  await expectRefused({
    name: "noise.txt",
    content: "",
    title: "This is not a text file",
    nextStep: "Choose the file that the messenger's own export made.",
  });
  expect(await messages.storedCounts()).toEqual({ threads: 0, messages: 0 });
  await expect(page.getByRole("heading", { name: "Bring a conversation" })).toBeVisible();
});

test("a chat of 50 MB is read while the page stays alive, with progress and Cancel, and is imported whole", async ({
  page,
}, testInfo) => {
  const path = testInfo.outputPath("WhatsApp Chat with Everyone.txt");
  const chat = longChat(50 * MB);
  await writeChunks(path, chat.parts.length, (index) => Buffer.from(chat.parts[index]!));

  await messages.choosePath(path);
  const reading = page.getByRole("dialog", { name: "Reading…" });
  await expect(reading.getByRole("progressbar", { name: /^Reading / })).toBeVisible();
  await reading.getByRole("button", { name: "Cancel" }).click();
  await expect(reading).toBeHidden();
  expect(await messages.storedCounts()).toEqual({ threads: 0, messages: 0 });

  const recording = await recordMainThread(page.context(), page);
  await messages.choosePath(path);
  await expect(reading.getByRole("progressbar", { name: /^Reading / })).toHaveAttribute("value", /./);
  const count = chat.messageCount.toLocaleString("en");
  const confirm = messages.preview.getByRole("button", { name: `Import ${count} messages` });
  await expect(confirm).toBeEnabled({ timeout: 90_000 });
  const tasks = await recording.stop("start");
  expect(tasks.length).toBeGreaterThan(10);
  // Far above what a busy machine adds, far below what reading 50 MB on this thread would take.
  const longestMs = Math.max(...tasks.map(({ cpuMs }) => cpuMs));
  expect(longestMs, "longest task of the page while reading, in ms").toBeLessThan(1000);
  await confirm.click();
  await expect(messages.toast(`${count} messages imported.`)).toBeVisible({ timeout: 120_000 });
  await expect(messages.feed.getByRole("article").last()).toBeVisible({ timeout: 30_000 });
  expect(await messages.storedCounts()).toEqual({ threads: 1, messages: chat.messageCount });
});

async function expectRefused({ name, title, cause = "", nextStep }: BadFile): Promise<void> {
  await expect(messages.failure).toContainText(title, { timeout: 30_000 });
  await expect(messages.failure).toContainText(cause);
  await expect(messages.failure).toContainText(nextStep);
  await expect(messages.page.getByRole("main")).toContainText(`Not imported: ${name}`);
  await expect(messages.page.getByRole("dialog")).toBeHidden();
  await expect(messages.page.getByRole("button", { name: "Choose a file" })).toBeEnabled();
}

async function zip(
  files: readonly (readonly [name: string, text: string])[],
  password?: string,
): Promise<Buffer> {
  const writer = new ZipWriter(new BlobWriter(), password === undefined ? {} : { password });
  for (const [name, text] of files) await writer.add(name, new TextReader(text));
  return Buffer.from(await (await writer.close()).arrayBuffer());
}

/** Bytes without a pattern, the same on every run. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let index = 0; index < length; index += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes.writeUInt32LE(state, index);
  }
  return bytes;
}

/** An export of about `bytes`, in parts of one day each. */
function longChat(bytes: number): { readonly parts: readonly string[]; readonly messageCount: number } {
  const filler =
    "and then we talked about the garden, the harvest and who feeds the hens while they are away ".repeat(5);
  const parts: string[] = [];
  let [size, messageCount] = [0, 0];
  for (let day = 0; size < bytes; day++) {
    const date = new Date(Date.UTC(2020, 0, 1 + day))
      .toISOString()
      .slice(0, 10)
      .split("-")
      .toReversed()
      .join("/");
    const lines = Array.from({ length: 60 }, (_, index) => {
      const clock = `${String(8 + Math.floor(index / 6)).padStart(2, "0")}:${String(index % 60).padStart(2, "0")}`;
      return `${date}, ${clock} - Person ${index % 7}: Number ${messageCount + index}, ${filler}\n`;
    });
    parts.push(lines.join(""));
    messageCount += lines.length;
    size += parts.at(-1)!.length;
  }
  return { parts, messageCount };
}

async function writeChunks(path: string, count: number, chunk: (index: number) => Buffer): Promise<void> {
  const stream = createWriteStream(path);
  for (let index = 0; index < count; index++)
    if (!stream.write(chunk(index)))
      await new Promise((resolve) => stream.once("drain", () => resolve(undefined)));
  stream.end();
  await finished(stream);
}
