/**
 * @file The one error type of the project. Failures are told apart by `code`, never by
 * `instanceof`: structured cloning between workers keeps data, not classes.
 */

/** Every way Hearth can fail. `app/error-text.ts` has one text for each. */
export const ERROR_CODES = [
  // device and engine
  "wasm-threads-missing",
  "webgpu-missing",
  "gpu-wrong",
  "device-lost",
  "engine-failed",
  "engine-busy",
  "engine-not-loaded",
  "context-full",
  "grammar-invalid",
  "out-of-memory",
  "gpu-out-of-memory",
  "worker-crashed",
  // safety check
  "guard-missing",
  "guard-no-room",
  // weights
  "download-failed",
  "download-not-weights",
  "offline",
  "weights-corrupt",
  "weights-missing",
  "weights-unsupported",
  "model-too-large",
  "model-files-missing",
  "model-file-wrong",
  "storage-full",
  "storage-unavailable",
  "storage-newer",
  // messages
  "import-empty",
  "import-too-big",
  "import-binary",
  "import-unsupported",
  "import-unrecognised",
  "import-encoding",
  "import-archive-unsafe",
  "import-archive-encrypted",
  "import-interrupted",
  /** Reading a file stopped at `fraction` of it (0-1, or null) and was ended. */
  "import-stuck",
  // pictures
  "model-without-vision",
  "picture-empty",
  "picture-unsupported",
  "picture-too-big",
  "picture-damaged",
  "picture-missing",
  "picture-too-many",
  "picture-with-tools",
  "reading-failed",
  "reading-language-missing",
  // calendar
  "draft-invalid",
  "calendar-check-failed",
  "calendar-unreadable",
  // tabs
  "other-tab-active",
  "job-elsewhere",
  "unexpected",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Plain data that explains one failure: counts, sizes, names. Never message text or user content. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  /**
   * @param message for developers; what people read is made from `code` and `details`.
   */
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/** An error as it crosses a worker boundary. */
export interface ErrorData {
  readonly code: ErrorCode | "aborted";
  readonly message: string;
  readonly details: ErrorDetails;
  readonly stack?: string;
}

/** True for the `AbortError` that `AbortSignal` throws: a person's Stop, not a failure. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/** The code of any thrown value; a value that is not ours is `unexpected`. */
export function errorCode(error: unknown): ErrorCode {
  const code = (error as { code?: unknown } | null)?.code;
  return ERROR_CODES.find((known) => known === code) ?? "unexpected";
}

/** True where memory ran out, the processor's or the GPU's. */
export function isOutOfMemory(error: unknown): boolean {
  const code = errorCode(error);
  return code === "out-of-memory" || code === "gpu-out-of-memory";
}

/** Turns any thrown value into an `AppError`, keeping the original as `cause`. */
export function toAppError(error: unknown, fallback: ErrorCode = "unexpected"): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AppError(fallback, message, {}, error);
}

export function errorToData(error: unknown): ErrorData {
  if (isAbort(error)) return { code: "aborted", message: "aborted", details: {} };
  const { code, message, details, stack } = toAppError(error);
  return { code, message, details, ...(stack === undefined ? {} : { stack }) };
}

/** The inverse of `errorToData`; an abort becomes an `AbortError` again. */
export function errorFromData(data: ErrorData): Error {
  if (data.code === "aborted") return new DOMException("aborted", "AbortError");
  const error = new AppError(data.code, data.message, data.details);
  if (data.stack !== undefined) error.stack = data.stack;
  return error;
}
