/** @file What the inference worker can do. One request at a time reaches the engine. */
import { AppError } from "#shared/errors";
import type { GenerateRequest } from "#shared/language-model";
import { findModel } from "#models/catalog";
import type { CatalogEntry } from "#models/catalog";
import { OnnxEngine } from "./engine/onnx-engine.ts";
import { startDevice, threadCount } from "./engine/start-device.ts";
import { ModelFiles } from "./model-files.ts";
import type { EngineInfo, InferenceHandlers, LoadPart, LoadRequest } from "./protocol.ts";
import type { HandlerTable } from "./rpc.ts";

/** The loaded engine, and the queue in front of it. */
interface State {
  engine: OnnxEngine | null;
  /** Resolves when the last accepted request has ended. */
  tail: Promise<unknown>;
}

export function inferenceHandlers(): HandlerTable<InferenceHandlers> {
  const state: State = { engine: null, tail: Promise.resolve() };
  return {
    "model-load": (request, { onPart }) =>
      queued(state, async () => {
        if (state.engine) throw new AppError("engine-busy", "a worker holds one model");
        const entry = entryOf(request.modelId);
        const started = performance.now();
        state.engine = await loadEngine(entry, request, onPart);
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
  { contextTokens, device }: LoadRequest,
  onPart: (part: LoadPart) => void,
): Promise<OnnxEngine> {
  const model = new ModelFiles(entry);
  const report = (phase: LoadPart["phase"], fraction: number): void =>
    onPart({ type: "load-progress", phase, fraction });
  const { files, fingerprint } = await model.openVerified((fraction) => report("verify", fraction));
  return OnnxEngine.load({
    files,
    device: await startDevice(device ?? "auto"),
    threads: threadCount(),
    contextTokens: contextTokens ?? entry.contextTokens,
    smoothing: (await model.store.readSmoothing(fingerprint)) ?? null,
    saveSmoothing: (smoothing) => model.store.saveSmoothing(fingerprint, smoothing),
    onProgress: report,
  });
}

function engineInfo(entry: CatalogEntry, engine: OnnxEngine, loadMs: number): EngineInfo {
  const { device, threads, contextTokens } = engine;
  return { modelId: entry.id, device, threads, contextTokens, tier: entry.tier, loadMs };
}
