/** @file What the page knows about conversations. */
import type { GeneratePart } from "#shared/language-model";
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

/** A picture is prepared and looked at, then the words are read. */
export type AnswerProgress = Exclude<GeneratePart, { type: "text-delta" }>;

export interface Answering {
  readonly conversationId: string;
  readonly turnId: string;
  readonly text: string;
  /** What the model does before it writes; null until it has begun. */
  readonly progress: AnswerProgress | null;
  /** Where the safety check is; absent without one. */
  readonly check?: AnswerCheck;
}

/** `held` = the answer is being written, and shown once it was checked. */
export interface AnswerCheck {
  readonly phase: "question" | "held" | "answer";
  /** Of the guard's load, or of the pieces of a long text; null = unknown. */
  readonly fraction: number | null;
  readonly loading: boolean;
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
