/** @file Pictures on their way between a question and the storage. */
import type { LanguageModel } from "#shared/language-model";
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

/**
 * What a prompt quotes: text read off the pictures of these turns (unless the model sees them), by the ids of the
 * pictures, and what the agent found in messages, by the ids of its turns, unless the model is of tier S: it goes on with
 * such a quote as if it were the conversation.
 */
export async function quotesOf(
  turns: readonly Turn[],
  { sees, tier }: { readonly sees: boolean } & Pick<LanguageModel, "tier">,
): Promise<ReadonlyMap<string, string>> {
  const pictures = sees ? [] : turns.flatMap((turn) => turn.pictures ?? []);
  const read = pictures.filter((picture) => picture.read !== undefined);
  const answers = tier === "S" ? [] : turns.filter(({ job }) => job !== undefined);
  // With the agent's code, which chats without such turns do without.
  const [ofPictures, ofAnswers] = await Promise.all([
    read.length === 0 ? [] : import("./picture-quotes.ts").then((quotes) => quotes.quotedPictures(read)),
    answers.length === 0 ? [] : import("./answer-quotes.ts").then((quotes) => quotes.quotedAnswers(answers)),
  ]);
  return new Map([...ofPictures, ...ofAnswers]);
}

/** The originals of all pictures in these turns of one conversation. @throws AppError of the storage */
export async function originalsOf(turns: readonly Turn[]): Promise<ReadonlyMap<string, Blob>> {
  const shown = turns.find(({ pictures }) => pictures !== undefined);
  return shown ? readPictures(shown.conversationId) : new Map();
}
