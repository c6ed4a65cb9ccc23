/**
 * @file Keeps the search index of each thread, in segments of bounded size. What an index contains is not known here;
 * `batchIds` says what it covers, so that one that missed a change is noticed and made again.
 */
import type { Id, Thread } from "#messages/message";
import { guard } from "./imports-access.ts";
import {
  changeStores,
  type ImportsDatabase,
  type ImportsTransaction,
  type StoredSearchSegment,
  type StoredSearchState,
  type StoredThread,
} from "./imports-db.ts";

export async function readSearchState(
  db: ImportsDatabase,
  threadId: Id,
): Promise<StoredSearchState | undefined> {
  return guard(() => db.get("search-states", threadId));
}

export async function readSearchSegment(
  db: ImportsDatabase,
  threadId: Id,
  number: number,
): Promise<StoredSearchSegment | undefined> {
  return guard(() => db.get("search-segments", [threadId, number]));
}

/**
 * Writes one segment made from the messages of `batchIds`. False, and nothing is written, when the thread or one of these
 * imports was deleted meanwhile: their words must not come back.
 */
export function saveSearchSegment(
  db: ImportsDatabase,
  { id, batchIds }: Pick<Thread, "id" | "batchIds">,
  number: number,
  segment: StoredSearchSegment,
): Promise<boolean> {
  return guard(async () => {
    const tx = db.transaction(["threads", "search-segments"], "readwrite");
    const holds = stillHas(await tx.objectStore("threads").get(id), batchIds);
    if (holds)
      tx.objectStore("search-segments")
        .put(segment, [id, number])
        .catch(() => {});
    await tx.done;
    return holds;
  });
}

/** Makes what was written hold; segments that it does not count go. Does nothing when the thread has changed. */
export async function saveSearchState(db: ImportsDatabase, state: StoredSearchState): Promise<void> {
  await guard(async () => {
    const tx = db.transaction(["threads", "search-states", "search-segments"], "readwrite");
    if (stillHas(await tx.objectStore("threads").get(state.threadId), state.batchIds)) {
      // A failed request aborts the transaction, whose `done` has the reason.
      const requests = [
        tx.objectStore("search-segments").delete(segmentsFrom(state.threadId, state.segments)),
        tx.objectStore("search-states").put(state),
      ];
      for (const request of requests) request.catch(() => {});
    }
    await tx.done;
  });
}

/** The thread is here with all of these imports. */
export function stillHas(stored: StoredThread | undefined, batchIds: readonly Id[]): boolean {
  return stored?.state === "live" && batchIds.every((id) => stored.thread.batchIds.includes(id));
}

/** Forgets everything derived from a thread: it is being deleted or has no message left. */
export async function forgetDerived(db: ImportsDatabase, threadId: Id): Promise<void> {
  await guard(async () => {
    const tx = changeStores(db, ["outlines", "search-states", "search-segments"]);
    forgetInside(tx, threadId);
    await tx.done;
  });
}

/** As `forgetDerived`, as a part of a transaction. */
export function forgetInside(tx: ImportsTransaction, threadId: Id): void {
  const gone = [
    tx.objectStore("outlines").delete(threadId),
    tx.objectStore("search-states").delete(threadId),
    tx.objectStore("search-segments").delete(segmentsFrom(threadId, 0)),
  ];
  for (const request of gone) request.catch(() => {});
}

function segmentsFrom(threadId: Id, first: number): IDBKeyRange {
  return IDBKeyRange.bound([threadId, first], [threadId, Infinity]);
}
