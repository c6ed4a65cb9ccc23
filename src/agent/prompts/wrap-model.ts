/** @file A model with something changed about it: whatever it is made of, everything else stays. */

import type { LanguageModel } from "#shared/language-model";

export function wrapModel(
  model: LanguageModel,
  changes: Partial<Pick<LanguageModel, "tier" | "generate">>,
): LanguageModel {
  // Not spread: what a class defines would be lost.
  const { contextTokens, tier, callsTools } = model;
  return {
    contextTokens,
    tier,
    ...(callsTools !== undefined && { callsTools }),
    generate: (request, options) => model.generate(request, options),
    countTokens: (texts) => model.countTokens(texts),
    ...changes,
  };
}
