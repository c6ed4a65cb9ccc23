/**
 * @file The decoder of Llama 3.2 Vision as an ONNX graph (spec llama32 3): a Llama some of whose layers attend to a picture
 * instead of the text. All rows of a run see the same pictures, or none: then those layers are not computed, and the model
 * is the text model it was made from.
 */
import { multiHeadAttention } from "#models/onnx/contrib-ops";
import { GraphBuilder } from "#models/onnx/graph-builder";
import type { BuiltGraph, Value } from "#models/onnx/graph-builder";
import { firstOfLast } from "#models/onnx/last-axis";
import { embedding } from "#models/onnx/linear";
import { add, cast, gather, identity, mul, reshape, rmsNorm, transpose } from "#models/onnx/ops";
import { decoderContext, feedForward, lmHead, norm, project, transformerBlock } from "#models/llama/blocks";
import type { DecoderContext } from "#models/llama/blocks";
import { matrices } from "#models/llama/matrices";
import { observerOf } from "#models/llama/model";
import type { DecoderGraphOptions } from "#models/llama/model";
import { EXTRA_EMBEDDING_ROWS } from "./config.ts";
import type { MllamaTextConfig } from "./config.ts";
import { crossMatrices } from "./matrices.ts";

/**
 * Inputs and outputs of a Llama decoder, and: sees_picture bool, whether the rows see pictures at all;
 * cross.N.{key,value} [1, kvHeads, L, headDim] for each cross-attention layer, of the L vision tokens that they see (of any
 * one token where they see none). With `blindRowsRead`, which transformers from 4.57 on does (spec llama32 0.2), also
 * picture_mlp float32, 1 or 0: rows that see no picture are given keys and values of all of them, but nothing of those
 * layers' feed-forward.
 */
export function buildMllamaDecoderGraph(config: MllamaTextConfig, options: DecoderGraphOptions): BuiltGraph {
  const graph = new GraphBuilder();
  const inputIds = graph.input("input_ids", "int64", [1, "T"]);
  const logitRows = graph.input("logit_rows", "int64", ["R"]);
  const seesPicture = graph.input("sees_picture", "bool", []);
  const mlpFactor = options.blindRowsRead ? graph.input("picture_mlp", "float32", []) : null;
  const context = decoderContext(graph, config, { ...options, observe: observerOf(graph, config, options) });
  const table = matrices.embedding(config, config.vocabSize + EXTRA_EMBEDDING_ROWS);
  let x = embedding(graph, options.arithmetic, inputIds, table); // [1, T, H]
  for (let layer = 0; layer < config.numHiddenLayers; layer++) {
    x = config.crossAttentionLayers.includes(layer)
      ? crossAttentionBlock(context, { seesPicture, mlpFactor }, x, layer)
      : transformerBlock(context, x, layer);
  }
  const rows = gather(graph, x, logitRows, 1);
  // The embedding has rows that no logit belongs to.
  const logits = config.tieWordEmbeddings
    ? firstOfLast(graph, lmHead(context, rows, table), config.vocabSize)
    : lmHead(context, rows);
  graph.output("logits", logits); // [1, R, V]
  return graph.build();
}

function crossAttentionBlock(
  context: DecoderContext,
  { seesPicture, mlpFactor }: { readonly seesPicture: Value; readonly mlpFactor: Value | null },
  x: Value,
  layer: number,
): Value {
  const { graph, config, arithmetic } = context;
  const shape = [1, config.numKeyValueHeads, "L", config.headDim];
  const key = graph.input(`cross.${layer}.key`, arithmetic.activations, shape);
  const value = graph.input(`cross.${layer}.value`, arithmetic.activations, shape);
  const name = `layers.${layer}`;
  return graph.scope(name, () =>
    graph.branch(
      seesPicture,
      () => {
        const attended = crossAttention(
          context,
          norm(context, x, `${name}.input_layernorm`),
          { key, value },
          layer,
        );
        const h = add(graph, x, mul(graph, gate(context, `${name}.cross_attn_attn_gate`), attended));
        const fed = feedForward(context, norm(context, h, `${name}.post_attention_layernorm`), layer);
        const gated = mul(graph, gate(context, `${name}.cross_attn_mlp_gate`), fed);
        return add(graph, h, mlpFactor ? mul(graph, gated, mlpFactor) : gated);
      },
      () => identity(graph, x),
    ),
  );
}

/** tanh of a gate of the checkpoint for each channel: float32 [H]. */
function gate({ graph, config }: DecoderContext, name: string): Value {
  return graph.weight(name, "float32", [config.hiddenSize], { kind: "gate", tensor: `model.${name}` });
}

/**
 * Attention to the picture: no positions, no mask. The query heads of a group read the same key head, so they stand one
 * after the other in the sequence, which costs nothing where nothing is causal:
 *
 *   q [1, T, heads * D] -> norm of each head -> [1, T * G, kvHeads * D] -> attention -> [1, T, heads * D]
 */
function crossAttention(
  context: DecoderContext,
  x: Value,
  { key, value }: { readonly key: Value; readonly value: Value },
  layer: number,
): Value {
  const { graph, config, arithmetic } = context;
  const { numAttentionHeads, numKeyValueHeads, headDim } = config;
  const group = numAttentionHeads / numKeyValueHeads;
  const query = cast(graph, project(context, x, crossMatrices.query(config, layer)), "float32");
  const heads = reshape(graph, query, [1, "T", numAttentionHeads, headDim]);
  const normed = cast(
    graph,
    headNorm(context, heads, `layers.${layer}.cross_attn.q_norm`),
    arithmetic.activations,
  );
  const grouped = reshape(graph, normed, [1, "T", numKeyValueHeads, group, headDim]);
  const folded = reshape(graph, transpose(graph, grouped, [0, 1, 3, 2, 4]), [
    1,
    "TG",
    numKeyValueHeads * headDim,
  ]);
  const attended = multiHeadAttention(
    graph,
    { query: folded, key, value },
    { count: numKeyValueHeads, dim: headDim },
  );
  const unfolded = reshape(graph, attended, [1, "T", group, numKeyValueHeads, headDim]);
  const output = reshape(graph, transpose(graph, unfolded, [0, 1, 3, 2, 4]), [
    1,
    "T",
    numAttentionHeads * headDim,
  ]);
  return cast(graph, project(context, output, crossMatrices.output(config, layer)), "float32");
}

/** RMSNorm over the channels of each head, with the model's own epsilon (spec llama32 9, pitfall 8). */
function headNorm(
  {
    graph,
    config,
  }: { readonly graph: GraphBuilder; readonly config: MllamaTextConfig | DecoderContext["config"] },
  heads: Value,
  name: string,
): Value {
  const source = { kind: "tensor" as const, tensor: `model.${name}.weight` };
  const weight = graph.weight(`${name}.weight`, "float32", [config.headDim], source);
  return rmsNorm(graph, heads, weight, config.rmsNormEps);
}
