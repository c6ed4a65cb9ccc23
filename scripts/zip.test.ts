import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { listZip, readZipEntry } from "./zip.mjs";

const LONG = "the same words again and again, ".repeat(5000);
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hearth-zip-"));
});
afterAll(() => rm(folder, { recursive: true }));

function bytes(content: string): Uint8ArrayReader {
  return new Uint8ArrayReader(new TextEncoder().encode(content));
}

async function archive(comment = ""): Promise<string> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  await writer.add("package/deflated.txt", bytes(LONG));
  await writer.add("package/stored.txt", bytes("as it is"), { level: 0 });
  const path = join(folder, `${comment.length}.zip`);
  await writeFile(path, await writer.close(new TextEncoder().encode(comment)));
  return path;
}

async function read(path: string, name: string): Promise<string> {
  const entry = (await listZip(path)).find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`no ${name}`);
  return text(await readZipEntry(path, entry));
}

describe("zip", () => {
  it("lists the entries with their sizes", async () => {
    const entries = await listZip(await archive());
    expect(entries.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
      ["package/deflated.txt", LONG.length],
      ["package/stored.txt", 8],
    ]);
  });

  it("reads deflated and stored entries", async () => {
    const path = await archive();
    expect(await read(path, "package/deflated.txt")).toBe(LONG);
    expect(await read(path, "package/stored.txt")).toBe("as it is");
  });

  it("finds the directory before an archive comment", async () => {
    expect(await read(await archive("a comment"), "package/stored.txt")).toBe("as it is");
  });

  it("refuses what is no archive, and an empty file", async () => {
    const path = join(folder, "page.html");
    await writeFile(path, "<!doctype html><p>Please log in".repeat(10));
    await expect(listZip(path)).rejects.toThrow("not a ZIP archive");
    await writeFile(path, "");
    await expect(listZip(path)).rejects.toThrow("not a ZIP archive");
  });
});
