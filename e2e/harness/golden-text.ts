/** @file Golden cases of text checkpoints: logits of the prompt, of the prompt far into a context, and greedy tokens. */
import type { DecoderModel } from "#models/open-checkpoint";
import type { WeightMode } from "#models/arithmetic";
import type { Device } from "#workers/engine/device";
import type { GraphDecoder } from "#workers/engine/graph-decoder";
import type { GoldenCase } from "./golden-cases.ts";
import {
  EXACT,
  NBITS,
  attempt,
  decoderOf,
  difference,
  followGreedy,
  goldenMode,
  int8Check,
  prefill,
  withGreedy,
} from "./golden-checks.ts";
import type { Limits } from "./golden-checks.ts";
import type { GoldenCheck } from "./golden-types.ts";

const FAR = 90_000;

export async function runTextGolden(
  device: Device,
  model: DecoderModel,
  cases: readonly GoldenCase[],
): Promise<GoldenCheck[]> {
  const mode = goldenMode(device, model);
  const limits = mode === "float" ? EXACT : NBITS;
  const near = await decoderOf(device, model, mode);
  const checks: GoldenCheck[] = [];
  for (const each of cases) checks.push(...(await attempt(each.name, () => runPrompt(near, each, limits))));
  near.release();
  checks.push(...(await runFar(device, model, { cases, mode, limits })));
  if (device.kind === "cpu" && cases.length > 0)
    checks.push(...(await attempt("int8", () => runInt8(device, model, cases))));
  return checks;
}

export async function runPrompt(
  decoder: GraphDecoder,
  each: GoldenCase,
  limits: Limits,
): Promise<GoldenCheck[]> {
  decoder.cache.truncate(0);
  const logits = await prefill(decoder, each.inputIds);
  const compared = difference(each.name, logits, each.lastLogits, limits.logits);
  return [withGreedy(compared, await followGreedy(decoder, logits, each, limits))];
}

async function runFar(
  device: Device,
  model: DecoderModel,
  run: { readonly cases: readonly GoldenCase[]; readonly mode: WeightMode; readonly limits: Limits },
): Promise<GoldenCheck[]> {
  const cases = run.cases.filter((each) => each.lastLogitsAtPosition90000);
  if (cases.length === 0) return [];
  const decoder = await decoderOf(device, model, run.mode, FAR);
  const checks: GoldenCheck[] = [];
  for (const { name, inputIds, lastLogitsAtPosition90000 } of cases) {
    const title = `${name} at position ${FAR}`;
    const compare = async (): Promise<GoldenCheck[]> => {
      decoder.cache.truncate(0);
      const logits = await prefill(decoder, inputIds);
      return [difference(title, logits, lastLogitsAtPosition90000 ?? [], run.limits.logits)];
    };
    checks.push(...(await attempt(title, compare)));
  }
  decoder.release();
  return checks;
}

async function runInt8(
  device: Device,
  model: DecoderModel,
  cases: readonly GoldenCase[],
): Promise<GoldenCheck[]> {
  const decoder = await decoderOf(device, model, "int8");
  const rows: { expected: readonly number[]; actual: Float32Array }[] = [];
  for (const { inputIds, lastLogits } of cases) {
    decoder.cache.truncate(0);
    rows.push({ expected: lastLogits, actual: await prefill(decoder, inputIds) });
  }
  decoder.release();
  return [int8Check(rows)];
}
