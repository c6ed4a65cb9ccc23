/**
 * @file The freedom that the assistant gives a model: measured before it gets more than the least, and kept for later visits
 * (spec messages-calendar 3). What the catalog says is a first guess; only "the least" is believed.
 */
import { measureTier } from "#agent/measure-tier";
import type { LanguageModel } from "#shared/language-model";

export interface TierParts {
  readonly modelId: () => string;
  /** @throws where the browser forbids it */
  readonly storage: () => Pick<Storage, "getItem" | "setItem">;
  readonly measure?: typeof measureTier;
}

/** Raised when the measure changes: what was measured in another way is measured again. */
const KEY = "hearth-models-tier-1-";

const isTier = (value: unknown): value is LanguageModel["tier"] =>
  value === "S" || value === "M" || value === "L";

/** @returns gives a model its measured tier. It throws AbortError, and AppError when the engine fails. */
export function createTierMeasure({ modelId, storage, measure = measureTier }: TierParts) {
  return async (model: LanguageModel, signal?: AbortSignal): Promise<LanguageModel> => {
    if (model.tier === "S") return model;
    const key = KEY + modelId();
    const known = attempt(() => storage().getItem(key));
    const tier = isTier(known) ? known : (await measure(model, signal)).tier;
    if (tier !== known) attempt(() => storage().setItem(key, tier));
    return { ...model, tier };
  };
}

/** Private windows may forbid it: then it is measured in each visit. */
function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}
