/**
 * @file The Llama decoder as an ONNX graph (spec llama32 2; spec onnxruntime-web 1, 8), for the arithmetic of any device.
 *
 *   input_ids [1, T] -> embedding -> numHiddenLayers x (attention, feed-forward) -> norm -> lm_head -> logits
 */
import { GraphBuilder } from "#models/onnx/graph-builder";
import type { BuiltGraph } from "#models/onnx/graph-builder";
import { embedding } from "#models/onnx/linear";
import type { Arithmetic, Observer } from "#models/onnx/linear";
import { gather, mul, reduceSumRows } from "#models/onnx/ops";
import { decoderContext, lmHead, transformerBlock } from "./blocks.ts";
import type { LlamaConfig } from "./config.ts";
import { matrices } from "./matrices.ts";
import { smoothedModules } from "./smoothing.ts";

export interface DecoderGraphOptions {
  readonly arithmetic: Arithmetic;
  /** Rows of the rotary tables: the longest sequence this session can hold. */
  readonly maxPositions: number;
  /** For the CPU: see [Note: Attention without its flash kernel]. */
  readonly plainAttention: boolean;
  /** Adds the outputs `statistics.MODULE` that `smoothingFactors` needs; int8 only. */
  readonly statistics?: boolean;
  /** Vision models only: rows that see no picture may read pictures all the same, see `mllama/model.ts`. */
  readonly blindRowsRead?: boolean;
}

/**
 * Inputs: input_ids int64 [1, T], logit_rows int64 [R] (which of the T rows want logits), last_position int32 [1] = S - 1,
 * total_length int32 = S, past.N.{key,value} [1, kvHeads, P, headDim]. Outputs: logits float32 [1, R, V],
 * present.N.{key,value} [1, kvHeads, S, headDim].
 */
export function buildLlamaGraph(config: LlamaConfig, options: DecoderGraphOptions): BuiltGraph {
  const graph = new GraphBuilder();
  const inputIds = graph.input("input_ids", "int64", [1, "T"]);
  const logitRows = graph.input("logit_rows", "int64", ["R"]);
  const context = decoderContext(graph, config, { ...options, observe: observerOf(graph, config, options) });
  let x = embedding(graph, options.arithmetic, inputIds, matrices.embedding(config)); // [1, T, H]
  for (let layer = 0; layer < config.numHiddenLayers; layer++) x = transformerBlock(context, x, layer);
  graph.output("logits", lmHead(context, gather(graph, x, logitRows, 1))); // [1, R, V]
  return graph.build();
}

/** Adds the outputs `statistics.MODULE` [K], the sums of squared inputs, for every matrix that is smoothed. */
export function observerOf(
  graph: GraphBuilder,
  config: LlamaConfig,
  { statistics }: DecoderGraphOptions,
): Observer | undefined {
  if (!statistics) return undefined;
  const smoothed = new Set(smoothedModules(config));
  return (module, rows) => {
    if (!smoothed.has(module)) return;
    graph.output(`statistics.${module}`, reduceSumRows(graph, mul(graph, rows, rows)));
  };
}
