/**
 * @file The database of imported messages: schema and opening. Owned by import.worker.ts; queries are in imports.ts.
 */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";
import type { Contact, Id, Message, Person, Thread } from "#messages/message";
import { AppError } from "#shared/errors";
import type { ThreadOutline } from "./thread-outline.ts";

export const IMPORTS_DB = "hearth-imports";
/**
 * Version 2 added what is derived from the messages: outlines and the search index. Version 3 added the messages of an
 * import that nobody has confirmed yet, and the other versions of edited messages. Version 4 gave what an import added to
 * each thread a row of its own: a mailbox has a hundred thousand of them.
 */
export const IMPORTS_SCHEMA_VERSION = 4;

/** The first and the last `seq`. */
export type SeqRange = readonly [number, number];

/** What one import added to one thread: the thread as shown is the sum of these. */
export interface StoredPart {
  readonly batchId: Id;
  readonly threadId: Id;
  readonly added: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly source: Thread["source"];
  readonly title: string;
  readonly kind: Thread["kind"];
  readonly zone: string;
  readonly people: readonly Person[];
  /** Where the messages lie that earlier imports added and this one had too; absent = nowhere. */
  readonly shared?: readonly SeqRange[];
}

export interface StoredBatch {
  readonly id: Id;
  /**
   * `staged`: being written, its messages are invisible. `complete`: visible. `removing`: being undone, invisible again.
   * What a killed worker leaves staged or removing is deleted when the database is next opened.
   */
  readonly state: "staged" | "complete" | "removing";
  readonly fileName: string;
  /** ISO instant at which it became visible. */
  readonly committedAt: string | null;
  /** Messages of earlier imports of which it has a later version; absent = none. */
  readonly edited?: number;
  /** Of a contact file: names that all threads show for these people. */
  readonly contacts?: readonly Contact[];
}

export interface StoredThread {
  readonly id: Id;
  /** `removing`: being deleted, already invisible. */
  readonly state: "live" | "removing";
  /** Who the person said they are; null = nobody. Absent = not said: what the exports say holds. */
  readonly selfId?: Id | null;
  readonly thread: Thread;
}

/** Derived from a thread's messages; in force while its `batchIds` are those of the thread, else made again. */
export interface StoredOutline {
  readonly threadId: Id;
  readonly batchIds: readonly Id[];
  readonly outline: ThreadOutline;
}

/** Which imports of a thread the search index covers, in how many segments. */
export interface StoredSearchState {
  readonly threadId: Id;
  readonly batchIds: readonly Id[];
  readonly segments: number;
}

export interface StoredSearchSegment {
  /** Messages in it. */
  readonly count: number;
  readonly json: string;
}

/** An import that tells a later version of a message which an earlier import added. */
export interface StoredEdit {
  /** The import that tells it. */
  readonly batchId: Id;
  readonly messageId: Id;
  readonly threadId: Id;
  /** The import that added the message. */
  readonly ownerId: Id;
  /** The version that is not in force: until the import is complete the later one, from then on the one before. */
  readonly other: Message;
}

export interface ImportsSchema extends DBSchema {
  threads: { key: Id; value: StoredThread };
  messages: {
    key: Id;
    value: Message;
    indexes: {
      /** A thread's messages in order. `seq` may be a fraction: see `placeInOrder`. */
      "by-thread": [Id, number];
      "by-batch": Id;
    };
  };
  batches: { key: Id; value: StoredBatch };
  parts: { key: [Id, Id]; value: StoredPart; indexes: { "by-thread": Id } };
  outlines: { key: Id; value: StoredOutline };
  "search-states": { key: Id; value: StoredSearchState };
  /** Key: thread and number of the segment, from 0. Segments beyond the state's number are leftovers. */
  "search-segments": { key: [Id, number]; value: StoredSearchSegment };
  /** Key: a read of a file and the number of a page. No query sees them; see `ImportStage`. */
  stages: { key: [string, number]; value: readonly unknown[] };
  edits: {
    key: [Id, Id];
    value: StoredEdit;
    indexes: { "by-message": Id; "by-owner": Id; "by-thread": Id };
  };
}

export type ImportsDatabase = IDBPDatabase<ImportsSchema>;
/** Over any of the stores: the functions that share one know which they need. */
export type ImportsTransaction = IDBPTransaction<ImportsSchema, StoreNames<ImportsSchema>[], "readwrite">;

export function changeStores(db: ImportsDatabase, stores: StoreNames<ImportsSchema>[]): ImportsTransaction {
  return db.transaction(stores, "readwrite");
}

/**
 * Opens the database. It closes itself when another tab upgrades it or the browser takes it away; `onClosed` then says
 * that it must be opened again.
 * @throws AppError `storage-newer` when a later version of the app made it, else `storage-unavailable`.
 */
export function openImportsDatabase(onClosed: () => void = () => {}): Promise<ImportsDatabase> {
  return new Promise((resolve, reject) => {
    // The request stays pending and may succeed once the older tab is gone, when nobody waits for it any more.
    let gaveUp = false;
    const opening = openDB<ImportsSchema>(IMPORTS_DB, IMPORTS_SCHEMA_VERSION, {
      async upgrade(database, oldVersion, _newVersion, tx) {
        if (oldVersion < 1) createMessageStores(database);
        if (oldVersion < 2) createDerivedStores(database);
        if (oldVersion < 3) createStagingStores(database);
        if (oldVersion < 4) {
          createParts(database);
          if (oldVersion > 0) await moveParts(tx);
        }
      },
      blocked() {
        gaveUp = true;
        reject(
          new AppError("storage-unavailable", "an older tab keeps the database open", { reason: "blocked" }),
        );
      },
      blocking(_currentVersion, _blockedVersion, event) {
        (event.target as IDBDatabase).close();
        onClosed();
      },
      terminated: onClosed,
    });
    opening.then(
      (database) => (gaveUp ? database.close() : resolve(database)),
      (error: unknown) => reject(openError(error)),
    );
  });
}

function openError(error: unknown): AppError {
  const name = error instanceof Error ? error.name : "";
  const code = name === "VersionError" ? "storage-newer" : "storage-unavailable";
  return new AppError(code, `cannot open ${IMPORTS_DB}`, { reason: name }, error);
}

function createMessageStores(database: ImportsDatabase): void {
  database.createObjectStore("threads", { keyPath: "id" });
  const messages = database.createObjectStore("messages", { keyPath: "id" });
  messages.createIndex("by-thread", ["threadId", "seq"]);
  messages.createIndex("by-batch", "batchId");
  database.createObjectStore("batches", { keyPath: "id" });
}

/** Empty at first: outlines and search are made from the messages when they are asked for. */
function createDerivedStores(database: ImportsDatabase): void {
  database.createObjectStore("outlines", { keyPath: "threadId" });
  database.createObjectStore("search-states", { keyPath: "threadId" });
  database.createObjectStore("search-segments");
}

function createStagingStores(database: ImportsDatabase): void {
  database.createObjectStore("stages");
  const edits = database.createObjectStore("edits", { keyPath: ["batchId", "messageId"] });
  edits.createIndex("by-message", "messageId");
  edits.createIndex("by-owner", "ownerId");
  edits.createIndex("by-thread", "threadId");
}

function createParts(database: ImportsDatabase): void {
  const parts = database.createObjectStore("parts", { keyPath: ["batchId", "threadId"] });
  parts.createIndex("by-thread", "threadId");
}

/** Up to version 3 a batch had its parts in itself. */
async function moveParts(
  tx: IDBPTransaction<ImportsSchema, StoreNames<ImportsSchema>[], "versionchange">,
): Promise<void> {
  const batches: (StoredBatch & { parts?: readonly Omit<StoredPart, "batchId">[] })[] = await tx
    .objectStore("batches")
    .getAll();
  for (const { parts = [], ...batch } of batches) {
    for (const part of parts) await tx.objectStore("parts").put({ ...part, batchId: batch.id });
    await tx.objectStore("batches").put(batch);
  }
}
