/** @file What onnxruntime's C API says and WebAssembly throws, as errors of ours. */
import { AppError } from "#shared/errors";
import type { OrtModule } from "./ort-module.ts";
import { POINTER_BYTES } from "./ort-module.ts";

/** The last error of the C API. */
export function lastError(module: OrtModule, what: string): AppError {
  const stack = module.stackSave();
  try {
    const at = module.stackAlloc(2 * POINTER_BYTES);
    module._OrtGetLastError(at, at + POINTER_BYTES);
    const message = module.getValue(at + POINTER_BYTES, "*");
    const text = message === 0 ? "no message" : module.UTF8ToString(message);
    const memory = /alloc|memory/i.test(text);
    return new AppError(memory ? "out-of-memory" : "engine-failed", `${what}: ${text}`, { step: what });
  } finally {
    module.stackRestore(stack);
  }
}

/** What WebAssembly throws, in place of an error code, when it cannot go on: memory it must not touch, no memory, a bug. */
export async function trapped<T>(step: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const memory = error instanceof RangeError || /memory|allocat/i.test(String(error));
    throw new AppError(
      memory ? "out-of-memory" : "engine-failed",
      `${step}: ${String(error)}`,
      { step },
      error,
    );
  }
}
