/**
 * @file Tool calls written as JSON: `{"name": "f", "parameters": {…}}` of Llama 3.1, 11B and 90B (spec llama32 6.2b,
 * 6.3), the same inside `<tool_call>` tags as other families write it, one or several. Anything else is text.
 */

import { AppError } from "#shared/errors";
import type { AnswerGrammar, ToolOffer } from "#shared/language-model";
import { withoutLengths } from "#shared/tool-offers";
import type { ParsedReply, ToolCall, ToolValue } from "./chat-format.ts";

const MAX_REPLY_CHARACTERS = 16_384;
const MAX_CALLS = 16;
const MAX_DEPTH = 8;
const PYTHON_TAG = "<|python_tag|>";
const TAGGED = /^<tool_call>([\s\S]{1,16000}?)<\/tool_call>\s*/;
const NAME = /^[A-Za-z_][A-Za-z0-9_.]{0,63}$/;

/** All calls of a reply, or the reply as text. */
export function parseJsonCalls(reply: string): ParsedReply {
  const text: ParsedReply = { kind: "text", text: reply };
  const trimmed = reply.trim();
  const body = trimmed.startsWith(PYTHON_TAG) ? trimmed.slice(PYTHON_TAG.length).trim() : trimmed;
  if (body.length > MAX_REPLY_CHARACTERS) return text;
  const values = body.startsWith("<tool_call>") ? taggedValues(body) : plainValues(body);
  if (values === null || values.length === 0 || values.length > MAX_CALLS) return text;
  const calls = values.map(callOf);
  return calls.every((call) => call !== null) ? { kind: "calls", calls } : text;
}

/** One call: each tool with its own parameters. @throws AppError `grammar-invalid` for no tools */
export function jsonCallGrammar(tools: readonly ToolOffer[]): AnswerGrammar {
  if (tools.length === 0) throw new AppError("grammar-invalid", "no tools to call", { limit: "schema" });
  const anyOf = tools.map(({ name, parameters }) => ({
    type: "object",
    additionalProperties: false,
    required: ["name", "parameters"],
    properties: { name: { type: "string", enum: [name] }, parameters: withoutLengths(parameters) },
  }));
  return { type: "json-schema", schema: { anyOf } };
}

/** `{"name": …}`, several parted by `;` or a line end, or a list of them. */
function plainValues(body: string): readonly unknown[] | null {
  if (!/^[{[]/.test(body)) return null;
  const whole = parse(body);
  if (Array.isArray(whole)) return whole;
  if (whole !== undefined) return [whole];
  const parts = splitObjects(body);
  const values = parts?.map(parse) ?? null;
  return values?.every((value) => value !== undefined) === true ? values : null;
}

function taggedValues(body: string): readonly unknown[] | null {
  const values: unknown[] = [];
  let rest = body;
  while (rest !== "") {
    const tagged = TAGGED.exec(rest);
    const value = tagged === null ? undefined : parse(tagged[1] ?? "");
    if (tagged === null || value === undefined || values.length > MAX_CALLS) return null;
    values.push(value);
    rest = rest.slice(tagged[0].length);
  }
  return values;
}

/** Objects one after another; null when something else stands between them. */
function splitObjects(body: string): string[] | null {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let quoted = false;
  for (let at = 0; at < body.length; at += 1) {
    const character = body[at] as string;
    if (quoted) {
      if (character === "\\") at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{") {
      if (depth === 0) start = at;
      depth += 1;
    } else if (character === "}") {
      depth -= 1;
      if (depth === 0) parts.push(body.slice(start, at + 1));
    } else if (depth === 0 && !/[\s;,]/.test(character)) return null;
    if (depth < 0) return null;
  }
  return depth === 0 && !quoted ? parts : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function callOf(value: unknown): ToolCall | null {
  if (!isRecord(value)) return null;
  // Meta's encoder adds the type, other families put the call under "function".
  const call = isRecord(value["function"]) ? value["function"] : value;
  const name = own(call, "name");
  const args = own(call, "parameters") ?? own(call, "arguments");
  const read = typeof args === "string" ? parse(args) : args;
  if (typeof name !== "string" || !NAME.test(name) || !isRecord(read) || depthOf(read) > MAX_DEPTH)
    return null;
  return { name, arguments: read as Readonly<Record<string, ToolValue>> };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const own = (record: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : undefined;

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
