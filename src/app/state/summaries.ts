/** @file The summaries and action items of this page. */
import { useStore } from "zustand";
import { findActionItems } from "#agent/action-items";
import { summarise } from "#agent/summarise";
import { deleteResults, readResults, saveResults } from "#storage/summaries";
import { languageModel } from "./engine.ts";
import { measuredModel } from "./measured-model.ts";
import { Summaries, type SummariesState } from "./summaries-controller.ts";

export const summaries = new Summaries({
  model: languageModel,
  summarise: async (input, model, options) =>
    summarise(input, await measuredModel(model, options.signal), options),
  // Words single sentences, as for the least of models.
  findActionItems,
  read: readResults,
  save: saveResults,
  remove: deleteResults,
  now: () => new Date().toISOString(),
});

export function useSummaries<T>(selector: (state: SummariesState) => T): T {
  return useStore(summaries.store, selector);
}
