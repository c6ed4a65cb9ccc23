/** @file The command-line runner: what a program imports while it runs must still load. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { BlobWriter, TextReader, ZipWriter } from "@zip.js/zip.js";
import { expect, test } from "vitest";

import { ROOT } from "./paths.mjs";

const run = promisify(execFile);

test("npm run messages reads a zip, whose library is loaded only then", { timeout: 30_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "hearth-run-"));
  try {
    const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
    const lines = ["Ana: see you at 4", "Ben: ok", "Ana: bring cups"].map(
      (line, at) => `24/11/2026, 15:0${at} - ${line}`,
    );
    await writer.add("_chat.txt", new TextReader(`${lines.join("\n")}\n`));
    const file = join(folder, "WhatsApp Chat - Ana.zip");
    await writeFile(file, new Uint8Array(await (await writer.close()).arrayBuffer()));
    const { stdout } = await run(process.execPath, ["scripts/run.mjs", "scripts/messages.ts", file], {
      cwd: ROOT,
    });
    const { threads } = JSON.parse(stdout) as { threads: { messages: { sender: string; text: string }[] }[] };
    expect(threads[0]?.messages.map(({ sender, text }) => `${sender}: ${text}`)).toEqual([
      "Ana: see you at 4",
      "Ben: ok",
      "Ana: bring cups",
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
