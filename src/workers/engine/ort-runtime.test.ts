/** @file What graphs and the runtime must agree about beyond single operators: branches, outputs in place, cut weights. */
import { beforeAll, describe, expect, it } from "vitest";
import { AppError } from "#shared/errors";
import { GraphBuilder } from "#models/onnx/graph-builder";
import type { BuiltGraph } from "#models/onnx/graph-builder";
import * as ops from "#models/onnx/ops";
import { uploadBoolean, uploadIntegers } from "./device.ts";
import type { DeviceTensor } from "./device.ts";
import type { OrtRuntime } from "./ort-runtime.ts";
import { startCpuRuntime } from "./testing/cpu-runtime.ts";

let runtime: OrtRuntime;

beforeAll(async () => {
  runtime = await startCpuRuntime();
});

function floats(values: readonly number[]): DeviceTensor {
  return runtime.upload("float32", [values.length], new Uint8Array(Float32Array.from(values).buffer));
}

const noWeights = (): never => expect.fail("asked for a weight that the graph has not");

/** y = x + 1 where the condition holds, else the row of x that `at` names, twice over. */
function branching(): BuiltGraph {
  const graph = new GraphBuilder();
  const x = graph.input("x", "float32", [3]);
  const at = graph.input("at", "int64", []);
  const condition = graph.input("condition", "bool", []);
  // An output of the graph that a branch reads: it has another name there than when the branch was made.
  const negative = ops.sub(graph, graph.constant("float32", [], [0]), x);
  const chosen = graph.scope("block", () =>
    graph.branch(
      condition,
      () => ops.sub(graph, graph.constant("float32", [], [1]), negative),
      () => {
        const one = ops.gather(graph, x, at, 0);
        return ops.mul(graph, ops.add(graph, one, one), graph.constant("float32", [3], [1, 1, 1]));
      },
    ),
  );
  graph.output("negative", negative);
  graph.output("y", ops.add(graph, chosen, graph.constant("float32", [], [0])));
  return graph.build();
}

describe("branches", () => {
  it("compute the one that is taken, and only that", async () => {
    const session = await runtime.createSession({
      graph: branching(),
      weightBytes: noWeights,
      hostOutputs: ["y", "negative"],
    });
    const run = async (condition: boolean, at: number): Promise<number[]> => {
      const inputs = new Map([
        ["x", floats([1, 2, 3])],
        ["at", uploadIntegers(runtime, "int64", [], [at])],
        ["condition", uploadBoolean(runtime, condition)],
      ]);
      const { host } = await session.run(inputs, new Map());
      expect([...host.get("negative")!]).toEqual([-1, -2, -3]);
      return [...host.get("y")!];
    };
    expect(await run(true, 0)).toEqual([2, 3, 4]);
    expect(await run(false, 2)).toEqual([6, 6, 6]);
    // Row 9 is not there: whoever computed that branch would fail.
    expect(await run(true, 9)).toEqual([2, 3, 4]);
    await expect(run(false, 9)).rejects.toMatchObject({ code: "engine-failed" });
    expect(await run(false, 1)).toEqual([4, 4, 4]);
    session.release();
  });
});

/** y = the row of a weight of 8 x 1000 that `at` names. */
function oneWeight(): BuiltGraph {
  const graph = new GraphBuilder();
  const at = graph.input("at", "int64", [1]);
  const weight = graph.weight("weight", "float32", [8, 1000], { kind: "tensor", tensor: "weight" });
  graph.output("y", ops.gather(graph, weight, at, 0));
  return graph.build();
}

describe("weights", () => {
  const floatsOf = Float32Array.from({ length: 8000 }, (_, index) => index / 2);

  it("that are stored are put into the heap by whoever reads them", async () => {
    const targets: Uint8Array[] = [];
    const stored = {
      byteLength: floatsOf.byteLength,
      copyTo: (target: Uint8Array) => {
        targets.push(target);
        target.set(new Uint8Array(floatsOf.buffer));
      },
    };
    const session = await runtime.createSession({
      graph: oneWeight(),
      weightBytes: () => stored,
      hostOutputs: ["y"],
    });
    const at = uploadIntegers(runtime, "int64", [1], [7]);
    const { host } = await session.run(new Map([["at", at]]), new Map());
    expect([...host.get("y")!]).toEqual([...floatsOf.subarray(7000)]);
    expect(new Set(targets.map(({ buffer }) => buffer))).toEqual(new Set([runtime.heap().buffer]));
    session.release();
  });

  it("that did not reach the heap are an error, not zeros", async () => {
    const heap = runtime.heap();
    const watched = Object.getOwnPropertyDescriptor(heap, "set")!;
    Reflect.deleteProperty(heap, "set");
    const stored = { byteLength: floatsOf.byteLength, copyTo: () => expect.fail("nobody knows where to") };
    const options = { graph: oneWeight(), weightBytes: () => stored, hostOutputs: ["y"] };
    const creating = runtime.createSession(options);
    await expect(creating).rejects.toMatchObject({
      code: "engine-failed",
      details: { step: "write weights", given: 1, written: 0 },
    });
    Object.defineProperty(heap, "set", watched);
  });

  it("that are lost are the error of the session", async () => {
    const lost = new AppError("weights-missing", "gone");
    const stored = {
      byteLength: floatsOf.byteLength,
      copyTo: () => {
        throw lost;
      },
    };
    const graph = oneWeight();
    const creating = runtime.createSession({ graph, weightBytes: () => stored, hostOutputs: ["y"] });
    await expect(creating).rejects.toBe(lost);
  });
});

describe("results", () => {
  it("are where they were asked for: read back, on the device, or in a tensor that is there", async () => {
    const graph = new GraphBuilder();
    const x = graph.input("x", "float32", ["T"]);
    for (const [name, factor] of [
      ["host", 2],
      ["device", 3],
      ["place", 4],
    ] as const)
      graph.output(name, ops.mul(graph, x, graph.constant("float32", [], [factor])));
    const session = await runtime.createSession({
      graph: graph.build(),
      weightBytes: noWeights,
      hostOutputs: ["host"],
      deviceOutputs: ["device"],
    });
    const place = runtime.allocate("float32", [2]);
    const { host, device } = await session.run(new Map([["x", floats([1, 5])]]), new Map([["place", place]]));
    expect([...host]).toEqual([["host", Float32Array.of(2, 10)]]);
    const kept = device.get("device")!;
    expect([kept.dtype, kept.shape, device.size]).toEqual(["float32", [2], 1]);
    const read = (tensor: DeviceTensor): number[] => {
      const bytes = runtime.bytes(tensor as ReturnType<OrtRuntime["allocate"]>);
      return [...new Float32Array(bytes.slice().buffer)];
    };
    expect(read(kept)).toEqual([3, 15]);
    expect(read(place)).toEqual([4, 20]);
    // A result can be an input, and part of another tensor.
    const again = await session.run(new Map([["x", kept]]), new Map([["place", place]]));
    expect([...again.host.get("host")!]).toEqual([6, 30]);
    runtime.copy({ tensor: kept, offset: 4 }, { tensor: place, offset: 0 }, 4);
    expect(read(place)).toEqual([15, 60]);
    [kept, place, again.device.get("device")!].forEach((tensor) => runtime.release(tensor));
    session.release();
  });

  it("are an error when the graph cannot run, and the session goes on", async () => {
    const graph = new GraphBuilder();
    const x = graph.input("x", "float32", ["T"]);
    const at = graph.input("at", "int64", [1]);
    graph.output("y", ops.gather(graph, x, at, 0));
    const session = await runtime.createSession({
      graph: graph.build(),
      weightBytes: noWeights,
      hostOutputs: ["y"],
    });
    const run = (row: number): Promise<unknown> =>
      session.run(
        new Map([
          ["x", floats([7, 8])],
          ["at", uploadIntegers(runtime, "int64", [1], [row])],
        ]),
        new Map(),
      );
    await expect(run(5)).rejects.toMatchObject({ code: "engine-failed", details: { step: "run" } });
    expect(await run(1)).toMatchObject({ host: new Map([["y", Float32Array.of(8)]]) });
    session.release();
  });
});
