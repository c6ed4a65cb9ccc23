/**
 * @file The entry of `messages/`: one file in, threads with messages out, nothing stored (spec messages-calendar 1.0).
 */
import { AppError } from "#shared/errors";
import { openArchivedChat } from "./archive.ts";
import { buildImport } from "./build-import.ts";
import { cleanText, cutText } from "./clean-text.ts";
import { binaryKind, isZip, looksBinary, textKind, type UnsupportedKind } from "./file-kind.ts";
import { makeId } from "./identity.ts";
import type { Importer, ImportContext, ImportInput, SniffHead } from "./importer.ts";
import { MAX_FIRST_LINE_CHARS, MAX_TEXT_BYTES, SNIFF_BYTES } from "./limits.ts";
import type { ImportIssue, ImportOptions, ParsedImport } from "./message.ts";
import { pasteImporter } from "./paste/importer.ts";
import { openText, readHead, splitLines } from "./text-source.ts";
import { isTimeZone } from "./wall-time.ts";
import { whatsappImporter } from "./whatsapp/importer.ts";

/** In order of preference for equal scores. A new format is one more entry. */
const IMPORTERS: readonly Importer[] = [whatsappImporter, pasteImporter];

/**
 * Reads a chat export (`.txt`, or `.zip` with one inside) or a pasted chat given as a Blob.
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
  const { input, parseContext } = isZip(head)
    ? await openZip(file, fileName, context)
    : { input: await openFile(file, [fileName], head), parseContext: context };

  const importer = await chooseImporter(input);
  const batchId = makeId("i", [
    "i1",
    importer.id,
    fileName,
    file.size,
    options.importedAt,
    new TextDecoder("latin1").decode(head),
  ]);
  const raw = await importer.parse(input, options, parseContext);
  const built = await buildImport(raw, importer.id, batchId, options, context);
  return {
    batchId,
    source: importer.id,
    fileName,
    threads: built.threads,
    issues: [...built.issues, ...unreadAttachments(input)],
    questions: raw.questions,
    encoding: input.source.encoding,
  };
}

/** A zip is read twice, out of the archive and as text: two halves of one progress. */
async function openZip(
  file: Blob,
  fileName: string,
  context: ImportContext,
): Promise<{ input: ImportInput; parseContext: ImportContext }> {
  const { signal, onProgress } = context;
  const half = (from: 0 | 1): ImportContext => ({
    ...(signal === undefined ? {} : { signal }),
    onProgress: (done, total) => onProgress?.(done + from * total, 2 * total),
  });
  const chat = await openArchivedChat(file, half(0));
  if (chat.text.size === 0) throw new AppError("import-empty", "the chat in the archive is empty");
  const head = new Uint8Array(await chat.text.slice(0, SNIFF_BYTES).arrayBuffer());
  const input = await openFile(chat.text, [chat.name, fileName], head, chat.otherNames);
  return { input, parseContext: half(1) };
}

async function openFile(
  blob: Blob,
  names: readonly string[],
  head: Uint8Array,
  archiveNames: ReadonlySet<string> | null = null,
): Promise<ImportInput> {
  const kind = binaryKind(head, names.at(-1)!);
  if (kind) throw unsupported(kind, names.at(-1)!);
  if (isZip(head))
    throw new AppError("import-archive-unsafe", "an archive in an archive", { reason: "nested" });
  if (looksBinary(head)) throw new AppError("import-binary", "control bytes in the first part");
  if (blob.size > MAX_TEXT_BYTES) {
    throw new AppError("import-too-big", "text over the limit", {
      sizeBytes: blob.size,
      limitBytes: MAX_TEXT_BYTES,
    });
  }
  return { source: await openText(blob), names, archiveNames };
}

async function chooseImporter(input: ImportInput): Promise<Importer> {
  const text = await readHead(input.source, SNIFF_BYTES);
  const fileName = input.names.at(-1)!;
  const head: SniffHead = { text, lines: splitLines(text), fileName };
  if (text.trim() === "" && input.source.blob.size <= SNIFF_BYTES)
    throw new AppError("import-empty", "only white space");
  const kind = textKind(text, head.lines);
  if (kind) throw unsupported(kind, fileName);

  let best: Importer | null = null;
  let bestScore = 0;
  for (const importer of IMPORTERS) {
    const { score } = importer.sniff(head);
    if (score > bestScore) [best, bestScore] = [importer, score];
  }
  if (best) return best;
  throw new AppError("import-unrecognised", "no importer knows this text", {
    firstLine: firstLine(head.lines),
  });
}

function firstLine(lines: readonly string[]): string {
  const line = lines.find((candidate) => candidate.trim() !== "") ?? "";
  return cutText(cleanText(line.trim().slice(0, 4 * MAX_FIRST_LINE_CHARS)).text, MAX_FIRST_LINE_CHARS);
}

function unsupported(kind: UnsupportedKind, fileName: string): AppError {
  const extension = /\.([A-Za-z0-9]{1,12})$/.exec(fileName)?.[1]?.toLowerCase() ?? "";
  return new AppError("import-unsupported", `known format: ${kind}`, { kind, extension });
}

function unreadAttachments({ archiveNames }: ImportInput): readonly ImportIssue[] {
  return archiveNames && archiveNames.size > 0 ? [{ code: "attachments-not-read" }] : [];
}
