/**
 * @file The part of the evaluation that depends on a model: the same cases with the model wording titles and answers, and,
 * where it is trusted with tools, choosing them. Shown as measured.
 */

import { formPlanner } from "#agent/act/form-planner";
import { modelPlanner } from "#agent/act/model-planner";
import { measureTier } from "#agent/measure-tier";
import { summarise } from "#agent/summarise";
import type { LanguageModel } from "#shared/language-model";

import { CASES, type EvalCase } from "./cases.ts";
import { compare, type Check } from "./compare.ts";
import { generatedCases } from "./generated.ts";
import type { Part } from "./code-part.ts";
import { rowsOf, type Row } from "./report.ts";
import { runCase } from "./run-case.ts";

export interface ModelPartOptions {
  /** Cases at most: a small processor takes seconds for each. */
  readonly limit: number;
  readonly onProgress: (text: string) => void;
}

export async function modelPart(model: LanguageModel, options: ModelPartOptions): Promise<Part> {
  options.onProgress("measuring the tier");
  const tier = await measureTier(model);
  const measured: LanguageModel = Object.assign(Object.create(model) as LanguageModel, { tier: tier.tier });
  const cases = [...CASES, ...generatedCases(1)].slice(0, options.limit);
  const form = await play(cases, `form, tier ${tier.tier}`, formPlanner(measured), options);
  // A model that cannot cite is offered no tools (tier S).
  const tools =
    tier.tier === "S"
      ? { rows: [], misses: [] }
      : await play(cases, "free choice of tools", modelPlanner(model), options);
  const told = await summaries(cases, measured, options);
  const ability = [tier.cites, tier.restrains, tier.chooses];
  const row: Row = {
    metric: `tier ${tier.tier}: cites, restrains itself, chooses`,
    right: ability.filter((able) => able).length,
    total: ability.length,
    gate: null,
  };
  return { rows: [row, ...form.rows, ...tools.rows, ...told.rows], misses: [] };
}

async function play(
  cases: readonly EvalCase[],
  name: string,
  planner: ReturnType<typeof formPlanner>,
  { onProgress }: ModelPartOptions,
): Promise<Part> {
  const checks: Check[] = [];
  let whole = 0;
  for (const [index, item] of cases.entries()) {
    onProgress(`${name}: ${index + 1} of ${cases.length}`);
    const found = compare(item, await runCase(item, planner));
    checks.push(...found);
    if (found.every((check) => check.ok)) whole += 1;
  }
  const exact: Row = { metric: `${name}: whole cases right`, right: whole, total: cases.length, gate: null };
  return { rows: [exact, ...rowsOf(name, checks, false)], misses: [] };
}

async function summaries(
  cases: readonly EvalCase[],
  model: LanguageModel,
  { onProgress }: ModelPartOptions,
): Promise<Part> {
  let [kept, dropped, own] = [0, 0, 0];
  const threads = cases
    .flatMap((item) => item.threads)
    .filter((chat) => chat.messages.length <= 60)
    .slice(0, 8);
  for (const [index, chat] of threads.entries()) {
    onProgress(`summaries: ${index + 1} of ${threads.length}`);
    const summary = await summarise(chat, model, {});
    kept += summary.sentences.length;
    own += summary.sentences.filter((sentence) => sentence.writtenBy === "model").length;
    dropped += summary.droppedCount;
  }
  return {
    rows: [
      { metric: "summaries: sentences in the model's own words", right: own, total: kept, gate: null },
      { metric: "summaries: of what it wrote, borne out", right: own, total: own + dropped, gate: null },
    ],
    misses: [],
  };
}
