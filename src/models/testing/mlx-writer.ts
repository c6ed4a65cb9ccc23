/** @file Writes weights as MLX's 4- and 8-bit safetensors for tests (spec llama32 7.1). Shares nothing with the reader. */
import { bf16, f32, writeSafetensors } from "./safetensors-writer.ts";
import type { SafetensorsEntry } from "./safetensors-writer.ts";

const GROUP = 64;

export interface MlxWriterOptions {
  /** As MLX's own: -bias / scale is whole, so that only rounding to float32 is left of it. */
  readonly wholeZeroPoints: boolean;
  /** Of scales and biases; F32 unless told. */
  readonly scaleType?: "F32" | "BF16";
  /** Of a matrix, by its name; null = not quantised. All have 4 unless told. */
  readonly bitsOf?: (name: string) => 4 | 8 | null;
}

/** Tensors by name, matrices [out, in] of whole groups quantised, everything else in float32. */
export function writeMlx(
  tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>,
  options: MlxWriterOptions,
): Uint8Array {
  const entries: Record<string, SafetensorsEntry> = {};
  for (const [name, { shape, values }] of tensors) {
    const [rows = 0, columns = 0] = shape;
    const bits = options.bitsOf ? options.bitsOf(name) : 4;
    if (shape.length !== 2 || columns % GROUP !== 0 || bits === null) entries[name] = f32(shape, [...values]);
    else {
      const module = name.replace(/\.weight$/, "");
      Object.assign(entries, quantised(module, values, [rows, columns], { ...options, bits }));
    }
  }
  return writeSafetensors(entries);
}

function quantised(
  module: string,
  values: Float32Array,
  [rows, columns]: readonly [number, number],
  { wholeZeroPoints, bits, scaleType = "F32" }: MlxWriterOptions & { readonly bits: 4 | 8 },
): Record<string, SafetensorsEntry> {
  const perWord = 32 / bits;
  const most = 2 ** bits - 1;
  const words = new Uint32Array((rows * columns) / perWord);
  const groups = values.length / GROUP;
  const [scales, biases] = [new Float32Array(groups), new Float32Array(groups)];
  for (let group = 0; group < groups; group++) {
    const own = values.subarray(group * GROUP, (group + 1) * GROUP);
    const low = Math.min(...own);
    const scale = Math.fround((Math.max(...own) - low) / most || 1);
    const bias = wholeZeroPoints ? Math.round(low / scale) * scale : low;
    scales[group] = scale;
    biases[group] = bias;
    own.forEach((value, at) => {
      const q = Math.min(most, Math.max(0, Math.round((value - bias) / scale)));
      const word = Math.floor((group * GROUP + at) / perWord);
      words[word] = ((words[word] ?? 0) | (q << (bits * (at % perWord)))) >>> 0;
    });
  }
  const perRow = [rows, columns / GROUP];
  const write = scaleType === "BF16" ? bf16 : f32;
  return {
    [`${module}.weight`]: {
      dtype: "U32",
      shape: [rows, columns / perWord],
      bytes: new Uint8Array(words.buffer),
    },
    [`${module}.scales`]: write(perRow, [...scales]),
    [`${module}.biases`]: write(perRow, [...biases]),
  };
}
