/** @file Matrices of Llama 3.2 Vision beyond those of its text decoder; names as in `llama/matrices.ts`. */
import type { Matrix } from "#models/onnx/linear";
import { inLayer, matrix } from "#models/llama/matrices";
import type { MllamaConfig, MllamaTextConfig, MllamaVisionConfig } from "./config.ts";

/** Cross-attention of the decoder's layer `layer`. */
export const crossMatrices = {
  query: ({ hiddenSize, headDim, numAttentionHeads }: MllamaTextConfig | Sized, layer: number): Matrix =>
    inLayer(layer, "cross_attn.q_proj", [["cross_attn.q_proj", numAttentionHeads * headDim, hiddenSize]]),

  keyValue: ({ hiddenSize, headDim, numKeyValueHeads }: MllamaTextConfig, layer: number): Matrix =>
    inLayer(layer, "cross_attn.kv_proj", [
      ["cross_attn.k_proj", numKeyValueHeads * headDim, hiddenSize],
      ["cross_attn.v_proj", numKeyValueHeads * headDim, hiddenSize],
    ]),

  output: ({ hiddenSize, headDim, numAttentionHeads }: MllamaTextConfig | Sized, layer: number): Matrix =>
    inLayer(layer, "cross_attn.o_proj", [["cross_attn.o_proj", hiddenSize, numAttentionHeads * headDim]]),
};

type Sized = Pick<MllamaTextConfig, "hiddenSize" | "headDim" | "numAttentionHeads">;

/** A block of the vision tower, by its prefix in the checkpoint: `vision_model.transformer.layers.3`. */
export const visionMatrices = {
  qkv: ({ hiddenSize }: MllamaVisionConfig, block: string): Matrix =>
    matrix(
      `${block}.self_attn.qkv_proj`,
      ["q", "k", "v"].map((part) => [`${block}.self_attn.${part}_proj`, hiddenSize, hiddenSize] as const),
    ),

  attentionOutput: ({ hiddenSize }: MllamaVisionConfig, block: string): Matrix =>
    matrix(`${block}.self_attn.o_proj`, [[`${block}.self_attn.o_proj`, hiddenSize, hiddenSize]]),

  fc1: ({ hiddenSize, intermediateSize }: MllamaVisionConfig, block: string): Matrix =>
    matrix(`${block}.mlp.fc1`, [[`${block}.mlp.fc1`, intermediateSize, hiddenSize]]),

  fc2: ({ hiddenSize, intermediateSize }: MllamaVisionConfig, block: string): Matrix =>
    matrix(`${block}.mlp.fc2`, [[`${block}.mlp.fc2`, hiddenSize, intermediateSize]]),

  projector: ({ text, vision }: MllamaConfig): Matrix =>
    matrix("multi_modal_projector", [["multi_modal_projector", text.hiddenSize, vision.visionOutputDim]]),
};
