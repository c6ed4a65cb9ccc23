/** @file Graphs of the released models at their real sizes: their bytes, and whether onnx's own checker takes them. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, describe, expect, it } from "vitest";
import { arithmeticFor } from "./arithmetic.ts";
import { buildDecoderGraph } from "./decoder-graph.ts";
import type { LlamaConfig } from "./llama/config.ts";
import { decoderOf, memoryBytes } from "./memory-plan-bytes.ts";
import type { MemoryRequest } from "./memory-plan-bytes.ts";
import { modelTensors } from "./memory-plan-tensors.ts";
import type { MllamaConfig } from "./mllama/config.ts";
import { buildProjectorGraph } from "./mllama/projector-model.ts";
import { buildVisionStages } from "./mllama/vision-model.ts";
import { GraphBuilder } from "./onnx/graph-builder.ts";
import type { BuiltGraph, Value } from "./onnx/graph-builder.ts";
import { tensorBytes } from "./onnx/onnx-model.ts";
import {
  LLAMA_32_11B_VISION,
  LLAMA_32_11B_VISION_INSTRUCT,
  LLAMA_32_1B,
  LLAMA_32_3B,
  LLAMA_32_90B_VISION,
  LLAMA_GUARD_3_1B,
  LLAMA_GUARD_3_1B_PRUNED,
} from "./released-configs.ts";
import type { Checkpoint } from "./weights/checkpoint.ts";

const MODELS: readonly [string, LlamaConfig | MllamaConfig][] = [
  ["1B", LLAMA_32_1B],
  ["3B", LLAMA_32_3B],
  ["Guard-1B", LLAMA_GUARD_3_1B],
  ["Guard-1B pruned", LLAMA_GUARD_3_1B_PRUNED],
  ["11B base", LLAMA_32_11B_VISION],
  ["11B", LLAMA_32_11B_VISION_INSTRUCT],
  ["90B", LLAMA_32_90B_VISION],
];

const GPU = { mode: "nbits", activations: "float16", plainAttention: false } as const;
/** A GPU that binds a GiB and one that binds no more than WebGPU promises; the CPU. */
const FORMS = [
  { form: "4 bits", ...GPU, maxWeightBytes: 2 ** 30 },
  { form: "4 bits in pieces of 128 MiB", ...GPU, maxWeightBytes: 2 ** 27 },
  { form: "int8", mode: "int8", activations: "float32", plainAttention: true, maxWeightBytes: 2 ** 32 },
] as const;
type Form = (typeof FORMS)[number];

const CONTEXT = 8192;

/** Says of every matrix that it is stored in floats; nothing is read to build a graph. */
const unread: Checkpoint = {
  has: () => true,
  nbits: () => null,
  rows: () => expect.fail("a weight was read"),
  vector: () => expect.fail("a weight was read"),
};

function graphsOf(config: LlamaConfig | MllamaConfig, form: Form): BuiltGraph[] {
  const arithmetic = arithmeticFor(unread, { ...form, exactZeroPoints: false });
  const options = { arithmetic, maxPositions: CONTEXT, plainAttention: form.plainAttention };
  const decoder = buildDecoderGraph(decoderOf(config), options);
  if (config.modelType === "llama") return [decoder];
  const stages = buildVisionStages(config, { arithmetic, compat: "meta", stageLayers: 8 });
  return [decoder, ...stages.map(({ graph }) => graph), buildProjectorGraph(config, arithmetic)];
}

function bytesOf(graphs: readonly BuiltGraph[], kinds: readonly string[]): number {
  return graphs
    .flatMap(({ weights }) => weights)
    .filter(({ source }) => kinds.includes(source.kind))
    .reduce((sum, { dtype, shape }) => sum + tensorBytes(dtype, shape), 0);
}

function plannedBytes(config: LlamaConfig | MllamaConfig, form: Form, kind: "matrix" | "plain"): number {
  const request: MemoryRequest = {
    config,
    weights: form.mode === "nbits" ? { kind: "nbits", blockSize: 64 } : { kind: "int8" },
    activations: form.activations,
    contextTokens: CONTEXT,
    minContextTokens: CONTEXT,
    pictures: 0,
    chunkTokens: 128,
    device: { kind: "cpu", heapBytes: 2 ** 32 },
  };
  const tensors = modelTensors(config).filter((tensor) => tensor.kind === kind);
  return memoryBytes(request, tensors, CONTEXT).weights;
}

const CHECKER = fileURLToPath(new URL("./testing/check-models.py", import.meta.url));

interface Checked {
  readonly error?: string;
  /** Weights that the model asks for. */
  readonly weights?: number;
}

function checkModels(paths: readonly string[]): Checked[] {
  const lines = execFileSync("python3", [CHECKER, ...paths], { encoding: "utf8" })
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as Checked);
}

/** Why onnx's checker cannot be run here; null where it can. */
function checkerMissing(): string | null {
  try {
    execFileSync("python3", ["-c", "import onnx"], { stdio: "pipe" });
    return null;
  } catch {
    return "python3 with the package onnx is not installed";
  }
}

const missing = checkerMissing();
if (missing) console.log(`graphs are not checked by onnx: ${missing}`);
const folder = mkdtempSync(join(tmpdir(), "hearth-graphs-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(graph: BuiltGraph, name: string): string {
  const path = join(folder, `${name.replaceAll(" ", "-")}.onnx`);
  writeFileSync(path, graph.model);
  return path;
}

it.skipIf(missing)("onnx's checker refuses what is wrong", { timeout: 120_000 }, () => {
  const wrong = [
    (graph: GraphBuilder, x: Value) => graph.node("Abs", [x, x], { outputs: [x] }),
    (graph: GraphBuilder, x: Value) => graph.node("MatMul", [x, x], { outputs: [x] }),
  ].map((add, index) => {
    const graph = new GraphBuilder();
    const [y] = add(graph, graph.input("x", "float32", [2, 3]));
    graph.output("y", y!);
    return write(graph.build(), `wrong-${index}`);
  });
  expect(checkModels(wrong).map(({ error }) => error !== undefined)).toEqual([true, true]);
});

describe.each(MODELS)("%s at full size", { timeout: 120_000 }, (name, config) => {
  it.each(FORMS)("has the bytes that were planned, in $form", (form) => {
    const started = performance.now();
    const graphs = graphsOf(config, form);
    const ms = Math.round(performance.now() - started);
    const size = graphs.reduce((sum, { model }) => sum + model.length, 0);
    console.log(
      `${name}, ${form.form}: ${graphs.length} graph(s), ${size} bytes of nodes, built in ${ms} ms`,
    );
    const planned = plannedBytes(config, form, "matrix");
    expect(bytesOf(graphs, ["matrix"])).toBe(planned);
    for (const { dtype, shape } of graphs.flatMap(({ weights }) => weights))
      expect(tensorBytes(dtype, shape)).toBeLessThanOrEqual(form.maxWeightBytes);
    // Norms are float32 on every device and gates one number a channel; together they are next to nothing.
    const rest = bytesOf(graphs, ["tensor", "gate"]);
    expect(Math.abs(rest - plannedBytes(config, form, "plain"))).toBeLessThan(0.005 * planned);
    const { headDim } = config.modelType === "llama" ? config : config.text;
    expect(bytesOf(graphs, ["rotary"])).toBe(CONTEXT * headDim * (form.activations === "float16" ? 2 : 4));
  });

  it.skipIf(missing).each(FORMS)("is valid by onnx's own checker, in $form", (form) => {
    const graphs = graphsOf(config, form);
    const results = checkModels(graphs.map((graph, index) => write(graph, `${name}-${form.form}-${index}`)));
    expect(results.map(({ error }) => error ?? "valid")).toEqual(graphs.map(() => "valid"));
    expect(results.map(({ weights }) => weights)).toEqual(graphs.map(({ weights }) => weights.length));
  });
});
