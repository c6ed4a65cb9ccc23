/** @file What a run of the agent is doing, in words. */
import type { AgentProgress } from "#agent/agent-options";

const PHASES: Readonly<Record<AgentProgress["phase"], string>> = {
  reading: "Reading messages",
  writing: "Writing",
  checking: "Checking against the messages",
  "guard-loading": "Loading the guard model",
  judging: "Checking for safety",
};

export interface ProgressText {
  readonly label: string;
  /** 0..1, or null when unknown. */
  readonly fraction: number | null;
  /** "3 of 8", where single things are counted. */
  readonly count: string | null;
}

export function progressText({ phase, done, total }: AgentProgress): ProgressText {
  const counted = phase !== "guard-loading" && phase !== "judging";
  return {
    label: PHASES[phase],
    fraction: total === 0 ? null : done / total,
    count: counted ? `${done.toLocaleString("en")} of ${total.toLocaleString("en")}` : null,
  };
}
