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
    await summaries.forget(threadId);
    await forgetThread(threadId);
  },
  now: () => Date.now(),
  later: (task, delayMs) => void setTimeout(task, delayMs),
});

export function useDueDeletes(): DueDeletes {
  return useStore(threadDeletes.store, (state) => state.due);
}
