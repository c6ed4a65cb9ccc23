// @ts-check
/** @file `npm run check`: format, lint, types, unused code and first-load size, one line each. */

import { join } from "node:path";

import { ensureBuilt } from "./build.mjs";
import { durationSince, isEntryPoint, readOptions, runMain, say, step } from "./console.mjs";
import { ROOT } from "./paths.mjs";
import { run } from "./process.mjs";

/** @type {readonly (readonly [string, readonly string[]])[]} name, then the program inside node_modules and its arguments */
const CHECKS = [
  ["format", ["oxfmt/bin/oxfmt", "--check"]],
  ["lint", ["oxlint/bin/oxlint", "--type-aware", "--deny-warnings"]],
  ["types of the app", ["typescript/bin/tsc", "-p", "tsconfig.app.json"]],
  ["types of the workers", ["typescript/bin/tsc", "-p", "tsconfig.worker.json"]],
  ["types of tests and tools", ["typescript/bin/tsc", "-p", "tsconfig.node.json"]],
  ["unused code", ["knip/bin/knip.js"]],
  ["first-load size", ["size-limit/bin.js"]],
];

/**
 * Runs every check, whatever the others said; `dist/` must be built.
 *
 * @returns {Promise<{ passed: number, failed: readonly import("./test-report.mjs").Failure[] }>}
 */
export async function runChecks() {
  const failed = [];
  for (const [name, [program = "", ...args]] of CHECKS) {
    const startedAtMs = performance.now();
    const { status, output } = await run(process.execPath, [join(ROOT, "node_modules", program), ...args], {
      cwd: ROOT,
    });
    if (status !== 0) {
      failed.push({ name, reason: "" });
      say(output.trimEnd());
    }
    say(`${status === 0 ? "pass" : "FAIL"}  ${name} (${durationSince(startedAtMs)})`);
  }
  return { passed: CHECKS.length - failed.length, failed };
}

if (isEntryPoint(import.meta.url)) {
  await runMain(async () => {
    if (
      readOptions(
        process.argv.slice(2),
        "Use `npm run check`: format, lint, types, unused code, size.",
        {},
      ) === null
    )
      return 0;
    await step("Build", () => ensureBuilt("product"));
    const { failed } = await runChecks();
    return failed.length === 0 ? 0 : 1;
  });
}
