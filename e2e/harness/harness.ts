/** @file The page behind `npm run ask`, accuracy tests and benches: the real inference worker without the app. */
import { findModel } from "#models/catalog";
import { explainError } from "#app/error-text.ts";
import { toAppError } from "#shared/errors";
import { textOf } from "#shared/language-model";
import type { PictureRef } from "#shared/language-model";
import { startDownloadWorker, startInferenceWorker } from "#workers/client";
import type { Harness } from "./api.ts";

let worker = startInferenceWorker();
/** What the worker was started for. */
let engine = "onnx";
let abort = new AbortController();
let downloadAbort = new AbortController();
let downloaders = startDownloaders();

function startDownloaders() {
  return { hub: startDownloadWorker("hub"), mirror: startDownloadWorker("mirror") };
}

const onPart: NonNullable<Window["hearthPart"]> = (part) => window.hearthPart?.(part);

const harness: Harness = {
  install: (modelId, mirror = null) => {
    downloadAbort = new AbortController();
    const { rpc } = mirror === null ? downloaders.hub : downloaders.mirror;
    return rpc.call("model-install", { modelId, mirror }, { onPart, signal: downloadAbort.signal });
  },
  pause: () => downloadAbort.abort(),
  state: (modelId) => downloaders.hub.rpc.call("model-state", { modelId }),
  verify: (modelId) => downloaders.hub.rpc.call("model-verify", { modelId }, { onPart }),
  remove: async (modelId) => {
    const state = await downloaders.hub.rpc.call("model-delete", { modelId }, { onPart });
    for (const downloader of Object.values(downloaders)) downloader.terminate();
    downloaders = startDownloaders();
    return state;
  },
  importFiles: (modelId, files) => downloaders.hub.rpc.call("model-import", { modelId, files }, { onPart }),
  exportTo: (modelId, folder) => downloaders.hub.rpc.call("model-export", { modelId, folder }, { onPart }),
  load: (modelId, contextTokens, device) => {
    startFor(modelId);
    return worker.rpc.call(
      "model-load",
      { modelId, ...(contextTokens !== undefined && { contextTokens }), ...(device && { device }) },
      { onPart },
    );
  },
  generate: (request) => {
    abort = new AbortController();
    return worker.rpc.call("text-generate", request, { signal: abort.signal, onPart });
  },
  generateWithPictures: async (request) => {
    const pictures = await Promise.all([...(document.querySelector("input")?.files ?? [])].map(pictureRef));
    const parts = pictures.map((image) => ({ type: "image" as const, image }));
    const last = request.messages.length - 1;
    const messages = request.messages.map((message, index) =>
      index === last
        ? { ...message, content: [...parts, { type: "text" as const, text: textOf(message.content) }] }
        : message,
    );
    return harness.generate({ ...request, messages });
  },
  explain: (error) => {
    const { title, cause, nextStep } = explainError(toAppError(error, "unexpected"));
    return { sentence: `${title}. ${cause}`, nextStep };
  },
  outcome: async (work) => {
    try {
      const { complete } = await work;
      return { result: complete ? "complete" : "incomplete", details: {}, sentence: "" };
    } catch (error) {
      const { name, code, details = {} } = error as { name: string; code?: unknown; details?: object };
      if (typeof code !== "string") return { result: name, details: {}, sentence: "" };
      return { result: code, details: { ...details }, sentence: harness.explain(error).sentence };
    }
  },
  countTokens: (texts) => worker.rpc.call("token-count", { texts }),
  stop: () => abort.abort(),
  restart: () => {
    worker.terminate();
    worker = startInferenceWorker();
    engine = "onnx";
  },
};

/** Engines have workers of their own. */
function startFor(modelId: string): void {
  const needed = findModel(modelId)?.engine ?? "onnx";
  if (needed === engine) return;
  worker.terminate();
  worker = startInferenceWorker(needed);
  engine = needed;
}

async function pictureRef(file: File): Promise<PictureRef> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  const id = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { id, bytes: file };
}

window.hearth = harness;
