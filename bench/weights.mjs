// @ts-check
/**
 * @file `npm run bench -- weights`: MB/s of source bytes for each repack of weights, on one core of Node. Time is the
 * processor's, so that what else runs on the machine counts less. Prints a table and writes `bench/results/weights.json`.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { ensureInstalled } from "../scripts/install.mjs";
import { CACHE, ROOT } from "../scripts/paths.mjs";
import { saveResult } from "./report.mjs";

const ROUNDS = 12;
const TARGET_MB_PER_S = 300;

export async function main() {
  await ensureInstalled();
  const { repacks } = await loadBundled(join(ROOT, "bench/repacks.ts"));
  /** @type {Record<string, number>} */
  const speeds = {};
  console.log(`| repack | MB/s | target |\n|---|---|---|`);
  for (const { name, sourceBytes, run } of repacks()) {
    // The first round compiles; the quickest of the others was disturbed least.
    const seconds = Array.from({ length: ROUNDS + 1 }, () => processorSeconds(run)).slice(1);
    const speed = Math.round(sourceBytes / Math.min(...seconds) / 1e6);
    speeds[name] = speed;
    console.log(`| ${name} | ${speed} | ${TARGET_MB_PER_S} |`);
  }
  const unit = "MB of source bytes per processor second";
  saveResult("weights", { unit, target: TARGET_MB_PER_S, speeds });
}

/** @param {() => void} run */
function processorSeconds(run) {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/**
 * Bundled as the product is: module by module, every constant of another module would be a property access.
 *
 * @param {string} entry
 * @returns {Promise<typeof import("./repacks.ts")>}
 */
async function loadBundled(entry) {
  const { build } = await import("vite");
  const outDir = join(CACHE, "bench-weights");
  await build({
    configFile: false,
    logLevel: "error",
    build: { outDir, lib: { entry, formats: ["es"], fileName: () => "repacks.mjs" }, minify: false },
  });
  return import(pathToFileURL(join(outDir, "repacks.mjs")).href);
}
