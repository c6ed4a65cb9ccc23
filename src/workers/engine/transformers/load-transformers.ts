/** @file Loads a model of the catalog into Transformers.js: what can be known without the library is checked before it is fetched. */
import { AppError, errorCode } from "#shared/errors";
import type { CatalogEntry } from "#models/catalog";
import { readIdefics3Config } from "#models/idefics3/config";
import { readIdefics3ImageConfig } from "#models/idefics3/image-config";
import type { LoadEngine } from "#workers/inference-handlers";
import { ModelFiles } from "#workers/model-files";
import type { OpenModel } from "#workers/model-files";
import type { LoadPart } from "#workers/protocol-models";
import { GpuWatch } from "../gpu-watch.ts";
import { requestAdapter } from "../gpu-adapter.ts";
import { hasRealGpu, hasRightSubgroups, threadCount } from "../start-device.ts";
import { chooseSessionFiles } from "./session-files.ts";
import type { SessionFiles, Target } from "./session-files.ts";

/**
 * @throws AbortError; AppError of the store, `weights-missing`, `weights-corrupt`, `weights-unsupported`,
 * `webgpu-missing`, `gpu-wrong`, `out-of-memory`, `device-lost`, `engine-failed`.
 */
export const loadTransformers: LoadEngine = async (entry, request, { signal, onPart }) => {
  const report = (phase: LoadPart["phase"], fraction: number): void =>
    onPart({ type: "load-progress", phase, fraction });
  const model = await new ModelFiles(entry).openVerified((fraction) => report("verify", fraction));
  signal.throwIfAborted();
  const config = readIdefics3Config(model.files);
  const images = readIdefics3ImageConfig(model.files);
  const { target, sessions } = await chooseDevice(entry, model, request.device ?? "auto");
  const blobs = new Map(sessions.names.map((name) => [name, model.blobs.get(name) ?? []]));
  // The library has half a megabyte of script: only who uses it fetches it.
  const { TransformersEngine } = await import("./transformers-engine.ts");
  signal.throwIfAborted();
  const wished = request.contextTokens ?? entry.contextTokens;
  return TransformersEngine.load({
    modelId: entry.id,
    files: model.files,
    blobs,
    config,
    images,
    sessions,
    device: target.kind,
    threads: target.kind === "cpu" ? threadCount() : 1,
    contextTokens: Math.min(wished, config.maxPositionEmbeddings),
    watch: target.kind === "cpu" ? null : watchGpu(),
    signal,
    onRead: progressOfFiles(blobs, (fraction) => report("quantise", fraction)),
    onCheck: (fraction) => report("check", fraction),
  });
};

/** Where the device is not told: the graphics processor if there is a real one and the model has files for it. */
async function chooseDevice(
  entry: CatalogEntry,
  { files }: OpenModel,
  wished: "auto" | "cpu" | "webgpu",
): Promise<{ readonly target: Target; readonly sessions: SessionFiles }> {
  const cpu: Target = { kind: "cpu", halfPrecision: false };
  const tried = wished === "cpu" || (wished === "auto" && !(await hasRealGpu())) ? null : await gpuTarget();
  if (!tried) return { target: cpu, sessions: chooseSessionFiles(files, cpu) };
  try {
    return { target: tried, sessions: chooseSessionFiles(files, tried) };
  } catch (error) {
    if (wished === "webgpu" || entry.device.webgpu || errorCode(error) !== "weights-missing") throw error;
    return { target: cpu, sessions: chooseSessionFiles(files, cpu) };
  }
}

async function gpuTarget(): Promise<Target> {
  const adapter = await requestAdapter();
  if (!adapter) throw new AppError("webgpu-missing", "no WebGPU adapter");
  return { kind: "webgpu", halfPrecision: adapter.features.has("shader-f16") };
}

/** The runtime asks for every feature there is, also for one that its kernels are wrong with on some adapters. */
function watchGpu(): GpuWatch {
  return new GpuWatch(
    GPUAdapter.prototype,
    (feature, adapter) => feature !== "subgroups" || hasRightSubgroups(adapter),
  );
}

/** Files are read as a whole, one after the other; their sizes say how far that is. */
function progressOfFiles(
  blobs: ReadonlyMap<string, readonly Blob[]>,
  onProgress: (fraction: number) => void,
): (name: string) => void {
  const total = [...blobs.values()].reduce((sum, parts) => sum + sizeOf(parts), 0);
  let read = 0;
  return (name) => {
    read += sizeOf(blobs.get(name) ?? []);
    onProgress(read / total);
  };
}

function sizeOf(parts: readonly Blob[]): number {
  return parts.reduce((sum, { size }) => sum + size, 0);
}
