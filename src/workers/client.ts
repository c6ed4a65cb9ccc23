/** @file How the page starts its workers. The only file of `workers/` that `app/` may import values from. */
import type { CatalogEntry } from "#models/catalog";
import { trustedScriptUrl } from "#shared/trusted-url";
// As URLs, because Vite's usual `new Worker(new URL(...))` leaves no place to make the URL a TrustedScriptURL.
import downloadWorkerUrl from "./download.worker.ts?worker&url";
import importWorkerUrl from "./import.worker.ts?worker&url";
import inferenceWorkerUrl from "./inference.worker.ts?worker&url";
import mirrorWorkerUrl from "./mirror.worker.ts?worker&url";
import ocrWorkerUrl from "./ocr.worker.ts?worker&url";
import pictureWorkerUrl from "./picture.worker.ts?worker&url";
import transformersWorkerUrl from "./transformers.worker.ts?worker&url";
import webllmWorkerUrl from "./webllm.worker.ts?worker&url";
import type { ImportHandlers } from "./protocol-imports.ts";
import type { DownloadHandlers, InferenceHandlers } from "./protocol-models.ts";
import type { OcrHandlers, PictureHandlers } from "./protocol-pictures.ts";
import { workerHandle } from "./worker-handle.ts";
import type { WorkerHandle } from "./worker-handle.ts";

export type InferenceWorker = WorkerHandle<InferenceHandlers>;
export type DownloadWorker = WorkerHandle<DownloadHandlers>;
export type ImportWorker = WorkerHandle<ImportHandlers>;
export type PictureWorker = WorkerHandle<PictureHandlers>;
export type OcrWorker = WorkerHandle<OcrHandlers>;

/** Owns the stored weights. @param kind `mirror` may reach any https address, `hub` the hub only */
export function startDownloadWorker(kind: "hub" | "mirror"): DownloadWorker {
  const url = kind === "hub" ? downloadWorkerUrl : mirrorWorkerUrl;
  return workerHandle<DownloadHandlers>(
    new Worker(trustedScriptUrl(url), { type: "module", name: "download" }),
  );
}

const ENGINE_WORKER_URLS = {
  onnx: inferenceWorkerUrl,
  webllm: webllmWorkerUrl,
  transformers: transformersWorkerUrl,
} as const satisfies Record<CatalogEntry["engine"], string>;

/** Runs one engine. Terminate it to free a model. @param engine as the catalog says for the model */
export function startInferenceWorker(engine: CatalogEntry["engine"] = "onnx"): InferenceWorker {
  const url = trustedScriptUrl(ENGINE_WORKER_URLS[engine]);
  return workerHandle<InferenceHandlers>(new Worker(url, { type: "module", name: "inference" }));
}

/** Reads exports and owns the imported messages. */
export function startImportWorker(): ImportWorker {
  return workerHandle<ImportHandlers>(
    new Worker(trustedScriptUrl(importWorkerUrl), { type: "module", name: "import" }),
  );
}

/** Opens pictures for the page. */
export function startPictureWorker(): PictureWorker {
  return workerHandle<PictureHandlers>(
    new Worker(trustedScriptUrl(pictureWorkerUrl), { type: "module", name: "picture" }),
  );
}

/** Reads text off pictures. Terminate it to stop, and to free its memory. */
export function startOcrWorker(): OcrWorker {
  return workerHandle<OcrHandlers>(
    new Worker(trustedScriptUrl(ocrWorkerUrl), { type: "module", name: "ocr" }),
  );
}
