/** @file Smoothing factors for int8 weights: found once on the device, kept with the model, checked when they come back. */
import type { LlamaConfig } from "#models/llama/config";
import { CALIBRATION_TEXT, smoothedModules, smoothingFactors } from "#models/llama/smoothing";
import type { Smoothing } from "#models/llama/smoothing";
import type { DecoderModel } from "#models/open-checkpoint";
import type { Tokenizer } from "#models/tokenizer/tokenizer";
import type { Device } from "./device.ts";
import { GraphDecoder } from "./graph-decoder.ts";

interface CalibrationOptions {
  readonly device: Device;
  /** Factors found by an earlier load, and where to keep those found now. */
  readonly smoothing: Smoothing | null;
  readonly saveSmoothing: (smoothing: Smoothing) => Promise<void>;
  readonly onProgress: (phase: "calibrate", fraction: number) => void;
}

/** Factors come from storage: a record of another shape, or with anything but positive numbers, is measured again. */
function isUsable(smoothing: Smoothing | null, config: LlamaConfig): smoothing is Smoothing {
  if (!smoothing) return false;
  const widths = new Map([
    ["qkv_proj", config.hiddenSize],
    ["o_proj", config.numAttentionHeads * config.headDim],
    ["gate_up_proj", config.hiddenSize],
    ["down_proj", config.intermediateSize],
  ]);
  return smoothedModules(config).every((module) => {
    const factors = smoothing.get(module);
    const width = widths.get(module.slice(module.lastIndexOf(".") + 1));
    return factors?.length === width && factors?.every((factor) => factor > 0 && factor < Infinity) === true;
  });
}

/** The factors of an earlier load where they fit, else those measured now. */
export async function smoothingOf(
  model: DecoderModel,
  tokenizer: Tokenizer,
  options: CalibrationOptions,
): Promise<Smoothing> {
  return isUsable(options.smoothing, model.config) ? options.smoothing : calibrate(model, tokenizer, options);
}

/** One run over the fixed text with unsmoothed weights. Its session is gone before the real one is made. */
async function calibrate(
  model: DecoderModel,
  tokenizer: Tokenizer,
  options: CalibrationOptions,
): Promise<Smoothing> {
  const tokens = tokenizer.encode(CALIBRATION_TEXT);
  const decoder = await GraphDecoder.create(options.device, model, {
    contextTokens: tokens.length,
    mode: "int8",
    smoothing: null,
    statistics: true,
    onProgress: (fraction) => options.onProgress("calibrate", fraction),
  });
  try {
    const [, ...squares] = await decoder.forward(tokens);
    const modules = smoothedModules(model.config);
    const bySum = new Map(squares.map((sums, index) => [modules[index] as string, sums]));
    const smoothing = smoothingFactors(model.config, bySum);
    // Worth keeping, not worth failing for: without room for it the next load measures again.
    await options.saveSmoothing(smoothing).catch(() => undefined);
    return smoothing;
  } finally {
    decoder.release();
  }
}
