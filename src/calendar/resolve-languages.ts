/** @file A phrase whose language is not certain (rule R18): at most two are tried, and a difference is asked about. */

import { likelyLanguages } from "./detect-language.ts";
import { askOutcome } from "./outcome.ts";
import { resolveDate } from "./resolve-date.ts";
import type { DateContext, Language, Resolution } from "./resolution.ts";

/**
 * The meaning of `phrase` in the language of its message, tried among `candidates` (the thread's languages, then
 * that of the interface). Two languages that read it differently make a question.
 */
export function resolveInLanguages(
  phrase: string,
  message: string,
  candidates: readonly Language[],
  context: Omit<DateContext, "language">,
): Resolution {
  const languages = likelyLanguages(message, candidates);
  const readings = (languages.length === 0 ? (["en"] as const) : languages).map((language) =>
    resolveDate(phrase, { ...context, language }),
  );
  const meanings = readings.filter((reading) => reading.kind !== "none");
  const [first, second] = meanings;
  if (first === undefined) return readings[0] ?? { kind: "none", flags: [], trace: [] };
  if (second === undefined || meaning(first) === meaning(second)) return first;
  return { ...askOutcome("alternatives", [first, second]), trace: first.trace };
}

const meaning = (resolution: Resolution): string => JSON.stringify({ ...resolution, trace: [], flags: [] });
