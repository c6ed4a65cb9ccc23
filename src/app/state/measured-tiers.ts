/**
 * @file What each model was measured to be trusted with (spec messages-calendar 3), kept for later visits: by the
 * evaluation, or by the short measure before a model first gets more than the least.
 */
import type { LanguageModel } from "#shared/language-model";
import { keptItems, type ItemStorage, type KeptItems } from "./kept-items.ts";

type Tier = LanguageModel["tier"];

/** Raised when the measure changes: what was measured in another way is measured again. */
const PREFIX = "hearth-models-tier-1-";

export class MeasuredTiers {
  readonly #items: KeptItems;

  /** @param storage throws where the browser forbids it: then nothing is kept, and each visit measures. */
  constructor(storage?: () => ItemStorage) {
    this.#items = keptItems(PREFIX, storage);
  }

  /** @param modelId catalog id */
  get(modelId: string): Tier | null {
    const kept = this.#items.read(modelId);
    return kept === "S" || kept === "M" || kept === "L" ? kept : null;
  }

  set(modelId: string, tier: Tier): void {
    this.#items.write(modelId, tier);
  }

  delete(modelId: string): void {
    this.#items.write(modelId, null);
  }
}

export const measuredTiers = new MeasuredTiers();
