/** @file A whole checkpoint in float32, for `LlamaReference`. */
import type { LlamaCheckpoint } from "#models/llama/checkpoint";
import { matrixParts } from "#models/llama/matrices";
import type { MatrixPart } from "#models/llama/matrices";
import { readAllRows } from "#models/weights/rows";
import type { RowReader } from "#models/weights/rows";

/** @param rowsOf how a matrix is read; as the checkpoint gives it by default. */
export function floatWeights(
  { config, weights }: LlamaCheckpoint,
  rowsOf: (part: MatrixPart) => RowReader = ({ name, shape }) => weights.rows(name, shape),
): Map<string, Float32Array> {
  const layers = Array.from({ length: config.numHiddenLayers }, (_, layer) => `layers.${layer}`);
  const parts = ["self_attn.qkv_proj", "self_attn.o_proj", "mlp.gate_up_proj", "mlp.down_proj"];
  const modules = [
    config.tieWordEmbeddings ? [] : ["lm_head"],
    ["embed_tokens"],
    ...layers.map((layer) => parts.map((part) => `${layer}.${part}`)),
  ].flat();
  const norms = layers.flatMap((layer) => [`${layer}.input_layernorm`, `${layer}.post_attention_layernorm`]);
  return new Map([
    ...modules.flatMap((module) =>
      matrixParts(config, module).map((part) => [part.name, readAllRows(rowsOf(part))] as const),
    ),
    ...[...norms, "norm"].map((norm) => {
      const name = `model.${norm}.weight`;
      return [name, weights.vector(name, [config.hiddenSize])] as const;
    }),
  ]);
}
