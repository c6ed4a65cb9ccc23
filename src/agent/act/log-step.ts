/** @file One step as an entry of the action log. */

import type { ActionEntry } from "./action-log.ts";
import { detailsOf } from "./log-details.ts";
import type { AgentRun, Step } from "./run.ts";

export function logEntry(run: AgentRun, step: Step, now: string): ActionEntry {
  const outcome =
    step.state === "declined" || step.state === "failed" || step.state === "undone" ? step.state : "done";
  return {
    id: `${run.id}/${step.number}/${outcome}`,
    time: now,
    runId: run.id,
    step: step.number,
    tool: step.tool,
    args: step.args,
    approvalClass: step.approvalClass,
    approvedBy: step.approvedBy,
    outcome,
    undoable: step.undo !== undefined,
    details: detailsOf(run, step),
  };
}
