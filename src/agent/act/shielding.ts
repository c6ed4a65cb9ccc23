/**
 * @file The shield around a run: the request before the first step, what a model wrote before anyone reads it: the words
 * of its calls and its answer.
 */

import type { ShieldFinding } from "#shared/shield-finding";
import { judgeSide, type Shield } from "#agent/shield";

import type { CallMove } from "./planner.ts";
import { argumentsOf } from "./registry.ts";
import type { AgentRun, RunAnswer, RunShield } from "./run.ts";
import { freeTexts, type JsonObject } from "./schema.ts";
import type { ToolName } from "./tool.ts";

const HELD = { kind: "finished", why: "shielded" } as const;

/** The run held back, or marked where the check failed and lets through, or as it was. @throws AbortError */
export async function shieldRequest(
  run: AgentRun,
  shield: Shield | undefined,
  signal: AbortSignal | undefined,
): Promise<AgentRun> {
  if (run.steps.length > 0 || run.shield?.released === true) return run;
  return noted(run, await judgeSide("input", [run.request.text], shield, signal));
}

/**
 * The same for a call that a model wrote: a person reads its words on a card, those of a search too. It stands in `shield`
 * while it is held back.
 *
 * @param args as they were checked against the schema of `tool`
 */
export async function shieldCall(
  run: AgentRun,
  move: CallMove,
  { tool, args }: { readonly tool: ToolName; readonly args: JsonObject },
  shield: Shield | undefined,
  signal: AbortSignal | undefined,
): Promise<AgentRun> {
  const schema = argumentsOf(tool, run.tables);
  const words = schema === null ? [] : freeTexts(schema, args);
  if (words.every((text) => text.trim() === "")) return run;
  const found = await judgeSide("output", [run.request.text, words.join("\n")], shield, signal);
  return noted(run, found, { call: move });
}

/** The same for an answer, which stands in `shield` while it is held back and in `answer` otherwise. @throws AbortError */
export async function shieldAnswer(
  run: AgentRun,
  answer: RunAnswer,
  shield: Shield | undefined,
  signal: AbortSignal | undefined,
): Promise<AgentRun> {
  const found = await judgeSide("output", [run.request.text, answer.text], shield, signal);
  const next = noted(run, found, { answer });
  return next.phase === HELD ? next : { ...next, answer, phase: { kind: "finished", why: "answered" } };
}

/** The run with what was found: held back, with what waits for a release, or marked where the check let it through. */
function noted(
  run: AgentRun,
  found: ShieldFinding | null,
  held: Pick<RunShield, "answer" | "call"> = {},
): AgentRun {
  if (found === null) return run;
  if (found.outcome === "passed") return { ...run, shield: found };
  return { ...run, shield: { ...found, ...held }, phase: HELD };
}

/** The person wants it all the same: a request or a call is worked on, an answer shown. Any other run stays as it is. */
export function releaseShield(run: AgentRun): AgentRun {
  const { shield, phase } = run;
  if (shield === null || phase.kind !== "finished" || phase.why !== "shielded") return run;
  const { answer, ...rest } = shield;
  const released: AgentRun = { ...run, shield: { ...rest, released: true } };
  if (shield.side === "input" || shield.call !== undefined)
    return { ...released, phase: { kind: "thinking" } };
  return { ...released, answer: answer ?? null, phase: { kind: "finished", why: "answered" } };
}

/** The call that a person wanted all the same, taken out of the run: it is the next move. */
export function releasedCall(run: AgentRun): { readonly run: AgentRun; readonly move: CallMove } | null {
  if (run.shield?.call === undefined || run.shield.released !== true) return null;
  const { call: move, ...shield } = run.shield;
  return { run: { ...run, shield }, move };
}
