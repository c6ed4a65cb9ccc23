/** @file The page of the picture tests: starts its worker and hands files through. */
import { trustedScriptUrl } from "#shared/trusted-url";
import { askWorker } from "./ask-worker.ts";
import type { PictureOutcome } from "./pictures-types.ts";
import workerUrl from "./pictures.worker.ts?worker&url";

let worker: Worker | undefined;

window.decodePicture = (request) => {
  worker ??= new Worker(trustedScriptUrl(workerUrl), { type: "module" });
  return askWorker<PictureOutcome>(worker, request);
};
