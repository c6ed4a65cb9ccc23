/** @file The evaluation of this tab: one at a time, going on while other views are open; results are kept by model. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { evaluate } from "#agent/eval/evaluate";
import type { EvalProgress } from "#agent/eval/pace";
import type { Report } from "#agent/eval/report";
import { findModel } from "#models/catalog";
import { AppError, isAbort } from "#shared/errors";
import { deleteEvaluation, listEvaluations, saveEvaluation } from "#storage/evaluations";
import { engineStore, languageModel } from "./engine.ts";
import { toFailure, type Failure } from "./engine-status.ts";
import { measuredTiers } from "./measured-tiers.ts";

export interface EvaluationResult {
  /** Catalog id; null = code alone. */
  readonly modelId: string | null;
  /** ISO instant. */
  readonly madeAt: string;
  readonly report: Report;
}

export interface EvaluationState {
  /** Null while none is under way. */
  readonly progress: EvalProgress | null;
  /** The latest first. */
  readonly results: readonly EvaluationResult[];
  readonly error: Failure | null;
}

export const evaluationStore = createStore<EvaluationState>(() => ({
  progress: null,
  results: [],
  error: null,
}));
let stop: AbortController | null = null;

export function useEvaluation<T>(selector: (state: EvaluationState) => T): T {
  return useStore(evaluationStore, selector);
}

/** Reads what was kept. */
export async function loadEvaluations(): Promise<void> {
  try {
    const kept = (await listEvaluations()).flatMap(({ modelId, madeAt, report }): EvaluationResult[] =>
      isReport(report) ? [{ modelId, madeAt, report }] : [],
    );
    for (const result of kept.toSorted((a, b) => a.madeAt.localeCompare(b.madeAt))) show(result);
  } catch (error) {
    evaluationStore.setState({ error: toFailure(error) });
  }
}

/**
 * Runs the evaluation and keeps its result. Does nothing while one is under way; a Stop leaves the earlier result.
 * @param limit cases that the model gets at most
 */
export async function startEvaluation(withModel: boolean, limit: number): Promise<void> {
  if (stop !== null) return;
  stop = new AbortController();
  const { signal } = stop;
  evaluationStore.setState({ progress: { stage: "Starting", done: 0, total: 1 }, error: null });
  try {
    const modelId = withModel ? engineStore.getState().modelId : null;
    const model = withModel ? languageModel() : null;
    if (withModel && model === null) throw new AppError("engine-not-loaded", "no model is loaded");
    const name = modelId === null ? "scripted" : (findModel(modelId)?.name ?? modelId);
    const report = await evaluate(name, model, {
      limit,
      signal,
      onProgress: (progress) => evaluationStore.setState({ progress }),
    });
    await keep({ modelId, madeAt: new Date().toISOString(), report });
  } catch (error) {
    if (!isAbort(error)) evaluationStore.setState({ error: toFailure(error) });
  } finally {
    stop = null;
    evaluationStore.setState({ progress: null });
  }
}

export function stopEvaluation(): void {
  stop?.abort();
}

/** The agent goes by the catalog again. @throws AppError of the storage */
export async function forgetEvaluation(modelId: string): Promise<void> {
  await deleteEvaluation(modelId);
  measuredTiers.delete(modelId);
  const results = evaluationStore.getState().results.filter((result) => result.modelId !== modelId);
  evaluationStore.setState({ results });
}

async function keep(result: EvaluationResult): Promise<void> {
  show(result);
  const { modelId, madeAt, report } = result;
  if (modelId === null || report.tier === null) return;
  const { tier } = report.tier;
  measuredTiers.set(modelId, tier);
  await saveEvaluation({ modelId, madeAt, tier, report });
}

function show(result: EvaluationResult): void {
  const others = evaluationStore.getState().results.filter(({ modelId }) => modelId !== result.modelId);
  evaluationStore.setState({ results: [result, ...others] });
}

/** What storage gives may be of an older version. */
function isReport(value: unknown): value is Report {
  const report = (value ?? {}) as Partial<Report>;
  return (
    typeof report.model === "string" &&
    Array.isArray(report.misses) &&
    Array.isArray(report.rows) &&
    report.rows.every(
      ({ metric, right, total, gate }) =>
        typeof metric === "string" &&
        typeof right === "number" &&
        typeof total === "number" &&
        (gate === null || typeof gate === "number"),
    )
  );
}
