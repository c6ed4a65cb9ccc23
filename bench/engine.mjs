// @ts-check
/**
 * @file `npm run bench -- engine`: what the generation core gains and costs on the default model, in Chromium with the
 * product's headers: a second question on a thread, speculation on quotations and on free text, a grammar's mask, and a
 * thousand tokens in a row. With and without run in turn, so that load on the machine falls on both; what counts is the
 * median. Prints a table and writes it to `bench/results/engine.json`.
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { ensureBuilt } from "../scripts/build.mjs";
import { ensureInstalled } from "../scripts/install.mjs";
import { ensureModel } from "../scripts/model.mjs";
import { CACHE, MODELS, ROOT } from "../scripts/paths.mjs";
import { median, printTargets, saveResult } from "./report.mjs";
import { FREE, OTHER_THREAD, QUOTING, RECORD_SCHEMA, RECORDS, THREAD, chat } from "./engine-prompts.mjs";

const ROUNDS = 5;
const THREADS = 2;
const MODEL_FOLDER = "smollm2-135m";
const ANSWER_TOKENS = 96;
const STEADY_TOKENS = 1000;

/** Memory is collected and measured when asked for, not some time later. */
const MEMORY_FLAGS = ["--enable-blink-features=ForceEagerMeasureMemory"];

/** Shares of a time, ratios of rates, bytes, milliseconds. */
const TARGETS = { prefix: 0.1, quoting: 1.8, free: 0.95, grammar: 0.05, growthBytes: 4e6, buildMs: 2000 };

/** @typedef {import("../e2e/harness/engine-bench-types.ts").EngineSetup} EngineSetup */
/** @typedef {import("../e2e/harness/engine-bench-types.ts").EngineTask} EngineTask */
/** @typedef {import("../e2e/harness/engine-bench-types.ts").EngineTaskResult} EngineTaskResult */
/** @typedef {import("../src/shared/language-model.ts").Sampling} Sampling */

/** @typedef {<T extends EngineTask>(task: T) => Promise<EngineTaskResult[T["type"]]>} RunTask */

export async function main() {
  await ensureInstalled();
  await ensureModel();
  await ensureBuilt("harness");
  const { openHarness } = await import("../e2e/support/harness.mjs");
  const { page, close } = await openHarness({
    profile: join(CACHE, "bench-engine-profile"),
    pagePath: "/bench-engine.html",
    flags: MEMORY_FLAGS,
    port: 0,
  });
  const setup = engineSetup();
  /** @type {RunTask} */
  const run = (task) =>
    /** @type {any} */ (
      page.evaluate(
        ([given, what]) => window.engineBench.run(given, what),
        /** @type {[EngineSetup, EngineTask]} */ ([setup, task]),
      )
    );
  const memory = () => page.evaluate(() => window.engineBench.memoryBytes());
  try {
    report({
      builds: await graphBuilds(),
      prefix: await prefix(run),
      quoting: await speculation(run, "quoting", QUOTING, GREEDY),
      free: await speculation(run, "free", FREE, SAMPLED),
      grammar: await grammar(run),
      steady: await steady(run, memory),
    });
  } finally {
    await close();
  }
}

/** Graphs of the released models, written here: no browser and no weights are needed for that. */
async function graphBuilds() {
  const { runnerImport } = await import("vite");
  /** @type {{ module: typeof import("./graph-builds.ts") }} */
  const { module } = await runnerImport(join(ROOT, "bench/graph-builds.ts"), { configFile: false });
  return module.graphBuilds(ROUNDS).map(({ model, ms }) => {
    console.log(`graph build, ${model}: ${ms.map((each) => each.toFixed(0)).join(", ")} ms`);
    return { model, ms: median(ms) };
  });
}

/** @returns {EngineSetup} */
function engineSetup() {
  const manifest = JSON.parse(readFileSync(join(MODELS, MODEL_FOLDER, "manifest.json"), "utf8"));
  return {
    pieceUrls: manifest.pieces.map(
      (/** @type {{ name: string }} */ piece) => `/models/${MODEL_FOLDER}/${piece.name}`,
    ),
    threads: THREADS,
  };
}

/** @type {Sampling} */
const GREEDY = { temperature: 0, topP: 1, minP: 0, repetitionPenalty: 1, seed: 0 };
/** As in the app; what is drawn seldom repeats itself, unlike a small model's likeliest words. @type {Sampling} */
const SAMPLED = { temperature: 0.8, topP: 0.95, minP: 0.05, repetitionPenalty: 1.1, seed: 1 };

/** @param {RunTask} run */
async function prefix(run) {
  const runs = [];
  for (let round = 0; round <= ROUNDS; round++) {
    // Another beginning each round: nothing of the last one may help.
    const text = `Note ${round}. ${THREAD}`;
    const first = chat(`${text}\n\nWhen does everyone meet?`);
    const second = `${first}On Wednesday.<|im_end|>\n${chat("And who brings the slides?")}`;
    const times = await run({ type: "prefix", first, other: chat(OTHER_THREAD), second });
    console.log(
      `round ${round} prefix: cold ${times.coldMs.toFixed(0)}, warm ${times.warmMs.toFixed(0)} ms, ${times.cachedTokens} of ${times.promptTokens} tokens known`,
    );
    if (round > 0) runs.push(times);
  }
  const switched = runs.map(({ switchedMs }) => switchedMs).filter((ms) => ms !== null);
  const coldMs = median(runs.map((times) => times.coldMs));
  const warmMs = median(runs.map((times) => times.warmMs));
  const switchedMs = switched.length > 0 ? median(switched) : null;
  return {
    coldMs,
    warmMs,
    switchedMs,
    share: warmMs / coldMs,
    switchedShare: switchedMs === null ? null : switchedMs / coldMs,
    runs,
  };
}

/**
 * @param {RunTask} run
 * @param {string} name
 * @param {readonly string[]} prompts
 * @param {Sampling} sampling
 */
async function speculation(run, name, prompts, sampling) {
  const perPrompt = [];
  for (const [index, prompt] of prompts.entries()) {
    const runs = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const task = /** @type {const} */ ({ type: "speculation", prompt: chat(prompt), sampling });
      const rates = await run({ ...task, maxTokens: ANSWER_TOKENS });
      if (round > 0) runs.push(rates);
    }
    const ratio = median(runs.map(({ speculated, plain }) => speculated / plain));
    const last = runs[runs.length - 1];
    console.log(
      `${name} ${index}: ${ratio.toFixed(2)} times, ${last?.confirmedTokens} of ${last?.draftedTokens} drafted right, ${last?.completionTokens} tokens${last?.sameText ? "" : ", other text"}: ${JSON.stringify(last?.text.slice(0, 70))}`,
    );
    perPrompt.push({ ratio, text: last?.text, runs: runs.map(ratesOf) });
  }
  return {
    ratio: median(perPrompt.map(({ ratio }) => ratio)),
    worst: Math.min(...perPrompt.map(({ ratio }) => ratio)),
    perPrompt,
  };
}

/** @param {EngineTaskResult["speculation"]} rates */
function ratesOf({ plain, speculated, draftedTokens, confirmedTokens, completionTokens, sameText }) {
  return { plain, speculated, draftedTokens, confirmedTokens, completionTokens, sameText };
}

/** @param {RunTask} run */
async function grammar(run) {
  const runs = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const costs = await run({
      type: "grammar",
      prompt: chat(RECORDS),
      grammar: { type: "json-schema", schema: RECORD_SCHEMA },
      maxTokens: ANSWER_TOKENS,
    });
    if (round === 0) {
      console.log(
        `grammar: compiled in ${costs.compileMs.toFixed(0)} ms, ${costs.completionTokens} tokens in ${costs.passes} passes: ${JSON.stringify(costs.text.slice(0, 100))}`,
      );
    } else runs.push(costs);
  }
  const share = median(
    runs.map(({ forwardMs, plainMs, grammarMs }) => (grammarMs - plainMs) / (forwardMs + plainMs)),
  );
  return { share, runs };
}

/**
 * The first run fills the KV cache and whatever is made once; the second must not grow.
 *
 * @param {RunTask} run
 * @param {() => Promise<number | null>} memory
 */
async function steady(run, memory) {
  const task = /** @type {const} */ ({
    type: "steady",
    prompt: chat(FREE[0] ?? ""),
    maxTokens: STEADY_TOKENS,
  });
  await run(task);
  const before = await memory();
  const { decodeRate, completionTokens } = await run(task);
  const after = await memory();
  console.log(`steady: ${completionTokens} tokens, memory ${before} to ${after} bytes`);
  const growthBytes = before === null || after === null ? null : after - before;
  return { completionTokens, decodeRate, beforeBytes: before, afterBytes: after, growthBytes };
}

/**
 * @typedef {object} Results
 * @property {Awaited<ReturnType<typeof graphBuilds>>} builds
 * @property {Awaited<ReturnType<typeof prefix>>} prefix
 * @property {Awaited<ReturnType<typeof speculation>>} quoting
 * @property {Awaited<ReturnType<typeof speculation>>} free
 * @property {Awaited<ReturnType<typeof grammar>>} grammar
 * @property {Awaited<ReturnType<typeof steady>>} steady
 */

/** @param {Results} results */
function report({ builds, prefix: prefixes, quoting, free, grammar: masks, steady: long }) {
  const { switchedShare } = prefixes;
  const { growthBytes } = long;
  /** @type {import("./report.mjs").TargetRow[]} */
  const rows = [
    [
      "first token of a second question, share of cold",
      percent(prefixes.share),
      "<= 10 %",
      prefixes.share <= TARGETS.prefix,
    ],
    [
      "the same after another conversation",
      switchedShare === null ? "no snapshots" : percent(switchedShare),
      "<= 10 %",
      switchedShare === null ? null : switchedShare <= TARGETS.prefix,
    ],
    ["speculation, quoting summaries", times(quoting.ratio), ">= 1.80", quoting.ratio >= TARGETS.quoting],
    ["speculation, free text, worst prompt", times(free.worst), ">= 0.95", free.worst >= TARGETS.free],
    ["grammar mask, share of a token", percent(masks.share), "<= 5 %", masks.share <= TARGETS.grammar],
    [
      `growth over ${long.completionTokens} tokens`,
      growthBytes === null ? "not told" : `${(growthBytes / 1e6).toFixed(1)} MB`,
      "<= 4 MB",
      growthBytes === null ? null : growthBytes <= TARGETS.growthBytes,
    ],
    ...builds.map(({ model, ms }) => graphRow(model, ms)),
  ];
  console.log(`\n${availableParallelism()} cores, ${THREADS} threads, ${ROUNDS} rounds; medians\n`);
  const table = printTargets(rows);
  saveResult("engine", {
    cores: availableParallelism(),
    threads: THREADS,
    table,
    builds,
    prefix: prefixes,
    quoting,
    free,
    grammar: masks,
    steady: long,
  });
}

/**
 * @param {string} model
 * @param {number} ms
 * @returns {[string, string, string, boolean]}
 */
function graphRow(model, ms) {
  return [`graph build ms, ${model}`, ms.toFixed(0), `< ${TARGETS.buildMs}`, ms < TARGETS.buildMs];
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

/** @param {number} ratio */
function times(ratio) {
  return ratio.toFixed(2);
}
