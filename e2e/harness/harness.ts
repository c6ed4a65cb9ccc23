/** @file The page behind `npm run ask`, accuracy tests and benches: the real inference worker without the app. */
import { startInferenceWorker } from "#workers/client";
import type { Harness } from "./api.ts";

let worker = startInferenceWorker();
let abort = new AbortController();

const onPart: NonNullable<Window["hearthPart"]> = (part) => window.hearthPart?.(part);

const harness: Harness = {
  install: (modelId) => worker.rpc.call("model-install", { modelId }, { onPart }),
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
