/** @file The real int8 graph in the real runtime against the decoder in plain loops. */
import { beforeAll, describe, expect, it } from "vitest";
import { openLlamaGguf } from "#models/llama/checkpoint";
import type { LlamaCheckpoint } from "#models/llama/checkpoint";
import type { LlamaConfig } from "#models/llama/config";
import { LlamaReference } from "#models/llama/reference";
import { Smoother, smoothedModules, smoothingFactors } from "#models/llama/smoothing";
import type { Smoothing } from "#models/llama/smoothing";
import { buildLlamaGraph } from "#models/llama/model";
import { arithmeticFor } from "#models/arithmetic";
import { GraphWeights } from "#models/graph-weights";
import { correlation, rowsOf } from "#models/testing/compare";
import { dequantisedWeights } from "#models/testing/int8-weights";
import { seededRandom } from "#models/testing/random";
import { inputSquares, randomTokens } from "#models/testing/statistics";
import {
  memorySource,
  randomWeights,
  tinyConfig,
  tinyGguf,
  tinyMetadata,
  tinyTensors,
} from "#models/testing/tiny-llama";
import { writeGguf } from "#models/testing/gguf-writer";
import { parseGguf } from "#models/weights/gguf";
import { GraphDecoder } from "./graph-decoder.ts";
import type { GraphDecoderOptions } from "./graph-decoder.ts";
import type { OrtRuntime } from "./ort-runtime.ts";
import { startCpuRuntime } from "./testing/cpu-runtime.ts";

/**
 * Against the reference with the same int8 weights, only the activations' 8 bits differ. A row is divided by its maximum
 * and rounded in steps of at most 2/255; with a maximum of about 3 deviations that is noise of 3 * 2/255/sqrt(12) = 0.7 %
 * of a deviation in each product. Nine to fourteen products in a row add up to about 2.5 %: correlation 1 - 0.025^2 / 2.
 */
const SAME_WEIGHTS = 0.9995;
/** Against float weights, rounding of weights (at most 1/254 of the row's maximum) comes on top: about as much again. */
const FLOAT_WEIGHTS = 0.999;

const CONTEXT = 1024;
let runtime: OrtRuntime;

beforeAll(async () => {
  runtime = await startCpuRuntime();
});

function checkpointOf(bytes: Uint8Array): LlamaCheckpoint {
  const source = memorySource(bytes);
  return openLlamaGguf(source, parseGguf(source));
}

function createDecoder(
  checkpoint: LlamaCheckpoint,
  options: Partial<GraphDecoderOptions> = {},
): Promise<GraphDecoder> {
  return GraphDecoder.create(
    runtime,
    { ...checkpoint, imageTokenIndex: null },
    {
      contextTokens: CONTEXT,
      mode: "int8",
      smoothing: null,
      onProgress: () => {},
      ...options,
    },
  );
}

function int8Reference(checkpoint: LlamaCheckpoint, smoothing: Smoothing | null): LlamaReference {
  const { config } = checkpoint;
  const { weights: slots } = buildLlamaGraph(config, {
    arithmetic: arithmeticFor(checkpoint.weights, {
      mode: "int8",
      activations: "float32",
      maxWeightBytes: Infinity,
      exactZeroPoints: false,
    }),
    maxPositions: CONTEXT,
    plainAttention: true,
  });
  const weights = new GraphWeights({
    checkpoint: checkpoint.weights,
    rotary: { config, firstPosition: 0 },
    smoother: smoothing && new Smoother(smoothing, config),
  });
  return new LlamaReference(config, dequantisedWeights(config, weights, slots));
}

function tokens(count: number, vocabSize: number, seed = 7): number[] {
  return randomTokens(count, vocabSize, seededRandom(seed));
}

async function forwardRows(
  decoder: GraphDecoder,
  ids: readonly number[],
  vocabSize: number,
): Promise<Float32Array[]> {
  const [logits] = await decoder.forward(ids, { logitRows: ids.length });
  return rowsOf(logits as Float32Array, vocabSize);
}

function worstCorrelation(actual: readonly Float32Array[], expected: readonly Float32Array[]): number {
  expect(actual.length).toBe(expected.length);
  return Math.min(...actual.map((row, index) => correlation(row, expected[index] as Float32Array)));
}

/** The factors as the engine finds them: one run that also gives out the statistics. */
async function calibrate(checkpoint: LlamaCheckpoint, ids: readonly number[]): Promise<Smoothing> {
  const decoder = await createDecoder(checkpoint, { statistics: true });
  const [, ...sums] = await decoder.forward(ids);
  decoder.release();
  const modules = smoothedModules(checkpoint.config);
  return smoothingFactors(
    checkpoint.config,
    new Map(sums.map((values, index) => [modules[index] as string, values])),
  );
}

const SHAPES: readonly [string, Partial<LlamaConfig>][] = [
  ["tied head, 4 query and 2 kv heads", {}],
  [
    "own head, 6 query and 2 kv heads",
    { tieWordEmbeddings: false, numAttentionHeads: 6, numHiddenLayers: 3 },
  ],
];

describe.each(SHAPES)("Llama on the CPU, %s", { timeout: 30_000 }, (_, changes) => {
  const config = tinyConfig(changes);
  const weights = randomWeights(config);
  const checkpoint = checkpointOf(tinyGguf(config, weights));
  const prompt = tokens(70, config.vocabSize);
  const next = tokens(3, config.vocabSize, 8);

  it.each([false, true])("agrees in prefill and 3 decode steps (smoothed: %s)", async (smooth) => {
    const smoothing = smooth ? await calibrate(checkpoint, tokens(50, config.vocabSize, 9)) : null;
    const decoder = await createDecoder(checkpoint, { smoothing });
    const sameWeights = int8Reference(checkpoint, smoothing);
    const float = new LlamaReference(config, weights);
    for (const ids of [prompt, ...next.map((id) => [id])]) {
      const actual = await forwardRows(decoder, ids, config.vocabSize);
      expect(worstCorrelation(actual, sameWeights.forward(ids))).toBeGreaterThan(SAME_WEIGHTS);
      expect(worstCorrelation(actual, float.forward(ids))).toBeGreaterThan(FLOAT_WEIGHTS);
    }
    expect(decoder.cache.tokens).toEqual([...prompt, ...next]);
    decoder.release();
  });

  it("gives the logits of as many of the last rows as it is asked for", async () => {
    const decoder = await createDecoder(checkpoint);
    const rows = await forwardRows(decoder, prompt, config.vocabSize);
    for (const logitRows of [1, 5]) {
      decoder.cache.truncate(0);
      const [logits] = await decoder.forward(prompt, { logitRows });
      const last = rowsOf(logits!, config.vocabSize);
      expect(last.length).toBe(logitRows);
      // The head quantises its inputs alone or with others: that one rounding differs.
      expect(worstCorrelation(last, rows.slice(-logitRows))).toBeGreaterThan(0.9999);
    }
    decoder.release();
  });

  it("gives the sums of squared inputs that smoothing is made of, and the same logits", async () => {
    const expected = inputSquares(config, weights, prompt);
    const plain = await createDecoder(checkpoint);
    const decoder = await createDecoder(checkpoint, { statistics: true });
    const [logits, ...sums] = await decoder.forward(prompt);
    expect(logits).toEqual((await plain.forward(prompt))[0]);
    const modules = smoothedModules(config);
    expect(sums.length).toBe(modules.length);
    modules.forEach((module, index) => {
      const wanted = expected.get(module)!;
      const errors = sums[index]!.map((sum, channel) => Math.abs(sum / wanted[channel]! - 1));
      // Squares double the graph's noise, and few tokens make most of a sum. Factors are fourth roots: 4 % of each.
      expect(Math.max(...errors)).toBeLessThan(0.15);
    });
    [plain, decoder].forEach((each) => each.release());
  });
});

describe("Llama on the CPU, KV cache", { timeout: 30_000 }, () => {
  const config = tinyConfig();
  const checkpoint = checkpointOf(tinyGguf(config, randomWeights(config)));
  const ids = tokens(70, config.vocabSize);

  it("gives the same for a prompt in chunks as in one piece, but for rounding", async () => {
    const [whole, chunked] = [await createDecoder(checkpoint), await createDecoder(checkpoint)];
    const expected = await forwardRows(whole, ids, config.vocabSize);
    const actual = [];
    for (const [start, end] of [
      [0, 32],
      [32, 33],
      [33, 70],
    ])
      actual.push(...(await forwardRows(chunked, ids.slice(start, end), config.vocabSize)));
    expect(worstCorrelation(actual, expected)).toBeGreaterThan(SAME_WEIGHTS);
    [whole, chunked].forEach((decoder) => decoder.release());
  });

  it("goes on after truncate exactly like a fresh run", async () => {
    const [used, fresh] = [await createDecoder(checkpoint), await createDecoder(checkpoint)];
    await used.forward(ids.slice(0, 40));
    await used.forward(tokens(30, config.vocabSize, 11));
    used.cache.truncate(40);
    await fresh.forward(ids.slice(0, 40));
    expect(await used.forward(ids.slice(40))).toEqual(await fresh.forward(ids.slice(40)));
    expect(used.cache.tokens).toEqual(ids);
    [used, fresh].forEach((decoder) => decoder.release());
  });

  it("keeps what it knows when it grows past 512 positions", async () => {
    const long = tokens(508, config.vocabSize, 12);
    const [growing, roomy] = [await createDecoder(checkpoint), await createDecoder(checkpoint)];
    await roomy.cache.reserve(CONTEXT);
    const reference = int8Reference(checkpoint, null);
    expect(await growing.forward(long)).toEqual(await roomy.forward(long));
    reference.forward(long);
    expect(growing.cache.tensors.get("0.key")?.shape).toEqual([1, 2, 512, 16]);
    for (const chunk of [tokens(3, config.vocabSize, 13), tokens(3, config.vocabSize, 14), [5], [6]]) {
      const logitRows = chunk.length;
      const actual = await growing.forward(chunk, { logitRows });
      expect(actual).toEqual(await roomy.forward(chunk, { logitRows }));
      const rows = rowsOf(actual[0]!, config.vocabSize);
      expect(worstCorrelation(rows, reference.forward(chunk))).toBeGreaterThan(SAME_WEIGHTS);
    }
    expect(growing.cache.tensors.get("0.key")?.shape).toEqual([1, 2, 1024, 16]);
    [growing, roomy].forEach((decoder) => decoder.release());
  });

  it("refuses what lies beyond the context and goes on working", async () => {
    const decoder = await createDecoder(checkpoint, { contextTokens: 40 });
    await decoder.forward(ids.slice(0, 38));
    await expect(decoder.forward(ids.slice(38, 44))).rejects.toThrow(
      expect.objectContaining({ name: "AppError" }),
    );
    expect(decoder.cache.tokens).toEqual(ids.slice(0, 38));
    const fresh = await createDecoder(checkpoint, { contextTokens: 40 });
    await fresh.forward(ids.slice(0, 38));
    expect(await decoder.forward(ids.slice(38, 40))).toEqual(await fresh.forward(ids.slice(38, 40)));
    [decoder, fresh].forEach((each) => each.release());
  });
});

/** Gate and up answer to the first token's direction, so that its hidden row is hundreds of times larger. */
function withHugeFirstToken(config: LlamaConfig): Map<string, Float32Array> {
  const weights = randomWeights(config);
  const direction = weights.get("model.embed_tokens.weight")!.slice(0, config.hiddenSize);
  for (const name of ["gate_proj", "up_proj"]) {
    const matrix = weights.get(`model.layers.0.mlp.${name}.weight`)!;
    matrix.forEach((value, i) => (matrix[i] = value + 0.4 * direction[i % config.hiddenSize]!));
  }
  return weights;
}

describe("Llama on the CPU, rows of unlike size", { timeout: 30_000 }, () => {
  it("keeps the other rows right beside a token with huge activations", async () => {
    const config = tinyConfig();
    const weights = withHugeFirstToken(config);
    const largest: number[] = [];
    const float = new LlamaReference(config, weights, (matrix, input) => {
      if (matrix === "model.layers.0.mlp.down_proj")
        largest.push(input.reduce((max, value) => Math.max(max, Math.abs(value)), 0));
    });
    const ids = [0, ...tokens(63, config.vocabSize - 1, 21).map((id) => id + 1)];
    float.forward(ids);
    const others = largest.slice(1).sort((a, b) => a - b);
    // Otherwise this test would test nothing: one quantisation step for all would be as large as a usual row.
    expect(largest[0]! / 255).toBeGreaterThan(others[31]! / 8);

    const checkpoint = checkpointOf(tinyGguf(config, weights));
    const decoder = await createDecoder(checkpoint);
    const actual = await forwardRows(decoder, ids, config.vocabSize);
    const expected = int8Reference(checkpoint, null).forward(ids);
    // Rows that lean towards the direction have few large channels: more noise than in SAME_WEIGHTS, for those rows.
    const correlations = actual.map((row, index) => correlation(row, expected[index]!));
    expect(Math.min(...correlations)).toBeGreaterThan(0.995);
    expect(correlations.reduce((sum, value) => sum + value, 0) / ids.length).toBeGreaterThan(SAME_WEIGHTS);
    decoder.release();
  });
});

describe("Llama on the CPU, other files", { timeout: 30_000 }, () => {
  it.each(["F16", "Q8_0", "Q4_0", "Q4_1"] as const)("reads %s weights", async (type) => {
    const config = tinyConfig();
    const checkpoint = checkpointOf(tinyGguf(config, randomWeights(config), type));
    const ids = tokens(20, config.vocabSize);
    const decoder = await createDecoder(checkpoint);
    const actual = await forwardRows(decoder, ids, config.vocabSize);
    expect(worstCorrelation(actual, int8Reference(checkpoint, null).forward(ids))).toBeGreaterThan(
      SAME_WEIGHTS,
    );
    const float = new LlamaReference(config, randomWeights(config)).forward(ids);
    // Four bits cost more than eight: steps of 1/7 of the largest of 32, two deviations wide.
    const lossy = { F16: FLOAT_WEIGHTS, Q8_0: FLOAT_WEIGHTS, Q4_0: 0.9, Q4_1: 0.9 }[type];
    expect(worstCorrelation(actual, float)).toBeGreaterThan(lossy);
    decoder.release();
  });

  it("says which weight is missing or misshapen, though the runtime asked for it", async () => {
    const config = tinyConfig();
    const tensors = tinyTensors(config, randomWeights(config));
    const without = tensors.filter(({ name }) => name !== "blk.1.ffn_up.weight");
    const turned = tensors.map((tensor) =>
      tensor.name === "blk.1.ffn_up.weight" ? { ...tensor, shape: tensor.shape.toReversed() } : tensor,
    );
    for (const damaged of [without, turned]) {
      const checkpoint = checkpointOf(writeGguf(tinyMetadata(config), damaged));
      await expect(createDecoder(checkpoint)).rejects.toMatchObject({
        code: "weights-corrupt",
        details: { tensor: "blk.1.ffn_up.weight" },
      });
    }
  });

  it("reports progress up to 1 and asks for each weight once", async () => {
    const config = tinyConfig();
    const fractions: number[] = [];
    const decoder = await createDecoder(checkpointOf(tinyGguf(config, randomWeights(config))), {
      onProgress: (fraction) => fractions.push(fraction),
    });
    // 2 rotary tables, table and scale of the embedding, last norm; 2 norms and 4 matrices with scales a layer.
    expect(fractions.length).toBe(5 + config.numHiddenLayers * 10);
    expect(fractions.at(-1)).toBe(1);
    decoder.release();
  });
});
