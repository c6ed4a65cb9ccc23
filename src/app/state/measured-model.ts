/** @file The models of this page with the freedom that was measured for them. Loaded with the first work for the assistant. */
import { engineStore } from "./engine.ts";
import { createTierMeasure } from "./measured-tier.ts";
import { measuredTiers } from "./measured-tiers.ts";

export const measuredModel = createTierMeasure({
  modelId: () => engineStore.getState().modelId,
  tiers: measuredTiers,
});
