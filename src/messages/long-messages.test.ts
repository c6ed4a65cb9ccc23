import { describe, expect, it } from "vitest";
import { errorCode } from "#shared/errors";
import { OPTIONS, readText } from "./fixtures/read-text.ts";
import { TRUTH } from "./fixtures/truth.ts";
import { MAX_MESSAGE_CHARS } from "./limits.ts";
import { readImport, type ParsedImport } from "./read-in-memory.ts";
import type { FormatVariant } from "./testing/variant.ts";
import { FORMAT_VARIANTS } from "./testing/variants.ts";

// A pattern that takes quadratic time on one of these runs into the time limit of the test.
const CHARS = 256 * 1024;
const RUNS = [" ", "\n", "\u200e", "a:", "(", "[", "<", "7", "\u00a0", ": ", "\u0301\u0316", "a\n"];

function isArchive({ fileName }: FormatVariant): boolean {
  return /\.(?:zip|tar)$/.test(fileName);
}

function longest({ threads }: ParsedImport): number {
  return Math.max(...threads.flatMap(({ messages }) => messages.map(({ text }) => text.length)));
}

/** WhatsApp and pasted chats have no writer among the variants. */
const LINE_FORMATS = [
  { name: "whatsapp Android", header: "24.11.26, 10:15 - " },
  { name: "whatsapp iOS", header: "[24.11.26, 10:15:00] " },
  { name: "paste", header: "" },
];
/** Enough lines in front that what follows has no say in what the file is. */
const around = (header: string, text: string): string =>
  `${`${header}Ana: one\n${header}Ben: two\n`.repeat(50)}${header}Ana: x${text}y\n${header}Ben: last\n`;

describe.each(LINE_FORMATS)("$name", ({ name, header }) => {
  it.each(RUNS)(`reads a message of ${CHARS} characters of %j`, async (part) => {
    const parsed = await readText(around(header, part.repeat(CHARS / part.length)));
    expect(parsed.source).toBe(name.split(" ")[0]);
    expect(parsed.threads[0]!.messages.at(-1)!.text).toBe("last");
    expect(longest(parsed)).toBeLessThanOrEqual(MAX_MESSAGE_CHARS);
  });

  it("flags what was cut, even when only white space was kept of it", async () => {
    const parsed = await readText(around(header, `${"\n".repeat(CHARS)}tail`));
    const { messages } = parsed.threads[0]!;
    expect(messages.filter(({ flags }) => flags.includes("truncated"))).toEqual([messages.at(-2)]);
    expect(messages.at(-2)!.text).toBe("x");
    expect(parsed.issues.map(({ code }) => code)).toContain("text-truncated");
  });
});

describe.each(FORMAT_VARIANTS)("$name", (variant) => {
  it.each(RUNS)(`reads a message of ${CHARS} characters of %j`, async (part) => {
    const long = {
      ...TRUTH[0]!,
      local: "2026-11-27T02:00:00",
      text: `x${part.repeat(CHARS / part.length)}y`,
    };
    const last = { ...TRUTH[1]!, local: "2026-11-27T03:00:00", text: "last" };
    const file = await variant.write([...TRUTH, long, last]);
    let parsed: ParsedImport;
    try {
      parsed = await readImport(file, variant.fileName, OPTIONS);
    } catch (error) {
      // What packs as well as this is taken for an attack before it is read.
      expect([isArchive(variant), errorCode(error)]).toEqual([true, "import-archive-unsafe"]);
      return;
    }
    expect(parsed.source).toBe(variant.source);
    expect(parsed.threads.flatMap(({ messages }) => messages.map(({ text }) => text))).toContain("last");
    expect(longest(parsed)).toBeLessThanOrEqual(MAX_MESSAGE_CHARS);
  });
});
