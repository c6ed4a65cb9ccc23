// @ts-check
/**
 * @file Puts the default model where the app fetches it from: `public/models/smollm2-135m/`, the GGUF cut into pieces
 * beside a manifest with the SHA-256 of each. Nothing is kept unless the whole file's size and SHA-256 are right.
 * Needs Node only: it runs before the dependencies are installed. `npm run model` runs it alone.
 */

import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { SetupError, isEntryPoint, readOptions, runMain, say, step } from "./console.mjs";
import { FILE_NAME, SOURCES } from "./model-sources.mjs";
import { CACHE, MODELS } from "./paths.mjs";

const MODEL_ID = "smollm2-135m";
const FILE_BYTES = 98_362_432;
const FILE_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";
/** Small enough that a lost connection costs little, and far below the 32 MB a piece may have. */
const PIECE_BYTES = 16 * 1024 * 1024;

const FOLDER = join(MODELS, MODEL_ID);
const STAMP = join(CACHE, `${MODEL_ID}.stamp.json`);

/**
 * @typedef {{ name: string, offset: number, sizeBytes: number, sha256: string }} Piece
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
    // Temporary folders are private to this user; a web server may run as another.
    await chmod(folder, 0o755);
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

/** @param {Uint8Array} bytes */
function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

if (isEntryPoint(import.meta.url)) {
  await runMain(async () => {
    if (readOptions(process.argv.slice(2), "Use `npm run model`: it gets the default model.", {}) !== null)
      await step("Default model", ensureModel);
  });
}
