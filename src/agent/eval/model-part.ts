/**
 * @file The part of the evaluation that depends on a model: the same cases with the model wording titles and answers, and,
 * where it is trusted with tools, choosing them. Shown as measured, with the metrics of spec messages-calendar 8.
 */

import { formPlanner } from "#agent/act/form-planner";
import { modelPlanner } from "#agent/act/model-planner";
import type { Planner } from "#agent/act/planner";
import { wrapModel } from "#agent/prompts/wrap-model";
import { measureTier, type TierMeasurement } from "#agent/summary/measure-tier";
import { summarise } from "#agent/summary/summarise";
import type { LanguageModel } from "#shared/language-model";

import { CASES, type EvalCase } from "./cases.ts";
import { citationRow, isCitedRightly } from "./citations.ts";
import { generatedCases } from "./generated.ts";
import { pacedBy, type EvalOptions } from "./pace.ts";
import { passRow, playCases, playedRows, together } from "./play-cases.ts";
import type { Part, Row } from "./report.ts";

export interface ModelPartOptions extends EvalOptions {
  /** Cases at most: a small processor takes seconds for each. */
  readonly limit: number;
  /** How often every case is played, each time with tools and small talk in another order; 1 without. */
  readonly runs?: number;
}

export interface ModelPart extends Part {
  readonly tier: TierMeasurement;
}

/** @throws AbortError when the signal fires; AppError when the engine fails. */
export async function modelPart(model: LanguageModel, options: ModelPartOptions): Promise<ModelPart> {
  options.onProgress?.({ stage: "Measuring the tier", done: 0, total: 1 });
  const tier = await measureTier(model, options.signal);
  const asked = stoppable(model, options.signal);
  const measured = wrapModel(asked, { tier: tier.tier });
  const form = await play(`form, tier ${tier.tier}`, formPlanner(measured), options);
  const tools = tier.tier === "S" ? [NO_TOOLS] : await play(TOOLS, modelPlanner(asked), options);
  const told = await summaries(casesOf(1, options), measured, options);
  const ability = [tier.cites, tier.restrains, tier.chooses];
  const row: Row = {
    metric: `tier ${tier.tier}: cites, restrains itself, chooses`,
    right: ability.filter((able) => able).length,
    total: ability.length,
    gate: null,
  };
  return { rows: [row, ...form, ...tools, ...told], misses: [], tier };
}

const TOOLS = "free choice of tools";
/** Said, not left out: the same cases are counted under "form". */
const NO_TOOLS: Row = {
  metric: `${TOOLS}: not applicable, a model of tier S is offered none`,
  right: 0,
  total: 0,
  gate: null,
};

/** A Stop reaches the model in the middle of an answer, not only between two cases. */
const stoppable = (model: LanguageModel, signal: AbortSignal | undefined): LanguageModel =>
  wrapModel(model, {
    generate: (request, options) => model.generate(request, { ...(signal && { signal }), ...options }),
  });

/** The fixed cases first; what is said around the generated ones has another order in each run. */
const casesOf = (run: number, { limit }: ModelPartOptions): readonly EvalCase[] =>
  [...CASES, ...generatedCases(run)].slice(0, limit);

async function play(name: string, planner: Planner, options: ModelPartOptions): Promise<readonly Row[]> {
  const { runs = 1, signal } = options;
  const parts = [];
  for (let run = 1; run <= runs; run += 1) {
    const pace = pacedBy(runs === 1 ? `Cases: ${name}` : `Cases: ${name}, run ${run} of ${runs}`, options);
    parts.push(await playCases(casesOf(run, options), pace, { planner: () => planner, turn: run - 1 }));
    signal?.throwIfAborted();
  }
  const played = together(parts);
  const pass = runs === 1 ? [] : [passRow(name, played, runs, false)];
  return [...playedRows(name, played, false), ...pass];
}

/** Threads that are summarised at most. */
const MAX_SUMMARIES = 8;
/** Messages of a thread that a small processor gets through in seconds. */
const MAX_MESSAGES = 60;

async function summaries(
  cases: readonly EvalCase[],
  model: LanguageModel,
  options: ModelPartOptions,
): Promise<readonly Row[]> {
  let [kept, dropped, own, right] = [0, 0, 0, 0];
  const threads = cases
    .flatMap((item) => item.threads)
    .filter((chat) => chat.messages.length <= MAX_MESSAGES)
    .slice(0, MAX_SUMMARIES);
  for await (const chat of pacedBy("Summaries by the model", options)(threads)) {
    const summary = await summarise(chat, model, options.signal ? { signal: options.signal } : {});
    const { sentences, language = "en" } = summary;
    kept += sentences.length;
    own += sentences.filter((sentence) => sentence.writtenBy === "model").length;
    right += sentences.filter((sentence) => isCitedRightly(sentence, language, chat)).length;
    dropped += summary.droppedCount;
  }
  return [
    citationRow(right, kept),
    { metric: "summaries: sentences in the model's own words", right: own, total: kept, gate: null },
    { metric: "summaries: of what it wrote, borne out", right: own, total: own + dropped, gate: null },
  ];
}
