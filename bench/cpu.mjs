// @ts-check
/**
 * @file `npm run bench -- cpu`: prefill and decode of our engine against wllama and against 4-bit `MatMulNBits`, in one
 * Chromium, on one GGUF, with one prompt and the same number of threads. Runs alternate, so that load on the machine
 * falls on all; ratios are taken between medians. Prints a table with spreads and
 * whether the targets are met, and writes both to `bench/results/cpu.json`.
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { ensureBuilt } from "../scripts/build.mjs";
import { ensureInstalled } from "../scripts/install.mjs";
import { ensureModel } from "../scripts/model.mjs";
import { CACHE, MODELS, ROOT } from "../scripts/paths.mjs";
import { median, saveResult } from "./report.mjs";

const ROUNDS = 5;
const THREADS = 2;
const MODEL_FOLDER = "smollm2-135m";
/** Fixed text of a fixed number of tokens: the reference text and its beginning again. */
const PROMPT_TOKENS = 514;
const REPEATED_CHARACTERS = 610;
/** Answer lengths; a step of `matMulNBits` takes a third of a second. */
const ANSWER_TOKENS = { ours: 64, wllama: 64, matMulNBits: 8 };

/** wllama starts its workers from Blobs, which the product's policy forbids. */
const BENCH_HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** @typedef {"ours" | "wllama" | "matMulNBits"} Contender */
/** @typedef {import("../e2e/harness/bench-types.ts").Speeds} Speeds */

export async function main() {
  await ensureInstalled();
  await ensureModel();
  await ensureBuilt("harness");
  const { openHarness } = await import("../e2e/support/harness.mjs");
  const profile = join(CACHE, "bench-profile");
  const { page, close } = await openHarness({ profile, pagePath: "/bench-cpu.html", headers: BENCH_HEADERS });
  try {
    /** @type {Runs} */
    const speeds = { ours: noSpeeds(), wllama: noSpeeds(), matMulNBits: noSpeeds() };
    for (let round = 0; round <= ROUNDS; round++) {
      for (const contender of /** @type {Contender[]} */ (Object.keys(speeds))) {
        // The first round loads and warms up; the slow contender is timed twice.
        if (contender === "matMulNBits" && round > 2) continue;
        const tokens = ANSWER_TOKENS[contender];
        const setup = benchSetup(round);
        const result = await page.evaluate(
          ([name, given, count]) => window.cpuBench.run(name, given, count),
          /** @type {[Contender, typeof setup, number]} */ ([contender, setup, tokens]),
        );
        console.log(
          `round ${round} ${contender}: prefill ${result.prefill.toFixed(1)}, decode ${result.decode.toFixed(1)} tok/s`,
        );
        if (round === 0) continue;
        speeds[contender].prefill.push(result.prefill);
        speeds[contender].decode.push(result.decode);
      }
    }
    report(speeds);
  } finally {
    await close();
  }
}

function noSpeeds() {
  return { prefill: /** @type {number[]} */ ([]), decode: /** @type {number[]} */ ([]) };
}

/** @param {number} round */
function benchSetup(round) {
  const folder = join(MODELS, MODEL_FOLDER);
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  const golden = JSON.parse(readFileSync(join(ROOT, "src/models/fixtures/smollm2-135m-golden.json"), "utf8"));
  return {
    pieceUrls: manifest.pieces.map(
      (/** @type {{ name: string }} */ piece) => `/models/${MODEL_FOLDER}/${piece.name}`,
    ),
    threads: THREADS,
    ...promptOf(golden.text, round),
  };
}

/**
 * Another beginning each round: nobody may answer from the last round's cache.
 *
 * @param {string} text whose tokens number 383; about a third of it again makes 514
 * @param {number} round
 */
function promptOf(text, round) {
  return {
    prompt: `Note ${round}. ${text}\n${text.slice(0, REPEATED_CHARACTERS)}`,
    promptTokens: PROMPT_TOKENS,
  };
}

/** Ours against wllama, as a ratio of medians. */
const TARGETS = { prefill: 4, decode: 2 };

/** @param {readonly number[]} values */
function spread(values) {
  return { min: Math.min(...values), max: Math.max(...values) };
}

/** @param {number} ratio @param {number} target */
function verdict(ratio, target) {
  return ratio >= target ? "met" : `missed by ${(target - ratio).toFixed(2)}`;
}

/** @typedef {Record<Contender, Record<keyof Speeds, number[]>>} Runs */

/** @param {Runs} runs @param {keyof Speeds} kind */
function compare({ ours, wllama, matMulNBits }, kind) {
  const medians = {
    ours: median(ours[kind]),
    wllama: median(wllama[kind]),
    matMulNBits: median(matMulNBits[kind]),
  };
  const ratio = medians.ours / medians.wllama;
  return {
    ...medians,
    spread: {
      ours: spread(ours[kind]),
      wllama: spread(wllama[kind]),
      matMulNBits: spread(matMulNBits[kind]),
    },
    ratio,
    ratioMatMulNBits: medians.ours / medians.matMulNBits,
    target: TARGETS[kind],
    verdict: verdict(ratio, TARGETS[kind]),
  };
}

/** @param {Runs} runs */
function report(runs) {
  const result = {
    cores: availableParallelism(),
    threads: THREADS,
    promptTokens: PROMPT_TOKENS,
    prefill: compare(runs, "prefill"),
    decode: compare(runs, "decode"),
    runs,
  };
  console.log(
    `\n${result.cores} cores, ${THREADS} threads, ${PROMPT_TOKENS} prompt tokens; median (min–max)\n`,
  );
  console.log(
    "| tok/s | ours | wllama | MatMulNBits | ours / wllama | target | |\n|---|---|---|---|---|---|---|",
  );
  for (const kind of /** @type {const} */ (["prefill", "decode"])) {
    const row = result[kind];
    const cells = /** @type {const} */ (["ours", "wllama", "matMulNBits"]).map((contender) => {
      const { min, max } = row.spread[contender];
      return `${row[contender].toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`;
    });
    console.log(
      `| ${kind} | ${cells.join(" | ")} | ${row.ratio.toFixed(2)} | ${row.target} | ${row.verdict} |`,
    );
  }
  saveResult("cpu", result);
}
