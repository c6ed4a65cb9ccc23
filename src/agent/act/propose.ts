/**
 * @file From a call that somebody proposed to a step: the one place where a call is checked. A tool sees arguments only
 * after they fitted its schema for this run; a call that does not fit becomes a failed step, which is data for the model.
 */

import { senderName, shortNames } from "#agent/prompts/prompt-lines";
import { checkClaim, type Evidence } from "#agent/verification/verify";
import { cleanText } from "#messages/clean-text";
import type { Message } from "#messages/message";
import { fail, ok, type Result } from "#shared/result";

import type { RawCall } from "./act-reply.ts";
import type { AgentPorts } from "./ports.ts";
import { arePeopleBorneOut, isDurationBorneOut, labelsBehind, withDateSources } from "./provenance.ts";
import { argumentsOf, isToolName, TALK_TOOLS, toolOf } from "./registry.ts";
import type { AgentRun, Step } from "./run.ts";
import { validate, type JsonObject } from "./schema.ts";
import { cautionsOf } from "./tables.ts";
import {
  citedLabels,
  stringArg,
  type ToolContext,
  type ToolError,
  type ToolName,
  type ToolPolicy,
} from "./tool.ts";

const NEW_IDS = 2;
/** No tool takes deeper ones. */
const MAX_ARGUMENT_DEPTH = 4;

/** A call whose tool is offered and whose arguments fit, else why not. */
export function checkCall(
  run: AgentRun,
  call: RawCall,
): Result<{ readonly tool: ToolName; readonly args: JsonObject }, ToolError> {
  const { tool } = call;
  if (!isToolName(tool)) return fail({ code: "unknown-tool", message: "there is no such tool" });
  const talks = TALK_TOOLS.some((name) => name === tool);
  if (run.request.policy[tool] === "block" && !talks)
    return fail({ code: "tool-blocked", message: "the person does not allow this tool" });
  if (!talks && !run.offered.includes(tool))
    return fail({ code: "unknown-tool", message: "this tool is not offered here" });
  const schema = argumentsOf(tool, run.tables);
  if (schema === null)
    return fail({ code: "arguments-invalid", message: "nothing here to use this tool on" });
  const args = validate(schema, withoutHidden(call.args, 0));
  if (args.ok) return ok({ tool, args: args.value as JsonObject });
  const problems = args.error.slice(0, 5).map(({ path, problem }) => `${path} ${problem}`);
  return fail({ code: "arguments-invalid", message: problems.join("; ") });
}

/** Nobody approves what cannot be seen: texts and names lose direction overrides, tag characters and their like. */
function withoutHidden(value: unknown, depth: number): unknown {
  if (typeof value === "string") return cleanText(value).text;
  if (typeof value !== "object" || value === null || depth > MAX_ARGUMENT_DEPTH) return value;
  if (Array.isArray(value)) return value.map((item) => withoutHidden(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [cleanText(key).text, withoutHidden(part, depth + 1)]),
  );
}

/**
 * A step of a checked call, not run yet, with everything a person needs to decide.
 *
 * @param byCode its words come from code; those of a model are compared with what they cite
 */
export async function toStep(
  run: AgentRun,
  call: { readonly tool: ToolName; readonly args: JsonObject },
  ports: AgentPorts,
  {
    byCode = false,
    signal,
  }: { readonly byCode?: boolean | undefined; readonly signal?: AbortSignal | undefined },
): Promise<Step> {
  const { tool } = call;
  const args = withDateSources(run, call.args);
  const definition = toolOf(tool);
  const newIds = Array.from({ length: NEW_IDS }, () => ports.newId());
  const approvalClass = definition?.approval(args) ?? "A0";
  const writes = approvalClass !== "A0";
  const invented = writes && !byCode && !(await isBorneOut(run, args, ports));
  const step: Step = {
    number: run.steps.length + 1,
    tool,
    args,
    approvalClass,
    state: "proposed",
    changes: [],
    cautions: [
      ...cautionsOf(run.tables, labelsBehind(run, call.args)),
      ...(invented ? (["not-in-messages"] as const) : []),
    ],
    newIds,
    approvedBy: null,
  };
  const context: ToolContext = { run, ports, newIds, signal };
  const changes = (await definition?.preview?.(args, context)) ?? ok([]);
  return changes.ok ? { ...step, changes: changes.value } : failedStep(step, changes.error);
}

/** Arguments that hold words, in whichever tool. */
export const WORDED = ["title", "what", "text", "location"] as const;

/** True when the words and people of a call stand in the messages behind it, in the request or in what code read. */
async function isBorneOut(run: AgentRun, args: JsonObject, ports: AgentPorts): Promise<boolean> {
  const words = WORDED.flatMap((name) => stringArg(args, name) ?? []).filter((text) => text !== "");
  const { evidence, people } = await evidenceOf(run, labelsBehind(run, args), ports);
  const own: Evidence = { text: run.request.text, sender: "" };
  if (!arePeopleBorneOut(run, args, evidence) || !isDurationBorneOut(run, args, [...evidence, own]))
    return false;
  return words.every((text) => checkClaim(text, [...evidence, own], people).supported);
}

/** A call that cannot be used, kept as it came as far as it is plain data. */
export function refusedStep(run: AgentRun, call: RawCall, error: ToolError): Step {
  return {
    number: run.steps.length + 1,
    tool: isToolName(call.tool) ? call.tool : "unknown",
    args: {},
    approvalClass: "A0",
    state: "failed",
    changes: [],
    cautions: [],
    newIds: [],
    approvedBy: null,
    error,
  };
}

export function failedStep({ planned: _planned, changed: _changed, ...step }: Step, error: ToolError): Step {
  return { ...step, state: "failed", error };
}

/** A2 always waits for a person. Drafts wait when a setting says so, or when their source needs a second look. */
export function needsApproval(step: Step, policy: ToolPolicy): boolean {
  if (step.approvalClass === "A2") return true;
  if (step.tool === "unknown") return true;
  return policy[step.tool] === "ask" || (step.approvalClass === "A1" && step.cautions.length > 0);
}

/** Every checkable word of an answer stands in the messages it cites; an answer that cites none claims none. */
export async function checkAnswer(
  run: AgentRun,
  args: JsonObject,
  ports: AgentPorts,
): Promise<Result<readonly string[], ToolError>> {
  const labels = citedLabels(args);
  if (labels.length === 0) return ok([]);
  const { evidence, people, messageIds } = await evidenceOf(run, labels, ports);
  const verdict = checkClaim(stringArg(args, "text") ?? "", evidence, people);
  if (verdict.supported) return ok(messageIds);
  const message = `the cited messages do not say this (${verdict.why})`;
  return fail({ code: "not-supported-by-messages", message });
}

interface Cited {
  readonly evidence: readonly Evidence[];
  /** Short names of everybody in the threads cited. */
  readonly people: ReadonlySet<string>;
  readonly messageIds: readonly string[];
}

async function evidenceOf(run: AgentRun, labels: readonly number[], ports: AgentPorts): Promise<Cited> {
  const entries = run.tables.labels.filter((entry) => labels.includes(entry.label));
  const evidence: Evidence[] = [];
  const people = new Set<string>();
  const threads = await ports.messages.threads();
  for (const { threadId, messageId } of entries) {
    if (messageId === run.id) evidence.push({ text: run.request.text, sender: "" });
    const thread = threads.find((other) => other.id === threadId);
    if (thread === undefined) continue;
    const names = shortNames(thread);
    for (const name of names.values()) people.add(name);
    const found = await messageOf(thread.id, messageId, ports);
    if (found !== undefined) evidence.push({ text: found.text, sender: senderName(found, names) });
  }
  return { evidence, people, messageIds: entries.map((entry) => entry.messageId) };
}

async function messageOf(
  threadId: string,
  messageId: string,
  ports: AgentPorts,
): Promise<Message | undefined> {
  return (await ports.messages.messages(threadId)).find((message) => message.id === messageId);
}
