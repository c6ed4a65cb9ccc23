/**
 * @file Typed ONNX operators: each checks its inputs, infers the shape of its result and adds one node.
 * Definitions: ONNX operators (opset 21) and onnxruntime's contrib operators (`com.microsoft`); what works on which
 * execution provider is measured in spec onnxruntime-web 1-3.
 */
import { GraphError } from "./graph-builder.ts";
import type { GraphBuilder, Value } from "./graph-builder.ts";
import type { DType, Dim } from "./onnx-model.ts";

const MICROSOFT = "com.microsoft";

function show(value: Value): string {
  return `${value.name} ${value.dtype}[${value.shape.join(", ")}]`;
}

function expect(condition: boolean, op: string, ...values: Value[]): asserts condition {
  if (!condition) throw new GraphError(`${op}: ${values.map(show).join("; ")} do not fit`);
}

/** The single output of a node. */
function one(values: Value[]): Value {
  const [value] = values;
  if (!value) throw new GraphError("node without output");
  return value;
}

function dimAt(value: Value, axis: number): Dim {
  const dim = value.shape.at(axis);
  if (dim === undefined) throw new GraphError(`${show(value)} has no axis ${axis}`);
  return dim;
}

/** NumPy broadcasting; a named length only meets itself or 1. */
function broadcast(op: string, a: Value, b: Value): Dim[] {
  const rank = Math.max(a.shape.length, b.shape.length);
  return Array.from({ length: rank }, (_, index) => {
    const left = a.shape.at(index - rank) ?? 1;
    const right = b.shape.at(index - rank) ?? 1;
    expect(left === right || left === 1 || right === 1, op, a, b);
    return left === 1 ? right : left;
  });
}

function elementwise(graph: GraphBuilder, op: "Add" | "Mul" | "Div" | "Max", a: Value, b: Value): Value {
  expect(a.dtype === b.dtype, op, a, b);
  return one(graph.node(op, [a, b], { outputs: [{ dtype: a.dtype, shape: broadcast(op, a, b) }] }));
}

export const add = (graph: GraphBuilder, a: Value, b: Value): Value => elementwise(graph, "Add", a, b);
export const mul = (graph: GraphBuilder, a: Value, b: Value): Value => elementwise(graph, "Mul", a, b);
export const div = (graph: GraphBuilder, a: Value, b: Value): Value => elementwise(graph, "Div", a, b);
export const max = (graph: GraphBuilder, a: Value, b: Value): Value => elementwise(graph, "Max", a, b);

export function abs(graph: GraphBuilder, x: Value): Value {
  return one(graph.node("Abs", [x], { outputs: [{ dtype: x.dtype, shape: x.shape }] }));
}

export function cast(graph: GraphBuilder, x: Value, to: DType): Value {
  const code = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7 }[to];
  return one(
    graph.node("Cast", [x], { attributes: { to: { int: code } }, outputs: [{ dtype: to, shape: x.shape }] }),
  );
}

/** Maximum over the last axis, which stays with length 1. */
export function reduceMaxLast(graph: GraphBuilder, x: Value): Value {
  const axes = graph.constant("int64", [1], [-1]);
  const shape = [...x.shape.slice(0, -1), 1];
  return one(
    graph.node("ReduceMax", [x, axes], {
      attributes: { keepdims: { int: 1 } },
      outputs: [{ dtype: x.dtype, shape }],
    }),
  );
}

/** Sum over all axes but the last, which alone remains. */
export function reduceSumRows(graph: GraphBuilder, x: Value): Value {
  const rowAxes = Array.from({ length: x.shape.length - 1 }, (_, axis) => axis);
  const axes = graph.constant("int64", [rowAxes.length], rowAxes);
  return one(
    graph.node("ReduceSum", [x, axes], {
      attributes: { keepdims: { int: 0 } },
      outputs: [{ dtype: x.dtype, shape: [dimAt(x, -1)] }],
    }),
  );
}

/** Picks slices of `data` along `axis`; the result has the indices' shape in place of that axis. */
export function gather(graph: GraphBuilder, data: Value, indices: Value, axis: number): Value {
  expect(indices.dtype === "int64" || indices.dtype === "int32", "Gather", data, indices);
  const shape = [...data.shape.slice(0, axis), ...indices.shape, ...data.shape.slice(axis + 1)];
  return one(
    graph.node("Gather", [data, indices], {
      attributes: { axis: { int: axis } },
      outputs: [{ dtype: data.dtype, shape }],
    }),
  );
}

export function transpose(graph: GraphBuilder, x: Value, order: readonly number[]): Value {
  expect(order.length === x.shape.length, "Transpose", x);
  const shape = order.map((axis) => dimAt(x, axis));
  return one(
    graph.node("Transpose", [x], {
      attributes: { perm: { ints: order } },
      outputs: [{ dtype: x.dtype, shape }],
    }),
  );
}

/** Splits the last axis into consecutive parts of the given lengths. */
export function splitLast(graph: GraphBuilder, x: Value, lengths: readonly number[]): Value[] {
  expect(dimAt(x, -1) === lengths.reduce((sum, length) => sum + length, 0), "Split", x);
  const sizes = graph.constant("int64", [lengths.length], lengths);
  return graph.node("Split", [x, sizes], {
    attributes: { axis: { int: -1 } },
    outputs: lengths.map((length) => ({ dtype: x.dtype, shape: [...x.shape.slice(0, -1), length] })),
  });
}

/** Root mean square normalisation over the last axis (Zhang & Sennrich 2019), in float32. */
export function rmsNorm(graph: GraphBuilder, x: Value, weight: Value, epsilon: number): Value {
  const fits = weight.dtype === x.dtype && weight.shape.length === 1 && weight.shape[0] === dimAt(x, -1);
  expect(fits, "SimplifiedLayerNormalization", x, weight);
  return one(
    graph.node("SimplifiedLayerNormalization", [x, weight], {
      attributes: { axis: { int: -1 }, epsilon: { float: epsilon }, stash_type: { int: 1 } },
      outputs: [{ dtype: x.dtype, shape: x.shape }],
    }),
  );
}

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

/**
 * x [..., K] times int8 weight [K, N] with one scale per column [N]. The kernel quantises x to uint8 with ONE scale
 * for the whole tensor: rows must have like ranges (spec onnxruntime-web 8).
 */
export function dynamicQuantizeMatMul(graph: GraphBuilder, x: Value, weight: Value, scale: Value): Value {
  const columns = dimAt(weight, 1);
  const fits = x.dtype === "float32" && weight.dtype === "int8" && dimAt(x, -1) === weight.shape[0];
  expect(
    fits && scale.shape.length === 1 && scale.shape[0] === columns,
    "DynamicQuantizeMatMul",
    x,
    weight,
    scale,
  );
  return one(
    graph.node("DynamicQuantizeMatMul", [x, weight, scale], {
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

/** Causal grouped-query attention (Ainslie et al. 2023) with split-half rotary and an appended KV cache. */
export function groupQueryAttention(
  graph: GraphBuilder,
  inputs: AttentionInputs,
  heads: { readonly query: number; readonly keyValue: number; readonly dim: number },
): { output: Value; presentKey: Value; presentValue: Value } {
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
  const present = { dtype: pastKey.dtype, shape: [dimAt(pastKey, 0), heads.keyValue, "S", heads.dim] };
  const [output, presentKey, presentValue] = graph.node(
    "GroupQueryAttention",
    [qkv, null, null, pastKey, pastValue, lastPosition, totalLength, cos, sin, null, null, headSink],
    {
      domain: MICROSOFT,
      attributes: {
        num_heads: { int: heads.query },
        kv_num_heads: { int: heads.keyValue },
        scale: { float: heads.dim ** -0.5 },
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

/** Adds a last axis of length 1. */
export function unsqueezeLast(graph: GraphBuilder, x: Value): Value {
  const axes = graph.constant("int64", [1], [-1]);
  return one(graph.node("Unsqueeze", [x, axes], { outputs: [{ dtype: x.dtype, shape: [...x.shape, 1] }] }));
}
