/** @file The last axis of a value made longer or shorter. */
import type { GraphBuilder, Value } from "./graph-builder.ts";
import { dimAt, expect, one, slice } from "./ops.ts";

/** Zeros behind the last axis, which then has `length`. */
export function padLast(graph: GraphBuilder, x: Value, length: number): Value {
  const before = dimAt(x, -1);
  expect(typeof before === "number" && before <= length, "Pad", x);
  const rank = x.shape.length;
  const pads = Array.from({ length: 2 * rank }, (_, at) => (at === 2 * rank - 1 ? length - before : 0));
  const shape = [...x.shape.slice(0, -1), length];
  return one(
    graph.node("Pad", [x, graph.constant("int64", [2 * rank], pads)], {
      outputs: [{ dtype: x.dtype, shape }],
    }),
  );
}

/** The first `length` of the last axis. */
export function firstOfLast(graph: GraphBuilder, x: Value, length: number): Value {
  const [start, end] = [0, length].map((at) => graph.constant("int64", [1], [at])) as [Value, Value];
  return slice(graph, x, { start, end, axis: x.shape.length - 1, length });
}
