/**
 * @file Whether a model fits on a device, decided before anything of it is loaded: with how much context, and which
 * matrices do not fit in one buffer.
 */
import {
  bufferLimit,
  contextBuffer,
  decoderOf,
  largestBuffer,
  memoryBytes,
  rowsPerBuffer,
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
  const plan = (decision: MemoryDecision, contextTokens: number): MemoryPlan => {
    const bytes = memoryBytes(request, tensors, contextTokens);
    return { decision, contextTokens, bytes, splits: splitTensors(request, tensors) };
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
  if (context < wished) return plan({ kind: "lower-context", contextTokens: context }, context);
  return plan({ kind: "fits" }, context);
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
  return tensors.flatMap(({ name, kind, rows, columns }) => {
    const most = rowsPerBuffer(request, columns);
    if (kind !== "matrix" || rows <= most || most < 1) return [];
    const pieces = Math.ceil(rows / most);
    return [{ name, pieces, rowsPerPiece: Math.ceil(rows / pieces) }];
  });
}
