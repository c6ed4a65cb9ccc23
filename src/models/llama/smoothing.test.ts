import { describe, expect, it } from "vitest";
import golden from "../fixtures/smollm2-135m-golden.json" with { type: "json" };
import { largestDifference, rowsOf } from "#models/testing/compare";
import { dequantisedWeights } from "#models/testing/int8-weights";
import { seededRandom } from "#models/testing/random";
import { inputSquares, randomTokens } from "#models/testing/statistics";
import { memorySource, randomWeights, tinyConfig, tinyGguf } from "#models/testing/tiny-llama";
import { parseGguf } from "#models/weights/gguf";
import type { LlamaConfig } from "./config.ts";
import { LlamaGgufCheckpoint } from "./gguf-checkpoint.ts";
import { LlamaReference } from "./reference.ts";
import { buildLlamaGraph } from "./model.ts";
import { CALIBRATION_TEXT, Smoother, smoothingFactors } from "./smoothing.ts";
import type { Smoothing } from "./smoothing.ts";
import { arithmeticFor } from "#models/arithmetic";
import { GraphWeights } from "#models/graph-weights";

const config = tinyConfig({ numAttentionHeads: 4, numKeyValueHeads: 2, headDim: 2 });

function factorsOf(module: string, sums: readonly number[]): number[] {
  return [...smoothingFactors(config, new Map([[module, Float32Array.from(sums)]])).get(module)!];
}

describe("smoothing factors", () => {
  it("are the square root of each channel's size over the geometric mean", () => {
    // Sums of squares 1, 16, 256: sizes 1, 4, 16 with mean 4; (1/4)^0.5, 1, 4^0.5.
    const [small, middle, large] = factorsOf("layers.0.mlp.down_proj", [1, 16, 256]);
    expect(small).toBeCloseTo(0.5, 5);
    expect(middle).toBeCloseTo(1, 5);
    expect(large).toBeCloseTo(2, 5);
  });

  it("are 1 for equal channels, whatever the number of tokens", () => {
    for (const sum of [0, 1e-6, 1, 1e6]) {
      factorsOf("layers.0.mlp.down_proj", [sum, sum]).forEach((factor) => expect(factor).toBeCloseTo(1, 5));
    }
  });

  it("stay within 64 both ways for channels that the text did not excite", () => {
    const factors = factorsOf("layers.0.mlp.down_proj", [0, 0, 0, 0, 0, 0, 0, 1e12]);
    expect(Math.max(...factors)).toBe(64);
    expect(Math.min(...factorsOf("layers.0.mlp.down_proj", [0, 1e12, 1e12, 1e12, 1e12, 1e12]))).toBe(1 / 64);
  });

  it("are shared by the query heads that read one value head, by the largest of them", () => {
    // Heads 0 and 1 read value head 0, heads 2 and 3 value head 1; two channels each.
    const sums = [1, 4, 9, 2, 16, 1, 1, 25];
    const shared = factorsOf("layers.0.self_attn.o_proj", sums);
    expect(shared.slice(0, 2)).toEqual(shared.slice(2, 4));
    expect(shared.slice(4, 6)).toEqual(shared.slice(6, 8));
    expect(shared).toEqual(factorsOf("layers.0.mlp.down_proj", [9, 4, 9, 4, 16, 25, 16, 25]));
  });

  it("reach the rows of the value heads", () => {
    const output = Float32Array.of(1, 2, 1, 2, 3, 4, 3, 4);
    const smoother = new Smoother(new Map([["layers.0.self_attn.o_proj", output]]), config);
    const rows = smoother.rowDivisors(
      "layers.0.self_attn.qkv_proj",
      "model.layers.0.self_attn.v_proj.weight",
    );
    expect([...rows!]).toEqual([1, 2, 3, 4]);
  });

  it("come from a text that is not in the accuracy test", () => {
    for (const sentence of golden.text.split(". ")) expect(CALIBRATION_TEXT).not.toContain(sentence);
  });
});

/** Written out matrix by matrix: x / s for every reader, W * s; the division goes into what makes x. */
function smoothWeights(
  config: LlamaConfig,
  weights: ReadonlyMap<string, Float32Array>,
  smoothing: Smoothing,
): Map<string, Float32Array> {
  const result = new Map([...weights].map(([name, values]) => [name, values.slice()]));
  const scaleColumns = (name: string, s: Float32Array): void => {
    const matrix = result.get(name)!;
    matrix.forEach((value, i) => (matrix[i] = value * s[i % s.length]!));
  };
  const divideRows = (name: string, columns: number, divisor: (row: number) => number): void => {
    const matrix = result.get(name)!;
    matrix.forEach((value, i) => (matrix[i] = value / divisor(Math.floor(i / columns))));
  };
  const group = config.numAttentionHeads / config.numKeyValueHeads;
  for (let layer = 0; layer < config.numHiddenLayers; layer++) {
    const name = `model.layers.${layer}`;
    const [qkv, o, gateUp, down] = [
      "self_attn.qkv_proj",
      "self_attn.o_proj",
      "mlp.gate_up_proj",
      "mlp.down_proj",
    ].map((part) => smoothing.get(`layers.${layer}.${part}`)!);
    for (const part of ["q", "k", "v"]) scaleColumns(`${name}.self_attn.${part}_proj.weight`, qkv!);
    divideRows(`${name}.input_layernorm.weight`, 1, (row) => qkv![row]!);
    scaleColumns(`${name}.self_attn.o_proj.weight`, o!);
    // Value row (head h, channel c) is read by query heads h * group and following, channel c.
    divideRows(`${name}.self_attn.v_proj.weight`, config.hiddenSize, (row) => {
      const [head, channel] = [Math.floor(row / config.headDim), row % config.headDim];
      return o![head * group * config.headDim + channel]!;
    });
    for (const part of ["gate", "up"]) scaleColumns(`${name}.mlp.${part}_proj.weight`, gateUp!);
    divideRows(`${name}.post_attention_layernorm.weight`, 1, (row) => gateUp![row]!);
    scaleColumns(`${name}.mlp.down_proj.weight`, down!);
    divideRows(`${name}.mlp.up_proj.weight`, config.hiddenSize, (row) => down![row]!);
  }
  return result;
}

describe("a smoothed Llama", () => {
  const config = tinyConfig({ numAttentionHeads: 6 });
  const weights = randomWeights(config);
  const random = seededRandom(9);
  const text = randomTokens(50, config.vocabSize, random);
  const smoothing = smoothingFactors(config, inputSquares(config, weights, text));
  const smooth = smoothWeights(config, weights, smoothing);

  it("changes nothing but rounding", () => {
    const ids = randomTokens(30, config.vocabSize, random);
    const expected = new LlamaReference(config, weights).forward(ids);
    new LlamaReference(config, smooth)
      .forward(ids)
      .forEach((row, index) => expect(largestDifference(row, expected[index]!)).toBeLessThan(1e-4));
    const factors = [...smoothing.values()].flatMap((values) => [...values]);
    // Otherwise there would be nothing to see.
    expect(Math.max(...factors) / Math.min(...factors)).toBeGreaterThan(1.5);
  });

  it("reaches the int8 weights as that algebra says", () => {
    const source = memorySource(tinyGguf(config, weights));
    const checkpoint = new LlamaGgufCheckpoint(parseGguf(source), source, config);
    const arithmetic = arithmeticFor(checkpoint, {
      mode: "int8",
      activations: "float32",
      maxWeightBytes: Infinity,
      exactZeroPoints: false,
    });
    const graph = buildLlamaGraph(config, { arithmetic, maxPositions: 16, plainAttention: true });
    const smoother = new Smoother(smoothing, config);
    const read = new GraphWeights({ checkpoint, rotary: { config, firstPosition: 0 }, smoother });
    const actual = dequantisedWeights(config, read, graph.weights);
    expect([...actual.keys()].sort()).toEqual([...smooth.keys()].sort());
    for (const [name, values] of smooth) {
      const columns = name.includes("norm") ? 1 : /(o|down)_proj/.test(name) ? 96 : config.hiddenSize;
      rowsOf(values, columns).forEach((row, index) => {
        const largest = row.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
        const got = actual.get(name)!.subarray(index * columns, (index + 1) * columns);
        const halfStep = name.includes("norm") ? 0 : largest / 254;
        expect(largestDifference(got, row)).toBeLessThanOrEqual(halfStep + 1e-5 * largest);
      });
    }
  });
});
