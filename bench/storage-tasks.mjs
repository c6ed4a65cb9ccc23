// @ts-check
/** @file What the storage bench has its page do: ours, and what each peer does at its first load and again. */
import { MODEL_FILE, MODEL_ID } from "./storage-files.mjs";
import { watchWorkerHeap } from "./storage-heap.mjs";

/** @typedef {import("../e2e/harness/bench-storage-types.ts").StorageTask} StorageTask */
/** @typedef {import("../e2e/harness/bench-storage-types.ts").StorageResult} StorageResult */
/** @typedef {import("../e2e/harness/bench-storage-types.ts").BenchModel} BenchModel */
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
export function contenders(origin, model) {
  return [
    ["hearth", hearth({ kind: "hearth-load", modelId: MODEL_ID, file: MODEL_FILE, model })],
    ["transformers", twice({ kind: "transformers-load", origin, model })],
    ["webllm-cache", twice({ kind: "webllm-load", origin, backend: "cache" })],
    ["webllm-indexeddb", twice({ kind: "webllm-load", origin, backend: "indexeddb" })],
    ["webllm-opfs", twice({ kind: "webllm-load", origin, backend: "opfs" })],
  ];
}

/** @param {StorageTask} task @returns {(page: import("playwright-core").Page) => Promise<StorageResult>} */
export function runTask(task) {
  return (page) => page.evaluate((given) => window.storageBench.run(given), task);
}

/** The same with the peak of its worker's heap. @param {StorageTask} task */
export function watchedTask(task) {
  return async (/** @type {import("playwright-core").Page} */ page) => {
    const heap = await watchWorkerHeap(page);
    const result = await runTask(task)(page);
    return { ...result, heapMB: await heap.stop() };
  };
}

/** @param {import("playwright-core").Page} page @param {string} origin */
export function installModel(page, origin) {
  return page.evaluate(
    ([id, mirror]) => window.storageBench.install(id, mirror),
    /** @type {[string, string]} */ ([MODEL_ID, origin]),
  );
}

/** @param {import("playwright-core").Page} page */
export function verifyModel(page) {
  return page.evaluate((id) => window.storageBench.verify(id), MODEL_ID);
}
