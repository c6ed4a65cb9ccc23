/**
 * @file What Transformers.js and onnxruntime throw, as our errors. Neither has classes for them: sentences and the numbers
 * in them are read (Transformers.js 4.3.1; `ERROR_CODE` is onnxruntime's OrtErrorCode). What is unknown is `engine-failed`.
 */
import { AppError, isAbort } from "#shared/errors";
import type { ErrorCode } from "#shared/errors";

type Step = "load" | "generate";

const BY_TEXT: readonly (readonly [RegExp, ErrorCode, Step?])[] = [
  [
    /out of memory|bad_alloc|allocation failed|could not allocate|failed to allocate|Array buffer/i,
    "out-of-memory",
  ],
  [/device (?:was|is) lost|mapAsync.*(?:lost|unmapped)|Instance dropped/i, "device-lost"],
  [/WebGPU is not supported|failed to get GPU adapter|Unsupported device/i, "webgpu-missing"],
  // INVALID_PROTOBUF
  [/ERROR_CODE: 7\b|protobuf parsing failed/i, "weights-corrupt", "load"],
  // NO_MODEL, FAIL, NOT_IMPLEMENTED, INVALID_GRAPH: a graph that this runtime can't make a session of.
  [/ERROR_CODE: (?:1|4|9|10)\b/, "weights-unsupported", "load"],
  [/file was not found locally/i, "weights-missing", "load"],
  [/missing the following inputs/i, "weights-unsupported"],
];

/** @returns an AppError, or the AbortError that it was. */
export function fromTransformers(error: unknown, step: Step): Error {
  if (error instanceof AppError) return error;
  if (isAbort(error)) return error as Error;
  const text = String(error);
  const found = BY_TEXT.find(([pattern, , only]) => (only ?? step) === step && pattern.test(text));
  // Inputs may be quoted in the sentence; only its beginning, which names the step, goes further than the cause.
  return new AppError(found?.[1] ?? "engine-failed", `${step}: ${text.slice(0, 200)}`, { step }, error);
}
