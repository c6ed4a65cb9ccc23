/**
 * @file A message that was edited after it was imported: the later version takes the place of the earlier one and keeps
 * its id and its place, so that what cites it still does; undo brings the earlier one back (spec messages-calendar 2).
 */
import type { Id, Message } from "#messages/message";
import { guard } from "./imports-access.ts";
import type { ImportsDatabase, ImportsTransaction, StoredBatch, StoredEdit } from "./imports-db.ts";
import { isEdited, lacksMedia } from "./message-order.ts";

/**
 * What takes the place of a stored message, or null when what is stored is as late or says as much. A message that was
 * deleted since keeps its words; what an export without media leaves out, one with media has.
 */
export function laterVersion(stored: Message, incoming: Message): Message | null {
  if (incoming.kind === "deleted") return null;
  if (stored.kind === "deleted") return inPlaceOf(stored, incoming);
  if (isEdited(incoming) && !saysTheSame(stored, incoming))
    return editMs(incoming) < editMs(stored) ? null : inPlaceOf(stored, incoming);
  const { attachments } = incoming;
  const addsMedia = lacksMedia(stored) && attachments.length > 0 && !lacksMedia(incoming);
  return addsMedia ? inPlaceOf(stored, { ...stored, kind: incoming.kind, attachments }) : null;
}

function inPlaceOf(stored: Message, incoming: Message): Message {
  const { id, seq, batchId, replyTo } = stored;
  return {
    ...incoming,
    id,
    seq,
    batchId,
    ...(replyTo === undefined ? {} : { replyTo }),
    attachments: incoming.attachments.map((one, at) => ({
      ...one,
      id: stored.attachments[at]?.id ?? one.id,
    })),
  };
}

/** Some exports say when, others only that. */
function editMs({ editedAt }: Message): number {
  return editedAt === undefined ? 0 : Date.parse(editedAt);
}

function saysTheSame(a: Message, b: Message): boolean {
  return wordsOf(a) === wordsOf(b);
}

/** Not the names of media, which some exports leave out. */
function wordsOf({ kind, text, quoted = "" }: Message): string {
  return [kind, text, quoted].join("\u001f");
}

/** The later versions come into force. @returns how many messages changed, in which threads */
export async function applyEdits(
  tx: ImportsTransaction,
  batchId: Id,
): Promise<{ readonly changed: number; readonly threadIds: ReadonlySet<Id> }> {
  const edits = tx.objectStore("edits");
  const messages = tx.objectStore("messages");
  const threadIds = new Set<Id>();
  const staged = await edits.getAll(editsOf(batchId));
  for (const edit of staged) {
    // The writer's lock is held since it was read for this edit: it is here.
    const before = (await messages.get(edit.messageId))!;
    await messages.put(edit.other);
    await edits.put({ ...edit, other: before });
    threadIds.add(edit.threadId);
  }
  return { changed: staged.length, threadIds };
}

/** What this import changed is as it was, unless a later one changed it again: then that one has changed the earlier version. */
export async function revertEdits(tx: ImportsTransaction, batch: StoredBatch): Promise<void> {
  const edits = tx.objectStore("edits");
  const committed = new Map(
    (await tx.objectStore("batches").getAll()).map((one) => [one.id, one.committedAt ?? ""]),
  );
  const timeOf = ({ batchId }: StoredEdit): string => committed.get(batchId) ?? "";
  for (const edit of await edits.getAll(editsOf(batch.id))) {
    const [next] = (await edits.index("by-message").getAll(edit.messageId))
      .filter((other) => other.batchId !== batch.id && timeOf(other) > timeOf(edit))
      .sort((a, b) => timeOf(a).localeCompare(timeOf(b)));
    if (next) await edits.put({ ...next, other: edit.other });
    else if (await tx.objectStore("messages").getKey(edit.messageId))
      await tx.objectStore("messages").put(edit.other);
    await edits.delete([batch.id, edit.messageId]);
  }
}

/** Messages of earlier imports of which this one has the version in force, or had it. */
export async function readEdited(db: ImportsDatabase, batchId: Id): Promise<readonly Message[]> {
  return guard(async () => {
    const keys = await db.getAllKeys("edits", editsOf(batchId));
    const found = await Promise.all(keys.map(([, messageId]) => db.get("messages", messageId)));
    return found.filter((message) => message !== undefined);
  });
}

export function editsOf(batchId: Id): IDBKeyRange {
  return IDBKeyRange.bound([batchId], [batchId, []]);
}
