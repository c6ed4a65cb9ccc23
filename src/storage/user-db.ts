/**
 * @file The database of what a person made: conversations, drafts, settings. Small, written with strict durability,
 * apart from weights and imports so that damage there cannot reach it (spec reliability 2).
 * Owned by the page's main thread.
 */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";
import { AppError } from "#shared/errors";
import type { EventDraft } from "#calendar/event-draft";
import type { ImportedCalendar } from "#calendar/imported-event";
import type { ActionRecord, JobRecord } from "./agent-jobs.ts";
import { committed } from "./committed.ts";
import type { ComposerDraft, Conversation, Turn } from "./conversations.ts";
import type { ComposerPictures, StoredPicture } from "./pictures.ts";

export const USER_DATABASE = "hearth-user";

/** An open that the browser never answers ends after this (spec reliability 4, row 25). */
const OPEN_DEADLINE_MS = 5000;
/** One that is changing what is stored: a second for thousands of rows on a slow device. */
const UPGRADE_DEADLINE_MS = 120_000;
/** One that waits for another window to let go, after this (row 26). */
const BLOCKED_DEADLINE_MS = 3000;

export interface UserSchema extends DBSchema {
  conversations: { key: string; value: Conversation; indexes: { "by-updated": number } };
  turns: { key: string; value: Turn; indexes: { "by-conversation": [string, number] } };
  "composer-drafts": { key: string; value: ComposerDraft };
  "event-drafts": { key: string; value: EventDraft };
  /** One record per imported file, with its events inside. */
  calendars: { key: string; value: ImportedCalendar };
  /** One record, key `settings`; its shape is checked by `parseSettings` when it is read. */
  settings: { key: string; value: unknown };
  pictures: { key: [conversationId: string, id: string]; value: StoredPicture };
  "composer-pictures": { key: string; value: ComposerPictures };
  /** What the agent was asked; `by-waiting` holds those that wait for a person. */
  "agent-jobs": { key: string; value: JobRecord; indexes: { "by-waiting": number } };
  /** Only ever added to, in the order of its keys. */
  "agent-actions": { key: number; value: ActionRecord; indexes: { "by-id": string } };
  /** Their shape belongs to the agent. */
  "agent-tasks": { key: string; value: unknown };
  "agent-notes": { key: string; value: unknown };
}

export type UserDb = IDBPDatabase<UserSchema>;
type StoreName = StoreNames<UserSchema>;
export type UserTransaction<Mode extends IDBTransactionMode> = IDBPTransaction<UserSchema, StoreName[], Mode>;

type Migration = (db: UserDb, transaction: UserTransaction<"versionchange">) => void | Promise<void>;

/** Migration n brings version n to n + 1. Never edited once released; new ones are added at the end. */
export const USER_MIGRATIONS: readonly Migration[] = [
  (db) => {
    db.createObjectStore("conversations", { keyPath: "id" }).createIndex("by-updated", "updatedAt");
    db.createObjectStore("turns", { keyPath: "id" }).createIndex("by-conversation", [
      "conversationId",
      "position",
    ]);
    db.createObjectStore("composer-drafts", { keyPath: "conversationId" });
    db.createObjectStore("event-drafts", { keyPath: "id" });
    db.createObjectStore("settings");
  },
  // Drafts can repeat and can be tasks; calendars that were imported are kept.
  (db, transaction) => {
    db.createObjectStore("calendars", { keyPath: "id" });
    return completeDrafts(transaction);
  },
  (db) => {
    db.createObjectStore("pictures", { keyPath: ["conversationId", "id"] });
    db.createObjectStore("composer-pictures", { keyPath: "conversationId" });
  },
  // The agent: what it was asked, what it did, and what it keeps for a person.
  (db) => {
    db.createObjectStore("agent-jobs", { keyPath: "id" }).createIndex("by-waiting", "waiting");
    db.createObjectStore("agent-actions", { autoIncrement: true }).createIndex("by-id", "id", {
      unique: true,
    });
    db.createObjectStore("agent-tasks");
    db.createObjectStore("agent-notes");
  },
];

/** Gives drafts of version 1 the fields that came later. Runs within the upgrade's own transaction. */
async function completeDrafts(transaction: UserTransaction<"versionchange">): Promise<void> {
  const added = { kind: "event", repeat: null, url: "", priority: 0, done: false } as const;
  let cursor = await transaction.objectStore("event-drafts").openCursor();
  while (cursor) {
    await cursor.update({ ...added, ...cursor.value });
    cursor = await cursor.continue();
  }
}

export const USER_SCHEMA_VERSION = USER_MIGRATIONS.length;

/** `newer` = another tab runs a newer version of Hearth; `closed` = the browser took the database away. */
export type UserDbLoss = "newer" | "closed";

let handle: Promise<UserDb> | null = null;
let created = false;
const lossListeners = new Set<(loss: UserDbLoss) => void>();

/** Called when this tab has lost its connection and has to reload. Returns the unsubscribe function. */
export function onUserDbLoss(listener: (loss: UserDbLoss) => void): () => void {
  lossListeners.add(listener);
  return () => lossListeners.delete(listener);
}

/** True when this visit created the database: the first visit, or the browser cleared it. */
export async function userDbWasCreated(): Promise<boolean> {
  await openUserDb();
  return created;
}

/** The connection, opened on first use. @throws AppError `storage-unavailable`, `storage-newer` */
export function openUserDb(): Promise<UserDb> {
  handle ??= open().catch((error: unknown) => {
    handle = null;
    throw storageError(error);
  });
  return handle;
}

/** Closes the connection, so that the database can be deleted. */
export async function closeUserDb(): Promise<void> {
  const open = handle;
  handle = null;
  if (open) (await open).close();
}

/** Reads in one transaction. */
export async function readUser<T>(
  stores: StoreName[],
  work: (transaction: UserTransaction<"readonly">) => Promise<T>,
): Promise<T> {
  const db = await openUserDb();
  try {
    const transaction = db.transaction(stores, "readonly");
    // Requests say why they failed; that their transaction did is no news to anybody.
    transaction.done.catch(() => undefined);
    return await work(transaction);
  } catch (error) {
    throw storageError(error);
  }
}

/**
 * Writes in one transaction and returns once it is committed: strict = flushed to the disk, relaxed = for what may be
 * lost in a power cut (text still being typed). `work` must await nothing but the transaction's own requests.
 */
export async function writeUser<T>(
  stores: StoreName[],
  work: (transaction: UserTransaction<"readwrite">) => Promise<T>,
  durability: "strict" | "relaxed" = "strict",
): Promise<T> {
  const db = await openUserDb();
  try {
    const transaction = db.transaction(stores, "readwrite", { durability });
    return await committed(transaction, () => work(transaction));
  } catch (error) {
    throw storageError(error);
  }
}

/** Names every failure of IndexedDB. */
export function storageError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const name = error instanceof Error ? error.name : "";
  const message = error instanceof Error ? error.message : String(error);
  if (name === "VersionError") return new AppError("storage-newer", message, {}, error);
  // Chromium reports a full disk as "DataError: Failed to write blobs (IOError)".
  const full = name === "QuotaExceededError" || message.includes("IOError");
  return new AppError(full ? "storage-full" : "storage-unavailable", message, { name }, error);
}

async function open(): Promise<UserDb> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let late = false;
  let giveUp: ((error: AppError) => void) | undefined;
  const deadline = new Promise<never>((_resolve, reject) => (giveUp = reject));
  const expireIn = (ms: number, reason: string): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      late = true;
      giveUp?.(new AppError("storage-unavailable", "opening the database took too long", { reason }));
    }, ms);
  };
  expireIn(OPEN_DEADLINE_MS, "silent");
  const opening = openDB<UserSchema>(USER_DATABASE, USER_SCHEMA_VERSION, {
    upgrade(db, oldVersion, _newVersion, transaction) {
      created = oldVersion === 0;
      if (!late) expireIn(UPGRADE_DEADLINE_MS, "silent");
      // Opening fails with it and says why.
      void transaction.done.catch(() => undefined);
      for (const migrate of USER_MIGRATIONS.slice(oldVersion)) void attempt(migrate, db, transaction);
    },
    // Other tabs close at once in their `blocking`; the deadline speaks up if one does not.
    blocked: () => expireIn(BLOCKED_DEADLINE_MS, "blocked"),
    blocking: () => lose("newer"),
    terminated: () => lose("closed"),
  });
  void opening.then((db) => late && db.close()).catch(() => undefined);
  try {
    return await Promise.race([opening, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** A migration that fails undoes the upgrade, and with it all others. */
async function attempt(
  migrate: Migration,
  db: UserDb,
  transaction: UserTransaction<"versionchange">,
): Promise<void> {
  try {
    await migrate(db, transaction);
  } catch {
    try {
      transaction.abort();
    } catch {
      // A request that failed has undone it already.
    }
  }
}

function lose(loss: UserDbLoss): void {
  const lost = handle;
  handle = null;
  // Pending transactions still finish before the connection closes.
  void lost?.then((db) => db.close());
  for (const listener of lossListeners) listener(loss);
}
