/**
 * @file Rotary position tables (Su et al. 2021) with Llama 3's frequency scaling (spec llama32 2.3).
 *
 * Frequencies and angles are rounded to float32, where the implementations that the weights were trained and are judged
 * with round them (llama-models, transformers): at position 90,000 an angle has steps of 0.008, and exact ones would move
 * the logits of a small model by as much. A float16 angle would be useless there.
 */
import type { LlamaConfig, RopeScaling } from "./config.ts";

/** Inverse frequencies, one for each pair (i, i + headDim / 2), in float32. */
export function rotaryFrequencies({ headDim, ropeTheta, ropeScaling }: LlamaConfig): Float32Array {
  return Float32Array.from({ length: headDim / 2 }, (_, index) => {
    const exponent = Math.fround((2 * index) / headDim);
    const base = Math.fround(1 / Math.fround(ropeTheta ** exponent));
    if (!ropeScaling) return base;
    return "divisors" in ropeScaling ? base / (ropeScaling.divisors[index] ?? 1) : scaled(base, ropeScaling);
  });
}

/** Long wavelengths are stretched by `factor`, short ones kept, those between blended. */
function scaled(frequency: number, scaling: RopeScaling): number {
  const { factor, lowFreqFactor, highFreqFactor, originalMaxPositionEmbeddings } = scaling;
  const turns = (originalMaxPositionEmbeddings * frequency) / (2 * Math.PI);
  if (turns > highFreqFactor) return frequency;
  if (turns < lowFreqFactor) return frequency / factor;
  const blend = (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
  return ((1 - blend) * frequency) / factor + blend * frequency;
}

/** Radians by which pair `pair` turns at `position`. */
export function rotaryAngle(frequencies: Float32Array, position: number, pair: number): number {
  return Math.fround(position * (frequencies[pair] as number));
}

/** Rows of positions `first` to `first + positions`. */
interface RotaryRange {
  readonly first: number;
  readonly positions: number;
  /** headDim / 2, or more: what lies behind belongs to no pair and stays 0. */
  readonly columns: number;
}

/** cos or sin of the angles at these positions, one after the other: [positions, columns]. */
export function rotaryTable(
  config: LlamaConfig,
  table: "cos" | "sin",
  { first, positions, columns }: RotaryRange,
): Float32Array {
  const frequencies = rotaryFrequencies(config);
  const values = new Float32Array(positions * columns);
  const turn = Math[table];
  for (let row = 0; row < positions; row++) {
    for (let pair = 0; pair < frequencies.length; pair++)
      values[row * columns + pair] = turn(rotaryAngle(frequencies, first + row, pair));
  }
  return values;
}
