/** @file Small rules about the turns of a conversation. */
import { errorCode, isAbort } from "#shared/errors";
import type { Conversation, Turn } from "#storage/conversations";
import type { OpenConversation } from "./chats-state.ts";
import { toFailure, type Failure } from "./engine-status.ts";

const TITLE_LENGTH = 48;

/** The conversation that begins with this question. */
export function newConversation({ conversationId: id, createdAt, text }: Turn): Conversation {
  return { id, title: titleOf(text), createdAt, updatedAt: createdAt };
}

/** The first words, cut at a word. */
export function titleOf(text: string): string {
  const line = text.trim().replace(/\s+/gu, " ");
  if (line === "") return "New chat";
  if (line.length <= TITLE_LENGTH) return line;
  const cut = line.slice(0, TITLE_LENGTH + 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > TITLE_LENGTH / 2 ? cut.slice(0, space) : cut.slice(0, TITLE_LENGTH)).trimEnd()}…`;
}

/** The position of a turn that is added. */
export function nextPosition(turns: readonly Turn[]): number {
  return (turns.at(-1)?.position ?? -1) + 1;
}

/** Null when there are no turns. */
export function lastIdOf(turns: readonly Turn[]): string | null {
  return turns.at(-1)?.id ?? null;
}

/** A question with the turns before it; `lastKnown` is the id of the very last turn. */
export interface LastQuestion {
  readonly conversation: Conversation;
  readonly turns: readonly Turn[];
  readonly question: Turn;
  readonly lastKnown: string | null;
}

/** The last question of the open conversation; null when there is none. */
export function lastQuestion(open: OpenConversation): LastQuestion | null {
  if (open.phase !== "ready") return null;
  const { conversation, turns } = open;
  const at = turns.findLastIndex((turn) => turn.role === "user");
  const question = turns[at];
  return question ? { conversation, turns: turns.slice(0, at), question, lastKnown: lastIdOf(turns) } : null;
}

/** How an answer that threw is kept. */
export function endOf(error: unknown): Pick<Turn, "state"> & { readonly error?: Failure } {
  if (isAbort(error)) return { state: "stopped" };
  const cutOff = errorCode(error) === "other-tab-active" || errorCode(error) === "worker-crashed";
  return { state: cutOff ? "interrupted" : "failed", error: toFailure(error) };
}

/**
 * A stored answer that nobody is writing any more was cut off by a crash or a reload.
 * @param writing ids of the turns that are being written, in this tab or another
 */
export function afterReload(turn: Turn, writing: readonly (string | null | undefined)[]): Turn {
  return turn.state === "streaming" && !writing.includes(turn.id) ? { ...turn, state: "interrupted" } : turn;
}
