/** @file Shows an answer that the safety check holds back, from now on and in every tab. */
import { saveTurn, type Turn } from "#storage/conversations";
import { chats, tellChats } from "./chats.ts";

/** @throws AppError of the storage */
export async function releaseTurn(turn: Turn): Promise<void> {
  if (!turn.guard) return;
  await saveTurn({ ...turn, guard: { ...turn.guard, released: true } });
  const writing = chats.store.getState().answering?.turnId ?? null;
  await tellChats({ conversationId: turn.conversationId, writing });
}
