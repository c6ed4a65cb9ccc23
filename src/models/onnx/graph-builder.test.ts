import { describe, expect, it } from "vitest";
import { buildLlamaGraph } from "#models/llama/model";
import { matrices } from "#models/llama/matrices";
import { tinyConfig } from "#models/testing/tiny-llama";
import * as contrib from "./contrib-ops.ts";
import { GraphBuilder, GraphError } from "./graph-builder.ts";
import type { Value } from "./graph-builder.ts";
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

describe("shapes and types of operators", () => {
  const graph = new GraphBuilder();
  const x = graph.input("x", "float32", [1, "T", 8]);
  const ids = graph.input("ids", "int64", [1, "T"]);
  const past = graph.input("past", "float32", [1, 2, "P", 4]);
  const last = graph.input("last", "int32", [1]);
  const total = graph.input("total", "int32", []);
  const weight = (name: string, shape: number[], dtype: "float32" | "int8" = "float32") =>
    graph.weight(name, dtype, shape, SOURCE);
  const [cos, sin] = [weight("cos", [16, 2]), weight("sin", [16, 2])];

  it.each([
    ["broadcasting", () => ops.mul(graph, x, weight("b8", [8])), "float32", [1, "T", 8]],
    ["broadcasting the other way", () => ops.add(graph, weight("b1", [1]), x), "float32", [1, "T", 8]],
    ["rows' maximum", () => ops.reduceMaxLast(graph, x), "float32", [1, "T", 1]],
    ["sum of rows", () => ops.reduceSumRows(graph, x), "float32", [8]],
    ["cast", () => ops.cast(graph, ids, "float32"), "float32", [1, "T"]],
    ["gather columns", () => ops.gather(graph, weight("e", [8, 30], "int8"), ids, 1), "int8", [8, 1, "T"]],
    ["transpose", () => ops.transpose(graph, x, [2, 0, 1]), "float32", [8, 1, "T"]],
    ["split", () => ops.splitLast(graph, x, [5, 3])[1]!, "float32", [1, "T", 3]],
    ["norm", () => ops.rmsNorm(graph, x, weight("n", [8]), 1e-5), "float32", [1, "T", 8]],
    ["unsqueeze", () => ops.unsqueezeLast(graph, ids), "int64", [1, "T", 1]],
    [
      "int8 product",
      () => contrib.int8MatMul(graph, x, weight("q", [8, 5], "int8"), weight("s", [5])),
      "float32",
      [1, "T", 5],
    ],
  ] as const)("%s", (_, make, dtype, shape) => {
    const value = make();
    expect([value.dtype, value.shape]).toEqual([dtype, shape]);
  });

  it.each([
    ["unlike types", () => ops.add(graph, x, ids)],
    ["unlike lengths", () => ops.add(graph, x, weight("b7", [7]))],
    ["two unlike named lengths", () => ops.add(graph, past, graph.input("other", "float32", [1, 2, "S", 4]))],
    ["a float index", () => ops.gather(graph, x, x, 0)],
    ["an order of the wrong rank", () => ops.transpose(graph, x, [1, 0])],
    ["an axis that is not there", () => ops.transpose(graph, x, [0, 1, 5])],
    ["a split that is too short", () => ops.splitLast(graph, x, [5, 2])],
    ["a norm of another width", () => ops.rmsNorm(graph, x, weight("n7", [7]), 1e-5)],
    ["a norm of another type", () => ops.rmsNorm(graph, x, weight("n8", [8], "int8"), 1e-5)],
    ["a float matrix", () => contrib.int8MatMul(graph, x, weight("qf", [8, 5]), weight("s", [5]))],
    [
      "another inner width",
      () => contrib.int8MatMul(graph, x, weight("q7", [7, 5], "int8"), weight("s", [5])),
    ],
    ["too few scales", () => contrib.int8MatMul(graph, x, weight("q", [8, 5], "int8"), weight("s4", [4]))],
  ])("refuses %s", (_, make) => {
    expect(make).toThrow(GraphError);
  });

  const qkv = graph.input("qkv", "float32", [1, "T", (4 + 2 * 2) * 4]);
  const fitting: contrib.AttentionInputs = {
    qkv,
    pastKey: past,
    pastValue: past,
    lastPosition: last,
    totalLength: total,
    cos,
    sin,
    headSink: null,
  };
  const heads = { query: 4, keyValue: 2, dim: 4 };

  it("gives attention's output and a longer cache", () => {
    const { output, presentKey, presentValue } = contrib.groupQueryAttention(graph, fitting, heads);
    expect(output.shape).toEqual([1, "T", 16]);
    expect(presentKey.shape).toEqual([1, 2, "S", 4]);
    expect(presentValue.shape).toEqual([1, 2, "S", 4]);
  });

  it.each<[string, Partial<contrib.AttentionInputs>]>([
    ["a query of another width", { qkv: x }],
    ["a cache of other heads", { pastKey: graph.input("p3", "float32", [1, 3, "P", 4]) }],
    ["unlike caches", { pastValue: graph.input("p1", "float32", [1, 2, "Q", 4]) }],
    ["tables for another head", { cos: weight("cos4", [16, 4]), sin: weight("sin4", [16, 4]) }],
    ["unlike tables", { sin: weight("sin8", [8, 2]) }],
    ["positions that are not int32", { lastPosition: graph.input("last64", "int64", [1]) }],
  ])("refuses attention with %s", (_, change) => {
    expect(() => contrib.groupQueryAttention(graph, { ...fitting, ...change }, heads)).toThrow(GraphError);
  });
});
