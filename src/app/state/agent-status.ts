/**
 * @file What the page shows of the assistant without loading it: whether it is at work, and which chats wait for a
 * person.
 */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { listWaitingJobs } from "#storage/agent-jobs";

export interface AgentStatus {
  /** The job at work in this tab. */
  readonly working: string | null;
  /** How many chats wait for a yes, a no or an answer: what the badge counts and Activity lists. */
  readonly waiting: number;
  /** Their ids. */
  readonly waitingChats: ReadonlySet<string>;
}

export const agentStatus = createStore<AgentStatus>(() => ({
  working: null,
  waiting: 0,
  waitingChats: new Set(),
}));

export function useAgentStatus<T>(selector: (status: AgentStatus) => T): T {
  return useStore(agentStatus, selector);
}

/** Counts again what waits for a person. What can't be read counts as nothing. */
export async function refreshWaiting(): Promise<void> {
  const waiting = await listWaitingJobs().catch(() => []);
  const waitingChats = new Set(waiting.map(({ conversationId }) => conversationId));
  agentStatus.setState({ waiting: waitingChats.size, waitingChats });
}

/** Calls off the work under way; set by whoever does it. */
let stopWork: (() => void) | null = null;

/** Marks the beginning of work; the returned function marks its end. */
export function beginWork(jobId: string, stop: () => void): () => void {
  stopWork = stop;
  agentStatus.setState({ working: jobId });
  return () => {
    if (stopWork !== stop) return;
    stopWork = null;
    agentStatus.setState({ working: null });
  };
}

/** Ends the work under way; what is done stays. */
export function stopAgent(): void {
  stopWork?.();
}
