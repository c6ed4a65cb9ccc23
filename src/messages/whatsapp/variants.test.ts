import { describe, expect, it } from "vitest";
import { TRUTH } from "#messages/fixtures/truth";
import { VARIANTS, findVariant } from "#messages/fixtures/whatsapp-variants";
import { flatten, readText } from "#messages/fixtures/read-text";

const expected = (seconds: boolean) =>
  TRUTH.map(({ sender, local, text }) => ({
    sender,
    time: seconds ? local : `${local.slice(0, 16)}:00`,
    text,
    kind: "text",
  }));

describe("one conversation, written by phones of many locales", () => {
  it.each(VARIANTS)("$name gives the same senders, minutes and texts", async ({ render, system }) => {
    const parsed = await readText(render(TRUTH));
    expect(parsed.questions).toEqual([]);
    expect(parsed.issues).toEqual([]);
    expect(flatten(parsed)).toEqual(expected(system === "ios"));
  });

  it("gives the same ids for the Android and the iOS export", async () => {
    const ios = await readText(findVariant("de ios 24h").render(TRUTH));
    const android = await readText(findVariant("en-US android 12h").render(TRUTH));
    const ids = ios.threads[0]!.messages.map(({ id }) => id);
    expect(android.threads[0]!.messages.map(({ id }) => id)).toEqual(ids);
    expect(new Set(ids).size).toBe(TRUTH.length);
  });

  it.each([
    ["LF", (text: string) => text.replace(/\r\n/g, "\n")],
    ["CRLF", (text: string) => text.replace(/\r?\n/g, "\r\n")],
    ["CR", (text: string) => text.replace(/\r?\n/g, "\r")],
    ["byte order mark", (text: string) => `\ufeff${text}`],
  ])("reads %s", async (_name, change) => {
    const parsed = await readText(change(findVariant("de ios 24h").render(TRUTH)));
    expect(flatten(parsed)).toEqual(expected(true));
  });

  it.each(["utf-16le", "utf-16be"])("reads %s with a byte order mark", async (encoding) => {
    const text = `\ufeff${findVariant("es-ES android 12h").render(TRUTH)}`;
    const units = Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
    const view = new DataView(units.buffer.slice(0));
    units.forEach((unit, at) => view.setUint16(at * 2, unit, encoding === "utf-16le"));
    const parsed = await readText(new Blob([view.buffer]));
    expect(parsed.encoding).toBe(encoding);
    expect(flatten(parsed)).toEqual(expected(false));
  });
});
