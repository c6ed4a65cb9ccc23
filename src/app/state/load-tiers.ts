/** @file Reads what models were measured to do. After the first paint: nothing needs it before the first question. */
import { listEvaluations } from "#storage/evaluations";
import { measuredTiers } from "./measured-tiers.ts";

/** @throws AppError of the storage */
export async function loadMeasuredTiers(): Promise<void> {
  for (const { modelId, tier } of await listEvaluations()) measuredTiers.set(modelId, tier);
}
