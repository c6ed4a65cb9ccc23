/**
 * @file The vision tower and the projector of Llama 3.2 Vision in plain loops (spec llama32 4; Meta's
 * `llama_models/llama3/reference_impl/multimodal`, transformers' `modeling_mllama`). Slow and obvious: the oracle that
 * the graphs are tested against, and devices at load with a tiny model.
 */
import { add, attention, linear } from "#models/llama/reference-blocks";
import type { Checkpoint } from "#models/weights/checkpoint";
import { tokensPerTile } from "./config.ts";
import type { Compat, MllamaConfig, MllamaVisionConfig } from "./config.ts";
import type { TransformedImage } from "./image-transform.ts";

interface Tile {
  /** [3, tileSize, tileSize] */
  readonly pixels: Float32Array;
  /** Where its positions lie in the tables. */
  readonly slot: number;
  readonly isReal: boolean;
  /** How many equal tiles it stands for. */
  readonly count: number;
}

/** One row of the sequence in which all tiles attend to each other. */
interface Row {
  readonly x: Float32Array;
  /** A row of zeros at the end of a tile, or any row of an unused tile. */
  readonly isPad: boolean;
  readonly count: number;
}

export class VisionReference {
  readonly #vision: MllamaVisionConfig;
  readonly #textWidth: number;
  readonly #vectors: (name: string, shape: readonly number[]) => Float32Array;
  readonly #compat: Compat;

  /** @param checkpoint by transformers' names. */
  constructor({ vision, text }: MllamaConfig, checkpoint: Checkpoint, compat: Compat = "meta") {
    this.#vision = vision;
    this.#textWidth = text.hiddenSize;
    this.#vectors = cachedVectors(checkpoint);
    this.#compat = compat;
  }

  /**
   * All tiles, unused ones too, as both references compute them.
   * @returns the cross-attention states of each tile, one row of the decoder's width for each of its tokens.
   */
  statesOfAllTiles(image: TransformedImage): Float32Array[][] {
    const slots = Array.from({ length: this.#vision.maxNumTiles }, (_, slot) => slot);
    return this.#states(
      slots.map((slot) => this.#tile(image, slot, 1)),
      image.aspectRatioId,
    );
  }

  /** The picture's own tiles, with one unused tile in place of all of them (spec llama32 4.4). Equal to the above. */
  statesOfRealTiles(image: TransformedImage): Float32Array[][] {
    const unused = this.#vision.maxNumTiles - image.numTiles;
    const tiles = Array.from({ length: image.numTiles }, (_, slot) => this.#tile(image, slot, 1));
    if (unused > 0) tiles.push(this.#tile(image, image.numTiles, unused));
    return this.#states(tiles, image.aspectRatioId).slice(0, image.numTiles);
  }

  #tile({ pixels, numTiles }: TransformedImage, slot: number, count: number): Tile {
    const length = pixels.length / numTiles;
    const isReal = slot < numTiles;
    const own = isReal ? pixels.subarray(slot * length, (slot + 1) * length) : new Float32Array(length);
    return { pixels: own, slot, isReal, count };
  }

  #states(tiles: readonly Tile[], aspectRatioId: number): Float32Array[][] {
    const { numHiddenLayers, numGlobalLayers, intermediateLayersIndices } = this.#vision;
    let rows = tiles.flatMap((tile) => this.#embed(tile, aspectRatioId));
    const intermediates: (readonly Row[])[] = [];
    for (let layer = 0; layer < numHiddenLayers; layer++) {
      const entering = rows;
      rows = this.#block(rows, `transformer.layers.${layer}`);
      if (!intermediateLayersIndices.includes(layer)) continue;
      intermediates.push(this.#compat === "meta" ? entering : rows);
    }
    rows = rows.map((row) => ({ ...row, x: this.#layerNorm(row.x, "layernorm_post") }));
    rows = this.#addPostTile(rows, tiles, aspectRatioId);
    for (let layer = 0; layer < numGlobalLayers; layer++) {
      rows = this.#block(rows, `global_transformer.layers.${layer}`, true);
    }
    return tiles.map((_, tile) => this.#project(tile, rows, intermediates));
  }

  /** Patches and class token with their positions, normalised, and the rows of zeros behind them. */
  #embed({ pixels, slot, isReal, count }: Tile, aspectRatioId: number): Row[] {
    const { hiddenSize } = this.#vision;
    const preTile = this.#gatedSlot("pre_tile_positional_embedding", aspectRatioId, slot);
    const patches = this.#patches(pixels).map((patch) => add(patch, preTile));
    const tokens = [this.#vector("class_embedding", hiddenSize), ...patches];
    const rows = tokens
      .map((token, at) => add(token, this.#position(aspectRatioId, slot, at)))
      .map((token) => ({ x: this.#layerNorm(token, "layernorm_pre"), isPad: !isReal, count }));
    const pads = Array.from({ length: padRows(tokens.length) }, () => ({
      x: new Float32Array(hiddenSize),
      isPad: true,
      count,
    }));
    return [...rows, ...pads];
  }

  /** A convolution whose stride is its size: each patch [channel, y, x] times the kernel. */
  #patches(pixels: Float32Array): Float32Array[] {
    const { hiddenSize, imageSize, patchSize: side, numChannels } = this.#vision;
    const kernel = this.#vector("patch_embedding.weight", hiddenSize, numChannels, side, side);
    const perRow = Math.floor(imageSize / side);
    return Array.from({ length: perRow * perRow }, (_, at) => {
      const [left, top] = [(at % perRow) * side, Math.floor(at / perRow) * side];
      const patch = new Float32Array(numChannels * side * side);
      for (let i = 0; i < patch.length; i++) {
        const channel = Math.floor(i / (side * side));
        const [y, x] = [top + (Math.floor(i / side) % side), left + (i % side)];
        patch[i] = pixels[(channel * imageSize + y) * imageSize + x] as number;
      }
      return linear(patch, kernel);
    });
  }

  /** One gate for both, with complementary weights. */
  #position(aspectRatioId: number, slot: number, token: number): Float32Array {
    const name = "gated_positional_embedding";
    const { hiddenSize, maxNumTiles, supportedAspectRatios } = this.#vision;
    const tokens = tokensPerTile(this.#vision);
    const gate = this.#gate(`${name}.gate`);
    const base = this.#vector(`${name}.embedding`, tokens, hiddenSize);
    const width = maxNumTiles * tokens * hiddenSize;
    const table = this.#vector(`${name}.tile_embedding.weight`, supportedAspectRatios.length + 1, width);
    const at = aspectRatioId * width + (slot * tokens + token) * hiddenSize;
    return Float32Array.from(
      { length: hiddenSize },
      (_, i) => (1 - gate) * (base[token * hiddenSize + i] as number) + gate * (table[at + i] as number),
    );
  }

  #gatedSlot(name: string, aspectRatioId: number, slot: number): Float32Array {
    const { hiddenSize, maxNumTiles, supportedAspectRatios } = this.#vision;
    const width = maxNumTiles * hiddenSize;
    const table = this.#vector(`${name}.embedding.weight`, supportedAspectRatios.length + 1, width);
    const at = aspectRatioId * width + slot * hiddenSize;
    const gate = this.#gate(`${name}.gate`);
    return table.slice(at, at + hiddenSize).map((value) => gate * value);
  }

  /** To every row of the tile, the rows of zeros as well. */
  #addPostTile(rows: readonly Row[], tiles: readonly Tile[], aspectRatioId: number): Row[] {
    const perTile = rows.length / tiles.length;
    const added = tiles.map(({ slot }) =>
      this.#gatedSlot("post_tile_positional_embedding", aspectRatioId, slot),
    );
    return rows.map((row, at) => ({
      ...row,
      x: add(row.x, added[Math.floor(at / perTile)] as Float32Array),
    }));
  }

  #block(rows: readonly Row[], layer: string, gated = false): Row[] {
    const [attentionGate, mlpGate] = gated
      ? [this.#gate(`${layer}.gate_attn`), this.#gate(`${layer}.gate_ffn`)]
      : [1, 1];
    const normed = rows.map((row) => ({ ...row, x: this.#layerNorm(row.x, `${layer}.input_layernorm`) }));
    const attended = this.#attention(normed, `${layer}.self_attn`);
    return rows.map((row, at) => {
      const h = addScaled(row.x, attentionGate, attended[at] as Float32Array);
      const mlp = this.#mlp(this.#layerNorm(h, `${layer}.post_attention_layernorm`), `${layer}.mlp`);
      return { ...row, x: addScaled(h, mlpGate, mlp) };
    });
  }

  /** Between rows of padding there is no attention; every other pair attends, real rows to padding too. */
  #attention(rows: readonly Row[], name: string): Float32Array[] {
    const { hiddenSize, numAttentionHeads } = this.#vision;
    const heads = {
      numAttentionHeads,
      numKeyValueHeads: numAttentionHeads,
      headDim: hiddenSize / numAttentionHeads,
    };
    const project = (matrix: string): Float32Array[] =>
      rows.map(({ x }) => linear(x, this.#vector(`${name}.${matrix}.weight`, hiddenSize, hiddenSize)));
    const [queries, keys, values] = [project("q_proj"), project("k_proj"), project("v_proj")];
    const output = this.#vector(`${name}.o_proj.weight`, hiddenSize, hiddenSize);
    return rows.map(({ isPad }, at) => {
      const bias = rows.map((key) => (isPad && key.isPad ? Number.NEGATIVE_INFINITY : Math.log(key.count)));
      const query = queries[at] as Float32Array;
      return linear(
        attention(query, keys, values, heads, (key) => bias[key] as number),
        output,
      );
    });
  }

  #mlp(x: Float32Array, name: string): Float32Array {
    const { hiddenSize, intermediateSize } = this.#vision;
    const hidden = linear(
      x,
      this.#vector(`${name}.fc1.weight`, intermediateSize, hiddenSize),
      this.#vector(`${name}.fc1.bias`, intermediateSize),
    ).map(gelu);
    return linear(
      hidden,
      this.#vector(`${name}.fc2.weight`, hiddenSize, intermediateSize),
      this.#vector(`${name}.fc2.bias`, hiddenSize),
    );
  }

  /** Last state and intermediate ones of each token, the number of the layer running fastest, to the decoder's width. */
  #project(tile: number, rows: readonly Row[], intermediates: readonly (readonly Row[])[]): Float32Array[] {
    const { hiddenSize, visionOutputDim } = this.#vision;
    const tokens = tokensPerTile(this.#vision);
    const weight = this.#vectors("multi_modal_projector.weight", [this.#textWidth, visionOutputDim]);
    const bias = this.#vectors("multi_modal_projector.bias", [this.#textWidth]);
    const first = tile * (tokens + padRows(tokens));
    return Array.from({ length: tokens }, (_, token) => {
      const features = new Float32Array(visionOutputDim);
      features.set((rows[first + token] as Row).x);
      intermediates.forEach((state, index) => {
        (state[first + token] as Row).x.forEach((value, channel) => {
          features[hiddenSize + intermediates.length * channel + index] = value;
        });
      });
      return linear(features, weight, bias);
    });
  }

  #layerNorm(x: Float32Array, name: string): Float32Array {
    const { hiddenSize, normEps } = this.#vision;
    const weight = this.#vector(`${name}.weight`, hiddenSize);
    const bias = this.#vector(`${name}.bias`, hiddenSize);
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
    const inverse = 1 / Math.sqrt(variance + normEps);
    return x.map((value, i) => (value - mean) * inverse * (weight[i] as number) + (bias[i] as number));
  }

  #gate(name: string): number {
    return Math.tanh(this.#vector(name, 1)[0] as number);
  }

  #vector(name: string, ...shape: readonly number[]): Float32Array {
    return this.#vectors(`vision_model.${name}`, shape);
  }
}

/** Every tensor once in float32. */
export function cachedVectors(
  checkpoint: Checkpoint,
): (name: string, shape: readonly number[]) => Float32Array {
  const cache = new Map<string, Float32Array>();
  return (name, shape) => {
    const cached = cache.get(name);
    if (cached) return cached;
    const values = checkpoint.vector(name, shape);
    cache.set(name, values);
    return values;
  };
}

/** Rows up to the next multiple of eight. */
function padRows(tokens: number): number {
  return (8 - (tokens % 8)) % 8;
}

function addScaled(a: Float32Array, factor: number, b: Float32Array): Float32Array {
  return a.map((value, i) => value + factor * (b[i] as number));
}

/** With the error function itself, not the tanh that some use for it. */
export function gelu(x: number): number {
  return (x / 2) * (1 + erf(x / Math.SQRT2));
}

/** 2 / sqrt(pi) * exp(-x^2) * sum of 2^n x^(2n + 1) / (1 * 3 * ... * (2n + 1)): terms of one sign, nothing cancels. */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [term, sum] = [x, 0];
  for (let n = 1; sum + term !== sum; n++) {
    sum += term;
    term *= (2 * x * x) / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
