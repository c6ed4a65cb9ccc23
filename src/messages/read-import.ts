/**
 * @file The entry of `messages/`: one file in, threads with messages out, nothing stored (spec messages-calendar 1.0).
 */
import { AppError } from "#shared/errors";
import { baseName, findMainText, openTar, openZip, type Archive } from "./archive.ts";
import { buildImport } from "./build-import.ts";
import { cleanText, cutText } from "./clean-text.ts";
import { binaryKind, isTar, isZip, looksBinary, textKind, type UnsupportedKind } from "./file-kind.ts";
import { makeId } from "./identity.ts";
import type { Importer, ImportContext, ImportInput, RawImport, SniffHead } from "./importer.ts";
import { ARCHIVE_IMPORTERS, LINE_IMPORTERS, MARKED_IMPORTERS } from "./importers.ts";
import { jsonShape } from "./json.ts";
import { MAX_FIRST_LINE_CHARS, MAX_STREAM_BYTES, MAX_TEXT_BYTES, SNIFF_BYTES } from "./limits.ts";
import type { ImportIssue, ImportOptions, ParsedImport, SourceKind } from "./message.ts";
import { openText, readHead, splitLines } from "./text-source.ts";
import { isTimeZone } from "./wall-time.ts";

interface ReadFile {
  readonly source: SourceKind;
  readonly raw: RawImport;
  readonly encoding: string;
  /** First bytes of the text, or of the archive. */
  readonly head: Uint8Array;
  readonly issues: readonly ImportIssue[];
}

/**
 * Reads a chat export (a text in one of the known formats, or an archive with one) or a pasted chat given as a Blob.
 * @throws AppError with an `import-…` code when the file is not one we read; AbortError when `context.signal` fires.
 */
export async function readImport(
  file: Blob,
  fileName: string,
  options: ImportOptions,
  context: ImportContext = {},
): Promise<ParsedImport> {
  context.signal?.throwIfAborted();
  if (!isTimeZone(options.zone))
    throw new AppError("unexpected", "unknown time zone", { zone: options.zone });
  if (file.size === 0) throw new AppError("import-empty", "no bytes");
  const head = new Uint8Array(await file.slice(0, SNIFF_BYTES).arrayBuffer());
  const read = isZip(head)
    ? await readArchive(file, fileName, head, "zip", options, context)
    : isTar(head)
      ? await readArchive(file, fileName, head, "tar", options, context)
      : await readTextFile(file, [fileName], null, options, context);
  const batchId = makeId("i", [
    "i1",
    read.source,
    fileName,
    file.size,
    options.importedAt,
    new TextDecoder("latin1").decode(read.head),
  ]);
  const built = await buildImport(read.raw, read.source, batchId, options, context);
  return {
    batchId,
    source: read.source,
    fileName,
    threads: built.threads,
    issues: [...built.issues, ...read.issues],
    questions: read.raw.questions,
    encoding: read.encoding,
  };
}

async function readArchive(
  file: Blob,
  fileName: string,
  head: Uint8Array,
  kind: "zip" | "tar",
  options: ImportOptions,
  context: ImportContext,
): Promise<ReadFile> {
  const archive = await (kind === "zip" ? openZip(file, context) : openTar(file, context));
  try {
    const importer = ARCHIVE_IMPORTERS.find((candidate) => candidate.matches(archive.paths));
    if (!importer) return await readMainText(archive, kind, fileName, options, context);
    const raw = await importer.parse(archive, options, context);
    return { source: importer.id, raw, encoding: "utf-8", head, issues: [] };
  } finally {
    await archive.close();
  }
}

/** One text in an archive is read twice, out of the archive and as text: two halves of one progress. */
async function readMainText(
  archive: Archive,
  kind: "zip" | "tar",
  fileName: string,
  options: ImportOptions,
  context: ImportContext,
): Promise<ReadFile> {
  const { signal, onProgress } = context;
  const half = (from: 0 | 1): ImportContext => ({
    ...(signal === undefined ? {} : { signal }),
    onProgress: (done, total) => onProgress?.(done + from * total, 2 * total),
  });
  const path = findMainText(archive, kind);
  const text = await archive.read(path, half(0));
  if (text.size === 0) throw new AppError("import-empty", "the chat in the archive is empty");
  const others = new Set(archive.paths.filter((other) => other !== path).map(baseName));
  return readTextFile(text, [baseName(path), fileName], others, options, half(1));
}

async function readTextFile(
  blob: Blob,
  names: readonly string[],
  archiveNames: ReadonlySet<string> | null,
  options: ImportOptions,
  context: ImportContext,
): Promise<ReadFile> {
  const head = new Uint8Array(await blob.slice(0, SNIFF_BYTES).arrayBuffer());
  const kind = binaryKind(head, names.at(-1)!);
  if (kind) throw unsupported(kind, names.at(-1)!);
  if (isZip(head) || isTar(head))
    throw new AppError("import-archive-unsafe", "an archive in an archive", { reason: "nested" });
  if (looksBinary(head)) throw new AppError("import-binary", "control bytes in the first part");
  ensureSize(blob, MAX_STREAM_BYTES);
  const input: ImportInput = { source: await openText(blob), names, archiveNames };
  const importer = await chooseImporter(input);
  if (importer.streams !== true) ensureSize(blob, MAX_TEXT_BYTES);
  return {
    source: importer.id,
    raw: await importer.parse(input, options, context),
    encoding: input.source.encoding,
    head,
    issues: archiveNames !== null && archiveNames.size > 0 ? [{ code: "attachments-not-read" }] : [],
  };
}

function ensureSize({ size: sizeBytes }: Blob, limitBytes: number): void {
  if (sizeBytes > limitBytes)
    throw new AppError("import-too-big", "text over the limit", { sizeBytes, limitBytes });
}

async function chooseImporter(input: ImportInput): Promise<Importer> {
  const text = await readHead(input.source, SNIFF_BYTES);
  const fileName = input.names.at(-1)!;
  const lines = splitLines(text);
  const head: SniffHead = { text, lines, fileName, json: jsonShape(text) };
  if (text.trim() === "" && input.source.blob.size <= SNIFF_BYTES)
    throw new AppError("import-empty", "only white space");
  const marked = bestImporter(MARKED_IMPORTERS, head);
  if (marked) return marked;
  const kind = textKind(text, lines);
  if (kind) throw unsupported(kind, fileName);
  const best = bestImporter(LINE_IMPORTERS, head);
  if (best) return best;
  throw new AppError("import-unrecognised", "no importer knows this text", { firstLine: firstLine(lines) });
}

/** The highest score above zero, the first of equals. */
function bestImporter(importers: readonly Importer[], head: SniffHead): Importer | null {
  let best: Importer | null = null;
  let bestScore = 0;
  for (const importer of importers) {
    const { score } = importer.sniff(head);
    if (score > bestScore) [best, bestScore] = [importer, score];
  }
  return best;
}

function firstLine(lines: readonly string[]): string {
  const line = lines.find((candidate) => candidate.trim() !== "") ?? "";
  return cutText(cleanText(line.trim().slice(0, 4 * MAX_FIRST_LINE_CHARS)).text, MAX_FIRST_LINE_CHARS);
}

function unsupported(kind: UnsupportedKind, fileName: string): AppError {
  const extension = /\.([A-Za-z0-9]{1,12})$/.exec(fileName)?.[1]?.toLowerCase() ?? "";
  return new AppError("import-unsupported", `known format: ${kind}`, { kind, extension });
}
