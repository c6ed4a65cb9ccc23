/** @file Which tensors of the checkpoint make which matrix of our graphs: those that read the same rows are stacked. */
import { nbitsRows } from "#models/weights/checkpoint";
import type { Checkpoint } from "#models/weights/checkpoint";
import { stackedNBits } from "#models/weights/nbits";
import type { NBitsRows } from "#models/weights/nbits";
import type { LlamaConfig } from "./config.ts";

export interface MatrixPart {
  /** The checkpoint's name. */
  readonly name: string;
  /** [out, in] */
  readonly shape: readonly [number, number];
}

/** The parts of `embed_tokens`, `lm_head` or `layers.N.{self_attn,mlp}.X`, top to bottom. */
export function matrixParts(config: LlamaConfig, module: string): readonly MatrixPart[] {
  const { hiddenSize, headDim, intermediateSize, vocabSize } = config;
  const [queryWidth, kvWidth] = [config.numAttentionHeads * headDim, config.numKeyValueHeads * headDim];
  if (module === "embed_tokens")
    return [{ name: "model.embed_tokens.weight", shape: [vocabSize, hiddenSize] }];
  if (module === "lm_head") return [{ name: "lm_head.weight", shape: [vocabSize, hiddenSize] }];
  const [block, part] = splitModule(module);
  const partOf = (name: string, rows: number, columns: number): MatrixPart => ({
    name: `model.${block}.${name}_proj.weight`,
    shape: [rows, columns],
  });
  switch (part) {
    case "self_attn.qkv_proj":
      return [
        partOf("self_attn.q", queryWidth, hiddenSize),
        partOf("self_attn.k", kvWidth, hiddenSize),
        partOf("self_attn.v", kvWidth, hiddenSize),
      ];
    case "self_attn.o_proj":
      return [partOf("self_attn.o", hiddenSize, queryWidth)];
    case "mlp.gate_up_proj":
      return [
        partOf("mlp.gate", intermediateSize, hiddenSize),
        partOf("mlp.up", intermediateSize, hiddenSize),
      ];
    case "mlp.down_proj":
      return [partOf("mlp.down", hiddenSize, intermediateSize)];
    default:
      throw new Error(`no such weight: ${module}`);
  }
}

/** `layers.3.mlp.down_proj` = block `layers.3`, part `mlp.down_proj`. */
export function splitModule(module: string): readonly [block: string, part: string] {
  const [, block = "", part = ""] = /^(layers\.\d+)\.(\w+\.\w+)$/.exec(module) ?? [];
  return [block, part];
}

/** The matrix `module` in 4 bits for `MatMulNBits`: as stored where that is exact, rounded otherwise. */
export function matrixNBits(
  checkpoint: Checkpoint,
  config: LlamaConfig,
  module: string,
  blockSize: 32 | 64,
): NBitsRows {
  const parts = matrixParts(config, module);
  return stackedNBits(parts.map(({ name, shape }) => nbitsRows(checkpoint, name, shape, blockSize)));
}
