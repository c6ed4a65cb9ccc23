/**
 * @file Whether a model fits on a device, decided before anything of it is loaded: with how much context, and which
 * matrices do not fit in one buffer.
 */
import { evenPieces } from "./onnx/linear.ts";
import {
  bufferLimit,
  contextBuffer,
  decoderOf,
  largestBuffer,
  memoryBytes,
  weightBytes,
  tensorRowsPerBuffer,
} from "./memory-plan-bytes.ts";
import type { MemoryBytes, MemoryRequest } from "./memory-plan-bytes.ts";
import { modelTensors } from "./memory-plan-tensors.ts";
import type { ModelTensor } from "./memory-plan-tensors.ts";

export interface SplitTensor {
  readonly name: string;
  readonly rowsPerPiece: number;
  readonly pieces: number;
}

export type MemoryDecision =
  | { readonly kind: "fits" }
  /** Less context than was wished for. */
  | { readonly kind: "lower-context"; readonly contextTokens: number }
  | {
      readonly kind: "refuse";
      readonly reason: "memory" | "buffer-size";
      /** With the least context, or of the one buffer that cannot be made. */
      readonly neededBytes: number;
      readonly availableBytes: number;
    };

export interface MemoryPlan {
  readonly decision: MemoryDecision;
  /** For the context that was decided on; for the least one when refused. */
  readonly contextTokens: number;
  readonly bytes: MemoryBytes;
  /** Of what is known or guessed, what is left; Infinity where neither. */
  readonly spareBytes: number;
  /** Matrices that must be cut along their rows, by checkpoint name. */
  readonly splits: readonly SplitTensor[];
}

/** Contexts are planned in steps: a few tokens more or less help nobody. */
const CONTEXT_STEP = 256;

export function planMemory(request: MemoryRequest): MemoryPlan {
  const { device } = request;
  const text = decoderOf(request.config);
  const wished = Math.min(request.contextTokens, text.maxPositionEmbeddings);
  const least = Math.min(request.minContextTokens, wished);
  const tensors = modelTensors(request.config);
  const largest = largestBuffer(request, tensors, least);
  const available = device.kind === "cpu" ? device.heapBytes : (device.memoryBytes ?? Infinity);
  const guessed = guessedBytes(device);
  const plan = (decision: MemoryDecision, contextTokens: number): MemoryPlan => {
    const bytes = memoryBytes(request, tensors, contextTokens);
    const spareBytes = Math.max(0, Math.min(available, guessed) - bytes.total);
    return { decision, contextTokens, bytes, spareBytes, splits: splitTensors(request, tensors) };
  };
  const refuse = (
    reason: "memory" | "buffer-size",
    neededBytes: number,
    availableBytes: number,
  ): MemoryPlan => plan({ kind: "refuse", reason, neededBytes, availableBytes }, least);

  const limit = bufferLimit(device);
  if (largest > limit) return refuse("buffer-size", largest, limit);
  const fits = (context: number): boolean =>
    memoryBytes(request, tensors, context).total <= available && contextBuffer(request, context) <= limit;
  const context = largestContext(least, wished, fits);
  if (context === null) return refuse("memory", memoryBytes(request, tensors, least).total, available);
  if (isHopeless(request, tensors, guessed))
    return refuse("memory", memoryBytes(request, tensors, least).total, guessed);
  const careful = carefulContext(request, tensors, context);
  if (careful < wished) return plan({ kind: "lower-context", contextTokens: careful }, careful);
  return plan({ kind: "fits" }, careful);
}

/**
 * A guess may be far too low, but not without limit: weights alone of more than three times as much, and of more than
 * three times what small GPUs have, are not there (decision 22). 90B on any GPU with less than a workstation's memory.
 */
const HOPELESS = 3;
const SMALL_GPU_BYTES = 4 * 2 ** 30;

function isHopeless(request: MemoryRequest, tensors: readonly ModelTensor[], guessed: number): boolean {
  return weightBytes(request, tensors) > HOPELESS * Math.max(guessed, SMALL_GPU_BYTES);
}

/** Where memory is only guessed the context is lowered to no less than this: the guess may be far too low. */
const CAREFUL_CONTEXT_TOKENS = 4096;

function carefulContext(request: MemoryRequest, tensors: readonly ModelTensor[], context: number): number {
  const guessed = guessedBytes(request.device);
  const least = Math.min(CAREFUL_CONTEXT_TOKENS, context);
  const fits = (tokens: number): boolean => memoryBytes(request, tensors, tokens).total <= guessed;
  return largestContext(least, context, fits) ?? least;
}

function guessedBytes(device: MemoryRequest["device"]): number {
  return device.kind === "webgpu" && device.memoryBytes === null ? device.guessedBytes : Infinity;
}

/** Chats with more pictures are rare, and each takes as much as 1,600 tokens of context. */
const MOST_PICTURES = 8;
/** As many are allowed where memory is only guessed: two side by side, which are kept joined as well. */
const GUESSED_PICTURES = 4;

/**
 * The plan for one picture, or for as many as take no context from it.
 * @returns also the pictures that may be kept at the same time, each of as many tiles as there can be.
 */
export function planWithPictures(request: Omit<MemoryRequest, "pictures">): {
  readonly plan: MemoryPlan;
  readonly pictures: number;
} {
  const planFor = (pictures: number): MemoryPlan => planMemory({ ...request, pictures });
  const one = planFor(1);
  const guessed = guessedBytes(request.device);
  const least = guessed === Infinity ? 1 : GUESSED_PICTURES;
  for (let pictures = MOST_PICTURES; pictures > least; pictures--) {
    const plan = planFor(pictures);
    const asMuch = plan.decision.kind !== "refuse" && plan.contextTokens === one.contextTokens;
    if (asMuch && plan.bytes.total <= guessed) return { plan, pictures };
  }
  const others = (least - 1) * (planFor(2).bytes.pictures - one.bytes.pictures);
  return { plan: { ...one, spareBytes: Math.max(0, one.spareBytes - others) }, pictures: least };
}

/** The largest context that fits: all that was wished for, or a multiple of the step, or the least; null if none. */
function largestContext(least: number, wished: number, fits: (context: number) => boolean): number | null {
  if (fits(wished)) return wished;
  // Needs grow with the context: the border is found by halving.
  let [low, high] = [Math.ceil(least / CONTEXT_STEP), Math.floor((wished - 1) / CONTEXT_STEP)];
  let found = fits(least) ? least : null;
  while (found !== null && low <= high) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle * CONTEXT_STEP)) [found, low] = [middle * CONTEXT_STEP, middle + 1];
    else high = middle - 1;
  }
  return found;
}

function splitTensors(request: MemoryRequest, tensors: readonly ModelTensor[]): readonly SplitTensor[] {
  return tensors.flatMap((tensor) => {
    const { name, kind, rows } = tensor;
    const most = tensorRowsPerBuffer(request, tensor);
    if (kind !== "matrix" || rows <= most || most < 1) return [];
    return [{ name, ...evenPieces(rows, most) }];
  });
}
