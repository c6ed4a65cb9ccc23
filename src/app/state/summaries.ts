/** @file The summaries and action items of this page. */
import { useStore } from "zustand";
import { changeResults, deleteResults, readResults } from "#storage/summaries";
import { languageModel } from "./engine.ts";
import { makeItems, makeSummary } from "./kept-results.ts";
import { measuredModel } from "./measured-model.ts";
import { chatShield } from "./shield.ts";
import { Summaries, type SummariesState } from "./summaries-controller.ts";

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
  change: changeResults,
  remove: deleteResults,
});

export function useSummaries<T>(selector: (state: SummariesState) => T): T {
  return useStore(summaries.store, selector);
}
