/** @file The Llama decoder with 4-bit `MatMulNBits` weights, as exporters for Transformers.js write it. Bench only. */
import { GraphBuilder } from "#models/onnx/graph-builder";
import type { BuiltGraph, Value, WeightSlot } from "#models/onnx/graph-builder";
import { tensorBytes } from "#models/onnx/onnx-model";
import { add, gather, groupQueryAttention, mul, rmsNorm, silu, splitLast } from "#models/onnx/ops";
import type { LlamaConfig } from "#models/llama/config";

const BLOCK = 32;

export function buildNBitsGraph(config: LlamaConfig, maxPositions: number): BuiltGraph {
  const graph = new GraphBuilder();
  const { hiddenSize, vocabSize, headDim, rmsNormEps } = config;
  const norm = (x: Value, name: string): Value =>
    rmsNorm(graph, x, graph.weight(`${name}.weight`, "float32", [hiddenSize]), rmsNormEps);
  const shared = {
    cos: graph.weight("rotary.cos", "float32", [maxPositions, headDim / 2]),
    sin: graph.weight("rotary.sin", "float32", [maxPositions, headDim / 2]),
    lastPosition: graph.input("last_position", "int32", [1]),
    totalLength: graph.input("total_length", "int32", []),
  };
  const inputIds = graph.input("input_ids", "int64", [1, "T"]);
  let x = gather(graph, graph.weight("embed_tokens.weight", "float32", [vocabSize, hiddenSize]), inputIds, 0);
  for (let layer = 0; layer < config.numHiddenLayers; layer++) {
    const name = `layers.${layer}`;
    x = add(graph, x, attention(graph, config, norm(x, `${name}.input_layernorm`), layer, shared));
    x = add(graph, x, feedForward(graph, config, norm(x, `${name}.post_attention_layernorm`), name));
  }
  x = norm(gather(graph, x, graph.constant("int64", [1], [-1]), 1), "norm");
  graph.output("logits", linear(graph, x, "lm_head", vocabSize));
  return graph.build();
}

function attention(
  graph: GraphBuilder,
  config: LlamaConfig,
  x: Value,
  layer: number,
  shared: { cos: Value; sin: Value; lastPosition: Value; totalLength: Value },
): Value {
  const { numAttentionHeads, numKeyValueHeads, headDim, hiddenSize } = config;
  const cacheShape = [1, numKeyValueHeads, "P", headDim];
  const pastKey = graph.input(`past.${layer}.key`, "float32", cacheShape);
  const pastValue = graph.input(`past.${layer}.value`, "float32", cacheShape);
  const width = (numAttentionHeads + 2 * numKeyValueHeads) * headDim;
  const qkv = linear(graph, x, `layers.${layer}.qkv`, width);
  const result = groupQueryAttention(
    graph,
    { qkv, pastKey, pastValue, ...shared, headSink: null },
    { query: numAttentionHeads, keyValue: numKeyValueHeads, dim: headDim },
  );
  graph.output(`present.${layer}.key`, result.presentKey);
  graph.output(`present.${layer}.value`, result.presentValue);
  return linear(graph, result.output, `layers.${layer}.o_proj`, hiddenSize);
}

function feedForward(graph: GraphBuilder, config: LlamaConfig, x: Value, name: string): Value {
  const { intermediateSize, hiddenSize } = config;
  const [gate, up] = splitLast(graph, linear(graph, x, `${name}.gate_up`, 2 * intermediateSize), [
    intermediateSize,
    intermediateSize,
  ]);
  if (!gate || !up) throw new Error("split lost an output");
  return linear(graph, mul(graph, silu(graph, gate), up), `${name}.down_proj`, hiddenSize);
}

/** x [1, T, K] times 4-bit [N, K] in blocks of 32 along K, with packed zero points. */
function linear(graph: GraphBuilder, x: Value, name: string, outFeatures: number): Value {
  const inFeatures = x.shape.at(-1) as number;
  const blocks = inFeatures / BLOCK;
  const [y] = graph.node(
    "MatMulNBits",
    [
      x,
      graph.weight(`${name}.weight`, "uint8", [outFeatures, blocks, BLOCK / 2]),
      graph.weight(`${name}.scales`, "float32", [outFeatures * blocks]),
      graph.weight(`${name}.zero_points`, "uint8", [outFeatures * Math.ceil(blocks / 2)]),
    ],
    {
      domain: "com.microsoft",
      attributes: {
        K: { int: inFeatures },
        N: { int: outFeatures },
        bits: { int: 4 },
        block_size: { int: BLOCK },
      },
      outputs: [{ dtype: "float32", shape: [...x.shape.slice(0, -1), outFeatures] }],
    },
  );
  if (!y) throw new Error("node without output");
  return y;
}

/** Small values of the slot's type, so that nothing overflows. */
export function randomWeight(slot: WeightSlot): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(tensorBytes(slot.dtype, slot.shape));
  if (slot.dtype === "float32")
    new Float32Array(bytes.buffer).forEach((_, at, all) => (all[at] = Math.random() / 100));
  else bytes.forEach((_, at) => (bytes[at] = Math.floor(Math.random() * 256)));
  return bytes;
}
