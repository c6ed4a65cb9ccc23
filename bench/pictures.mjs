// @ts-check
/**
 * @file `npm run bench -- pictures`: questions about pictures with Shapes-VL on the processor: how long until the first word,
 * and whether fifty questions leave memory behind. On WebGPU, the first ten against the reference's answers.
 * Prints a table and writes it to `bench/results/pictures.json`.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

import { ensureBuilt } from "../scripts/build.mjs";
import { ensureInstalled } from "../scripts/install.mjs";
import { ROOT } from "../scripts/paths.mjs";

const FOLDER = join(ROOT, "e2e/fixtures/shapes-vl");
const QUESTIONS = 50;
const GPU_QUESTIONS = 10;
const MEMORY_FLAGS = ["--enable-blink-features=ForceEagerMeasureMemory"];
/** Milliseconds, and the share that memory may differ. */
const TARGETS = { firstTokenMs: 1500, memoryShare: 0.05 };

/** @typedef {{ file: string, question: string, referenceAnswer: string, tiles: number }} Case */

export async function main() {
  await ensureInstalled();
  await ensureBuilt("harness");
  /** @type {Case[]} */
  const cases = JSON.parse(readFileSync(join(FOLDER, "reference.json"), "utf8"));
  const cpu = await onCpu(cases);
  const gpu = await onGpu(cases.slice(0, GPU_QUESTIONS));
  const results = { threads: Math.max(2, Math.ceil(availableParallelism() / 2)), targets: TARGETS, cpu, gpu };
  console.log(JSON.stringify(results, null, 2));
  mkdirSync(join(ROOT, "bench/results"), { recursive: true });
  writeFileSync(join(ROOT, "bench/results/pictures.json"), `${JSON.stringify(results, null, 2)}\n`);
}

/** @param {Case[]} cases */
async function onCpu(cases) {
  return withModel("cpu", async (page) => {
    const oneTile = cases.filter(({ tiles }) => tiles === 1);
    /** @type {number[]} */
    const times = [];
    for (const each of oneTile) times.push((await ask(page, each)).timeToFirstTokenMs);
    const memory = () =>
      page.evaluate(async () => {
        const measured = await /** @type {any} */ (performance).measureUserAgentSpecificMemory();
        return /** @type {number} */ (measured.bytes);
      });
    const before = await memory();
    for (let count = 0; count < QUESTIONS; count++) {
      await ask(page, /** @type {Case} */ (cases[count % cases.length]));
    }
    const after = await memory();
    const sorted = times.toSorted((a, b) => a - b);
    return {
      oneTilePictures: times.length,
      firstTokenMs: { median: sorted[Math.floor(sorted.length / 2)], largest: sorted.at(-1) },
      memoryBytes: { before, after, share: after / before - 1 },
    };
  });
}

/** @param {Case[]} cases */
async function onGpu(cases) {
  return withModel("webgpu", async (page) => {
    let same = 0;
    for (const each of cases) if ((await ask(page, each)).text.trim() === each.referenceAnswer) same += 1;
    return { questions: cases.length, sameAsReference: same };
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
    await page.evaluate((name) => window.hearth.load("shapes-vl", undefined, name), device);
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
