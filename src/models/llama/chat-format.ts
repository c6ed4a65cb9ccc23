/**
 * @file The chat format of Llama 3.2 1B and 3B Instruct (spec llama32 6.1, 6.2a): text with the date lines of the
 * published template; tools as Meta's zero-shot function calling, answered by a list of calls in Python form.
 */

import type { ToolOffer } from "#shared/language-model";
import { withoutLongChoices } from "#shared/tool-offers";
import {
  breakControlTokens,
  spacedJson,
  type ChatFormat,
  type ChatPrompt,
  type FormatMessage,
} from "#models/chat-format";
import { parsePythonicCalls, writePythonicCalls } from "#models/chat-format-pythonic";
import { pythonicCallGrammar } from "#models/chat-format-pythonic-grammar";

export const BEGIN_OF_TEXT = "<|begin_of_text|>";
const END_OF_TURN = "<|eot_id|>";
const KNOWLEDGE_DATE = "Cutting Knowledge Date: December 2023";

/** A turn with words of its own. */
type Spoken = Exclude<Extract<FormatMessage, { content: unknown }>, { role: "tool" }>;

/** 128001, 128008 and 128009 as text. */
export const LLAMA_STOP = ["<|end_of_text|>", "<|eom_id|>", END_OF_TURN] as const;

export const header = (role: string): string => `<|start_header_id|>${role}<|end_header_id|>\n\n`;

export const turn = (role: string, content: string): string => `${header(role)}${content}${END_OF_TURN}`;

/** The two lines every system block begins with, and the blank line behind them. */
export const dateLines = (date: string): string => `${KNOWLEDGE_DATE}\nToday Date: ${date}\n\n`;

/** Text of a turn; the published template trims it. */
export function plainText({ content }: Spoken): string {
  const text =
    typeof content === "string"
      ? content
      : content.map((part) => (part.type === "text" ? part.text : "")).join("");
  return breakControlTokens(text.trim());
}

/** A tool's result: JSON text; a plain string becomes a JSON string, as in the template. */
export function toolResult(message: Extract<FormatMessage, { role: "tool" }>): string {
  return turn("ipython", breakControlTokens(spacedJson(message.content)));
}

export const llamaChatFormat: ChatFormat = {
  stop: LLAMA_STOP,
  parse: parsePythonicCalls,
  callGrammar: pythonicCallGrammar,
  render({ messages, tools, date }: ChatPrompt): string {
    const [first, ...rest] = messages;
    const system = first?.role === "system" ? plainText(first) : "";
    const turns = first?.role === "system" ? rest : messages;
    const block = tools.length === 0 ? `${dateLines(date)}${system}` : toolSystem(tools, system);
    const written = turns.map(writeTurn).join("");
    return `${BEGIN_OF_TEXT}${turn("system", block)}${written}${header("assistant")}`;
  },
};

function writeTurn(message: FormatMessage): string {
  if (message.role === "tool") return toolResult(message);
  if ("calls" in message) {
    // Where Meta's example keeps a call in the conversation, this token precedes it.
    return turn("assistant", `<|python_tag|>${breakControlTokens(writePythonicCalls(message.calls))}`);
  }
  return turn(message.role, plainText(message));
}

/** Meta's instructions word for word: the models were tuned on them. They replace the date lines. */
const INSTRUCTIONS = `You are an expert in composing functions. You are given a question and a set of possible functions.
Based on the question, you will need to make one or more function/tool calls to achieve the purpose.
If none of the function can be used, point it out. If the given question lacks the parameters required by the function,
also point it out. You should only return the function call in tools call sections.

If you decide to invoke any of the function(s), you MUST put it in the format of [func_name1(params_name1=params_value1, params_name2=params_value2...), func_name2(params)]
You SHOULD NOT include any other text in the response.

Here is a list of functions in JSON format that you can invoke.`;

/** The whole system text: Meta's instructions, the functions, then one's own. */
export function toolSystem(tools: readonly ToolOffer[], system: string): string {
  const own = system === "" ? "" : `\n\n${system}`;
  return `${INSTRUCTIONS}\n\n${JSON.stringify(tools.map(pythonicSpec), null, 4)}${own}`;
}

/** The form of Meta's examples: the type of the parameters is "dict". */
function pythonicSpec({ name, description, parameters }: ToolOffer): object {
  const { required, properties } = parameters;
  return {
    name,
    description,
    parameters: { type: "dict", required, properties: withoutLongChoices(properties) },
  };
}
