/**
 * @file The Llama decoder in plain loops over Float32Array (spec llama32 2; Touvron et al. 2023). Slow and obvious: the
 * oracle that the graphs are tested against, never part of the product.
 */
import type { LlamaConfig } from "./config.ts";
import { rotaryFrequencies } from "./rotary.ts";

/** Checkpoint tensors by their Hugging Face names, matrices [out, in] row by row, q and k in split-half rotary order. */
export type CheckpointWeights = ReadonlyMap<string, Float32Array>;

/** Radians by which pair `pair` of a head turns at `position`. */
export type RotaryAngle = (position: number, pair: number) => number;

function exactAngle(config: LlamaConfig): RotaryAngle {
  const frequencies = rotaryFrequencies(config);
  return (position, pair) => position * (frequencies[pair] as number);
}

/** Keys (after rotary) and values of one layer, one entry [kvHeads * headDim] per position. */
interface LayerCache {
  readonly keys: Float32Array[];
  readonly values: Float32Array[];
}

export class LlamaReference {
  readonly #config: LlamaConfig;
  readonly #weights: CheckpointWeights;
  readonly #angleOf: RotaryAngle;
  readonly #cache: readonly LayerCache[];
  readonly #observe: (matrix: string, input: Float32Array) => void;

  /**
   * @param observe sees the input row of every matrix, by the checkpoint's name without `.weight`.
   * @param angleOf other angles than the exact ones, to follow an oracle that rounds them.
   */
  constructor(
    config: LlamaConfig,
    weights: CheckpointWeights,
    observe: (matrix: string, input: Float32Array) => void = () => {},
    angleOf: RotaryAngle = exactAngle(config),
  ) {
    this.#config = config;
    this.#weights = weights;
    this.#angleOf = angleOf;
    this.#cache = Array.from({ length: config.numHiddenLayers }, () => ({ keys: [], values: [] }));
    this.#observe = observe;
  }

  /** Positions in the KV cache. */
  get length(): number {
    return this.#cache[0]?.keys.length ?? 0;
  }

  /** Forgets everything after the first `length` positions. */
  truncate(length: number): void {
    for (const { keys, values } of this.#cache) keys.length = values.length = Math.min(length, keys.length);
  }

  /**
   * Appends `ids` to the cache.
   * @param firstPosition where in the text the cache begins: rotary angles only.
   * @returns one row of logits [V] for each.
   */
  forward(ids: readonly number[], firstPosition = 0): Float32Array[] {
    return ids.map((id) => this.#step(id, firstPosition + this.length));
  }

  #step(id: number, position: number): Float32Array {
    const { hiddenSize, numHiddenLayers, tieWordEmbeddings } = this.#config;
    let x: Float32Array = this.#weight("model.embed_tokens.weight").slice(
      id * hiddenSize,
      (id + 1) * hiddenSize,
    );
    for (let layer = 0; layer < numHiddenLayers; layer++) x = this.#transformerBlock(x, layer, position);
    x = this.#rmsNorm(x, "model.norm");
    return this.#linear(x, tieWordEmbeddings ? "model.embed_tokens" : "lm_head");
  }

  #transformerBlock(x: Float32Array, layer: number, position: number): Float32Array {
    const name = `model.layers.${layer}`;
    const h = add(x, this.#attention(this.#rmsNorm(x, `${name}.input_layernorm`), layer, position));
    return add(h, this.#feedForward(this.#rmsNorm(h, `${name}.post_attention_layernorm`), layer));
  }

  /** Query head j reads kv head floor(j / group); the row attends to itself and everything before it. */
  #attention(x: Float32Array, layer: number, position: number): Float32Array {
    const { headDim, numAttentionHeads, numKeyValueHeads } = this.#config;
    const name = `model.layers.${layer}.self_attn`;
    const { keys, values } = this.#cache[layer] as LayerCache;
    const query = this.#rotate(this.#linear(x, `${name}.q_proj`), position);
    keys.push(this.#rotate(this.#linear(x, `${name}.k_proj`), position));
    values.push(this.#linear(x, `${name}.v_proj`));

    const output = new Float32Array(numAttentionHeads * headDim);
    for (let head = 0; head < numAttentionHeads; head++) {
      const kvHead = Math.floor(head / (numAttentionHeads / numKeyValueHeads));
      const [q, kv] = [head * headDim, kvHead * headDim];
      const scores = keys.map((key) => dot(query, q, key, kv, headDim) / Math.sqrt(headDim));
      softmax(scores).forEach((probability, at) => {
        const value = values[at] as Float32Array;
        for (let i = 0; i < headDim; i++)
          output[q + i] = (output[q + i] as number) + probability * (value[kv + i] as number);
      });
    }
    return this.#linear(output, `${name}.o_proj`);
  }

  /** SwiGLU: down(silu(gate(x)) * up(x)). */
  #feedForward(x: Float32Array, layer: number): Float32Array {
    const name = `model.layers.${layer}.mlp`;
    const up = this.#linear(x, `${name}.up_proj`);
    const hidden = this.#linear(x, `${name}.gate_proj`).map((gate, i) => silu(gate) * (up[i] as number));
    return this.#linear(hidden, `${name}.down_proj`);
  }

  #rmsNorm(x: Float32Array, name: string): Float32Array {
    const weight = this.#weight(`${name}.weight`);
    const meanSquare = x.reduce((sum, value) => sum + value * value, 0) / x.length;
    const inverse = 1 / Math.sqrt(meanSquare + this.#config.rmsNormEps);
    return x.map((value, i) => value * inverse * (weight[i] as number));
  }

  /** Element i of a head pairs with element i + headDim / 2. */
  #rotate(heads: Float32Array, position: number): Float32Array {
    const { headDim } = this.#config;
    const rotated = new Float32Array(heads.length);
    for (let start = 0; start < heads.length; start += headDim) {
      for (let i = 0; i < headDim / 2; i++) {
        const angle = this.#angleOf(position, i);
        const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
        const [first, second] = [start + i, start + i + headDim / 2];
        const [a, b] = [heads[first] as number, heads[second] as number];
        rotated[first] = a * cos - b * sin;
        rotated[second] = b * cos + a * sin;
      }
    }
    return rotated;
  }

  #linear(x: Float32Array, name: string): Float32Array {
    this.#observe(name, x);
    const weight = this.#weight(`${name}.weight`);
    return Float32Array.from({ length: weight.length / x.length }, (_, row) =>
      dot(x, 0, weight, row * x.length, x.length),
    );
  }

  #weight(name: string): Float32Array {
    const weight = this.#weights.get(name);
    if (!weight) throw new Error(`no weight ${name}`);
    return weight;
  }
}

function dot(a: Float32Array, aStart: number, b: Float32Array, bStart: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += (a[aStart + i] as number) * (b[bStart + i] as number);
  return sum;
}

function add(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value + (b[i] as number));
}

function silu(x: number): number {
  return x / (1 + Math.exp(-x));
}

function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - largest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
