/** @file The safety check of the settings as the agent knows it, and where it is, as progress of a run. */
import type { AgentProgress } from "#agent/agent-options";
import type { Shield } from "#agent/shield";
import type { AnswerCheck } from "./chats-state.ts";
import { chatShield } from "./shield.ts";

/** Null when it is off. @param onProgress null = the check is over */
export function agentShield(onProgress: (progress: AgentProgress | null) => void = () => {}): Shield | null {
  const shield = chatShield();
  if (shield === null) return null;
  const { threshold, onFailure, input, output } = shield;
  const judge: Shield["port"]["judge"] = async (messages, signal = new AbortController().signal) => {
    onProgress(judging({ loading: false, fraction: null }));
    try {
      return await shield.judge(messages, { signal, onProgress: (check) => onProgress(judging(check)) });
    } finally {
      onProgress(null);
    }
  };
  const sides = [...(input ? (["input"] as const) : []), ...(output ? (["output"] as const) : [])];
  return { port: { judge }, threshold, onFailure, sides };
}

export function judging({ loading, fraction }: Pick<AnswerCheck, "loading" | "fraction">): AgentProgress {
  const phase = loading ? "guard-loading" : "judging";
  return { phase, done: fraction ?? 0, total: fraction === null ? 0 : 1 };
}
