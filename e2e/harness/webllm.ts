/** @file The page of the WebLLM journey: fills the weight store and loads from it in the product's worker. */
import { findModel } from "#models/catalog";
import { errorToData } from "#shared/errors";
import { startInferenceWorker } from "#workers/client";
import type { InferenceWorker } from "#workers/client";
import type { LoadPart } from "#workers/protocol-models";
import { storeModel } from "./store-model.ts";
import type { LoadOutcome } from "./webllm-types.ts";

let worker: InferenceWorker | null = null;

async function load(modelId: string, abortIn?: LoadPart["phase"]): Promise<LoadOutcome> {
  worker ??= startInferenceWorker(findModel(modelId)?.engine);
  const abort = new AbortController();
  const parts: LoadPart[] = [];
  const onPart = (part: LoadPart): void => {
    parts.push(part);
    if (part.phase === abortIn) abort.abort();
  };
  try {
    await worker.rpc.call("model-load", { modelId }, { signal: abort.signal, onPart });
    return { code: "ready", details: {}, message: "", parts };
  } catch (error) {
    const { code, details, message } = errorToData(error);
    return { code, details, message, parts };
  }
}

function restart(): void {
  worker?.terminate();
  worker = null;
}

window.webllm = { store: storeModel, load, restart };
