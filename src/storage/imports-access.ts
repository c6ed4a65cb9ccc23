/** @file How imports.ts runs its work: one writer among all tabs, database errors as AppErrors. */
import { AppError } from "#shared/errors";

const WRITER_LOCK = "hearth-imports-writer";

/** Runs alone among all tabs: while this lock is held, every staged batch of another writer is dead. */
export function asWriter<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return guard(async () => {
    const locks = lockManager();
    return await (locks ? locks.request(WRITER_LOCK, work) : work());
  }, signal);
}

/** As `asWriter`, but does nothing while another tab writes. */
export function asWriterIfFree(work: () => Promise<void>): Promise<void> {
  return guard(async () => {
    const locks = lockManager();
    if (!locks) return work();
    await locks.request(WRITER_LOCK, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
  });
}

/** Absent in Node and on insecure origins. */
export function lockManager(): LockManager | undefined {
  return (globalThis as { navigator?: { locks?: LockManager } }).navigator?.locks;
}

/**
 * A transaction's own AbortError is a database error, the person's is not.
 * @throws AppError `storage-full` or `storage-unavailable`, or what fired `signal`.
 */
export async function guard<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof AppError) throw error;
    const name = error instanceof Error ? error.name : "";
    const code = name === "QuotaExceededError" ? "storage-full" : "storage-unavailable";
    throw new AppError(code, "imports database failed", { reason: name }, error);
  }
}
