// @ts-check
/**
 * @file `npm run bench -- pictures`: questions about pictures with Shapes-VL on the processor: how long until the first word,
 * and whether fifty questions leave memory behind. On WebGPU, ten pictures against the reference's answers; without a
 * GPU that is SwiftShader, minutes long and only about what is answered. Prints a summary and writes it to
 * `bench/results/pictures.json`.
 *
 * `--device cpu` or `--device webgpu` runs one half; `--one-tile N`, `--questions N` and `--pictures N` shorten it. A shortened
 * run is printed and not written.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

import { ensureBuilt } from "../scripts/build.mjs";
import { SetupError, readOptions } from "../scripts/console.mjs";
import { ensureInstalled } from "../scripts/install.mjs";
import { ROOT } from "../scripts/paths.mjs";
import { saveResult } from "./report.mjs";

const FOLDER = join(ROOT, "e2e/fixtures/shapes-vl");
const DEVICES = /** @type {const} */ (["cpu", "webgpu"]);
/** Memory is collected and measured when asked for, not some time later. */
const MEMORY_FLAGS = ["--enable-blink-features=ForceEagerMeasureMemory"];
/** Pictures of each number of tiles asked about before anything is measured: the first ones make the heap as large as it has to be. */
const WARM_UP_PICTURES = 2;
/** Milliseconds, and the share that memory may differ. */
const TARGETS = { firstTokenMs: 1500, memoryShare: 0.05, sameOnGpu: 10 };

/** @typedef {{ file: string, question: string, referenceAnswer: string, tiles: number }} Case */
/** @typedef {{ oneTile: number, questions: number, pictures: number }} Counts */

/** @type {Counts} */
const FULL = { oneTile: 20, questions: 50, pictures: 10 };

export async function main() {
  const given = chosen();
  if (given === null) return;
  const { devices, counts } = given;
  await ensureInstalled();
  await ensureBuilt("harness");
  /** @type {Case[]} */
  const cases = JSON.parse(readFileSync(join(FOLDER, "reference.json"), "utf8"));
  const results = {
    processors: availableParallelism(),
    targets: TARGETS,
    ...(devices.includes("cpu") && { cpu: await onCpu(cases, counts) }),
    ...(devices.includes("webgpu") && { webgpu: await onGpu(cases.slice(0, counts.pictures)) }),
  };
  console.log(JSON.stringify(results, null, 2));
  const isFull = devices.length === DEVICES.length && JSON.stringify(counts) === JSON.stringify(FULL);
  if (!isFull) return console.log("A part of the bench: not written to bench/results.");
  saveResult("pictures", results);
}

/** @returns {{ devices: readonly ("cpu" | "webgpu")[], counts: Counts } | null} */
function chosen() {
  const given = readOptions(process.argv.slice(3), "See the top of bench/pictures.mjs.", {
    options: {
      device: { type: "string" },
      "one-tile": { type: "string", default: String(FULL.oneTile) },
      questions: { type: "string", default: String(FULL.questions) },
      pictures: { type: "string", default: String(FULL.pictures) },
    },
  });
  if (given === null) return null;
  const { values } = given;
  const devices = DEVICES.filter((name) => values.device === undefined || values.device === name);
  const counts = {
    oneTile: Number(values["one-tile"]),
    questions: Number(values.questions),
    pictures: Number(values.pictures),
  };
  if (devices.length > 0 && Object.values(counts).every((count) => Number.isInteger(count) && count > 0))
    return { devices, counts };
  throw new SetupError(
    "This bench does not know that device or number.",
    "See the top of bench/pictures.mjs.",
  );
}

/**
 * @param {readonly Case[]} cases
 * @param {Counts} counts
 */
async function onCpu(cases, { oneTile, questions }) {
  return withModel("cpu", async (page) => {
    const small = cases.filter(({ tiles }) => tiles === 1);
    for (const each of warmUp(cases)) await ask(page, each);
    /** @type {number[]} */
    const times = [];
    for (const each of small.slice(0, oneTile)) times.push((await ask(page, each)).timeToFirstTokenMs);
    times.sort((a, b) => a - b);
    const before = await memoryOf(page);
    for (let count = 0; count < questions; count++) {
      await ask(page, /** @type {Case} */ (cases[count % cases.length]));
    }
    const after = await memoryOf(page);
    return {
      oneTilePictures: times.length,
      firstTokenMs: { median: times[Math.floor(times.length / 2)], largest: times.at(-1) },
      questions,
      memoryBytes: { before, after, share: after / before - 1 },
    };
  });
}

/** The last ones of each number of tiles: not those that are timed. @param {readonly Case[]} cases */
function warmUp(cases) {
  const counts = [...new Set(cases.map(({ tiles }) => tiles))];
  return counts.flatMap((count) => cases.filter(({ tiles }) => tiles === count).slice(-WARM_UP_PICTURES));
}

/** JavaScript and WebAssembly of the page and its workers. @param {import("playwright-core").Page} page */
function memoryOf(page) {
  return page.evaluate(async () => {
    const measured = await /** @type {any} */ (performance).measureUserAgentSpecificMemory();
    return /** @type {number} */ (measured.bytes);
  });
}

/** @param {readonly Case[]} cases */
async function onGpu(cases) {
  return withModel("webgpu", async (page) => {
    /** @type {string[]} */
    const different = [];
    for (const [index, each] of cases.entries()) {
      const text = (await ask(page, each)).text.trim();
      const isSame = text === each.referenceAnswer;
      console.log(`  ${index + 1} of ${cases.length}: ${each.file} ${isSame ? "as the reference" : text}`);
      if (!isSame) different.push(`${each.file}: ${text} (${each.referenceAnswer})`);
    }
    return { pictures: cases.length, sameAsReference: cases.length - different.length, different };
  });
}

/**
 * @template T
 * @param {"cpu" | "webgpu"} device
 * @param {(page: import("playwright-core").Page) => Promise<T>} work
 */
async function withModel(device, work) {
  const { openHarness } = await import("../e2e/support/harness.mjs");
  const profile = mkdtempSync(join(tmpdir(), "hearth-pictures-"));
  const { page, close } = await openHarness({ profile, port: 0, flags: MEMORY_FLAGS });
  try {
    await page.evaluate(() => window.hearth.install("shapes-vl"));
    const loaded = await page.evaluate((name) => window.hearth.load("shapes-vl", undefined, name), device);
    console.log(`Shapes-VL on ${device}: ${JSON.stringify(loaded)}`);
    return await work(page);
  } finally {
    await close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/**
 * @param {import("playwright-core").Page} page
 * @param {Case} each
 */
async function ask(page, { file, question }) {
  await page.setInputFiles("input", join(FOLDER, file));
  return page.evaluate(
    (content) =>
      window.hearth.generateWithPictures({
        messages: [{ role: "user", content }],
        sampling: { temperature: 0, topP: 1, minP: 0, repetitionPenalty: 1, seed: 0 },
        maxTokens: 64,
        stop: [],
      }),
    question,
  );
}
