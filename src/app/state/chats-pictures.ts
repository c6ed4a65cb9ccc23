/** @file Pictures on their way between a question and the storage. */
import type { Turn } from "#storage/conversations";
import { readPictures, type AttachedPicture } from "#storage/pictures";

export function withPictures(question: Turn, attached: readonly AttachedPicture[]): Turn {
  return attached.length === 0 ? question : { ...question, pictures: attached.map(({ picture }) => picture) };
}

/** The pictures of a stored question, to ask it elsewhere; those whose original is gone are left out. */
export async function attachedOf({ conversationId, pictures = [] }: Turn): Promise<AttachedPicture[]> {
  if (pictures.length === 0) return [];
  const originals = await readPictures(conversationId);
  return pictures.flatMap((picture) => {
    const bytes = originals.get(picture.id);
    return bytes ? [{ picture, bytes }] : [];
  });
}

/** What was read off the pictures of these turns, as quoted blocks by the ids of the pictures. */
export async function quotesOf(turns: readonly Turn[]): Promise<ReadonlyMap<string, string>> {
  const read = turns.flatMap(({ pictures = [] }) => pictures).filter((picture) => picture.read !== undefined);
  if (read.length === 0) return new Map();
  // With the agent's code, which chats without such pictures do without.
  const { quotedPictures } = await import("./picture-quotes.ts");
  return quotedPictures(read);
}

/** The originals of all pictures in these turns of one conversation. @throws AppError of the storage */
export async function originalsOf(turns: readonly Turn[]): Promise<ReadonlyMap<string, Blob>> {
  const shown = turns.find(({ pictures }) => pictures !== undefined);
  return shown ? readPictures(shown.conversationId) : new Map();
}
