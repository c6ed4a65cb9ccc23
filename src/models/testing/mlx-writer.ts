/** @file Writes weights as MLX's 4-bit safetensors for tests (spec llama32 7.1). Shares nothing with the reader. */
import { f32, writeSafetensors } from "./safetensors-writer.ts";
import type { SafetensorsEntry } from "./safetensors-writer.ts";

const GROUP = 64;

export interface MlxWriterOptions {
  /** As MLX's own: -bias / scale is whole, so that only rounding to float32 is left of it. */
  readonly wholeZeroPoints: boolean;
}

/** Tensors by name, matrices [out, in] of whole groups quantised, everything else in float32. */
export function writeMlx(
  tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>,
  options: MlxWriterOptions,
): Uint8Array {
  const entries: Record<string, SafetensorsEntry> = {};
  for (const [name, { shape, values }] of tensors) {
    const [rows = 0, columns = 0] = shape;
    if (shape.length !== 2 || columns % GROUP !== 0) entries[name] = f32(shape, [...values]);
    else Object.assign(entries, quantised(name.replace(/\.weight$/, ""), values, rows, columns, options));
  }
  return writeSafetensors(entries);
}

function quantised(
  module: string,
  values: Float32Array,
  rows: number,
  columns: number,
  { wholeZeroPoints }: MlxWriterOptions,
): Record<string, SafetensorsEntry> {
  const words = new Uint32Array((rows * columns) / 8);
  const groups = values.length / GROUP;
  const [scales, biases] = [new Float32Array(groups), new Float32Array(groups)];
  for (let group = 0; group < groups; group++) {
    const own = values.subarray(group * GROUP, (group + 1) * GROUP);
    const low = Math.min(...own);
    const scale = Math.fround((Math.max(...own) - low) / 15 || 1);
    const bias = wholeZeroPoints ? Math.round(low / scale) * scale : low;
    scales[group] = scale;
    biases[group] = bias;
    own.forEach((value, at) => {
      const q = Math.min(15, Math.max(0, Math.round((value - bias) / scale)));
      const word = group * (GROUP / 8) + (at >> 3);
      words[word] = ((words[word] ?? 0) | (q << (4 * (at % 8)))) >>> 0;
    });
  }
  const perRow = [rows, columns / GROUP];
  return {
    [`${module}.weight`]: { dtype: "U32", shape: [rows, columns / 8], bytes: new Uint8Array(words.buffer) },
    [`${module}.scales`]: f32(perRow, [...scales]),
    [`${module}.biases`]: f32(perRow, [...biases]),
  };
}
