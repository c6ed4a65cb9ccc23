/** @file The page of the accuracy test: starts its worker and hands questions through. */
import { trustedScriptUrl } from "#shared/trusted-url";
import { askWorker } from "./ask-worker.ts";
import type { Accuracy } from "./accuracy-types.ts";
import workerUrl from "./accuracy.worker.ts?worker&url";

let worker: Worker | undefined;

window.measureAccuracy = (request) => {
  worker ??= new Worker(trustedScriptUrl(workerUrl), { type: "module" });
  return askWorker<Accuracy>(worker, request);
};
