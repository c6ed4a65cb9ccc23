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
import { ROOT } from "./paths.mjs";

await runMain(async () => {
  const [file, ...args] = process.argv.slice(2);
  if (file === undefined)
    throw new SetupError("No file was named.", "Use `node scripts/run.mjs FILE.ts ARGS...`.");
  if (!existsSync(file)) throw new SetupError(`${file} does not exist.`, "Correct its path.");
  ensureDependencies();
  const { createServer } = await import("vite");
  // A server that serves nothing: unlike `runnerImport` it still loads what the program imports while it runs.
  const server = await createServer({
    configFile: false,
    root: ROOT,
    logLevel: "error",
    appType: "custom",
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    const { main } = /** @type {{ main?: (argv: string[]) => Promise<number> }} */ (
      await server.ssrLoadModule(resolve(file))
    );
    if (main === undefined) throw new SetupError(`${file} exports no function main.`, "Export one.");
    return await main(args);
  } finally {
    await server.close();
  }
});

function ensureDependencies() {
  try {
    createRequire(import.meta.url).resolve("vite");
  } catch {
    throw new SetupError("The dependencies are not installed.", "Run `npm ci`, then run the command again.");
  }
}
