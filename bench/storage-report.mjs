// @ts-check
/** @file The tables of the storage bench, and whether its targets are met. */

import { median } from "./report.mjs";

/** @typedef {import("./storage-memory.mjs").Megabytes} Megabytes */
/** @typedef {{ megabytes: number, speeds: Record<string, { write: number[], read: number[] }> }} StoreRuns */
/** @typedef {import("./storage.mjs").SizeRuns} SizeRuns */
/** @typedef {{ seconds: number, bytes: number, heapMB: number | null, wasmMB: number | null, memory: Megabytes | null, failure?: string }} ElevenRun */
/** @typedef {Record<string, ElevenRun>} ElevenRuns */

const TARGETS = { installOfRaw: 0.8, warmOfTransformers: 0.5, longestTaskMs: 50, elevenHeapMB: 512 };
/** A contender and the calls that its store makes. */
const CONTENDERS = /** @type {const} */ ([
  ["hearth", "hearth", "Hearth: IndexedDB Blobs, SHA-256 in and out"],
  ["transformers", "cache-api", "Transformers.js: Cache API"],
  ["webllm-cache", "cache-api", "WebLLM `cache`: Cache API"],
  ["webllm-indexeddb", "indexeddb-buffer", "WebLLM `indexeddb`: ArrayBuffers"],
  ["webllm-opfs", "opfs", "WebLLM `opfs`: files"],
]);

/**
 * @param {StoreRuns} stores
 * @param {readonly SizeRuns[]} sizes
 * @param {ElevenRuns | null} eleven
 */
export function reportOf(stores, sizes, eleven) {
  const targets = [
    ...sizes.flatMap(downloadTargets),
    ...sizes.flatMap(loadTargets),
    ...elevenTargets(eleven),
  ];
  return { targets, stores, sizes };
}

/** @param {ReturnType<typeof reportOf>} report @param {ElevenRuns | null} eleven */
export function printReport({ stores, sizes, targets }, eleven) {
  if (sizes.length > 0) printTable(stores, sizes);
  if (eleven) printEleven(eleven);
  for (const { megabytes, raw, install, verify } of sizes) {
    console.log(
      `\n${megabytes} MB: raw fetch ${rateOf(raw)}, verified install ${rateOf(install)}, check of all ${median(verify).toFixed(0)} MB/s`,
    );
  }
  console.log("\n| target | measured | wanted | |\n|---|---|---|---|");
  for (const { name, measured, wanted, met } of targets) {
    console.log(`| ${name} | ${measured} | ${wanted} | ${met ? "met" : "missed"} |`);
  }
}

/** @param {StoreRuns} stores @param {readonly SizeRuns[]} sizes */
function printTable({ megabytes, speeds }, sizes) {
  const heads = sizes.flatMap(({ megabytes: size }) => [
    `first load ${size} MB, s`,
    `warm load ${size} MB, s`,
    `peak private MB, first / warm`,
  ]);
  console.log(`\n| medians; stores with ${megabytes} MB | write MB/s | read MB/s | ${heads.join(" | ")} |`);
  console.log(`|---|---|---|${heads.map(() => "---|").join("")}`);
  for (const [name, store, title] of CONTENDERS) {
    const { write = [], read = [] } = speeds[store] ?? {};
    const cells = sizes.flatMap(({ loads }) => {
      const runs = loads[name] ?? [];
      return [
        median(runs.map(({ first }) => first)).toFixed(1),
        median(runs.map(({ warm }) => warm)).toFixed(1),
        `${peak(runs, "firstMB")} / ${peak(runs, "warmMB")}`,
      ];
    });
    console.log(
      `| ${title} | ${median(write).toFixed(0)} | ${median(read).toFixed(0)} | ${cells.join(" | ")} |`,
    );
  }
}

/** @param {SizeRuns} runs */
function downloadTargets({ megabytes, raw, install, rawLine, installLine }) {
  const wanted = `at least ${TARGETS.installOfRaw}`;
  return [
    ratio(`${megabytes} MB, verified install / raw fetch, from this machine`, install, raw, wanted),
    ratio(`${megabytes} MB, verified install / raw fetch, 1 Gbit/s`, installLine, rawLine, wanted),
  ];
}

/** @param {import("./storage-rates.mjs").Rates} rates */
function rateOf({ rate, cores }) {
  return `${median(rate).toFixed(0)} MB/s with ${median(cores).toFixed(1)} cores busy`;
}

/** @param {string} name @param {import("./storage-rates.mjs").Rates} a @param {import("./storage-rates.mjs").Rates} b @param {string} wanted */
function ratio(name, a, b, wanted) {
  const value = median(a.rate) / median(b.rate);
  return { name, measured: value.toFixed(3), wanted, met: value >= TARGETS.installOfRaw };
}

/** @param {SizeRuns} runs */
function loadTargets({ megabytes, loads }) {
  const { hearth = [], transformers = [] } = loads;
  const value = median(hearth.map(({ warm }) => warm)) / median(transformers.map(({ warm }) => warm));
  const longest = Math.max(...hearth.map(({ longestTaskMs }) => longestTaskMs));
  return [
    {
      name: `${megabytes} MB, warm load / Transformers.js`,
      measured: value.toFixed(3),
      wanted: `at most ${TARGETS.warmOfTransformers}`,
      met: value <= TARGETS.warmOfTransformers,
    },
    {
      name: `${megabytes} MB, longest task of the main thread, ms`,
      measured: longest === 0 ? "under 50" : longest.toFixed(0),
      wanted: `at most ${TARGETS.longestTaskMs}`,
      met: longest <= TARGETS.longestTaskMs,
    },
  ];
}

/**
 * The worker's heaps, as V8 and the memories say, and against what they may miss all that the renderer holds of its own. On
 * a GPU that the processor plays, the GPU's process holds the weights: that is the GPU's memory and no target.
 *
 * @param {ElevenRuns | null} eleven
 */
function elevenTargets(eleven) {
  return Object.entries(eleven ?? {}).flatMap(([device, { memory, heapMB, wasmMB, seconds, bytes }]) => {
    const name = `11B (${(bytes / 1e9).toFixed(2)} GB) into ${device}, ${seconds.toFixed(0)} s`;
    const heaps = heapMB === null || wasmMB === null ? Number.NaN : heapMB + wasmMB;
    return [
      elevenTarget(`${name}: JavaScript and WebAssembly heap of the worker, MB`, heaps),
      elevenTarget(`${name}: private memory of the renderer, MB`, memory?.anonymous ?? Number.NaN),
    ];
  });
}

/** By heap and by process. @param {ElevenRuns} eleven */
function printEleven(eleven) {
  console.log(
    "\n| 11B into, peak MB above the idle page | JavaScript | WebAssembly | renderer, private | renderer, shared with the GPU's process | GPU's process | browser |",
  );
  console.log("|---|---|---|---|---|---|---|");
  for (const [device, { heapMB, wasmMB, memory }] of Object.entries(eleven)) {
    const { anonymous, shared, gpu, browser } = memory ?? {};
    const cells = [heapMB, wasmMB, anonymous, shared, gpu, browser].map((value) => value?.toFixed(0) ?? "");
    console.log(`| ${device} | ${cells.join(" | ")} |`);
  }
}

/** @param {string} name @param {number} megabytes */
function elevenTarget(name, megabytes) {
  const limit = TARGETS.elevenHeapMB;
  return { name, measured: megabytes.toFixed(0), wanted: `at most ${limit}`, met: megabytes <= limit };
}

/** @param {readonly { firstMB: Megabytes | null, warmMB: Megabytes | null }[]} runs @param {"firstMB" | "warmMB"} phase */
function peak(runs, phase) {
  const values = runs.map((run) => run[phase]?.anonymous ?? Number.NaN);
  return median(values).toFixed(0);
}
