/** @file Which tensors of the checkpoint make which matrix of our graphs: those that read the same rows are stacked. */
import type { Matrix } from "#models/onnx/linear";
import type { MatrixPart } from "#models/onnx/weight-source";
import type { LlamaConfig } from "./config.ts";

/** The matrices of a decoder; names are those of our graphs and, within the parts, those of the checkpoint. */
export const matrices = {
  /** @param rows more than vocabSize where the table has tokens that are never predicted. */
  embedding: ({ vocabSize, hiddenSize }: LlamaConfig, rows = vocabSize): Matrix =>
    matrix("embed_tokens", [["model.embed_tokens", rows, hiddenSize]]),

  lmHead: (config: LlamaConfig): Matrix =>
    config.tieWordEmbeddings
      ? matrices.embedding(config)
      : matrix("lm_head", [["lm_head", config.vocabSize, config.hiddenSize]]),

  qkv: (config: LlamaConfig, layer: number): Matrix => {
    const { hiddenSize, headDim, numAttentionHeads, numKeyValueHeads } = config;
    const [query, keyValue] = [numAttentionHeads * headDim, numKeyValueHeads * headDim];
    return inLayer(layer, "self_attn.qkv_proj", [
      ["self_attn.q_proj", query, hiddenSize],
      ["self_attn.k_proj", keyValue, hiddenSize],
      ["self_attn.v_proj", keyValue, hiddenSize],
    ]);
  },

  attentionOutput: ({ hiddenSize, headDim, numAttentionHeads }: LlamaConfig, layer: number): Matrix =>
    inLayer(layer, "self_attn.o_proj", [["self_attn.o_proj", hiddenSize, numAttentionHeads * headDim]]),

  gateUp: ({ hiddenSize, intermediateSize }: LlamaConfig, layer: number): Matrix =>
    inLayer(layer, "mlp.gate_up_proj", [
      ["mlp.gate_proj", intermediateSize, hiddenSize],
      ["mlp.up_proj", intermediateSize, hiddenSize],
    ]),

  down: ({ hiddenSize, intermediateSize }: LlamaConfig, layer: number): Matrix =>
    inLayer(layer, "mlp.down_proj", [["mlp.down_proj", hiddenSize, intermediateSize]]),
};

type Part = readonly [name: string, rows: number, columns: number];

export function matrix(module: string, parts: readonly Part[]): Matrix {
  const named = parts.map(([name, rows, columns]): MatrixPart => ({
    name: `${name}.weight`,
    shape: [rows, columns],
  }));
  return { module, parts: named };
}

/** A matrix of the decoder's layer `layer`. */
export function inLayer(layer: number, module: string, parts: readonly Part[]): Matrix {
  return matrix(
    `layers.${layer}.${module}`,
    parts.map(([name, ...shape]) => [`model.layers.${layer}.${name}`, ...shape] as const),
  );
}

/** `layers.3.mlp.down_proj` = block `layers.3`, part `mlp.down_proj`. */
export function splitModule(module: string): readonly [block: string, part: string] {
  const [, block = "", part = ""] = /^(layers\.\d+)\.(\w+\.\w+)$/.exec(module) ?? [];
  return [block, part];
}
