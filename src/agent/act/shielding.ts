/** @file The shield around a run: the request before the first step, the answer before anyone reads it. */

import { findingOf, type Shield, type ShieldFinding } from "#agent/shield";

import type { AgentRun, RunAnswer } from "./run.ts";

const HELD = { kind: "finished", why: "shielded" } as const;

/** The run held back, or marked where the check failed and lets through, or as it was. @throws AbortError */
export async function shieldRequest(
  run: AgentRun,
  shield: Shield | undefined,
  signal: AbortSignal | undefined,
): Promise<AgentRun> {
  if (run.steps.length > 0 || run.shield?.released === true) return run;
  const found = await judge("input", [run.request.text], shield, signal);
  if (found === null) return run;
  return found.outcome === "passed" ? { ...run, shield: found } : { ...run, shield: found, phase: HELD };
}

/** The same for an answer, which stands in `shield` while it is held back and in `answer` otherwise. @throws AbortError */
export async function shieldAnswer(
  run: AgentRun,
  answer: RunAnswer,
  shield: Shield | undefined,
  signal: AbortSignal | undefined,
): Promise<AgentRun> {
  const found = await judge("output", [run.request.text, answer.text], shield, signal);
  if (found !== null && found.outcome !== "passed") {
    return { ...run, shield: { ...found, answer }, phase: HELD };
  }
  const noted = found === null ? run : { ...run, shield: found };
  return { ...noted, answer, phase: { kind: "finished", why: "answered" } };
}

/** The person wants it all the same: a request is worked on, an answer shown. Any other run stays as it is. */
export function releaseShield(run: AgentRun): AgentRun {
  const { shield, phase } = run;
  if (shield === null || phase.kind !== "finished" || phase.why !== "shielded") return run;
  const { answer, ...rest } = shield;
  const released: AgentRun = { ...run, shield: { ...rest, released: true } };
  if (shield.side === "input") return { ...released, phase: { kind: "thinking" } };
  return { ...released, answer: answer ?? null, phase: { kind: "finished", why: "answered" } };
}

/** Null when the text was checked and is under the threshold, or is not to be checked. */
async function judge(
  side: ShieldFinding["side"],
  messages: readonly string[],
  shield: Shield | undefined,
  signal: AbortSignal | undefined,
): Promise<ShieldFinding | null> {
  if (shield === undefined || shield.sides?.includes(side) === false) return null;
  return findingOf(side, shield, () => shield.port.judge(messages, signal));
}
