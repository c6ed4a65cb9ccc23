/** @file What import.worker.ts answers: reads files, keeps the result on a stage, stores it when told to. */
import { readCalendarFile } from "#calendar/read-calendar-file";
import { WallClock } from "#messages/wall-time";
import { deleteThread, listThreads, setThreadSelf, undoImport } from "#storage/imports";
import {
  deleteBatchPictures,
  deleteThreadPictures,
  listImportedPictures,
  readImportedPicture,
} from "#storage/imported-pictures";
import type { ImportsDatabase } from "#storage/imports-db";
import { listImports, readMessages, readMessagesById, readOutline } from "#storage/imports-reading";
import { setThreadZone } from "#storage/thread-zone";
import { ImportStaging } from "./import-staging.ts";
import { reopening } from "./imports-opening.ts";
import { MessageSearch } from "./message-search.ts";
import { listPeople } from "./people.ts";
import type { ImportHandlers } from "./protocol-imports.ts";
import type { HandlerTable } from "./rpc.ts";

type Table = HandlerTable<ImportHandlers>;
type Database = () => Promise<ImportsDatabase>;

export function createImportHandlers(): Table {
  const database = reopening();
  const search = new MessageSearch(database);
  return {
    ...importing(database, search),
    ...threads(database),
    ...messages(database, search),
    "attachment-list": ({ threadId }) => listImportedPictures(threadId),
    "attachment-read": async ({ threadId, attachmentId }) =>
      (await readImportedPicture(threadId, attachmentId))?.bytes ?? null,
    "calendar-read": ({ file, zone }) => readCalendarFile(file, zone),
  };
}

type Importing = "import-read" | "import-commit" | "import-discard" | "import-undo" | "import-list";

function importing(database: Database, search: MessageSearch): Pick<Table, Importing> {
  const staging = new ImportStaging(database);
  return {
    "import-read": (args, call) => staging.read(args, call),
    "import-commit": async (args, call) => {
      const receipt = await staging.commit(args, call);
      search.prepare(receipt.threadIds);
      return receipt;
    },
    "import-discard": async ({ batchId }) => {
      await staging.discard(batchId);
      return null;
    },
    "import-undo": async ({ batchId }) => {
      search.prepare(await undoImport(await database(), batchId));
      // What stays of them goes when the database is next opened.
      await deleteBatchPictures(batchId).catch(() => undefined);
      return null;
    },
    "import-list": async () => listImports(await database()),
  };
}

type Threads = "thread-list" | "thread-outline" | "thread-self" | "thread-zone" | "thread-delete";

function threads(database: Database): Pick<Table, Threads> {
  return {
    "thread-list": async () => listThreads(await database()),
    "thread-outline": async ({ threadId }) => readOutline(await database(), threadId),
    "thread-self": async ({ threadId, personId }) => setThreadSelf(await database(), threadId, personId),
    "thread-zone": async ({ threadId, zone }) =>
      setThreadZone(await database(), threadId, { name: zone, clock: () => new WallClock(zone) }),
    "thread-delete": async ({ threadId }) => {
      await deleteThread(await database(), threadId);
      await deleteThreadPictures(threadId).catch(() => undefined);
      return null;
    },
  };
}

type Messages = "message-page" | "message-find" | "message-search" | "person-list";

function messages(database: Database, search: MessageSearch): Pick<Table, Messages> {
  return {
    "message-page": async ({ threadId, firstSeq, endSeq }) =>
      readMessages(await database(), threadId, firstSeq, endSeq),
    "message-find": async ({ threadId, ids }) => readMessagesById(await database(), threadId, ids),
    "message-search": (query, { signal, onPart }) =>
      search.find(query, signal, (fraction) => onPart({ type: "index-progress", fraction })),
    "person-list": async () => listPeople(await database()),
  };
}
