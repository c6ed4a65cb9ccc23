// @ts-check
/**
 * @file `npm run golden -- FOLDER [--device cpu|webgpu|both]`: runs every sub-folder of FOLDER that holds `config.json`,
 * `model.safetensors` and `golden.json` through the real loading path and engine in Chromium, and compares with what the
 * reference implementation computed. One line a case; exit status 1 on a miss.
 */

import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { ensureBuilt } from "./build.mjs";
import { SetupError, readOptions, runMain, say } from "./console.mjs";
import { ensureInstalled } from "./install.mjs";

/** @typedef {import("../e2e/harness/golden-types.ts").GoldenReport} GoldenReport what the page answers */

const USAGE = "Use `npm run golden -- FOLDER`, with --device cpu, webgpu or both.";
const NEEDED = ["config.json", "model.safetensors", "golden.json"];
/** Names the files of a checkpoint in shards, which has no `model.safetensors`. */
const INDEX = "model.safetensors.index.json";

await runMain(async () => {
  const given = readArguments();
  if (given === null) return 0;
  const { folder, devices } = given;
  const { checkpoints, skipped } = findCheckpoints(folder);
  for (const { name, missing } of skipped) say(`skip  ${name}: no ${missing.join(", ")}`);
  await ensureInstalled();
  await ensureBuilt("harness");
  // Only now: this needs the dependencies.
  const { openHarness } = await import("../e2e/support/harness.mjs");
  const profile = mkdtempSync(join(tmpdir(), "hearth-golden-"));
  const { page, close } = await openHarness({ profile, pagePath: "/golden.html", port: 0 });
  let missed = 0;
  try {
    for (const checkpoint of checkpoints) {
      for (const device of devices) {
        const checks = await runChecks(page, folder, checkpoint, device);
        for (const { name, passed, figures } of checks) {
          say(`${passed ? "pass" : "MISS"}  ${checkpoint} ${device}  ${name}: ${figures}`);
          if (!passed) missed += 1;
        }
      }
    }
  } finally {
    await close();
    rmSync(profile, { recursive: true, force: true });
  }
  say(missed === 0 ? "All cases hold." : `${missed} missed.`);
  return missed === 0 ? 0 : 1;
});

/** @param {string} figures why a checkpoint could not be run */
function failed(figures) {
  return [{ name: "run", passed: false, figures }];
}

/**
 * What cannot be run is a miss of its own; the others go on.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} folder
 * @param {string} checkpoint
 * @param {"cpu" | "webgpu"} device
 * @returns {Promise<GoldenReport["checks"]>}
 */
async function runChecks(page, folder, checkpoint, device) {
  try {
    await page.setInputFiles("input", filesOf(folder, checkpoint));
    const { checks } = await page.evaluate((name) => window.runGolden(name), device);
    return checks.length > 0 ? checks : failed("golden.json has no cases");
  } catch (error) {
    const [sentence = ""] = String(error instanceof Error ? error.message : error).split("\n");
    return failed(sentence.replace(/^page\.evaluate: (?:Error: )?/, ""));
  }
}

/** @returns {{ folder: string, devices: ("cpu" | "webgpu")[] } | null} null when only the usage was asked for */
function readArguments() {
  const parsed = readOptions(process.argv.slice(2), USAGE, {
    allowPositionals: true,
    options: { device: { type: "string", default: "both" } },
  });
  if (parsed === null) return null;
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
  if (!statSync(folder).isDirectory()) throw new SetupError(`${folder} is no folder.`, USAGE);
  const folders = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());
  const known = folders.toSorted().map((name) => {
    const has = (/** @type {string} */ file) => existsSync(join(folder, name, file));
    const missing = NEEDED.filter((file) => !has(file) && !(file === "model.safetensors" && has(INDEX)));
    return { name, missing };
  });
  const checkpoints = known.flatMap(({ name, missing }) => (missing.length === 0 ? [name] : []));
  if (checkpoints.length === 0) {
    throw new SetupError(`No sub-folder of ${folder} holds ${NEEDED.join(", ")}.`, USAGE);
  }
  // Folders of other things, such as pictures, have none of them.
  const skipped = known.filter(({ missing }) => missing.length > 0 && missing.length < NEEDED.length);
  return { checkpoints, skipped };
}

/**
 * Paths that the cases name. Whatever else the file is, the page says it.
 *
 * @param {string} file
 * @returns {string[]}
 */
function picturesOf(file) {
  let golden;
  try {
    golden = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return [];
  }
  const cases = Array.isArray(golden?.cases) ? golden.cases : [];
  return cases.flatMap((/** @type {{ picture?: unknown } | null} */ each) =>
    typeof each?.picture === "string" ? [each.picture] : [],
  );
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
  const pictures = picturesOf(join(inside, "golden.json")).flatMap((picture) => {
    const found = [join(folder, picture), join(inside, picture)].find(existsSync);
    if (found === undefined)
      throw new SetupError(`${checkpoint} names ${picture}, which does not exist.`, USAGE);
    return [found];
  });
  return [...new Set([...own, ...pictures])].filter((path) => statSync(path).isFile());
}
