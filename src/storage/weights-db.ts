/**
 * @file The database of model weights: opening, transactions, and the names of what goes wrong. Its connection may be
 * taken away at any time (eviction, another tab deleting everything); the next operation opens it again.
 */
import { openDB, unwrap, type DBSchema, type IDBPDatabase } from "idb";
import type { UseStore } from "idb-keyval";
import { AppError } from "#shared/errors";
import { committed } from "./committed.ts";

export const WEIGHTS_DATABASE = "hearth-weights";
const VERSION = 1;
const STORE = "pieces";
/** An open that the browser never answers ends after this. */
const OPEN_DEADLINE_MS = 5000;

interface WeightsSchema extends DBSchema {
  /** Keys are made by `WeightStore`; values are checked where they are read. */
  pieces: { key: string; value: unknown };
}

type WeightsDb = IDBPDatabase<WeightsSchema>;
let handle: Promise<WeightsDb> | null = null;
const lossListeners = new Set<() => void>();

/** Called when the browser closed the database although nobody asked for it: it was evicted or cleared. */
export function onWeightsLoss(listener: () => void): () => void {
  lossListeners.add(listener);
  return () => lossListeners.delete(listener);
}

/**
 * The store for idb-keyval's functions, one transaction a call. A write resolves once it is on the disk: `complete` with strict
 * durability. A success of single requests means nothing: where there is no room, it is the commit that fails (spec
 * storage B5).
 * @param neededBytes of the write, for the error that there is no room.
 * @throws AppError `storage-full` (with `neededBytes`), `storage-unavailable`, `storage-newer`.
 */
export function weightsStore(neededBytes = 0): UseStore {
  return (mode, work) =>
    named(neededBytes, async () => {
      const transaction = await begin((db) =>
        db.transaction(STORE, mode, mode === "readwrite" ? { durability: "strict" } : {}),
      );
      return committed(transaction, async () => work(unwrap(transaction).objectStore(STORE)));
    });
}

/** Opens a transaction; once more on a new connection when the old one was taken away without a word. */
async function begin<T>(open: (db: WeightsDb) => T): Promise<T> {
  const db = await connection();
  try {
    return open(db);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "InvalidStateError") throw error;
    handle = null;
    return open(await connection());
  }
}

function connection(): Promise<WeightsDb> {
  handle ??= openInTime().catch((error: unknown) => {
    handle = null;
    throw error;
  });
  return handle;
}

async function openInTime(): Promise<WeightsDb> {
  const opening = open();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let late = false;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(new AppError("storage-unavailable", "the weight store did not open", { reason: "silent" }));
    }, OPEN_DEADLINE_MS);
  });
  void opening.then((db) => late && db.close()).catch(() => undefined);
  try {
    return await Promise.race([opening, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function open(): Promise<WeightsDb> {
  return openDB<WeightsSchema>(WEIGHTS_DATABASE, VERSION, {
    upgrade: (db) => void db.createObjectStore(STORE),
    // Deleted or upgraded elsewhere: transactions under way still finish.
    blocking: (_current, _blocked, event) => {
      handle = null;
      (event.target as IDBDatabase).close();
    },
    terminated: () => {
      handle = null;
      for (const listener of lossListeners) listener();
    },
  });
}

/** What browsers throw when there is no room: quota, or a full disk while a Blob's file is written (spec webllm-and-storage B5). */
const FULL_ERRORS = new Set(["QuotaExceededError", "DataError"]);

async function named<T>(neededBytes: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const name = error instanceof Error ? error.name : "";
    if (name === "VersionError") {
      throw new AppError("storage-newer", "a newer version made the weight store", {}, error);
    }
    const full = FULL_ERRORS.has(name) || /write blobs/i.test(String(error));
    const code = full ? "storage-full" : "storage-unavailable";
    throw new AppError(code, `weight store: ${String(error)}`, { neededBytes, name }, error);
  }
}
