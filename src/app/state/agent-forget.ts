/**
 * @file What the assistant keeps of a thread goes with it (spec messages-calendar 7): what jobs read of it, also in their
 * turns, tasks and notes that cite it. The log keeps that something was done, and when, without a word of it.
 */
import type { ActionEntry } from "#agent/act/action-log";
import type { SourceRef } from "#agent/act/task";
import { redactActions, redactJobs } from "#storage/agent-jobs";
import { deleteAgentRecord, listAgentRecords } from "#storage/agent-records";
import { readConversation, saveTurn } from "#storage/conversations";
import { parseJob, recordOf, turnOf, withoutThread, type AgentJob } from "./agent-job.ts";

const listeners = new Set<(job: AgentJob) => void>();

/** Called with each job that words were taken out of, once that is stored. */
export function onForgotten(listener: (job: AgentJob) => void): void {
  listeners.add(listener);
}

/** @throws AppError of the storage */
export async function forgetThread(threadId: string): Promise<void> {
  const runIds = new Set<string>();
  const changed = await redactJobs((record) => {
    const job = parseJob(record.value);
    const next = job && withoutThread(job, threadId);
    if (job === null || next === null || next === job) return record;
    for (const [at, part] of job.parts.entries())
      if (part !== next.parts[at] && part.kind === "act" && part.run) runIds.add(part.run.id);
    return recordOf(next, record.revision ?? 0);
  });
  const jobs = changed.flatMap(({ value }) => parseJob(value) ?? []);
  for (const job of jobs) await forgetTurn(job);
  await redactActions((entry) => {
    const { details: _words, ...rest } = entry as ActionEntry;
    return runIds.has(rest.runId) ? { ...rest, args: {} } : entry;
  });
  for (const table of ["agent-tasks", "agent-notes"] as const)
    for (const record of await listAgentRecords(table)) {
      const { id, sources } = record as { readonly id: string; readonly sources: readonly SourceRef[] };
      if (sources.some((source) => source.threadId === threadId)) await deleteAgentRecord(table, id);
    }
  for (const job of jobs) for (const listener of listeners) listener(job);
}

/** The turn that a job answers says what is left of it. */
async function forgetTurn(job: AgentJob): Promise<void> {
  const turn = (await readConversation(job.conversationId))?.turns.find(({ id }) => id === job.turnId);
  if (turn?.job === job.id) await saveTurn({ ...turn, ...turnOf(job) });
}
