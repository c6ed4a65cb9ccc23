/** @file A Llama 3.2 Vision of a few thousand random weights, for tests. */
import { EXTRA_EMBEDDING_ROWS, tokensPerTile } from "#models/mllama/config";
import type { MllamaConfig, MllamaTextConfig, MllamaVisionConfig } from "#models/mllama/config";
import { chooseCanvas, tileArrangements } from "#models/mllama/image-canvas";
import type { TransformedImage } from "#models/mllama/image-transform";
import { ensureShape, missingTensor } from "#models/weights/checkpoint";
import type { Checkpoint } from "#models/weights/checkpoint";
import { columnsOf } from "#models/weights/rows";
import { seededRandom } from "./random.ts";
import { tinyConfig } from "./tiny-llama.ts";

/** Tensors by transformers' names. */
export type TensorMap = Map<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;

export function tinyMllamaConfig(
  changes: { text?: Partial<MllamaTextConfig>; vision?: Partial<MllamaVisionConfig> } = {},
): MllamaConfig {
  const text = tinyConfig({
    hiddenSize: 32,
    numHiddenLayers: 4,
    headDim: 8,
    intermediateSize: 48,
    vocabSize: 64,
    tieWordEmbeddings: false,
  });
  const vision = {
    hiddenSize: 16,
    numHiddenLayers: 4,
    numGlobalLayers: 2,
    numAttentionHeads: 2,
    intermediateSize: 24,
    visionOutputDim: 48,
    numChannels: 3,
    imageSize: 12,
    patchSize: 4,
    maxNumTiles: 4,
    intermediateLayersIndices: [1, 3],
    supportedAspectRatios: tileArrangements(4),
    normEps: 1e-5,
  };
  return {
    modelType: "mllama",
    text: { ...text, crossAttentionLayers: [1, 3], ...changes.text },
    vision: { ...vision, ...changes.vision },
    imageTokenIndex: changes.text?.vocabSize ?? 64,
  };
}

/** Matrices that keep the size of what they multiply, everything else of size 1; unused slots of the tables are zero. */
export function randomMllama(config: MllamaConfig, seed = 1): TensorMap {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const tensors: TensorMap = new Map();
  for (const [name, shape] of mllamaShapes(config)) {
    const matrix = shape.length > 1 && !name.includes("embedding");
    const deviation = matrix || name.includes("patch") ? 1 / Math.sqrt(columnsOf(shape)) : 0.3;
    const centre = name.includes("norm") && name.endsWith(".weight") ? 1 : 0;
    const length = shape.reduce((product, size) => product * size, 1);
    const values = Float32Array.from({ length }, () => centre + deviation * normal());
    if (/tile_(positional_)?embedding/.test(name) && shape.length === 2) zeroUnused(values, config.vision);
    tensors.set(name, { shape, values });
  }
  return tensors;
}

function zeroUnused(table: Float32Array, { supportedAspectRatios, maxNumTiles }: MllamaVisionConfig): void {
  const width = table.length / (supportedAspectRatios.length + 1);
  table.fill(0, 0, width);
  supportedAspectRatios.forEach(([rows, columns], index) => {
    const start = (index + 1) * width;
    table.fill(0, start + (rows * columns * width) / maxNumTiles, start + width);
  });
}

/** Shapes of all tensors of the checkpoint (spec llama32 2.1, 3.1, 4.1). */
export function mllamaShapes({ text, vision }: MllamaConfig): Map<string, readonly number[]> {
  const entries = [...textShapes(text), ...visionShapes(vision)];
  return new Map<string, readonly number[]>([
    ...entries,
    ["multi_modal_projector.weight", [text.hiddenSize, vision.visionOutputDim]],
    ["multi_modal_projector.bias", [text.hiddenSize]],
  ]);
}

type Entry = readonly [name: string, shape: readonly number[]];

function textShapes(text: MllamaTextConfig): Entry[] {
  const { hiddenSize: h, headDim, intermediateSize, vocabSize } = text;
  const [query, kv] = [text.numAttentionHeads * headDim, text.numKeyValueHeads * headDim];
  const layers = Array.from({ length: text.numHiddenLayers }, (_, layer): Entry[] => {
    const name = `language_model.model.layers.${layer}`;
    const isCross = text.crossAttentionLayers.includes(layer);
    const attention = `${name}.${isCross ? "cross_attn" : "self_attn"}`;
    const cross: Entry[] = [
      [`${attention}.q_norm.weight`, [headDim]],
      [`${attention}.k_norm.weight`, [headDim]],
      [`${name}.cross_attn_attn_gate`, [1]],
      [`${name}.cross_attn_mlp_gate`, [1]],
    ];
    return [
      [`${attention}.q_proj.weight`, [query, h]],
      [`${attention}.k_proj.weight`, [kv, h]],
      [`${attention}.v_proj.weight`, [kv, h]],
      [`${attention}.o_proj.weight`, [h, query]],
      ...(isCross ? cross : []),
      [`${name}.input_layernorm.weight`, [h]],
      [`${name}.post_attention_layernorm.weight`, [h]],
      [`${name}.mlp.gate_proj.weight`, [intermediateSize, h]],
      [`${name}.mlp.up_proj.weight`, [intermediateSize, h]],
      [`${name}.mlp.down_proj.weight`, [h, intermediateSize]],
    ];
  });
  return [
    ["language_model.model.embed_tokens.weight", [vocabSize + EXTRA_EMBEDDING_ROWS, h]],
    ["language_model.model.norm.weight", [h]],
    ["language_model.lm_head.weight", [vocabSize, h]],
    ...layers.flat(),
  ];
}

function visionShapes(vision: MllamaVisionConfig): Entry[] {
  const { hiddenSize: h, maxNumTiles, patchSize } = vision;
  const [rows, tokens] = [vision.supportedAspectRatios.length + 1, tokensPerTile(vision)];
  const entries: Entry[] = [
    ["class_embedding", [h]],
    ["patch_embedding.weight", [h, vision.numChannels, patchSize, patchSize]],
    ["gated_positional_embedding.embedding", [tokens, h]],
    ["gated_positional_embedding.gate", [1]],
    ["gated_positional_embedding.tile_embedding.weight", [rows, maxNumTiles * tokens * h]],
    ["pre_tile_positional_embedding.gate", [1]],
    ["pre_tile_positional_embedding.embedding.weight", [rows, maxNumTiles * h]],
    ["post_tile_positional_embedding.gate", [1]],
    ["post_tile_positional_embedding.embedding.weight", [rows, maxNumTiles * h]],
    ...layerNorm("layernorm_pre", h),
    ...layerNorm("layernorm_post", h),
  ];
  for (let layer = 0; layer < vision.numHiddenLayers; layer++) {
    entries.push(...visionLayer(`transformer.layers.${layer}`, vision));
  }
  for (let layer = 0; layer < vision.numGlobalLayers; layer++) {
    const name = `global_transformer.layers.${layer}`;
    entries.push(...visionLayer(name, vision), [`${name}.gate_attn`, [1]], [`${name}.gate_ffn`, [1]]);
  }
  return entries.map(([name, shape]) => [`vision_model.${name}`, shape]);
}

function visionLayer(name: string, { hiddenSize: h, intermediateSize }: MllamaVisionConfig): Entry[] {
  return [
    ...["q", "k", "v", "o"].map((part): Entry => [`${name}.self_attn.${part}_proj.weight`, [h, h]]),
    ...layerNorm(`${name}.input_layernorm`, h),
    ...layerNorm(`${name}.post_attention_layernorm`, h),
    [`${name}.mlp.fc1.weight`, [intermediateSize, h]],
    [`${name}.mlp.fc1.bias`, [intermediateSize]],
    [`${name}.mlp.fc2.weight`, [h, intermediateSize]],
    [`${name}.mlp.fc2.bias`, [h]],
  ];
}

function layerNorm(name: string, width: number): Entry[] {
  return [
    [`${name}.weight`, [width]],
    [`${name}.bias`, [width]],
  ];
}

/** The tensors as a checkpoint without quantised ones. */
export function tensorCheckpoint(tensors: TensorMap): Checkpoint {
  const vector = (name: string, shape: readonly number[]): Float32Array<ArrayBuffer> => {
    const tensor = tensors.get(name);
    if (!tensor) throw missingTensor(name);
    ensureShape(name, tensor.shape, shape);
    return Float32Array.from(tensor.values);
  };
  return {
    has: (name) => tensors.has(name),
    vector,
    nbits: () => null,
    rows: (name, shape) => {
      const [values, columns] = [vector(name, shape), columnsOf(shape)];
      return {
        rows: shape[0] ?? 1,
        columns,
        readRow: (row, into) => into.set(values.subarray(row * columns, (row + 1) * columns)),
      };
    },
  };
}

/** A picture of random pixels that needs the tiles of a `rows` x `columns` canvas. */
export function randomImage(
  { imageSize, maxNumTiles }: MllamaVisionConfig,
  rows: number,
  columns: number,
  seed = 1,
): TransformedImage {
  const random = seededRandom(seed);
  const [resizedWidth, resizedHeight] = [columns * imageSize, rows * imageSize];
  const { aspectRatioId } = chooseCanvas(resizedWidth, resizedHeight, imageSize, maxNumTiles);
  const numTiles = rows * columns;
  const pixels = Float32Array.from({ length: numTiles * 3 * imageSize ** 2 }, () => 4 * random() - 2);
  return { pixels, numTiles, aspectRatioId, rows, columns, resizedWidth, resizedHeight };
}
