/** @file What a model wrote in the act phase, read as one call. Only the reply is read here, never a message. */

import { unbreakControlTokens } from "#agent/prompt-lines";

/** Not validated: the tool may not exist and the arguments may be anything. */
export interface RawCall {
  readonly tool: string;
  readonly args: unknown;
}

/** Calls in a model family's own form, or null when the text is none (models, chat formats). */
export type ToolCallReader = (
  reply: string,
) => readonly { readonly name: string; readonly arguments: unknown }[] | null;

export type ActReply =
  | { readonly kind: "call"; readonly call: RawCall }
  | { readonly kind: "several" }
  /** Words; empty for what was meant as a call and is none. */
  | { readonly kind: "text"; readonly text: string };

const MAX_REPLY_CHARACTERS = 16_384;

/** `{"tool": …, "args": …}` and nothing around it, or a call in the model's own form; everything else is text. */
export function readReply(reply: string, readCalls?: ToolCallReader): ActReply {
  const text = unbreakControlTokens(reply).trim();
  if (text.length > MAX_REPLY_CHARACTERS) return { kind: "text", text: "" };
  const call = jsonCall(text);
  if (call !== null) return { kind: "call", call };
  const calls = readCalls?.(text) ?? null;
  // A call that broke off is no sentence to show.
  if (calls === null || calls[0] === undefined)
    return { kind: "text", text: /^(?:[{[`]|<\|?tool|<\|python)/.test(text) ? "" : text };
  if (calls.length > 1) return { kind: "several" };
  return { kind: "call", call: { tool: calls[0].name, args: calls[0].arguments } };
}

function jsonCall(text: string): RawCall | null {
  if (!text.startsWith("{")) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const record = value as Record<string, unknown>;
  const keys = Object.keys(record);
  if (keys.length !== 2 || !Object.hasOwn(record, "tool") || !Object.hasOwn(record, "args")) return null;
  return typeof record["tool"] === "string" ? { tool: record["tool"], args: record["args"] } : null;
}
