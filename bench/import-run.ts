/**
 * @file Reads one export in a process of its own, as import.worker.ts does, and prints what it took as JSON. Bundled and
 * started by `bench/import.mjs`: `node import-run.mjs FILE`. A file stands for the database: pages go out of the heap in
 * the form of the structured clone, and come back from the disk.
 */
import { openAsBlob } from "node:fs";
import { open, rm, type FileHandle } from "node:fs/promises";
import { basename } from "node:path";
import { argv, cpuUsage, memoryUsage } from "node:process";
import { deserialize, serialize } from "node:v8";
import { stageImport } from "#messages/read-import";
import type { PageStore } from "#messages/spool";

const SAMPLE_MS = 10;
const MB = 1e6;

let peakBytes = 0;
/** What JavaScript holds, garbage that is not collected yet included, and the buffers beside it. */
function sample(): void {
  const { heapUsed, arrayBuffers } = memoryUsage();
  peakBytes = Math.max(peakBytes, heapUsed + arrayBuffers);
}

class FilePages implements PageStore {
  readonly #file: FileHandle;
  readonly #ends: number[] = [];

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async append(items: readonly unknown[]): Promise<number> {
    const bytes = serialize(items);
    const start = this.#ends.at(-1) ?? 0;
    await this.#file.write(bytes, 0, bytes.length, start);
    return this.#ends.push(start + bytes.length) - 1;
  }

  async read(page: number): Promise<readonly unknown[]> {
    const start = this.#ends[page - 1] ?? 0;
    const bytes = new Uint8Array(this.#ends[page]! - start);
    await this.#file.read(bytes, 0, bytes.length, start);
    return deserialize(bytes) as readonly unknown[];
  }
}

export async function main(path: string): Promise<void> {
  const pages = `${path}.pages`;
  const handle = await open(pages, "w+");
  try {
    await measure(path, new FilePages(handle));
  } finally {
    await handle.close();
    await rm(pages);
  }
}

async function measure(path: string, pages: PageStore): Promise<void> {
  const file = await openAsBlob(path);
  const timer = setInterval(sample, SAMPLE_MS);
  const before = cpuUsage();
  const options = { zone: "Europe/Berlin", zoneFrom: "device", importedAt: "2026-11-28T08:00:00Z" } as const;
  const parsed = await stageImport(file, basename(path), options, pages, { onProgress: sample });
  const { user, system } = cpuUsage(before);
  const seconds = (user + system) / 1e6;
  clearInterval(timer);
  sample();
  const result = {
    fileMB: round(file.size / MB),
    threads: parsed.threads.size,
    messages: parsed.messages.size,
    seconds: round(seconds),
    mbPerSecond: round(file.size / MB / seconds),
    peakHeapMB: round(peakBytes / MB),
  };
  console.log(JSON.stringify(result));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

await main(argv[2]!);
