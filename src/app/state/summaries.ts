/** @file The summaries and action items of this page. */
import { useStore } from "zustand";
import type { Id } from "#messages/message";
import { changeResults, deleteResults, readResults } from "#storage/summaries";
import { languageModel } from "./engine.ts";
import { imports } from "./imports.ts";
import { createJobLocks } from "./job-locks.ts";
import { makeItems, makeSummary } from "./kept-results.ts";
import { measuredModel } from "./measured-model.ts";
import { chatShield } from "./shield.ts";
import { Summaries } from "./summaries-controller.ts";
import type { SummariesState } from "./summaries-state.ts";
import { tabNews } from "./tab-news.ts";

interface ResultsNews {
  readonly threadId: Id;
  /** With its thread; otherwise changed. */
  readonly removed: boolean;
}

const tell = tabNews<ResultsNews>("hearth-results", ({ threadId, removed }) => {
  if (removed) summaries.heardRemoved(threadId);
  else void summaries.heard(threadId);
});

const now = (): string => new Date().toISOString();

export const summaries = new Summaries({
  model: languageModel,
  makeSummary: async (input, model, options) => {
    const guarded = { ...options, shield: chatShield(), now };
    return makeSummary(input, await measuredModel(model, options.signal), guarded);
  },
  // Words single sentences, as for the least of models.
  makeItems: (input, model, options) => makeItems(input, model, { ...options, shield: chatShield(), now }),
  read: readResults,
  change: async (threadId, make) => {
    await changeResults(threadId, make);
    tell({ threadId, removed: false });
  },
  remove: async (threadId) => {
    await deleteResults(threadId);
    tell({ threadId, removed: true });
  },
  exists: async (threadId) => {
    const threads = await imports.link.ask((rpc) => rpc.call("thread-list", null));
    return threads.some(({ id }) => id === threadId);
  },
  locks: createJobLocks("results"),
});

export function useSummaries<T>(selector: (state: SummariesState) => T): T {
  return useStore(summaries.store, selector);
}
