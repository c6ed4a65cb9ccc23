/** @file The page of `npm run bench -- engine`: one worker with one loaded model, asked one task at a time. */
import { trustedScriptUrl } from "#shared/trusted-url";
import { askWorker } from "./ask-worker.ts";
import engineWorkerUrl from "./bench-engine.worker.ts?worker&url";
import "./engine-bench-types.ts";

let worker: Worker | undefined;

/** Chromium's, in cross-origin isolated pages; it waits for the next garbage collection. */
interface MemoryMeasurement {
  measureUserAgentSpecificMemory?(): Promise<{ readonly bytes: number }>;
}

window.engineBench = {
  run: (setup, task) => {
    worker ??= new Worker(trustedScriptUrl(engineWorkerUrl), { type: "module" });
    return askWorker(worker, { setup, task });
  },
  memoryBytes: async () => {
    const measured = await (performance as MemoryMeasurement).measureUserAgentSpecificMemory?.();
    return measured?.bytes ?? null;
  },
};
