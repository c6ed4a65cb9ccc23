/** @file Which calls of the assistant wait for a person, as the app starts out and as a person set it. */
import { TOOL_NAMES, type ToolName, type ToolPolicy } from "#agent/act/tool";
import type { Settings, ToolRule } from "#storage/settings";

/** Tools a person decides about; answering and asking are always there. */
export const RULED_TOOLS = TOOL_NAMES.filter((name) => name !== "answer" && name !== "ask_user");

/** Nothing enters the calendar, not even as a draft, before it was seen. */
const START_RULES: ToolPolicy = { create_calendar_draft: "ask" };

/** Each change is approved by itself, whatever was chosen. */
const ALWAYS_ASKS: ReadonlySet<ToolName> = new Set<ToolName>(["update_calendar_draft"]);

export function ruleOf(tool: ToolName, rules: Settings["toolRules"]): ToolRule {
  const rule = (Object.hasOwn(rules, tool) ? rules[tool] : undefined) ?? START_RULES[tool] ?? "allow";
  return rule === "allow" && ALWAYS_ASKS.has(tool) ? "ask" : rule;
}

/** What can be chosen for a tool. */
export function rulesFor(tool: ToolName): readonly ToolRule[] {
  return ALWAYS_ASKS.has(tool) ? ["ask", "block"] : ["allow", "ask", "block"];
}

export function policyOf(rules: Settings["toolRules"]): ToolPolicy {
  return Object.fromEntries(RULED_TOOLS.map((tool) => [tool, ruleOf(tool, rules)]));
}
