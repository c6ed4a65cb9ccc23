/**
 * @file Results of runs over a thread (summary, action items), kept so that they survive a reload.
 * One record a thread in its own database. The value's shape belongs to whoever saves it, with its version.
 */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Id } from "#messages/message";
import { storageError } from "./user-db.ts";

export const SUMMARIES_DATABASE = "hearth-summaries";

/** Raised when what `value` holds changes shape; records of another version are ignored, not migrated. */
const SUMMARIES_VERSION = 1;

interface SummariesSchema extends DBSchema {
  results: { key: Id; value: { readonly version: number; readonly value: unknown } };
}

let connection: Promise<IDBPDatabase<SummariesSchema>> | null = null;

/** What was last saved for a thread; undefined when nothing was, or by another version. */
export async function readResults(threadId: Id): Promise<unknown> {
  const record = await withDatabase((db) => db.get("results", threadId));
  return record?.version === SUMMARIES_VERSION ? record.value : undefined;
}

/** Replaces what is kept for a thread. `value` must be plain data. @throws AppError `storage-full`, `storage-unavailable` */
export async function saveResults(threadId: Id, value: unknown): Promise<void> {
  await withDatabase((db) => db.put("results", { version: SUMMARIES_VERSION, value }, threadId));
}

export async function deleteResults(threadId: Id): Promise<void> {
  await withDatabase((db) => db.delete("results", threadId));
}

async function withDatabase<T>(work: (db: IDBPDatabase<SummariesSchema>) => Promise<T>): Promise<T> {
  try {
    connection ??= open();
    return await work(await connection);
  } catch (error) {
    throw storageError(error);
  }
}

function forget(): void {
  connection = null;
}

async function open(): Promise<IDBPDatabase<SummariesSchema>> {
  try {
    return await openDB<SummariesSchema>(SUMMARIES_DATABASE, 1, {
      upgrade: (db) => void db.createObjectStore("results"),
      // Erasing everything waits for open connections: idb-keyval would keep this one open.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
  } catch (error) {
    forget();
    throw error;
  }
}
