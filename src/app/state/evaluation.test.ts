import "fake-indexeddb/auto";
import { beforeEach, expect, it, vi } from "vitest";
import type { Report } from "#agent/eval/report";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { AppError } from "#shared/errors";
import { listEvaluations, saveEvaluation } from "#storage/evaluations";
import {
  evaluationStore,
  forgetEvaluation,
  loadEvaluations,
  startEvaluation,
  stopEvaluation,
} from "./evaluation.ts";
import { measuredTiers } from "./measured-tiers.ts";

const MODEL = "llama-3.2-1b";
const run = vi.hoisted(() => ({ evaluate: vi.fn() }));
let model: ScriptedLanguageModel | null = null;

vi.mock("#agent/eval/evaluate", () => run);
vi.mock("./engine.ts", () => ({
  engineStore: { getState: () => ({ modelId: "llama-3.2-1b" }) },
  languageModel: () => model,
}));

const REPORT: Report = {
  model: "Llama 3.2 1B Instruct",
  rows: [{ metric: "cases", right: 1, total: 2, gate: null }],
  misses: [],
  tier: { tier: "L", cites: true, restrains: true, chooses: true },
};

const state = () => evaluationStore.getState();

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
  model = new ScriptedLanguageModel("S", () => "");
  run.evaluate.mockReset().mockResolvedValue(REPORT);
});

it("keeps a model's result and its tier until they are forgotten", async () => {
  await startEvaluation(true, 3);
  expect(run.evaluate).toHaveBeenCalledWith(
    "Llama 3.2 1B Instruct",
    model,
    expect.objectContaining({ limit: 3 }),
  );
  expect(state()).toMatchObject({
    progress: null,
    error: null,
    results: [{ modelId: MODEL, report: REPORT }],
  });
  expect(measuredTiers.get(MODEL)).toBe("L");
  await forgetEvaluation(MODEL);
  expect(measuredTiers.get(MODEL)).toBeNull();
  expect(await listEvaluations()).toEqual([]);
  expect(state().results).toEqual([]);
});

it("runs code without a model, and stores nothing of it", async () => {
  model = null;
  run.evaluate.mockResolvedValue({ ...REPORT, tier: null });
  await startEvaluation(false, 3);
  expect(state().results.map(({ modelId }) => modelId)).toEqual([null]);
  expect(await listEvaluations()).toEqual([]);
  await startEvaluation(true, 3);
  expect(state().error).toMatchObject({ code: "engine-not-loaded" });
});

it("a Stop leaves the earlier result, a failure is said, and one runs at a time", async () => {
  await startEvaluation(true, 3);
  const before = state().results;
  run.evaluate.mockImplementation((_name, _model, { signal }: { readonly signal: AbortSignal }) => {
    return new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    });
  });
  const running = startEvaluation(true, 3);
  await startEvaluation(true, 3);
  expect(run.evaluate).toHaveBeenCalledTimes(2);
  expect(state().progress).not.toBeNull();
  stopEvaluation();
  await running;
  expect(state()).toMatchObject({ progress: null, error: null, results: before });
  run.evaluate.mockRejectedValue(new AppError("engine-failed", "x"));
  await startEvaluation(true, 3);
  expect(state()).toMatchObject({ error: { code: "engine-failed" }, results: before });
});

it("shows what was kept, but nothing of another shape", async () => {
  await saveEvaluation({
    modelId: "smollm2-135m",
    madeAt: "2026-01-01T00:00:00Z",
    tier: "S",
    report: REPORT,
  });
  await saveEvaluation({ modelId: "b", madeAt: "2026-01-02T00:00:00Z", tier: "S", report: { rows: [{}] } });
  await loadEvaluations();
  const shown = state().results.map(({ modelId }) => modelId);
  expect(shown).toContain("smollm2-135m");
  expect(shown).not.toContain("b");
});
