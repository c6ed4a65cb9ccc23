// @ts-check
/**
 * @file `npm run golden -- FOLDER [--device cpu|webgpu|both]`: runs every sub-folder of FOLDER that holds `config.json`,
 * `model.safetensors` and `golden.json` through the real loading path and engine in Chromium, and compares with what the
 * reference implementation computed. One line a case; exit status 1 on a miss.
 */

import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { ensureBuilt } from "./build.mjs";
import { SetupError, runMain, say } from "./console.mjs";
import { ensureInstalled } from "./install.mjs";

/** @typedef {import("../e2e/harness/golden-types.ts").GoldenReport} GoldenReport what the page answers */

const USAGE = "Use `npm run golden -- FOLDER`, with --device cpu, webgpu or both.";
const NEEDED = ["config.json", "model.safetensors", "golden.json"];

await runMain(async () => {
  const { folder, devices } = readArguments();
  const checkpoints = findCheckpoints(folder);
  await ensureInstalled();
  await ensureBuilt("harness");
  // Only now: this needs the dependencies.
  const { openHarness } = await import("../e2e/support/harness.mjs");
  const profile = mkdtempSync(join(tmpdir(), "hearth-golden-"));
  const { page, close } = await openHarness({ profile, pagePath: "/golden.html", port: 0 });
  let missed = 0;
  try {
    for (const checkpoint of checkpoints) {
      await page.setInputFiles("input", filesOf(folder, checkpoint));
      for (const device of devices) {
        const { checks } = await page.evaluate((name) => window.runGolden(name), device);
        for (const { name, passed, figures } of checks) {
          say(`${passed ? "pass" : "MISS"}  ${checkpoint} ${device}  ${name}: ${figures}`);
          if (!passed) missed += 1;
        }
        if (checks.length === 0) missed += 1;
      }
    }
  } finally {
    await close();
    rmSync(profile, { recursive: true, force: true });
  }
  say(missed === 0 ? "All cases hold." : `${missed} missed.`);
  return missed === 0 ? 0 : 1;
});

/** @returns {{ folder: string, devices: ("cpu" | "webgpu")[] }} */
function readArguments() {
  let parsed;
  try {
    parsed = parseArgs({ allowPositionals: true, options: { device: { type: "string", default: "both" } } });
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error), USAGE);
  }
  const [folder, ...others] = parsed.positionals;
  if (folder === undefined || others.length > 0) throw new SetupError("One folder is needed.", USAGE);
  switch (parsed.values.device) {
    case "both":
      return { folder: resolve(folder), devices: ["cpu", "webgpu"] };
    case "cpu":
    case "webgpu":
      return { folder: resolve(folder), devices: [parsed.values.device] };
    default:
      throw new SetupError(`There is no device ${parsed.values.device}.`, USAGE);
  }
}

/** @param {string} folder */
function findCheckpoints(folder) {
  if (!existsSync(folder)) throw new SetupError(`${folder} does not exist.`, USAGE);
  const found = readdirSync(folder).filter((name) =>
    NEEDED.every((file) => existsSync(join(folder, name, file))),
  );
  if (found.length === 0)
    throw new SetupError(`No sub-folder of ${folder} holds ${NEEDED.join(", ")}.`, USAGE);
  return found.toSorted();
}

/**
 * The files of a checkpoint and the pictures that its cases name, beside it or in it.
 *
 * @param {string} folder
 * @param {string} checkpoint
 */
function filesOf(folder, checkpoint) {
  const inside = join(folder, checkpoint);
  const own = readdirSync(inside).map((name) => join(inside, name));
  /** @type {{ cases?: { picture?: string }[] }} */
  const golden = JSON.parse(readFileSync(join(inside, "golden.json"), "utf8"));
  const pictures = (golden.cases ?? []).flatMap(({ picture }) => {
    if (picture === undefined) return [];
    const found = [join(folder, picture), join(inside, picture)].find(existsSync);
    if (found === undefined)
      throw new SetupError(`${checkpoint} names ${picture}, which does not exist.`, USAGE);
    return [found];
  });
  return [...new Set([...own, ...pictures])].filter((path) => statSync(path).isFile());
}
