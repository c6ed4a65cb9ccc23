/**
 * @file What WebLLM and the TVM runtime throw, as our errors. Classes don't help: the package exports only one of them,
 * some values are plain strings ("ModelNotFoundError: ..."), and much of TVM is `Error` with a sentence. So names and
 * sentences of 0.2.86 are read (spec webllm-and-storage A1.6 to A1.9); what is unknown is `engine-failed`.
 */
import { AppError, isAbort } from "#shared/errors";
import type { ErrorCode, ErrorDetails } from "#shared/errors";

type Step = "load" | "generate";

/** Names that mean the same wherever they come from. */
const BY_NAME: Readonly<Record<string, ErrorCode>> = {
  WebGPUNotAvailableError: "webgpu-missing",
  WebGPUNotFoundError: "webgpu-missing",
  FeatureSupportError: "webgpu-missing",
  ShaderF16SupportError: "webgpu-missing",
  DeviceLostError: "device-lost",
  ModelNotLoadedError: "engine-not-loaded",
  WorkerEngineModelNotLoadedError: "engine-not-loaded",
  SpecifiedModelNotFoundError: "engine-not-loaded",
  ContextWindowSizeExceededError: "context-full",
  GrammarMatcherInitError: "grammar-invalid",
  BindingError: "grammar-invalid",
  InvalidResponseFormatError: "grammar-invalid",
  InvalidResponseFormatGrammarError: "grammar-invalid",
  UserMessageContentErrorForNonVLM: "model-without-vision",
  UnsupportedContentPartError: "model-without-vision",
  IntegrityError: "weights-corrupt",
  // Files of another release of MLC, or of another kind of model.
  ArtifactManifestError: "weights-unsupported",
  UnsupportedTokenizerFilesError: "weights-unsupported",
  WindowSizeConfigurationError: "weights-unsupported",
  WindowSizeSpecificationError: "weights-unsupported",
  AttentionSinkSizeError: "weights-unsupported",
  MinValueError: "weights-unsupported",
};

/** Names that tell of the model's files, but only while these are read. */
const BY_NAME_WHILE_LOADING: Readonly<Record<string, ErrorCode>> = {
  SyntaxError: "weights-corrupt",
  CompileError: "weights-corrupt",
  // A library that was compiled for another runtime.
  LinkError: "weights-unsupported",
  TypeError: "weights-unsupported",
};

/** Sentences of errors that have no name of their own, and of refused allocations. */
const BY_TEXT: readonly (readonly [RegExp, ErrorCode, Step?])[] = [
  [/out of memory|allocation failed|cannot allocate|could not allocate/i, "out-of-memory"],
  [/unable to find a compatible gpu|cannot initialize runtime because of requested/i, "webgpu-missing"],
  [/device (?:was|is) lost/i, "device-lost"],
  [/tensor-cache record|exceeds shard size/i, "weights-corrupt", "load"],
  [
    /cannot find .* in (?:exports|params|cache)|cannot find (?:global )?function/i,
    "weights-unsupported",
    "load",
  ],
];

/** How `unload` ends a load that is under way: thrown as this string. */
const UNLOADED = /engine\.unload\(\) is called/i;

/** @returns an AppError, or the AbortError that it was. */
export function fromWebLlm(error: unknown, step: Step): Error {
  if (error instanceof AppError) return error;
  if (isAbort(error)) return error as Error;
  const { name, text } = nameAndText(error);
  if (UNLOADED.test(text)) return new DOMException("aborted", "AbortError");
  const code = codeOf(name, text, step);
  // The sentence may hold what a person wrote, so only its name goes further than the cause.
  return new AppError(code, `${step}: ${name}`, detailsOf(code, text, step), error);
}

function codeOf(name: string, text: string, step: Step): ErrorCode {
  const byText = BY_TEXT.find(([pattern, , only]) => (only ?? step) === step && pattern.test(text));
  const ofFile = step === "load" ? own(BY_NAME_WHILE_LOADING, name) : undefined;
  return own(BY_NAME, name) ?? byText?.[1] ?? ofFile ?? "engine-failed";
}

function own(table: Readonly<Record<string, ErrorCode>>, name: string): ErrorCode | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function nameAndText(error: unknown): { readonly name: string; readonly text: string } {
  const text = String(error);
  const [, prefix] = /^([A-Za-z0-9]{1,64}):/.exec(text) ?? [];
  const name = error instanceof Error ? error.name : prefix;
  return { name: (name ?? "Error").slice(0, 64), text };
}

function detailsOf(code: ErrorCode, text: string, step: Step): ErrorDetails {
  if (code === "context-full") {
    return {
      promptTokens: numberAfter(text, "prompt tokens:"),
      contextTokens: numberAfter(text, "window size:"),
    };
  }
  if (code === "webgpu-missing") {
    const [, limit] = /because of requested (\w{1,64})/.exec(text) ?? [];
    const [, feature] = /\b(shader-f16|subgroups)\b/.exec(text) ?? [];
    return { ...(limit === undefined ? {} : { limit }), ...(feature === undefined ? {} : { feature }) };
  }
  return { step };
}

function numberAfter(text: string, words: string): number | null {
  const [, digits] = new RegExp(`${words}\\s*(\\d{1,9})`).exec(text) ?? [];
  return digits === undefined ? null : Number(digits);
}
