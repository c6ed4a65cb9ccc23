/** @file The whole engine, from GGUF bytes to text, with a model small enough for every test run. */
import { beforeAll, describe, expect, it } from "vitest";
import { GREEDY } from "#shared/language-model";
import type { GeneratePart, GenerateRequest, GenerateResult } from "#shared/language-model";
import { smoothedModules } from "#models/llama/smoothing";
import type { Smoothing } from "#models/llama/smoothing";
import { writeGguf } from "#models/testing/gguf-writer";
import type { GgufMetadata } from "#models/testing/gguf-writer";
import { LlamaReference } from "#models/llama/reference";
import type { CheckpointWeights } from "#models/llama/reference";
import { largestDifference } from "#models/testing/compare";
import {
  memorySource,
  randomWeights,
  tinyConfig,
  tinyMetadata,
  tinyTensors,
} from "#models/testing/tiny-llama";
import { tinyTokenizerMetadata } from "#models/testing/tiny-tokenizer";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import { OnnxEngine } from "./onnx-engine.ts";
import type { OnnxEngineOptions } from "./onnx-engine.ts";
import { OrtRuntime } from "./ort-runtime.ts";
import { CPU_RUNTIME, startCpuRuntime } from "./testing/cpu-runtime.ts";

let device: OrtRuntime;

beforeAll(async () => {
  device = await startCpuRuntime();
});

/** An own head: with a tied one, random weights say the last token again and again. */
const config = tinyConfig({ tieWordEmbeddings: false });
/** Loads without calibration: every factor is 1. */
const UNSMOOTHED: Smoothing = factorsOfOne();

function factorsOfOne(): Smoothing {
  const widths = [
    config.hiddenSize,
    config.numAttentionHeads * config.headDim,
    config.hiddenSize,
    config.intermediateSize,
  ];
  return new Map(
    smoothedModules(config).map((module, index) => [
      module,
      new Float32Array(widths[index % 4] as number).fill(1),
    ]),
  );
}
const weights = randomWeights(config);
const metadata = { ...tinyMetadata(config), ...tinyTokenizerMetadata(config.vocabSize) };

const fileOf = (metadata: GgufMetadata, weights: CheckpointWeights): CheckpointFiles =>
  new Map([["tiny.gguf", memorySource(writeGguf(metadata, tinyTensors(config, weights)))]]);

/** In int8, though a model of this size is computed with in float otherwise: that has more steps to go wrong. */
function load(changes: Partial<OnnxEngineOptions> = {}, changedWeights = weights): Promise<OnnxEngine> {
  return OnnxEngine.load({
    files: fileOf(metadata, changedWeights),
    device,
    threads: 1,
    mode: "int8",
    contextTokens: 512,
    smoothing: UNSMOOTHED,
    saveSmoothing: async () => {},
    onProgress: () => {},
    ...changes,
  });
}

const request = (changes: Partial<GenerateRequest> = {}): GenerateRequest => ({
  messages: [{ role: "user", content: "the thin ring" }],
  sampling: GREEDY,
  maxTokens: 12,
  stop: [],
  ...changes,
});
const never = new AbortController().signal;

/** An answer that depends on the seed. */
function ask(engine: OnnxEngine, seed: number): Promise<GenerateResult> {
  return engine.generate(request({ sampling: { ...GREEDY, temperature: 1, seed } }), never, () => {});
}

describe("engine", { timeout: 30_000 }, () => {
  it("loads, finds and saves smoothing factors once, and answers the same with the saved ones", async () => {
    const saved: Smoothing[] = [];
    const phases: string[] = [];
    const engine = await load({
      smoothing: null,
      saveSmoothing: async (smoothing) => void saved.push(smoothing),
      onProgress: (phase) => phases.push(phase),
    });
    expect(saved.length).toBe(1);
    expect([...saved[0]!.keys()]).toEqual(smoothedModules(config));
    expect([...new Set(phases)]).toEqual(["calibrate", "quantise", "check"]);
    const parts: GeneratePart[] = [];
    const answer = await engine.generate(request(), never, (part) => parts.push(part));
    expect(parts.map((part) => (part.type === "text-delta" ? part.text : "")).join("")).toBe(answer.text);
    expect(answer.text).not.toBe("");
    const again = await load({
      smoothing: saved[0]!,
      saveSmoothing: async () => expect.fail("saved twice"),
      onProgress: (phase) => expect(phase).not.toBe("calibrate"),
    });
    expect((await again.generate(request(), never, () => {})).text).toBe(answer.text);
  });

  it("offers tools in the form of the family whose tokens it has, and gives back a call that fits", async () => {
    const names = ["begin_of_text", "start_header_id", "end_header_id", "eom_id", "eot_id", "python_tag"];
    const special = names.map((name) => `<|${name}|>`);
    const plain = tinyTokenizerMetadata(config.vocabSize);
    const tokens = plain["tokenizer.ggml.tokens"] as readonly string[];
    const types = plain["tokenizer.ggml.token_type"] as readonly number[];
    const start = tokens.length - special.length;
    const withTokens: GgufMetadata = {
      ...metadata,
      "llama.context_length": 4096,
      "tokenizer.ggml.tokens": [...tokens.slice(0, start), ...special],
      "tokenizer.ggml.token_type": [...types.slice(0, start), ...special.map(() => 3)],
    };
    const engine = await load({ files: fileOf(withTokens, weights), contextTokens: 3000 });
    expect(engine.callsTools).toBe(true);
    const day = { type: "string", enum: ["d1", "d2"] };
    const minutes = { type: "integer", minimum: 5, maximum: 90 };
    const parameters = { type: "object", required: ["day"], properties: { day, minutes } } as const;
    const tools = [{ name: "plan", description: "Plans", parameters }];
    const answer = await engine.generate(request({ tools, maxTokens: 60 }), never, () => {});
    expect(answer.calls).toHaveLength(1);
    const [call] = answer.calls ?? [];
    expect(call?.name).toBe("plan");
    expect(day.enum).toContain(call?.arguments["day"]);
    expect((await engine.generate(request(), never, () => {})).calls).toBeUndefined();
  });

  it("writes an opening for the model, which goes on from there; without shortcuts it is left to the model", async () => {
    const plain = await load({ shortcuts: false });
    const engine = await load();
    const own = await plain.generate(request(), never, () => {});
    expect((await plain.generate(request({ opening: "the one" }), never, () => {})).text).toBe(own.text);
    const parts: GeneratePart[] = [];
    const opened = await engine.generate(request({ opening: "the one" }), never, (part) => parts.push(part));
    expect(opened.text.startsWith("the one")).toBe(true);
    expect(parts.map((part) => (part.type === "text-delta" ? part.text : "")).join("")).toBe(opened.text);
    const tokens = engine.countTokens("the one");
    expect(opened).toMatchObject({ forcedTokens: tokens, promptTokens: own.promptTokens });
    expect(opened.completionTokens).toBeGreaterThan(tokens);
    expect(engine.callsTools).toBe(false);
  });

  it.each([
    ["a missing matrix", (factors: Map<string, Float32Array>) => factors.delete("layers.0.mlp.down_proj")],
    ["another width", (factors) => factors.set("layers.0.mlp.down_proj", Float32Array.of(1))],
    ["a zero", (factors) => void (factors.get("layers.0.self_attn.o_proj")![3] = 0)],
    ["no number", (factors) => void (factors.get("layers.0.self_attn.o_proj")![3] = Number.NaN)],
  ] as [string, (factors: Map<string, Float32Array>) => void][])(
    "measures again when the stored factors have %s, and does without storage",
    async (_name, damage) => {
      const factors = new Map(factorsOfOne());
      damage(factors);
      let tried = 0;
      const engine = await load({
        smoothing: factors,
        saveSmoothing: async () => {
          tried++;
          throw new Error("no room");
        },
      });
      expect(tried).toBe(1);
      expect((await ask(engine, 3)).completionTokens).toBeGreaterThan(0);
    },
  );

  it("refuses a vocabulary that is not as long as the embedding", async () => {
    const other = { ...metadata, ...tinyTokenizerMetadata(config.vocabSize - 1) };
    await expect(load({ files: fileOf(other, weights) })).rejects.toMatchObject({
      code: "weights-unsupported",
    });
  });

  it("renders the chat, counts its tokens, and answers by the seed", async () => {
    const [first, second] = [await load(), await load()];
    const answer = await ask(first, 3);
    expect(answer.completionTokens).toBe(12);
    // Bytes but for the special tokens 1 and 2 and the merges "the", "th" and "in".
    const turns = [1, ..."user\n".split(""), "the", " ", "th", "in", " ", "r", "in", "g", 2, "\n"];
    const opening = [1, ..."assistant\n".split("")];
    expect(answer.promptTokens).toBe(turns.length + opening.length - 1);
    expect((await ask(second, 3)).text).toBe(answer.text);
    expect((await ask(second, 4)).text).not.toBe(answer.text);
  });

  it("computes a model of this size in float, without a look for smoothing factors", async () => {
    const options = {
      files: fileOf(metadata, weights),
      device,
      threads: 1,
      contextTokens: 512,
      smoothing: null,
      saveSmoothing: async () => expect.fail("nothing to save"),
      onProgress: (phase: string) => expect(phase).not.toBe("calibrate"),
    };
    const engine = await OnnxEngine.load(options);
    expect([engine.device, engine.threads]).toEqual(["cpu", 1]);
    const prompt = [5, 6, 7];
    const [logits] = await engine.decoder.forward(prompt);
    const expected = new LlamaReference(config, weights).forward(prompt).at(-1)!;
    expect(largestDifference(logits!, expected)).toBeLessThan(1e-4);
  });

  it("says that a prompt is too long and goes on working", async () => {
    const engine = await load({ contextTokens: 128 });
    const long = request({ messages: [{ role: "user", content: "x".repeat(500) }] });
    await expect(engine.generate(long, never, () => {})).rejects.toMatchObject({
      code: "context-full",
      details: { contextTokens: 128 },
    });
    expect((await engine.generate(request(), never, () => {})).completionTokens).toBeGreaterThan(0);
  });

  it("never has a longer context than the checkpoint", async () => {
    expect((await load({ contextTokens: 1_000_000 })).contextTokens).toBe(config.maxPositionEmbeddings);
  });

  it("refuses weights that are no numbers before the first question", async () => {
    const damaged = new Map(weights);
    const matrix = weights.get("model.layers.1.mlp.down_proj.weight")!.slice();
    matrix[5] = Number.NaN;
    damaged.set("model.layers.1.mlp.down_proj.weight", matrix);
    await expect(load({}, damaged)).rejects.toMatchObject({ code: "engine-failed" });
  });

  it("says that the runtime did not start when its files are missing", async () => {
    const moduleUrl = `${CPU_RUNTIME.moduleUrl}.missing`;
    await expect(OrtRuntime.start({ ...CPU_RUNTIME, moduleUrl })).rejects.toMatchObject({
      code: "engine-failed",
      details: { step: "start" },
    });
  });
});
