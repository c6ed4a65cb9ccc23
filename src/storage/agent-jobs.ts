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

/** Removes the jobs that `isMeant` names. */
export async function deleteJobs(isMeant: (job: JobRecord) => boolean): Promise<void> {
  await writeUser(["agent-jobs"], async (transaction) => {
    let cursor = await transaction.objectStore("agent-jobs").openCursor();
    while (cursor) {
      if (isMeant(cursor.value)) await cursor.delete();
      cursor = await cursor.continue();
    }
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
