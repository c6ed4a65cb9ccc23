/** @file What the inference worker can do. One request at a time reaches the engine. */
import { AppError } from "#shared/errors";
import type { GenerateRequest } from "#shared/language-model";
import { findModel } from "#models/catalog";
import type { CatalogEntry } from "#models/catalog";
import ortModuleUrl from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import ortWasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { BlobSource } from "./engine/blob-source.ts";
import { OnnxEngine } from "./engine/onnx-engine.ts";
import { OrtRuntime } from "./engine/ort-runtime.ts";
import { ModelFiles } from "./model-files.ts";
import type { EngineInfo, InferenceHandlers, LoadPart } from "./protocol.ts";
import type { HandlerTable } from "./rpc.ts";

/** Beyond eight threads decode gets slower; half the logical cores are real ones on most machines. */
const MAX_THREADS = 8;

/** The loaded engine, and the queue in front of it. */
interface State {
  engine: OnnxEngine | null;
  /** Resolves when the last accepted request has ended. */
  tail: Promise<unknown>;
}

export function inferenceHandlers(): HandlerTable<InferenceHandlers> {
  const state: State = { engine: null, tail: Promise.resolve() };
  return {
    "model-state": ({ modelId }) => files(modelId).state(),
    "model-install": ({ modelId }, { signal, onPart }) => files(modelId).install(signal, onPart),
    "model-delete": async ({ modelId }) => {
      await files(modelId).store.deleteModel();
      return files(modelId).state();
    },
    "model-load": ({ modelId, contextTokens }, { onPart }) =>
      queued(state, async () => {
        if (state.engine) throw new AppError("engine-busy", "a worker holds one model");
        const entry = entryOf(modelId);
        const started = performance.now();
        state.engine = await loadEngine(entry, contextTokens ?? entry.contextTokens, onPart);
        return engineInfo(entry, state.engine, performance.now() - started);
      }),
    "text-generate": (request: GenerateRequest, { signal, onPart }) =>
      queued(state, () => {
        signal.throwIfAborted();
        return loadedEngine(state).generate(request, signal, onPart);
      }),
    "token-count": async ({ texts }) => texts.map((text) => loadedEngine(state).countTokens(text)),
  };
}

function files(modelId: string): ModelFiles {
  return new ModelFiles(entryOf(modelId));
}

function queued<T>(state: State, work: () => Promise<T>): Promise<T> {
  const result = state.tail.then(work);
  state.tail = result.catch(() => undefined);
  return result;
}

function entryOf(modelId: string): CatalogEntry {
  const entry = findModel(modelId);
  if (!entry) throw new AppError("weights-unsupported", "no such model", { model: modelId.slice(0, 64) });
  return entry;
}

function loadedEngine(state: State): OnnxEngine {
  if (!state.engine) throw new AppError("engine-not-loaded", "load a model first");
  return state.engine;
}

async function loadEngine(
  entry: CatalogEntry,
  contextTokens: number,
  onPart: (part: LoadPart) => void,
): Promise<OnnxEngine> {
  const model = new ModelFiles(entry);
  const { manifestSha256 } = entry.source;
  const report = (phase: LoadPart["phase"], fraction: number): void =>
    onPart({ type: "load-progress", phase, fraction });
  const { blobs } = await model.readVerified((fraction) => report("verify", fraction));
  const threads = threadCount();
  return OnnxEngine.load({
    files: new Map([["model.gguf", new BlobSource(blobs)]]),
    device: await OrtRuntime.start({ moduleUrl: ortModuleUrl, wasmUrl: ortWasmUrl, threads }),
    threads,
    contextTokens,
    smoothing: (await model.store.readSmoothing(manifestSha256)) ?? null,
    saveSmoothing: (smoothing) => model.store.saveSmoothing(manifestSha256, smoothing),
    onProgress: report,
  });
}

/** Threads need shared memory, which needs the cross-origin isolation headers. */
function threadCount(): number {
  if (!self.crossOriginIsolated) return 1;
  return Math.min(MAX_THREADS, Math.max(2, Math.ceil(navigator.hardwareConcurrency / 2)));
}

function engineInfo(entry: CatalogEntry, engine: OnnxEngine, loadMs: number): EngineInfo {
  const { device, threads, contextTokens } = engine;
  return { modelId: entry.id, device, threads, contextTokens, tier: entry.tier, loadMs };
}
