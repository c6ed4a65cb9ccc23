/** @file The product's engine with one GGUF file of the server, fetched piece by piece. */
import ortModuleUrl from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import ortWasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { BlobSource } from "#workers/engine/blob-source";
import { OnnxEngine, type OnnxEngineOptions } from "#workers/engine/onnx-engine";
import { OrtRuntime } from "#workers/engine/ort-runtime";
import { startGpu } from "#workers/engine/start-device";
import type { EngineDevice } from "./engine-device.ts";

export async function fetchPieces(pieceUrls: readonly string[]): Promise<BlobSource> {
  return new BlobSource(await Promise.all(pieceUrls.map(async (url) => (await fetch(url)).blob())));
}

/** On the processor without the check of the device, which would be timed too. */
export async function loadEngine(
  source: BlobSource,
  options: Pick<OnnxEngineOptions, "threads" | "contextTokens" | "shortcuts">,
  on: EngineDevice = "cpu",
): Promise<OnnxEngine> {
  const { threads } = options;
  const device =
    on === "cpu"
      ? await OrtRuntime.start({ moduleUrl: ortModuleUrl, wasmUrl: ortWasmUrl, threads })
      : await startGpu({ halfPrecision: on === "webgpu" });
  return OnnxEngine.load({
    ...options,
    files: new Map([["model.gguf", source]]),
    device,
    smoothing: null,
    saveSmoothing: () => Promise.resolve(),
    onProgress: () => {},
  });
}
