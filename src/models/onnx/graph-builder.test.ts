import { describe, expect, it } from "vitest";
import { buildLlamaGraph } from "#models/llama/model";
import { matrices } from "#models/llama/matrices";
import { tinyConfig } from "#models/testing/tiny-llama";
import * as contrib from "./contrib-ops.ts";
import { GraphBuilder, GraphError } from "./graph-builder.ts";
import * as ops from "./ops.ts";
import type { WeightSource } from "./weight-source.ts";

const SOURCE: WeightSource = { kind: "tensor", tensor: "t" };

/** Strings of at least three characters in a model: names of nodes and values. */
function textOf(model: Uint8Array): string {
  return new TextDecoder("latin1").decode(model);
}

describe("GraphBuilder", () => {
  it("gives one weight for one name and refuses another shape or type", () => {
    const graph = new GraphBuilder();
    const weight = graph.weight("w", "float32", [2, 3], SOURCE);
    expect(graph.weight("w", "float32", [2, 3], SOURCE)).toBe(weight);
    expect(() => graph.weight("w", "float32", [3, 2], SOURCE)).toThrow(GraphError);
    expect(() => graph.weight("w", "int8", [2, 3], SOURCE)).toThrow(GraphError);
    const slot = { name: "w", dtype: "float32", shape: [2, 3], source: SOURCE };
    expect(graph.build().weights).toEqual([slot]);
  });

  it("refuses a value as two outputs and an output that no node makes", () => {
    const graph = new GraphBuilder();
    const x = graph.input("x", "float32", [1]);
    const y = ops.abs(graph, x);
    graph.output("y", y);
    expect(() => graph.output("z", y)).toThrow(/already an output/);
    expect(() => graph.output("z", x)).toThrow(/not the result of a node/);
    expect(() => graph.output("z", graph.weight("w", "float32", [1], SOURCE))).toThrow(
      /not the result of a node/,
    );
  });

  it("never gives an input, weight or output another name than the one asked for", () => {
    const graph = new GraphBuilder();
    const x = graph.input("x", "float32", [1]);
    graph.weight("w", "float32", [1], SOURCE);
    expect(() => graph.input("x", "float32", [1])).toThrow(/taken/);
    expect(() => graph.input("w", "float32", [1])).toThrow(/taken/);
    expect(() => graph.weight("x", "float32", [1], SOURCE)).toThrow(/taken/);
    expect(() => graph.output("x", ops.abs(graph, x))).toThrow(/taken/);
  });

  it("names nodes after their scopes, each name once", () => {
    const graph = new GraphBuilder();
    const x = graph.input("x", "float32", [1]);
    const inner = () => graph.scope("b", () => [ops.abs(graph, x), ops.abs(graph, x)]);
    const names = [
      ops.abs(graph, x),
      ...graph.scope("a", inner),
      ...graph.scope("a", inner),
      ops.abs(graph, x),
    ].map(({ name }) => name);
    expect(names).toEqual(["Abs:0", "a.b/Abs:0", "a.b/Abs_1:0", "a.b/Abs_2:0", "a.b/Abs_3:0", "Abs_1:0"]);
  });

  it("leaves a scope even when its body throws", () => {
    const graph = new GraphBuilder();
    const x = graph.input("x", "float32", [1]);
    expect(() =>
      graph.scope("a", () => {
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(ops.abs(graph, x).name).toBe("Abs:0");
  });

  it("stores equal constants once and checks their length", () => {
    const graph = new GraphBuilder();
    const one = graph.constant("float32", [1], [1]);
    expect(graph.constant("float32", [1], [1])).toBe(one);
    expect(graph.constant("float32", [], [1])).not.toBe(one);
    expect(graph.constant("int64", [1], [1])).not.toBe(one);
    expect(graph.constant("float32", [1], [2])).not.toBe(one);
    expect(() => graph.constant("float32", [2], [1])).toThrow(GraphError);
  });

  it("writes an output's name into the node that makes it and those that read it", () => {
    const graph = new GraphBuilder();
    const y = ops.abs(graph, graph.input("x", "float32", [1]));
    graph.output("present", y);
    contrib.silu(graph, y);
    const model = textOf(graph.build().model);
    expect(model).not.toContain("Abs:0");
    expect(model.split("present").length - 1).toBe(3); // node output, node input, graph output
  });

  it("lists every weight of a Llama once, tied head or not", () => {
    for (const tieWordEmbeddings of [true, false]) {
      const config = tinyConfig({ tieWordEmbeddings });
      const { weights } = buildLlamaGraph(config, {
        arithmetic: {
          activations: "float32",
          maxWeightBytes: Infinity,
          formOf: () => ({ kind: "int8" }),
        },
        maxPositions: 8,
        plainAttention: true,
      });
      const names = weights.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names.includes("lm_head.weight")).toBe(!tieWordEmbeddings);
      expect(weights.find(({ name }) => name === "layers.1.self_attn.qkv_proj.weight")).toEqual({
        name: "layers.1.self_attn.qkv_proj.weight",
        dtype: "int8",
        shape: [64, (4 + 2 * 2) * 16],
        source: {
          ...matrices.qkv(config, 1),
          kind: "matrix",
          form: { kind: "int8" },
          firstRow: 0,
          endRow: 128,
          piece: "weight",
        },
      });
    }
  });
});
