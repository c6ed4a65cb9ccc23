/** @file The thread deletions of this page. */
import { useStore } from "zustand";
import { forgetThread } from "./agent-forget.ts";
import { imports } from "./imports.ts";
import { keptItems } from "./kept-items.ts";
import { summaries } from "./summaries.ts";
import { DUE_KEY, ThreadDeletes, type DueDeletes } from "./thread-deletes-controller.ts";

const PREFIX = "hearth-";

export const threadDeletes = new ThreadDeletes({
  kept: keptItems(PREFIX),
  remove: async (threadId) => {
    await imports.deleteThread(threadId);
    await forgetThreads([threadId]);
  },
  now: () => Date.now(),
  later: (task, delayMs) => void setTimeout(task, delayMs),
});

/** What was made of threads that are gone goes too. @throws AppError of the storage */
export async function forgetThreads(threadIds: readonly string[]): Promise<void> {
  for (const threadId of threadIds) {
    await summaries.forget(threadId);
    await forgetThread(threadId);
  }
}

// Another tab deletes, or undoes it: here too nothing of it is shown, or all of it again.
globalThis.addEventListener?.("storage", ({ key }: StorageEvent) => {
  if (key === PREFIX + DUE_KEY) threadDeletes.heard();
});

/** A thread that is hidden, and deleted unless that is undone. */
export function isDue(threadId: string): boolean {
  return Object.hasOwn(threadDeletes.store.getState().due, threadId);
}

export function useDueDeletes(): DueDeletes {
  return useStore(threadDeletes.store, (state) => state.due);
}
