/** @file Archives: exports of many files, an export of one text, or several texts of one format. */
import { AppError, errorCode, isAbort } from "#shared/errors";
import {
  baseName,
  folderOf,
  findMainTexts,
  openTar,
  openZip,
  otherChatTexts,
  type Archive,
} from "./archive.ts";
import { ArchiveTexts } from "./archive-texts.ts";
import { withoutProgress, type ImportContext } from "./importer.ts";
import { ARCHIVE_IMPORTERS, LINE_IMPORTERS } from "./importers.ts";
import { mergeImports } from "./merge-imports.ts";
import type { ImportIssue, ImportOptions } from "./message.ts";
import { readTextFile, type ReadFile } from "./read-text-file.ts";

/** `messages2.html` before `messages10.html`. */
const NATURAL_ORDER = new Intl.Collator("en", { numeric: true });

/** @throws AppError with an `import-…` code. */
export async function readArchive(
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
    return { source: importer.id, raw, encoding: "utf-8", head, issues: [], questions: [] };
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
  const half = (from: 0 | 1): ImportContext => ({
    ...context,
    onProgress: (done, total) => context.onProgress?.(done + from * total, 2 * total),
  });
  const paths = findMainTexts(archive, kind);
  if (paths.length > 1) return readManyTexts(archive, paths, options, context);
  const path = paths[0]!;
  const text = await archive.read(path, half(0));
  if (text.size === 0) throw new AppError("import-empty", "the chat in the archive is empty");
  const others = new Set(archive.paths.filter((other) => other !== path).map(baseName));
  const file = await readTextFile(text, [baseName(path), fileName], others, options, half(1));
  const unread = otherChatTexts(archive, path).map((other): ImportIssue => ({
    code: "unreadable-record",
    sample: baseName(other),
  }));
  return { ...file, issues: [...unread, ...file.issues] };
}

/** Texts that could be of different formats: the first that is read decides, what is no such text is reported. */
async function readManyTexts(
  archive: Archive,
  paths: readonly string[],
  options: ImportOptions,
  context: ImportContext,
): Promise<ReadFile> {
  const texts = new ArchiveTexts(archive, paths, context);
  const files: ReadFile[] = [];
  const folders: string[] = [];
  const issues: ImportIssue[] = [];
  const quiet = withoutProgress(context);
  for (const path of [...paths].sort(NATURAL_ORDER.compare)) {
    const file = await readIfKnown(await texts.blob(path), baseName(path), options, quiet);
    if (file && (files[0]?.source ?? file.source) === file.source) {
      files.push(file);
      folders.push(folderOf(path));
    } else issues.push({ code: "unreadable-record", sample: baseName(path) });
  }
  const [first] = files;
  // Lines of a kind that any text may have prove nothing about a second text.
  if (!first || LINE_IMPORTERS.some(({ id }) => id === first.source))
    throw new AppError("import-unsupported", "several texts in the archive", {
      kind: "zip",
      texts: paths.length,
    });
  const raw = await mergeImports(
    files.map((file) => file.raw),
    folders,
  );
  return { ...first, raw, issues: [...issues, { code: "attachments-not-read" }] };
}

/** null for a text that no importer knows. */
async function readIfKnown(
  blob: Blob,
  name: string,
  options: ImportOptions,
  context: ImportContext,
): Promise<ReadFile | null> {
  try {
    return await readTextFile(blob, [name], null, options, context);
  } catch (error) {
    if (isAbort(error) || !errorCode(error).startsWith("import-")) throw error;
    return null;
  }
}
