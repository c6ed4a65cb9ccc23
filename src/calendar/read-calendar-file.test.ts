import { expect, it } from "vitest";
import { readCalendarFile } from "./read-calendar-file.ts";

const TEXT =
  "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:a\nSUMMARY:Café\nDTSTART:20261127\nEND:VEVENT\nEND:VCALENDAR\n";
const title = async (bytes: BlobPart): Promise<string | undefined> =>
  (await readCalendarFile(new Blob([bytes]), "Europe/Berlin")).events[0]?.title;

it("reads UTF-8, UTF-16 with its mark, and Windows-1252", async () => {
  expect(await title(TEXT)).toBe("Café");
  expect(await title(Uint8Array.from(TEXT, (letter) => letter.charCodeAt(0)))).toBe("Café");
  expect(await title(new Uint8Array(Buffer.from(`\uFEFF${TEXT}`, "utf16le")))).toBe("Café");
});

const reason = (name: string) => ({ code: "calendar-unreadable", details: { reason: name } });

const read = (parts: BlobPart[]) => readCalendarFile(new Blob(parts), "Europe/Berlin");

it("says why a file cannot be read", async () => {
  await expect(read([])).rejects.toMatchObject(reason("empty"));
  await expect(read(["hello"])).rejects.toMatchObject(reason("no-calendar"));
  await expect(read([new Uint8Array(20_000_001)])).rejects.toMatchObject(reason("too-big"));
});
