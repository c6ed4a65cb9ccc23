/** @file What a person does to a run: approve, with changes or without, decline, reply to a question, take a step back. */

import { findDatePhrases } from "#calendar/find-phrases";
import type { Resolution } from "#calendar/resolution";
import { fail, ok, type Result } from "#shared/result";

import { isCertain, ownDate } from "./dates.ts";
import { logEntry } from "./log-step.ts";
import { keep, settle, type LoopOptions } from "./loop.ts";
import { permittedPorts } from "./permission.ts";
import { resolvePhrase } from "./phrases.ts";
import type { AgentPorts } from "./ports.ts";
import { checkCall, toStep, WORDED } from "./propose.ts";
import { stepOf, withStep, type AgentRun, type Step } from "./run.ts";
import type { JsonObject } from "./schema.ts";
import { withDate, type Caution } from "./tables.ts";
import { listArg, type DateOption, type ToolError, type Undo } from "./tool.ts";
import { carryOut, isSame, type Change } from "./write-ahead.ts";

export type Decision =
  | { readonly kind: "approve" }
  | { readonly kind: "decline" }
  /** One of the options of a question, from 0. */
  | { readonly kind: "choose"; readonly index: number }
  | { readonly kind: "reply"; readonly text: string };

/**
 * The waiting step with other arguments, and the changes they would make: shown again before approval. The same schema
 * applies as to the model.
 */
export async function editStep(
  run: AgentRun,
  args: JsonObject,
  ports: AgentPorts,
  options: LoopOptions = {},
): Promise<Result<AgentRun, ToolError>> {
  const step = run.phase.kind === "approval" ? stepOf(run, run.phase.step) : undefined;
  if (step === undefined) return fail({ code: "not-found", message: "nothing waits for approval" });
  const checked = checkCall(run, { tool: step.tool, args });
  if (!checked.ok) return checked;
  // Words a person typed need no source.
  const permitted = permittedPorts(run, ports);
  const fresh = await toStep(run, checked.value, permitted, { byCode: true, signal: options.signal });
  if (fresh.error !== undefined) return fail(fresh.error);
  const proposedArgs = step.proposedArgs ?? step.args;
  // Its number and the ids of what it makes stay: it is the same step.
  const cautions = [...new Set([...keptCautions(step, checked.value.args), ...fresh.cautions])];
  const edited: Step = { ...fresh, number: step.number, newIds: step.newIds, proposedArgs, cautions };
  const next = withStep(run, edited);
  await keep(next, ports, options);
  return ok(next);
}

/** A model's words that stand in no message stay marked until the person has written them anew. */
function keptCautions({ cautions, args }: Step, edited: JsonObject): readonly Caution[] {
  const untouched = WORDED.some((name) => args[name] !== undefined && isSame(args[name], edited[name]));
  return untouched ? cautions.filter((caution) => caution === "not-in-messages") : [];
}

/** The run after a decision, saved; `continueRun` goes on from there. A decision that does not fit changes nothing. */
export async function decide(
  run: AgentRun,
  decision: Decision,
  ports: AgentPorts,
  options: LoopOptions = {},
): Promise<AgentRun> {
  const next = await decided(run, decision, permittedPorts(run, ports));
  if (next === run) return run;
  await keep(next, ports, options);
  return next;
}

async function decided(run: AgentRun, decision: Decision, ports: AgentPorts): Promise<AgentRun> {
  if (run.phase.kind === "approval") {
    const step = stepOf(run, run.phase.step);
    if (step === undefined) return run;
    if (decision.kind === "decline") return settle(run, { ...step, state: "declined" }, { ports });
    if (decision.kind !== "approve") return run;
    const approved: Step = { ...step, state: "approved", approvedBy: "person" };
    return { ...withStep(run, approved), phase: { kind: "running", step: step.number } };
  }
  if (run.phase.kind !== "question") return run;
  const step = stepOf(run, run.phase.step);
  if (step === undefined) return run;
  if (decision.kind === "decline") return settle(run, { ...step, state: "declined" }, { ports });
  if (decision.kind === "choose") return chosen(run, step, decision.index, ports);
  return decision.kind === "reply" ? replied(run, step, decision.text, ports) : run;
}

async function chosen(run: AgentRun, step: Step, index: number, ports: AgentPorts): Promise<AgentRun> {
  const said = listArg(step.args, "options", "string")[index];
  if (said === undefined) return run;
  const date = step.options?.[index];
  return date === undefined ? answered(run, step, said, ports) : dated(run, step, date, ports);
}

const MAX_REPLY = 400;

/** The person's own words; as a date they count from now. */
async function replied(run: AgentRun, step: Step, text: string, ports: AgentPorts): Promise<AgentRun> {
  const said = text.trim().slice(0, MAX_REPLY);
  if (said === "") return run;
  const resolution =
    resolvePhrase(said, null, { run, ports, newIds: [] })?.resolution ?? dateWithin(said, run);
  if (resolution === null || !isCertain(resolution)) return answered(run, step, said, ports);
  const date = ownDate(resolution, run.language);
  return dated(run, { ...step, result: { reply: said } }, date, ports);
}

/** "Lunch with Ana tomorrow at 1pm": the one certain date among other words. */
function dateWithin(said: string, run: AgentRun): Resolution | null {
  const { zone, dayParts } = run.request;
  const context = { refEpochMs: Date.parse(run.createdAt), zone, language: run.language, dayParts };
  const certain = findDatePhrases(said, context)
    .map((found) => found.resolution)
    .filter(isCertain);
  return certain.length === 1 ? (certain[0] ?? null) : null;
}

function dated(run: AgentRun, step: Step, date: DateOption, ports: AgentPorts): Promise<AgentRun> {
  const { tables, key } = withDate(run.tables, date);
  const result = { ...step.result, said: date.display, date_key: key };
  return settle({ ...run, tables }, { ...step, state: "done", approvedBy: "person", result }, { ports });
}

function answered(run: AgentRun, step: Step, said: string, ports: AgentPorts): Promise<AgentRun> {
  return settle(run, { ...step, state: "done", approvedBy: "person", result: { said } }, { ports });
}

/** `changed-since`: somebody edited what the step made, and undoing would take that away too. */
export type UndoProblem = "not-undoable" | "changed-since";

/** Takes one finished step back. The rest of the run stays as it is. */
export async function undoStep(
  run: AgentRun,
  number: number,
  ports: AgentPorts,
  options: LoopOptions = {},
): Promise<Result<AgentRun, UndoProblem>> {
  const step = stepOf(run, number);
  if (step?.undo === undefined || step.state !== "done") return fail("not-undoable");
  if (!(await restore(step.undo, ports))) return fail("changed-since");
  const undone: Step = { ...step, state: "undone" };
  await ports.log.append(logEntry(run, undone, ports.now()));
  const next = withStep(run, undone);
  await keep(next, ports, options);
  return ok(next);
}

/** A change back: taken back twice is the same as once, and nothing that was edited since is overwritten. */
function restore(undo: Undo, ports: AgentPorts): Promise<boolean> {
  switch (undo.table) {
    case "drafts":
      return carryOut(ports.drafts, reversed(undo));
    case "tasks":
      return carryOut(ports.tasks, reversed(undo));
    case "notes":
      return carryOut(ports.notes, reversed(undo));
    default:
      return undo satisfies never;
  }
}

const reversed = <T>({ id, before, wrote }: Change<T>): Change<T> => ({ id, before: wrote, wrote: before });
