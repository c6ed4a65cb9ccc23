/**
 * @file The part of the evaluation that depends on a model: the same cases with the model wording titles and answers, and,
 * where it is trusted with tools, choosing them. Shown as measured.
 */

import { formPlanner } from "#agent/act/form-planner";
import { modelPlanner } from "#agent/act/model-planner";
import { measureTier, type TierMeasurement } from "#agent/measure-tier";
import { summarise } from "#agent/summarise";
import type { LanguageModel } from "#shared/language-model";

import { CASES, type EvalCase } from "./cases.ts";
import { compare, type Check } from "./compare.ts";
import { generatedCases } from "./generated.ts";
import { pacedBy, type EvalOptions } from "./pace.ts";
import { NO_CALL, rowsOf, type Part, type Row } from "./report.ts";
import { runCase } from "./run-case.ts";

export interface ModelPartOptions extends EvalOptions {
  /** Cases at most: a small processor takes seconds for each. */
  readonly limit: number;
}

export interface ModelPart extends Part {
  readonly tier: TierMeasurement;
}

/** @throws AbortError when the signal fires; AppError when the engine fails. */
export async function modelPart(model: LanguageModel, options: ModelPartOptions): Promise<ModelPart> {
  options.onProgress?.({ stage: "Measuring the tier", done: 0, total: 1 });
  const tier = await measureTier(model, options.signal);
  const asked = stoppable(model, options.signal);
  const measured: LanguageModel = { ...asked, tier: tier.tier };
  const cases = [...CASES, ...generatedCases(1)].slice(0, options.limit);
  const form = await play(cases, `form, tier ${tier.tier}`, formPlanner(measured), options);
  // A model that cannot cite is offered no tools (tier S).
  const tools =
    tier.tier === "S" ? [] : await play(cases, "free choice of tools", modelPlanner(asked), options);
  const told = await summaries(cases, measured, options);
  const ability = [tier.cites, tier.restrains, tier.chooses];
  const row: Row = {
    metric: `tier ${tier.tier}: cites, restrains itself, chooses`,
    right: ability.filter((able) => able).length,
    total: ability.length,
    gate: null,
  };
  return { rows: [row, ...form, ...tools, ...told], misses: [], tier };
}

/** Spec messages-calendar 8. */
const NO_CALL_GATE = 0.95;

/** A Stop reaches the model in the middle of an answer, not only between two cases. */
function stoppable(model: LanguageModel, signal: AbortSignal | undefined): LanguageModel {
  // Everything the model can do stays: what `callsTools` offers is measured, too.
  const { contextTokens, tier, callsTools } = model;
  return {
    contextTokens,
    tier,
    ...(callsTools !== undefined && { callsTools }),
    generate: (request, options) => model.generate(request, { ...(signal && { signal }), ...options }),
    countTokens: (texts) => model.countTokens(texts),
  };
}

async function play(
  cases: readonly EvalCase[],
  name: string,
  planner: ReturnType<typeof formPlanner>,
  options: ModelPartOptions,
): Promise<readonly Row[]> {
  const checks: Check[] = [];
  let whole = 0;
  for await (const item of pacedBy(`Cases: ${name}`, options)(cases)) {
    const found = compare(item, await runCase(item, planner));
    checks.push(...found);
    if (found.every((check) => check.ok)) whole += 1;
  }
  options.signal?.throwIfAborted();
  const exact: Row = { metric: `${name}: whole cases right`, right: whole, total: cases.length, gate: null };
  const rows = rowsOf(name, checks, false).map((row) =>
    row.metric.endsWith(NO_CALL) ? { ...row, gate: NO_CALL_GATE } : row,
  );
  return [exact, ...rows];
}

async function summaries(
  cases: readonly EvalCase[],
  model: LanguageModel,
  options: ModelPartOptions,
): Promise<readonly Row[]> {
  let [kept, dropped, own] = [0, 0, 0];
  const threads = cases
    .flatMap((item) => item.threads)
    .filter((chat) => chat.messages.length <= 60)
    .slice(0, 8);
  for await (const chat of pacedBy("Summaries by the model", options)(threads)) {
    const summary = await summarise(chat, model, options.signal ? { signal: options.signal } : {});
    kept += summary.sentences.length;
    own += summary.sentences.filter((sentence) => sentence.writtenBy === "model").length;
    dropped += summary.droppedCount;
  }
  return [
    { metric: "summaries: sentences in the model's own words", right: own, total: kept, gate: null },
    { metric: "summaries: of what it wrote, borne out", right: own, total: own + dropped, gate: null },
  ];
}
