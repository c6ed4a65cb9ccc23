/** @file The page of `npm run golden`: hands the chosen files to its worker. */
import { trustedScriptUrl } from "#shared/trusted-url";
import { askWorker } from "./ask-worker.ts";
import type { GoldenReport, GoldenRequest } from "./golden-types.ts";
import workerUrl from "./golden.worker.ts?worker&url";

window.runGolden = async (device, part = {}) => {
  const chosen = document.querySelector("input")?.files ?? [];
  const request: GoldenRequest = {
    ...part,
    device,
    files: new Map([...chosen].map((file) => [file.name, file])),
  };
  const worker = new Worker(trustedScriptUrl(workerUrl), { type: "module" });
  try {
    return await askWorker<GoldenReport>(worker, request);
  } finally {
    worker.terminate();
  }
};
