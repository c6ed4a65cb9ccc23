/** @file All tools by name, which of them are offered, and the grammar of one call. */

import type { ToolOffer } from "#shared/language-model";
import { withoutLengths } from "#shared/tool-offers";

import { objectOf, listOf, oneOfNumbers, text, type ObjectSchema } from "./schema.ts";
import type { RunTables } from "./tables.ts";
import { createCalendarDraft, updateCalendarDraft } from "./tools-calendar.ts";
import { READ_TOOLS } from "./tools-read.ts";
import { createTask, saveNote, updateTask } from "./tools-tasks.ts";
import { TOOL_NAMES, type ToolDefinition, type ToolName, type ToolPolicy } from "./tool.ts";

/** Offered always and beside the others: not acting has to be as easy as acting. */
export const TALK_TOOLS = ["answer", "ask_user"] as const;
/** More make small models choose at random. */
const MAX_OFFERED = 6;

const TOOLS: ReadonlyMap<ToolName, ToolDefinition> = new Map(
  [...READ_TOOLS, createCalendarDraft, updateCalendarDraft, createTask, updateTask, saveNote].map((tool) => [
    tool.name,
    tool,
  ]),
);

export function isToolName(name: string): name is ToolName {
  return TOOL_NAMES.some((known) => known === name);
}

/** A tool that does something; undefined for `answer` and `ask_user`, which the loop itself does. */
export function toolOf(name: ToolName): ToolDefinition | undefined {
  return TOOLS.get(name);
}

/** The first six of `wanted` that are not blocked. Whether one can be called yet is decided at each step. */
export function offer(wanted: readonly ToolName[], policy: ToolPolicy): readonly ToolName[] {
  const allowed = [...new Set(wanted)].filter((name) => TOOLS.has(name) && policy[name] !== "block");
  return allowed.slice(0, MAX_OFFERED);
}

/** Arguments of a tool in this run, or null when it cannot be called. */
export function argumentsOf(name: ToolName, tables: RunTables): ObjectSchema | null {
  const labels = oneOfNumbers(tables.labels.map((entry) => entry.label));
  if (name === "answer") return objectOf({ text: text(600, 1), source: listOf(labels, 0, 5) }, ["text"]);
  if (name === "ask_user") {
    const options = listOf(text(60, 1), 0, 4);
    return objectOf({ question: text(160, 1), options }, ["question"]);
  }
  return TOOLS.get(name)?.schema(tables) ?? null;
}

/** What can be called: each offered tool with its arguments in this run, `answer` and `ask_user`, and nothing else. */
export function toolOffers(
  offered: readonly ToolName[],
  tables: RunTables,
): readonly (ToolOffer & { readonly parameters: ObjectSchema })[] {
  return [...offered, ...TALK_TOOLS].flatMap((name) => {
    const parameters = argumentsOf(name, tables);
    return parameters === null ? [] : [{ name, description: describe(name), parameters }];
  });
}

/** The JSON schema of one call of what is offered. */
export function callSchema(
  offered: readonly ToolName[],
  tables: RunTables,
): Readonly<Record<string, unknown>> {
  return {
    anyOf: toolOffers(offered, tables).map(({ name, parameters }) => {
      const properties = { tool: { type: "string", enum: [name] }, args: withoutLengths(parameters) };
      return { type: "object", additionalProperties: false, properties, required: ["tool", "args"] };
    }),
  };
}

/** What a tool is for, in one line for the model. */
function describe(name: ToolName): string {
  if (name === "answer")
    return "Tells the person something. With source, every word must stand in those messages.";
  if (name === "ask_user") return "Asks the person, where something is open or not yours to decide.";
  return TOOLS.get(name)?.description ?? "";
}
