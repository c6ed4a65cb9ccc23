/**
 * @file Results of runs over a thread (summary, action items), kept so that they survive a reload.
 * One record a thread in its own database. The value's shape belongs to whoever saves it, with its version.
 */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Id } from "#messages/message";
import { committed } from "./committed.ts";
import { storageError } from "./user-db.ts";

export const SUMMARIES_DATABASE = "hearth-summaries";

/** Raised when what `value` holds changes shape; records of another version are ignored, not migrated. */
const SUMMARIES_VERSION = 1;

interface SummariesSchema extends DBSchema {
  results: { key: Id; value: { readonly version: number; readonly value: unknown } };
}

let connection: Promise<IDBPDatabase<SummariesSchema>> | null = null;

/** What was last stored for a thread; undefined when nothing was, or by another version. */
export async function readResults(threadId: Id): Promise<unknown> {
  return valueOf(await withDatabase((db) => db.get("results", threadId)));
}

/**
 * Replaces what is kept for a thread by what `change` makes of it, in one transaction: no other tab writes in between.
 *
 * @param change gets what `readResults` would; returns plain data
 * @throws AppError `storage-full`, `storage-unavailable`; nothing is changed then
 */
export async function changeResults(threadId: Id, change: (stored: unknown) => unknown): Promise<void> {
  await withDatabase(async (db) => {
    const transaction = db.transaction("results", "readwrite");
    await committed(transaction, async () => {
      const value = change(valueOf(await transaction.store.get(threadId)));
      await transaction.store.put({ version: SUMMARIES_VERSION, value }, threadId);
    });
  });
}

export async function deleteResults(threadId: Id): Promise<void> {
  await withDatabase((db) => db.delete("results", threadId));
}

function valueOf(record: SummariesSchema["results"]["value"] | undefined): unknown {
  return record?.version === SUMMARIES_VERSION ? record.value : undefined;
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
