/**
 * @file The chat format of Llama 3.2 11B and 90B Vision Instruct (spec llama32 6.2b, 6.3). Without a picture it is that
 * of Llama 3.1: date lines, tools as JSON in the first question. With a picture there are no date lines, texts are not
 * trimmed, and tools do not work: the models were not tuned for both.
 */

import { AppError } from "#shared/errors";
import type { ToolOffer } from "#shared/language-model";
import { withoutLongChoices } from "#shared/tool-offers";
import {
  breakControlTokens,
  spacedJson,
  type ChatFormat,
  type ChatPrompt,
  type FormatMessage,
} from "#models/chat-format";
import { jsonCallGrammar, parseJsonCalls } from "#models/chat-format-json";
import {
  BEGIN_OF_TEXT,
  dateLines,
  header,
  LLAMA_STOP,
  plainText,
  toolResult,
  turn,
} from "#models/llama/chat-format";

const IMAGE = "<|image|>";

const TOOL_INTRODUCTION =
  "Given the following functions, please respond with a JSON for a function call with its proper arguments that best " +
  'answers the given prompt.\n\nRespond in the format {"name": function name, "parameters": dictionary of argument ' +
  "name and its value}.Do not use variables.\n\n";

export const mllamaChatFormat: ChatFormat = {
  stop: LLAMA_STOP,
  parse: parseJsonCalls,
  callGrammar: jsonCallGrammar,
  /** @throws AppError `unexpected` for tools beside a picture, or tools without a question to put them in. */
  render(prompt: ChatPrompt): string {
    return prompt.messages.some(hasImage) ? visionPrompt(prompt) : textPrompt(prompt);
  },
};

const hasImage = (message: FormatMessage): boolean =>
  message.role === "user" &&
  typeof message.content !== "string" &&
  message.content.some((part) => part.type === "image");

function visionPrompt({ messages, tools }: ChatPrompt): string {
  if (tools.length > 0) throw new AppError("unexpected", "tools beside a picture");
  const written = messages.map((message) => {
    if (message.role === "tool") return toolResult(message);
    if ("calls" in message) return writeCall(message.calls);
    const { content } = message;
    if (typeof content === "string") return turn(message.role, breakControlTokens(content));
    const parts = content.map((part) => (part.type === "image" ? IMAGE : breakControlTokens(part.text)));
    return turn(message.role, parts.join(""));
  });
  return `${BEGIN_OF_TEXT}${written.join("")}${header("assistant")}`;
}

function textPrompt({ messages, tools, date }: ChatPrompt): string {
  const [first, ...rest] = messages;
  const system = first?.role === "system" ? plainText(first) : "";
  const turns = first?.role === "system" ? rest : messages;
  const environment = tools.length === 0 ? "" : "Environment: ipython\n";
  const block = turn("system", `${environment}${dateLines(date)}${system}`);
  const [question, ...later] = turns;
  if (tools.length === 0)
    return `${BEGIN_OF_TEXT}${block}${turns.map(writeTurn).join("")}${header("assistant")}`;
  if (question?.role !== "user") throw new AppError("unexpected", "tools without a question");
  const asked = turn("user", `${TOOL_INTRODUCTION}${toolList(tools)}${plainText(question)}`);
  return `${BEGIN_OF_TEXT}${block}${asked}${later.map(writeTurn).join("")}${header("assistant")}`;
}

const toolList = (tools: readonly ToolOffer[]): string =>
  tools.map((tool) => `${JSON.stringify(withoutLongChoices(tool), null, 4)}\n\n`).join("");

function writeTurn(message: FormatMessage): string {
  if (message.role === "tool") return toolResult(message);
  if ("calls" in message) return writeCall(message.calls);
  return turn(message.role, plainText(message));
}

/** @throws AppError `unexpected` unless it is exactly one: the format has no place for more. */
function writeCall(calls: Extract<FormatMessage, { calls: unknown }>["calls"]): string {
  const [call] = calls;
  if (call === undefined || calls.length > 1) throw new AppError("unexpected", "one call a message");
  const args = breakControlTokens(spacedJson(call.arguments));
  return turn("assistant", `{"name": "${call.name}", "parameters": ${args}}`);
}
