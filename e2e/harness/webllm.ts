/** @file The page of the WebLLM journey: fills the weight store and loads from it in the product's worker. */
import { findModel } from "#models/catalog";
import { serialiseFileSet, wholeFile } from "#models/weights/file-set";
import { errorToData } from "#shared/errors";
import { WeightStore } from "#storage/weight-store";
import { startInferenceWorker } from "#workers/client";
import type { InferenceWorker } from "#workers/client";
import type { LoadPart } from "#workers/protocol";
import type { LoadOutcome, StoredFile } from "./webllm-types.ts";

let worker: InferenceWorker | null = null;

async function store(modelId: string, files: readonly StoredFile[]): Promise<void> {
  const weights = new WeightStore(modelId);
  await weights.deleteModel();
  const list = files.map(({ name, sizeBytes, sha256 }) => wholeFile(name, sizeBytes, sha256));
  await weights.saveFileSet(serialiseFileSet({ modelId, revision: null, files: list }));
  for (const { name, bytes, sha256 } of files) {
    const decoded = Uint8Array.from(atob(bytes), (character) => character.codePointAt(0) ?? 0);
    await weights.savePiece(name, decoded, sha256);
    await weights.saveVerified(name, "sha256");
  }
}

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

window.webllm = { store, load, restart };
