/** @file Conversations and their turns, one record a turn, so that a growing answer rewrites only itself. */
import type { ErrorCode, ErrorDetails } from "#shared/errors";
import type { GenerateResult } from "#shared/language-model";
import type { ShieldFinding } from "#shared/shield-finding";
import { dropUnusedPictures, takePictures, type StoredPicture, type TurnPicture } from "./pictures.ts";
import { readUser, writeUser } from "./user-db.ts";

export interface Conversation {
  readonly id: string;
  readonly title: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What an answer cost; `promptTokens` and so on as the engine reported them. */
export type TurnStats = Omit<GenerateResult, "text">;

/** `streaming` found in storage means that the page ended during the answer; `looped`, that it said the same over and over. */
export type TurnState = "done" | "streaming" | "stopped" | "looped" | "interrupted" | "failed";

/** What the safety check did with an answer, or with the question in front of it. */
export interface TurnGuard extends ShieldFinding {
  /** The person has asked to see it all the same. */
  readonly released?: true;
}

export interface Turn {
  readonly id: string;
  readonly conversationId: string;
  /** Order inside the conversation, from 0. */
  readonly position: number;
  readonly role: "user" | "assistant";
  readonly text: string;
  /** What a question is about, in the order the model sees it. */
  readonly pictures?: readonly TurnPicture[];
  readonly state: TurnState;
  readonly createdAt: number;
  /** The job of the agent that answers in place of the model alone. */
  readonly job?: string;
  /** Catalog id of the model that answered. */
  readonly modelId?: string;
  readonly stats?: TurnStats;
  readonly error?: { readonly code: ErrorCode; readonly details: ErrorDetails };
  readonly guard?: TurnGuard;
}

/** True for an answer that is not shown: the safety check holds it back. */
export function isHeld({ guard }: Pick<Turn, "guard">): boolean {
  return guard?.side === "output" && guard.outcome !== "passed" && guard.released !== true;
}

/** What a person typed and has not sent. */
export interface ComposerDraft {
  readonly conversationId: string;
  readonly text: string;
}

/** A conversation with all its turns, in order. */
export interface WholeConversation {
  readonly conversation: Conversation;
  readonly turns: readonly Turn[];
}

/** A conversation that was removed, with all it needs to come back. */
export interface DeletedConversation extends WholeConversation {
  readonly pictures: readonly StoredPicture[];
}

/** All conversations, the latest first. */
export async function listConversations(): Promise<readonly Conversation[]> {
  const oldestFirst = await readUser(["conversations"], (transaction) =>
    transaction.objectStore("conversations").index("by-updated").getAll(),
  );
  return oldestFirst.toReversed();
}

/** Null when there is no such conversation. */
export function readConversation(id: string): Promise<WholeConversation | null> {
  return readUser(["conversations", "turns"], async (transaction) => {
    const [conversation, turns] = await Promise.all([
      transaction.objectStore("conversations").get(id),
      transaction.objectStore("turns").index("by-conversation").getAll(turnsOf(id)),
    ]);
    return conversation ? { conversation, turns } : null;
  });
}

export async function saveConversation(conversation: Conversation): Promise<void> {
  await writeUser(["conversations"], (transaction) =>
    transaction.objectStore("conversations").put(conversation),
  );
}

export interface SaveTurnsOptions {
  /** Id of the last turn that the caller knows; null = it knows of none. Left out = whatever is stored. */
  readonly lastKnown?: string | null;
  /** Position after which every turn is removed. Left out = none is. */
  readonly dropAfter?: number;
  /** Originals of the pictures that the turns bring. */
  readonly pictures?: readonly StoredPicture[];
}

/**
 * Stores the conversation and its new or changed turns in one transaction: an edited question and the loss of its old
 * answer are one step. `conflict` = another tab has changed the turns since the caller read them; nothing was stored.
 */
export function saveTurns(
  conversation: Conversation,
  turns: readonly Turn[],
  { lastKnown, dropAfter, pictures = [] }: SaveTurnsOptions = {},
): Promise<"saved" | "conflict"> {
  return writeUser(["conversations", "turns", "pictures"], async (transaction) => {
    const store = transaction.objectStore("turns");
    const order = store.index("by-conversation");
    if (lastKnown !== undefined) {
      const last = await order.openCursor(turnsOf(conversation.id), "prev");
      if ((last?.value.id ?? null) !== lastKnown) return "conflict";
    }
    if (dropAfter !== undefined) {
      const range = IDBKeyRange.bound([conversation.id, dropAfter], [conversation.id, []], true);
      for (const key of await order.getAllKeys(range)) await store.delete(key);
    }
    await transaction.objectStore("conversations").put(conversation);
    for (const turn of turns) await store.put(turn);
    for (const picture of pictures) await transaction.objectStore("pictures").put(picture);
    if (dropAfter !== undefined) {
      await dropUnusedPictures(transaction, conversation.id, await order.getAll(turnsOf(conversation.id)));
    }
    return "saved";
  });
}

/** Stores one turn while its answer grows; nothing when its conversation was deleted meanwhile. */
export async function saveTurn(turn: Turn): Promise<void> {
  await writeUser(["conversations", "turns"], async (transaction) => {
    const known = await transaction.objectStore("conversations").count(turn.conversationId);
    if (known > 0) await transaction.objectStore("turns").put(turn);
  });
}

/** Removes a conversation and returns all that was in it, for undo; null when it is gone already. */
export function deleteConversation(id: string): Promise<DeletedConversation | null> {
  const stores = ["conversations", "turns", "composer-drafts", "composer-pictures", "pictures"] as const;
  return writeUser([...stores], async (transaction) => {
    const conversation = await transaction.objectStore("conversations").get(id);
    if (!conversation) return null;
    const store = transaction.objectStore("turns");
    const turns = await store.index("by-conversation").getAll(turnsOf(id));
    await transaction.objectStore("conversations").delete(id);
    await transaction.objectStore("composer-drafts").delete(id);
    await transaction.objectStore("composer-pictures").delete(id);
    for (const turn of turns) await store.delete(turn.id);
    return { conversation, turns, pictures: await takePictures(transaction, id) };
  });
}

export async function restoreConversation(deleted: DeletedConversation): Promise<void> {
  const { conversation, turns, pictures } = deleted;
  await saveTurns(conversation, turns, { pictures });
}

/** Text typed and not sent; empty string when there is none. */
export async function readComposerDraft(conversationId: string): Promise<string> {
  const draft = await readUser(["composer-drafts"], (transaction) =>
    transaction.objectStore("composer-drafts").get(conversationId),
  );
  return draft?.text ?? "";
}

/** Keeps what is being typed (relaxed: a power cut may lose the last seconds). An empty text removes it. */
export async function saveComposerDraft(conversationId: string, text: string): Promise<void> {
  await writeUser(
    ["composer-drafts"],
    async (transaction) => {
      const store = transaction.objectStore("composer-drafts");
      if (text === "") await store.delete(conversationId);
      else await store.put({ conversationId, text });
    },
    "relaxed",
  );
}

/** Every [conversationId, position]; an array sorts after all numbers (IndexedDB key order). */
function turnsOf(conversationId: string): IDBKeyRange {
  return IDBKeyRange.bound([conversationId], [conversationId, []]);
}
