/**
 * @file Rotary position tables (Su et al. 2021) with Llama 3's frequency scaling (spec llama32 2.3). Angles are taken
 * in float64: at position 100,000 a float16 angle is useless.
 */
import type { LlamaConfig, RopeScaling } from "./config.ts";

/** Inverse frequencies, one for each pair (i, i + headDim / 2). */
export function rotaryFrequencies(config: LlamaConfig): Float64Array {
  const { headDim, ropeTheta, ropeScaling } = config;
  return Float64Array.from({ length: headDim / 2 }, (_, index) => {
    const base = ropeTheta ** ((-2 * index) / headDim);
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

/** cos and sin of position * frequency, both [positions, headDim / 2]. */
export function rotaryTables(
  config: LlamaConfig,
  positions: number,
): { cos: Float32Array; sin: Float32Array } {
  const frequencies = rotaryFrequencies(config);
  const cos = new Float32Array(positions * frequencies.length);
  const sin = new Float32Array(positions * frequencies.length);
  for (let position = 0; position < positions; position++) {
    frequencies.forEach((frequency, index) => {
      const at = position * frequencies.length + index;
      cos[at] = Math.cos(position * frequency);
      sin[at] = Math.sin(position * frequency);
    });
  }
  return { cos, sin };
}
