/** @file The devices of this browser: onnxruntime's files and how many threads to give it. */
import { AppError } from "#shared/errors";
import cpuModuleUrl from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import cpuWasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import gpuModuleUrl from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import gpuWasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import type { Device } from "./device.ts";
import { requestAdapter } from "./gpu-adapter.ts";
import { GpuDevice } from "./gpu-device.ts";
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

/** Kernels with subgroups are written for this many lanes and more (spec onnxruntime-web 1). */
const LEAST_SUBGROUP = 8;

/**
 * A GPU that computes rightly, with the subgroup operations that make attention fast where those are right. One try a
 * worker: the runtime does not start on a second device after the first was given back.
 * @param halfPrecision activations in float16, where the GPU has it.
 * @throws AppError `webgpu-missing` without one, `gpu-wrong` with a wrong one.
 */
export async function startGpu({ halfPrecision = true } = {}): Promise<Device> {
  const adapter = await requestAdapter();
  if (!adapter) throw new AppError("webgpu-missing", "no WebGPU adapter");
  const subgroups = hasRightSubgroups(adapter);
  const files = { moduleUrl: gpuModuleUrl, wasmUrl: gpuWasmUrl };
  const device = await GpuDevice.start(adapter, { ...files, subgroups, halfPrecision });
  try {
    if (await checkDevice(device)) return device;
  } catch (error) {
    device.close();
    throw error;
  }
  device.close();
  throw new AppError("gpu-wrong", "the GPU gives wrong numbers", {
    adapter: adapter.info.vendor.slice(0, 64),
  });
}

/** Subgroup operations that the runtime's kernels are right with. */
export function hasRightSubgroups({ info, features }: GPUAdapter): boolean {
  return features.has("subgroups") && info.subgroupMinSize >= LEAST_SUBGROUP;
}

/** A real GPU, not a processor that plays one. */
export async function hasRealGpu(): Promise<boolean> {
  const adapter = await requestAdapter();
  return adapter !== null && !adapter.info.isFallbackAdapter;
}
