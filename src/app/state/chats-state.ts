/** @file What the page knows about conversations. */
import type { Conversation, Turn } from "#storage/conversations";
import type { Failure } from "./engine-status.ts";

export type ConversationList =
  | { readonly phase: "loading" }
  | { readonly phase: "ready"; readonly conversations: readonly Conversation[] }
  | { readonly phase: "failed"; readonly error: Failure };

export type OpenConversation =
  | { readonly phase: "none" }
  | { readonly phase: "loading" | "missing"; readonly id: string }
  | {
      readonly phase: "ready";
      readonly id: string;
      readonly conversation: Conversation;
      readonly turns: readonly Turn[];
    }
  | { readonly phase: "failed"; readonly id: string; readonly error: Failure };

export interface Answering {
  readonly conversationId: string;
  readonly turnId: string;
  readonly text: string;
  /** null until the model has begun to read. */
  readonly prefill: { readonly doneTokens: number; readonly totalTokens: number } | null;
}

/** What one tab tells the others. */
export interface ChatChange {
  readonly conversationId: string;
  /** The turn it is writing now, or null. */
  readonly writing: string | null;
}

export interface ChatsState {
  readonly list: ConversationList;
  readonly open: OpenConversation;
  readonly answering: Answering | null;
  /** Set when something shown could not be stored. */
  readonly unsaved: Failure | null;
}
