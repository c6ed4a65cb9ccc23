/** @file The inference worker with the bundled model read from the server, and without shortcuts when it is called "plain". */
import "#workers/trusted-default";
import ortModuleUrl from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import ortWasmUrl from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { BlobSource } from "#workers/engine/blob-source";
import { OnnxEngine } from "#workers/engine/onnx-engine";
import { OrtRuntime } from "#workers/engine/ort-runtime";
import { inferenceHandlers, type LoadEngine } from "#workers/inference-handlers";
import type { InferenceHandlers } from "#workers/protocol";
import { serve } from "#workers/rpc";

const THREADS = 2;

const load: LoadEngine = async ({ source, contextTokens }) => {
  const file = source.kind === "bundled" ? source.files[0] : undefined;
  if (source.kind !== "bundled" || file === undefined) throw new Error("this bench runs the bundled model");
  const blobs = file.pieces.map(async ({ name }) => (await fetch(`/${source.folder}/${name}`)).blob());
  const urls = { moduleUrl: ortModuleUrl, wasmUrl: ortWasmUrl };
  return OnnxEngine.load({
    files: new Map([["model.gguf", new BlobSource(await Promise.all(blobs))]]),
    device: await OrtRuntime.start({ ...urls, threads: THREADS }),
    threads: THREADS,
    contextTokens,
    smoothing: null,
    saveSmoothing: () => Promise.resolve(),
    shortcuts: self.name !== "plain",
    onProgress: () => {},
  });
};

serve<InferenceHandlers>(self, inferenceHandlers(load));
