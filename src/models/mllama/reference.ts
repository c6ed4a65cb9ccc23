/**
 * @file Llama 3.2 Vision whole, in plain loops: the decoder with its cross-attention layers and any number of pictures
 * (spec llama32 3). Slow and obvious: the oracle that the graphs are tested against, and devices at load with a tiny model.
 */
import { add, attention, linear, rmsNorm, rotate, silu } from "#models/llama/reference-blocks";
import { rotaryAngle, rotaryFrequencies } from "#models/llama/rotary";
import type { Checkpoint } from "#models/weights/checkpoint";
import { EXTRA_EMBEDDING_ROWS } from "./config.ts";
import type { Compat, MllamaConfig } from "./config.ts";
import type { TransformedImage } from "./image-transform.ts";
import { cachedVectors, VisionReference } from "./reference-vision.ts";
import { imageTokenPositions, picturesSeenBy, visibleRanges } from "./visibility.ts";

/** One entry [numKeyValueHeads * headDim] for each position of the text or token of the pictures. */
interface LayerCache {
  readonly keys: Float32Array[];
  readonly values: Float32Array[];
}

/** Keys and values that one picture has in each cross-attention layer, by layer; its own tiles in front. */
interface Picture {
  readonly layers: ReadonlyMap<number, LayerCache>;
  /** Tokens of the picture's own tiles. */
  readonly realTokens: number;
}

export class MllamaReference {
  readonly #config: MllamaConfig;
  readonly #compat: Compat;
  readonly #vision: VisionReference;
  readonly #vectors: (name: string, shape: readonly number[]) => Float32Array;
  readonly #cache: readonly LayerCache[];
  readonly #frequencies: Float32Array;
  readonly #ids: number[] = [];
  readonly #pictures: Picture[] = [];

  /** @param checkpoint by transformers' names. */
  constructor(config: MllamaConfig, checkpoint: Checkpoint, compat: Compat = "meta") {
    this.#config = config;
    this.#compat = compat;
    this.#vision = new VisionReference(config, checkpoint, compat);
    this.#vectors = cachedVectors(checkpoint);
    this.#cache = Array.from({ length: config.text.numHiddenLayers }, () => ({ keys: [], values: [] }));
    this.#frequencies = rotaryFrequencies(config.text);
  }

  /**
   * Appends `ids` to the text.
   * @param images one for each picture token in `ids`, in their order.
   * @returns one row of logits [vocabSize] for each id.
   */
  forward(ids: readonly number[], images: readonly TransformedImage[] = []): Float32Array[] {
    if (imageTokenPositions(ids, this.#config.imageTokenIndex).length !== images.length) {
      throw new RangeError("not one picture for each picture token");
    }
    for (const image of images) this.#pictures.push(this.#picture(image));
    const first = this.#ids.length;
    this.#ids.push(...ids);
    return ids.map((id, at) => this.#step(id, first + at));
  }

  #picture(image: TransformedImage): Picture {
    // transformers lets rows that see no picture read the unused tiles too.
    const tiles =
      this.#compat === "meta" ? this.#vision.statesOfRealTiles(image) : this.#vision.statesOfAllTiles(image);
    const states = tiles.flat();
    const { crossAttentionLayers } = this.#config.text;
    const layers = crossAttentionLayers.map((layer) => [layer, this.#keysAndValues(states, layer)] as const);
    return { layers: new Map(layers), realTokens: tiles.slice(0, image.numTiles).flat().length };
  }

  /** No rotary: tokens of a picture have no place in the text. */
  #keysAndValues(states: readonly Float32Array[], layer: number): LayerCache {
    const { numKeyValueHeads, headDim } = this.#config.text;
    const name = `layers.${layer}.cross_attn`;
    const width = numKeyValueHeads * headDim;
    return {
      keys: states.map((x) => this.#headNorm(this.#linear(x, `${name}.k_proj`, width), `${name}.k_norm`)),
      values: states.map((x) => this.#linear(x, `${name}.v_proj`, width)),
    };
  }

  #step(id: number, position: number): Float32Array {
    const { hiddenSize, numHiddenLayers, crossAttentionLayers, vocabSize } = this.#config.text;
    const embeddings = this.#vector("embed_tokens.weight", vocabSize + EXTRA_EMBEDDING_ROWS, hiddenSize);
    let x: Float32Array = embeddings.slice(id * hiddenSize, (id + 1) * hiddenSize);
    for (let layer = 0; layer < numHiddenLayers; layer++) {
      if (!crossAttentionLayers.includes(layer)) x = this.#selfBlock(x, layer, position);
      else if (this.#pictures.length > 0) x = this.#crossBlock(x, layer, position);
    }
    x = this.#rmsNorm(x, "norm");
    const head = this.#config.text.tieWordEmbeddings
      ? embeddings.subarray(0, vocabSize * hiddenSize)
      : this.#vectors("language_model.lm_head.weight", [vocabSize, hiddenSize]);
    return linear(x, head);
  }

  #selfBlock(x: Float32Array, layer: number, position: number): Float32Array {
    const name = `layers.${layer}`;
    const h = add(x, this.#selfAttention(this.#rmsNorm(x, `${name}.input_layernorm`), layer, position));
    return add(h, this.#feedForward(this.#rmsNorm(h, `${name}.post_attention_layernorm`), layer));
  }

  #selfAttention(x: Float32Array, layer: number, position: number): Float32Array {
    const { text } = this.#config;
    const { hiddenSize, headDim, numAttentionHeads, numKeyValueHeads } = text;
    const name = `layers.${layer}.self_attn`;
    const { keys, values } = this.#cache[layer] as LayerCache;
    const angleOf = (pair: number): number => rotaryAngle(this.#frequencies, position, pair);
    const [queryWidth, kvWidth] = [numAttentionHeads * headDim, numKeyValueHeads * headDim];
    const query = rotate(this.#linear(x, `${name}.q_proj`, queryWidth), headDim, angleOf);
    keys.push(rotate(this.#linear(x, `${name}.k_proj`, kvWidth), headDim, angleOf));
    values.push(this.#linear(x, `${name}.v_proj`, kvWidth));
    return this.#linear(attention(query, keys, values, text), `${name}.o_proj`, hiddenSize);
  }

  /** Rows that see no picture pass through; in transformers they attend to everything of every picture. */
  #crossBlock(x: Float32Array, layer: number, position: number): Float32Array {
    const name = `layers.${layer}`;
    const seen = this.#seenBy(position, layer);
    const isBlind = seen.keys.length === 0;
    if (isBlind && this.#compat === "meta") return x;
    const read = isBlind ? this.#everything(layer) : seen;
    const attended = this.#crossAttention(this.#rmsNorm(x, `${name}.input_layernorm`), layer, read);
    const gate = this.#gate(`${name}.cross_attn_attn_gate`);
    const h = add(
      x,
      attended.map((value) => gate * value),
    );
    if (isBlind) return h;
    const mlp = this.#feedForward(this.#rmsNorm(h, `${name}.post_attention_layernorm`), layer);
    const mlpGate = this.#gate(`${name}.cross_attn_mlp_gate`);
    return add(
      h,
      mlp.map((value) => mlpGate * value),
    );
  }

  #crossAttention(x: Float32Array, layer: number, { keys, values }: LayerCache): Float32Array {
    const { text } = this.#config;
    const name = `layers.${layer}.cross_attn`;
    const projected = this.#linear(x, `${name}.q_proj`, text.numAttentionHeads * text.headDim);
    const query = this.#headNorm(projected, `${name}.q_norm`);
    return this.#linear(attention(query, keys, values, text), `${name}.o_proj`, text.hiddenSize);
  }

  /** What the row sees: of each picture its own tiles. */
  #seenBy(row: number, layer: number): LayerCache {
    const ranges = visibleRanges(imageTokenPositions(this.#ids, this.#config.imageTokenIndex));
    const seen = picturesSeenBy(row, ranges).map((index) => this.#pictures[index] as Picture);
    const part = (name: keyof LayerCache): Float32Array[] =>
      seen.flatMap(({ layers, realTokens }) => layers.get(layer)?.[name].slice(0, realTokens) ?? []);
    return { keys: part("keys"), values: part("values") };
  }

  #everything(layer: number): LayerCache {
    const part = (name: keyof LayerCache): Float32Array[] =>
      this.#pictures.flatMap(({ layers }) => layers.get(layer)?.[name] ?? []);
    return { keys: part("keys"), values: part("values") };
  }

  /** SwiGLU: down(silu(gate(x)) * up(x)). */
  #feedForward(x: Float32Array, layer: number): Float32Array {
    const { hiddenSize, intermediateSize } = this.#config.text;
    const name = `layers.${layer}.mlp`;
    const up = this.#linear(x, `${name}.up_proj`, intermediateSize);
    const gate = this.#linear(x, `${name}.gate_proj`, intermediateSize);
    const hidden = gate.map((value, i) => silu(value) * (up[i] as number));
    return this.#linear(hidden, `${name}.down_proj`, hiddenSize);
  }

  /** Each head by itself, all with the same weights. */
  #headNorm(heads: Float32Array, name: string): Float32Array {
    const { headDim, rmsNormEps } = this.#config.text;
    const weight = this.#vector(`${name}.weight`, headDim);
    const normed = new Float32Array(heads.length);
    for (let at = 0; at < heads.length; at += headDim) {
      normed.set(rmsNorm(heads.subarray(at, at + headDim), weight, rmsNormEps), at);
    }
    return normed;
  }

  #rmsNorm(x: Float32Array, name: string): Float32Array {
    const { hiddenSize, rmsNormEps } = this.#config.text;
    return rmsNorm(x, this.#vector(`${name}.weight`, hiddenSize), rmsNormEps);
  }

  #linear(x: Float32Array, name: string, width: number): Float32Array {
    return linear(x, this.#vector(`${name}.weight`, width, x.length));
  }

  #gate(name: string): number {
    return Math.tanh(this.#vector(name, 1)[0] as number);
  }

  #vector(name: string, ...shape: readonly number[]): Float32Array {
    return this.#vectors(`language_model.model.${name}`, shape);
  }
}
