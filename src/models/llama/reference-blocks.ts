/**
 * @file The blocks that the plain-loop references are made of, over one row of Float32Array at a time. Sums are taken in
 * float64. Tests compare graphs with them, and the check of a device before a model is loaded does.
 */

/** How the columns of queries, keys and values are divided among heads. */
export interface Heads {
  readonly numAttentionHeads: number;
  readonly numKeyValueHeads: number;
  readonly headDim: number;
}

/** @param weight [out, in] row by row. */
export function linear(x: Float32Array, weight: Float32Array, bias?: Float32Array): Float32Array {
  const output = new Float32Array(weight.length / x.length);
  for (let row = 0; row < output.length; row++) {
    output[row] = dot(x, 0, weight, row * x.length, x.length) + (bias?.[row] ?? 0);
  }
  return output;
}

export function rmsNorm(x: Float32Array, weight: Float32Array, eps: number): Float32Array {
  const meanSquare = x.reduce((sum, value) => sum + value * value, 0) / x.length;
  const inverse = 1 / Math.sqrt(meanSquare + eps);
  return x.map((value, i) => value * inverse * (weight[i] as number));
}

/** Element i of a head pairs with element i + headDim / 2. @param angleOf radians by which a pair turns. */
export function rotate(
  heads: Float32Array,
  headDim: number,
  angleOf: (pair: number) => number,
): Float32Array {
  const rotated = new Float32Array(heads.length);
  for (let start = 0; start < heads.length; start += headDim) {
    for (let i = 0; i < headDim / 2; i++) {
      const angle = angleOf(i);
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const [first, second] = [start + i, start + i + headDim / 2];
      const [a, b] = [heads[first] as number, heads[second] as number];
      rotated[first] = a * cos - b * sin;
      rotated[second] = b * cos + a * sin;
    }
  }
  return rotated;
}

/**
 * One query row over all `keys`; query head j reads kv head floor(j / group).
 * @param biasOf what is added to the score of a key.
 */
export function attention(
  query: Float32Array,
  keys: readonly Float32Array[],
  values: readonly Float32Array[],
  { numAttentionHeads, numKeyValueHeads, headDim }: Heads,
  biasOf: (key: number) => number = () => 0,
): Float32Array {
  const output = new Float32Array(numAttentionHeads * headDim);
  for (let head = 0; head < numAttentionHeads; head++) {
    const kvHead = Math.floor(head / (numAttentionHeads / numKeyValueHeads));
    const [q, kv] = [head * headDim, kvHead * headDim];
    const scores = keys.map((key, at) => dot(query, q, key, kv, headDim) / Math.sqrt(headDim) + biasOf(at));
    softmax(scores).forEach((probability, at) => {
      const value = values[at] as Float32Array;
      for (let i = 0; i < headDim; i++)
        output[q + i] = (output[q + i] as number) + probability * (value[kv + i] as number);
    });
  }
  return output;
}

export function add(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value + (b[i] as number));
}

export function silu(x: number): number {
  return x / (1 + Math.exp(-x));
}

function dot(a: Float32Array, aStart: number, b: Float32Array, bStart: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += (a[aStart + i] as number) * (b[bStart + i] as number);
  return sum;
}

function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - largest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
