/**
 * @file The vision tower of Llama 3.2 Vision as ONNX graphs (spec llama32 4): stages of some layers each, so that a person
 * sees progress and can stop between them, and at the end the projector with keys and values for the text.
 *
 * Rows stand in one order from the first stage to the last: the tokens of the picture's own tiles, those of the one tile
 * that stands for all unused ones, then the rows of zeros that pad each tile. So what is real is a slice.
 *
 * Letters: U tiles evaluated, Np tokens a tile, R rows of own tiles, S all rows, A rows as keys, H hiddenSize.
 */
import { multiHeadAttention } from "#models/onnx/contrib-ops";
import { GraphBuilder } from "#models/onnx/graph-builder";
import type { BuiltGraph, Value } from "#models/onnx/graph-builder";
import { linear } from "#models/onnx/linear";
import type { Arithmetic, Matrix } from "#models/onnx/linear";
import {
  add,
  cast,
  concat,
  gather,
  gelu,
  layerNorm,
  mul,
  patchConv,
  reshape,
  slice,
  splitLast,
  transpose,
  unsqueezeLast,
} from "#models/onnx/ops";
import { tokensPerTile } from "./config.ts";
import type { Compat, MllamaConfig, MllamaVisionConfig } from "./config.ts";
import { visionMatrices } from "./matrices.ts";

/** Beyond the last row of any tensor. */
const END = 2 ** 31 - 1;

export interface VisionStage {
  readonly graph: BuiltGraph;
  /** Transformer layers that it computes. */
  readonly layers: number;
  /** `next`: states for the next stage, of own tokens only after the last; `intermediate.N` for the projector. */
  readonly outputs: readonly string[];
  readonly inputs: readonly string[];
}

export interface VisionGraphOptions {
  readonly arithmetic: Arithmetic;
  readonly compat: Compat;
  /** Layers of a stage. */
  readonly stageLayers: number;
}

interface VisionContext {
  readonly graph: GraphBuilder;
  readonly vision: MllamaVisionConfig;
  readonly arithmetic: Arithmetic;
  readonly inputs: string[];
}

interface Layer {
  readonly kind: "local" | "global";
  readonly index: number;
}

/**
 * Inputs of the first stage: pixels float32 [U, 3, t, t]; positions float32 [U, Np, H], everything that is added to patches
 * and class token; padding float32 [1, S - U * Np, H], zeros. Of all: real_rows int64 [1] = R; key_rows int64 [A], the rows
 * that own tokens attend to; for transformers all_tokens int64 [K]. Of the one where global layers begin: post_rows float32 [U, H] and row_tiles int64 [S].
 */
export function buildVisionStages(config: MllamaConfig, options: VisionGraphOptions): VisionStage[] {
  const { numHiddenLayers, numGlobalLayers } = config.vision;
  const layers: Layer[] = [
    ...Array.from({ length: numHiddenLayers }, (_, index) => ({ kind: "local" as const, index })),
    ...Array.from({ length: numGlobalLayers }, (_, index) => ({ kind: "global" as const, index })),
  ];
  const stages: VisionStage[] = [];
  for (let start = 0; start < layers.length; start += options.stageLayers) {
    const end = Math.min(layers.length, start + options.stageLayers);
    const place = { first: start === 0, last: end === layers.length };
    stages.push(buildStage(config.vision, options, layers.slice(start, end), place));
  }
  return stages;
}

function buildStage(
  vision: MllamaVisionConfig,
  options: VisionGraphOptions,
  layers: readonly Layer[],
  { first, last }: { readonly first: boolean; readonly last: boolean },
): VisionStage {
  const graph = new GraphBuilder();
  const context: VisionContext = { graph, vision, arithmetic: options.arithmetic, inputs: [] };
  const outputs: string[] = [];
  const rows = rowInputs(context);
  const kept = keptRows(context, options.compat, rows);
  const keep = (index: number, x: Value): void => {
    if (!vision.intermediateLayersIndices.includes(index)) return;
    graph.output(`intermediate.${index}`, kept(x));
    outputs.push(`intermediate.${index}`);
  };
  let x = first ? embed(context) : input(context, "states", "float32", [1, "S", vision.hiddenSize]);
  for (const { kind, index } of layers) {
    if (kind === "local" && options.compat === "meta") keep(index, x);
    x = graph.scope(`${kind}.${index}`, () => block(context, x, kind, index, rows));
    if (kind === "local" && options.compat === "hf5") keep(index, x);
    if (kind === "local" && index === vision.numHiddenLayers - 1) x = afterLocal(context, x);
  }
  graph.output("next", last ? kept(x) : x);
  outputs.push("next");
  return { graph: graph.build(), layers: layers.length, outputs, inputs: context.inputs };
}

function input(context: VisionContext, name: string, dtype: Value["dtype"], shape: Value["shape"]): Value {
  context.inputs.push(name);
  return context.graph.input(name, dtype, shape);
}

/** Where the rows of own tiles end, and what they attend to. */
interface Rows {
  readonly realRows: Value;
  readonly keyRows: Value;
}

function rowInputs(context: VisionContext): Rows {
  return {
    realRows: input(context, "real_rows", "int64", [1]),
    keyRows: input(context, "key_rows", "int64", ["A"]),
  };
}

/**
 * What goes to the projector: rows of own tiles, or, for transformers, of all tiles, because text that sees no picture
 * reads the unused ones too.
 */
function keptRows(context: VisionContext, compat: Compat, rows: Rows): (x: Value) => Value {
  if (compat === "meta") return (x) => ownRows(context.graph, x, rows);
  const all = input(context, "all_tokens", "int64", ["K"]);
  return (x) => gather(context.graph, x, all, 1);
}

function ownRows(graph: GraphBuilder, x: Value, { realRows }: Rows): Value {
  return slice(graph, x, { start: graph.constant("int64", [1], [0]), end: realRows, axis: 1, length: "R" });
}

function otherRows(graph: GraphBuilder, x: Value, { realRows }: Rows): Value {
  return slice(graph, x, { start: realRows, end: graph.constant("int64", [1], [END]), axis: 1, length: "X" });
}

/** Patches and class token with their positions, normalised: [1, S, H]. */
function embed(context: VisionContext): Value {
  const { graph, vision } = context;
  const { hiddenSize, imageSize, patchSize, numChannels } = vision;
  const tokens = tokensPerTile(vision);
  const pixels = input(context, "pixels", "float32", ["U", numChannels, imageSize, imageSize]);
  const positions = input(context, "positions", "float32", ["U", tokens, hiddenSize]);
  const weight = tensor(context, "patch_embedding.weight", [hiddenSize, numChannels, patchSize, patchSize]);
  const grid = patchConv(graph, pixels, weight); // [U, H, t / p, t / p]
  const patches = transpose(graph, reshape(graph, grid, ["U", hiddenSize, tokens - 1]), [0, 2, 1]);
  // The class token is among the positions: a row of zeros waits for it.
  const noPatch = mul(graph, firstRow(graph, patches), graph.constant("float32", [], [0])); // [U, 1, H]
  const x = add(graph, concat(graph, [noPatch, patches], 1), positions);
  const normed = vectorNorm(context, x, "layernorm_pre");
  const flat = reshape(graph, normed, [1, "N", hiddenSize]);
  return concat(graph, [flat, input(context, "padding", "float32", [1, "Z", hiddenSize])], 1, "S");
}

function firstRow(graph: GraphBuilder, x: Value): Value {
  const [start, end] = [0, 1].map((at) => graph.constant("int64", [1], [at])) as [Value, Value];
  return slice(graph, x, { start, end, axis: 1, length: 1 });
}

/** x + attention(LN(x)), then x + mlp(LN(x)), each behind a gate in global layers: [1, S, H] float32. */
function block(context: VisionContext, x: Value, kind: Layer["kind"], index: number, rows: Rows): Value {
  const { graph } = context;
  const name = `vision_model.${kind === "local" ? "" : "global_"}transformer.layers.${index}`;
  const gated = (value: Value, gate: string): Value =>
    kind === "local" ? value : mul(graph, value, gateOf(context, `${name}.${gate}`));
  const attended = attention(context, blockNorm(context, x, `${name}.input_layernorm`), name, rows);
  const h = add(graph, x, gated(attended, "gate_attn"));
  const fed = feedForward(context, blockNorm(context, h, `${name}.post_attention_layernorm`), name);
  return add(graph, h, gated(fed, "gate_ffn"));
}

/**
 * Own tokens attend to every row, those of all unused tiles among them: the tile that stands for these is there once for
 * each, which a softmax cannot tell from log(m) added to its scores, and needs no bias of R x S numbers. Everything else
 * attends to own tokens only (spec llama32 4.4).
 */
function attention(context: VisionContext, x: Value, name: string, rows: Rows): Value {
  const { graph, vision } = context;
  const { hiddenSize, numAttentionHeads } = vision;
  const qkv = project(context, x, visionMatrices.qkv(vision, name));
  const [query, key, value] = splitLast(graph, qkv, [hiddenSize, hiddenSize, hiddenSize]);
  if (!query || !key || !value) throw new Error("split lost an output");
  const heads = { count: numAttentionHeads, dim: hiddenSize / numAttentionHeads };
  const all = (each: Value): Value => gather(graph, each, rows.keyRows, 1); // [1, A, H]
  const own = multiHeadAttention(
    graph,
    { query: ownRows(graph, query, rows), key: all(key), value: all(value) },
    heads,
  );
  const others = multiHeadAttention(
    graph,
    {
      query: otherRows(graph, query, rows),
      key: ownRows(graph, key, rows),
      value: ownRows(graph, value, rows),
    },
    heads,
  );
  const output = concat(graph, [own, others], 1, "S");
  return cast(graph, project(context, output, visionMatrices.attentionOutput(vision, name)), "float32");
}

function feedForward(context: VisionContext, x: Value, name: string): Value {
  const { graph, vision } = context;
  const hidden = biased(context, x, visionMatrices.fc1(vision, name), `${name}.mlp.fc1.bias`);
  return cast(
    graph,
    biased(context, gelu(graph, hidden), visionMatrices.fc2(vision, name), `${name}.mlp.fc2.bias`),
    "float32",
  );
}

function biased(context: VisionContext, x: Value, matrix: Matrix, bias: string): Value {
  const { graph, arithmetic } = context;
  const rows = matrix.parts.reduce((sum, { shape }) => sum + shape[0], 0);
  const source = { kind: "tensor" as const, tensor: bias };
  return add(graph, project(context, x, matrix), graph.weight(bias, arithmetic.activations, [rows], source));
}

function project({ graph, arithmetic }: VisionContext, x: Value, matrix: Matrix): Value {
  return linear(graph, arithmetic, x, matrix);
}

/** Between local and global layers: a norm, and to every row of a tile what its place in the picture adds. */
function afterLocal(context: VisionContext, x: Value): Value {
  const { graph, vision } = context;
  const postRows = input(context, "post_rows", "float32", ["U", vision.hiddenSize]);
  const rowTiles = input(context, "row_tiles", "int64", ["S"]);
  return add(graph, vectorNorm(context, x, "layernorm_post"), gather(graph, postRows, rowTiles, 0));
}

function vectorNorm(context: VisionContext, x: Value, name: string): Value {
  return blockNorm(context, x, `vision_model.${name}`);
}

function blockNorm({ graph, vision }: VisionContext, x: Value, name: string): Value {
  const [weight, bias] = ["weight", "bias"].map((part) =>
    graph.weight(`${name}.${part}`, "float32", [vision.hiddenSize], {
      kind: "tensor",
      tensor: `${name}.${part}`,
    }),
  ) as [Value, Value];
  return layerNorm(graph, x, weight, bias, vision.normEps);
}

function tensor({ graph }: VisionContext, name: string, shape: readonly number[]): Value {
  return graph.weight(name, "float32", shape, { kind: "tensor", tensor: `vision_model.${name}` });
}

function gateOf({ graph, vision }: VisionContext, name: string): Value {
  return graph.weight(name, "float32", [vision.hiddenSize], { kind: "gate", tensor: name });
}

/**
 * Features of own tokens: y first, then the intermediates with the layer as the fastest axis, F[H + n * c + j] = e_j[c]
 * (spec llama32 4.3, 13). The projector's columns could be put in another order instead, but not those of a 4-bit file,
 * whose groups of 64 hold columns of all layers.
 */
export function stackFeatures(graph: GraphBuilder, y: Value, intermediates: readonly Value[]): Value {
  const hiddenSize = y.shape[2];
  if (typeof hiddenSize !== "number") throw new Error("width must be known");
  if (intermediates.length === 0) return y;
  const stacked = concat(
    graph,
    intermediates.map((each) => unsqueezeLast(graph, each)),
    3,
  ); // [1, R, H, n]
  return concat(graph, [y, reshape(graph, stacked, [1, "R", hiddenSize * intermediates.length])], 2);
}
