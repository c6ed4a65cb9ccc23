/**
 * @file The Llama decoder as an ONNX graph for the CPU (spec llama32 2; spec onnxruntime-web 8): int8 weights with one
 * scale per output channel, every row divided by its own maximum before it is quantised.
 *
 *   input_ids [1, T] -> embedding -> numHiddenLayers x (attention, feed-forward) -> norm -> lm_head -> logits
 *
 * Letters: T new tokens, P past tokens, S = P + T, H hiddenSize, I intermediateSize, V vocabSize.
 */
import { GraphBuilder } from "#models/onnx/graph-builder";
import type { BuiltGraph, Value } from "#models/onnx/graph-builder";
import {
  abs,
  add,
  cast,
  div,
  dynamicQuantizeMatMul,
  gather,
  groupQueryAttention,
  max,
  mul,
  reduceMaxLast,
  reduceSumRows,
  rmsNorm,
  silu,
  splitLast,
  transpose,
  unsqueezeLast,
} from "#models/onnx/ops";
import type { LlamaConfig } from "./config.ts";

/** Rows smaller than this are treated as zero instead of being divided by nothing. */
const SMALLEST_ROW_MAX = 1e-10;

/**
 * [Note: Attention without its flash kernel] onnxruntime's CPU attention has a flash kernel that WebAssembly runs eight
 * times slower than its plain one (514 tokens, 9 heads, one thread: 187 ms against 23 ms; a third of all prefill time was
 * left after the change). The kernel does not serve attention with a head sink, and a sink of this logit adds
 * exp(-1e30 - max) = 0 to the softmax: the plain kernel runs and the result is the same.
 */
const NO_SINK = -1e30;

export interface LlamaGraphOptions {
  /** Rows of the rotary tables: the longest sequence this session can hold. */
  readonly maxPositions: number;
  /** Logits of the last row only, or of every row (for accuracy tests). */
  readonly logits: "last" | "all";
  /** Adds the outputs `statistics.MODULE` that `smoothingFactors` needs. */
  readonly statistics?: boolean;
}

/** What all layers share. */
interface Context {
  readonly graph: GraphBuilder;
  readonly config: LlamaConfig;
  readonly statistics: boolean;
  readonly cos: Value;
  readonly sin: Value;
  readonly lastPosition: Value;
  readonly totalLength: Value;
}

export function buildLlamaCpuGraph(config: LlamaConfig, options: LlamaGraphOptions): BuiltGraph {
  const graph = new GraphBuilder();
  const inputIds = graph.input("input_ids", "int64", [1, "T"]);
  const tableShape = [options.maxPositions, config.headDim / 2];
  const context: Context = {
    graph,
    config,
    statistics: options.statistics ?? false,
    cos: graph.weight("rotary.cos", "float32", tableShape),
    sin: graph.weight("rotary.sin", "float32", tableShape),
    lastPosition: graph.input("last_position", "int32", [1]),
    totalLength: graph.input("total_length", "int32", []),
  };

  let x = embedding(context, inputIds); // [1, T, H]
  for (let layer = 0; layer < config.numHiddenLayers; layer++) x = transformerBlock(context, x, layer);
  if (options.logits === "last") x = gather(graph, x, graph.constant("int64", [1], [-1]), 1); // [1, 1, H]
  x = norm(context, x, "norm");
  graph.output("logits", lmHead(context, x)); // [1, 1 or T, V]
  return graph.build();
}

function headName(config: LlamaConfig): string {
  return config.tieWordEmbeddings ? "embed_tokens" : "lm_head";
}

/**
 * Rows of the int8 table, which is stored [H, V] so that a tied head can share it:
 *
 *   ids -> Gather(axis 1) [H, 1, T] -> Transpose [1, T, H] -> Cast -> Mul scale[ids] [1, T, 1]
 */
function embedding({ graph, config }: Context, inputIds: Value): Value {
  const table = graph.weight("embed_tokens.weight", "int8", [config.hiddenSize, config.vocabSize]);
  const scale = graph.weight("embed_tokens.scale", "float32", [config.vocabSize]);
  const rows = cast(graph, transpose(graph, gather(graph, table, inputIds, 1), [1, 2, 0]), "float32"); // [1, T, H]
  return mul(graph, rows, unsqueezeLast(graph, gather(graph, scale, inputIds, 0)));
}

function lmHead(context: Context, x: Value): Value {
  return linear(context, normaliseRows(context, x), headName(context.config), context.config.vocabSize);
}

function transformerBlock(context: Context, x: Value, layer: number): Value {
  return context.graph.scope(`layers.${layer}`, () => {
    const h = add(
      context.graph,
      x,
      attention(context, norm(context, x, `layers.${layer}.input_layernorm`), layer),
    );
    const normed = norm(context, h, `layers.${layer}.post_attention_layernorm`);
    return add(context.graph, h, feedForward(context, normed, layer));
  });
}

function norm({ graph, config }: Context, x: Value, name: string): Value {
  return rmsNorm(graph, x, graph.weight(`${name}.weight`, "float32", [config.hiddenSize]), config.rmsNormEps);
}

/** Self-attention; past and present of this layer are inputs and outputs of the graph. */
function attention(context: Context, x: Value, layer: number): Value {
  const { graph, config, cos, sin, lastPosition, totalLength } = context;
  const { numAttentionHeads, numKeyValueHeads, headDim, hiddenSize } = config;
  const cacheShape = [1, numKeyValueHeads, "P", headDim];
  const pastKey = graph.input(`past.${layer}.key`, "float32", cacheShape);
  const pastValue = graph.input(`past.${layer}.value`, "float32", cacheShape);
  const width = (numAttentionHeads + 2 * numKeyValueHeads) * headDim;
  const qkv = linear(context, normaliseRows(context, x), `layers.${layer}.self_attn.qkv_proj`, width); // [1, T, q|k|v]
  const headSink = graph.constant("float32", [numAttentionHeads], Array(numAttentionHeads).fill(NO_SINK));
  const { output, presentKey, presentValue } = groupQueryAttention(
    graph,
    { qkv, pastKey, pastValue, lastPosition, totalLength, cos, sin, headSink },
    { query: numAttentionHeads, keyValue: numKeyValueHeads, dim: headDim },
  ); // output [1, T, heads * headDim], present [1, kvHeads, S, headDim]
  graph.output(`present.${layer}.key`, presentKey);
  graph.output(`present.${layer}.value`, presentValue);
  return linear(context, normaliseRows(context, output), `layers.${layer}.self_attn.o_proj`, hiddenSize);
}

/** SwiGLU (Shazeer 2020): down(silu(gate(x)) * up(x)). Gate and up are one matrix. */
function feedForward(context: Context, x: Value, layer: number): Value {
  const { graph, config } = context;
  const gateUp = linear(
    context,
    normaliseRows(context, x),
    `layers.${layer}.mlp.gate_up_proj`,
    2 * config.intermediateSize,
  );
  const [gate, up] = splitLast(graph, gateUp, [config.intermediateSize, config.intermediateSize]);
  if (!gate || !up) throw new Error("split lost an output");
  const hidden = mul(graph, silu(graph, gate), up); // [1, T, I]
  return linear(context, normaliseRows(context, hidden), `layers.${layer}.mlp.down_proj`, config.hiddenSize);
}

/** A tensor whose rows lie in [-1, 1], and what to multiply them back with. */
interface NormalisedRows {
  readonly rows: Value;
  readonly rowMax: Value; // [1, T, 1]
}

/**
 * The runtime quantises activations with one scale for the whole tensor; the first token's activations are hundreds of
 * times larger than the rest and would eat the range (perplexity 49.7 instead of 29.0, spec onnxruntime-web 8).
 */
function normaliseRows({ graph }: Context, x: Value): NormalisedRows {
  const smallest = graph.constant("float32", [], [SMALLEST_ROW_MAX]);
  const rowMax = max(graph, reduceMaxLast(graph, abs(graph, x)), smallest);
  return { rows: div(graph, x, rowMax), rowMax };
}

function linear({ graph, statistics }: Context, x: NormalisedRows, name: string, outFeatures: number): Value {
  const inFeatures = x.rows.shape.at(-1);
  if (typeof inFeatures !== "number") throw new Error(`${name}: input width must be known`);
  const weight = graph.weight(`${name}.weight`, "int8", [inFeatures, outFeatures]);
  if (statistics && name.startsWith("layers.")) {
    graph.output(`statistics.${name}`, reduceSumRows(graph, mul(graph, x.rows, x.rows))); // [K]
  }
  const scale = graph.weight(`${name}.scale`, "float32", [outFeatures]);
  return mul(graph, dynamicQuantizeMatMul(graph, x.rows, weight, scale), x.rowMax);
}
