/**
 * @file A chat export inside a zip: finds the one text, unpacks only that, within limits (spec messages-calendar 2,
 * "Limits", row zip). The other entries are names; their bytes are never read.
 */
import { AppError, isAbort } from "#shared/errors";
import type { FileEntry, Entry } from "@zip.js/zip.js";
import { cleanLabel } from "./clean-text.ts";
import { archiveKind } from "./file-kind.ts";
import type { ImportContext } from "./importer.ts";
import {
  INFLATE_RATIO_FROM_BYTES,
  MAX_ARCHIVE_ENTRIES,
  MAX_INFLATE_RATIO,
  MAX_LABEL_CHARS,
  MAX_TEXT_BYTES,
} from "./limits.ts";

export interface ArchivedChat {
  readonly text: Blob;
  /** Base name of the text's entry. */
  readonly name: string;
  /** Base names of all other files. */
  readonly otherNames: ReadonlySet<string>;
}

/** Fixed part of a local file header (APPNOTE 4.3.7). */
const LOCAL_HEADER_BYTES = 30;

/** @throws AppError `import-archive-unsafe`, `import-archive-encrypted`, `import-too-big` or `import-unsupported`. */
export async function openArchivedChat(file: Blob, context: ImportContext): Promise<ArchivedChat> {
  const zip = await import("@zip.js/zip.js");
  const reader = new zip.ZipReader(new zip.BlobReader(file), {
    useWebWorkers: false,
    checkOverlappingEntry: true,
    checkSignature: true,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  try {
    const entries = await listEntries(reader.getEntriesGenerator());
    const chat = findChat(entries);
    const otherNames = new Set(
      entries.filter((entry) => entry !== chat).map((entry) => baseName(entry.filename)),
    );
    const text = await unpack(chat, context);
    return { text, name: baseName(chat.filename), otherNames };
  } catch (error) {
    throw isAbort(error) || error instanceof AppError ? error : archiveError(error, zip);
  } finally {
    await reader.close();
  }
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

function baseName(path: string): string {
  return cleanLabel(path.split("/").at(-1)!, MAX_LABEL_CHARS);
}

function findChat(entries: readonly FileEntry[]): FileEntry {
  const texts = entries.filter(
    (entry) => /\.txt$/i.test(entry.filename) && !entry.filename.startsWith("__MACOSX/"),
  );
  const named = texts.filter((entry) =>
    /(?:^|\/)(?:_chat\.txt|[^/]*whatsapp[^/]*\.txt)$/i.test(entry.filename),
  );
  const [chat, second] = named.length > 0 ? named : texts;
  if (chat && !second) return chat;
  const kind = archiveKind(entries.map((entry) => entry.filename));
  throw new AppError("import-unsupported", chat ? "several texts in the archive" : "no chat in the archive", {
    kind,
    texts: texts.length,
  });
}

async function unpack(entry: FileEntry, context: ImportContext): Promise<Blob> {
  if (entry.encrypted) throw new AppError("import-archive-encrypted", "the chat is encrypted");
  if (entry.uncompressedSize > MAX_TEXT_BYTES) throw tooBig(entry.uncompressedSize);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
    write(chunk) {
      size += chunk.length;
      if (size > MAX_TEXT_BYTES) throw tooBig(size);
      if (size > INFLATE_RATIO_FROM_BYTES && size > entry.compressedSize * MAX_INFLATE_RATIO)
        throw unsafe("ratio");
      chunks.push(chunk);
      context.onProgress?.(Math.min(size, entry.uncompressedSize), entry.uncompressedSize);
    },
  });
  await entry.getData(sink, {
    useWebWorkers: false,
    checkSignature: true,
    checkOverlappingEntry: true,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  return new Blob(chunks);
}

function tooBig(sizeBytes: number): AppError {
  return new AppError("import-too-big", "the chat in the archive is too big", {
    sizeBytes,
    limitBytes: MAX_TEXT_BYTES,
  });
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
