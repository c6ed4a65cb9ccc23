import { describe, expect, it } from "vitest";
import * as contrib from "./contrib-ops.ts";
import { GraphBuilder, GraphError } from "./graph-builder.ts";
import * as ops from "./ops.ts";
import type { WeightSource } from "./weight-source.ts";

const SOURCE: WeightSource = { kind: "tensor", tensor: "t" };

describe("shapes and types of operators", () => {
  const graph = new GraphBuilder();
  const x = graph.input("x", "float32", [1, "T", 8]);
  const ids = graph.input("ids", "int64", [1, "T"]);
  const past = graph.input("past", "float32", [1, 2, "P", 4]);
  const qkv = graph.input("qkv", "float32", [1, "T", (4 + 2 * 2) * 4]);
  const last = graph.input("last", "int32", [1]);
  const total = graph.input("total", "int32", []);
  const weight = (name: string, shape: number[], dtype: "float32" | "int8" = "float32") =>
    graph.weight(name, dtype, shape, SOURCE);
  const nbits = (rows: number, blocks: number, size: number): contrib.NBitsWeights => {
    const bytes = (name: string, shape: number[]) => graph.weight(`${rows}.${name}`, "uint8", shape, SOURCE);
    return {
      bits: 4,
      quants: bytes("quants", [rows, blocks, size / 2]),
      scales: weight(`${rows}.scales`, [rows, blocks]),
      zeroPoints: bytes("zero_points", [rows, Math.ceil(blocks / 2)]),
    };
  };
  const [cos, sin] = [weight("cos", [16, 2]), weight("sin", [16, 2])];

  it.each([
    ["broadcasting", () => ops.mul(graph, x, weight("b8", [8])), "float32", [1, "T", 8]],
    ["broadcasting the other way", () => ops.add(graph, weight("b1", [1]), x), "float32", [1, "T", 8]],
    ["rows' maximum", () => ops.reduceMaxLast(graph, x), "float32", [1, "T", 1]],
    ["sum of rows", () => ops.reduceSumRows(graph, x), "float32", [8]],
    ["reshape", () => ops.reshape(graph, x, [1, "T", 2, 4]), "float32", [1, "T", 2, 4]],
    ["reshape with a new name", () => ops.reshape(graph, past, [1, "N", 4]), "float32", [1, "N", 4]],
    ["sum of the last axis", () => ops.reduceSumLast(graph, x), "float32", [1, "T"]],
    ["side by side", () => ops.concat(graph, [x, x], 2), "float32", [1, "T", 16]],
    ["below one another", () => ops.concat(graph, [x, x], 1, "2T"), "float32", [1, "2T", 8]],
    ["comparison", () => ops.equal(graph, ids, graph.constant("int64", [], [1])), "bool", [1, "T"]],
    ["float product", () => ops.matMul(graph, x, weight("m", [8, 5])), "float32", [1, "T", 5]],
    [
      "patches",
      () => ops.patchConv(graph, graph.input("px", "float32", ["U", 3, 12, 12]), weight("pw", [16, 3, 4, 4])),
      "float32",
      ["U", 16, 3, 3],
    ],
    [
      "slice",
      () =>
        ops.slice(graph, x, {
          start: graph.constant("int64", [1], [0]),
          end: graph.constant("int64", [1], [2]),
          axis: 1,
          length: 2,
        }),
      "float32",
      [1, 2, 8],
    ],
    [
      "4-bit product",
      () => contrib.matMulNBits(graph, graph.input("x64", "float32", [1, "T", 64]), nbits(3, 2, 32)),
      "float32",
      [1, "T", 3],
    ],
    [
      "attention of all to all",
      () =>
        contrib.multiHeadAttention(
          graph,
          {
            query: x,
            key: graph.input("k", "float32", [1, 2, "L", 4]),
            value: graph.input("v", "float32", [1, 2, "L", 4]),
          },
          { count: 2, dim: 4 },
        ),
      "float32",
      [1, "T", 8],
    ],
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
    ["another number of elements", () => ops.reshape(graph, x, [1, "T", 2, 5])],
    ["two new lengths", () => ops.reshape(graph, x, ["A", "B", 4])],
    ["parts of unlike width below one another", () => ops.concat(graph, [x, qkv], 1, "N")],
    ["a float product of another width", () => ops.matMul(graph, x, weight("m7", [7, 5]))],
    ["a float product of another type", () => ops.matMul(graph, x, weight("m8", [8, 5], "int8"))],
    ["blocks that are not the width", () => contrib.matMulNBits(graph, x, nbits(4, 2, 32))],
    [
      "a key of other heads",
      () => contrib.multiHeadAttention(graph, { query: x, key: past, value: past }, { count: 4, dim: 2 }),
    ],
    ["a float matrix", () => contrib.int8MatMul(graph, x, weight("qf", [8, 5]), weight("s", [5]))],
    [
      "another inner width",
      () => contrib.int8MatMul(graph, x, weight("q7", [7, 5], "int8"), weight("s", [5])),
    ],
    ["too few scales", () => contrib.int8MatMul(graph, x, weight("q", [8, 5], "int8"), weight("s4", [4]))],
  ])("refuses %s", (_, make) => {
    expect(make).toThrow(GraphError);
  });

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
  const heads = { query: 4, keyValue: 2, dim: 4, scale: 0.5 };

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
