import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it, vi } from "vitest";
import { TRUTH } from "#messages/fixtures/truth";
import { FORMAT_VARIANTS } from "#messages/testing/variants";
import { main } from "./messages.ts";

const folder = mkdtempSync(join(tmpdir(), "hearth-messages-"));
const out: string[] = [];
const errors: string[] = [];

beforeEach(() => {
  out.length = 0;
  errors.length = 0;
  vi.spyOn(console, "log").mockImplementation((text: string) => void out.push(text));
  vi.spyOn(console, "error").mockImplementation((text: string) => void errors.push(text));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function firstTime(): string {
  const printed = JSON.parse(out.pop()!) as { threads: { messages: { time: string }[] }[] };
  return printed.threads[0]!.messages[0]!.time;
}

it("prints threads with wall times", async () => {
  const path = write("chat.txt", "24/11/26, 15:05 - Ana: hi\n24/11/26, 15:06 - Ana created group “X”\n");
  expect(await main([path, "--zone", "Asia/Tokyo"])).toBe(0);
  expect(JSON.parse(out.join("\n"))).toEqual({
    source: "whatsapp",
    threads: [
      {
        title: "X",
        messages: [
          {
            id: expect.stringMatching(/^m_[a-z2-7]{20}$/) as string,
            sender: "Ana",
            time: "2026-11-24T15:05:00",
            text: "hi",
            kind: "text",
          },
          {
            id: expect.any(String) as string,
            sender: null,
            time: "2026-11-24T15:06:00",
            text: "Ana created group “X”",
            kind: "system",
          },
        ],
      },
    ],
    issues: [],
  });
});

it("reads unclear dates as it is told", async () => {
  const path = write("unclear.txt", "3/4/26, 15:05 - Ana: hi\n5/6/26, 15:06 - Ben: ho\n");
  expect(await main([path, "--date-order", "MDY"])).toBe(0);
  expect(firstTime()).toBe("2026-03-04T15:05:00");
  expect(await main([path, "--date-order=DMY"])).toBe(0);
  expect(firstTime()).toBe("2026-04-03T15:05:00");
});

it.each(FORMAT_VARIANTS)("prints what a file of $name holds", async (variant) => {
  const path = join(folder, variant.fileName);
  writeFileSync(path, new Uint8Array(await (await variant.write(TRUTH)).arrayBuffer()));
  expect(await main([path, "--zone", "Europe/Berlin"])).toBe(0);
  const printed = JSON.parse(out.pop()!) as {
    source: string;
    threads: { messages: { time: string; kind: string }[] }[];
  };
  expect(printed.source).toBe(variant.source);
  const written = printed.threads[0]!.messages.filter(({ kind }) => kind === "text");
  expect(written.map(({ time }) => time.slice(0, 16))).toEqual(TRUTH.map(({ local }) => local.slice(0, 16)));
});

it("places an undated chat where it is told", async () => {
  const path = write("undated.txt", "Ana: are we on?\nBen: yes\nAna: great\n");
  expect(await main([path, "--date", "2026-11-24"])).toBe(0);
  expect(firstTime()).toBe("2026-11-24T00:00:00");
});

it.each([
  ["no file", [], /^Name the file to read\./],
  ["two files", ["a", "b"], /^Give one file at a time\./],
  ["a missing file", [join(folder, "nope.txt")], /^There is no file .*nope\.txt\.$/],
  ["a folder", [folder], /is a folder/],
  ["an unknown option", ["--colour", "x"], /^Unknown option '--colour'\./],
  ["an option without a value", ["x", "--zone"], /--zone/],
  ["an unknown zone", ["x", "--zone", "Mars/Olympus"], /^"Mars\/Olympus" is not a time zone/],
  ["a date that is none", ["x", "--date", "24.11."], /^"24\.11\." is not a date/],
  ["an unknown encoding", ["x", "--encoding", "klingon"], /^"klingon" is not an encoding/],
  [
    "a text that is not UTF-8",
    [write("latin.txt", Buffer.from("24/11/26, 15:05 - J\xf6rg: ja\n", "latin1"))],
    /^The text is not UTF-8: say which it is with --encoding windows-1252, .* or shift_jis\.$/,
  ],
  ["an unknown date order", ["x", "--date-order", "YDM"], /^"YDM" is not a date order/],
  [
    "prose",
    [write("prose.txt", "Once upon a time")],
    /^This format is not recognised\. The first line is: "Once upon a time"\.$/,
  ],
  ["an empty file", [write("empty.txt", "")], /^This file is empty\.$/],
  ["a PDF", [write("x.pdf", "%PDF-1.7")], /"pdf"/],
])("with %s says one sentence and fails", async (_name, args, message) => {
  expect(await main(args)).toBe(1);
  expect(out).toEqual([]);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(message);
  expect(errors[0]).not.toContain("\n");
});
