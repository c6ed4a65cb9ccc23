// @ts-check
/**
 * @file `npm run bench -- storage [--mb 512,2048] [--rounds 2] [--eleven]` (no sizes: `--mb=`): our weight store
 * and download against what the peers do with the same bytes, in one Chromium, from one server on this machine. That server
 * is this process and takes its part of the same cores; how many of them were busy is told beside each rate, and more than
 * a plain read over the slow line needs means that something else ran. Transformers.js and WebLLM run as they are; WebLLM,
 * for which there is no compiled library here, as far as the end of its last shard. `--eleven` adds the peak memory of
 * making the graphs of a made-up Llama 3.2 11B Vision (6 GB). Profiles and files are in the temporary folder and removed.
 * Prints tables and writes `bench/results/storage.json` and `storage-11b.json`.
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
import { MODEL_PATH, modelOf, removeSite, writeSite } from "./storage-files.mjs";
import { watchMemory } from "./storage-memory.mjs";
import { lastOf, rates, withCores } from "./storage-rates.mjs";
import { printReport, reportOf } from "./storage-report.mjs";
import { contenders, installModel, runTask, verifyModel, watchedTask } from "./storage-tasks.mjs";

const VISION_MODEL_ID = "llama-3.2-11b-vision";
/** Three requests at a time make a line of 1 Gbit/s. */
const LINE_BYTES_PER_S = 42e6;
/** The peers' runtimes do not run under the product's policy. */
const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** @typedef {import("./storage-memory.mjs").Megabytes} Megabytes */
/** @typedef {{ first: number, warm: number, firstMB: Megabytes | null, warmMB: Megabytes | null, longestTaskMs: number }} LoadRun seconds */
/** @typedef {import("./storage-rates.mjs").Rates} Rates */
/** @typedef {{ megabytes: number, raw: Rates, rawLine: Rates, install: Rates, installLine: Rates, verify: number[], loads: Record<string, LoadRun[]> }} SizeRuns */
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
    const runs = {
      megabytes,
      raw: rates(),
      rawLine: rates(),
      install: rates(),
      installLine: rates(),
      verify: [],
      loads: {},
    };
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
    /** @param {Rates} into */
    const raw = async (into) => {
      const task = /** @type {const} */ ({ kind: "raw", url, sizeBytes });
      const work = withCores(runTask(task));
      const { result } = await this.inBrowser(await this.newProfile(), server, work, true);
      if (result.value.bytes !== sizeBytes) throw new Error(`${result.value.bytes} of ${sizeBytes} bytes`);
      into.rate.push(sizeBytes / 1e3 / result.value.ms);
      into.cores.push(result.cores);
    };
    /** @param {Rates} into */
    const install = async (into) => {
      const profile = await this.newProfile();
      const { result } = await this.inBrowser(profile, server, withCores(installModel), false);
      const { result: verifyMs } = await this.inBrowser(profile, server, verifyModel, true);
      runs.verify.push(sizeBytes / 1e3 / verifyMs);
      into.rate.push(sizeBytes / 1e3 / result.value);
      into.cores.push(result.cores);
    };
    await raw(runs.raw);
    await install(runs.install);
    console.log(
      `raw fetch ${lastOf(runs.raw)}, verified install ${lastOf(runs.install)}, check ${runs.verify.at(-1)?.toFixed(0)} MB/s`,
    );
    if (!withLine) return;
    server.addFault({ path: MODEL_PATH, bytesPerSecond: LINE_BYTES_PER_S });
    await raw(runs.rawLine);
    await install(runs.installLine);
    server.clearFaults();
    console.log(`1 Gbit/s: raw fetch ${lastOf(runs.rawLine)}, verified install ${lastOf(runs.installLine)}`);
  }

  /** @param {Server} server @param {import("./storage-tasks.mjs").Contender} contender @returns {Promise<LoadRun>} */
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

/** @param {number} bytes @param {number} ms */
function mbPerS(bytes, ms) {
  return (bytes / 1e3 / ms).toFixed(0);
}
