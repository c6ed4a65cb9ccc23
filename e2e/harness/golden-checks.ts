/** @file What the cases of golden checkpoints are held against, of text and of pictures. */
import { isStoredInNBits } from "#models/choose-mode";
import type { DecoderModel } from "#models/open-checkpoint";
import type { WeightMode } from "#models/arithmetic";
import type { Device } from "#workers/engine/device";
import { PREFILL_CHUNK_TOKENS } from "#workers/engine/generation";
import { GraphDecoder } from "#workers/engine/graph-decoder";
import type { GoldenCheck } from "./golden-types.ts";
import { divergence, indexOfMax } from "./logits.ts";

/** What each arithmetic may cost (issue of the engine). */
export interface Limits {
  readonly logits: number;
  /** Greedy tokens must be the reference's where its two best logits are this far apart. */
  readonly margin: number;
}
export const EXACT: Limits = { logits: 2e-3, margin: 0.01 };
export const NBITS: Limits = { logits: 0.06, margin: 0.2 };
const MAX_INT8_KL = 0.05;
/** For the longest prompt of a case and its answer. */
const CONTEXT_TOKENS = 16_384;

/** Unquantised weights stay so, whatever their size; 4-bit bytes are used as they are where the GPU has kernels for them. */
export function goldenMode(device: Device, model: DecoderModel): WeightMode {
  return device.kind === "webgpu" && isStoredInNBits(model) ? "stored" : "float";
}

export function decoderOf(
  device: Device,
  model: DecoderModel,
  mode: WeightMode,
  firstPosition = 0,
): Promise<GraphDecoder> {
  const options = {
    contextTokens: CONTEXT_TOKENS,
    mode,
    smoothing: null,
    firstPosition,
    onProgress: () => {},
  };
  return GraphDecoder.create(device, model, options);
}

/** The last row's logits, computed in the product's chunks. */
export async function prefill(decoder: GraphDecoder, ids: readonly number[]): Promise<Float32Array> {
  let logits: Float32Array | undefined;
  for (let start = 0; start < ids.length; start += PREFILL_CHUNK_TOKENS)
    [logits] = await decoder.forward(ids.slice(start, start + PREFILL_CHUNK_TOKENS));
  if (!logits) throw new Error("no tokens to compute");
  return logits;
}

/** What cannot be computed is a miss of its own; the other cases go on. */
export async function attempt(name: string, run: () => Promise<GoldenCheck[]>): Promise<GoldenCheck[]> {
  try {
    return await run();
  } catch (error) {
    return [{ name, passed: false, figures: error instanceof Error ? error.message : String(error) }];
  }
}

export function withGreedy(check: GoldenCheck, greedy: Greedy): GoldenCheck {
  const figures = `${check.figures}, greedy ${greedy.same}/${greedy.total}${greedy.wrong ? ` WRONG: ${greedy.wrong}` : ""}`;
  return { ...check, figures, passed: check.passed && greedy.wrong === null };
}

interface Greedy {
  readonly same: number;
  readonly total: number;
  /** How a token differs though the margin was large. */
  readonly wrong: string | null;
}

/**
 * Follows the reference's tokens, so that one near tie does not decide about the rest. The margin is the reference's where
 * it tells its logits, which is in front of the first token. Behind that it is ours, and a token that lies further behind
 * our best than twice what logits may be off is an error that no tie explains.
 */
export async function followGreedy(
  decoder: GraphDecoder,
  first: Float32Array,
  { greedy, lastLogits }: { readonly greedy: readonly number[]; readonly lastLogits: readonly number[] },
  limits: Limits,
): Promise<Greedy> {
  let [logits, same] = [first, 0];
  for (const [index, token] of greedy.entries()) {
    const best = indexOfMax(logits);
    const expected = index === 0 ? topTwoMargin(lastLogits) : 0;
    // Written so that a token that does not exist is wrong: every comparison with NaN is false.
    const behind = (logits[best] as number) - (logits[token] ?? Number.NaN);
    const tied = expected <= limits.margin && behind <= Math.min(limits.margin, 2 * limits.logits);
    if (best === token) same++;
    else if (!tied) {
      const wrong = `${best} instead of ${token} at ${index}, ${behind.toPrecision(2)} apart`;
      return { same, total: greedy.length, wrong };
    }
    if (index + 1 < greedy.length) logits = await prefill(decoder, [token]);
  }
  return { same, total: greedy.length, wrong: null };
}

function topTwoMargin(logits: readonly number[]): number {
  const [best = 0, second = -Infinity] = logits.toSorted((a, b) => b - a);
  return best - second;
}

export function difference(
  name: string,
  actual: Float32Array,
  expected: ArrayLike<number>,
  limit: number,
): GoldenCheck {
  if (actual.length !== expected.length)
    return { name, passed: false, figures: `${actual.length} values, not ${expected.length}` };
  let largest = 0;
  for (let at = 0; at < expected.length && largest < Infinity; at++) {
    const off = Math.abs((actual[at] as number) - (expected[at] as number));
    largest = Number.isNaN(off) ? Infinity : Math.max(largest, off);
  }
  return { name, passed: largest <= limit, figures: `max |difference| ${largest.toExponential(1)}` };
}

/** Mean KL(reference || int8) over the last rows of all cases. */
export function int8Check(
  rows: readonly { readonly expected: readonly number[]; readonly actual: Float32Array }[],
): GoldenCheck {
  const sum = rows.reduce((all, { expected, actual }) => all + divergence(expected, actual), 0);
  const mean = sum / rows.length;
  return { name: "int8", passed: mean <= MAX_INT8_KL, figures: `mean KL ${mean.toFixed(4)}` };
}
