/**
 * @file What the assistant keeps of a thread goes with it (spec messages-calendar 7): jobs that read it, tasks and notes
 * that cite it. The log keeps that something was done, and when, without a word of it.
 */
import type { ActionEntry } from "#agent/act/action-log";
import type { SourceRef } from "#agent/act/task";
import { deleteJobs, redactActions } from "#storage/agent-jobs";
import { deleteAgentRecord, listAgentRecords } from "#storage/agent-records";
import { parseJob, type AgentJob } from "./agent-job.ts";

/** @throws AppError of the storage */
export async function forgetThread(threadId: string): Promise<void> {
  const runIds = new Set<string>();
  await deleteJobs(({ value }) => {
    const job = parseJob(value);
    if (job === null || !reads(job, threadId)) return false;
    for (const part of job.parts) if (part.kind === "act" && part.run) runIds.add(part.run.id);
    return true;
  });
  await redactActions((entry) => {
    const { runId } = entry as ActionEntry;
    return runIds.has(runId) ? ({ ...entry, args: {} } as ActionEntry) : entry;
  });
  for (const table of ["agent-tasks", "agent-notes"] as const)
    for (const record of await listAgentRecords(table)) {
      const { id, sources } = record as { readonly id: string; readonly sources: readonly SourceRef[] };
      if (sources.some((source) => source.threadId === threadId)) await deleteAgentRecord(table, id);
    }
}

/** It was chosen, or a search led there. */
function reads({ scope, parts }: AgentJob, threadId: string): boolean {
  if (scope.threadIds.includes(threadId)) return true;
  return parts.some((part) =>
    part.kind === "act"
      ? part.run?.tables.labels.some((label) => label.threadId === threadId) === true
      : part.threadId === threadId,
  );
}
