/**
 * @file The pictures of conversations: the files as they were given, one record for each picture of a conversation, gone
 * with it. What is shown of them is part of the turn (`TurnPicture`), so that a chat opens without reading any original.
 */
import type { Language } from "#calendar/resolution";
import type { Turn } from "./conversations.ts";
import { readUser, writeUser, type UserTransaction } from "./user-db.ts";

/** A picture as a question shows it. */
export interface TurnPicture {
  /** SHA-256 of the file, in hexadecimal. */
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** In pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** Only its first frame was looked at. */
  readonly isAnimated: boolean;
  /** What is in it, in the person's words; empty when they wrote none. */
  readonly alt: string;
  readonly thumbnail: Blob;
  /** What it says, where that was read off it on this device; absent = it was not read. */
  readonly read?: PictureText;
}

export interface PictureText {
  /** As it was read, or as the person corrected it; empty when there is no text. */
  readonly text: string;
  readonly language: Language;
  /**
   * Marks where the text begins and ends in a prompt: random letters, made after the picture was. Kept, so that the prompt
   * of a chat begins the same each time.
   */
  readonly nonce: string;
}

export interface StoredPicture {
  readonly conversationId: string;
  readonly id: string;
  /** The original. */
  readonly bytes: Blob;
}

/** A picture that goes with a question, and its original. */
export interface AttachedPicture {
  readonly picture: TurnPicture;
  readonly bytes: Blob;
}

/** Pictures put beside a message field and not sent yet; apart from the text, which is stored with every pause in typing. */
export interface ComposerPictures {
  readonly conversationId: string;
  readonly pictures: readonly AttachedPicture[];
}

/** The originals of a conversation by their ids. */
export async function readPictures(conversationId: string): Promise<ReadonlyMap<string, Blob>> {
  const stored = await readUser(["pictures"], (transaction) =>
    transaction.objectStore("pictures").getAll(picturesOf(conversationId)),
  );
  return new Map(stored.map(({ id, bytes }) => [id, bytes]));
}

export async function readComposerPictures(conversationId: string): Promise<readonly AttachedPicture[]> {
  const kept = await readUser(["composer-pictures"], (transaction) =>
    transaction.objectStore("composer-pictures").get(conversationId),
  );
  return kept?.pictures ?? [];
}

/** Replaces what was kept; no pictures remove it. */
export async function saveComposerPictures(kept: ComposerPictures): Promise<void> {
  await writeUser(["composer-pictures"], async (transaction) => {
    const store = transaction.objectStore("composer-pictures");
    if (kept.pictures.length === 0) await store.delete(kept.conversationId);
    else await store.put(kept);
  });
}

/** Removes the originals that none of the conversation's `turns` shows any more. */
export async function dropUnusedPictures(
  transaction: UserTransaction<"readwrite">,
  conversationId: string,
  turns: readonly Turn[],
): Promise<void> {
  const used = new Set(turns.flatMap(({ pictures }) => pictures ?? []).map(({ id }) => id));
  const store = transaction.objectStore("pictures");
  for (const key of await store.getAllKeys(picturesOf(conversationId))) {
    if (!used.has(key[1])) await store.delete(key);
  }
}

/** Removes and returns all originals of a conversation. */
export async function takePictures(
  transaction: UserTransaction<"readwrite">,
  conversationId: string,
): Promise<readonly StoredPicture[]> {
  const store = transaction.objectStore("pictures");
  const pictures = await store.getAll(picturesOf(conversationId));
  await store.delete(picturesOf(conversationId));
  return pictures;
}

/** Every [conversationId, id]; an array sorts after all strings (IndexedDB key order). */
function picturesOf(conversationId: string): IDBKeyRange {
  return IDBKeyRange.bound([conversationId], [conversationId, []]);
}
