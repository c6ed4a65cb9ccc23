/** @file Loads a model of the catalog into WebLLM: what can be known without the library is checked before it is fetched. */
import { AppError } from "#shared/errors";
import type { CatalogEntry } from "#models/catalog";
import type { LoadEngine } from "#workers/inference-handlers";
import { ModelFiles } from "#workers/model-files";
import type { LoadPart } from "#workers/protocol-models";
import { requestAdapter } from "../gpu-adapter.ts";
import { contextWindows } from "./context-window.ts";
import { readMlcFiles } from "./mlc-files.ts";
import { modelUrl, shadowCaches } from "./store-caches.ts";

/** What WebLLM asks of a device without any way around it (spec webllm-and-storage A1.7). */
const LEAST_LIMITS = { maxComputeWorkgroupStorageSize: 32_768, maxStorageBuffersPerShaderStage: 10 } as const;

/**
 * @throws AbortError; AppError of the store, `webgpu-missing`, `weights-missing`, `weights-corrupt`,
 * `weights-unsupported`, `out-of-memory`, `device-lost`, `engine-failed`.
 */
export const loadWebLlm: LoadEngine = async (entry, request, { signal, onPart }) => {
  const report = (phase: LoadPart["phase"], fraction: number): void =>
    onPart({ type: "load-progress", phase, fraction });
  if (request.device === "cpu") throw new AppError("webgpu-missing", "WebLLM runs on WebGPU only");
  await ensureAdapter(entry);
  const model = await new ModelFiles(entry).openVerified((fraction) => report("verify", fraction));
  const { modelTokens, shards } = readMlcFiles(model.files);
  signal.throwIfAborted();
  const read = new Set<string>();
  const onRead = (name: string): void => {
    if (!shards.has(name) || read.has(name)) return;
    read.add(name);
    report("quantise", read.size / shards.size);
  };
  shadowCaches(globalThis, { modelId: entry.id, blobs: model.blobs, signal, onRead });
  // The library has 7 MB of script: only who uses it fetches it.
  const { WebLlmEngine } = await import("./webllm-engine.ts");
  const windows = contextWindows({
    entry,
    wished: request.contextTokens,
    modelTokens,
    memoryBytes: machineMemoryBytes(),
  });
  return WebLlmEngine.load({
    modelId: entry.id,
    modelUrl: modelUrl(entry.id),
    windows,
    requiredFeatures: entry.device.shaderF16 ? ["shader-f16"] : [],
    signal,
    onShader: (fraction) => report("check", fraction),
  });
};

/** @throws AppError `webgpu-missing` with what the adapter lacks. */
async function ensureAdapter({ device }: CatalogEntry): Promise<void> {
  const adapter = await requestAdapter();
  if (!adapter) throw new AppError("webgpu-missing", "no WebGPU adapter");
  if (device.shaderF16 && !adapter.features.has("shader-f16")) {
    throw new AppError("webgpu-missing", "no 16-bit floats", { feature: "shader-f16" });
  }
  const { maxBufferBytes } = device;
  const least = {
    ...LEAST_LIMITS,
    maxBufferSize: maxBufferBytes,
    maxStorageBufferBindingSize: maxBufferBytes,
  };
  for (const limit of Object.keys(least) as (keyof typeof least)[]) {
    if (adapter.limits[limit] >= least[limit]) continue;
    throw new AppError("webgpu-missing", `the adapter's ${limit} is too small`, { limit });
  }
}

/** Device Memory API: GiB in coarse steps, Chromium only. */
function machineMemoryBytes(): number | null {
  const { deviceMemory } = navigator as { deviceMemory?: number };
  return deviceMemory === undefined ? null : deviceMemory * 2 ** 30;
}
