/**
 * @file An export in a zip or a tar: lists its files and unpacks the ones an importer asks for, within limits
 * (spec messages-calendar 2, "Limits", row zip). The other entries are names; their bytes are never read.
 */
import { AppError, isAbort } from "#shared/errors";
import type { FileEntry, Entry } from "@zip.js/zip.js";
import { cleanLabel } from "./clean-text.ts";
import { archiveKind } from "./file-kind.ts";
import type { ReadContext } from "./importer.ts";
import {
  CHUNK_BYTES,
  INFLATE_RATIO_FROM_BYTES,
  MAX_ARCHIVE_ENTRIES,
  MAX_ARCHIVE_TEXT_BYTES,
  MAX_INFLATE_RATIO,
  MAX_LABEL_CHARS,
  MAX_TEXT_BYTES,
} from "./limits.ts";
import { listTar } from "./tar.ts";

export interface Archive {
  /** Of all files, `/` between folders. Labels: nothing is ever written to them. */
  readonly paths: readonly string[];
  /** Unpacked size as the archive states it. */
  sizeOf(path: string): number;
  /** @throws AppError `import-archive-unsafe`, `import-archive-encrypted` or `import-too-big`. */
  read(path: string, context: ReadContext): Promise<Blob>;
  /** Reading is not possible any more. */
  close(): Promise<void>;
}

/** Fixed part of a local file header (APPNOTE 4.3.7). */
const LOCAL_HEADER_BYTES = 30;

/** @throws AppError `import-archive-unsafe` or `import-archive-encrypted`. */
export async function openZip(file: Blob, context: ReadContext): Promise<Archive> {
  const zip = await import("@zip.js/zip.js");
  const reader = new zip.ZipReader(new zip.BlobReader(file), {
    useWebWorkers: false,
    checkOverlappingEntry: true,
    checkSignature: true,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw isAbort(error) || error instanceof AppError ? error : archiveError(error, zip);
    }
  };
  try {
    const entries = await guard(() => listEntries(reader.getEntriesGenerator()));
    const byPath = new Map(entries.map((entry) => [entry.filename, entry]));
    const budget = { bytes: MAX_ARCHIVE_TEXT_BYTES };
    return {
      paths: [...byPath.keys()],
      sizeOf: (path) => byPath.get(path)?.uncompressedSize ?? 0,
      read: (path, readContext) => guard(() => unpack(byPath.get(path)!, budget, readContext)),
      close: () => reader.close(),
    };
  } catch (error) {
    await reader.close();
    throw error;
  }
}

/** @throws AppError `import-archive-unsafe`. */
export async function openTar(file: Blob, context: ReadContext): Promise<Archive> {
  const files = await listTar(file, context.signal);
  const byPath = new Map<string, Blob>();
  for (const { path, content } of files) {
    const relative = path.replace(/^(?:\.\/)+/, "");
    if (!isSafePath(relative)) throw unsafe("path");
    if (byPath.has(relative)) throw unsafe("duplicate-name");
    byPath.set(relative, content);
  }
  return {
    paths: [...byPath.keys()],
    sizeOf: (path) => byPath.get(path)?.size ?? 0,
    read: async (path) => byPath.get(path)!,
    close: async () => {},
  };
}

async function listEntries(generator: AsyncIterable<Entry>): Promise<FileEntry[]> {
  const files: FileEntry[] = [];
  const names = new Set<string>();
  let count = 0;
  for await (const entry of generator) {
    if (++count > MAX_ARCHIVE_ENTRIES) throw unsafe("too-many-entries", { limit: MAX_ARCHIVE_ENTRIES });
    if (entry.directory) continue;
    if (!isSafePath(entry.filename)) throw unsafe("path");
    if (names.has(entry.filename)) throw unsafe("duplicate-name");
    names.add(entry.filename);
    files.push(entry);
  }
  if (hasOverlap(files)) throw unsafe("overlap");
  return files;
}

/** Entries that share bytes make bombs of small archives. Header and data of each must end before the next begins. */
function hasOverlap(entries: readonly FileEntry[]): boolean {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset);
  return sorted.some(({ offset, rawFilename, compressedSize }, at) => {
    const next = sorted[at + 1];
    return (
      next !== undefined && offset + LOCAL_HEADER_BYTES + rawFilename.length + compressedSize > next.offset
    );
  });
}

/** Relative, inside the archive: no parent folder, no drive, no NUL. An export has none of these. */
function isSafePath(name: string): boolean {
  return !name.includes("\0") && !/^(?:[/\\]|[A-Za-z]:)/.test(name) && !name.split(/[/\\]/).includes("..");
}

export function baseName(path: string): string {
  return cleanLabel(path.split("/").at(-1)!, MAX_LABEL_CHARS);
}

/** Files by which exports of one text go in an archive, the surest first. */
const MAIN_TEXTS: readonly RegExp[] = [
  /(?:^|\/)_chat\.txt$/i,
  /whatsapp[^/]{0,255}\.txt$/i,
  /(?:^|\/)result\.json$/i,
  /(?:^|\/)main\.jsonl$/i,
  /(?:^|\/)messages\.json$/i,
  /(?:^|\/)messages\d{0,6}\.html$/i,
  /\.mbox$/i,
  /\.eml$/i,
  /\.txt$/i,
  /\.(?:json|jsonl|ndjson|xml|vtt|srt)$/i,
  /\.md$/i,
  /\.html?$/i,
  /\.vcf$/i,
];
/** The first ones of `MAIN_TEXTS`: an export has one of them. */
const SINGLE_TEXTS = 5;
/** Of these a document that somebody sent may be called the same: the chat lies highest and is the largest. */
const CHAT_TEXTS = 2;

/**
 * The paths of the texts that an archive is about: of the surest kind that it has.
 * @throws AppError `import-unsupported` when there is none, or two of a kind of which an export has one.
 */
export function findMainTexts(
  { paths, sizeOf }: Pick<Archive, "paths" | "sizeOf">,
  archiveName: "zip" | "tar",
): readonly string[] {
  const own = paths.filter(isOwn);
  let texts: readonly string[] = [];
  let at = 0;
  for (; at < MAIN_TEXTS.length && texts.length === 0; at++)
    texts = own.filter((path) => MAIN_TEXTS[at]!.test(path));
  if (at <= CHAT_TEXTS) texts = chatAmong(texts, sizeOf);
  const kind = archiveName === "tar" ? "tar" : archiveKind(paths);
  const isPossible = texts.length === 1 || (texts.length > 1 && at > SINGLE_TEXTS);
  if (isPossible && kind === archiveName) return texts;
  const reason = texts.length > 1 ? "several texts in the archive" : "no chat in the archive";
  throw new AppError("import-unsupported", reason, { kind, texts: texts.length });
}

/** Chats of two folders are two exports. */
function chatAmong(texts: readonly string[], sizeOf: Archive["sizeOf"]): readonly string[] {
  const depth = Math.min(...texts.map(depthOf));
  const highest = texts.filter((path) => depthOf(path) === depth);
  if (new Set(highest.map(folderOf)).size > 1) return texts;
  return highest.toSorted((a, b) => sizeOf(b) - sizeOf(a)).slice(0, 1);
}

function depthOf(path: string): number {
  return path.split("/").length;
}

/** With the slash at its end; empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** Texts that are called as a chat is, beside the one that is taken for it. */
export function otherChatTexts({ paths }: Pick<Archive, "paths">, chat: string): readonly string[] {
  return isChat(chat) ? paths.filter((path) => path !== chat && isOwn(path) && isChat(path)) : [];
}

function isChat(path: string): boolean {
  return MAIN_TEXTS.slice(0, CHAT_TEXTS).some((name) => name.test(path));
}

/** macOS puts files of its own beside others. */
function isOwn(path: string): boolean {
  return !path.startsWith("__MACOSX/") && !/(?:^|\/)\._/.test(path);
}

async function unpack(entry: FileEntry, budget: { bytes: number }, context: ReadContext): Promise<Blob> {
  if (entry.encrypted) throw new AppError("import-archive-encrypted", "the chat is encrypted");
  if (entry.uncompressedSize > MAX_TEXT_BYTES) throw tooBig(entry.uncompressedSize, MAX_TEXT_BYTES);
  // A Blob is the browser's to keep: only a piece of the text is in the memory of the worker.
  const parts: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let chunkBytes = 0;
  let size = 0;
  const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
    write(chunk) {
      size += chunk.length;
      budget.bytes -= chunk.length;
      if (size > MAX_TEXT_BYTES) throw tooBig(size, MAX_TEXT_BYTES);
      if (budget.bytes < 0) throw tooBig(MAX_ARCHIVE_TEXT_BYTES - budget.bytes, MAX_ARCHIVE_TEXT_BYTES);
      if (size > INFLATE_RATIO_FROM_BYTES && size > entry.compressedSize * MAX_INFLATE_RATIO)
        throw unsafe("ratio");
      chunks.push(chunk);
      chunkBytes += chunk.length;
      if (chunkBytes >= CHUNK_BYTES) {
        parts.push(new Blob(chunks));
        chunks = [];
        chunkBytes = 0;
      }
      context.onProgress?.(Math.min(size, entry.uncompressedSize), entry.uncompressedSize);
    },
  });
  await entry.getData(sink, {
    useWebWorkers: false,
    checkSignature: true,
    checkOverlappingEntry: true,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  return new Blob([...parts, ...chunks]);
}

function tooBig(sizeBytes: number, limitBytes: number): AppError {
  return new AppError("import-too-big", "the chat in the archive is too big", { sizeBytes, limitBytes });
}

function unsafe(reason: string, more: Record<string, number> = {}): AppError {
  return new AppError("import-archive-unsafe", `unsafe archive: ${reason}`, { reason, ...more });
}

type ZipErrors = Record<"ERR_ENCRYPTED" | "ERR_UNSAFE_FILENAME" | "ERR_OVERLAPPING_ENTRY", string>;

/** What the library refuses by itself, named as our own checks name it. */
function archiveError(error: unknown, zip: ZipErrors): AppError {
  const message = error instanceof Error ? error.message : String(error);
  if (message === zip.ERR_ENCRYPTED || /encrypt|password/i.test(message)) {
    return new AppError("import-archive-encrypted", message, {}, error);
  }
  const reasons = new Map([
    [zip.ERR_UNSAFE_FILENAME, "path"],
    [zip.ERR_OVERLAPPING_ENTRY, "overlap"],
  ]);
  return new AppError("import-archive-unsafe", message, { reason: reasons.get(message) ?? "damaged" }, error);
}
