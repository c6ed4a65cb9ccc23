// @ts-check
/** @file Builds `dist/` or `dist-tools/` only when a source is newer than the last build. */

import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { SetupError, say } from "./console.mjs";
import { CACHE, DIST, DIST_TOOLS, MODELS, ROOT } from "./paths.mjs";
import { run } from "./process.mjs";

/** What a build is made of, besides the models: their pieces never change, see `modelsAreCopied`. */
const SOURCES = [
  "src",
  "public",
  "scripts",
  "e2e/harness",
  "index.html",
  "vite.config.ts",
  "package-lock.json",
];

/** @typedef {"product" | "harness"} Target */

/**
 * Builds `target` if it is missing or stale; returns what it did, for the log.
 *
 * @param {Target} target
 */
export async function ensureBuilt(target) {
  // The stamp holds when the last good build began: a source saved while it ran makes it stale.
  const stamp = join(CACHE, `build-${target}.stamp`);
  const output = join(target === "product" ? DIST : DIST_TOOLS, "_headers");
  const builtMs = await readNumber(stamp);
  const isCurrent =
    existsSync(output) &&
    (await newestSourceMs()) < builtMs &&
    (target === "harness" || (await modelsAreCopied(MODELS, join(DIST, "models"), builtMs)));
  if (isCurrent) return "up to date";
  const startedAtMs = Date.now();
  await build(target);
  await mkdir(CACHE, { recursive: true });
  await writeFile(stamp, String(startedAtMs));
  return "built";
}

/** @param {Target} target */
async function build(target) {
  say(target === "product" ? "  building the app into dist" : "  building the test harness into dist-tools");
  const vite = join(ROOT, "node_modules/vite/bin/vite.js");
  const mode = target === "product" ? [] : ["--mode", "harness"];
  const { status, output } = await run(process.execPath, [vite, "build", ...mode], { cwd: ROOT });
  if (status === 0) return;
  throw new SetupError(`The build failed:\n${output}`, "Correct what it names, then run the command again.");
}

/**
 * True when each model in `from` has its copy in `to`, made after it was put there. A model may come after a build: when
 * it could not be fetched at first, or by hand. Its manifest stands for it, since model.mjs moves both into place at once.
 *
 * @param {string} from
 * @param {string} to
 * @param {number} builtMs when the last good build began
 */
export async function modelsAreCopied(from, to, builtMs) {
  const names = await readdir(from).catch(() => []);
  const copied = await Promise.all(
    names.map(async (name) => {
      const original = await stat(join(from, name, "manifest.json")).catch(() => undefined);
      if (original === undefined) return true;
      return original.mtimeMs < builtMs && existsSync(join(to, name, "manifest.json"));
    }),
  );
  return copied.every(Boolean);
}

async function newestSourceMs() {
  const times = await Promise.all(SOURCES.map((path) => newestMs(join(ROOT, path))));
  return Math.max(...times);
}

/** @param {string} path @returns {Promise<number>} */
async function newestMs(path) {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  const names = await readdir(path);
  const times = await Promise.all(
    names
      .filter((name) => name !== "models" || !path.endsWith("public"))
      .map((name) => newestMs(join(path, name))),
  );
  return Math.max(stats.mtimeMs, ...times);
}

/** @param {string} path */
async function readNumber(path) {
  return Number(await readFile(path, "utf8").catch(() => "0"));
}
