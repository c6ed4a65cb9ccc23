/**
 * @file Pictures of an import: counted when the file is read, kept when the person wants them, after the messages are
 * stored. A picture is kept when a message of the import names it; the newest come first, within the limits.
 */
import { errorCode, isAbort } from "#shared/errors";
import { openArchivePictures, type ArchivePictures } from "#messages/archive-pictures";
import { MAX_KEPT_PICTURE_BYTES, MAX_KEPT_PICTURES } from "#messages/limits";
import type { Id, Message } from "#messages/message";
import type { ImportsDatabase } from "#storage/imports-db";
import { undoImport } from "#storage/imports";
import { idsInForce, scanThread } from "#storage/imports-reading";
import { readEdited } from "#storage/message-edits";
import { deleteBatchPictures, dropOrphans, saveImportedPicture } from "#storage/imported-pictures";
import type { CommitPart, FoundPictures, ImportReceipt, KeptPictures } from "./protocol-imports.ts";

/** Of the room that is left on the device: the messages and models to come need some too. */
const SHARE_OF_FREE_BYTES = 0.5;

interface Wanted {
  readonly threadId: Id;
  readonly attachmentId: Id;
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly epochMs: number;
}

/** Counts the pictures of a file; null when it has none. */
export async function findPictures(file: Blob, signal: AbortSignal): Promise<FoundPictures | null> {
  const archive = await openIfReadable(file, signal);
  if (!archive) return null;
  const { count, sizeBytes } = archive;
  await archive.close();
  return count === 0 ? null : { count, sizeBytes };
}

/**
 * Keeps those that messages of a stored import name. The messages can do without them: what can't be kept is left out.
 * @throws AbortError when the person stops it: the whole import is gone then
 */
export async function keepPictures(
  db: ImportsDatabase,
  file: Blob,
  receipt: Pick<ImportReceipt, "batchId" | "threadIds">,
  signal: AbortSignal,
  onPart: (part: CommitPart) => void,
): Promise<{ readonly pictures?: KeptPictures }> {
  const archive = await openIfReadable(file, signal);
  if (!archive) return {};
  let wanted: readonly Wanted[] = [];
  try {
    wanted = await wantedPictures(db, archive, receipt, signal);
    return { pictures: await keepAll(archive, wanted, receipt.batchId, signal, onPart) };
  } catch (error) {
    await deleteBatchPictures(receipt.batchId).catch(() => undefined);
    if (!isAbort(error)) return { pictures: { kept: 0, sizeBytes: 0, leftOut: wanted.length } };
    await undoImport(db, receipt.batchId);
    throw error;
  } finally {
    await archive.close();
  }
}

/** Removes what an interrupted deletion left. */
export async function dropLeftPictures(db: ImportsDatabase): Promise<void> {
  await dropOrphans(() => idsInForce(db));
}

/** Of the messages that this import added or has a later version of, the newest first. */
async function wantedPictures(
  db: ImportsDatabase,
  archive: ArchivePictures,
  { batchId, threadIds }: Pick<ImportReceipt, "batchId" | "threadIds">,
  signal: AbortSignal,
): Promise<readonly Wanted[]> {
  const wanted: Wanted[] = [];
  const add = ({ threadId, attachments, time }: Message): void => {
    for (const { id, name } of attachments) {
      const found = archive.find(name);
      if (found) wanted.push({ threadId, attachmentId: id, name, ...found, epochMs: time?.epochMs ?? 0 });
    }
  };
  for (const threadId of threadIds)
    for await (const messages of scanThread(db, { id: threadId, batchIds: [batchId] })) {
      signal.throwIfAborted();
      messages.forEach(add);
    }
  (await readEdited(db, batchId)).forEach(add);
  return wanted.toSorted((a, b) => b.epochMs - a.epochMs);
}

async function keepAll(
  archive: ArchivePictures,
  wanted: readonly Wanted[],
  batchId: Id,
  signal: AbortSignal,
  onPart: (part: CommitPart) => void,
): Promise<KeptPictures> {
  let room = Math.min(MAX_KEPT_PICTURE_BYTES, await freeBytes());
  let kept = 0;
  let sizeBytes = 0;
  for (const [index, { threadId, attachmentId, name, path, sizeBytes: stated }] of wanted.entries()) {
    signal.throwIfAborted();
    onPart({ type: "pictures-progress", donePictures: index, totalPictures: wanted.length });
    if (kept >= MAX_KEPT_PICTURES) break;
    if (stated > room) continue;
    const bytes = await archive.read(path, { signal }).catch(passAbort);
    if (!bytes) continue;
    const isKept = await saveImportedPicture({ threadId, attachmentId, batchId, name, bytes }).then(
      () => true,
      isNoRoom,
    );
    if (!isKept) break;
    room -= bytes.size;
    sizeBytes += bytes.size;
    kept++;
  }
  signal.throwIfAborted();
  return { kept, sizeBytes, leftOut: wanted.length - kept };
}

async function freeBytes(): Promise<number> {
  // Absent in Node and on insecure origins.
  const { navigator } = globalThis as { navigator?: { storage?: StorageManager } };
  const { quota, usage } = (await navigator?.storage?.estimate()) ?? {};
  return quota === undefined ? Infinity : Math.max(0, quota - (usage ?? 0)) * SHARE_OF_FREE_BYTES;
}

/** One that is damaged is left out. */
function passAbort(error: unknown): null {
  if (isAbort(error)) throw error;
  return null;
}

/** @returns false */
function isNoRoom(error: unknown): boolean {
  if (errorCode(error) === "storage-full") return false;
  throw error;
}

/** The file may have been changed or removed since it was chosen: its messages are here all the same. */
async function openIfReadable(file: Blob, signal: AbortSignal): Promise<ArchivePictures | null> {
  try {
    return await openArchivePictures(file, { signal });
  } catch (error) {
    return passAbort(error);
  }
}
