/** @file The summaries and action items of this page. */
import { useStore } from "zustand";
import { changeResults, deleteResults, readResults } from "#storage/summaries";
import { languageModel } from "./engine.ts";
import { createJobLocks } from "./job-locks.ts";
import { makeItems, makeSummary } from "./kept-results.ts";
import { measuredModel } from "./measured-model.ts";
import { chatShield } from "./shield.ts";
import { Summaries } from "./summaries-controller.ts";
import type { SummariesState } from "./summaries-state.ts";
import { tabNews } from "./tab-news.ts";

/** Ids of threads whose results changed. */
const tell = tabNews<string>("hearth-results", (threadId) => void summaries.heard(threadId));

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
    tell(threadId);
  },
  remove: async (threadId) => {
    await deleteResults(threadId);
    tell(threadId);
  },
  locks: createJobLocks("results"),
});

export function useSummaries<T>(selector: (state: SummariesState) => T): T {
  return useStore(summaries.store, selector);
}
