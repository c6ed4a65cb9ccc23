/** @file Loads a model into our own engine, on the device that there is. */
import { OnnxEngine } from "./engine/onnx-engine.ts";
import { startDevice, threadCount } from "./engine/start-device.ts";
import type { LoadEngine } from "./inference-handlers.ts";
import { ModelFiles } from "./model-files.ts";
import type { LoadPart } from "./protocol.ts";

/** @throws AppError of the store, `weights-unsupported`, `out-of-memory`, `engine-failed`. */
export const loadOnnx: LoadEngine = async (entry, { contextTokens, device }, { onPart }) => {
  const model = new ModelFiles(entry);
  const report = (phase: LoadPart["phase"], fraction: number): void =>
    onPart({ type: "load-progress", phase, fraction });
  const { files, fingerprint } = await model.openVerified((fraction) => report("verify", fraction));
  const started = await startDevice(device ?? "auto");
  return OnnxEngine.load({
    files,
    device: started,
    // The GPU's runtime is started without threads.
    threads: started.kind === "webgpu" ? 1 : threadCount(),
    contextTokens: contextTokens ?? entry.contextTokens,
    smoothing: (await model.store.readSmoothing(fingerprint)) ?? null,
    saveSmoothing: (smoothing) => model.store.saveSmoothing(fingerprint, smoothing),
    onProgress: report,
  });
};
