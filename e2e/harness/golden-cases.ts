/** @file The cases of a `golden.json` (docs/golden.md), field by field, so that what is missing is named and not stumbled over. */
import type { GoldenPart } from "./golden-types.ts";

export interface GoldenCase {
  /** What its checks are called after. */
  readonly name: string;
  /** A path, of which the page has the file name; null for a case of text alone. */
  readonly picture: string | null;
  readonly inputIds: readonly number[];
  readonly lastLogits: readonly number[];
  readonly greedy: readonly number[];
  readonly lastLogitsAtPosition90000: readonly number[] | null;
  /** Null where the text begins with the picture, or there is none. */
  readonly logitsBeforeImage: readonly number[] | null;
  readonly textOnlyLastLogits: readonly number[] | null;
  readonly aspectRatioId: number | null;
  readonly numTiles: number | null;
}

/** @throws Error naming the case and the field. */
export function readCases(golden: unknown, { cases: chosen, greedyTokens }: GoldenPart): GoldenCase[] {
  const cases = isRecord(golden) ? golden["cases"] : null;
  if (!Array.isArray(cases)) throw new Error("golden.json has no list of cases");
  const all = cases.map((each: unknown, index) => readCase(each, index));
  const some = chosen ? chosen.flatMap((index) => all[index] ?? []) : all;
  return some.map((each) => ({ ...each, greedy: each.greedy.slice(0, greedyTokens) }));
}

function readCase(value: unknown, index: number): GoldenCase {
  if (!isRecord(value)) throw new Error(`case ${index} of golden.json is no object`);
  const fail = (field: string, reason: string): Error =>
    new Error(`case ${index} of golden.json: ${field} ${reason}`);
  const numbers = (field: string): readonly number[] | null => {
    const found = value[field] ?? null;
    if (found !== null && !isNumbers(found)) throw fail(field, "is no list of numbers");
    return found;
  };
  const needed = (field: string): readonly number[] => {
    const found = numbers(field);
    if (!found || found.length === 0) throw fail(field, "is missing");
    return found;
  };
  const number = (field: string): number | null => {
    const found = value[field] ?? null;
    if (found !== null && typeof found !== "number") throw fail(field, "is no number");
    return found;
  };
  const picture = value["picture"] ?? null;
  if (picture !== null && typeof picture !== "string") throw fail("picture", "is no path");
  return {
    name: picture === null ? `case ${index}` : fileNameOf(picture).replace(/\.\w+$/, ""),
    picture,
    inputIds: needed("inputIds"),
    lastLogits: needed("lastLogits"),
    greedy: needed("greedy"),
    lastLogitsAtPosition90000: numbers("lastLogitsAtPosition90000"),
    logitsBeforeImage: numbers("logitsBeforeImage"),
    textOnlyLastLogits: numbers("textOnlyLastLogits"),
    aspectRatioId: number("aspectRatioId"),
    numTiles: number("numTiles"),
  };
}

export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === "number");
}
