/**
 * @file What the agent was asked and how far it got, one record a job, and the append-only log of what it did. The shape
 * of a job and of an entry belongs to whoever saves it.
 */
import { readUser, writeUser } from "./user-db.ts";

export interface JobRecord {
  readonly id: string;
  readonly conversationId: string;
  /** The turn that shows it. */
  readonly turnId: string;
  /** 1 while it waits for a person's yes, no or answer; absent otherwise, and then not in the index. */
  readonly waiting?: 1;
  /** Raised by whoever takes content out of it: work that began before may not put it back. */
  readonly revision?: number;
  readonly value: unknown;
}

export interface ActionRecord {
  /** The same event logged twice has the same id. */
  readonly id: string;
}

export function readJob(id: string): Promise<JobRecord | undefined> {
  return readUser(["agent-jobs"], (transaction) => transaction.objectStore("agent-jobs").get(id));
}

/** Adds or replaces by `id`. @throws AppError `storage-full`, `storage-unavailable`, `storage-newer` */
export async function saveJob(record: JobRecord): Promise<void> {
  await writeUser(["agent-jobs"], (transaction) => transaction.objectStore("agent-jobs").put(record));
}

/** Replaces the record of a job; false = it is gone, or of another revision by now, and nothing was stored. */
export function updateJob(record: JobRecord): Promise<boolean> {
  return writeUser(["agent-jobs"], async (transaction) => {
    const store = transaction.objectStore("agent-jobs");
    const known = await store.get(record.id);
    if (known === undefined || (known.revision ?? 0) !== (record.revision ?? 0)) return false;
    await store.put(record);
    return true;
  });
}

/** Jobs that wait for a person, as far as their turn is still there. */
export function listWaitingJobs(): Promise<readonly JobRecord[]> {
  return readUser(["agent-jobs", "turns"], async (transaction) => {
    const jobs = await transaction.objectStore("agent-jobs").index("by-waiting").getAll(1);
    const turns = await Promise.all(jobs.map(({ turnId }) => transaction.objectStore("turns").get(turnId)));
    return jobs.filter(({ id }, at) => turns[at]?.job === id);
  });
}

/** Removes jobs whose turn is gone: its conversation was deleted, or the question was answered in another way. */
export async function sweepJobs(): Promise<void> {
  await writeUser(
    ["agent-jobs", "turns"],
    async (transaction) => {
      let cursor = await transaction.objectStore("agent-jobs").openCursor();
      while (cursor) {
        const turn = await transaction.objectStore("turns").get(cursor.value.turnId);
        if (turn?.job !== cursor.value.id) await cursor.delete();
        cursor = await cursor.continue();
      }
    },
    "relaxed",
  );
}

/** Takes content out of jobs, as a revision of their own; `redacted` returns the very job where there is nothing to take. */
export function redactJobs(redacted: (job: JobRecord) => JobRecord): Promise<readonly JobRecord[]> {
  return writeUser(["agent-jobs"], async (transaction) => {
    const changed: JobRecord[] = [];
    let cursor = await transaction.objectStore("agent-jobs").openCursor();
    while (cursor) {
      const next = redacted(cursor.value);
      if (next !== cursor.value) {
        const { revision = 0 } = cursor.value;
        const record = { ...next, revision: revision + 1 };
        await cursor.update(record);
        changed.push(record);
      }
      cursor = await cursor.continue();
    }
    return changed;
  });
}

/** Takes content out of entries of the log; their order and number stay. */
export async function redactActions(redacted: (entry: ActionRecord) => ActionRecord): Promise<void> {
  await writeUser(["agent-actions"], async (transaction) => {
    let cursor = await transaction.objectStore("agent-actions").openCursor();
    while (cursor) {
      const next = redacted(cursor.value);
      if (next !== cursor.value) await cursor.update(next);
      cursor = await cursor.continue();
    }
  });
}

/** Adds an entry at the end of the log; nothing when one of that id is there. */
export async function appendAction(entry: ActionRecord): Promise<void> {
  await writeUser(["agent-actions"], async (transaction) => {
    const store = transaction.objectStore("agent-actions");
    if ((await store.index("by-id").count(entry.id)) === 0) await store.add(entry);
  });
}

/** The whole log, oldest first. */
export function listActions(): Promise<readonly ActionRecord[]> {
  return readUser(["agent-actions"], (transaction) => transaction.objectStore("agent-actions").getAll());
}
