import { expect, test } from "vitest";
import { AppError } from "#shared/errors";
import { fromWebLlm } from "./webllm-errors.ts";

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

const FULL =
  "Prompt tokens exceed context window size: number of prompt tokens: 5120; context window size: 4096\nConsider";
const LIMIT =
  "Cannot initialize runtime because of requested maxBufferSize exceeds limit. requested=256MB, limit=128MB.";

test.each([
  [
    named("ContextWindowSizeExceededError", FULL),
    "context-full",
    { promptTokens: 5120, contextTokens: 4096 },
  ],
  [`ContextWindowSizeExceededError: ${FULL}`, "context-full", { promptTokens: 5120, contextTokens: 4096 }],
  [named("GrammarMatcherInitError", "Failed to initialize"), "grammar-invalid", {}],
  [`ModelNotLoadedError: Model not loaded`, "engine-not-loaded", {}],
  [new RangeError("Array buffer allocation failed"), "out-of-memory", {}],
  [named("OperationError", "Instance dropped"), "engine-failed", { step: "generate" }],
  // Of the file only while it is read.
  [new TypeError("x is undefined"), "engine-failed", { step: "generate" }],
  [named("__proto__", "x"), "engine-failed", {}],
  [undefined, "engine-failed", {}],
])("while answering, %s", (thrown, code, details) => {
  expect(fromWebLlm(thrown, "generate")).toMatchObject({ code, details });
});

test.each([
  [new Error("Unable to find a compatible GPU. This issue might be"), "webgpu-missing", {}],
  [new Error(LIMIT), "webgpu-missing", { limit: "maxBufferSize" }],
  [named("ShaderF16SupportError", "requires shader-f16, which"), "webgpu-missing", { feature: "shader-f16" }],
  [named("DeviceLostError", "The WebGPU device was lost while loading"), "device-lost", {}],
  [new Error("Tensor-cache record range exceeds shard size 27"), "weights-corrupt", {}],
  [new SyntaxError("Unexpected token"), "weights-corrupt", {}],
  [new Error("Cannot find parameter in cache: model.norm.weight"), "weights-unsupported", {}],
  [named("LinkError", "WebAssembly.instantiate(): Import #0"), "weights-unsupported", {}],
])("while loading, %s", (thrown, code, details) => {
  expect(fromWebLlm(thrown, "load")).toMatchObject({ code, details });
});

test("an unload during the load is an abort, and ours stay what they are", () => {
  expect(fromWebLlm("Engine.unload() is called.", "load").name).toBe("AbortError");
  const ours = new AppError("weights-missing", "gone");
  expect(fromWebLlm(ours, "load")).toBe(ours);
});

test("what a person wrote is in no message", () => {
  const error = fromWebLlm(named("UserMessageContentErrorForNonVLM", "received: my secret"), "generate");
  expect(error).toMatchObject({ code: "model-without-vision" });
  expect(error.message).not.toContain("secret");
});
