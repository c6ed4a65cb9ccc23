/** @file The CPU device as tests have it: onnxruntime's plain WebAssembly build in Node, on one thread. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

import { OrtRuntime } from "../ort-runtime.ts";
import type { OrtRuntimeOptions } from "../ort-runtime.ts";

const resolve = createRequire(import.meta.url).resolve;

export const CPU_RUNTIME: OrtRuntimeOptions = {
  moduleUrl: pathToFileURL(resolve("onnxruntime-web/ort-wasm-simd-threaded.mjs")).href,
  wasmUrl: resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm"),
  threads: 1,
};

export function startCpuRuntime(): Promise<OrtRuntime> {
  return OrtRuntime.start(CPU_RUNTIME);
}
