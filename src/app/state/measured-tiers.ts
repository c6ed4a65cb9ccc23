/**
 * @file What each model was measured to be trusted with (spec messages-calendar 3), kept for later visits: by the
 * evaluation, or by the short measure before a model first gets more than the least.
 */
import type { LanguageModel } from "#shared/language-model";

type Tier = LanguageModel["tier"];

/** Raised when the measure changes: what was measured in another way is measured again. */
const KEY = "hearth-models-tier-1-";

export class MeasuredTiers {
  readonly #storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">;

  /** @param storage throws where the browser forbids it: then nothing is kept, and each visit measures. */
  constructor(storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">) {
    this.#storage = storage;
  }

  /** @param modelId catalog id */
  get(modelId: string): Tier | null {
    const kept = attempt(() => this.#storage().getItem(KEY + modelId));
    return kept === "S" || kept === "M" || kept === "L" ? kept : null;
  }

  set(modelId: string, tier: Tier): void {
    attempt(() => this.#storage().setItem(KEY + modelId, tier));
  }

  delete(modelId: string): void {
    attempt(() => this.#storage().removeItem(KEY + modelId));
  }
}

export const measuredTiers = new MeasuredTiers(() => localStorage);

function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}
