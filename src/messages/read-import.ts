/**
 * @file The entry of `messages/`: one file in, threads with messages out (spec messages-calendar 1.0). Threads and messages go
 * to the pages that the caller gives, so that a file of any size needs little memory.
 */
import { AppError } from "#shared/errors";
import { buildImport } from "./build-import.ts";
import { isTar, isZip } from "./file-kind.ts";
import { makeId } from "./identity.ts";
import type { ImportContext, RawContact, ReadContext } from "./importer.ts";
import { MAX_ISSUES, SNIFF_BYTES } from "./limits.ts";
import type { Contact, ImportIssue, ImportOptions, Message, StagedImport, StagedThread } from "./message.ts";
import { personIdsOf } from "./people.ts";
import { readArchive } from "./read-archive.ts";
import { readTextFile } from "./read-text-file.ts";
import { charsOfMessage, charsOfThread, Spools, type PageStore } from "./spool.ts";
import { isTimeZone } from "./wall-time.ts";

/**
 * Reads a chat export (a text in one of the known formats, or an archive with one) or a pasted chat given as a Blob.
 * @param pages where messages are put; they stay readable through the result until the caller drops them
 * @throws AppError with an `import-…` code when the file is not one we read; AbortError when `context.signal` fires.
 */
export async function stageImport(
  file: Blob,
  fileName: string,
  options: ImportOptions,
  pages: PageStore,
  reporting: ReadContext = {},
): Promise<StagedImport> {
  const context: ImportContext = { ...reporting, spools: new Spools(pages) };
  context.signal?.throwIfAborted();
  if (!isTimeZone(options.zone))
    throw new AppError("unexpected", "unknown time zone", { zone: options.zone });
  if (file.size === 0) throw new AppError("import-empty", "no bytes");
  const read = await readFile(file, fileName, options, context);
  const batchId = makeId("i", [
    "i1",
    read.source,
    fileName,
    file.size,
    options.importedAt,
    new TextDecoder("latin1").decode(read.head),
  ]);
  const messages = context.spools.open<Message>(charsOfMessage);
  const issues: ImportIssue[] = [];
  const threads = context.spools.open<StagedThread>(charsOfThread);
  await buildImport(read.raw, read.source, batchId, options, context, { threads, messages }, issues);
  return {
    batchId,
    source: read.source,
    fileName,
    threads,
    messages,
    ...(read.raw.contacts === undefined ? {} : { contacts: read.raw.contacts.map(toContact) }),
    issues: [...read.raw.issues, ...issues, ...read.issues].slice(0, MAX_ISSUES),
    questions: [...read.questions, ...read.raw.questions],
    encoding: read.encoding,
  };
}

async function readFile(
  file: Blob,
  fileName: string,
  options: ImportOptions,
  context: ImportContext,
): ReturnType<typeof readTextFile> {
  const head = new Uint8Array(await file.slice(0, SNIFF_BYTES).arrayBuffer());
  if (isZip(head)) return readArchive(file, fileName, head, "zip", options, context);
  if (isTar(head)) return readArchive(file, fileName, head, "tar", options, context);
  return readTextFile(file, [fileName], null, options, context);
}

function toContact({ name, handles }: RawContact): Contact {
  return { name, handles, personIds: personIdsOf(handles) };
}
