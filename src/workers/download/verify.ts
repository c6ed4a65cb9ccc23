/** @file Is a stored file, or a piece, what it should be? */
import { AppError } from "#shared/errors";

import type { ModelFile, Piece } from "#models/weights/file-set";
import type { FileTrust } from "#storage/weight-store";
import { hasHash } from "../model-files.ts";
import type { ModelFiles } from "../model-files.ts";
import { sha1Hex } from "../sha256.ts";
import { FileHasher } from "./file-hasher.ts";

/** A piece that arrived. @throws AppError `weights-corrupt`, `download-not-weights`. */
export async function checkPiece(
  file: ModelFile,
  piece: Piece,
  bytes: Uint8Array<ArrayBuffer>,
  sha256: string,
): Promise<void> {
  if (piece.sha256 !== null) {
    if (sha256 !== piece.sha256) throw wrongHash(piece.name);
    return;
  }
  if (isWebPage(bytes)) throw new AppError("download-not-weights", "got a web page", { piece: piece.name });
  if (file.gitBlobId !== null && file.pieces.length === 1) {
    if ((await gitBlobId(bytes)) !== file.gitBlobId) throw wrongHash(piece.name);
  }
}

/**
 * Compares a file whose pieces are all stored with what is stated about it, and records the result.
 * @param onBytes how many bytes were hashed
 * @param hasher is closed at the end
 * @returns false when its hash is another one
 */
export async function verifyFile(
  model: ModelFiles,
  file: ModelFile,
  signal: AbortSignal,
  onBytes: (count: number) => void,
  hasher = new FileHasher(model.store, file, new Set(), signal),
): Promise<boolean> {
  try {
    if (needsFileHash(file) && (await hasher.digest(onBytes)) !== file.sha256) return false;
    await model.store.saveVerified(file.name, trustOf(file));
    return true;
  } finally {
    hasher.close();
  }
}

/**
 * Hashes every stored piece again and drops those that are not what they were.
 * @returns how many were dropped
 * @throws AppError of the storage; what a piece could not be read or hashed for, unless the browser lost it
 */
export async function verifyStored(
  model: ModelFiles,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<number> {
  const set = await model.fileSet();
  const stored = await model.store.storedPieces();
  let dropped = 0;
  for (const file of set?.files ?? []) {
    for (const piece of file.pieces) {
      if (!stored.has(piece.name)) continue;
      signal.throwIfAborted();
      if (!(await isIntact(model, piece))) {
        await model.dropPiece(file, piece);
        dropped++;
      }
      onBytes(piece.sizeBytes);
    }
  }
  return dropped;
}

/** What a file's rightness rests on. */
function trustOf(file: ModelFile): FileTrust {
  if (file.sha256 !== null || file.pieces.every((piece) => piece.sha256 !== null)) return "sha256";
  return file.gitBlobId !== null && file.pieces.length === 1 ? "git" : "first-use";
}

/** False also where it, or what it could be compared with, is gone. @throws what says nothing about the piece, see `hasHash` */
async function isIntact({ store }: ModelFiles, piece: Piece): Promise<boolean> {
  const [stored] = await store.readPieces([piece.name]);
  const blob = stored?.blob;
  const sha256 = piece.sha256 ?? stored?.sha256;
  if (blob === undefined || sha256 === undefined) return false;
  return blob.size === piece.sizeBytes && (await hasHash(blob, sha256));
}

/** True for a file whose hash is stated as a whole, while those of its pieces are not. */
export function needsFileHash(file: ModelFile): boolean {
  return file.sha256 !== null && file.pieces.some((piece) => piece.sha256 === null);
}

/** `git hash-object`: SHA-1 over a header and the content. Weak against forgers, fine against accidents. */
function gitBlobId(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const header = new TextEncoder().encode(`blob ${bytes.length}\0`);
  const object = new Uint8Array(header.length + bytes.length);
  object.set(header);
  object.set(bytes, header.length);
  return sha1Hex(object);
}

/** No file of a model begins like this; a sign-in page does, whatever type its server states. */
function isWebPage(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 256)).trimStart();
  return /^<(?:!doctype\s+html|html|head|script|body)\b/i.test(start);
}

function wrongHash(piece: string): AppError {
  return new AppError("weights-corrupt", `piece ${piece} has another hash`, { piece });
}
