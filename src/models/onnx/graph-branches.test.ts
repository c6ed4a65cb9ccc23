import { describe, expect, it } from "vitest";
import { GraphBuilder } from "./graph-builder.ts";
import type { Value } from "./graph-builder.ts";
import * as ops from "./ops.ts";
import type { WeightSource } from "./weight-source.ts";

const SOURCE: WeightSource = { kind: "tensor", tensor: "t" };

/** Strings of at least three characters in a model: names of nodes and values. */
function textOf(model: Uint8Array): string {
  return new TextDecoder("latin1").decode(model);
}

function started(): { graph: GraphBuilder; x: Value; condition: Value } {
  const graph = new GraphBuilder();
  const x = graph.input("x", "float32", [1, 4]);
  return { graph, x, condition: graph.input("condition", "bool", []) };
}

describe("branches", () => {
  it("give what both bodies give, from nodes that are in no other graph", () => {
    const { graph, x, condition } = started();
    const value = graph.branch(
      condition,
      () => ops.abs(graph, ops.abs(graph, x)),
      () => ops.identity(graph, x),
    );
    expect([value.dtype, value.shape]).toEqual(["float32", [1, 4]]);
    graph.output("y", value);
    const model = textOf(graph.build().model);
    // Node and result of each: the names of a body's nodes are taken in the whole graph.
    for (const name of ["Abs:0", "Abs_1:0", "Identity:0"]) expect(model).toContain(name);
    // The attribute and the graph in it.
    for (const name of ["then_branch", "else_branch"]) expect(model.split(name).length - 1).toBe(2);
  });

  it("may read outputs by the names that these got later, and have weights of their own", () => {
    const { graph, x, condition } = started();
    const outer = ops.abs(graph, x);
    graph.branch(
      condition,
      () => ops.mul(graph, outer, graph.weight("w", "float32", [4], SOURCE)),
      () => ops.identity(graph, outer),
    );
    graph.output("outer", outer);
    const { model, weights } = graph.build();
    expect(textOf(model)).not.toContain("Abs:0");
    expect(weights.map(({ name }) => name)).toEqual(["w"]);
  });

  it("can lie in one another", () => {
    const { graph, x, condition } = started();
    const inner = (): Value =>
      graph.branch(
        condition,
        () => ops.abs(graph, x),
        () => ops.identity(graph, x),
      );
    const value = graph.branch(condition, inner, () => ops.identity(graph, x));
    graph.output("y", ops.abs(graph, value));
    expect(textOf(graph.build().model).split("then_branch").length - 1).toBe(4);
  });

  it.each<[string, RegExp, (graph: GraphBuilder, x: Value, condition: Value) => unknown]>([
    [
      "a condition that is none",
      /not a condition/,
      (graph, x) =>
        graph.branch(
          x,
          () => ops.abs(graph, x),
          () => ops.abs(graph, x),
        ),
    ],
    [
      "a value made outside",
      /was not made in its branch/,
      (graph, x, condition) =>
        graph.branch(
          condition,
          () => x,
          () => ops.abs(graph, x),
        ),
    ],
    [
      "results of unlike shape",
      /different types/,
      (graph, x, condition) =>
        graph.branch(
          condition,
          () => ops.abs(graph, x),
          () => ops.reduceMaxLast(graph, x),
        ),
    ],
    [
      "results of unlike type",
      /different types/,
      (graph, x, condition) =>
        graph.branch(
          condition,
          () => ops.abs(graph, x),
          () => ops.cast(graph, x, "float16"),
        ),
    ],
  ])("refuse %s, and leave the graph as it was", (_, message, make) => {
    const { graph, x, condition } = started();
    expect(() => make(graph, x, condition)).toThrow(message);
    graph.output("y", ops.identity(graph, x));
    expect(textOf(graph.build().model)).toContain("Identity");
  });
});
