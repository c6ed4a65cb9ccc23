/**
 * @file Reads one export in a process of its own, as import.worker.ts does, and prints what it took as JSON. Bundled and
 * started by `bench/import.mjs`: `node import-run.mjs FILE`.
 */
import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import { argv, cpuUsage, memoryUsage } from "node:process";
import { readImport } from "#messages/read-import";

const SAMPLE_MS = 10;
const MB = 1e6;

let peakBytes = 0;
/** What JavaScript holds, garbage that is not collected yet included, and the buffers beside it. */
function sample(): void {
  const { heapUsed, arrayBuffers } = memoryUsage();
  peakBytes = Math.max(peakBytes, heapUsed + arrayBuffers);
}

export async function main(path: string): Promise<void> {
  const file = await openAsBlob(path);
  const timer = setInterval(sample, SAMPLE_MS);
  const before = cpuUsage();
  const options = { zone: "Europe/Berlin", zoneFrom: "device", importedAt: "2026-11-28T08:00:00Z" } as const;
  const parsed = await readImport(file, basename(path), options, { onProgress: sample });
  const { user, system } = cpuUsage(before);
  const seconds = (user + system) / 1e6;
  clearInterval(timer);
  sample();
  const messages = parsed.threads.reduce((sum, { thread }) => sum + thread.count, 0);
  const result = {
    fileMB: round(file.size / MB),
    threads: parsed.threads.length,
    messages,
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
