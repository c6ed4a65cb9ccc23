// @ts-check
/**
 * @file `npm test`: sets everything up from a fresh checkout, then runs checks, unit tests and journeys, and ends with
 * `N passed, N failed` alone on a line, what failed named above it. The exit status is 0 only if nothing failed.
 */

import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { ensureBuilt } from "./build.mjs";
import { runChecks } from "./check.mjs";
import { ensureChromium } from "./chromium.mjs";
import { durationSince, readOptions, runMain, say, step } from "./console.mjs";
import { ensureInstalled } from "./install.mjs";
import { ensureModel } from "./model.mjs";
import { CACHE, ROOT } from "./paths.mjs";
import { run } from "./process.mjs";
import { failedJourneys, failedUnitTests } from "./test-report.mjs";

/** @typedef {import("./test-report.mjs").Failure} Failure */
/** @typedef {{ passed: number, failed: readonly Failure[], repeated?: readonly Failure[] }} Tally `repeated` passed at a second try */

const UNIT_REPORT = join(CACHE, "unit-tests.json");
const JOURNEY_REPORT = join(CACHE, "journeys.json");
/** So many second tries are no longer the noise of a shared machine. */
const MOST_REPEATED = 4;
/** Prints what came of each fault, journeys and unit tests together. */
const FAULT_TABLE = join(ROOT, "e2e/support/fault-table.ts");

await runMain(async () => {
  if (
    readOptions(
      process.argv.slice(2),
      "Use `npm test`: checks, unit tests and journeys; half an hour on two cores.",
      {},
    ) === null
  )
    return 0;
  const startedAtMs = performance.now();
  await step("Dependencies", ensureInstalled);
  await step("Default model", ensureModel);
  const chromium = await findChromium();
  const builds = await section("Builds", runBuilds);
  const tallies = [
    builds,
    await section("Checks", runChecks),
    await section("Unit tests", runUnitTests),
    await section("Journeys", () => runJourneys(chromium, builds.failed.length > 0)),
  ];
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.flatMap((tally) => tally.failed);
  sayNames("Failed", failed);
  sayNames(
    "Passed only when tried again",
    tallies.flatMap(({ repeated = [] }) => repeated),
  );
  say(`\nAll of it took ${durationSince(startedAtMs)}.`);
  say(`${passed} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
});

/** @param {string} title @param {readonly Failure[]} failures */
function sayNames(title, failures) {
  if (failures.length > 0) say(`\n${title}`);
  for (const { name, reason } of failures) say(`- ${name}${reason === "" ? "" : `: ${reason}`}`);
}

async function findChromium() {
  let path = "";
  await step("Chromium", async () => {
    path = await ensureChromium();
    return path;
  });
  return path;
}

/**
 * @param {string} name
 * @param {() => Promise<Tally>} work
 */
async function section(name, work) {
  say(`\n${name}`);
  const startedAtMs = performance.now();
  const tally = await work();
  say(`${name}: ${tally.passed} passed, ${tally.failed.length} failed, in ${durationSince(startedAtMs)}`);
  return tally;
}

/** @returns {Promise<Tally>} a build that fails is one failure, so that the other results are seen too */
async function runBuilds() {
  let passed = 0;
  const failed = [];
  for (const target of /** @type {const} */ (["product", "harness"])) {
    try {
      await step(target, () => ensureBuilt(target));
      passed += 1;
    } catch (error) {
      say(`${error instanceof Error ? error.message : String(error)}\nFAIL  ${target}`);
      failed.push({ name: `build of the ${target}`, reason: "" });
    }
  }
  return { passed, failed };
}

/** @returns {Promise<Tally>} */
async function runUnitTests() {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${UNIT_REPORT}`];
  const status = await runSuite(UNIT_REPORT, ["vitest/vitest.mjs", "run", ...reporters], {});
  const report = await readReport(UNIT_REPORT);
  return {
    passed: report?.numPassedTests ?? 0,
    failed: orSuite("unit tests", status, failedUnitTests(report)),
  };
}

/** @param {string} chromium @param {boolean} buildsFailed @returns {Promise<Tally>} */
async function runJourneys(chromium, buildsFailed) {
  if (buildsFailed) {
    say("Left out, because what they would test was not built.");
    return { passed: 0, failed: [{ name: "journeys", reason: "what they would test was not built" }] };
  }
  const status = await runSuite(
    JOURNEY_REPORT,
    ["@playwright/test/cli.js", "test", `--reporter=list,json,${FAULT_TABLE}`],
    {
      HEARTH_CHROMIUM: chromium,
      HEARTH_UNIT_REPORT: UNIT_REPORT,
      PLAYWRIGHT_JSON_OUTPUT_FILE: JOURNEY_REPORT,
    },
  );
  const report = await readReport(JOURNEY_REPORT);
  const { failed, repeated } = failedJourneys(report);
  const passed = (report?.stats.expected ?? 0) + repeated.length;
  if (repeated.length > MOST_REPEATED)
    return {
      passed,
      failed: [...failed, { name: "journeys", reason: "too many passed only when tried again" }],
      repeated,
    };
  return { passed, failed: orSuite("journeys", status, failed), repeated };
}

/**
 * @param {string} report file of an earlier run, removed first so that it can't be taken for this one's
 * @param {readonly string[]} command program inside node_modules and its arguments
 * @param {NodeJS.ProcessEnv} env
 */
async function runSuite(report, [program = "", ...args], env) {
  await mkdir(CACHE, { recursive: true });
  await rm(report, { force: true });
  const result = await run(process.execPath, [join(ROOT, "node_modules", program), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    echo: true,
  });
  return result.status;
}

/**
 * A suite that failed without a failed test (no report at all, a reporter that objects) is one failure.
 *
 * @param {string} name
 * @param {number} status
 * @param {readonly Failure[]} failed
 * @returns {readonly Failure[]}
 */
function orSuite(name, status, failed) {
  if (status === 0 || failed.length > 0) return failed;
  return [{ name, reason: `ended with status ${status}` }];
}

/** @param {string} path @returns {Promise<any>} the reporter's JSON, undefined when it wrote none */
async function readReport(path) {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}
