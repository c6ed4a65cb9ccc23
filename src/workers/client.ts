/** @file How the page starts its workers. The only file of `workers/` that `app/` may import values from. */
import type { CatalogEntry } from "#models/catalog";
import { AppError } from "#shared/errors";
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
import { RpcClient } from "./rpc.ts";
import type { ImportHandlers } from "./protocol-imports.ts";
import type { DownloadHandlers, InferenceHandlers } from "./protocol-models.ts";
import type { OcrHandlers, PictureHandlers } from "./protocol-pictures.ts";

export interface WorkerHandle<
  Table extends { [K in keyof Table]: import("./protocol.ts").MethodTable[string] },
> {
  readonly rpc: RpcClient<Table>;
  /** Ends the thread at once and gives its memory back; pending calls reject with `worker-crashed`. */
  terminate(): void;
}

export type InferenceWorker = WorkerHandle<InferenceHandlers>;
export type DownloadWorker = WorkerHandle<DownloadHandlers>;
export type ImportWorker = WorkerHandle<ImportHandlers>;
export type PictureWorker = WorkerHandle<PictureHandlers>;
export type OcrWorker = WorkerHandle<OcrHandlers>;

/** Owns the stored weights. @param kind `mirror` may reach any https address, `hub` the hub only */
export function startDownloadWorker(kind: "hub" | "mirror"): DownloadWorker {
  const url = kind === "hub" ? downloadWorkerUrl : mirrorWorkerUrl;
  return handle<DownloadHandlers>(new Worker(trustedScriptUrl(url), { type: "module", name: "download" }));
}

const ENGINE_WORKER_URLS = {
  onnx: inferenceWorkerUrl,
  webllm: webllmWorkerUrl,
  transformers: transformersWorkerUrl,
} as const satisfies Record<CatalogEntry["engine"], string>;

/** Runs one engine. Terminate it to free a model. @param engine as the catalog says for the model */
export function startInferenceWorker(engine: CatalogEntry["engine"] = "onnx"): InferenceWorker {
  const url = trustedScriptUrl(ENGINE_WORKER_URLS[engine]);
  return handle<InferenceHandlers>(new Worker(url, { type: "module", name: "inference" }));
}

/** Reads exports and owns the imported messages. */
export function startImportWorker(): ImportWorker {
  return handle<ImportHandlers>(
    new Worker(trustedScriptUrl(importWorkerUrl), { type: "module", name: "import" }),
  );
}

/** Opens pictures for the page. */
export function startPictureWorker(): PictureWorker {
  return handle<PictureHandlers>(
    new Worker(trustedScriptUrl(pictureWorkerUrl), { type: "module", name: "picture" }),
  );
}

/** Reads text off pictures. Terminate it to stop, and to free its memory. */
export function startOcrWorker(): OcrWorker {
  return handle<OcrHandlers>(new Worker(trustedScriptUrl(ocrWorkerUrl), { type: "module", name: "ocr" }));
}

function handle<Table extends { [K in keyof Table]: import("./protocol.ts").MethodTable[string] }>(
  worker: Worker,
): WorkerHandle<Table> {
  const rpc = new RpcClient<Table>(worker);
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    rpc.fail(new AppError("worker-crashed", event.message || "worker script failed"));
  });
  worker.addEventListener("messageerror", () =>
    rpc.fail(new AppError("worker-crashed", "message not readable")),
  );
  return {
    rpc,
    terminate: () => {
      worker.terminate();
      rpc.fail(new AppError("worker-crashed", "worker was ended"));
    },
  };
}
