/**
 * @file The chat format of any model whose checkpoint brings a Jinja template (SmolLM2 and others). Templates of small
 * models know no tools, so these are described in the system message and asked for as JSON.
 */

import { textOf, type ToolOffer } from "#shared/language-model";
import { spacedJson, type ChatFormat, type ChatPrompt, type FormatMessage } from "./chat-format.ts";
import { jsonCallGrammar, parseJsonCalls } from "./chat-format-json.ts";
import type { ChatTemplate } from "./chat-template.ts";

type TemplateMessage = Parameters<ChatTemplate["render"]>[0][number];

/** @param stop the checkpoint's own end-of-turn strings. */
export function templateChatFormat(template: ChatTemplate, stop: readonly string[]): ChatFormat {
  return {
    stop,
    parse: parseJsonCalls,
    callGrammar: jsonCallGrammar,
    render: ({ messages, tools }: ChatPrompt) => template.render(withTools(messages.map(plain), tools)),
  };
}

/** These templates have no turn for results: code reports them as the person would. */
function plain(message: FormatMessage): TemplateMessage {
  if (message.role === "tool") return { role: "user", content: `Result: ${spacedJson(message.content)}` };
  if ("calls" in message) {
    const written = message.calls.map((call) => spacedJson({ name: call.name, parameters: call.arguments }));
    return { role: "assistant", content: written.join("\n") };
  }
  const { role, content } = message;
  if (typeof content === "string") return { role, content };
  return { role, content: content.map((part) => (part.type === "text" ? part.text : "")).join("") };
}

function withTools(
  messages: readonly TemplateMessage[],
  tools: readonly ToolOffer[],
): readonly TemplateMessage[] {
  if (tools.length === 0) return messages;
  const list = tools.map((tool) => JSON.stringify(tool)).join("\n");
  const instructions = `You can call these functions:\n${list}\nTo call one, answer only with JSON: {"name": ..., "parameters": {...}}.`;
  const [first, ...rest] = messages;
  if (first?.role !== "system") return [{ role: "system", content: instructions }, ...messages];
  return [{ role: "system", content: `${textOf(first.content)}\n\n${instructions}` }, ...rest];
}
