/**
 * @file The tensors of a checkpoint as they follow from its configuration (spec llama32 2.1, 3.1, 4.1), and what they
 * take in the formats that checkpoints come in (spec llama32 8).
 */
import type { LlamaConfig } from "./llama/config.ts";
import { EXTRA_EMBEDDING_ROWS, tokensPerTile } from "./mllama/config.ts";
import type { MllamaConfig, MllamaVisionConfig } from "./mllama/config.ts";

export interface ModelTensor {
  /** As in files by transformers. */
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /**
   * `matrix`: multiplied or looked up by token, quantised. `table`: looked up once a picture, by its aspect ratio;
   * quantised in files, of no use on the device, which gets the one row. `plain`: norms, biases, gates, the convolution.
   */
  readonly kind: "matrix" | "table" | "plain";
}

/** Every tensor of the checkpoint, in the order in which the model uses them. */
export function modelTensors(config: LlamaConfig | MllamaConfig): readonly ModelTensor[] {
  if (config.modelType === "llama") return textTensors(config, "", new Set(), 0);
  const { text, vision } = config;
  return [
    ...visionTensors(vision),
    matrix("multi_modal_projector.weight", text.hiddenSize, vision.visionOutputDim),
    plain("multi_modal_projector.bias", text.hiddenSize),
    ...textTensors(text, "language_model.", new Set(text.crossAttentionLayers), EXTRA_EMBEDDING_ROWS),
  ];
}

export function parameterCount(tensors: readonly ModelTensor[]): number {
  return tensors.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
}

/** f16; MLX's 4 bits with f16 scale and bias for 64 values; 8 bits with one f16 scale for each row. */
export type CheckpointFormat = "f16" | "q4" | "int8";

export function checkpointBytes(tensors: readonly ModelTensor[], format: CheckpointFormat): number {
  return tensors.reduce((sum, tensor) => {
    const count = tensor.rows * tensor.columns;
    if (format === "f16" || tensor.kind === "plain") return sum + 2 * count;
    return sum + (format === "q4" ? count / 2 + (count / 64) * 4 : count + 2 * tensor.rows);
  }, 0);
}

function matrix(name: string, rows: number, columns: number): ModelTensor {
  return { name, rows, columns, kind: "matrix" };
}

function plain(name: string, columns: number, rows = 1): ModelTensor {
  return { name, rows, columns, kind: "plain" };
}

function textTensors(
  config: LlamaConfig,
  prefix: string,
  crossLayers: ReadonlySet<number>,
  extraRows: number,
): readonly ModelTensor[] {
  const { hiddenSize, vocabSize } = config;
  const layers = Array.from({ length: config.numHiddenLayers }, (_, layer) => {
    const block = `${prefix}model.layers.${layer}.`;
    return crossLayers.has(layer) ? crossTensors(config, block) : selfTensors(config, block);
  });
  return [
    matrix(`${prefix}model.embed_tokens.weight`, vocabSize + extraRows, hiddenSize),
    ...layers.flat(),
    plain(`${prefix}model.norm.weight`, hiddenSize),
    ...(config.tieWordEmbeddings ? [] : [matrix(`${prefix}lm_head.weight`, vocabSize, hiddenSize)]),
  ];
}

function selfTensors(config: LlamaConfig, block: string): readonly ModelTensor[] {
  return [...projections(config, `${block}self_attn.`), ...feedForward(config, block)];
}

function crossTensors(config: LlamaConfig, block: string): readonly ModelTensor[] {
  return [
    ...projections(config, `${block}cross_attn.`),
    plain(`${block}cross_attn.q_norm.weight`, config.headDim),
    plain(`${block}cross_attn.k_norm.weight`, config.headDim),
    plain(`${block}cross_attn_attn_gate`, 1),
    plain(`${block}cross_attn_mlp_gate`, 1),
    ...feedForward(config, block),
  ];
}

function projections(config: LlamaConfig, attention: string): readonly ModelTensor[] {
  const { hiddenSize, headDim } = config;
  const [queryWidth, kvWidth] = [config.numAttentionHeads * headDim, config.numKeyValueHeads * headDim];
  return [
    matrix(`${attention}q_proj.weight`, queryWidth, hiddenSize),
    matrix(`${attention}k_proj.weight`, kvWidth, hiddenSize),
    matrix(`${attention}v_proj.weight`, kvWidth, hiddenSize),
    matrix(`${attention}o_proj.weight`, hiddenSize, queryWidth),
  ];
}

function feedForward({ hiddenSize, intermediateSize }: LlamaConfig, block: string): readonly ModelTensor[] {
  return [
    plain(`${block}input_layernorm.weight`, hiddenSize),
    plain(`${block}post_attention_layernorm.weight`, hiddenSize),
    matrix(`${block}mlp.gate_proj.weight`, intermediateSize, hiddenSize),
    matrix(`${block}mlp.up_proj.weight`, intermediateSize, hiddenSize),
    matrix(`${block}mlp.down_proj.weight`, hiddenSize, intermediateSize),
  ];
}

function visionTensors(config: MllamaVisionConfig): readonly ModelTensor[] {
  const { hiddenSize, numChannels, patchSize, maxNumTiles } = config;
  const tokens = tokensPerTile(config);
  // Aspect ratio 0 stands for no picture.
  const ratios = config.supportedAspectRatios.length + 1;
  const table = (name: string, columns: number): ModelTensor => ({
    name: `vision_model.${name}.weight`,
    rows: ratios,
    columns,
    kind: "table",
  });
  const stack = (name: string, layers: number, gated: boolean): ModelTensor[] =>
    Array.from({ length: layers }, (_, layer) =>
      visionBlock(config, `vision_model.${name}.layers.${layer}.`, gated),
    ).flat();
  return [
    plain("vision_model.patch_embedding.weight", numChannels * patchSize ** 2, hiddenSize),
    plain("vision_model.class_embedding", hiddenSize),
    plain("vision_model.gated_positional_embedding.embedding", hiddenSize, tokens),
    plain("vision_model.gated_positional_embedding.gate", 1),
    table("gated_positional_embedding.tile_embedding", maxNumTiles * tokens * hiddenSize),
    plain("vision_model.pre_tile_positional_embedding.gate", 1),
    table("pre_tile_positional_embedding.embedding", maxNumTiles * hiddenSize),
    plain("vision_model.post_tile_positional_embedding.gate", 1),
    table("post_tile_positional_embedding.embedding", maxNumTiles * hiddenSize),
    ...layerNorm("vision_model.layernorm_pre", hiddenSize),
    ...stack("transformer", config.numHiddenLayers, false),
    ...layerNorm("vision_model.layernorm_post", hiddenSize),
    ...stack("global_transformer", config.numGlobalLayers, true),
  ];
}

function visionBlock(config: MllamaVisionConfig, block: string, gated: boolean): readonly ModelTensor[] {
  const { hiddenSize, intermediateSize } = config;
  return [
    ...layerNorm(`${block}input_layernorm`, hiddenSize),
    ...["q", "k", "v", "o"].map((part) =>
      matrix(`${block}self_attn.${part}_proj.weight`, hiddenSize, hiddenSize),
    ),
    ...layerNorm(`${block}post_attention_layernorm`, hiddenSize),
    matrix(`${block}mlp.fc1.weight`, intermediateSize, hiddenSize),
    plain(`${block}mlp.fc1.bias`, intermediateSize),
    matrix(`${block}mlp.fc2.weight`, hiddenSize, intermediateSize),
    plain(`${block}mlp.fc2.bias`, hiddenSize),
    ...(gated ? [plain(`${block}gate_attn`, 1), plain(`${block}gate_ffn`, 1)] : []),
  ];
}

function layerNorm(name: string, width: number): readonly ModelTensor[] {
  return [plain(`${name}.weight`, width), plain(`${name}.bias`, width)];
}
