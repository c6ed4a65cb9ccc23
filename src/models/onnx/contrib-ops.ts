/**
 * @file onnxruntime's own operators (domain `com.microsoft`), typed as in `ops.ts`. Definitions: ContribOperators.md of
 * onnxruntime; what works on which execution provider is measured in spec onnxruntime-web 1-3.
 */
import { GraphError } from "./graph-builder.ts";
import type { GraphBuilder, Value } from "./graph-builder.ts";
import { dimAt, expect, one } from "./ops.ts";

const MICROSOFT = "com.microsoft";

/** x * sigmoid(x) (Hendrycks & Gimpel 2016): QuickGelu with alpha 1. */
export function silu(graph: GraphBuilder, x: Value): Value {
  return one(
    graph.node("QuickGelu", [x], {
      domain: MICROSOFT,
      attributes: { alpha: { float: 1 } },
      outputs: [{ dtype: x.dtype, shape: x.shape }],
    }),
  );
}

/** Steps of a row whose values lie in [-1, 1], and the step that zero is. */
const ROW_STEP = 1 / 127;
const ROW_ZERO = 128;

/**
 * x [..., K], all values in [-1, 1], times int8 weight [K, N] with one scale per column [N]. x is rounded to 8 bits in steps
 * that never change: a row gives the same whatever stands beside it. `DynamicQuantizeMatMul` takes the steps from the
 * largest value of all rows, so that a token's logits would depend on what it was computed together with.
 */
export function int8MatMul(graph: GraphBuilder, x: Value, weight: Value, scale: Value): Value {
  const columns = dimAt(weight, 1);
  const fits = x.dtype === "float32" && weight.dtype === "int8" && dimAt(x, -1) === weight.shape[0];
  expect(
    fits && scale.shape.length === 1 && scale.shape[0] === columns,
    "MatMulIntegerToFloat",
    x,
    weight,
    scale,
  );
  const step = graph.constant("float32", [], [ROW_STEP]);
  const zero = graph.constant("uint8", [], [ROW_ZERO]);
  const quantised = one(
    graph.node("QuantizeLinear", [x, step, zero], { outputs: [{ dtype: "uint8", shape: x.shape }] }),
  );
  return one(
    graph.node("MatMulIntegerToFloat", [quantised, weight, step, scale, zero], {
      domain: MICROSOFT,
      outputs: [{ dtype: "float32", shape: [...x.shape.slice(0, -1), columns] }],
    }),
  );
}

export interface AttentionInputs {
  /** Query, key and value side by side: [B, T, (heads + 2 * kvHeads) * headDim]. */
  readonly qkv: Value;
  /** [B, kvHeads, P, headDim], keys after rotary. */
  readonly pastKey: Value;
  readonly pastValue: Value;
  /** int32 [B]: total length - 1. */
  readonly lastPosition: Value;
  /** int32 scalar: past and new tokens. */
  readonly totalLength: Value;
  /** [positions, headDim / 2] */
  readonly cos: Value;
  readonly sin: Value;
  /** Logit of a key without a value, one for each query head [heads]; null = none. */
  readonly headSink: Value | null;
}

interface AttentionHeads {
  readonly query: number;
  readonly keyValue: number;
  readonly dim: number;
  readonly scale: number;
}

function expectAttention(inputs: AttentionInputs, heads: AttentionHeads): void {
  const { qkv, pastKey, pastValue, lastPosition, totalLength, cos, sin, headSink } = inputs;
  expect(dimAt(qkv, -1) === (heads.query + 2 * heads.keyValue) * heads.dim, "GroupQueryAttention", qkv);
  const cacheFits = pastKey.shape[1] === heads.keyValue && pastKey.shape[3] === heads.dim;
  expect(
    cacheFits && pastValue.shape.join() === pastKey.shape.join(),
    "GroupQueryAttention",
    pastKey,
    pastValue,
  );
  expect(
    [lastPosition, totalLength].every(({ dtype }) => dtype === "int32"),
    "GroupQueryAttention",
    lastPosition,
    totalLength,
  );
  expect(
    cos.shape[1] === heads.dim / 2 && sin.shape.join() === cos.shape.join(),
    "GroupQueryAttention",
    cos,
    sin,
  );
  if (headSink) expect(headSink.shape.join() === `${heads.query}`, "GroupQueryAttention", headSink);
}

/** Causal grouped-query attention (Ainslie et al. 2023) with split-half rotary and an appended KV cache. */
export function groupQueryAttention(
  graph: GraphBuilder,
  inputs: AttentionInputs,
  heads: AttentionHeads,
): { output: Value; presentKey: Value; presentValue: Value } {
  expectAttention(inputs, heads);
  const { qkv, pastKey, pastValue, lastPosition, totalLength, cos, sin, headSink } = inputs;
  const present = { dtype: pastKey.dtype, shape: [dimAt(pastKey, 0), heads.keyValue, "S", heads.dim] };
  const [output, presentKey, presentValue] = graph.node(
    "GroupQueryAttention",
    [qkv, null, null, pastKey, pastValue, lastPosition, totalLength, cos, sin, null, null, headSink],
    {
      domain: MICROSOFT,
      attributes: {
        num_heads: { int: heads.query },
        kv_num_heads: { int: heads.keyValue },
        scale: { float: heads.scale },
        do_rotary: { int: 1 },
        rotary_interleaved: { int: 0 },
      },
      outputs: [
        { dtype: qkv.dtype, shape: [...qkv.shape.slice(0, -1), heads.query * heads.dim] },
        present,
        present,
      ],
    },
  );
  if (!output || !presentKey || !presentValue) throw new GraphError("GroupQueryAttention lost an output");
  return { output, presentKey, presentValue };
}

/** Weights of `MatMulNBits` and `GatherBlockQuantized`. */
export interface NBitsWeights {
  readonly bits: 4 | 8;
  /** uint8 [N, K / blockSize, blockSize * bits / 8], low nibble = even column. */
  readonly quants: Value;
  /** [N, K / blockSize] in the type of the activations. */
  readonly scales: Value;
  /** uint8 [N, ceil(K / blockSize * bits / 8)], low nibble = even block. */
  readonly zeroPoints: Value;
}

/** x [..., K] times the weights [N, K], transposed: w = (q - zeroPoint) * scale. */
export function matMulNBits(graph: GraphBuilder, x: Value, weights: NBitsWeights): Value {
  const { bits, quants, scales, zeroPoints } = weights;
  const [rows, blocks, blockBytes] = quants.shape;
  const known = typeof rows === "number" && typeof blocks === "number" && typeof blockBytes === "number";
  const blockSize = known ? (blockBytes * 8) / bits : 0;
  expect(
    known && dimAt(x, -1) === blocks * blockSize && scales.dtype === x.dtype,
    "MatMulNBits",
    x,
    quants,
    scales,
  );
  return one(
    graph.node("MatMulNBits", [x, quants, scales, zeroPoints], {
      domain: MICROSOFT,
      attributes: {
        K: { int: blocks * blockSize },
        N: { int: rows },
        bits: { int: bits },
        block_size: { int: blockSize },
        // Level 4 would round activations to 8 bits (spec llama32 7.2).
        accuracy_level: { int: 0 },
      },
      outputs: [{ dtype: x.dtype, shape: [...x.shape.slice(0, -1), rows] }],
    }),
  );
}

/**
 * Rows `ids` [1, T] of a table [V, H] whose `quants` are [V, H * bits / 8]: [1, T, H]. Blocks a row must be even in number
 * when they have 4 bits.
 */
export function gatherBlockQuantized(
  graph: GraphBuilder,
  weights: NBitsWeights,
  ids: Value,
  blockSize: number,
): Value {
  const { bits, quants, scales, zeroPoints } = weights;
  const rowBytes = dimAt(quants, 1);
  expect(typeof rowBytes === "number" && ids.dtype === "int64", "GatherBlockQuantized", quants, ids);
  return one(
    graph.node("GatherBlockQuantized", [quants, ids, scales, zeroPoints], {
      domain: MICROSOFT,
      attributes: {
        gather_axis: { int: 0 },
        quantize_axis: { int: 1 },
        block_size: { int: blockSize },
        bits: { int: bits },
      },
      outputs: [{ dtype: scales.dtype, shape: [...ids.shape, (rowBytes * 8) / bits] }],
    }),
  );
}

/**
 * Attention without a mask: query [B, T, N * D], key and value both [B, L, N * D] or both [B, N, L, D].
 * @returns [B, T, N * D]
 */
export function multiHeadAttention(
  graph: GraphBuilder,
  { query, key, value }: { readonly query: Value; readonly key: Value; readonly value: Value },
  heads: { readonly count: number; readonly dim: number },
): Value {
  const width = heads.count * heads.dim;
  const fits = (each: Value): boolean =>
    each.shape.length === 3
      ? each.shape[2] === width
      : each.shape[1] === heads.count && each.shape[3] === heads.dim;
  const typed = [key, value].every((each) => each.dtype === query.dtype);
  expect(
    typed && query.shape[2] === width && fits(key) && key.shape.join() === value.shape.join(),
    "MultiHeadAttention",
    query,
    key,
    value,
  );
  return one(
    graph.node("MultiHeadAttention", [query, key, value], {
      domain: MICROSOFT,
      attributes: { num_heads: { int: heads.count }, scale: { float: heads.dim ** -0.5 } },
      outputs: [{ dtype: query.dtype, shape: query.shape }],
    }),
  );
}
