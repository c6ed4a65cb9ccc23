/**
 * @file What an import that is undone leaves to the others: a message that a later file had too stays, and belongs to that
 * one from then on. Goes on message by message before anything is hidden; every step leaves all counts right.
 */
import type { Id, Message } from "#messages/message";
import { spanOf } from "./batch-sums.ts";
import { partPages } from "./import-rows.ts";
import {
  changeStores,
  type ImportsDatabase,
  type ImportsTransaction,
  type StoredBatch,
  type StoredPart,
} from "./imports-db.ts";

const MESSAGES_PER_TRANSACTION = 500;

/** Call as the writer, before the import is removed. */
export async function leaveToHeirs(db: ImportsDatabase, batchId: Id): Promise<void> {
  const heirs = await findHeirs(db, batchId);
  if (heirs.length === 0) return;
  const keys = await db.getAllKeysFromIndex("messages", "by-batch", batchId);
  for (let at = 0; at < keys.length; at += MESSAGES_PER_TRANSACTION) {
    const tx = changeStores(db, ["parts", "messages", "edits"]);
    await handOver(tx, batchId, heirs, keys.slice(at, at + MESSAGES_PER_TRANSACTION));
    await tx.done;
  }
}

/**
 * Later imports with messages of this one, the earliest first. One that brought nothing new is not in the list of imports:
 * it keeps nothing alive.
 */
async function findHeirs(db: ImportsDatabase, batchId: Id): Promise<readonly Id[]> {
  const own = await db.get("batches", batchId);
  if (!own) return [];
  const sharing = new Set<Id>();
  for await (const parts of partPages(db, batchId))
    for (const { threadId } of parts)
      for (const part of await db.getAllFromIndex("parts", "by-thread", threadId))
        if (part.shared !== undefined && part.batchId !== batchId) sharing.add(part.batchId);
  if (sharing.size === 0) return [];
  const later = (await db.getAll("batches"))
    .filter(({ id, state }) => sharing.has(id) && state === "complete")
    .filter(({ committedAt }) => (committedAt ?? "") >= (own.committedAt ?? ""))
    .sort((a, b) => (a.committedAt ?? "").localeCompare(b.committedAt ?? ""));
  const heirs: Id[] = [];
  for (const batch of later) if (await broughtSomething(db, batch)) heirs.push(batch.id);
  return heirs;
}

async function broughtSomething(db: ImportsDatabase, { id, edited = 0 }: StoredBatch): Promise<boolean> {
  if (edited > 0) return true;
  for await (const parts of partPages(db, id)) if (parts.some(({ added }) => added > 0)) return true;
  return false;
}

async function handOver(
  tx: ImportsTransaction,
  from: Id,
  heirs: readonly Id[],
  keys: readonly Id[],
): Promise<void> {
  const messages = tx.objectStore("messages");
  const heirParts = new Map<Id, readonly (StoredPart | undefined)[]>();
  const moved = new Map<Id, Message[]>();
  for (const message of await Promise.all(keys.map((key) => messages.get(key)))) {
    if (!message) continue;
    const parts = heirParts.get(message.threadId) ?? (await partsOfHeirs(tx, heirs, message.threadId));
    heirParts.set(message.threadId, parts);
    const heir = heirOf(parts, message);
    if (heir === undefined) continue;
    await messages.put({ ...message, batchId: heir });
    await moveEdits(tx, message.id, from, heir);
    moved.set(heir, [...(moved.get(heir) ?? []), message]);
  }
  for (const [to, list] of moved) await moveCounts(tx, from, to, list);
}

function partsOfHeirs(
  tx: ImportsTransaction,
  heirs: readonly Id[],
  threadId: Id,
): Promise<readonly (StoredPart | undefined)[]> {
  return Promise.all(heirs.map((id) => tx.objectStore("parts").get([id, threadId])));
}

/** The first that had the message too. */
function heirOf(parts: readonly (StoredPart | undefined)[], { seq }: Message): Id | undefined {
  return parts.find((part) => part?.shared?.some(([first, last]) => first <= seq && seq <= last))?.batchId;
}

/** The version of the heir is the first one now; the others follow the message. */
async function moveEdits(tx: ImportsTransaction, messageId: Id, from: Id, to: Id): Promise<void> {
  const edits = tx.objectStore("edits");
  for (const edit of await edits.index("by-message").getAll(messageId)) {
    if (edit.batchId === to) await edits.delete([to, messageId]);
    else if (edit.ownerId === from)
      await edits.put({ ...edit, ownerId: to, other: { ...edit.other, batchId: to } });
  }
}

async function moveCounts(
  tx: ImportsTransaction,
  from: Id,
  to: Id,
  messages: readonly Message[],
): Promise<void> {
  const parts = tx.objectStore("parts");
  for (const threadId of new Set(messages.map((message) => message.threadId))) {
    const [giver, taker] = await Promise.all([parts.get([from, threadId]), parts.get([to, threadId])]);
    if (!giver || !taker) continue;
    const inThread = messages.filter((message) => message.threadId === threadId);
    const times = inThread.map(({ time }) => time?.local ?? null);
    await parts.put({ ...giver, added: giver.added - inThread.length });
    await parts.put({
      ...taker,
      ...spanOf([taker.first, taker.last, ...times]),
      added: taker.added + inThread.length,
    });
  }
}
