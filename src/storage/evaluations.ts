/** @file Results of the evaluation, the latest of each model. They lie beside the settings, under keys of their own. */
import { readUser, writeUser } from "./user-db.ts";

export interface StoredEvaluation {
  /** Catalog id. */
  readonly modelId: string;
  /** ISO instant. */
  readonly madeAt: string;
  /** What the model was measured to be trusted with. */
  readonly tier: "S" | "M" | "L";
  /** Its shape belongs to the agent. */
  readonly report: unknown;
}

const PREFIX = "evaluation:";
/** Every key that begins with the prefix. */
const range = (): IDBKeyRange => IDBKeyRange.bound(PREFIX, `${PREFIX}\uFFFF`);

export async function saveEvaluation(evaluation: StoredEvaluation): Promise<void> {
  await writeUser(["settings"], (transaction) =>
    transaction.objectStore("settings").put(evaluation, PREFIX + evaluation.modelId),
  );
}

/** By model; what has another shape is left out. */
export async function listEvaluations(): Promise<readonly StoredEvaluation[]> {
  const records = await readUser(["settings"], (transaction) =>
    transaction.objectStore("settings").getAll(range()),
  );
  return records.filter(isEvaluation);
}

export async function deleteEvaluation(modelId: string): Promise<void> {
  await writeUser(["settings"], (transaction) =>
    transaction.objectStore("settings").delete(PREFIX + modelId),
  );
}

const TIERS: readonly unknown[] = ["S", "M", "L"] satisfies readonly StoredEvaluation["tier"][];

function isEvaluation(value: unknown): value is StoredEvaluation {
  const { modelId, madeAt, tier } = (value ?? {}) as Partial<StoredEvaluation>;
  return typeof modelId === "string" && typeof madeAt === "string" && TIERS.includes(tier);
}
