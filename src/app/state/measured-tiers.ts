/** @file What each model was measured to be trusted with; the agent goes by it, and by the catalog where there is none. */
import type { LanguageModel } from "#shared/language-model";

/** By catalog id. Filled when the page opens. */
export const measuredTiers = new Map<string, LanguageModel["tier"]>();
