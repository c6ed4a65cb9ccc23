/** Two exports of one conversation that differ in something else than their length. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, it } from "vitest";
import type { StagedImport } from "#messages/message";
import { stageImport } from "#messages/read-import";
import { MemoryPages } from "#messages/spool";
import { commitImport, compareImport } from "./import-commit.ts";
import { openImportsDatabase, type ImportsDatabase } from "./imports-db.ts";
import { readMessages } from "./imports-reading.ts";
import { listThreads, undoImport } from "./imports.ts";

let db: ImportsDatabase;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  db = await openImportsDatabase();
});

let imports = 0;

function stage(text: string, name: string): Promise<StagedImport> {
  const importedAt = new Date(Date.UTC(2026, 10, 28) + imports++ * 1000).toISOString();
  return stageImport(
    new Blob([text]),
    name,
    { zone: "Europe/Berlin", zoneFrom: "user", importedAt },
    new MemoryPages(),
  );
}

/** @returns what it would do, which it does */
async function add(text: string, name = "WhatsApp Chat with Lake.txt") {
  const staged = await stage(text, name);
  const sum = await compareImport(db, staged);
  const receipt = await commitImport(db, staged);
  expect(receipt).toMatchObject(sum);
  return { ...sum, batchId: receipt.batchId };
}

async function stored() {
  const threads = await listThreads(db);
  const lists = await Promise.all(threads.map(({ id }) => readMessages(db, id, -Infinity, null)));
  return lists.map((messages) =>
    messages.map(({ text, attachments }) => [text, ...attachments.map(({ name }) => name)].join(" ").trim()),
  );
}

const chat = (...rests: readonly string[]) =>
  rests.map((rest, at) => `24/11/26, 15:${at + 10} - ${rest}\n`).join("");
const ios = (...rests: readonly string[]) =>
  rests.map((rest, at) => `[24.11.26, 15:${at + 10}:05] ${rest}\n`).join("");

it.each([
  ["Android", chat, "<Media omitted>", "IMG-20261124-WA0001.jpg (file attached)", "IMG-20261124-WA0001.jpg"],
  [
    "iOS",
    ios,
    "\u200eBild weggelassen",
    "\u200e<Anhang: 00000042-PHOTO-2026-11-24.jpg>",
    "00000042-PHOTO-2026-11-24.jpg",
  ],
])("with media after without media: %s", async (_name, write, omitted, attached, name) => {
  const texts = (media: string) => write("Ana: hi", `Ben: ${media}`, `Ben: ${media}\nlook`, "Ana: ok");
  await add(texts(omitted));
  expect(await add(texts(attached))).toMatchObject({ added: 0, alreadyHere: 4, edited: 2 });
  expect(await stored()).toEqual([["hi", name, `look ${name}`, "ok"]]);
  expect(await add(texts(omitted))).toMatchObject({ added: 0, edited: 0 });
});

it.each([
  ["This message was deleted", "You deleted this message"],
  ["Diese Nachricht wurde gelöscht.", "Du hast diese Nachricht gelöscht."],
])("a message deleted between two exports keeps its words (%s)", async (byOther, bySelf) => {
  const before = chat("Ana: hi", "Ben: secret", "Ana: oops", "Ben: bye");
  const after = chat("Ana: hi", `Ben: ${byOther}`, `Ana: ${bySelf}`, "Ben: bye", "Ana: new");
  await add(before);
  expect(await add(after)).toMatchObject({ added: 1, alreadyHere: 4, edited: 0 });
  expect(await stored()).toEqual([["hi", "secret", "oops", "bye", "new"]]);
});

it("a deleted message gets its words from an older export, until that is undone", async () => {
  await add(chat("Ana: hi", "Ben: This message was deleted", "Ana: ok"));
  const older = await add(chat("Ana: hi", "Ben: secret", "Ana: ok"));
  expect(older).toMatchObject({ added: 0, edited: 1 });
  expect(await stored()).toEqual([["hi", "secret", "ok"]]);
  await undoImport(db, older.batchId);
  expect(await stored()).toEqual([["hi", "This message was deleted", "ok"]]);
});

it.each([
  ["WhatsApp Chat with Lake.txt", "_chat.txt"],
  ["_chat.txt", "WhatsApp Chat with Lake.txt"],
])("the same chat as %s and as %s is one", async (first, second) => {
  const short = ["Ana: hi", "Ben: ho", "Ana: ok", "Ben: bye"];
  await add(chat(...short), first);
  const longer = [...short, "Cem: hello, I am new", "Ana: welcome"];
  expect(await add(chat(...longer), second)).toMatchObject({ added: 2, alreadyHere: 4 });
  expect(await add(chat(...longer, "Cem: thanks"), first)).toMatchObject({ added: 1, alreadyHere: 6 });
  expect(await add(chat(...longer, "Cem: thanks"), second)).toMatchObject({ added: 0, alreadyHere: 7 });
  expect(await stored()).toEqual([["hi", "ho", "ok", "bye", "hello, I am new", "welcome", "thanks"]]);
  const [thread] = await listThreads(db);
  expect(thread!.people.map(({ name }) => name)).toEqual(["Ana", "Ben", "Cem"]);
});

it("other chats of the same people at the same time stay others", async () => {
  await add(chat("Ana: hi", "Ben: ho", "Ana: ok", "Ben: shall we?"), "WhatsApp Chat with Lake.txt");
  const other = chat("Ana: hi", "Ben: the boat is here", "Ana: when", "Ben: now");
  expect(await add(other, "WhatsApp Chat with Boats.txt")).toMatchObject({ added: 4 });
  expect(await stored()).toHaveLength(2);
});

it("pastes without times lose nothing to each other, and a longer copy adds its tail", async () => {
  await add("Ana: lunch?\nBen: ok\nAna: bye\n", "paste");
  expect(await add("Ben: boat?\nAna: ok\nBen: bye\nAna: ok\n", "paste")).toMatchObject({ added: 4 });
  const longer = "Ana: lunch?\nBen: ok\nAna: bye\nBen: ok\n";
  expect(await add(longer, "paste")).toMatchObject({ added: 1, alreadyHere: 3 });
});

const mail = (number: number, ...references: readonly number[]) =>
  [
    `From a@x.example Tue Nov 24 10:${10 + number}:00 2026`,
    `From: Ana <a@x.example>`,
    `To: Ben <b@x.example>`,
    `Date: Tue, 24 Nov 2026 10:${10 + number}:00 +0000`,
    `Subject: Boat ${number}`,
    `Message-ID: <${number}@x.example>`,
    ...(references.length > 0
      ? [`References: ${references.map((id) => `<${id}@x.example>`).join(" ")}`]
      : []),
    "",
    `mail ${number}`,
    "",
    "",
  ].join("\n");

it("a whole mailbox after a part of it adds the rest, to the conversation that is here", async () => {
  // Some programs name only the mail before.
  await add(mail(3, 2) + mail(4, 3), "part.mbox");
  const whole = mail(1) + mail(2, 1) + mail(3, 2) + mail(4, 3) + mail(5, 4);
  expect(await add(whole, "all.mbox")).toMatchObject({ added: 3, alreadyHere: 2 });
  expect(await stored()).toEqual([["mail 1", "mail 2", "mail 3", "mail 4", "mail 5"]]);
  expect(await add(whole, "all.mbox")).toMatchObject({ added: 0, alreadyHere: 5 });
});

it("two parts of one conversation stay where they are when the mailbox joins them", async () => {
  await add(mail(1), "first.mbox");
  await add(mail(4, 3), "last.mbox");
  const whole = mail(1) + mail(2, 1) + mail(3, 2) + mail(4, 3);
  expect(await add(whole, "all.mbox")).toMatchObject({ added: 2, alreadyHere: 2 });
  expect((await stored()).flat().toSorted()).toEqual(["mail 1", "mail 2", "mail 3", "mail 4"]);
});

it("an import undone leaves an edited message to the one that had it too, and takes it with that one", async () => {
  const first = await add(chat("Ana: hi", "Ben: boat at 3"));
  const second = await add(chat("Ana: hi", "Ben: boat at 4 <This message was edited>", "Ana: ok"));
  await undoImport(db, first.batchId);
  expect(await stored()).toEqual([["hi", "boat at 4", "ok"]]);
  await undoImport(db, second.batchId);
  for (const store of ["threads", "messages", "batches", "edits"] as const)
    expect(await db.count(store)).toBe(0);
});
