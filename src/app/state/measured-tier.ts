/**
 * @file The freedom that the assistant gives a model (spec messages-calendar 3): what was measured, and before that the
 * least where the catalog says so; any other model is measured at its first use. The catalog's guess of more is not believed.
 */
import { measureTier } from "#agent/summary/measure-tier";
import type { LanguageModel } from "#shared/language-model";
import { wrapModel } from "#agent/prompts/wrap-model";
import type { MeasuredTiers } from "./measured-tiers.ts";

export interface TierParts {
  readonly modelId: () => string;
  readonly tiers: Pick<MeasuredTiers, "get" | "set">;
  readonly measure?: typeof measureTier;
}

/** @returns gives a model its measured tier. It throws AbortError, and AppError when the engine fails. */
export function createTierMeasure({ modelId, tiers, measure = measureTier }: TierParts) {
  return async (model: LanguageModel, signal?: AbortSignal): Promise<LanguageModel> => {
    const id = modelId();
    const known = tiers.get(id);
    if (known !== null) return wrapModel(model, { tier: known });
    if (model.tier === "S") return model;
    const { tier } = await measure(model, signal);
    tiers.set(id, tier);
    return wrapModel(model, { tier });
  };
}
