/** @file A whole checkpoint in float32, for `LlamaReference`. */
import type { LlamaCheckpoint } from "#models/llama/checkpoint";
import { matrices } from "#models/llama/matrices";
import type { MatrixPart } from "#models/onnx/weight-source";
import { readAllRows } from "#models/weights/rows";
import type { RowReader } from "#models/weights/rows";

/** @param rowsOf how a matrix is read; as the checkpoint gives it by default. */
export function floatWeights(
  { config, weights }: LlamaCheckpoint,
  rowsOf: (part: MatrixPart) => RowReader = ({ name, shape }) => weights.rows(name, shape),
): Map<string, Float32Array> {
  const layers = Array.from({ length: config.numHiddenLayers }, (_, layer) => layer);
  const parts = [
    matrices.embedding(config),
    matrices.lmHead(config),
    ...layers.flatMap((layer) =>
      [matrices.qkv, matrices.attentionOutput, matrices.gateUp, matrices.down].map((of) => of(config, layer)),
    ),
  ].flatMap((matrix) => matrix.parts);
  const norms = layers.flatMap((layer) =>
    ["input_layernorm", "post_attention_layernorm"].map((part) => `layers.${layer}.${part}`),
  );
  return new Map([
    ...parts.map((part) => [part.name, readAllRows(rowsOf(part))] as const),
    ...[...norms, "norm"].map((norm) => {
      const name = `model.${norm}.weight`;
      return [name, weights.vector(name, [config.hiddenSize])] as const;
    }),
  ]);
}
