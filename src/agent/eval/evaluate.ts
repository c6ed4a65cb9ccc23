/**
 * @file The whole evaluation (spec messages-calendar 8), the same for the page and for `npm run eval`: what code decides
 * must be right every time; what depends on a model is shown as measured.
 */

import type { LanguageModel } from "#shared/language-model";

import { CASES } from "./cases.ts";
import { codePart } from "./code-part.ts";
import { generatedCases } from "./generated.ts";
import { modelPart, type ModelPartOptions } from "./model-part.ts";
import type { Report } from "./report.ts";

/** The cases that the specification lists, and a few more, without the generated ones. */
export const DEFAULT_CASES = CASES.length;

/** All that a model can be given. */
export const ALL_CASES = CASES.length + generatedCases(1).length;

/**
 * @param name of the model, for the report
 * @param model null = the part of code alone
 * @throws AbortError when the signal fires; AppError when the engine fails.
 */
export async function evaluate(
  name: string,
  model: LanguageModel | null,
  options: ModelPartOptions,
): Promise<Report> {
  const code = await codePart(options);
  if (model === null) return { model: name, tier: null, ...code };
  const measured = await modelPart(model, options);
  return {
    model: name,
    tier: measured.tier,
    rows: [...code.rows, ...measured.rows],
    misses: code.misses,
  };
}
