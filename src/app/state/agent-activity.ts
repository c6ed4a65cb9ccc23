/** @file What the assistant keeps and did, read when its page is shown: what waits, tasks, notes, the log. */
import { createStore } from "zustand/vanilla";
import { useStore } from "zustand";
import type { ActionEntry } from "#agent/act/action-log";
import type { AgentNote, AgentTask } from "#agent/act/task";
import { listActions, listWaitingJobs } from "#storage/agent-jobs";
import { JOBS_CHANNEL } from "./agent-job.ts";
import { notePort, taskPort } from "./agent-ports.ts";
import { toFailure, type Failure } from "./engine-status.ts";
import { SharedReads } from "./shared-reads.ts";
import { tabNews } from "./tab-news.ts";

export interface Waiting {
  readonly jobId: string;
  readonly conversationId: string;
}

export interface Activity {
  readonly phase: "loading" | "ready" | "failed";
  readonly error: Failure | null;
  readonly waiting: readonly Waiting[];
  readonly tasks: readonly AgentTask[];
  readonly notes: readonly AgentNote[];
  /** Oldest first. */
  readonly log: readonly ActionEntry[];
}

const activityStore = createStore<Activity>(() => ({
  phase: "loading",
  error: null,
  waiting: [],
  tasks: [],
  notes: [],
  log: [],
}));

export function useActivity<T>(selector: (activity: Activity) => T): T {
  return useStore(activityStore, selector);
}

async function read(): Promise<void> {
  try {
    const [waiting, tasks, notes, log] = await Promise.all([
      listWaitingJobs(),
      taskPort.list(),
      notePort.list(),
      listActions(),
    ]);
    activityStore.setState({
      phase: "ready",
      error: null,
      waiting: waiting.map(({ id, conversationId }) => ({ jobId: id, conversationId })),
      tasks,
      notes,
      log: log as readonly ActionEntry[],
    });
  } catch (error) {
    activityStore.setState({ phase: "failed", error: toFailure(error) });
  }
}

const reads = new SharedReads(read);

export function loadActivity(): Promise<void> {
  return reads.load();
}

/** Reads again what is shown, after a change that was not made here. */
export function refreshActivity(): Promise<void> {
  return reads.heard();
}

const tell = tabNews<null>("hearth-activity", () => void refreshActivity());
// A job that another tab works on changes what is kept, too.
tabNews<string>(JOBS_CHANNEL, () => void refreshActivity());

async function afterChange(): Promise<void> {
  tell(null);
  await loadActivity();
}

/** Ticks a task off or back on. @throws AppError of the storage */
export async function setTaskDone(task: AgentTask, done: boolean): Promise<void> {
  const status = done ? "done" : "open";
  await taskPort.put({ ...task, status, updatedAt: new Date().toISOString() });
  await afterChange();
}

/** @returns the function that brings it back. @throws AppError of the storage */
export async function removeTask(task: AgentTask): Promise<() => Promise<void>> {
  await taskPort.delete(task.id);
  await afterChange();
  return async () => {
    await taskPort.put(task);
    await afterChange();
  };
}

/** As `removeTask`. */
export async function removeNote(note: AgentNote): Promise<() => Promise<void>> {
  await notePort.delete(note.id);
  await afterChange();
  return async () => {
    await notePort.put(note);
    await afterChange();
  };
}
