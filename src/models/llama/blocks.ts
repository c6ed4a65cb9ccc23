/**
 * @file The blocks of a Llama decoder as parts of a graph (spec llama32 2), for every architecture that has them.
 *
 * Letters: T new tokens, P past tokens, S = P + T, H hiddenSize, I intermediateSize, V vocabSize.
 */
import { groupQueryAttention, silu } from "#models/onnx/contrib-ops";
import type { GraphBuilder, Value } from "#models/onnx/graph-builder";
import { linear } from "#models/onnx/linear";
import type { Arithmetic, Matrix, Observer } from "#models/onnx/linear";
import { firstOfLast, padLast } from "#models/onnx/last-axis";
import { add, cast, mul, reshape, rmsNorm, splitLast } from "#models/onnx/ops";
import { cachedHeadDim } from "./config.ts";
import type { LlamaConfig } from "./config.ts";
import { matrices } from "./matrices.ts";

/**
 * [Note: Attention without its flash kernel] onnxruntime's CPU attention has a flash kernel that WebAssembly runs eight
 * times slower than its plain one (514 tokens, 9 heads, one thread: 187 ms against 23 ms; a third of all prefill time was
 * left after the change). The kernel does not serve attention with a head sink, and a sink of this logit adds
 * exp(-1e30 - max) = 0 to the softmax: the plain kernel runs and the result is the same.
 */
const NO_SINK = -1e30;

/** What all blocks of a decoder share. */
export interface DecoderContext {
  readonly graph: GraphBuilder;
  readonly config: LlamaConfig;
  readonly arithmetic: Arithmetic;
  /** The graph is for the CPU. */
  readonly plainAttention: boolean;
  readonly cos: Value;
  readonly sin: Value;
  readonly lastPosition: Value;
  readonly totalLength: Value;
  readonly observe?: Observer | undefined;
}

/** The inputs of a decoder that say where its tokens are, and its rotary tables. */
export function decoderContext(
  graph: GraphBuilder,
  config: LlamaConfig,
  options: {
    readonly arithmetic: Arithmetic;
    readonly plainAttention: boolean;
    /** Rows of the rotary tables: the longest sequence this session can hold. */
    readonly maxPositions: number;
    readonly observe?: Observer | undefined;
  },
): DecoderContext {
  const { arithmetic, plainAttention, maxPositions, observe } = options;
  const table = (name: "cos" | "sin"): Value =>
    graph.weight(`rotary.${name}`, arithmetic.activations, [maxPositions, cachedHeadDim(config) / 2], {
      kind: "rotary",
      table: name,
    });
  return {
    graph,
    config,
    arithmetic,
    plainAttention,
    cos: table("cos"),
    sin: table("sin"),
    lastPosition: graph.input("last_position", "int32", [1]),
    totalLength: graph.input("total_length", "int32", []),
    observe,
  };
}

/** x + attention(norm(x)), then the same with the feed-forward network: [1, T, H] float32. */
export function transformerBlock(context: DecoderContext, x: Value, layer: number): Value {
  const { graph } = context;
  return graph.scope(`layers.${layer}`, () => {
    const h = add(
      graph,
      x,
      selfAttention(context, norm(context, x, `layers.${layer}.input_layernorm`), layer),
    );
    return add(
      graph,
      h,
      feedForward(context, norm(context, h, `layers.${layer}.post_attention_layernorm`), layer),
    );
  });
}

export function norm({ graph, config }: DecoderContext, x: Value, name: string): Value {
  const source = { kind: "tensor" as const, tensor: `model.${name}.weight` };
  const weight = graph.weight(`${name}.weight`, "float32", [config.hiddenSize], source);
  return rmsNorm(graph, x, weight, config.rmsNormEps);
}

/** A matrix of this decoder times x, in the type of the activations. */
export function project(context: DecoderContext, x: Value, matrix: Matrix): Value {
  return linear(context.graph, context.arithmetic, x, matrix, context.observe);
}

/** Self-attention; past and present of this layer are inputs and outputs of the graph. Float32 [1, T, H]. */
function selfAttention(context: DecoderContext, x: Value, layer: number): Value {
  const { graph, config, arithmetic, cos, sin, lastPosition, totalLength } = context;
  const { numAttentionHeads, numKeyValueHeads, headDim } = config;
  const width = cachedHeadDim(config);
  const cacheShape = [1, numKeyValueHeads, "P", width];
  const pastKey = graph.input(`past.${layer}.key`, arithmetic.activations, cacheShape);
  const pastValue = graph.input(`past.${layer}.value`, arithmetic.activations, cacheShape);
  const projected = project(context, x, matrices.qkv(config, layer)); // [1, T, q|k|v]
  const qkv = widened(graph, projected, numAttentionHeads + 2 * numKeyValueHeads, {
    from: headDim,
    to: width,
  });
  const headSink = context.plainAttention
    ? graph.constant("float32", [numAttentionHeads], Array(numAttentionHeads).fill(NO_SINK))
    : null;
  const { output, presentKey, presentValue } = groupQueryAttention(
    graph,
    { qkv, pastKey, pastValue, lastPosition, totalLength, cos, sin, headSink },
    { query: numAttentionHeads, keyValue: numKeyValueHeads, dim: width, scale: headDim ** -0.5 },
  ); // output [1, T, heads * width], present [1, kvHeads, S, width]
  graph.output(`present.${layer}.key`, presentKey);
  graph.output(`present.${layer}.value`, presentValue);
  const attended = narrowed(graph, output, numAttentionHeads, { from: width, to: headDim });
  return cast(graph, project(context, attended, matrices.attentionOutput(config, layer)), "float32");
}

interface Widths {
  readonly from: number;
  readonly to: number;
}

/**
 * x [1, T, heads * from] with zeros behind both halves of each head. Element i still turns with the one half a head
 * further, zeros turn into zeros, and products with zeros change no score.
 */
function widened(graph: GraphBuilder, x: Value, heads: number, { from, to }: Widths): Value {
  if (from === to) return x;
  const halves = reshape(graph, x, [1, "T", 2 * heads, from / 2]);
  return reshape(graph, padLast(graph, halves, to / 2), [1, "T", heads * to]);
}

/** What `widened` was given. */
function narrowed(graph: GraphBuilder, x: Value, heads: number, { from, to }: Widths): Value {
  if (from === to) return x;
  const halves = reshape(graph, x, [1, "T", 2 * heads, from / 2]);
  return reshape(graph, firstOfLast(graph, halves, to / 2), [1, "T", heads * to]);
}

/** SwiGLU (Shazeer 2020): down(silu(gate(x)) * up(x)). Gate and up are one matrix. Float32 [1, T, H]. */
export function feedForward(context: DecoderContext, x: Value, layer: number): Value {
  const { graph, config } = context;
  const gateUp = project(context, x, matrices.gateUp(config, layer));
  const [gate, up] = splitLast(graph, gateUp, [config.intermediateSize, config.intermediateSize]);
  if (!gate || !up) throw new Error("split lost an output");
  const hidden = mul(graph, silu(graph, gate), up); // [1, T, I]
  return cast(graph, project(context, hidden, matrices.down(config, layer)), "float32");
}

/** Logits of a row: the final norm and the head. */
export function lmHead(context: DecoderContext, x: Value, head = matrices.lmHead(context.config)): Value {
  return cast(context.graph, project(context, norm(context, x, "norm"), head), "float32");
}
