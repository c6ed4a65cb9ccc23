/**
 * @file Queries on imported messages (spec messages-calendar 2 "Storage", N6: an import is atomic and removable).
 * A batch is written in transactions of 500 messages and becomes visible in one last transaction; undo and deletion hide
 * first and remove afterwards. So a reader sees all of a change or nothing, whenever the worker is killed.
 */
import type { IDBPTransaction } from "idb";
import type { Id, Message, ParsedImport, ParsedThread, Thread } from "#messages/message";
import { AppError } from "#shared/errors";
import { asWriter, asWriterIfFree, guard } from "./imports-access.ts";
import type { BatchPart, ImportsDatabase, ImportsSchema, StoredBatch, StoredThread } from "./imports-db.ts";
import { contactNames, markSelf, partsByThread, sumParts, type OwnedPart } from "./batch-sums.ts";
import { forgetDerived } from "./imports-search.ts";
import { minuteOf, placeInOrder, type KnownMessage } from "./message-order.ts";

const MESSAGES_PER_TRANSACTION = 500;
/** Messages read at a time when the known ids of a thread are collected. */
const PAGE = 5000;

export interface CommitResult {
  /** Names the import for `undoImport`. Differs from the parsed one when that import was committed before. */
  readonly batchId: Id;
  readonly threadIds: readonly Id[];
  readonly added: number;
  readonly alreadyHere: number;
  /** People of a contact file; absent for messages. */
  readonly contacts?: number;
}

export interface CommitOptions {
  readonly signal?: AbortSignal;
  /** Called after each transaction. */
  readonly onProgress?: (doneMessages: number, totalMessages: number) => void;
}

/**
 * Stores what is new in `parsed`. Messages already here (same id) stay as they are.
 * @throws AppError `storage-full` or `storage-unavailable`, AbortError when `signal` fires; then nothing was added.
 */
export function commitImport(
  db: ImportsDatabase,
  parsed: ParsedImport,
  options: CommitOptions = {},
): Promise<CommitResult> {
  return asWriter(async () => {
    await finishRemovals(db);
    const batchId = await freeBatchId(db, parsed.batchId);
    const additions: Message[][] = [];
    for (const thread of parsed.threads) additions.push(await newMessages(db, thread, batchId));
    const parts = parsed.threads.map(({ thread }, at) => makePart(thread, additions[at]!));
    const batch: StoredBatch = {
      id: batchId,
      state: "staged",
      fileName: parsed.fileName,
      committedAt: null,
      parts,
      ...(parsed.contacts === undefined ? {} : { contacts: parsed.contacts }),
    };
    const progress = progressOf(additions, options);
    try {
      await db.put("batches", batch);
      for (const messages of additions) await putMessages(db, messages, options.signal, progress);
      await publish(db, batch);
    } catch (error) {
      await removeBatchRows(db, batch).catch(() => {});
      throw error;
    }
    const added = additions.reduce((sum, messages) => sum + messages.length, 0);
    const total = parsed.threads.reduce((sum, { messages }) => sum + messages.length, 0);
    return {
      batchId,
      threadIds: parts.map(({ threadId }) => threadId),
      added,
      alreadyHere: total - added,
      ...(parsed.contacts === undefined ? {} : { contacts: parsed.contacts.length }),
    };
  }, options.signal);
}

/** Counts stored messages over all threads of the import. */
function progressOf(
  additions: readonly (readonly Message[])[],
  options: CommitOptions,
): (count: number) => void {
  const total = additions.reduce((sum, messages) => sum + messages.length, 0);
  let done = 0;
  return (count) => options.onProgress?.((done += count), total);
}

/**
 * Removes exactly what this import added; an unknown import is none.
 * @returns the threads it had added to
 */
export function undoImport(db: ImportsDatabase, batchId: Id): Promise<readonly Id[]> {
  return asWriter(async () => {
    const tx = db.transaction(["batches", "threads"], "readwrite");
    const batch = await tx.objectStore("batches").get(batchId);
    if (batch) {
      await tx.objectStore("batches").put({ ...batch, state: "removing" });
      await refreshThreads(tx, batch);
    }
    await tx.done;
    if (batch) await removeBatchRows(db, { ...batch, state: "removing" });
    return batch?.parts.map(({ threadId }) => threadId) ?? [];
  });
}

/** All threads, the one with the latest message first. */
export async function listThreads(db: ImportsDatabase): Promise<Thread[]> {
  const stored = await guard(() => db.getAll("threads"));
  return stored
    .filter(({ state }) => state === "live")
    .map(({ thread }) => thread)
    .sort((a, b) => (b.last ?? "").localeCompare(a.last ?? ""));
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

async function freeBatchId(db: ImportsDatabase, wanted: Id): Promise<Id> {
  let id = wanted;
  for (let copy = 2; (await db.getKey("batches", id)) !== undefined; copy++) id = `${wanted}_${copy}`;
  return id;
}

async function newMessages(db: ImportsDatabase, parsed: ParsedThread, batchId: Id): Promise<Message[]> {
  const known = await readKnown(db, parsed.thread.id);
  return placeInOrder(known, parsed.messages).map((message) => ({ ...message, batchId }));
}

async function readKnown(db: ImportsDatabase, threadId: Id): Promise<KnownMessage[]> {
  const known: KnownMessage[] = [];
  let range = threadRange(threadId);
  for (;;) {
    const page = await db.getAllFromIndex("messages", "by-thread", range, PAGE);
    for (const message of page) known.push({ id: message.id, seq: message.seq, minute: minuteOf(message) });
    if (page.length < PAGE) return known;
    range = IDBKeyRange.bound([threadId, known.at(-1)!.seq], [threadId, Infinity], true);
  }
}

function threadRange(threadId: Id): IDBKeyRange {
  return IDBKeyRange.bound([threadId, -Infinity], [threadId, Infinity]);
}

function makePart(thread: Thread, added: readonly Message[]): BatchPart {
  const locals = added.flatMap(({ time }) => (time === null ? [] : [time.local])).sort();
  const { title, kind, zone, people, source } = thread;
  return {
    threadId: thread.id,
    added: added.length,
    first: locals[0] ?? null,
    last: locals.at(-1) ?? null,
    source,
    title,
    kind,
    zone,
    people,
  };
}

async function putMessages(
  db: ImportsDatabase,
  messages: readonly Message[],
  signal: AbortSignal | undefined,
  onStored: (count: number) => void,
): Promise<void> {
  for (let at = 0; at < messages.length; at += MESSAGES_PER_TRANSACTION) {
    signal?.throwIfAborted();
    const tx = db.transaction("messages", "readwrite");
    // A failed request aborts the transaction: `done` has the reason, the requests only say "aborted".
    const part = messages.slice(at, at + MESSAGES_PER_TRANSACTION);
    for (const message of part) tx.store.put(message).catch(() => {});
    await tx.done;
    onStored(part.length);
  }
}

async function publish(db: ImportsDatabase, batch: StoredBatch): Promise<void> {
  const tx = db.transaction(["batches", "threads"], "readwrite");
  await tx.objectStore("batches").put({ ...batch, state: "complete", committedAt: new Date().toISOString() });
  await refreshThreads(tx, batch);
  await tx.done;
}

type ThreadTransaction = IDBPTransaction<ImportsSchema, ("batches" | "threads")[], "readwrite">;

/** Makes threads the sum of their complete batches; without a message left they go. A mailbox has thousands of them. */
async function refreshThreads(tx: ThreadTransaction, { parts, contacts }: StoredBatch): Promise<void> {
  const batches = await tx.objectStore("batches").getAll();
  const owned = partsByThread(batches);
  const names = contactNames(batches);
  // Contacts may be people of any thread.
  const ids =
    contacts === undefined
      ? parts.map(({ threadId }) => threadId)
      : (await tx.objectStore("threads").getAll())
          .filter(({ state }) => state === "live")
          .map(({ id }) => id);
  for (const id of ids) await refreshThread(tx, id, owned.get(id) ?? [], names);
}

async function refreshThread(
  tx: ThreadTransaction,
  threadId: Id,
  owned: readonly OwnedPart[],
  names: ReadonlyMap<Id, string>,
): Promise<void> {
  const threads = tx.objectStore("threads");
  const thread = sumParts(owned, threadId, names);
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

async function finishRemovals(db: ImportsDatabase): Promise<void> {
  for (const batch of await db.getAll("batches"))
    if (batch.state !== "complete") await removeBatchRows(db, batch);
  for (const { id, state } of await db.getAll("threads"))
    if (state === "removing") await removeThreadRows(db, id);
}

/** What was derived from the messages holds their words: it goes with them. A staged import was never part of it. */
async function removeBatchRows(db: ImportsDatabase, { id, state, parts }: StoredBatch): Promise<void> {
  await deleteMessages(db, "by-batch", IDBKeyRange.only(id));
  if (state === "removing") for (const { threadId } of parts) await forgetDerived(db, threadId);
  await db.delete("batches", id);
}

async function removeThreadRows(db: ImportsDatabase, threadId: Id): Promise<void> {
  await deleteMessages(db, "by-thread", threadRange(threadId));
  await forgetDerived(db, threadId);
  const tx = db.transaction(["batches", "threads"], "readwrite");
  const batches = tx.objectStore("batches");
  for (const batch of await batches.getAll()) {
    const parts = batch.parts.filter((part) => part.threadId !== threadId);
    if (parts.length === 0 && batch.parts.length > 0) await batches.delete(batch.id);
    else if (parts.length < batch.parts.length) await batches.put({ ...batch, parts });
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
