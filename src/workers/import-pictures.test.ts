import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, it } from "vitest";
import type { ImportOptions } from "#messages/message";
import { folderAsTar } from "#messages/folder-archive";
import { makeTar, makeZip } from "#messages/testing/zip";
import { dropOrphans, listImportedPictures, saveImportedPicture } from "#storage/imported-pictures";
import { createImportHandlers } from "./import-handlers.ts";
import type { CommitPart, ImportReceipt } from "./protocol-imports.ts";

const OPTIONS: ImportOptions = {
  zone: "Europe/Berlin",
  zoneFrom: "user",
  importedAt: "2026-11-28T08:00:00Z",
};
const CHAT = [
  "24/11/26, 15:00 - Ana: IMG-1.jpg (file attached)",
  "24/11/26, 15:01 - Ben: IMG-2.png (file attached)",
  "24/11/26, 15:02 - Ana: notes.pdf (file attached)",
  "24/11/26, 15:03 - Ben: gone.jpg (file attached)",
  "24/11/26, 15:04 - Ben: empty.jpg (file attached)",
].join("\n");
const FILES = {
  "WhatsApp Chat with Ana.txt": CHAT,
  "IMG-1.jpg": "first",
  "IMG-2.png": "second",
  "notes.pdf": "not a picture",
  "nobody-named-it.jpg": "third",
  "empty.jpg": "",
};

const quiet = { signal: new AbortController().signal, onPart: () => {} };

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

type Handlers = ReturnType<typeof createImportHandlers>;

async function read(handlers: Handlers, file: Blob, fileName = "chat.zip") {
  return handlers["import-read"]({ file, fileName, options: OPTIONS }, quiet);
}

async function keptNames(handlers: Handlers, { threadIds }: ImportReceipt): Promise<readonly string[]> {
  const [threadId = ""] = threadIds;
  const kept = await handlers["attachment-list"]({ threadId }, quiet);
  const page = await handlers["message-page"]({ threadId, firstSeq: -Infinity, endSeq: null }, quiet);
  return page.flatMap(({ attachments }) =>
    attachments.flatMap(({ id, name }) => (kept.includes(id) ? [name] : [])),
  );
}

it.each([
  ["zip", makeZip(FILES)],
  ["tar", Promise.resolve(makeTar(FILES))],
])("pictures that messages of a %s name are counted, kept, read, and taken back", async (_kind, file) => {
  const handlers = createImportHandlers();
  const preview = await read(handlers, await file);
  expect(preview.pictures).toEqual({ count: 3, sizeBytes: 16 });
  const parts: CommitPart[] = [];
  const receipt = await handlers["import-commit"](
    { batchId: preview.batchId, keepPictures: true },
    { ...quiet, onPart: (part) => void parts.push(part) },
  );
  expect(receipt.pictures).toEqual({ kept: 2, sizeBytes: 11, leftOut: 0 });
  expect(parts.filter(({ type }) => type === "pictures-progress")).toHaveLength(2);
  expect(await keptNames(handlers, receipt)).toEqual(["IMG-1.jpg", "IMG-2.png"]);

  const [threadId = ""] = receipt.threadIds;
  const [attachmentId = ""] = await handlers["attachment-list"]({ threadId }, quiet);
  const bytes = await handlers["attachment-read"]({ threadId, attachmentId }, quiet);
  expect(["first", "second"]).toContain(await bytes?.text());
  expect(await handlers["attachment-read"]({ threadId, attachmentId: "a_other" }, quiet)).toBeNull();

  await handlers["import-undo"]({ batchId: receipt.batchId }, quiet);
  expect(await handlers["attachment-list"]({ threadId }, quiet)).toEqual([]);
});

it("a folder that Telegram wrote brings its photos", async () => {
  const handlers = createImportHandlers();
  const photo = "photos/photo_1@24-11-2026_15-00-00.jpg";
  const message = { id: 1, type: "message", date: "2026-11-24T15:00:00", from: "Ana", from_id: "user1" };
  const chat = {
    name: "Ana",
    type: "personal_chat",
    id: 7,
    messages: [{ ...message, date_unixtime: "1795528800", photo, text: "" }],
  };
  const folder = folderAsTar([
    { path: "ChatExport/result.json", content: new Blob([JSON.stringify(chat)]) },
    { path: `ChatExport/${photo}`, content: new Blob(["photo"]) },
  ]);
  const preview = await read(handlers, folder, "ChatExport");
  expect(preview).toMatchObject({ source: "telegram", pictures: { count: 1, sizeBytes: 5 } });
  const receipt = await handlers["import-commit"]({ batchId: preview.batchId, keepPictures: true }, quiet);
  expect(receipt.pictures).toEqual({ kept: 1, sizeBytes: 5, leftOut: 0 });
  expect(await keptNames(handlers, receipt)).toEqual(["photo_1@24-11-2026_15-00-00.jpg"]);
});

it("nothing is kept unless asked for, and pictures go with their thread", async () => {
  const handlers = createImportHandlers();
  const first = await read(handlers, await makeZip(FILES));
  const without = await handlers["import-commit"]({ batchId: first.batchId }, quiet);
  expect(without.pictures).toBeUndefined();
  expect(await keptNames(handlers, without)).toEqual([]);
  await handlers["import-undo"]({ batchId: without.batchId }, quiet);

  const second = await read(handlers, await makeZip(FILES));
  const receipt = await handlers["import-commit"]({ batchId: second.batchId, keepPictures: true }, quiet);
  expect(await keptNames(handlers, receipt)).toHaveLength(2);
  await handlers["thread-delete"]({ threadId: receipt.threadIds[0]! }, quiet);
  expect(await handlers["attachment-list"]({ threadId: receipt.threadIds[0]! }, quiet)).toEqual([]);
});

it("a second import of the same messages adds no pictures to those of the first", async () => {
  const handlers = createImportHandlers();
  const file = await makeZip(FILES);
  const first = await read(handlers, file);
  const receipt = await handlers["import-commit"]({ batchId: first.batchId, keepPictures: true }, quiet);
  const again = await read(handlers, file);
  const second = await handlers["import-commit"]({ batchId: again.batchId, keepPictures: true }, quiet);
  expect(second).toMatchObject({ added: 0, pictures: { kept: 0, leftOut: 0 } });
  await handlers["import-undo"]({ batchId: second.batchId }, quiet);
  expect(await keptNames(handlers, receipt)).toHaveLength(2);
  await handlers["import-undo"]({ batchId: receipt.batchId }, quiet);
});

it("an export with pictures adds them to messages of one without", async () => {
  const handlers = createImportHandlers();
  const without = new Blob([CHAT.replaceAll(/\S+ \(file attached\)/g, "<Media omitted>")]);
  const first = await read(handlers, without, "WhatsApp Chat with Ana.txt");
  await handlers["import-commit"]({ batchId: first.batchId }, quiet);
  const second = await read(handlers, await makeZip(FILES));
  const receipt = await handlers["import-commit"]({ batchId: second.batchId, keepPictures: true }, quiet);
  expect(receipt).toMatchObject({ added: 1, alreadyHere: 4, pictures: { kept: 2 } });
  expect(await keptNames(handlers, receipt)).toEqual(["IMG-1.jpg", "IMG-2.png"]);
  await handlers["import-undo"]({ batchId: receipt.batchId }, quiet);
  expect(await keptNames(handlers, receipt)).toEqual([]);
});

it("pictures of an import that another tab completes meanwhile are no orphans", async () => {
  const picture = {
    threadId: "t_new",
    attachmentId: "a_1",
    batchId: "i_new",
    name: "a.jpg",
    bytes: new Blob(["a"]),
  };
  await dropOrphans(async () => {
    await saveImportedPicture(picture);
    return { threadIds: new Set(), batchIds: new Set() };
  });
  expect(await listImportedPictures("t_new")).toEqual(["a_1"]);
  await dropOrphans(async () => ({ threadIds: new Set(), batchIds: new Set() }));
  expect(await listImportedPictures("t_new")).toEqual([]);
});

it("stopped while pictures are kept, nothing of the import stays", async () => {
  const handlers = createImportHandlers();
  const { batchId, threads } = await read(handlers, await makeZip(FILES));
  const stop = new AbortController();
  const onPart = ({ type }: CommitPart): void => {
    if (type === "pictures-progress") stop.abort();
  };
  const saving = handlers["import-commit"]({ batchId, keepPictures: true }, { signal: stop.signal, onPart });
  await expect(saving).rejects.toMatchObject({ name: "AbortError" });
  expect(await handlers["thread-list"](null, quiet)).toEqual([]);
  expect(await handlers["attachment-list"]({ threadId: threads[0]!.id }, quiet)).toEqual([]);
});

it("two pictures of one name are neither", async () => {
  const handlers = createImportHandlers();
  const { batchId } = await read(handlers, await makeZip({ ...FILES, "more/IMG-1.jpg": "another" }));
  const receipt = await handlers["import-commit"]({ batchId, keepPictures: true }, quiet);
  expect(await keptNames(handlers, receipt)).toEqual(["IMG-2.png"]);
  await handlers["import-undo"]({ batchId: receipt.batchId }, quiet);
});
