/**
 * @file Models from and into folders: files that a person already has, and packs for another device. The same checks as
 * for a download; nothing here reaches the network.
 */
import { AppError, errorCode } from "#shared/errors";
import { parseGguf } from "#models/weights/gguf";
import { allPieces, cutFile, ensureFileSet, serialiseFileSet } from "#models/weights/file-set";
import type { FileSet, ModelFile, Piece } from "#models/weights/file-set";
import { parseSafetensors } from "#models/weights/safetensors";
import { BlobSource } from "../engine/blob-source.ts";
import { hasHash } from "../model-files.ts";
import type { ModelFiles } from "../model-files.ts";
import type { InstallState, NamedBlob } from "../protocol-models.ts";
import { sha256Hex } from "../sha256.ts";
import { FileHasher } from "./file-hasher.ts";
import { parsePack } from "./file-list.ts";
import { patternOf } from "./hub-listing.ts";
import { withModelLock } from "./install.ts";
import type { InstallOptions } from "./install.ts";
import { PACK_LIST } from "./places.ts";
import { Progress } from "./progress.ts";
import { storePiece } from "./store-piece.ts";
import { checkPiece, needsFileHash, verifyFile } from "./verify.ts";

type Options = Pick<InstallOptions, "signal" | "onPart">;

/**
 * Stores a model from files of a folder, found by name whatever folder they lie in.
 * @throws AbortError; AppError `model-files-missing` naming one that is not among them, `weights-corrupt`,
 * `weights-unsupported`, `storage-full`.
 */
export function importModel(
  model: ModelFiles,
  files: readonly NamedBlob[],
  options: Options,
): Promise<InstallState> {
  return withModelLock(model.entry.id, options, async () => {
    const set = await listOf(model, files);
    const chosen = set.files.map((file) => [file, blobOf(file, files)] as const);
    for (const [file, blob] of chosen) checkKind(file, blob);
    if (model.entry.source.kind !== "bundled") await model.store.saveFileSet(serialiseFileSet(set));
    const stored = new Set(await model.store.storedPieces());
    const progress = new Progress(set, stored, options.onPart);
    for (const [file, blob] of chosen) await storeFile(model, file, blob, { stored, progress, ...options });
    return model.state();
  });
}

/**
 * Writes an installed model into a folder: its files, and the list with all hashes that `importModel` and mirrors read.
 * Every piece is checked on its way out.
 * @throws AbortError; AppError `weights-missing`, `weights-corrupt`, `storage-full`.
 */
export async function exportModel(
  model: ModelFiles,
  folder: FileSystemDirectoryHandle,
  { signal, onPart }: Options,
): Promise<void> {
  const { complete, storedPieces, totalPieces } = await model.state();
  const known = await model.fileSet();
  if (!known || !complete) {
    throw new AppError("weights-missing", "model is not complete", { storedPieces, totalPieces });
  }
  const set = await withHashes(model, known);
  const progress = new Progress(set, new Set(), onPart);
  const target = await folder.getDirectoryHandle(set.modelId, { create: true });
  for (const file of set.files) await exportFile(model, target, file, signal, progress);
  await writeFile(target, PACK_LIST, async (writer) => writer.write(serialiseFileSet(set)));
}

async function exportFile(
  model: ModelFiles,
  target: FileSystemDirectoryHandle,
  file: ModelFile,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  await writeFile(target, file.name, async (writer) => {
    for (const piece of file.pieces) {
      signal.throwIfAborted();
      const blob = await model.store.readPiece(piece.name);
      if (piece.sha256 === null || !(await hasHash(blob, piece.sha256))) {
        throw new AppError("weights-corrupt", `stored piece ${piece.name} is damaged`, { piece: piece.name });
      }
      await writer.write(blob);
      progress.addBytes(piece.sizeBytes);
      progress.finishPiece(piece);
    }
  });
}

/** The browser puts the file in place only when it was closed; an interrupted one leaves nothing. */
async function writeFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  write: (writer: FileSystemWritableFileStream) => Promise<void>,
): Promise<void> {
  const [fileName = name, ...folders] = name.split("/").toReversed();
  let parent = folder;
  for (const part of folders.toReversed()) parent = await parent.getDirectoryHandle(part, { create: true });
  const handle = await parent.getFileHandle(fileName, { create: true });
  const writer = await handle.createWritable();
  try {
    await write(writer);
    await writer.close();
  } catch (error) {
    await writer.abort().catch(() => undefined);
    const name = error instanceof Error ? error.name : "";
    if (name !== "QuotaExceededError") throw error;
    throw new AppError("storage-full", "no room in the folder", { reason: "folder" }, error);
  }
}

/** The list with the hash each piece had when it was stored. */
async function withHashes(model: ModelFiles, set: FileSet): Promise<FileSet> {
  const hashes = new Map<string, string>();
  for (const piece of allPieces(set)) hashes.set(piece.name, await model.expectedHash(piece));
  const files = set.files.map((file) => ({
    ...file,
    pieces: file.pieces.map((piece) => ({ ...piece, sha256: hashes.get(piece.name) ?? null })),
  }));
  return { ...set, files };
}

/** The list that the app or the store knows; else the one in the folder; else one made of the files themselves. */
async function listOf(model: ModelFiles, files: readonly NamedBlob[]): Promise<FileSet> {
  const known = await model.fileSet();
  if (known) return known;
  const list = files.find(({ name }) => baseName(name) === PACK_LIST);
  if (list) return parsePack(new Uint8Array(await list.blob.arrayBuffer()), model.entry);
  const { source, id } = model.entry;
  const patterns = source.kind === "bundled" ? [] : source.include.map(patternOf);
  const wanted = files.filter(({ name }) =>
    patterns.some((pattern) => suffixes(name).some((n) => pattern.test(n))),
  );
  if (!wanted.some(({ name }) => /\.(?:safetensors|gguf|bin|onnx)$/.test(name))) {
    throw new AppError("model-files-missing", "no weights among the files", { file: "model.safetensors" });
  }
  const own = wanted.map(({ name, blob }) => {
    const short = suffixes(name).findLast((n) => patterns.some((pattern) => pattern.test(n))) ?? name;
    return cutFile({ name: short, sizeBytes: blob.size, sha256: null, gitBlobId: null });
  });
  return ensureFileSet({ modelId: id, revision: null, files: own });
}

interface Importing extends Options {
  /** Grows. */
  readonly stored: Set<string>;
  readonly progress: Progress;
}

async function storeFile(
  model: ModelFiles,
  file: ModelFile,
  blob: Blob,
  importing: Importing,
): Promise<void> {
  const { stored, signal } = importing;
  const hasher = new FileHasher(model.store, file, stored, signal);
  try {
    for (const piece of file.pieces) {
      if (!stored.has(piece.name)) await importPiece(model, file, piece, blob, { ...importing, hasher });
    }
    if (model.entry.source.kind === "bundled") return;
    if (await verifyFile(model, file, signal, () => {}, hasher)) return;
  } finally {
    hasher.close();
  }
  // Nobody can say which piece is the wrong one: all of this file go.
  for (const piece of file.pieces) await model.dropPiece(file, piece);
  throw new AppError("weights-corrupt", `${file.name} has another hash`, { file: file.name });
}

async function importPiece(
  model: ModelFiles,
  file: ModelFile,
  piece: Piece,
  blob: Blob,
  { stored, progress, signal, hasher }: Importing & { readonly hasher: FileHasher },
): Promise<void> {
  signal.throwIfAborted();
  const bytes = await readSlice(blob, piece.offset, piece.sizeBytes);
  const sha256 = await sha256Hex(bytes);
  await checkPiece(file, piece, bytes, sha256).catch((error: unknown) => {
    if (errorCode(error) !== "weights-corrupt") throw error;
    throw new AppError("weights-corrupt", `${file.name} has another hash`, {
      file: file.name,
      piece: piece.name,
    });
  });
  progress.addBytes(piece.sizeBytes);
  const following = needsFileHash(file) ? hasher : undefined;
  await storePiece({ store: model.store, stored, progress, hasher: following }, piece, bytes, sha256);
}

async function readSlice(blob: Blob, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
  } catch (error) {
    throw new AppError("weights-missing", "the file could not be read", { reason: "unreadable" }, error);
  }
}

/** The file of that name among what was chosen, of the right length. */
function blobOf(file: ModelFile, files: readonly NamedBlob[]): Blob {
  const candidates = files.filter(({ name }) => suffixes(name).includes(file.name));
  const exact = candidates.find(({ blob }) => blob.size === file.sizeBytes);
  if (exact) return exact.blob;
  if (candidates.length === 0) {
    throw new AppError("model-files-missing", `${file.name} is not among the files`, { file: file.name });
  }
  throw new AppError("weights-corrupt", `${file.name} has another length`, {
    file: file.name,
    reason: "length",
  });
}

/** Headers are read before anything is stored. @throws AppError `weights-corrupt`, `weights-unsupported` */
function checkKind(file: ModelFile, blob: Blob): void {
  if (file.name.endsWith(".safetensors")) parseSafetensors(new BlobSource([blob]));
  else if (file.name.endsWith(".gguf")) parseGguf(new BlobSource([blob]));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `a/b/c` -> `c`, `b/c`, `a/b/c`. */
function suffixes(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(parts.length - 1 - index).join("/"));
}
