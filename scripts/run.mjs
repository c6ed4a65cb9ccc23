// @ts-check
/**
 * @file Runs a TypeScript command-line program: `node scripts/run.mjs FILE.ts ARGS...`. The file exports
 * `main(argv: string[]): Promise<number>`, whose number is the exit status. Vite compiles it, because the oldest Node
 * we promise (20.19) cannot.
 */

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

import { SetupError, runMain } from "./console.mjs";

await runMain(async () => {
  const [file, ...args] = process.argv.slice(2);
  if (file === undefined)
    throw new SetupError("No file was named.", "Use `node scripts/run.mjs FILE.ts ARGS...`.");
  if (!existsSync(file)) throw new SetupError(`${file} does not exist.`, "Correct its path.");
  ensureDependencies();
  const { runnerImport } = await import("vite");
  const { module } = await runnerImport(resolve(file), { configFile: false, logLevel: "error" });
  const { main } = /** @type {{ main?: (argv: string[]) => Promise<number> }} */ (module);
  if (main === undefined) throw new SetupError(`${file} exports no function main.`, "Export one.");
  return main(args);
});

function ensureDependencies() {
  try {
    createRequire(import.meta.url).resolve("vite");
  } catch {
    throw new SetupError("The dependencies are not installed.", "Run `npm ci`, then run the command again.");
  }
}
