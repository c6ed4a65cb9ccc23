// @ts-check
/**
 * @file `npm start`: everything from a fresh checkout to the running app. Installs dependencies, fetches the default
 * model, builds, serves with the product's headers and prints the URL alone on a line. `--port N` chooses the port.
 */

import { ensureBuilt } from "./build.mjs";
import { SetupError, readOptions, runMain, say, step } from "./console.mjs";
import { ensureInstalled } from "./install.mjs";
import { ensureModel } from "./model.mjs";
import { ROOT } from "./paths.mjs";

const DEFAULT_PORT = 4173;

await runMain(async () => {
  const port = readPort();
  if (port === null) return;
  await step("Dependencies", ensureInstalled);
  await step("Default model", ensureModel);
  await step("Build", () => ensureBuilt("product"));
  await serve(port);
});

function readPort() {
  const usage = "Use `npm start -- --port 8080`.";
  const given = readOptions(process.argv.slice(2), usage, { options: { port: { type: "string" } } });
  if (given === null) return null;
  const text = given.values.port ?? String(DEFAULT_PORT);
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) throw new SetupError(`${text} is not a port.`, usage);
  return port;
}

/** @param {number} port */
async function serve(port) {
  // Only now: Vite is a dependency that may just have been installed.
  const { preview } = await import("vite");
  let server;
  try {
    server = await preview({ root: ROOT, preview: { port, strictPort: true }, logLevel: "warn" });
  } catch (error) {
    if (!/already in use/.test(String(error))) throw error;
    throw new SetupError(
      `Port ${port} is already in use.`,
      "Use `npm start -- --port N` with another number.",
    );
  }
  say("Hearth is running; press Ctrl+C to stop.");
  say(server.resolvedUrls?.local[0] ?? `http://localhost:${port}/`);
}
