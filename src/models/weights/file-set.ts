/**
 * @file A model as a set of named files, each cut into pieces: the unit that is downloaded, hashed and stored. The list
 * is part of the app for bundled models and made from the hub's metadata for the others (`parseFileSet` reads that one
 * back from storage).
 */
import { AppError } from "#shared/errors";

export interface Piece {
  /** Unique within the model: the key it is stored under. */
  readonly name: string;
  /** Where the piece begins in its file. */
  readonly offset: number;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal; null where only the hash of the whole file is known beforehand. */
  readonly sha256: string | null;
}

export interface ModelFile {
  /** As on the hub: `config.json`, `model-00001-of-00002.safetensors`. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Of the whole file, lower-case hexadecimal; null where nobody states one. */
  readonly sha256: string | null;
  /** Git's id of the file's content, SHA-1: what the hub states for files outside its large-file storage. */
  readonly gitBlobId: string | null;
  readonly pieces: readonly Piece[];
}

export interface FileSet {
  readonly modelId: string;
  /** The commit on the hub that all files are of; null for files that came another way. */
  readonly revision: string | null;
  readonly files: readonly ModelFile[];
}

/** One IndexedDB Blob and one hash buffer: larger pieces cost memory, smaller ones are not faster (spec webllm-and-storage B3). */
export const MAX_PIECE_BYTES = 32 * 2 ** 20;
/** 90B in f16 has 37 shards and a dozen small files. */
const MAX_FILES = 1024;
const MAX_PIECES = 65_536;
/** Folders may occur (`onnx/model.onnx`), but no part that is hidden or leads upwards. */
const NAME = /^(?=.{1,136}$)[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*){0,4}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const GIT_BLOB_ID = /^[0-9a-f]{40}$/;
/** SHA-256 of no bytes: a server that hashed an empty upload states it, and any empty answer would pass. */
export const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** A file that is one piece of the same name. */
export function wholeFile(name: string, sizeBytes: number, sha256: string): ModelFile {
  return { name, sizeBytes, sha256, gitBlobId: null, pieces: [{ name, offset: 0, sizeBytes, sha256 }] };
}

/** A file of the hub cut into pieces of `MAX_PIECE_BYTES`; their hashes are not known yet. */
export function cutFile(file: Omit<ModelFile, "pieces">): ModelFile {
  const { name, sizeBytes, sha256 } = file;
  const count = Math.max(1, Math.ceil(sizeBytes / MAX_PIECE_BYTES));
  const pieces = Array.from({ length: count }, (_, index) => {
    const offset = index * MAX_PIECE_BYTES;
    return {
      name: count === 1 ? name : `${name}.${String(index).padStart(4, "0")}`,
      offset,
      sizeBytes: Math.min(MAX_PIECE_BYTES, sizeBytes - offset),
      sha256: count === 1 ? sha256 : null,
    };
  });
  return { ...file, pieces };
}

export function allPieces({ files }: FileSet): readonly Piece[] {
  return files.flatMap(({ pieces }) => pieces);
}

export function totalBytes(files: readonly { readonly sizeBytes: number }[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** @throws AppError `weights-corrupt` unless names are safe and unique and the pieces cover each file exactly, in order. */
export function parseFileSet(json: string): FileSet {
  const { version, modelId, revision, files } = parseObject(json);
  const named = typeof modelId === "string" && (revision === null || typeof revision === "string");
  if (version !== 2 || !named || !Array.isArray(files)) throw corrupt("fields");
  if (files.length === 0 || files.length > MAX_FILES || !files.every(isModelFile)) throw corrupt("files");
  return ensureFileSet({ modelId, revision, files });
}

export function serialiseFileSet(set: FileSet): string {
  return JSON.stringify({ version: 2, ...set });
}

/** @throws AppError `weights-corrupt` naming what contradicts itself. */
export function ensureFileSet(set: FileSet): FileSet {
  const pieces = allPieces(set);
  if (pieces.length > MAX_PIECES) throw corrupt("pieces");
  // Files and pieces are kept by name: the second would replace the first.
  if (!areUnique(set.files) || !areUnique(pieces)) throw corrupt("names");
  for (const file of set.files) {
    let end = 0;
    for (const piece of file.pieces) {
      if (piece.offset !== end) throw corrupt("offsets");
      end += piece.sizeBytes;
    }
    if (end !== file.sizeBytes) throw corrupt("size");
  }
  return set;
}

function areUnique(items: readonly { readonly name: string }[]): boolean {
  return new Set(items.map(({ name }) => name)).size === items.length;
}

function parseObject(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Falls through: not JSON is the same failure as not an object.
  }
  throw corrupt("json");
}

function isModelFile(value: unknown): value is ModelFile {
  if (typeof value !== "object" || value === null) return false;
  const { name, sizeBytes, sha256, gitBlobId, pieces } = value as Record<string, unknown>;
  const hashed = isHash(sha256, SHA256) && isHash(gitBlobId, GIT_BLOB_ID);
  const listed = Array.isArray(pieces) && pieces.length > 0 && pieces.every(isPiece);
  return isFileName(name) && isCount(sizeBytes) && hashed && listed;
}

function isPiece(value: unknown): value is Piece {
  if (typeof value !== "object" || value === null) return false;
  const { name, offset, sizeBytes, sha256 } = value as Record<string, unknown>;
  const sized = isCount(sizeBytes) && sizeBytes <= MAX_PIECE_BYTES;
  return isFileName(name) && isHash(sha256, SHA256) && Number.isSafeInteger(offset) && sized;
}

/** A name that is safe as a key, in a URL and as a path below a folder. */
export function isFileName(value: unknown): value is string {
  return matches(value, NAME);
}

/** Null is allowed; the hash of the empty file is not, wherever it comes from. */
function isHash(value: unknown, pattern: RegExp): boolean {
  return value === null || (matches(value, pattern) && value !== EMPTY_SHA256);
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === "string" && pattern.test(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function corrupt(field: string): AppError {
  return new AppError("weights-corrupt", `file list: ${field}`, { field });
}
