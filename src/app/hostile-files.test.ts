import { expect, it } from "vitest";
import { readImport } from "#messages/read-in-memory";
import { sparseZip } from "#messages/testing/sparse-zip";
import { makeZip } from "#messages/testing/zip";
import { toAppError } from "#shared/errors";
import { explainError } from "./error-text.ts";

const OPTIONS = { zone: "Europe/Berlin", zoneFrom: "user", importedAt: "2026-11-28T08:00:00Z" } as const;
const CHAT = "24/11/26, 15:05 - Ana: hi\n24/11/26, 15:06 - Ben: ho\n";
const HUGE = 600 * 1024 ** 2;

const names = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `f${at}`, content: null, size: 0 }));
const zipOf = (...files: readonly string[]) =>
  sparseZip(
    files.map((name) => ({ name, content: new TextEncoder().encode(CHAT), size: CHAT.length })),
    () => {},
  );

it.each<[string, string, () => Blob | Promise<Blob>, RegExp]>([
  ["an empty file", "chat.txt", () => new Blob([]), /nothing in this file.*empty/],
  ["white space", "chat.txt", () => new Blob(["\n \n"]), /nothing in this file/],
  ["a picture", "chat.txt", () => new Blob([new Uint8Array(4000).map((_, at) => at % 7)]), /not a text file/],
  [
    "a database",
    "msgstore.db",
    () => new Blob(["SQLite format 3\0", "x".repeat(100)]),
    /can't read this kind/,
  ],
  ["an encrypted backup", "msgstore.db.crypt15", () => new Blob(["\u0001\u0002x"]), /can't read this kind/],
  ["a PDF", "chat.pdf", () => new Blob(["%PDF-1.7\n"]), /can't read this kind/],
  ["plain prose", "chat.txt", () => new Blob(["Nothing was said that day."]), /No messages were found/],
  ["a path outside", "x.zip", () => zipOf("_chat.txt", "../../x"), /outside the archive's own folder/],
  ["two equal names", "x.zip", () => zipOf("_chat.txt", "a.jpg", "a.jpg"), /the same name/],
  ["30,000 files", "x.zip", () => sparseZip(names(30_000), () => {}), /more than 20,000 files/],
  [
    "a cut archive",
    "x.zip",
    async () => (await makeZip({ "_chat.txt": CHAT })).slice(0, 60),
    /damaged or cut short/,
  ],
  [
    "a bomb",
    "x.zip",
    () => makeZip({ "_chat.txt": "A".repeat(20 * 1024 ** 2) }),
    /unpacks to far more than it holds.*Nothing was imported/,
  ],
  [
    "a huge text",
    "x.zip",
    () => sparseZip([{ name: "_chat.txt", content: null, size: HUGE }], () => {}),
    /too big.*629 MB/,
  ],
])("%s has its sentence", async (_name, fileName, make, sentence) => {
  const reading = readImport(await make(), fileName, OPTIONS);
  const error = toAppError(
    await reading.then(
      () => null,
      (thrown: unknown) => thrown,
    ),
  );
  const { title, cause, nextStep } = explainError(error);
  expect(`${title}. ${cause}`).toMatch(sentence);
  expect(nextStep).not.toBe("");
});
