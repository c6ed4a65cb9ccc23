/** @file The devices of this browser: onnxruntime's files and how many threads to give it. */
import { AppError } from "#shared/errors";
import cpuModuleUrl from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import cpuWasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import gpuModuleUrl from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import gpuWasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import type { Device } from "./device.ts";
import { GpuDevice, requestAdapter } from "./gpu-device.ts";
import { OrtRuntime } from "./ort-runtime.ts";
import { checkDevice } from "./self-check.ts";

/** Beyond eight threads decode gets slower; half the logical cores are real ones on most machines. */
const MAX_THREADS = 8;

/** Threads need shared memory, which needs the cross-origin isolation headers. */
export function threadCount(): number {
  if (!self.crossOriginIsolated) return 1;
  return Math.min(MAX_THREADS, Math.max(2, Math.ceil(navigator.hardwareConcurrency / 2)));
}

/** @throws AppError `engine-failed` when the files cannot be loaded or the processor computes wrongly. */
export async function startCpu(threads = threadCount()): Promise<Device> {
  const device = await OrtRuntime.start({ moduleUrl: cpuModuleUrl, wasmUrl: cpuWasmUrl, threads });
  if (!(await checkDevice(device))) {
    throw new AppError("engine-failed", "the runtime gives wrong numbers on this processor", {
      step: "check",
    });
  }
  return device;
}

/**
 * A GPU that computes rightly: first with all that it offers, then without the subgroup operations that are wrong on some.
 * @throws AppError `webgpu-missing` without one, `gpu-wrong` with a wrong one.
 */
export async function startGpu(): Promise<Device> {
  const adapter = await requestAdapter();
  if (!adapter) throw new AppError("webgpu-missing", "no WebGPU adapter");
  for (const subgroups of adapter.features.has("subgroups") ? [true, false] : [false]) {
    // An adapter gives one device.
    const own = subgroups ? adapter : ((await requestAdapter()) ?? adapter);
    const options = { moduleUrl: gpuModuleUrl, wasmUrl: gpuWasmUrl, subgroups };
    const device = await GpuDevice.start(own, options);
    if (await checkDevice(device)) return device;
    device.close();
  }
  throw new AppError("gpu-wrong", "the GPU gives wrong numbers", {
    adapter: adapter.info.vendor.slice(0, 64),
  });
}

/**
 * auto: the GPU where there is a real one that computes rightly, else the processor.
 * @throws AppError as `startCpu` and `startGpu`.
 */
export async function startDevice(wish: "auto" | "cpu" | "webgpu"): Promise<Device> {
  if (wish === "webgpu") return startGpu();
  if (wish === "cpu" || !(await hasRealGpu())) return startCpu();
  try {
    return await startGpu();
  } catch {
    // Whatever is wrong with it, the processor is there.
    return startCpu();
  }
}

/** A real GPU, not a processor that plays one. */
async function hasRealGpu(): Promise<boolean> {
  const adapter = await requestAdapter();
  return adapter !== null && !adapter.info.isFallbackAdapter;
}
