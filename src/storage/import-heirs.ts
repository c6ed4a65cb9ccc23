/**
 * @file What an import that is undone leaves to the others: a message that a later file had too stays, and belongs to that
 * one from then on. Goes on message by message before anything is hidden; every step leaves all counts right.
 */
import type { Id, Message } from "#messages/message";
import {
  changeStores,
  type BatchPart,
  type ImportsDatabase,
  type ImportsTransaction,
  type StoredBatch,
} from "./imports-db.ts";

const MESSAGES_PER_TRANSACTION = 500;

/** Call as the writer, before the import is removed. */
export async function leaveToHeirs(db: ImportsDatabase, batchId: Id): Promise<void> {
  const heirs = await findHeirs(db, batchId);
  if (heirs.length === 0) return;
  const keys = await db.getAllKeysFromIndex("messages", "by-batch", batchId);
  for (let at = 0; at < keys.length; at += MESSAGES_PER_TRANSACTION) {
    const tx = changeStores(db, ["batches", "messages", "edits"]);
    await handOver(tx, batchId, heirs, keys.slice(at, at + MESSAGES_PER_TRANSACTION));
    await tx.done;
  }
}

/**
 * Later imports with messages of this one, the earliest first. One that brought nothing new is not in the list of imports:
 * it keeps nothing alive.
 */
async function findHeirs(db: ImportsDatabase, batchId: Id): Promise<readonly StoredBatch[]> {
  const batches = await db.getAll("batches");
  const own = batches.find(({ id }) => id === batchId);
  if (!own) return [];
  const threadIds = new Set(own.parts.map(({ threadId }) => threadId));
  return batches
    .filter(({ id, state }) => id !== batchId && state === "complete")
    .filter(({ committedAt }) => (committedAt ?? "") >= (own.committedAt ?? ""))
    .filter(({ parts, edited = 0 }) => edited + parts.reduce((sum, { added }) => sum + added, 0) > 0)
    .filter(({ parts }) => parts.some(({ threadId, shared }) => shared && threadIds.has(threadId)))
    .sort((a, b) => (a.committedAt ?? "").localeCompare(b.committedAt ?? ""));
}

async function handOver(
  tx: ImportsTransaction,
  from: Id,
  heirs: readonly StoredBatch[],
  keys: readonly Id[],
): Promise<void> {
  const messages = tx.objectStore("messages");
  const moved = new Map<Id, Message[]>();
  for (const message of await Promise.all(keys.map((key) => messages.get(key)))) {
    const heir = message && heirs.find((batch) => hadToo(batch, message));
    if (!message || !heir) continue;
    await messages.put({ ...message, batchId: heir.id });
    await moveEdits(tx, message.id, from, heir.id);
    moved.set(heir.id, [...(moved.get(heir.id) ?? []), message]);
  }
  for (const [to, list] of moved) await moveCounts(tx, from, to, list);
}

function hadToo({ parts }: StoredBatch, { threadId, seq }: Message): boolean {
  return parts.some(
    (part) =>
      part.threadId === threadId &&
      part.shared?.some(([first, last]) => first <= seq && seq <= last) === true,
  );
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
  const batches = tx.objectStore("batches");
  const [giver, taker] = await Promise.all([batches.get(from), batches.get(to)]);
  if (!giver || !taker) return;
  let [given, taken] = [giver.parts, taker.parts];
  for (const threadId of new Set(messages.map((message) => message.threadId))) {
    const times = messages
      .filter((message) => message.threadId === threadId)
      .map(({ time }) => time?.local ?? null);
    given = changeFirst(given, threadId, -times.length, []);
    taken = changeFirst(taken, threadId, times.length, times);
  }
  await batches.put({ ...giver, parts: given });
  await batches.put({ ...taker, parts: taken });
}

/** Two parts of one thread may be of one import: their sum counts. */
function changeFirst(
  parts: readonly BatchPart[],
  threadId: Id,
  more: number,
  times: readonly (string | null)[],
): readonly BatchPart[] {
  const at = parts.findIndex((part) => part.threadId === threadId);
  return parts.map((part, index) => {
    if (index !== at) return part;
    const all = [part.first, part.last, ...times].filter((time) => time !== null).toSorted();
    return { ...part, added: part.added + more, first: all[0] ?? null, last: all.at(-1) ?? null };
  });
}
