// @ts-check
/**
 * @file `npm run bench -- storage [--mb 512,2048] [--rounds 2] [--eleven]` (no sizes: `--mb=`): our weight store and download against what the
 * peers do with the same bytes, in one Chromium, from one server on this machine. Transformers.js and WebLLM run as they
 * are; WebLLM, for which there is no compiled library here, as far as the end of its last shard. `--eleven` adds the peak
 * memory of making the graphs of a made-up Llama 3.2 11B Vision (6 GB). Profiles and files are in the temporary folder and
 * removed. Prints tables and writes `bench/results/storage.json` and `storage-11b.json`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { ensureBuilt } from "../scripts/build.mjs";
import { CHROMIUM_FLAGS, ensureChromium } from "../scripts/chromium.mjs";
import { readOptions } from "../scripts/console.mjs";
import { ensureInstalled } from "../scripts/install.mjs";
import { DIST_TOOLS } from "../scripts/paths.mjs";
import { saveResult } from "./report.mjs";
import { MODEL_FILE, MODEL_ID, MODEL_PATH, modelOf, removeSite, writeSite } from "./storage-files.mjs";
import { watchWorkerHeap } from "./storage-heap.mjs";
import { watchMemory } from "./storage-memory.mjs";
import { printReport, reportOf } from "./storage-report.mjs";

const VISION_MODEL_ID = "llama-3.2-11b-vision";
/** Three requests at a time make a line of 1 Gbit/s. */
const LINE_BYTES_PER_S = 42e6;
/** The peers' runtimes do not run under the product's policy. */
const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** @typedef {import("../e2e/harness/bench-storage-types.ts").StorageTask} StorageTask */
/** @typedef {import("../e2e/harness/bench-storage-types.ts").StorageResult} StorageResult */
/** @typedef {import("./storage-memory.mjs").Megabytes} Megabytes */
/** @typedef {{ tensors: number, tensorBytes: number }} BenchModel */
/** @typedef {{ first: number, warm: number, firstMB: Megabytes | null, warmMB: Megabytes | null, longestTaskMs: number }} LoadRun seconds */
/** @typedef {{ megabytes: number, raw: number[], rawLine: number[], install: number[], installLine: number[], verify: number[], loads: Record<string, LoadRun[]> }} SizeRuns */
/** @typedef {Awaited<ReturnType<typeof import("../e2e/support/server.mjs").startServer>>} Server */

export async function main() {
  const given = readOptions(process.argv.slice(3), "Use --mb 512,2048, --rounds N and --eleven.", {
    options: {
      mb: { type: "string", default: "512,2048" },
      rounds: { type: "string", default: "2" },
      eleven: { type: "boolean", default: false },
    },
  });
  if (given === null) return;
  const { values } = given;
  const sizes = values.mb
    .split(",")
    .filter((text) => text !== "")
    .map(Number);
  await ensureInstalled();
  await ensureBuilt("harness");
  const folder = await mkdtemp(join(tmpdir(), "hearth-bench-storage-"));
  try {
    const bench = new Bench(folder, Number(values.rounds));
    const stores = await bench.stores(sizes.length === 0 ? 0 : Math.min(...sizes));
    const eleven = values.eleven ? await bench.eleven() : null;
    /** @type {SizeRuns[]} */
    const runs = [];
    let report = reportOf(stores, runs, eleven);
    if (eleven) save("storage-11b", eleven);
    for (const megabytes of sizes) {
      runs.push(await bench.models(megabytes));
      // After each size: a run of many minutes that is stopped has not been in vain.
      report = reportOf(stores, runs, eleven);
      save("storage", report);
    }
    printReport(report, eleven);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} name @param {object} report */
function save(name, report) {
  saveResult(name, { cores: availableParallelism(), ...report });
}

class Bench {
  /** @param {string} folder @param {number} rounds */
  constructor(folder, rounds) {
    this.folder = folder;
    this.rounds = rounds;
  }

  /** Bytes from memory into each store and back. @param {number} megabytes */
  async stores(megabytes) {
    /** @type {Record<string, { write: number[], read: number[] }>} MB/s */
    const speeds = {};
    if (megabytes === 0) return { megabytes, speeds };
    await this.withServer(undefined, async (server) => {
      for (let round = 0; round < this.rounds; round++) {
        for (const store of /** @type {const} */ (["hearth", "cache-api", "indexeddb-buffer", "opfs"])) {
          const task = /** @type {const} */ ({ kind: "store", store, sizeBytes: megabytes * 2 ** 20 });
          const { result } = await this.inBrowser(await this.newProfile(), server, runTask(task), true);
          const { bytes, writeMs = 0, readMs = 0 } = result;
          const kept = (speeds[store] ??= { write: [], read: [] });
          kept.write.push(bytes / 1e3 / writeMs);
          kept.read.push(bytes / 1e3 / readMs);
          console.log(`store ${store}: write ${mbPerS(bytes, writeMs)}, read ${mbPerS(bytes, readMs)} MB/s`);
        }
      }
    });
    return { megabytes, speeds };
  }

  /** A model of one size through every contender. @param {number} megabytes @returns {Promise<SizeRuns>} */
  async models(megabytes) {
    const model = modelOf(megabytes);
    const site = join(this.folder, "site");
    await writeSite(site, model);
    const sizeBytes = model.tensors * model.tensorBytes;
    /** @type {SizeRuns} */
    const runs = { megabytes, raw: [], rawLine: [], install: [], installLine: [], verify: [], loads: {} };
    await this.withServer(site, async (server) => {
      for (let round = 0; round < this.rounds; round++) {
        await this.downloads(server, sizeBytes, runs, round === 0);
        for (const [name, tasks] of contenders(server.origin, model)) {
          const run = await this.load(server, tasks);
          (runs.loads[name] ??= []).push(run);
          console.log(
            `${megabytes} MB, ${name}: first ${run.first.toFixed(1)} s, warm ${run.warm.toFixed(1)} s, private memory ${run.warmMB?.anonymous.toFixed(0)} MB`,
          );
        }
      }
    });
    await removeSite(site);
    return runs;
  }

  /**
   * The raw rate and ours, one after the other; the first time also over a line of 1 Gbit/s.
   *
   * @param {Server} server @param {number} sizeBytes @param {SizeRuns} runs @param {boolean} withLine
   */
  async downloads(server, sizeBytes, runs, withLine) {
    const url = `${server.origin}${MODEL_PATH}`;
    const raw = async () => {
      const task = /** @type {const} */ ({ kind: "raw", url, sizeBytes });
      const { result } = await this.inBrowser(await this.newProfile(), server, runTask(task), true);
      if (result.bytes !== sizeBytes) throw new Error(`${result.bytes} of ${sizeBytes} bytes`);
      return sizeBytes / 1e3 / result.ms;
    };
    const install = async () => {
      const profile = await this.newProfile();
      const { result: ms } = await this.inBrowser(profile, server, installModel, false);
      const { result: verifyMs } = await this.inBrowser(profile, server, verifyModel, true);
      runs.verify.push(sizeBytes / 1e3 / verifyMs);
      return sizeBytes / 1e3 / ms;
    };
    runs.raw.push(await raw());
    runs.install.push(await install());
    console.log(
      `raw fetch ${runs.raw.at(-1)?.toFixed(0)}, verified install ${runs.install.at(-1)?.toFixed(0)}, check ${runs.verify.at(-1)?.toFixed(0)} MB/s`,
    );
    if (!withLine) return;
    server.addFault({ path: MODEL_PATH, bytesPerSecond: LINE_BYTES_PER_S });
    runs.rawLine.push(await raw());
    runs.installLine.push(await install());
    server.clearFaults();
    console.log(
      `1 Gbit/s: raw fetch ${runs.rawLine.at(-1)?.toFixed(0)}, verified install ${runs.installLine.at(-1)?.toFixed(0)} MB/s`,
    );
  }

  /** @param {Server} server @param {Contender} contender @returns {Promise<LoadRun>} */
  async load(server, { first, warm }) {
    const profile = await this.newProfile();
    const one = await this.inBrowser(profile, server, first, false);
    const two = await this.inBrowser(profile, server, runTask(warm), true);
    return {
      first: one.result / 1000,
      warm: two.result.ms / 1000,
      firstMB: one.memory,
      warmMB: two.memory,
      longestTaskMs: Math.max(one.longestTaskMs, two.longestTaskMs),
    };
  }

  /** The graphs of an 11B checkpoint from our store, into a sink and into the GPU that the processor plays. */
  async eleven() {
    const profile = await this.newProfile();
    /** @type {import("./storage-report.mjs").ElevenRuns} */
    const rows = {};
    await this.withServer(undefined, async (server) => {
      const write = /** @type {const} */ ({ kind: "checkpoint-write", modelId: VISION_MODEL_ID });
      const { result } = await this.inBrowser(profile, server, runTask(write), false);
      console.log(`11B: ${(result.bytes / 1e9).toFixed(2)} GB written`);
      for (const device of /** @type {const} */ (["sink", "webgpu"])) {
        const task = /** @type {const} */ ({ kind: "checkpoint-load", modelId: VISION_MODEL_ID, device });
        try {
          const work = watchedTask(task);
          const { result: loaded, memory } = await this.inBrowser(profile, server, work, false);
          const { ms, bytes, heapMB, wasmBytes = 0 } = loaded;
          rows[device] = { seconds: ms / 1000, bytes, heapMB, wasmMB: wasmBytes / 1e6, memory };
        } catch (error) {
          // A machine may have no memory for 6 GB beside the browser; the sink's figure counts all the same.
          const unknown = { seconds: Number.NaN, heapMB: null, wasmMB: null, memory: null };
          rows[device] = { ...unknown, bytes: result.bytes, failure: String(error) };
        }
        console.log(`11B, ${device}: ${JSON.stringify(rows[device])}`);
      }
    });
    await rm(profile, { recursive: true, force: true });
    return rows;
  }

  newProfile() {
    return mkdtemp(join(this.folder, "profile-"));
  }

  /** @param {string | undefined} site @param {(server: Server) => Promise<void>} work */
  async withServer(site, work) {
    const { startServer } = await import("../e2e/support/server.mjs");
    const folders = site === undefined ? [DIST_TOOLS] : [DIST_TOOLS, site];
    const server = await startServer({ folders, headers: HEADERS });
    try {
      await work(server);
    } finally {
      await server.close();
    }
  }

  /**
   * Work in a fresh browser on a profile; the pages of its files stay in the operating system's memory.
   *
   * @template T
   * @param {string} profile
   * @param {Server} server
   * @param {(page: import("playwright-core").Page, origin: string) => Promise<T>} work
   * @param {boolean} last the profile is removed afterwards
   */
  async inBrowser(profile, server, work, last) {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: await ensureChromium(),
      args: [...CHROMIUM_FLAGS],
    });
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      page.on("pageerror", (error) => process.stderr.write(`${error.message}\n`));
      await page.goto(`${server.origin}/bench-storage.html`);
      await page.waitForFunction(() => "storageBench" in window);
      const watch = watchMemory(profile);
      const result = await work(page, server.origin);
      const memory = watch.stop();
      const longestTaskMs = await page.evaluate(() => window.storageBench.longestTaskMs());
      return { result, memory, longestTaskMs };
    } finally {
      await context.close();
      if (last) await rm(profile, { recursive: true, force: true });
    }
  }
}

/** @typedef {{ first: (page: import("playwright-core").Page, origin: string) => Promise<number>, warm: StorageTask }} Contender */

/** What a package does at its first load and again. @param {StorageTask} task @returns {Contender} */
function twice(task) {
  return { first: async (page) => (await runTask(task)(page)).ms, warm: task };
}

/** The same of ours: the first load is a download and then a load, after which its code is compiled too. @param {StorageTask} task @returns {Contender} */
function hearth(task) {
  return {
    first: async (page, origin) => (await installModel(page, origin)) + (await runTask(task)(page)).ms,
    warm: task,
  };
}

/** @param {string} origin @param {BenchModel} model @returns {[string, Contender][]} */
function contenders(origin, model) {
  return [
    ["hearth", hearth({ kind: "hearth-load", modelId: MODEL_ID, file: MODEL_FILE, model })],
    ["transformers", twice({ kind: "transformers-load", origin, model })],
    ["webllm-cache", twice({ kind: "webllm-load", origin, backend: "cache" })],
    ["webllm-indexeddb", twice({ kind: "webllm-load", origin, backend: "indexeddb" })],
    ["webllm-opfs", twice({ kind: "webllm-load", origin, backend: "opfs" })],
  ];
}

/** @param {StorageTask} task @returns {(page: import("playwright-core").Page) => Promise<StorageResult>} */
function runTask(task) {
  return (page) => page.evaluate((given) => window.storageBench.run(given), task);
}

/** The same with the peak of its worker's heap. @param {StorageTask} task */
function watchedTask(task) {
  return async (/** @type {import("playwright-core").Page} */ page) => {
    const heap = await watchWorkerHeap(page);
    const result = await runTask(task)(page);
    return { ...result, heapMB: await heap.stop() };
  };
}

/** @param {import("playwright-core").Page} page @param {string} origin */
function installModel(page, origin) {
  return page.evaluate(
    ([id, mirror]) => window.storageBench.install(id, mirror),
    /** @type {[string, string]} */ ([MODEL_ID, origin]),
  );
}

/** @param {import("playwright-core").Page} page */
function verifyModel(page) {
  return page.evaluate((id) => window.storageBench.verify(id), MODEL_ID);
}

/** @param {number} bytes @param {number} ms */
function mbPerS(bytes, ms) {
  return (bytes / 1e3 / ms).toFixed(0);
}
