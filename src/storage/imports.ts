/**
 * @file Changes of imported messages beside the import itself (spec messages-calendar 2 "Storage", N6: an import is atomic
 * and removable). Undo and deletion hide first and remove afterwards; so a reader sees all of a change or nothing,
 * whenever the worker is killed.
 */
import type { Id, Thread } from "#messages/message";
import { AppError } from "#shared/errors";
import { asWriter, asWriterIfFree, guard } from "./imports-access.ts";
import {
  changeStores,
  type ImportsDatabase,
  type ImportsTransaction,
  type StoredBatch,
  type StoredThread,
} from "./imports-db.ts";
import { commitTimes, contactNames, markSelf, sumParts, type CommitTimes } from "./batch-sums.ts";
import { leaveToHeirs } from "./import-heirs.ts";
import { partPages, partsOf, threadPages } from "./import-rows.ts";
import { forgetDerived } from "./imports-search.ts";
import { editsOf, revertEdits } from "./message-edits.ts";

const MESSAGES_PER_TRANSACTION = 500;

/**
 * Removes what this import added and no later one had too, and takes back what it changed; an unknown import is none.
 * @returns the threads it had added to
 */
export function undoImport(db: ImportsDatabase, batchId: Id): Promise<readonly Id[]> {
  return asWriter(async () => {
    await leaveToHeirs(db, batchId);
    const tx = changeStores(db, ["batches", "parts", "threads", "messages", "edits"]);
    const threadIds: Id[] = [];
    const batch = await tx.objectStore("batches").get(batchId);
    if (batch) {
      await tx.objectStore("batches").put({ ...batch, state: "removing" });
      await revertEdits(tx, batch);
      await refreshThreads(tx, batch);
      for await (const parts of partPages(tx, batchId))
        for (const { threadId } of parts) threadIds.push(threadId);
    }
    await tx.done;
    if (batch) await removeBatchRows(db, { ...batch, state: "removing" });
    return threadIds;
  });
}

/** All threads, the one with the latest message first. */
export async function listThreads(db: ImportsDatabase): Promise<Thread[]> {
  const stored = await guard(() => db.getAll("threads"));
  return (
    stored
      .filter(({ state }) => state === "live")
      .map(({ thread }) => thread)
      // All are ISO times: no need of a comparison by language, which takes seconds for a hundred thousand.
      .sort((a, b) => compareTexts(b.last ?? "", a.last ?? ""))
  );
}

/** Says which person of a thread is the user, or nobody. Survives later imports. */
export function setThreadSelf(db: ImportsDatabase, threadId: Id, personId: Id | null): Promise<Thread> {
  return asWriter(async () => {
    const tx = db.transaction("threads", "readwrite");
    const stored = await tx.store.get(threadId);
    const known = personId === null || stored?.thread.people.some(({ id }) => id === personId);
    if (stored?.state !== "live" || !known) {
      await tx.done;
      throw new AppError("unexpected", "no such thread or person");
    }
    const thread = { ...stored.thread, people: markSelf(stored.thread.people, personId) };
    await tx.store.put({ ...stored, selfId: personId, thread });
    await tx.done;
    return thread;
  });
}

/** Removes a thread with all its messages, from every import. */
export function deleteThread(db: ImportsDatabase, threadId: Id): Promise<void> {
  return asWriter(async () => {
    const stored = await db.get("threads", threadId);
    if (!stored) return;
    await db.put("threads", { ...stored, state: "removing" });
    await removeThreadRows(db, threadId);
  });
}

/** Deletes what a killed worker left half written or half removed. Call once after opening; skipped while another tab writes. */
export async function removeLeftovers(db: ImportsDatabase): Promise<void> {
  await asWriterIfFree(() => finishRemovals(db));
}

/** Makes threads the sum of their complete batches; without a message left they go. A mailbox has thousands of them. */
export async function refreshThreads(
  tx: ImportsTransaction,
  { id: batchId, contacts }: StoredBatch,
): Promise<void> {
  const batches = await tx.objectStore("batches").getAll();
  const times = commitTimes(batches);
  const names = contactNames(batches);
  const refresh = (threadIds: readonly Id[]): Promise<unknown> =>
    Promise.all(threadIds.map((id) => refreshThread(tx, id, times, names)));
  if (contacts === undefined) {
    for await (const parts of partPages(tx, batchId)) await refresh(parts.map(({ threadId }) => threadId));
    return;
  }
  // Contacts may be people of any thread.
  for await (const threads of threadPages(tx))
    await refresh(threads.filter(({ state }) => state === "live").map(({ id }) => id));
}

async function refreshThread(
  tx: ImportsTransaction,
  threadId: Id,
  times: CommitTimes,
  names: ReadonlyMap<Id, string>,
): Promise<void> {
  const threads = tx.objectStore("threads");
  const parts = await tx.objectStore("parts").index("by-thread").getAll(threadId);
  const thread = sumParts(parts, threadId, times, names);
  if (thread === null) return threads.delete(threadId);
  const selfId = (await threads.get(threadId))?.selfId;
  const stored: StoredThread =
    selfId === undefined
      ? { id: threadId, state: "live", thread }
      : {
          id: threadId,
          state: "live",
          selfId,
          thread: { ...thread, people: markSelf(thread.people, selfId) },
        };
  await threads.put(stored);
}

export async function finishRemovals(db: ImportsDatabase): Promise<void> {
  for (const batch of await db.getAll("batches"))
    if (batch.state !== "complete") await removeBatchRows(db, batch);
  const removing: Id[] = [];
  for await (const threads of threadPages(db))
    for (const { id, state } of threads) if (state === "removing") removing.push(id);
  for (const id of removing) await removeThreadRows(db, id);
}

/** What was derived from the messages holds their words: it goes with them. A staged import was never part of it. */
export async function removeBatchRows(
  db: ImportsDatabase,
  { id, state }: Pick<StoredBatch, "id" | "state">,
): Promise<void> {
  await deleteMessages(db, "by-batch", IDBKeyRange.only(id));
  await db.delete("edits", editsOf(id));
  await deleteEdits(db, "by-owner", id);
  if (state === "removing")
    for await (const parts of partPages(db, id))
      for (const { threadId } of parts) await forgetDerived(db, threadId);
  // Last: they say what else has to go.
  const tx = db.transaction(["batches", "parts"], "readwrite");
  for (const request of [tx.objectStore("parts").delete(partsOf(id)), tx.objectStore("batches").delete(id)])
    request.catch(() => {});
  await tx.done;
}

async function removeThreadRows(db: ImportsDatabase, threadId: Id): Promise<void> {
  await deleteMessages(db, "by-thread", IDBKeyRange.bound([threadId, -Infinity], [threadId, Infinity]));
  await deleteEdits(db, "by-thread", threadId);
  await forgetDerived(db, threadId);
  const tx = db.transaction(["batches", "parts", "threads"], "readwrite");
  const parts = tx.objectStore("parts");
  for (const [batchId, id] of await parts.index("by-thread").getAllKeys(threadId)) {
    await parts.delete([batchId, id]);
    if ((await parts.count(partsOf(batchId))) === 0) await tx.objectStore("batches").delete(batchId);
  }
  await tx.objectStore("threads").delete(threadId);
  await tx.done;
}

async function deleteMessages(
  db: ImportsDatabase,
  index: "by-batch" | "by-thread",
  range: IDBKeyRange,
): Promise<void> {
  for (;;) {
    const tx = db.transaction("messages", "readwrite");
    const keys = await tx.store.index(index).getAllKeys(range, MESSAGES_PER_TRANSACTION);
    for (const key of keys) tx.store.delete(key).catch(() => {});
    await tx.done;
    if (keys.length < MESSAGES_PER_TRANSACTION) return;
  }
}

/** Other versions go with their message. */
async function deleteEdits(db: ImportsDatabase, index: "by-owner" | "by-thread", id: Id): Promise<void> {
  const tx = db.transaction("edits", "readwrite");
  for (const key of await tx.store.index(index).getAllKeys(id)) tx.store.delete(key).catch(() => {});
  await tx.done;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
