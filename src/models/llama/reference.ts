/**
 * @file The Llama decoder in plain loops over Float32Array (spec llama32 2; Touvron et al. 2023). Slow and obvious: the
 * oracle that the graphs are tested against, in tests and in the check of a device before it is used.
 */
import type { LlamaConfig } from "./config.ts";
import { add, attention, linear, rmsNorm, rotate, silu } from "./reference-blocks.ts";
import { rotaryAngle, rotaryFrequencies } from "./rotary.ts";

/** Checkpoint tensors by their Hugging Face names, matrices [out, in] row by row, q and k in split-half rotary order. */
export type CheckpointWeights = ReadonlyMap<string, Float32Array>;

/** Keys (after rotary) and values of one layer, one entry [kvHeads * headDim] per position. */
interface LayerCache {
  readonly keys: Float32Array[];
  readonly values: Float32Array[];
}

export class LlamaReference {
  readonly #config: LlamaConfig;
  readonly #weights: CheckpointWeights;
  readonly #frequencies: Float32Array;
  readonly #cache: readonly LayerCache[];
  readonly #observe: (matrix: string, input: Float32Array) => void;

  /** @param observe sees the input row of every matrix, by the checkpoint's name without `.weight`. */
  constructor(
    config: LlamaConfig,
    weights: CheckpointWeights,
    observe: (matrix: string, input: Float32Array) => void = () => {},
  ) {
    this.#config = config;
    this.#weights = weights;
    this.#frequencies = rotaryFrequencies(config);
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

  /** The row attends to itself and everything before it. */
  #attention(x: Float32Array, layer: number, position: number): Float32Array {
    const { headDim } = this.#config;
    const name = `model.layers.${layer}.self_attn`;
    const { keys, values } = this.#cache[layer] as LayerCache;
    const angleOf = (pair: number): number => rotaryAngle(this.#frequencies, position, pair);
    const query = rotate(this.#linear(x, `${name}.q_proj`), headDim, angleOf);
    keys.push(rotate(this.#linear(x, `${name}.k_proj`), headDim, angleOf));
    values.push(this.#linear(x, `${name}.v_proj`));
    return this.#linear(attention(query, keys, values, this.#config), `${name}.o_proj`);
  }

  /** SwiGLU: down(silu(gate(x)) * up(x)). */
  #feedForward(x: Float32Array, layer: number): Float32Array {
    const name = `model.layers.${layer}.mlp`;
    const up = this.#linear(x, `${name}.up_proj`);
    const hidden = this.#linear(x, `${name}.gate_proj`).map((gate, i) => silu(gate) * (up[i] as number));
    return this.#linear(hidden, `${name}.down_proj`);
  }

  #rmsNorm(x: Float32Array, name: string): Float32Array {
    return rmsNorm(x, this.#weight(`${name}.weight`), this.#config.rmsNormEps);
  }

  #linear(x: Float32Array, name: string): Float32Array {
    this.#observe(name, x);
    return linear(x, this.#weight(`${name}.weight`));
  }

  #weight(name: string): Float32Array {
    const weight = this.#weights.get(name);
    if (!weight) throw new Error(`no weight ${name}`);
    return weight;
  }
}
