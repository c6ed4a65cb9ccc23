/** @file Loads a model into our own engine, on the device that there is. */
import { errorCode } from "#shared/errors";
import { guardTemplate } from "#models/guard/template";
import type { Device } from "./engine/device.ts";
import { OnnxEngine } from "./engine/onnx-engine.ts";
import { hasRealGpu, startCpu, startGpu, threadCount } from "./engine/start-device.ts";
import { ReadThreads } from "./reading/read-threads.ts";
import type { LoadEngine } from "./inference-handlers.ts";
import { ModelFiles } from "./model-files.ts";
import type { LoadPart } from "./protocol-models.ts";

/** What is wrong with the GPU and not with the model: the processor is tried. */
const GPU_FAILURES = new Set<unknown>(["webgpu-missing", "gpu-wrong", "gpu-out-of-memory", "device-lost"]);

/**
 * @throws AppError of the store, `weights-unsupported`, `out-of-memory`, `engine-failed`; `webgpu-missing`, `gpu-wrong`,
 * `gpu-out-of-memory` and `device-lost` where the GPU was asked for, or the model is too large for the processor.
 */
export const loadOnnx: LoadEngine = async (entry, request, call) => {
  const threads = new ReadThreads();
  try {
    return await loadWith(threads, entry, request, call);
  } finally {
    threads.close();
  }
};

async function loadWith(
  readThreads: ReadThreads,
  ...[entry, { contextTokens, device = "auto" }, { onPart }]: Parameters<LoadEngine>
): Promise<OnnxEngine> {
  const model = new ModelFiles(entry);
  const report = (phase: LoadPart["phase"], fraction: number): void =>
    onPart({ type: "load-progress", phase, fraction });
  // The device starts while the pieces are checked.
  const opening = open(model, (fraction) => report("verify", fraction), readThreads);
  opening.catch(() => undefined);
  const load = async (starting: Promise<Device>): Promise<OnnxEngine> => {
    const { files, fingerprint, smoothing } = await opening.catch((error: unknown) => {
      void starting.then((unused) => unused.close()).catch(() => undefined);
      throw error;
    });
    // Starting a device checks it, which on a GPU compiles shaders: up to minutes without a sign of life otherwise.
    report("start", 0);
    const on = await starting;
    const loading = OnnxEngine.load({
      files,
      device: on,
      threads: on.kind === "cpu" ? threadCount() : 1,
      contextTokens: contextTokens ?? entry.contextTokens,
      smoothing,
      ...(entry.capabilities.includes("guard") && { template: guardTemplate }),
      saveSmoothing: (factors) => model.store.saveSmoothing(fingerprint, factors),
      onProgress: report,
    });
    // Another device may be tried, and this one's memory is needed for it.
    loading.catch(() => on.close());
    return loading;
  };
  return onDevice(device, load);
}

async function onDevice(
  device: "auto" | Device["kind"],
  load: (starting: Promise<Device>) => Promise<OnnxEngine>,
): Promise<OnnxEngine> {
  if (device === "cpu") return load(startCpu());
  if (device === "webgpu") return load(startGpu());
  if (!(await hasRealGpu())) return load(startCpu());
  try {
    return await load(startGpu());
  } catch (error) {
    if (!GPU_FAILURES.has(errorCode(error))) throw error;
    return onProcessorInstead(error, () => load(startCpu()));
  }
}

/** The pieces, and the smoothing factors of an earlier load. */
async function open(model: ModelFiles, onProgress: (fraction: number) => void, threads: ReadThreads) {
  const opened = await model.openVerified(onProgress, threads);
  return { ...opened, smoothing: (await model.store.readSmoothing(opened.fingerprint)) ?? null };
}

/** A model that the processor has no memory for fails with what was wrong with the GPU. */
async function onProcessorInstead(gpuError: unknown, load: () => Promise<OnnxEngine>): Promise<OnnxEngine> {
  try {
    return await load();
  } catch (error) {
    throw errorCode(error) === "out-of-memory" ? gpuError : error;
  }
}
