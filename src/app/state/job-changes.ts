/** @file What is done to a part of a job: its run is changed or taken up again, what is held back is released. */
import type { Decision } from "#agent/act/decide";
import type { AgentPorts } from "#agent/act/ports";
import type { AgentRun } from "#agent/act/run";
import { releaseShield } from "#agent/act/shielding";
import { detectLanguage } from "#agent/sentences/language";
import { withRun, type JobPart } from "./agent-job.ts";
import type { Plan } from "./agent-routing.ts";
import { shownAnyway } from "./kept-results.ts";

/** The parts of a job as a plan begins them: one for each thread where each is read by itself. */
export function plannedParts({ parts, scope }: Plan): readonly JobPart[] {
  return parts.flatMap(({ kind, text }): readonly JobPart[] => {
    if (kind === "act") return [{ kind, state: "queued", text, run: null }];
    const language = detectLanguage(text, "en");
    return scope.threadIds.map((threadId) => ({ kind, state: "queued", threadId, language, value: null }));
  });
}

/** Null = it stays as it is. */
export type Change<T> = (before: T, ports: AgentPorts) => Promise<T | null>;

/** A change of the run of a part; a part without one stays. */
export function ofRun(change: Change<AgentRun>): Change<JobPart> {
  return async (part, ports) => {
    if (part.kind !== "act" || part.run === null) return null;
    const run = await change(part.run, ports);
    return run && withRun(part, run);
  };
}

/** A yes or no to reading what a summary or list is to be made of. */
export function readingDecided(
  part: Exclude<JobPart, { kind: "act" }>,
  { kind }: Decision,
): Exclude<JobPart, { kind: "act" }> | null {
  if (part.state !== "waiting" || part.reading !== "ask") return null;
  if (kind === "approve") return { ...part, state: "queued", reading: "allowed" };
  return kind === "decline" ? { ...part, state: "done", reading: "declined" } : null;
}

/** What the safety check holds back of a part is worked on, or shown, all the same. */
export function releasePart(part: JobPart): JobPart {
  switch (part.kind) {
    case "summary":
      return { ...part, value: part.value && shownAnyway(part.value) };
    case "items":
      return { ...part, value: part.value && shownAnyway(part.value) };
    case "act":
      return part.run === null ? part : withRun(part, releaseShield(part.run));
    default:
      return part satisfies never;
  }
}

/** A run that was stopped or failed is thought about again; its steps stay. */
export function resumed(part: JobPart): JobPart {
  const { error: _error, ...rest } = part;
  if (rest.kind !== "act" || rest.run === null) return { ...rest, state: "working" };
  const { kind } = rest.run.phase;
  const over = kind === "stopped" || kind === "failed";
  const run: AgentRun = over ? { ...rest.run, phase: phaseBefore(rest.run) } : rest.run;
  return { ...rest, run, state: "working" };
}

/** A step that was begun is finished, with the same ids; else the next one is chosen. */
function phaseBefore(run: AgentRun): AgentRun["phase"] {
  const begun = run.steps.find(({ state }) => state === "running" || state === "approved");
  return begun === undefined ? { kind: "thinking" } : { kind: "running", step: begun.number };
}
