import { describe, expect, it } from "vitest";
import { errorCode, isAbort } from "#shared/errors";
import { flatten, OPTIONS, type FlatMessage } from "./fixtures/read-text.ts";
import { TRUTH } from "./fixtures/truth.ts";
import type { TrueMessage } from "./fixtures/whatsapp-variants.ts";
import { readImport, type ParsedImport } from "./read-in-memory.ts";
import type { FormatVariant } from "./testing/variant.ts";
import { FORMAT_VARIANTS } from "./testing/variants.ts";

async function read(variant: FormatVariant, truth: readonly TrueMessage[]): Promise<ParsedImport> {
  return readImport(await variant.write(truth), variant.fileName, OPTIONS);
}

function selfName({ callsSelfMe }: FormatVariant, self: string): string {
  return callsSelfMe === true ? "Me" : self;
}

function expected(variant: FormatVariant, truth: readonly TrueMessage[]): FlatMessage[] {
  return truth.map(({ sender, local, text }) => ({
    sender: sender === variant.self ? selfName(variant, sender) : sender,
    time: variant.minutesOnly === true ? `${local.slice(0, 16)}:00` : local,
    text: variant.oneParagraph === true ? text.replace(/\n+/g, "\n") : text,
    kind: "text",
  }));
}

function isArchive({ fileName }: FormatVariant): boolean {
  return /\.(?:zip|tar)$/.test(fileName);
}

/** What people wrote, without the system's own sentences. */
function written(parsed: ParsedImport): FlatMessage[] {
  return flatten(parsed).filter(({ kind }) => kind !== "system");
}

function ids(parsed: ParsedImport): string[] {
  return parsed.threads.flatMap(({ messages }) => messages.map(({ id }) => id));
}

describe.each(FORMAT_VARIANTS)("$name", (variant) => {
  it("gives the senders, times and texts of the truth, in one thread", async () => {
    const parsed = await read(variant, TRUTH);
    expect(parsed.source).toBe(variant.source);
    expect(parsed.questions).toEqual([]);
    expect(parsed.issues.filter(({ code }) => code !== "attachments-not-read")).toEqual([]);
    expect(parsed.threads).toHaveLength(1);
    expect(written(parsed)).toEqual(expected(variant, TRUTH));
    const selves = parsed.threads[0]!.thread.people.filter(({ isSelf }) => isSelf);
    expect(selves.map(({ name }) => name)).toEqual(
      variant.self === undefined ? [] : [selfName(variant, variant.self)],
    );
  });

  it("read again is the same; a longer export only adds its tail", async () => {
    const short = ids(await read(variant, TRUTH.slice(0, 7)));
    const long = ids(await read(variant, TRUTH));
    expect(ids(await read(variant, TRUTH))).toEqual(long);
    expect(new Set(long).size).toBe(long.length);
    expect(short.every((id) => long.includes(id))).toBe(true);
    expect(long.length).toBe(short.length + TRUTH.length - 7);
  });

  it("is recognised by its content, not by its name", async () => {
    const parsed = await readImport(await variant.write(TRUTH), "file.txt", OPTIONS);
    expect(parsed.source).toBe(variant.source);
    expect(written(parsed).map(({ text }) => text)).toEqual(expected(variant, TRUTH).map(({ text }) => text));
  });

  it("gives the same ids whatever the zone", async () => {
    const elsewhere = await readImport(await variant.write(TRUTH), variant.fileName, {
      ...OPTIONS,
      zone: "America/New_York",
    });
    expect(ids(elsewhere)).toEqual(ids(await read(variant, TRUTH)));
  });

  it("cut anywhere gives whole messages of the truth or a named error", async () => {
    const file = await variant.write(TRUTH);
    const whole = new Set(expected(variant, TRUTH).map((message) => JSON.stringify(message)));
    // Archives are all or nothing, and slow to open.
    let partial = 0;
    for (let percent = 1; percent < 100; percent += isArchive(variant) ? 14 : 1) {
      const part = file.slice(0, Math.floor((file.size * percent) / 100));
      let parsed: ParsedImport;
      try {
        parsed = await readImport(part, variant.fileName, OPTIONS);
      } catch (error) {
        expect(isAbort(error)).toBe(false);
        expect(errorCode(error)).toMatch(/^import-/);
        continue;
      }
      const strange = written(parsed).filter((message) => !whole.has(JSON.stringify(message)));
      // Formats of lines can't tell a shortened last message from a short one.
      expect(strange.length).toBeLessThanOrEqual(variant.fileName.endsWith(".json") ? 0 : 1);
      if (parsed.threads.length > 0) partial++;
    }
    if (!isArchive(variant)) expect(partial).toBeGreaterThan(0);
  });

  it("with damaged bytes gives messages or a named error", async () => {
    const bytes = new Uint8Array(await (await variant.write(TRUTH)).arrayBuffer());
    for (let round = 1; round <= 12; round++) {
      const damaged = bytes.slice();
      for (let hit = 1; hit <= round; hit++) {
        const at = (round * 7919 + hit * 104_729) % damaged.length;
        damaged[at] = '{}[]":,\\<>&\n 0x'.charCodeAt((round + hit) % 16);
      }
      try {
        const parsed = await readImport(new Blob([damaged]), variant.fileName, OPTIONS);
        expect(parsed.threads.flatMap(({ messages }) => messages).length).toBeLessThanOrEqual(
          4 * TRUTH.length,
        );
      } catch (error) {
        expect(errorCode(error)).toMatch(/^import-/);
      }
    }
  });
});

it.each(FORMAT_VARIANTS.filter((variant) => !isArchive(variant)))(
  "$name is read in UTF-16 too",
  async (variant) => {
    const text = `\ufeff${(await (await variant.write(TRUTH)).text()).replace(/^\ufeff/, "")}`;
    const units = Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
    const parsed = await readImport(new Blob([units]), variant.fileName, OPTIONS);
    expect(parsed.encoding).toBe("utf-16le");
    expect(written(parsed)).toEqual(expected(variant, TRUTH));
  },
);
