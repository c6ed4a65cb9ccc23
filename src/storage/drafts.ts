/** @file Calendar drafts, kept until the person deletes them. */
import type { EventDraft } from "#calendar/event-draft";
import { readUser, writeUser } from "./user-db.ts";

/** All drafts, the latest change first. */
export async function listDrafts(): Promise<readonly EventDraft[]> {
  const drafts = await readUser(["event-drafts"], (transaction) =>
    transaction.objectStore("event-drafts").getAll(),
  );
  return drafts.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : 0));
}

export function readDraft(id: string): Promise<EventDraft | undefined> {
  return readUser(["event-drafts"], (transaction) => transaction.objectStore("event-drafts").get(id));
}

/** Adds or replaces by `id`. @throws AppError `storage-full`, `storage-unavailable`, `storage-newer` */
export async function saveDraft(draft: EventDraft): Promise<void> {
  await writeUser(["event-drafts"], (transaction) => transaction.objectStore("event-drafts").put(draft));
}

export async function deleteDraft(id: string): Promise<void> {
  await writeUser(["event-drafts"], (transaction) => transaction.objectStore("event-drafts").delete(id));
}
