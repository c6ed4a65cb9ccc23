/**
 * @file Typed ONNX operators: each checks its inputs, infers the shape of its result and adds one node.
 * Definitions: ONNX operators, opset 21; what works on which execution provider is measured in spec onnxruntime-web 1-3.
 * onnxruntime's own operators are in `contrib-ops.ts`.
 */
import { GraphError } from "./graph-builder.ts";
import type { GraphBuilder, Value } from "./graph-builder.ts";
import { DATA_TYPE } from "./onnx-model.ts";
import type { DType, Dim } from "./onnx-model.ts";

/** For error messages. */
function show(value: Value): string {
  return `${value.name} ${value.dtype}[${value.shape.join(", ")}]`;
}

export function expect(condition: boolean, op: string, ...values: Value[]): asserts condition {
  if (!condition) throw new GraphError(`${op}: ${values.map(show).join("; ")} do not fit`);
}

/** The single output of a node. */
export function one(values: Value[]): Value {
  const [value] = values;
  if (!value) throw new GraphError("node without output");
  return value;
}

export function dimAt(value: Value, axis: number): Dim {
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

function elementwise(
  graph: GraphBuilder,
  op: "Add" | "Sub" | "Mul" | "Div" | "Max" | "Min",
  a: Value,
  b: Value,
): Value {
  expect(a.dtype === b.dtype, op, a, b);
  return one(graph.node(op, [a, b], { outputs: [{ dtype: a.dtype, shape: broadcast(op, a, b) }] }));
}

export const add = (graph: GraphBuilder, a: Value, b: Value): Value => elementwise(graph, "Add", a, b);
export const sub = (graph: GraphBuilder, a: Value, b: Value): Value => elementwise(graph, "Sub", a, b);
export const mul = (graph: GraphBuilder, a: Value, b: Value): Value => elementwise(graph, "Mul", a, b);
export const div = (graph: GraphBuilder, a: Value, b: Value): Value => elementwise(graph, "Div", a, b);
export const max = (graph: GraphBuilder, a: Value, b: Value): Value => elementwise(graph, "Max", a, b);
export const min = (graph: GraphBuilder, a: Value, b: Value): Value => elementwise(graph, "Min", a, b);

export function abs(graph: GraphBuilder, x: Value): Value {
  return one(graph.node("Abs", [x], { outputs: [{ dtype: x.dtype, shape: x.shape }] }));
}

export function cast(graph: GraphBuilder, x: Value, to: DType): Value {
  if (x.dtype === to) return x;
  return one(
    graph.node("Cast", [x], {
      attributes: { to: { int: DATA_TYPE[to] } },
      outputs: [{ dtype: to, shape: x.shape }],
    }),
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

/** Sum over the last axis, which goes. */
export function reduceSumLast(graph: GraphBuilder, x: Value): Value {
  const axes = graph.constant("int64", [1], [-1]);
  return one(
    graph.node("ReduceSum", [x, axes], {
      attributes: { keepdims: { int: 0 } },
      outputs: [{ dtype: x.dtype, shape: x.shape.slice(0, -1) }],
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

/** Adds a last axis of length 1. */
export function unsqueezeLast(graph: GraphBuilder, x: Value): Value {
  const axes = graph.constant("int64", [1], [-1]);
  return one(graph.node("Unsqueeze", [x, axes], { outputs: [{ dtype: x.dtype, shape: [...x.shape, 1] }] }));
}

function knownElements(dims: readonly Dim[]): number {
  return dims.reduce<number>((product, dim) => (typeof dim === "number" ? product * dim : product), 1);
}

function namedLengths(dims: readonly Dim[]): string {
  return dims.filter((dim) => typeof dim === "string").join();
}

/**
 * The same elements in another shape. A named length may stay where it is; one other may be new, and takes what is left.
 */
export function reshape(graph: GraphBuilder, x: Value, shape: readonly Dim[]): Value {
  const sizes = shape.map((dim, axis) => {
    if (typeof dim === "number") return dim;
    return x.shape[axis] === dim ? 0 : -1;
  });
  expect(sizes.filter((size) => size === -1).length <= 1, "Reshape", x);
  if (namedLengths(x.shape) === namedLengths(shape)) {
    expect(knownElements(x.shape) === knownElements(shape), "Reshape", x);
  }
  const target = graph.constant("int64", [sizes.length], sizes);
  return one(graph.node("Reshape", [x, target], { outputs: [{ dtype: x.dtype, shape }] }));
}

/** Side by side along `axis`, whose length is `length` where it is not the sum of known ones. */
export function concat(graph: GraphBuilder, parts: readonly Value[], axis: number, length?: Dim): Value {
  const [first] = parts;
  if (!first) throw new GraphError("Concat of nothing");
  const known = parts.map((part) => dimAt(part, axis));
  const sum = known.every((dim) => typeof dim === "number") ? known.reduce((a, b) => a + b, 0) : length;
  if (sum === undefined) throw new GraphError("Concat needs a name for its length");
  for (const part of parts) {
    const alike = part.dtype === first.dtype && part.shape.length === first.shape.length;
    const others = (value: Value): string => value.shape.filter((_, at) => at !== axis).join();
    expect(alike && others(part) === others(first), "Concat", first, part);
  }
  const shape = first.shape.map((dim, at) => (at === axis ? sum : dim));
  return one(
    graph.node("Concat", parts, {
      attributes: { axis: { int: axis } },
      outputs: [{ dtype: first.dtype, shape }],
    }),
  );
}

/** Rows `start` to `end` (int64 [1] each) along `axis`; the result has `length` of them. */
export function slice(
  graph: GraphBuilder,
  x: Value,
  { start, end, axis, length }: { start: Value; end: Value; axis: number; length: Dim },
): Value {
  expect(
    [start, end].every(({ dtype, shape }) => dtype === "int64" && shape.join() === "1"),
    "Slice",
    x,
    start,
    end,
  );
  const axes = graph.constant("int64", [1], [axis]);
  const shape = x.shape.map((dim, at) => (at === axis ? length : dim));
  return one(graph.node("Slice", [x, start, end, axes], { outputs: [{ dtype: x.dtype, shape }] }));
}

/** x [..., K] times weight [K, N]. */
export function matMul(graph: GraphBuilder, x: Value, weight: Value): Value {
  const fits = x.dtype === weight.dtype && weight.shape.length === 2 && dimAt(x, -1) === weight.shape[0];
  expect(fits, "MatMul", x, weight);
  const shape = [...x.shape.slice(0, -1), dimAt(weight, 1)];
  return one(graph.node("MatMul", [x, weight], { outputs: [{ dtype: x.dtype, shape }] }));
}

/** Layer normalisation over the last axis (Ba et al. 2016). */
export function layerNorm(graph: GraphBuilder, x: Value, weight: Value, bias: Value, epsilon: number): Value {
  const fits = [weight, bias].every(
    (each) => each.dtype === x.dtype && each.shape.join() === `${dimAt(x, -1)}`,
  );
  expect(fits, "LayerNormalization", x, weight, bias);
  return one(
    graph.node("LayerNormalization", [x, weight, bias], {
      attributes: { axis: { int: -1 }, epsilon: { float: epsilon } },
      outputs: [{ dtype: x.dtype, shape: x.shape }],
    }),
  );
}

/** x * Phi(x) with the error function, not its tanh approximation (Hendrycks & Gimpel 2016). */
export function gelu(graph: GraphBuilder, x: Value): Value {
  return one(
    graph.node("Gelu", [x], {
      attributes: { approximate: { string: "none" } },
      outputs: [{ dtype: x.dtype, shape: x.shape }],
    }),
  );
}

/** Non-overlapping windows of pixels [U, C, t, t] times weight [N, C, p, p]: [U, N, t / p, t / p], rounded down. */
export function patchConv(graph: GraphBuilder, pixels: Value, weight: Value): Value {
  const [outputs, channels, size] = weight.shape;
  const [tile] = pixels.shape.slice(-1);
  const known = typeof outputs === "number" && typeof size === "number" && typeof tile === "number";
  expect(
    known && pixels.dtype === weight.dtype && pixels.shape[1] === channels && tile >= size,
    "Conv",
    pixels,
    weight,
  );
  const grid = Math.floor(tile / size);
  return one(
    graph.node("Conv", [pixels, weight], {
      attributes: { kernel_shape: { ints: [size, size] }, strides: { ints: [size, size] } },
      outputs: [{ dtype: pixels.dtype, shape: [dimAt(pixels, 0), outputs, grid, grid] }],
    }),
  );
}

export function identity(graph: GraphBuilder, x: Value): Value {
  return one(graph.node("Identity", [x], { outputs: [{ dtype: x.dtype, shape: x.shape }] }));
}

/** a = b as bool, broadcast. */
export function equal(graph: GraphBuilder, a: Value, b: Value): Value {
  expect(a.dtype === b.dtype, "Equal", a, b);
  return one(graph.node("Equal", [a, b], { outputs: [{ dtype: "bool", shape: broadcast("Equal", a, b) }] }));
}
