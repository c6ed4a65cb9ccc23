/** @file What the page knows about the runs over threads: the one under way, and what is kept for each thread. */
import type { ActionItem } from "#agent/items/action-item";
import type { AgentProgress } from "#agent/agent-options";
import type { Selection } from "#agent/selection";
import type { Id } from "#messages/message";
import type { Failure } from "./engine-status.ts";
import type { ActionItems, Kept, Summary } from "./kept-results.ts";

export type RunKind = "summary" | "action-items";

/** A run that was begun: what it makes, of which messages. */
export interface Begun {
  readonly kind: RunKind;
  readonly selection: Selection;
}

export type Ticks = Readonly<Record<Id, boolean>>;

/** What a person said of an item; else whether a message said that it is done. */
export function isTicked({ id, status }: Pick<ActionItem, "id" | "status">, ticks: Ticks): boolean {
  return ticks[id] ?? status === "done";
}

export interface ThreadResults {
  readonly summary: Kept<Summary> | null;
  readonly items: Kept<ActionItems> | null;
  /** Items that a person ticked off or back on. Ids stay the same from run to run, so ticks outlive a new run. */
  readonly ticks: Ticks;
  /** From the beginning of a run to its end, whatever that is: a run that nobody is at was interrupted. */
  readonly begun?: Begun;
}

export type Run =
  | { readonly phase: "idle" }
  | {
      readonly phase: "running";
      readonly kind: RunKind;
      readonly threadId: Id;
      readonly progress: AgentProgress | null;
    }
  | { readonly phase: "failed"; readonly kind: RunKind; readonly threadId: Id; readonly error: Failure };

export interface SummariesState {
  readonly run: Run;
  /** By thread; absent = not read from storage yet. */
  readonly results: ReadonlyMap<Id, ThreadResults>;
  /** Threads over which another tab runs. */
  readonly elsewhere: ReadonlySet<Id>;
}

export const NO_RESULTS: ThreadResults = { summary: null, items: null, ticks: {} };

/** The run that was interrupted, by a reload or the end of its tab; null = none. */
export function interruptedRun({ run, results, elsewhere }: SummariesState, threadId: Id): Begun | null {
  const isRunning = elsewhere.has(threadId) || (run.phase === "running" && run.threadId === threadId);
  return isRunning ? null : (results.get(threadId)?.begun ?? null);
}

export function withoutBegun({ begun: _begun, ...results }: ThreadResults): ThreadResults {
  return results;
}

/** The store holds only what a change wrote under the same version: the outer shape is checked, the rest trusted. */
export function asResults(stored: unknown): ThreadResults {
  if (typeof stored !== "object" || stored === null) return NO_RESULTS;
  const { summary, items, ticks, begun } = stored as Partial<ThreadResults>;
  return {
    summary: summary ?? null,
    items: items ?? null,
    ticks: ticks ?? {},
    ...(begun && { begun }),
  };
}
