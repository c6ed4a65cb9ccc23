/** @file What import.worker.ts answers: reads files, keeps the result on a stage, stores it when told to. */
import { readCalendarFile } from "#calendar/read-calendar-file";
import type { Id, Message, StagedImport, StagedThread } from "#messages/message";
import { stageImport } from "#messages/read-import";
import { WallClock } from "#messages/wall-time";
import { AppError } from "#shared/errors";
import { commitImport, compareImport, type ImportSum } from "#storage/import-commit";
import { ImportStage, removeDeadStages } from "#storage/import-stage";
import { deleteThread, listThreads, removeLeftovers, setThreadSelf, undoImport } from "#storage/imports";
import {
  deleteBatchPictures,
  deleteThreadPictures,
  listImportedPictures,
  readImportedPicture,
} from "#storage/imported-pictures";
import { openImportsDatabase, type ImportsDatabase } from "#storage/imports-db";
import { listImports, readMessages, readMessagesById, readOutline } from "#storage/imports-reading";
import { setThreadZone } from "#storage/thread-zone";
import { dropLeftPictures, findPictures, keepPictures } from "./import-pictures.ts";
import { MessageSearch } from "./message-search.ts";
import { listPeople } from "./people.ts";
import type { ImportHandlers, ImportPart, ImportPreview } from "./protocol.ts";
import type { HandlerTable } from "./rpc.ts";

/** Messages shown from each end of a thread before the import is confirmed. */
const SAMPLE_MESSAGES = 3;
/** A mailbox has thousands of threads: nobody looks through them all. */
const MAX_SAMPLED_THREADS = 10;
const MAX_NAMED_THREADS = 50;
/** Files read but neither committed nor discarded; the oldest makes room. */
const MAX_STAGED = 8;

/** How often a read shows that it goes on. */
const HEARTBEAT_MS = 1000;

interface Staged {
  readonly parsed: StagedImport;
  readonly stage: ImportStage;
  /** The file where it has pictures: it stays readable while it is named here. */
  readonly pictureFile: Blob | null;
  /** Its messages are being read: it makes no room. */
  isCommitting: boolean;
}

export function createImportHandlers(): HandlerTable<ImportHandlers> {
  const staged = new Map<Id, Staged>();
  const database = reopening();
  const search = new MessageSearch(database);
  return {
    "import-read": async ({ file, fileName, options }, { signal, onPart }) => {
      const stage = await ImportStage.open(database);
      let last: ImportPart = { type: "import-progress", doneBytes: 0, totalBytes: file.size };
      // Also while threads are built or compared, which reads nothing. A record that never ends stops this too.
      const heartbeat = setInterval(() => onPart(last), HEARTBEAT_MS);
      try {
        const parsed = await stageImport(file, fileName, options, stage, {
          signal,
          onProgress: (doneBytes, totalBytes) =>
            onPart((last = { type: "import-progress", doneBytes, totalBytes })),
        });
        const preview = await toPreview(parsed, await compareImport(await database(), parsed, signal));
        const pictures = await findPictures(file, signal);
        await dropStaged(staged, parsed.batchId);
        staged.set(parsed.batchId, { parsed, stage, pictureFile: pictures && file, isCommitting: false });
        for (const id of surplus(staged)) await dropStaged(staged, id);
        return { ...preview, ...(pictures && { pictures }) };
      } catch (error) {
        await stage.drop();
        throw error;
      } finally {
        clearInterval(heartbeat);
      }
    },
    "import-commit": async ({ batchId, keepPictures: keep = false }, { signal, onPart }) => {
      const found = staged.get(batchId);
      if (!found) throw new AppError("import-interrupted", "this import is not staged any more");
      found.isCommitting = true;
      const receipt = await commitImport(await database(), found.parsed, {
        signal,
        onProgress: (doneMessages, totalMessages) =>
          onPart({ type: "commit-progress", doneMessages, totalMessages }),
      }).finally(() => (found.isCommitting = false));
      await dropStaged(staged, batchId);
      const file = keep ? found.pictureFile : null;
      const kept = file && (await keepPictures(await database(), file, receipt, signal, onPart));
      search.prepare(receipt.threadIds);
      return { ...receipt, ...kept };
    },
    "import-discard": async ({ batchId }) => {
      await dropStaged(staged, batchId);
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
    "thread-zone": async ({ threadId, zone }) =>
      setThreadZone(await database(), threadId, { name: zone, clock: () => new WallClock(zone) }),
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
  await removeDeadStages(db);
  // Messages can do without their pictures.
  await dropLeftPictures(db).catch(() => undefined);
  return db;
}

/** The oldest ones beyond `MAX_STAGED`. */
function surplus(staged: ReadonlyMap<Id, Staged>): readonly Id[] {
  const idle = [...staged].filter(([, { isCommitting }]) => !isCommitting).map(([id]) => id);
  return idle.slice(0, Math.max(0, staged.size - MAX_STAGED));
}

async function dropStaged(staged: Map<Id, Staged>, batchId: Id): Promise<void> {
  const one = staged.get(batchId);
  staged.delete(batchId);
  await one?.stage.drop();
}

async function toPreview(parsed: StagedImport, sum: ImportSum): Promise<ImportPreview> {
  const { batchId, source, fileName, threads, issues, questions, contacts } = parsed;
  const named: StagedThread[] = [];
  for await (const page of threads.readRange(0, Math.min(threads.size, MAX_NAMED_THREADS)))
    named.push(...page);
  const samples: (readonly Message[])[] = [];
  for (const thread of named.slice(0, MAX_SAMPLED_THREADS)) samples.push(await sample(parsed, thread));
  return {
    batchId,
    source,
    fileName,
    threadCount: threads.size,
    threads: named.map(({ thread }) => thread),
    samples,
    sum,
    issues,
    questions,
    ...(contacts === undefined ? {} : { contacts: contacts.map(({ name }) => name) }),
  };
}

/** The first and the last messages; all of a short thread. */
async function sample(
  { messages }: StagedImport,
  { thread, firstMessage }: StagedThread,
): Promise<readonly Message[]> {
  const { count } = thread;
  const head = count <= 2 * SAMPLE_MESSAGES ? count : SAMPLE_MESSAGES;
  const tail = head === count ? 0 : SAMPLE_MESSAGES;
  const shown: Message[] = [];
  for await (const part of messages.readRange(firstMessage, head)) shown.push(...part);
  for await (const part of messages.readRange(firstMessage + count - tail, tail)) shown.push(...part);
  return shown;
}
