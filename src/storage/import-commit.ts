/**
 * @file Stores an import (spec messages-calendar 2 "Storage", N6: an import is atomic). It is written in transactions of 500
 * messages and becomes visible in one last transaction; so a reader sees all of it or nothing, whenever the worker is killed.
 */
import type { Id, Message, StagedImport, StagedThread, Thread } from "#messages/message";
import { spanOf } from "./batch-sums.ts";
import { messagesOf, planThread, readLaterVersions, type ThreadPlan } from "./import-plan.ts";
import { TargetFinder, type PlacedThread } from "./import-target.ts";
import { asWriter, guard } from "./imports-access.ts";
import {
  changeStores,
  type ImportsDatabase,
  type StoredBatch,
  type StoredEdit,
  type StoredPart,
} from "./imports-db.ts";
import { finishRemovals, refreshThreads, removeBatchRows } from "./imports.ts";
import { forgetInside } from "./imports-search.ts";
import { applyEdits } from "./message-edits.ts";

const MESSAGES_PER_TRANSACTION = 500;
const PARTS_PER_TRANSACTION = 500;

/** What an import adds to what is here. */
export interface ImportSum {
  readonly added: number;
  /** Known messages, edited ones included. */
  readonly alreadyHere: number;
  /** Known messages of which the import has a later version. */
  readonly edited: number;
}

export interface CommitResult extends ImportSum {
  /** Names the import for `undoImport`. Differs from the staged one when that import was committed before. */
  readonly batchId: Id;
  readonly threadIds: readonly Id[];
  /** People of a contact file; absent for messages. */
  readonly contacts?: number;
}

export interface CommitOptions {
  readonly signal?: AbortSignal;
  /** Called after each transaction, and at the end: messages looked at, stored or known. */
  readonly onProgress?: (doneMessages: number, totalMessages: number) => void;
}

/** What `commitImport` would do now; nothing is stored. */
export function compareImport(
  db: ImportsDatabase,
  staged: Pick<StagedImport, "threads" | "messages">,
  signal?: AbortSignal,
): Promise<ImportSum> {
  return guard(async () => {
    const sum = { added: 0, alreadyHere: 0, edited: 0 };
    const targets = await TargetFinder.open(db);
    for await (const one of eachThread(staged)) {
      signal?.throwIfAborted();
      const thread = await targets.find(staged, one);
      const plan = await planThread(db, staged, thread);
      const added = plan.seqs?.filter((seq) => !Number.isNaN(seq)).length ?? thread.thread.count;
      sum.added += added;
      sum.alreadyHere += thread.thread.count - added;
      if (plan.edited.size === 0) continue;
      for await (const { part, position } of messagesOf(staged, thread))
        sum.edited += (await readLaterVersions(db, part, position, plan)).length;
    }
    return sum;
  }, signal);
}

/**
 * Stores what is new in `staged`. Messages already here (same id) stay as they are, unless the import has a later version.
 * @throws AppError `storage-full` or `storage-unavailable`, AbortError when `signal` fires; then nothing was added.
 */
export function commitImport(
  db: ImportsDatabase,
  staged: StagedImport,
  options: CommitOptions = {},
): Promise<CommitResult> {
  return asWriter(async () => {
    await finishRemovals(db);
    const batch = newBatch(staged, await freeBatchId(db, staged.batchId));
    const writer = new BatchWriter(db, batch.id, staged, options);
    let edited: number;
    try {
      await db.put("batches", batch);
      await writer.writeAll();
      edited = await publish(db, batch);
    } catch (error) {
      await removeBatchRows(db, batch).catch(() => {});
      throw error;
    }
    const { added, threadIds } = writer;
    return {
      batchId: batch.id,
      threadIds: [...threadIds],
      added,
      alreadyHere: writer.total - added,
      edited,
      ...(staged.contacts === undefined ? {} : { contacts: staged.contacts.length }),
    };
  }, options.signal);
}

function newBatch({ fileName, contacts }: StagedImport, id: Id): StoredBatch {
  return {
    id,
    state: "staged",
    fileName,
    committedAt: null,
    ...(contacts === undefined ? {} : { contacts }),
  };
}

async function freeBatchId(db: ImportsDatabase, wanted: Id): Promise<Id> {
  let id = wanted;
  for (let copy = 2; (await db.getKey("batches", id)) !== undefined; copy++) id = `${wanted}_${copy}`;
  return id;
}

async function* eachThread({ threads }: Pick<StagedImport, "threads">): AsyncGenerator<StagedThread> {
  for await (const page of threads.readAll()) yield* page;
}

/** Writes the messages and the later versions of one import. A mailbox has thousands of threads of few messages. */
class BatchWriter {
  readonly total: number;
  readonly #db: ImportsDatabase;
  readonly #batchId: Id;
  readonly #staged: StagedImport;
  readonly #options: CommitOptions;
  readonly threadIds = new Set<Id>();
  added = 0;
  #waiting: Message[] = [];
  #parts: StoredPart[] = [];
  #done = 0;

  constructor(db: ImportsDatabase, batchId: Id, staged: StagedImport, options: CommitOptions) {
    this.#db = db;
    this.#batchId = batchId;
    this.#staged = staged;
    this.#options = options;
    this.total = staged.messages.size;
  }

  async writeAll(): Promise<void> {
    const targets = await TargetFinder.open(this.#db);
    for await (const one of eachThread(this.#staged)) {
      const placed = await targets.find(this.#staged, one);
      const { id } = placed.thread;
      // Two threads of the file may be one that is here: what was added to it a moment ago is known now.
      const isAgain = this.threadIds.has(id);
      if (isAgain) await this.#flush();
      const part = await this.#writeThread(placed, await planThread(this.#db, this.#staged, placed));
      const before = isAgain ? await this.#db.get("parts", [this.#batchId, id]) : undefined;
      this.threadIds.add(id);
      this.added += part.added;
      this.#parts.push(before ? sumOf(before, part) : part);
      if (this.#parts.length === PARTS_PER_TRANSACTION) await this.#flush();
    }
    await this.#flush();
  }

  async #writeThread(placed: PlacedThread, plan: ThreadPlan): Promise<StoredPart> {
    const span = new PartSpan();
    for await (const { part, position } of messagesOf(this.#staged, placed)) {
      await this.#putEdits(part, position, plan);
      for (const [at, message] of part.entries()) {
        const seq = plan.seqs?.[position + at] ?? message.seq;
        this.#done++;
        if (Number.isNaN(seq)) continue;
        const stored = { ...message, seq, batchId: this.#batchId };
        span.add(stored);
        this.#waiting.push(stored);
        if (this.#waiting.length === MESSAGES_PER_TRANSACTION) await this.#flush();
      }
    }
    const part = toPart(this.#batchId, placed.thread, span);
    return plan.shared.length === 0 ? part : { ...part, shared: plan.shared };
  }

  async #flush(): Promise<void> {
    this.#options.signal?.throwIfAborted();
    if (this.#waiting.length + this.#parts.length > 0) {
      const tx = this.#db.transaction(["messages", "parts"], "readwrite");
      // A failed request aborts the transaction: `done` has the reason, the requests only say "aborted".
      for (const message of this.#waiting)
        tx.objectStore("messages")
          .put(message)
          .catch(() => {});
      for (const part of this.#parts)
        tx.objectStore("parts")
          .put(part)
          .catch(() => {});
      await tx.done;
      this.#waiting = [];
      this.#parts = [];
    }
    this.#options.onProgress?.(this.#done, this.total);
  }

  async #putEdits(part: readonly Message[], position: number, plan: ThreadPlan): Promise<void> {
    const later = await readLaterVersions(this.#db, part, position, plan);
    if (later.length === 0) return;
    const tx = this.#db.transaction("edits", "readwrite");
    for (const { stored, next } of later) {
      const { id: messageId, threadId, batchId: ownerId } = stored;
      const edit: StoredEdit = { batchId: this.#batchId, messageId, threadId, ownerId, other: next };
      tx.store.put(edit).catch(() => {});
    }
    await tx.done;
  }
}

/** How many messages a thread gets, from when to when. */
class PartSpan {
  added = 0;
  first: string | null = null;
  last: string | null = null;

  add({ time }: Message): void {
    this.added++;
    if (time === null) return;
    if (this.first === null || time.local < this.first) this.first = time.local;
    if (this.last === null || time.local > this.last) this.last = time.local;
  }
}

function toPart(batchId: Id, thread: Thread, { added, first, last }: PartSpan): StoredPart {
  const { id: threadId, source, title, kind, zone, people } = thread;
  return { batchId, threadId, added, first, last, source, title, kind, zone, people };
}

/** Of two parts of one thread. */
function sumOf(before: StoredPart, part: StoredPart): StoredPart {
  const people = new Map([...before.people, ...part.people].map((person) => [person.id, person]));
  const shared = [...(before.shared ?? []), ...(part.shared ?? [])];
  return {
    ...part,
    added: before.added + part.added,
    ...spanOf([before.first, before.last, part.first, part.last]),
    people: [...people.values()],
    ...(shared.length > 0 && { shared }),
  };
}

/** @returns how many messages were edited */
async function publish(db: ImportsDatabase, batch: StoredBatch): Promise<number> {
  const derived = ["outlines", "search-states", "search-segments"] as const;
  const tx = changeStores(db, ["batches", "parts", "threads", "messages", "edits", ...derived]);
  const { changed, threadIds } = await applyEdits(tx, batch.id);
  // The index of these threads has words that are not said any more.
  for (const threadId of threadIds) forgetInside(tx, threadId);
  const complete = { ...batch, state: "complete" as const, committedAt: new Date().toISOString() };
  await tx.objectStore("batches").put(changed === 0 ? complete : { ...complete, edited: changed });
  await refreshThreads(tx, batch);
  await tx.done;
  return changed;
}
