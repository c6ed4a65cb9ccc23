/** @file The thread deletions of this page. */
import { useStore } from "zustand";
import { forgetThread } from "./agent-forget.ts";
import { imports } from "./imports.ts";
import { summaries } from "./summaries.ts";
import { ThreadDeletes, type DueDeletes } from "./thread-deletes-controller.ts";

const NO_STORAGE = { getItem: () => null, setItem: () => undefined };

/** Reading `localStorage` itself throws where site data is blocked. */
function openStorage(): Pick<Storage, "getItem" | "setItem"> {
  try {
    return globalThis.localStorage ?? NO_STORAGE;
  } catch {
    return NO_STORAGE;
  }
}

export const threadDeletes = new ThreadDeletes({
  storage: openStorage(),
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

export function useDueDeletes(): DueDeletes {
  return useStore(threadDeletes.store, (state) => state.due);
}
