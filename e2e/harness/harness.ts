/** @file The page behind `npm run ask`, accuracy tests and benches: the real inference worker without the app. */
import { startDownloadWorker, startInferenceWorker } from "#workers/client";
import type { Harness } from "./api.ts";

let worker = startInferenceWorker();
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
  load: (modelId, contextTokens) =>
    worker.rpc.call("model-load", contextTokens === undefined ? { modelId } : { modelId, contextTokens }, {
      onPart,
    }),
  generate: (request) => {
    abort = new AbortController();
    return worker.rpc.call("text-generate", request, { signal: abort.signal, onPart });
  },
  countTokens: (texts) => worker.rpc.call("token-count", { texts }),
  stop: () => abort.abort(),
  restart: () => {
    worker.terminate();
    worker = startInferenceWorker();
  },
};
window.hearth = harness;
