// @ts-check
/**
 * @file `npm run bench -- gpu`: our engine on this machine's own GPU, which Chromium is told to use. The default model against
 * wllama (llama.cpp's WebGPU) and against the reference; then made-up checkpoints of full size: how long they take to load,
 * to read a prompt, to answer and to look at a picture, and whether the GPU's logits are those of the processor. Prints
 * tables and writes them to `bench/results/gpu.json`.
 *
 * `--parts A,B` takes some of accuracy, peer, agreement and speed; `--models A,B` some of llama-3.2-1b, llama-3.2-3b and
 * llama-3.2-11b-vision, for which 9 GB of disk are needed; `--chunk N` sets the tokens of a prompt that are computed at
 * once. A shortened run is printed and not written.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ensureBuilt } from "../scripts/build.mjs";
import { SetupError, readOptions } from "../scripts/console.mjs";
import { ensureInstalled } from "../scripts/install.mjs";
import { ensureModel } from "../scripts/model.mjs";
import { MODELS, ROOT } from "../scripts/paths.mjs";
import { median, saveResult } from "./report.mjs";

const PARTS = ["accuracy", "peer", "agreement", "speed"];
const FULL_SIZE = ["llama-3.2-1b", "llama-3.2-3b", "llama-3.2-11b-vision"];
/** Of the first layers, so that the processor can hold them in float32. */
const COMPARED = /** @type {const} */ ([
  { modelId: "llama-3.2-1b", layers: 2 },
  { modelId: "llama-3.2-3b", layers: 1 },
]);
const DEVICES = /** @type {const} */ (["webgpu", "webgpu-f32"]);
const SMALL_MODEL = "smollm2-135m";
const ROUNDS = 5;
/** As the product does. */
const PREFILL_CHUNK_TOKENS = 128;
const PROMPTS = [512, 2048];
const ANSWER_TOKENS = 64;
/** A prompt that is read in three passes, the last of them short. */
const COMPARED_TOKENS = 300;
const COMPARED_STEPS = 4;
/** The reference text and its beginning again, as in the bench of the processor. */
const PROMPT_TOKENS = 514;
const REPEATED_CHARACTERS = 610;
/** wllama starts its workers from Blobs, which the product's policy forbids. */
const PEER_HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** @typedef {import("../e2e/harness/bench-gpu-types.ts").GpuBench} GpuBench */
/** @typedef {import("playwright-core").Page} Page */

export async function main() {
  const given = readOptions(process.argv.slice(3), "See the top of bench/gpu.mjs.", {
    options: {
      parts: { type: "string", default: PARTS.join(",") },
      models: { type: "string", default: FULL_SIZE.join(",") },
      chunk: { type: "string", default: String(PREFILL_CHUNK_TOKENS) },
    },
  });
  if (given === null) return;
  const parts = chosen(given.values.parts, PARTS);
  const models = chosen(given.values.models, FULL_SIZE);
  const chunkTokens = Number(given.values.chunk);
  // Before the flags of Chromium are read.
  process.env["HEARTH_GPU"] = "own";
  await ensureInstalled();
  await ensureModel();
  await ensureBuilt("harness");
  /** @type {Record<string, unknown>} */
  const results = {};
  const measure = async (/** @type {string} */ part, /** @type {() => Promise<unknown>} */ work) => {
    if (parts.includes(part)) results[part] = await work();
  };
  await measure("accuracy", () => withPage("/accuracy.html", undefined, accuracy));
  await measure("peer", () => withPage("/bench-cpu.html", PEER_HEADERS, peer));
  await measure("agreement", () => withPage("/bench-gpu.html", undefined, agreement));
  await measure("speed", () =>
    withPage("/bench-gpu.html", undefined, (page) => speed(page, models, chunkTokens)),
  );
  const isWhole = parts.length === PARTS.length && models.length === FULL_SIZE.length;
  if (!isWhole || chunkTokens !== PREFILL_CHUNK_TOKENS)
    return console.log("A part of the bench: not written to bench/results.");
  saveResult("gpu", results);
}

/**
 * @param {string} names
 * @param {readonly string[]} known
 */
function chosen(names, known) {
  const list = names.split(",");
  const unknown = list.find((name) => !known.includes(name));
  if (unknown === undefined) return list;
  throw new SetupError(`This bench does not know ${unknown}.`, `Use some of: ${known.join(", ")}.`);
}

/**
 * @template T
 * @param {string} pagePath
 * @param {Record<string, string> | undefined} headers
 * @param {(page: Page) => Promise<T>} work
 */
async function withPage(pagePath, headers, work) {
  const { openHarness } = await import("../e2e/support/harness.mjs");
  const profile = mkdtempSync(join(tmpdir(), "hearth-gpu-"));
  const { page, close } = await openHarness({ profile, pagePath, port: 0, ...(headers && { headers }) });
  try {
    if (!(await page.evaluate(hasGpu)))
      throw new SetupError("Chromium finds no GPU here.", "Look at chrome://gpu in it, under WebGPU.");
    return await work(page);
  } finally {
    await close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Runs in the page. Asked twice, as in `src/workers/engine/gpu-adapter.ts`. */
async function hasGpu() {
  const options = /** @type {const} */ ({ powerPreference: "high-performance" });
  const adapter =
    (await navigator.gpu?.requestAdapter(options)) ?? (await navigator.gpu?.requestAdapter(options));
  return adapter?.info.isFallbackAdapter === false;
}

function readReference() {
  return JSON.parse(readFileSync(join(ROOT, "src/models/fixtures/smollm2-135m-golden.json"), "utf8"));
}

/** @returns {string[]} */
function pieceUrls() {
  const manifest = JSON.parse(readFileSync(join(MODELS, SMALL_MODEL, "manifest.json"), "utf8"));
  return manifest.pieces.map((/** @type {{ name: string }} */ { name }) => `/models/${SMALL_MODEL}/${name}`);
}

/** @param {Page} page the first device stays in its worker: a page for each */
async function accuracy(page) {
  const golden = readReference();
  /** @type {Record<string, unknown>} */
  const rows = {};
  for (const device of DEVICES) {
    await page.reload();
    for (const chunkTokens of [golden.inputIds.length, 64, 1]) {
      const request = { golden, pieceUrls: pieceUrls(), chunkTokens, device };
      const found = await page.evaluate((given) => window.measureAccuracy(given), request);
      rows[`${device}, ${chunkTokens} tokens a pass`] = found;
      console.log(
        `accuracy, ${device}, ${chunkTokens} tokens a pass: mean KL ${found.meanKl.toFixed(5)}, top-1 agreement ` +
          `${found.top1Agreement.toFixed(3)}, perplexity x ${found.perplexityRatio.toFixed(4)}`,
      );
    }
  }
  return rows;
}

/** @param {Page} page */
async function peer(page) {
  const { text } = readReference();
  /** @type {Record<"ours" | "wllama", { prefill: number[], decode: number[] }>} */
  const speeds = { ours: { prefill: [], decode: [] }, wllama: { prefill: [], decode: [] } };
  for (let round = 0; round <= ROUNDS; round++) {
    const prompt = `Note ${round}. ${text}\n${text.slice(0, REPEATED_CHARACTERS)}`;
    const setup = /** @type {const} */ ({
      pieceUrls: pieceUrls(),
      threads: 4,
      prompt,
      promptTokens: PROMPT_TOKENS,
      device: "webgpu",
    });
    for (const contender of /** @type {const} */ (["ours", "wllama"])) {
      const { prefill, decode } = await page.evaluate(
        ([name, given, count]) => window.cpuBench.run(name, given, count),
        /** @type {[typeof contender, typeof setup, number]} */ ([contender, setup, ANSWER_TOKENS]),
      );
      console.log(
        `round ${round} ${contender}: prefill ${prefill.toFixed(0)}, decode ${decode.toFixed(1)} tok/s`,
      );
      if (round === 0) continue;
      speeds[contender].prefill.push(prefill);
      speeds[contender].decode.push(decode);
    }
  }
  const ratio = (/** @type {"prefill" | "decode"} */ kind) =>
    median(speeds.ours[kind]) / median(speeds.wllama[kind]);
  const ratios = { prefill: ratio("prefill"), decode: ratio("decode") };
  console.log(`ours / wllama: prefill ${ratios.prefill.toFixed(2)}, decode ${ratios.decode.toFixed(2)}`);
  return { ratios, speeds };
}

/** @param {Page} page */
async function agreement(page) {
  const ids = Array.from({ length: COMPARED_TOKENS }, (_, at) => 1000 + ((at * 7919) % 20_000));
  const next = Array.from({ length: COMPARED_STEPS }, (_, at) => 5000 + at);
  const rows = [];
  for (const { modelId, layers } of COMPARED) {
    for (const device of DEVICES) {
      const found = await page.evaluate(
        ([task, pair]) => window.gpuBench.compare(task, pair),
        /** @type {Parameters<GpuBench["compare"]>} */ ([{ modelId, layers, ids, next }, ["cpu", device]]),
      );
      console.log(`${modelId}, ${layers} layers, ${device} against the processor: ${JSON.stringify(found)}`);
      rows.push({ modelId, layers, device, ...found });
    }
  }
  return rows;
}

/**
 * @param {Page} page
 * @param {readonly string[]} models
 * @param {number} chunkTokens
 */
async function speed(page, models, chunkTokens) {
  const rows = [];
  for (const modelId of models) {
    const stored = await page.evaluate((id) => window.gpuBench.run({ kind: "store", modelId: id }), modelId);
    console.log(`${modelId}: ${(stored.bytes / 1e9).toFixed(2)} GB written`);
    for (const device of DEVICES) {
      const task = {
        kind: /** @type {const} */ ("speed"),
        modelId,
        device,
        promptTokens: PROMPTS,
        chunkTokens,
        answerTokens: ANSWER_TOKENS,
        rounds: 2,
      };
      const found = await page
        .evaluate((given) => window.gpuBench.run(given), task)
        .catch((/** @type {Error} */ error) => ({ failure: error.message }));
      console.log(`${modelId}, ${device}: ${JSON.stringify(found)}`);
      rows.push({ modelId, device, bytes: stored.bytes, ...found });
    }
  }
  return rows;
}
