// @ts-check
/** @file What every bench does with its figures. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../scripts/paths.mjs";

/** @param {readonly number[]} values @returns NaN for none */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? Number.NaN, sorted[Math.floor(middle)] ?? Number.NaN];
  return (low + high) / 2;
}

/**
 * Writes `bench/results/NAME.json`.
 *
 * @param {string} name
 * @param {object} result
 */
export function saveResult(name, result) {
  const folder = join(ROOT, "bench/results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
}

/** Measure, value, target and whether it is met; null = not measured here. @typedef {[string, string, string, boolean | null]} TargetRow */

/** @param {readonly TargetRow[]} rows @returns what was printed, for the file of results */
export function printTargets(rows) {
  console.log("| measure | value | target | |\n|---|---|---|---|");
  for (const [name, value, target, met] of rows)
    console.log(`| ${name} | ${value} | ${target} | ${met === null ? "" : met ? "met" : "missed"} |`);
  return rows.map(([name, value, target, met]) => ({ name, value, target, met }));
}
