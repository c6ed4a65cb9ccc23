/** @file What the inference worker can do. One request at a time reaches the engine. */
import { AppError } from "#shared/errors";
import type { GenerateRequest } from "#shared/language-model";
import { OneAtATime } from "#shared/one-at-a-time";
import { findModel } from "#models/catalog";
import type { CatalogEntry } from "#models/catalog";
import { judgeWithGuard } from "#models/guard/judge";
import type { Engine } from "./engine/engine.ts";
import type {
  EngineInfo,
  GuardPart,
  GuardRequest,
  GuardVerdict,
  InferenceHandlers,
  LoadPart,
  LoadRequest,
} from "./protocol-models.ts";
import type { HandlerTable } from "./rpc.ts";

/** Reads the stored files of a model and makes the engine that runs it. */
export type LoadEngine = (
  entry: CatalogEntry,
  request: LoadRequest,
  call: { readonly signal: AbortSignal; readonly onPart: (part: LoadPart) => void },
) => Promise<Engine>;

interface State {
  engine: Engine | null;
}

export function inferenceHandlers(loadEngine: LoadEngine): HandlerTable<InferenceHandlers> {
  const state: State = { engine: null };
  const requests = new OneAtATime();
  return {
    "model-load": (request, call) =>
      requests.run(async () => {
        if (state.engine) throw new AppError("engine-busy", "a worker holds one model");
        const entry = entryOf(request.modelId);
        const started = performance.now();
        state.engine = await loadEngine(entry, request, call);
        return engineInfo(entry, state.engine, performance.now() - started);
      }),
    "text-generate": (request: GenerateRequest, { signal, onPart }) =>
      requests.run(() => {
        signal.throwIfAborted();
        return loadedEngine(state).generate(request, signal, onPart);
      }),
    "guard-judge": ({ messages, threshold }, { signal, onPart }) =>
      requests.run(() => {
        signal.throwIfAborted();
        return judge(loadedEngine(state), { messages, threshold }, signal, onPart);
      }),
    "token-count": async ({ texts }) => texts.map((text) => loadedEngine(state).countTokens(text)),
  };
}

function judge(
  engine: Engine,
  { messages, threshold }: GuardRequest,
  signal: AbortSignal,
  onPart: (part: GuardPart) => void,
): Promise<GuardVerdict> {
  const model = {
    contextTokens: engine.contextTokens,
    countTokens: async (texts: readonly string[]) => texts.map((text) => engine.countTokens(text)),
    generate: (request: GenerateRequest) => engine.generate(request, signal, () => undefined),
  };
  const onPiece = (done: number, total: number): void => onPart({ type: "guard-progress", done, total });
  return judgeWithGuard(model, messages, { threshold, signal, onPiece });
}

function entryOf(modelId: string): CatalogEntry {
  const entry = findModel(modelId);
  if (!entry) throw new AppError("weights-unsupported", "no such model", { model: modelId.slice(0, 64) });
  return entry;
}

function loadedEngine(state: State): Engine {
  if (!state.engine) throw new AppError("engine-not-loaded", "load a model first");
  return state.engine;
}

function engineInfo(entry: CatalogEntry, engine: Engine, loadMs: number): EngineInfo {
  const { device, threads, contextTokens, callsTools } = engine;
  return { modelId: entry.id, device, threads, contextTokens, callsTools, tier: entry.tier, loadMs };
}
