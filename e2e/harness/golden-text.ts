/** @file Golden cases of text checkpoints: logits of the prompt, of the prompt far into a context, and greedy tokens. */
import { isStoredInNBits } from "#models/choose-mode";
import type { DecoderModel } from "#models/open-checkpoint";
import type { WeightMode } from "#models/arithmetic";
import type { Device } from "#workers/engine/device";
import { GraphDecoder } from "#workers/engine/graph-decoder";
import type { GoldenCheck } from "./golden-types.ts";

interface TextCase {
  readonly inputIds: readonly number[];
  readonly lastLogits: readonly number[];
  readonly greedy: readonly number[];
  readonly lastLogitsAtPosition90000?: readonly number[];
}

/** What each arithmetic may cost (issue of the engine). */
export interface Limits {
  readonly logits: number;
  /** Greedy tokens must be the reference's where its two best logits are this far apart. */
  readonly margin: number;
}
export const EXACT: Limits = { logits: 2e-3, margin: 0.01 };
export const NBITS: Limits = { logits: 0.06, margin: 0.2 };
const MAX_INT8_KL = 0.05;
const FAR = 90_000;
/** For the longest prompt of a case and its answer. */
const CONTEXT_TOKENS = 16_384;

export async function runTextGolden(
  device: Device,
  model: DecoderModel,
  golden: unknown,
): Promise<GoldenCheck[]> {
  const { cases } = golden as { cases: readonly TextCase[] };
  const mode = goldenMode(device, model);
  const limits = mode === "float" ? EXACT : NBITS;
  const near = await decoderOf(device, model, mode, 0);
  const checks: GoldenCheck[] = [];
  for (const [index, each] of cases.entries()) checks.push(await prompt(near, each, index, limits));
  near.release();
  const far = await decoderOf(device, model, mode, FAR);
  for (const [index, { inputIds, lastLogitsAtPosition90000 }] of cases.entries()) {
    if (!lastLogitsAtPosition90000) continue;
    far.cache.truncate(0);
    const [logits] = await far.forward(inputIds);
    checks.push(
      difference(`case ${index} at position ${FAR}`, logits, lastLogitsAtPosition90000, limits.logits),
    );
  }
  far.release();
  if (device.kind === "cpu") checks.push(await int8(device, model, cases));
  return checks;
}

/** Unquantised weights stay so, whatever their size; 4-bit bytes are used as they are where the GPU has kernels for them. */
export function goldenMode(device: Device, model: DecoderModel): WeightMode {
  return device.kind === "webgpu" && isStoredInNBits(model) ? "nbits" : "float";
}

export function decoderOf(
  device: Device,
  model: DecoderModel,
  mode: WeightMode,
  firstPosition: number,
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

async function prompt(
  decoder: GraphDecoder,
  { inputIds, lastLogits, greedy }: TextCase,
  index: number,
  limits: Limits,
): Promise<GoldenCheck> {
  decoder.cache.truncate(0);
  const [logits] = await decoder.forward(inputIds);
  const compared = difference(`case ${index}`, logits, lastLogits, limits.logits);
  return withGreedy(compared, await followGreedy(decoder, logits, greedy, limits.margin));
}

export function withGreedy(check: GoldenCheck, greedy: Greedy): GoldenCheck {
  const figures = `${check.figures}, greedy ${greedy.same}/${greedy.total}${greedy.wrong ? " WRONG" : ""}`;
  return { ...check, figures, passed: check.passed && !greedy.wrong };
}

interface Greedy {
  readonly same: number;
  readonly total: number;
  /** A token differs though the margin was large. */
  readonly wrong: boolean;
}

/** Follows the reference's tokens, so that one near tie does not decide about the rest. */
export async function followGreedy(
  decoder: GraphDecoder,
  first: Float32Array | undefined,
  greedy: readonly number[],
  margin: number,
): Promise<Greedy> {
  let [logits, same] = [first, 0];
  for (const [index, token] of greedy.entries()) {
    if (!logits) break;
    const best = indexOfMax(logits);
    if (best === token) same++;
    // Written so that a token that does not exist is wrong: every comparison with NaN is false.
    else if (!((logits[best] as number) - (logits[token] ?? Number.NaN) <= margin)) {
      return { same, total: greedy.length, wrong: true };
    }
    if (index + 1 < greedy.length) [logits] = await decoder.forward([token]);
  }
  return { same, total: greedy.length, wrong: logits === undefined };
}

export function indexOfMax(values: Float32Array): number {
  return values.reduce((best, value, index) => (value > (values[best] as number) ? index : best), 0);
}

export function difference(
  name: string,
  actual: Float32Array | undefined,
  expected: ArrayLike<number>,
  limit: number,
): GoldenCheck {
  let largest = actual?.length === expected.length ? 0 : Infinity;
  for (let at = 0; at < expected.length && largest < Infinity; at++) {
    const off = Math.abs((actual?.[at] ?? NaN) - (expected[at] ?? NaN));
    largest = Number.isNaN(off) ? Infinity : Math.max(largest, off);
  }
  return { name, passed: largest <= limit, figures: `max |difference| ${largest.toExponential(1)}` };
}

/** Mean KL(reference || int8) over the last rows of all cases. */
async function int8(device: Device, model: DecoderModel, cases: readonly TextCase[]): Promise<GoldenCheck> {
  const decoder = await decoderOf(device, model, "int8", 0);
  let sum = 0;
  for (const { inputIds, lastLogits } of cases) {
    decoder.cache.truncate(0);
    const [logits] = await decoder.forward(inputIds);
    sum += divergence(Float32Array.from(lastLogits), logits ?? new Float32Array(lastLogits.length));
  }
  decoder.release();
  const mean = sum / cases.length;
  return { name: "int8", passed: mean <= MAX_INT8_KL, figures: `mean KL ${mean.toFixed(4)}` };
}

function divergence(reference: Float32Array, ours: Float32Array): number {
  const [p, q] = [logSoftmax(reference), logSoftmax(ours)];
  return p.reduce((sum, logP, token) => sum + Math.exp(logP) * (logP - (q[token] as number)), 0);
}

function logSoftmax(logits: Float32Array): Float64Array {
  const peak = logits.reduce((max, value) => Math.max(max, value), -Infinity);
  const logSum = peak + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - peak), 0));
  return Float64Array.from(logits, (logit) => logit - logSum);
}
