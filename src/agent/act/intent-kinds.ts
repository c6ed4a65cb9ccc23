/** @file What a request can want of the agent. */

export const INTENTS = [
  /** Into the calendar. */
  "add",
  "move",
  "cancel",
  /** Its length, place or title. */
  "edit",
  "tasks",
  "free",
  "accept",
  "note",
  "summarise",
  /** Only a person may: send, share, export, delete conversations, change settings (A3). */
  "refuse",
  /** A question. */
  "ask",
  "chat",
] as const;

export type Intent = (typeof INTENTS)[number];
