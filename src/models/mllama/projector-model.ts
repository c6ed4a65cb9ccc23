/**
 * @file From the vision tower to the text: the projector, and of its rows the keys and values of each cross-attention layer
 * (spec llama32 3.4, 4.3). Computed once for a picture; nothing of the picture is needed after that.
 */
import { GraphBuilder } from "#models/onnx/graph-builder";
import type { BuiltGraph, Value } from "#models/onnx/graph-builder";
import { linear } from "#models/onnx/linear";
import type { Arithmetic } from "#models/onnx/linear";
import { add, cast, identity, reshape, rmsNorm, splitLast, transpose } from "#models/onnx/ops";
import type { MllamaConfig } from "./config.ts";
import { crossMatrices, visionMatrices } from "./matrices.ts";
import { stackFeatures } from "./vision-model.ts";

/**
 * Inputs: final float32 [1, R, H], intermediate.N float32 [1, R, H]. Outputs: cross_attention_states float32
 * [1, R, text hiddenSize], cross.N.{key,value} [1, kvHeads, R, headDim].
 */
export function buildProjectorGraph(config: MllamaConfig, arithmetic: Arithmetic): BuiltGraph {
  const graph = new GraphBuilder();
  const { text, vision } = config;
  const shape = [1, "R", vision.hiddenSize];
  const y = graph.input("final", "float32", shape);
  const intermediates = vision.intermediateLayersIndices.map((index) =>
    graph.input(`intermediate.${index}`, "float32", shape),
  );
  // Narrowed before they are stacked: in float16 one picture's input has 98 MB, within the least that a GPU binds.
  const narrow = (each: Value): Value => cast(graph, each, arithmetic.activations);
  const projected = linear(
    graph,
    arithmetic,
    stackFeatures(graph, narrow(y), intermediates.map(narrow)),
    visionMatrices.projector(config),
  );
  const name = "multi_modal_projector.bias";
  const bias = graph.weight(name, arithmetic.activations, [text.hiddenSize], {
    kind: "tensor",
    tensor: name,
  });
  const states = add(graph, projected, bias); // [1, R, text H]
  for (const layer of text.crossAttentionLayers) {
    graph.scope(`layers.${layer}`, () => keyValue(graph, config, arithmetic, states, layer));
  }
  graph.output("cross_attention_states", cast(graph, identity(graph, states), "float32"));
  return graph.build();
}

function keyValue(
  graph: GraphBuilder,
  { text }: MllamaConfig,
  arithmetic: Arithmetic,
  states: Value,
  layer: number,
): void {
  const { numKeyValueHeads, headDim } = text;
  const width = numKeyValueHeads * headDim;
  const [key, value] = splitLast(
    graph,
    linear(graph, arithmetic, states, crossMatrices.keyValue(text, layer)),
    [width, width],
  );
  if (!key || !value) throw new Error("split lost an output");
  const heads = (each: Value): Value => reshape(graph, each, [1, "R", numKeyValueHeads, headDim]);
  const name = `model.layers.${layer}.cross_attn.k_norm.weight`;
  const weight = graph.weight(name, "float32", [headDim], { kind: "tensor", tensor: name });
  const normed = rmsNorm(graph, cast(graph, heads(key), "float32"), weight, text.rmsNormEps);
  const byHead = (each: Value): Value =>
    transpose(graph, cast(graph, each, arithmetic.activations), [0, 2, 1, 3]); // [1, kvHeads, R, headDim]
  graph.output(`cross.${layer}.key`, byHead(normed));
  graph.output(`cross.${layer}.value`, byHead(heads(value)));
}
