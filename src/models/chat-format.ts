/**
 * @file What a chat format is: one model family's way to write a conversation as prompt text and to write tool calls.
 * One implementation a family; the checkpoint's own Jinja template serves every other model (chat-template.ts).
 */

import type { AnswerGrammar, ToolOffer } from "#shared/language-model";

/** A value inside the arguments of a call, as JSON and Python literals have them. */
export type ToolValue =
  | string
  | number
  | boolean
  | null
  | readonly ToolValue[]
  | { readonly [key: string]: ToolValue };

export interface ToolCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, ToolValue>>;
}

export type ContentPart = { readonly type: "text"; readonly text: string } | { readonly type: "image" };

export type FormatMessage =
  | { readonly role: "system"; readonly content: string }
  /** Parts only where a picture is among them. */
  | { readonly role: "user"; readonly content: string | readonly ContentPart[] }
  | { readonly role: "assistant"; readonly content: string }
  | { readonly role: "assistant"; readonly calls: readonly ToolCall[] }
  /** The result of a call: JSON, or text that becomes a JSON string. */
  | { readonly role: "tool"; readonly content: ToolValue };

export interface ChatPrompt {
  readonly messages: readonly FormatMessage[];
  readonly tools: readonly ToolOffer[];
  /** `26 Jul 2024`: a parameter, so that a prompt is repeatable. */
  readonly date: string;
}

/** Anything that is not exactly a call is text: a reply is never repaired into a call. */
export type ParsedReply =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "calls"; readonly calls: readonly ToolCall[] };

export interface ChatFormat {
  /** The prompt that ends where the assistant's answer begins. Special tokens inside contents are broken up. */
  render(prompt: ChatPrompt): string;
  parse(reply: string): ParsedReply;
  /** What an answer has to be to be one call of one of the tools. @throws AppError `grammar-invalid` */
  callGrammar(tools: readonly ToolOffer[]): AnswerGrammar;
  /** Strings that end an answer. */
  readonly stop: readonly string[];
}

const WORD_JOINER = "\u2060";

/** `<|eot_id|>` and its like in a text lose their meaning and keep their looks (spec messages-calendar 7, D2). */
export function breakControlTokens(text: string): string {
  return text.replace(/<\|(?=[a-z0-9_]{1,40}\|>)/g, `<${WORD_JOINER}|`);
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `YYYY-MM-DD` as the templates write it (strftime `%d %b %Y`, English). */
export function promptDate(date: string): string {
  return `${date.slice(8, 10)} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ""} ${date.slice(0, 4)}`;
}

/** JSON as Python writes it on one line: a space after each comma and colon, insertion order, nothing escaped. */
export function spacedJson(value: ToolValue): string {
  if (Array.isArray(value)) return `[${(value as readonly ToolValue[]).map(spacedJson).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value as Readonly<Record<string, ToolValue>>);
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}: ${spacedJson(entry)}`).join(", ")}}`;
}
