// @ts-check
/**
 * @file `npm run bench -- import`: MB/s and peak heap of reading a mailbox of 200 MB, one of 300 MB with nothing but short
 * mails (memory must not grow with them), and a chat of 100,000 messages, each in a fresh process of Node whose old generation may not outgrow the target. Time is the processor's, garbage collection
 * included, so that what else runs on the machine counts less. Prints a table and writes `bench/results/import.json`.
 */
import { execFile } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { ensureInstalled } from "../scripts/install.mjs";
import { CACHE, ROOT } from "../scripts/paths.mjs";
import { saveResult } from "./report.mjs";
import { writeMbox, writeShortMails, writeWhatsapp } from "./import-files.mjs";

const TARGET_HEAP_MB = 150;

/** @type {readonly { name: string, file: string, write: (path: string) => Promise<void> }[]} */
const CASES = [
  { name: "mbox, 200 MB", file: "lake.mbox", write: (path) => writeMbox(path, 200e6) },
  { name: "mbox of short mails, 300 MB", file: "short.mbox", write: (path) => writeShortMails(path, 300e6) },
  {
    name: "WhatsApp, 100,000 messages",
    file: "WhatsApp Chat with Lake.txt",
    write: (path) => writeWhatsapp(path, 100_000),
  },
];

export async function main() {
  await ensureInstalled();
  const folder = join(CACHE, "bench-import");
  mkdirSync(folder, { recursive: true });
  try {
    const program = await bundle(folder);
    const rows = [];
    console.log(
      `| export | MB | messages | threads | seconds | MB/s | peak heap MB (target ${TARGET_HEAP_MB}) |\n|---|---|---|---|---|---|---|`,
    );
    for (const { name, file, write } of CASES) {
      const path = join(folder, file);
      await write(path);
      const row = { name, ...(await measure(program, path)) };
      rmSync(path);
      rows.push(row);
      console.log(
        `| ${name} | ${row.fileMB} | ${row.messages} | ${row.threads} | ${row.seconds} | ${row.mbPerSecond} | ${row.peakHeapMB} |`,
      );
    }
    saveResult("import", { node: process.version, targetHeapMB: TARGET_HEAP_MB, rows });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} program
 * @param {string} path
 * @returns {Promise<{ fileMB: number, threads: number, messages: number, seconds: number, mbPerSecond: number, peakHeapMB: number }>}
 */
async function measure(program, path) {
  // Without a limit V8 lets garbage lie for as long as the machine has memory, and the figure says little.
  const flags = [`--max-old-space-size=${TARGET_HEAP_MB}`, "--max-semi-space-size=8", "--no-warnings"];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, program, path]);
  return JSON.parse(stdout);
}

/**
 * Bundled as the worker is.
 *
 * @param {string} folder
 * @returns {Promise<string>} the path of the program
 */
async function bundle(folder) {
  const { build } = await import("vite");
  await build({
    configFile: false,
    root: ROOT,
    logLevel: "error",
    build: {
      outDir: folder,
      ssr: join(ROOT, "bench/import-run.ts"),
      rollupOptions: { output: { entryFileNames: "import-run.mjs" } },
    },
    ssr: { noExternal: true },
  });
  return join(folder, "import-run.mjs");
}
