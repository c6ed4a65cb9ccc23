import { describe, expect, it } from "vitest";
import { formPlanner } from "#agent/act/form-planner";
import { modelPlanner } from "#agent/act/model-planner";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { CASES } from "./cases.ts";
import { codePart } from "./code-part.ts";
import { compare } from "./compare.ts";
import { generatedCases } from "./generated.ts";
import { passes, rowsOf, table, type Report } from "./report.ts";
import { runCase } from "./run-case.ts";

describe("by code", () => {
  it.each(CASES)("$id $name", async (item) => {
    const result = await runCase(item, formPlanner(null));
    const misses = compare(item, result).filter((check) => !check.ok);
    expect(misses.map((check) => `${check.metric}: ${check.name}`)).toEqual([]);
  });
});

describe("by a model that writes the right calls", () => {
  it.each(CASES.filter((item) => item.script !== undefined))("$id $name", async (item) => {
    const script = item.script ?? [];
    const model = new ScriptedLanguageModel("L", (_, index) => script[index] ?? script.at(-1) ?? "");
    const result = await runCase(item, modelPlanner(model));
    const misses = compare(item, result).filter((check) => !check.ok);
    expect(misses.map((check) => `${check.metric}: ${check.name}`)).toEqual([]);
  });
});

describe("eight conversations in eight languages, by code", () => {
  it.each(generatedCases(1))("$name", async (item) => {
    const result = await runCase(item, formPlanner(null));
    const misses = compare(item, result).filter((check) => !check.ok);
    expect(misses.map((check) => `${check.metric}: ${check.name}`)).toEqual([]);
  });
});

it("a gate that is missed fails the evaluation", () => {
  const checks = [
    { metric: "date", name: "right", ok: true },
    { metric: "date", name: "wrong", ok: false },
  ] as const;
  const report = (gated: boolean): Report => ({
    model: "x",
    rows: rowsOf("cases", checks, gated),
    misses: [],
    tier: null,
  });
  expect(passes(report(true))).toBe(false);
  expect(passes(report(false))).toBe(true);
  expect(table(report(true))).toMatch(/cases: date exactness\s+1\/2\s+50\.0 %\s+MISSED/);
});

it("a miss of code fails the evaluation, whatever the shares", () => {
  expect(passes({ rows: [], misses: ["1: date"] })).toBe(false);
});

it("says where it is, and a Stop ends it between two cases", async () => {
  const stop = new AbortController();
  const seen: string[] = [];
  const evaluation = codePart({
    signal: stop.signal,
    onProgress: ({ stage, done, total }) => {
      seen.push(`${stage} ${done}/${total}`);
      if (seen.length === 3) stop.abort();
    },
  });
  await expect(evaluation).rejects.toMatchObject({ name: "AbortError" });
  expect(seen).toEqual([0, 1, 2].map((done) => `Cases by code ${done}/${CASES.length}`));
});
