import { expect, it } from "vitest";
import { flatten, OPTIONS } from "./fixtures/read-text.ts";
import { TRUTH } from "./fixtures/truth.ts";
import { readImport } from "./testing/read-import.ts";
import { DISCORD_VARIANTS } from "./testing/discord.ts";
import { IMESSAGE_VARIANTS } from "./testing/imessage.ts";
import type { FormatVariant } from "./testing/variant.ts";
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
