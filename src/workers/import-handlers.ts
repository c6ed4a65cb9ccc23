/** @file What import.worker.ts answers: reads files, keeps the result staged in memory, stores it when told to. */
import { readCalendarFile } from "#calendar/read-calendar-file";
import type { Id, Message, ParsedImport, ParsedThread } from "#messages/message";
import { readImport } from "#messages/read-import";
import { AppError } from "#shared/errors";
import {
  commitImport,
  deleteThread,
  listThreads,
  removeLeftovers,
  setThreadSelf,
  undoImport,
} from "#storage/imports";
import {
  deleteBatchPictures,
  deleteThreadPictures,
  listImportedPictures,
  readImportedPicture,
} from "#storage/imported-pictures";
import { openImportsDatabase, type ImportsDatabase } from "#storage/imports-db";
import { listImports, readMessages, readMessagesById, readOutline } from "#storage/imports-reading";
import { dropLeftPictures, ImportPictures } from "./import-pictures.ts";
import { MessageSearch } from "./message-search.ts";
import { listPeople } from "./people.ts";
import type { ImportHandlers, ImportPreview } from "./protocol.ts";
import type { HandlerTable } from "./rpc.ts";

/** Messages shown from each end of a thread before the import is confirmed. */
const SAMPLE_MESSAGES = 3;
/** A mailbox has thousands of threads: nobody looks through them all. */
const MAX_SAMPLED_THREADS = 20;
/** Files read but neither committed nor discarded; the oldest makes room. */
const MAX_STAGED = 8;

export function createImportHandlers(): HandlerTable<ImportHandlers> {
  const staged = new Map<Id, ParsedImport>();
  const pictures = new ImportPictures();
  const database = reopening();
  const search = new MessageSearch(database);
  return {
    "import-read": async ({ file, fileName, options }, { signal, onPart }) => {
      const parsed = await readImport(file, fileName, options, {
        signal,
        onProgress: (doneBytes, totalBytes) => onPart({ type: "import-progress", doneBytes, totalBytes }),
      });
      stage(staged, parsed);
      return { ...toPreview(parsed), ...(await pictures.stage(parsed.batchId, file, signal)) };
    },
    "import-commit": async ({ batchId, keepPictures = false }, { signal, onPart }) => {
      const parsed = staged.get(batchId);
      if (!parsed) throw new AppError("import-interrupted", "this import is not staged any more");
      const receipt = await commitImport(await database(), parsed, {
        signal,
        onProgress: (doneMessages, totalMessages) =>
          onPart({ type: "commit-progress", doneMessages, totalMessages }),
      });
      staged.delete(batchId);
      const kept = keepPictures && (await pictures.keep(await database(), batchId, receipt, signal, onPart));
      pictures.forget(batchId);
      search.prepare(receipt.threadIds);
      return { ...receipt, ...kept };
    },
    "import-discard": async ({ batchId }) => {
      staged.delete(batchId);
      pictures.forget(batchId);
      return null;
    },
    "import-undo": async ({ batchId }) => {
      search.prepare(await undoImport(await database(), batchId));
      // What stays of them goes when the database is next opened.
      await deleteBatchPictures(batchId).catch(() => undefined);
      return null;
    },
    "thread-list": async () => listThreads(await database()),
    "thread-outline": async ({ threadId }) => readOutline(await database(), threadId),
    "message-page": async ({ threadId, firstSeq, endSeq }) =>
      readMessages(await database(), threadId, firstSeq, endSeq),
    "message-find": async ({ threadId, ids }) => readMessagesById(await database(), threadId, ids),
    "message-search": (query, { signal, onPart }) =>
      search.find(query, signal, (fraction) => onPart({ type: "index-progress", fraction })),
    "person-list": async () => listPeople(await database()),
    "import-list": async () => listImports(await database()),
    "thread-self": async ({ threadId, personId }) => setThreadSelf(await database(), threadId, personId),
    "thread-delete": async ({ threadId }) => {
      await deleteThread(await database(), threadId);
      await deleteThreadPictures(threadId).catch(() => undefined);
      return null;
    },
    "attachment-list": ({ threadId }) => listImportedPictures(threadId),
    "attachment-read": async ({ threadId, attachmentId }) =>
      (await readImportedPicture(threadId, attachmentId))?.bytes ?? null,
    "calendar-read": ({ file, zone }) => readCalendarFile(file, zone),
  };
}

/** Opens the database at the first call, cleans up once, and opens it again after it was closed or failed to open. */
function reopening(): () => Promise<ImportsDatabase> {
  let opening: Promise<ImportsDatabase> | null = null;
  const forget = (): void => {
    opening = null;
  };
  return () => {
    opening ??= openClean(forget).catch((error: unknown) => {
      forget();
      throw error;
    });
    return opening;
  };
}

async function openClean(onClosed: () => void): Promise<ImportsDatabase> {
  const db = await openImportsDatabase(onClosed);
  await removeLeftovers(db);
  // Messages can do without their pictures.
  await dropLeftPictures(db).catch(() => undefined);
  return db;
}

function stage(staged: Map<Id, ParsedImport>, parsed: ParsedImport): void {
  staged.delete(parsed.batchId);
  staged.set(parsed.batchId, parsed);
  if (staged.size > MAX_STAGED) staged.delete(staged.keys().next().value!);
}

function toPreview(parsed: ParsedImport): ImportPreview {
  const { batchId, source, fileName, threads, issues, questions, contacts } = parsed;
  return {
    batchId,
    source,
    fileName,
    threads: threads.map(({ thread }) => thread),
    samples: threads.map((thread, at) => (at < MAX_SAMPLED_THREADS ? sample(thread) : [])),
    issues,
    questions,
    ...(contacts === undefined ? {} : { contacts: contacts.map(({ name }) => name) }),
  };
}

function sample({ messages }: ParsedThread): readonly Message[] {
  if (messages.length <= 2 * SAMPLE_MESSAGES) return messages;
  return [...messages.slice(0, SAMPLE_MESSAGES), ...messages.slice(-SAMPLE_MESSAGES)];
}
