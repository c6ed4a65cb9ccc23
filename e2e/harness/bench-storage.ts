/** @file The page of `npm run bench -- storage`: every task in a worker of its own, the main thread watched meanwhile. */
import { trustedScriptUrl } from "#shared/trusted-url";
import { startDownloadWorker } from "#workers/client";
import type { DownloadWorker } from "#workers/client";
import { askWorker } from "./ask-worker.ts";
import type { StorageResult, StorageTask } from "./bench-storage-types.ts";
import loadWorkerUrl from "./bench-storage.worker.ts?worker&url";
import checkpointWorkerUrl from "./bench-checkpoint.worker.ts?worker&url";

let longestTaskMs = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
}).observe({ type: "longtask", buffered: true });

async function run(task: StorageTask): Promise<StorageResult> {
  const url = task.kind.startsWith("checkpoint") ? checkpointWorkerUrl : loadWorkerUrl;
  const worker = new Worker(trustedScriptUrl(url), { type: "module" });
  try {
    return await askWorker<StorageResult>(worker, task);
  } finally {
    worker.terminate();
  }
}

async function timed(work: (worker: DownloadWorker) => Promise<unknown>): Promise<number> {
  const worker = startDownloadWorker("mirror");
  const started = performance.now();
  try {
    await work(worker);
    return performance.now() - started;
  } finally {
    worker.terminate();
  }
}

window.storageBench = {
  run,
  install: (modelId, mirror) => timed(({ rpc }) => rpc.call("model-install", { modelId, mirror })),
  verify: (modelId) => timed(({ rpc }) => rpc.call("model-verify", { modelId })),
  longestTaskMs: () => longestTaskMs,
};
