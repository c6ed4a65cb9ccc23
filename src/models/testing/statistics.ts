/** @file What the graph's `statistics.` outputs must be, by the reference. */
import type { LlamaConfig } from "#models/llama/config";
import { LlamaReference } from "#models/llama/reference";
import type { CheckpointWeights } from "#models/llama/reference";

/** For each matrix of the graph, the sums over `ids` of squared inputs, each row scaled to a maximum of 1. */
export function inputSquares(
  config: LlamaConfig,
  weights: CheckpointWeights,
  ids: readonly number[],
): Map<string, Float32Array> {
  const squares = new Map<string, Float32Array>();
  const reference = new LlamaReference(config, weights, (matrix, input) => {
    // One of the stacked matrices stands for all: they read the same rows.
    if (!/\.(q|o|gate|down)_proj$/.test(matrix)) return;
    const module = matrix
      .replace("model.", "")
      .replace("q_proj", "qkv_proj")
      .replace("gate_proj", "gate_up_proj");
    const largest = input.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const sums = squares.get(module) ?? new Float32Array(input.length);
    squares.set(
      module,
      sums.map((sum, channel) => sum + ((input[channel] as number) / largest) ** 2),
    );
  });
  reference.forward(ids);
  return squares;
}

/** Token ids that are the same in every run. */
export function randomTokens(count: number, vocabSize: number, random: () => number): number[] {
  return Array.from({ length: count }, () => Math.floor(random() * vocabSize));
}
