/** @file What a model wrote in the act phase, read as one call. Only the reply is read here, never a message. */

import { unbreakControlTokens } from "#agent/prompts/prompt-lines";
import type { WrittenCall } from "#shared/language-model";

/** Not validated: the tool may not exist and the arguments may be anything. */
export interface RawCall {
  readonly tool: string;
  readonly args: unknown;
}

export type ActReply =
  | { readonly kind: "call"; readonly call: RawCall }
  | { readonly kind: "several" }
  /** Words; empty for what was meant as a call and is none. */
  | { readonly kind: "text"; readonly text: string };

const MAX_REPLY_CHARACTERS = 16_384;

/**
 * `{"tool": …, "args": …}` and nothing around it, or the calls that the engine read in the model's own form; everything
 * else is text.
 */
export function readReply(reply: string, calls: readonly WrittenCall[] = []): ActReply {
  const text = unbreakControlTokens(reply).trim();
  if (text.length > MAX_REPLY_CHARACTERS) return { kind: "text", text: "" };
  const call = jsonCall(text);
  if (call !== null) return { kind: "call", call };
  const [own, ...more] = calls;
  if (more.length > 0) return { kind: "several" };
  if (own !== undefined) return { kind: "call", call: { tool: own.name, args: own.arguments } };
  // A call that broke off is no sentence to show.
  return { kind: "text", text: /^(?:[{[`]|<\|?tool|<\|python)/.test(text) ? "" : text };
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
