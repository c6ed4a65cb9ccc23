/**
 * @file Reading imported messages in parts: a page, some by id, a whole thread step by step; and its outline. Only
 * messages of completed imports are seen, whatever another tab is writing or taking back meanwhile.
 */
import type { Id, Message, Thread } from "#messages/message";
import { guard } from "./imports-access.ts";
import type { ImportsDatabase, StoredBatch, StoredOutline } from "./imports-db.ts";
import { partPages } from "./import-rows.ts";
import { stillHas } from "./imports-search.ts";
import { OutlineBuilder, type ThreadOutline } from "./thread-outline.ts";

/** Messages read at a time when a whole thread is gone through. */
const SCAN_MESSAGES = 1000;
/** Threads of an import that the list of imports names. */
const MAX_NAMED_THREADS = 10;
/** Ids asked for at once; a result cites far fewer. */
const MAX_IDS = 1000;

/** A completed import, for the list of imports. */
export interface StoredImport {
  readonly id: Id;
  readonly fileName: string;
  /** ISO instant. */
  readonly committedAt: string;
  readonly source: Thread["source"];
  /** Messages it added; those that were here before belong to an earlier import. */
  readonly added: number;
  /** Messages of earlier imports that it replaced by later versions. */
  readonly edited: number;
  /** Threads it added messages to. */
  readonly threadCount: number;
  /** The first of them. */
  readonly threads: readonly { readonly id: Id; readonly title: string; readonly added: number }[];
}

/**
 * The messages with `firstSeq <= seq < endSeq` in order; null = to the end. None for an unknown thread.
 */
export function readMessages(
  db: ImportsDatabase,
  threadId: Id,
  firstSeq: number,
  endSeq: number | null,
): Promise<Message[]> {
  return guard(async () => {
    const range = IDBKeyRange.bound([threadId, firstSeq], [threadId, endSeq ?? Infinity], false, true);
    const tx = db.transaction(["threads", "messages"]);
    const stored = await tx.objectStore("threads").get(threadId);
    if (stored?.state !== "live") return [];
    const messages = await tx.objectStore("messages").index("by-thread").getAll(range);
    return visible(messages, stored.thread);
  });
}

/** The messages of a thread that are named, in the order of `ids`; what is gone is left out. */
export function readMessagesById(db: ImportsDatabase, threadId: Id, ids: readonly Id[]): Promise<Message[]> {
  return guard(async () => {
    const tx = db.transaction(["threads", "messages"]);
    const stored = await tx.objectStore("threads").get(threadId);
    if (stored?.state !== "live") return [];
    const store = tx.objectStore("messages");
    const found = await Promise.all(ids.slice(0, MAX_IDS).map((id) => store.get(id)));
    const messages = found.filter((message) => message !== undefined && message.threadId === threadId);
    return visible(messages as Message[], stored.thread);
  });
}

/** Goes through a thread in order, some messages at a time, each time in a transaction of its own. */
export async function* scanThread(
  db: ImportsDatabase,
  thread: Pick<Thread, "id" | "batchIds">,
): AsyncGenerator<readonly Message[]> {
  let after = -Infinity;
  for (;;) {
    const range = IDBKeyRange.bound([thread.id, after], [thread.id, Infinity], true);
    const page = await guard(() => db.getAllFromIndex("messages", "by-thread", range, SCAN_MESSAGES));
    yield visible(page, thread);
    if (page.length < SCAN_MESSAGES) return;
    after = page.at(-1)!.seq;
  }
}

/** What some imports added to a thread, some messages at a time, in no order: by the shorter way to each. */
export async function* scanBatches(
  db: ImportsDatabase,
  { id: threadId, count }: Pick<Thread, "id" | "count">,
  batchIds: readonly Id[],
): AsyncGenerator<readonly Message[]> {
  // A mailbox adds to thousands of threads: the thread is gone through, once for all of them.
  const large: Id[] = [];
  for (const batchId of batchIds) {
    const keys = await guard(() => db.getAllKeysFromIndex("messages", "by-batch", batchId, count + 1));
    if (keys.length > count) {
      large.push(batchId);
      continue;
    }
    for (let at = 0; at < keys.length; at += SCAN_MESSAGES) {
      const part = keys.slice(at, at + SCAN_MESSAGES);
      const messages = await guard(async () => {
        const { store } = db.transaction("messages");
        return Promise.all(part.map((key) => store.get(key)));
      });
      yield messages.filter((message): message is Message => message?.threadId === threadId);
    }
  }
  if (large.length > 0) yield* scanThread(db, { id: threadId, batchIds: large });
}

/** One thread, or null when it is not here. */
export async function readThread(db: ImportsDatabase, threadId: Id): Promise<Thread | null> {
  const stored = await guard(() => db.get("threads", threadId));
  return stored?.state === "live" ? stored.thread : null;
}

/** The outline of a thread: the kept one, or a new one when its messages changed since. Null for an unknown thread. */
export async function readOutline(db: ImportsDatabase, threadId: Id): Promise<ThreadOutline | null> {
  const thread = await readThread(db, threadId);
  if (thread === null) return null;
  const kept = await guard(() => db.get("outlines", threadId));
  if (kept && sameIds(kept.batchIds, thread.batchIds)) return kept.outline;
  const builder = new OutlineBuilder();
  for await (const messages of scanThread(db, thread)) for (const message of messages) builder.add(message);
  const outline = builder.finish();
  await keepOutline(db, { threadId, batchIds: thread.batchIds, outline });
  return outline;
}

/** Unless the thread was deleted meanwhile. */
async function keepOutline(db: ImportsDatabase, outline: StoredOutline): Promise<void> {
  await guard(async () => {
    const tx = db.transaction(["threads", "outlines"], "readwrite");
    if (stillHas(await tx.objectStore("threads").get(outline.threadId), outline.batchIds))
      tx.objectStore("outlines")
        .put(outline)
        .catch(() => {});
    await tx.done;
  });
}

/** The completed imports that are still visible somewhere, the latest first. */
export function listImports(db: ImportsDatabase): Promise<StoredImport[]> {
  return guard(async () => {
    const batches = await db.getAll("batches");
    const imports: StoredImport[] = [];
    for (const batch of batches) if (batch.state === "complete") imports.push(await toImport(db, batch));
    return imports
      .filter(({ added, edited }) => added + edited > 0)
      .sort((a, b) => b.committedAt.localeCompare(a.committedAt));
  });
}

/** The threads that are here, and the completed imports. By keys: there may be a hundred thousand threads. */
export function idsInForce(
  db: ImportsDatabase,
): Promise<{ readonly threadIds: ReadonlySet<Id>; readonly batchIds: ReadonlySet<Id> }> {
  return guard(async () => {
    const batches = await db.getAll("batches");
    return {
      threadIds: new Set(await db.getAllKeys("threads")),
      batchIds: new Set(batches.filter(({ state }) => state === "complete").map(({ id }) => id)),
    };
  });
}

async function toImport(
  db: ImportsDatabase,
  { id, fileName, committedAt, edited = 0 }: StoredBatch,
): Promise<StoredImport> {
  const threads: StoredImport["threads"][number][] = [];
  let source: Thread["source"] | null = null;
  let threadCount = 0;
  let added = 0;
  for await (const parts of partPages(db, id)) {
    source ??= parts[0]?.source ?? null;
    for (const part of parts.filter((one) => one.added > 0)) {
      added += part.added;
      threadCount++;
      if (threads.length < MAX_NAMED_THREADS)
        threads.push({ id: part.threadId, title: part.title, added: part.added });
    }
  }
  const when = committedAt ?? "";
  return { id, fileName, committedAt: when, source: source ?? "paste", added, edited, threadCount, threads };
}

export function sameIds(a: readonly Id[], b: readonly Id[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}

/** A thread names the imports that count; others are being written or taken back. */
function visible(messages: readonly Message[], { batchIds }: Pick<Thread, "batchIds">): Message[] {
  const counted = new Set(batchIds);
  return messages.filter(({ batchId }) => counted.has(batchId));
}
