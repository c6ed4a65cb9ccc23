/** @file One text of any format: what it is, and its raw messages. */
import { AppError, errorCode } from "#shared/errors";
import { cleanText, cutText } from "./clean-text.ts";
import { binaryKind, isTar, isZip, looksBinary, textKind, type UnsupportedKind } from "./file-kind.ts";
import type { Importer, ImportContext, ImportInput, RawImport, SniffHead } from "./importer.ts";
import { BYTE_IMPORTERS, LINE_IMPORTERS, MARKED_IMPORTERS } from "./importers.ts";
import { jsonShape } from "./json.ts";
import { MAX_FIRST_LINE_CHARS, MAX_STREAM_BYTES, MAX_TEXT_BYTES, SNIFF_BYTES } from "./limits.ts";
import {
  LEGACY_ENCODINGS,
  type ImportIssue,
  type ImportOptions,
  type ImportQuestion,
  type SourceKind,
} from "./message.ts";
import {
  encodingChoices,
  openBytes,
  openText,
  readHead,
  splitLines,
  type TextSource,
} from "./text-source.ts";

/** A file, read but not yet built into threads. */
export interface ReadFile {
  readonly source: SourceKind;
  readonly raw: RawImport;
  readonly encoding: string;
  /** First bytes of the text, or of the archive. */
  readonly head: Uint8Array;
  readonly issues: readonly ImportIssue[];
  /** Of the text itself, whatever the format. */
  readonly questions: readonly ImportQuestion[];
}

/**
 * Reads a text of one of the known formats.
 * @param names as `ImportInput.names`.
 * @throws AppError with an `import-…` code.
 */
export async function readTextFile(
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
  const { source, importer, questions } = await openKnown(blob, names.at(-1)!, options);
  const input: ImportInput = { source, names, archiveNames };
  if (importer.streams !== true) ensureSize(blob, MAX_TEXT_BYTES);
  return {
    source: importer.id,
    raw: await importer.parse(input, options, context),
    encoding: input.source.encoding,
    head,
    questions,
    issues: archiveNames !== null && archiveNames.size > 0 ? [{ code: "attachments-not-read" }] : [],
  };
}

function ensureSize({ size: sizeBytes }: Blob, limitBytes: number): void {
  if (sizeBytes > limitBytes)
    throw new AppError("import-too-big", "text over the limit", { sizeBytes, limitBytes });
}

interface KnownText {
  readonly source: TextSource;
  readonly importer: Importer;
  readonly questions: readonly ImportQuestion[];
}

/** @throws AppError `import-empty`, `import-encoding`, `import-unsupported` or `import-unrecognised`. */
async function openKnown(blob: Blob, fileName: string, options: ImportOptions): Promise<KnownText> {
  const asBytes = await openBytes(blob);
  const head = await sniffHead(asBytes, fileName);
  const byBytes = bestImporter(BYTE_IMPORTERS, head);
  if (byBytes) return { source: asBytes, importer: byBytes, questions: [] };
  const answered = await openText(blob, options.encoding).catch(nullIfLegacy);
  if (!answered) return openLegacy(blob, fileName);
  if (head.text.trim() === "" && blob.size <= SNIFF_BYTES)
    throw new AppError("import-empty", "only white space");
  const isLegacy = answered.encoding === options.encoding;
  return {
    source: answered,
    importer: chooseImporter(isLegacy ? await sniffHead(answered, fileName) : head),
    questions: isLegacy ? [await encodingQuestion(blob)] : [],
  };
}

/** Read for the preview in the most frequent encoding, which the person confirms or corrects. */
async function openLegacy(blob: Blob, fileName: string): Promise<KnownText> {
  const source = await openText(blob, LEGACY_ENCODINGS[0]);
  const head = await sniffHead(source, fileName);
  const importer = bestImporter(MARKED_IMPORTERS, head) ?? bestImporter(LINE_IMPORTERS, head);
  if (!importer) throw new AppError("import-encoding", "not valid UTF-8, and no known format in ASCII");
  return { source, importer, questions: [await encodingQuestion(blob)] };
}

async function encodingQuestion(blob: Blob): Promise<ImportQuestion> {
  return { kind: "encoding", choices: await encodingChoices(blob) };
}

function nullIfLegacy(error: unknown): null {
  if (errorCode(error) !== "import-encoding") throw error;
  return null;
}

async function sniffHead(source: TextSource, fileName: string): Promise<SniffHead> {
  const text = await readHead(source, SNIFF_BYTES);
  return { text, lines: splitLines(text), fileName, json: jsonShape(text) };
}

function chooseImporter(head: SniffHead): Importer {
  const marked = bestImporter(MARKED_IMPORTERS, head);
  if (marked) return marked;
  const kind = textKind(head.text);
  if (kind) throw unsupported(kind, head.fileName);
  const best = bestImporter(LINE_IMPORTERS, head);
  if (best) return best;
  throw new AppError("import-unrecognised", "no importer knows this text", {
    firstLine: firstLine(head.lines),
  });
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
