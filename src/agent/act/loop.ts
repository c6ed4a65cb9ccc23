/**
 * @file The loop of the agent (spec messages-calendar 8): read, then act in at most five steps, one call a step. A run is
 * saved after each change and before anything waits, so that a reload, a crash or a Stop loses nothing and repeats
 * nothing. Errors of tools are data for the model; only engine and storage failures end a run.
 */

import type { Shield } from "#agent/shield";
import { errorCode, isAbort } from "#shared/errors";
import { ok, type Result } from "#shared/result";

import type { RawCall } from "./act-reply.ts";
import { logEntry } from "./log-step.ts";
import { permittedPorts, refusalOf } from "./permission.ts";
import type { CallMove, Move, Planner, PlannerContext } from "./planner.ts";
import type { AgentPorts } from "./ports.ts";
import { checkAnswer, checkCall, failedStep, needsApproval, refusedStep, toStep } from "./propose.ts";
import { withDateSources } from "./provenance.ts";
import { toolOf } from "./registry.ts";
import { MAX_STEPS, stepOf, withStep, type AgentRun, type RunPhase, type Step } from "./run.ts";
import type { JsonObject } from "./schema.ts";
import { releasedCall, shieldAnswer, shieldCall, shieldRequest } from "./shielding.ts";
import {
  listArg,
  stringArg,
  type ToolContext,
  type ToolDefinition,
  type ToolError,
  type ToolName,
} from "./tool.ts";
import { isSame } from "./write-ahead.ts";

export interface Loop {
  readonly ports: AgentPorts;
  readonly planner: Planner;
  readonly shield?: Shield | undefined;
}

export interface LoopOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called after each saved change. */
  readonly onChange?: ((run: AgentRun) => void) | undefined;
}

const THINKING: RunPhase = { kind: "thinking" };

/**
 * Goes on until the run waits for the person or has ended, and returns it. Also continues a run that was stored while it
 * was thinking or running.
 *
 * @throws AbortError when the signal fires, after the run was saved as stopped.
 */
export async function continueRun(start: AgentRun, loop: Loop, options: LoopOptions = {}): Promise<AgentRun> {
  let run = start;
  // What a step saved on its way is where a run that is cut off there goes on.
  const seen: LoopOptions = {
    ...options,
    onChange: (saved) => {
      run = saved;
      options.onChange?.(saved);
    },
  };
  try {
    while (run.phase.kind === "thinking" || run.phase.kind === "running") {
      options.signal?.throwIfAborted();
      const permitted = { ...loop, ports: permittedPorts(run, loop.ports) };
      const next = await (run.phase.kind === "thinking"
        ? think(run, permitted, options)
        : perform(run, permitted, seen));
      await keep(next, loop.ports, seen);
    }
    return run;
  } catch (error) {
    const phase: RunPhase = isAbort(error) ? { kind: "stopped" } : { kind: "failed", code: errorCode(error) };
    run = { ...run, phase };
    await keep(run, loop.ports, options);
    if (isAbort(error)) throw error;
    return run;
  }
}

/** Saved first, shown second: what a person sees survives a reload. */
export async function keep(run: AgentRun, ports: AgentPorts, options: LoopOptions): Promise<void> {
  await ports.runs.save(run);
  options.onChange?.(run);
}

async function think(start: AgentRun, loop: Loop, options: LoopOptions): Promise<AgentRun> {
  const released = releasedCall(start);
  if (released !== null) return call(released.run, released.move, { ...loop, shield: undefined }, options);
  const run = await shieldRequest(start, loop.shield, options.signal);
  if (run.phase.kind === "finished") return run;
  const refusal = refusalOf(run);
  if (refusal !== null) return refused(run, refusal, loop, options);
  if (run.steps.length >= MAX_STEPS) return { ...run, phase: { kind: "finished", why: "step-limit" } };
  const { ports, planner } = loop;
  const context: PlannerContext = { ports, signal: options.signal, shield: loop.shield };
  const first = await planner.next(run, context);
  const problem = await problemOf(run, first, ports);
  if (problem === null) return take(run, first, loop, options);
  // Engines that constrain decoding never come here; the others get one more try.
  const second = await planner.next(run, { ...context, problem });
  return take(run, second, loop, options);
}

/** Said by code without a word of anybody's: there is nothing to check. */
function refused(run: AgentRun, text: string, loop: Loop, options: LoopOptions): Promise<AgentRun> {
  const answer = { text, messageIds: [], verified: true };
  return finish(run, answerStep(run, text), answer, { ...loop, shield: undefined }, options);
}

async function problemOf(run: AgentRun, move: Move, ports: AgentPorts): Promise<ToolError | null> {
  if (move.kind === "answer") return null;
  if (move.kind === "several") return { code: "one-call-a-step", message: "one call at a time" };
  if (move.kind === "text") return { code: "arguments-invalid", message: "reply with one JSON call only" };
  const checked = checkCall(withTables(run, move), move.call);
  if (!checked.ok) return checked.error;
  if (checked.value.tool !== "answer") return null;
  const answer = await checkAnswer(run, checked.value.args, ports);
  return answer.ok ? null : answer.error;
}

const withTables = (run: AgentRun, move: Move): AgentRun =>
  move.kind === "call" && move.tables !== undefined ? { ...run, tables: move.tables } : run;

async function take(run: AgentRun, move: Move, loop: Loop, options: LoopOptions): Promise<AgentRun> {
  switch (move.kind) {
    case "answer":
      return finish(run, answerStep(run, move.answer.text), move.answer, loop, options);
    case "several":
      return refuse(
        run,
        { tool: "unknown", args: {} },
        { code: "one-call-a-step", message: "one call at a time" },
        loop,
      );
    case "text": {
      // Words instead of a call, twice: shown as what they are.
      const text = move.text.slice(0, 2000);
      if (text === "")
        return refuse(
          run,
          { tool: "unknown", args: {} },
          { code: "arguments-invalid", message: "no call" },
          loop,
        );
      return finish(run, answerStep(run, text), { text, messageIds: [], verified: false }, loop, options);
    }
    case "call":
      return call(withTables(run, move), move, loop, options);
    default:
      return move satisfies never;
  }
}

async function call(before: AgentRun, move: CallMove, loop: Loop, options: LoopOptions): Promise<AgentRun> {
  const checked = checkCall(before, move.call);
  if (!checked.ok) return refuse(before, move.call, checked.error, loop);
  const { tool, args } = checked.value;
  if (isRepeated(before, checked.value)) return refuse(before, move.call, REPEATED, loop);
  if (tool === "answer") {
    const cited = await checkAnswer(before, args, loop.ports);
    if (!cited.ok) return refuse(before, move.call, cited.error, loop);
    const text = stringArg(args, "text") ?? "";
    const answer = { text, messageIds: cited.value, verified: cited.value.length > 0 };
    return finish(before, answerStep(before, text), answer, loop, options);
  }
  const byModel = loop.planner.byModel === true;
  const run = byModel ? await shieldCall(before, move, checked.value, loop.shield, options.signal) : before;
  if (run.phase.kind === "finished") return run;
  const step = await toStep(run, checked.value, loop.ports, { byCode: move.byCode, signal: options.signal });
  if (tool === "ask_user") return asking(run, step, move);
  if (step.state === "failed") return settle(run, step, loop);
  if (move.alwaysAsk === true || needsApproval(step, run.request.policy))
    return { ...withStep(run, step), phase: { kind: "approval", step: step.number } };
  const approved: Step = { ...step, state: "running", approvedBy: "rule" };
  return { ...withStep(run, approved), phase: { kind: "running", step: step.number } };
}

const REPEATED: ToolError = { code: "arguments-invalid", message: "this was done already" };

/** What writes is done once: a model that goes round in circles makes one draft. */
function isRepeated(
  run: AgentRun,
  { tool, args }: { readonly tool: ToolName; readonly args: JsonObject },
): boolean {
  return run.steps.some(
    (step) =>
      step.tool === tool &&
      step.state === "done" &&
      step.approvalClass !== "A0" &&
      isSame(step.proposedArgs ?? step.args, withDateSources(run, args)),
  );
}

/** Options that a date stands behind: those code made, or those that reading or resolve_date offered in the same words. */
function asking(run: AgentRun, step: Step, move: CallMove): AgentRun {
  const offered = [
    ...run.steps.toReversed().flatMap((other) => other.options ?? []),
    ...run.items.flatMap((item) => (item.ticked ? (item.question?.options ?? []) : [])),
  ];
  const said = listArg(step.args, "options", "string");
  const dates =
    move.options ?? said.flatMap((text) => offered.find((option) => option.display === text) ?? []);
  const aligned = dates.length === said.length && dates.length > 0 ? { options: dates } : {};
  return { ...withStep(run, { ...step, ...aligned }), phase: { kind: "question", step: step.number } };
}

async function refuse(run: AgentRun, raw: RawCall, error: ToolError, loop: Loop): Promise<AgentRun> {
  return settle(run, refusedStep(run, raw, error), loop);
}

/** A step that is over: logged, and the next one is thought about. */
export async function settle(run: AgentRun, step: Step, loop: Pick<Loop, "ports">): Promise<AgentRun> {
  await loop.ports.log.append(logEntry(run, step, loop.ports.now()));
  return { ...withStep(run, step), phase: THINKING };
}

async function perform(run: AgentRun, loop: Loop, options: LoopOptions): Promise<AgentRun> {
  const number = run.phase.kind === "running" ? run.phase.step : 0;
  const step = stepOf(run, number);
  const tool = step === undefined || step.tool === "unknown" ? undefined : toolOf(step.tool);
  if (step === undefined || tool === undefined) return { ...run, phase: THINKING };
  const { ports } = loop;
  const context: ToolContext = { run, ports, newIds: step.newIds, signal: options.signal };
  const begun = await begin(step, tool, context);
  if (!begun.ok) return settle(run, failedStep(step, begun.error), loop);
  const { planned } = begun.value;
  // Nobody said yes to what it would do now.
  if (begun.value.state === "proposed")
    return { ...withStep(run, begun.value), phase: { kind: "approval", step: number } };
  if (begun.value !== step) await keep(withStep(run, begun.value), ports, options);
  const outcome = await tool.execute(step.args, { ...context, planned });
  if (!outcome.ok) return settle(run, failedStep(step, outcome.error), loop);
  const { result, tables, items, undo, options: dates } = outcome.value;
  const { planned: _planned, changed: _changed, ...rest } = step;
  const done: Step = {
    ...rest,
    state: "done",
    result,
    ...(undo === undefined ? {} : { undo }),
    ...(dates === undefined ? {} : { options: dates }),
  };
  const read = { ...run, tables: tables ?? run.tables, items: [...run.items, ...(items ?? [])] };
  return settle(read, done, loop);
}

/**
 * A step that is about to run: with the change it will make, or proposed again where the world has changed since a person
 * saw it. A step that was cut off in the middle is begun already and comes back as it is.
 */
async function begin(
  step: Step,
  tool: ToolDefinition,
  context: ToolContext,
): Promise<Result<Step, ToolError>> {
  if (step.state === "running" && step.approvedBy === "person") return ok(step);
  if (step.planned !== undefined) return ok(step);
  if (step.approvedBy === "person" && tool.preview !== undefined) {
    const now = await tool.preview(step.args, context);
    if (!now.ok) return now;
    if (!isSame(now.value, step.changes))
      return ok({ ...step, state: "proposed", approvedBy: null, changes: now.value, changed: true });
  }
  if (tool.plan === undefined && step.state === "running") return ok(step);
  const planned = await tool.plan?.(step.args, context);
  if (planned?.ok === false) return planned;
  return ok({ ...step, state: "running", ...(planned !== undefined && { planned: planned.value }) });
}

function answerStep(run: AgentRun, text: string): Step {
  return {
    number: run.steps.length + 1,
    tool: "answer",
    args: { text },
    approvalClass: "A0",
    state: "done",
    changes: [],
    cautions: [],
    newIds: [],
    approvedBy: "rule",
  };
}

async function finish(
  run: AgentRun,
  step: Step,
  answer: NonNullable<AgentRun["answer"]>,
  loop: Loop,
  options: LoopOptions,
): Promise<AgentRun> {
  const shielded = await shieldAnswer(run, answer, loop.shield, options.signal);
  if (shielded.answer === null) return shielded;
  const { steps } = await settle(shielded, step, loop);
  return { ...shielded, steps };
}
