/** @file Models of sizes that no released one has: what the graphs take for granted shows here. */
import { beforeAll, describe, expect, it } from "vitest";
import type { WeightMode } from "#models/arithmetic";
import type { LlamaConfig } from "#models/llama/config";
import { LlamaReference } from "#models/llama/reference";
import { textCheckpoint } from "#models/mllama/checkpoint";
import { tileArrangements } from "#models/mllama/image-canvas";
import { MllamaReference } from "#models/mllama/reference";
import { largestDifference, rowsOf } from "#models/testing/compare";
import { seededRandom } from "#models/testing/random";
import { randomTokens } from "#models/testing/statistics";
import { randomWeights, tensorShapes, tinyConfig } from "#models/testing/tiny-llama";
import { randomImage, randomMllama, tensorCheckpoint, tinyMllamaConfig } from "#models/testing/tiny-mllama";
import type { TensorMap } from "#models/testing/tiny-mllama";
import { changedDevice } from "./testing/changed-device.ts";
import { startCpuRuntime } from "./testing/cpu-runtime.ts";
import type { Device } from "./device.ts";
import { GraphDecoder } from "./graph-decoder.ts";
import type { OrtRuntime } from "./ort-runtime.ts";
import { VisionEncoder } from "./vision-encoder.ts";

/** Float32 in another order of summation, on logits of a deviation of about 1. */
const TOLERANCE = 2e-4;
const CONTEXT = 64;
const never = new AbortController().signal;

let runtime: OrtRuntime;

beforeAll(async () => {
  runtime = await startCpuRuntime();
});

function decoderOf(
  config: LlamaConfig,
  tensors: TensorMap,
  mode: WeightMode,
  device: Device = runtime,
): Promise<GraphDecoder> {
  const model = { config, weights: tensorCheckpoint(tensors), imageTokenIndex: null };
  const options = { contextTokens: CONTEXT, mode, smoothing: null, onProgress: () => {} };
  return GraphDecoder.create(device, model, options);
}

const TEXT: readonly [string, Partial<LlamaConfig>][] = [
  ["heads of 8", { headDim: 8 }],
  ["heads of 10 and one for all keys", { headDim: 10, numKeyValueHeads: 1 }],
  ["heads of 24 in groups of 3", { headDim: 24, numAttentionHeads: 6 }],
  ["heads of 80", { headDim: 80 }],
  ["heads of 256, no groups", { headDim: 256, numAttentionHeads: 2 }],
  ["an odd vocabulary and odd widths", { vocabSize: 307, hiddenSize: 72, intermediateSize: 75 }],
  [
    "its own head, one layer, a scaled rotation and heads of 40",
    {
      tieWordEmbeddings: false,
      numHiddenLayers: 1,
      headDim: 40,
      ropeTheta: 500_000,
      ropeScaling: {
        factor: 32,
        lowFreqFactor: 1,
        highFreqFactor: 4,
        originalMaxPositionEmbeddings: 8192,
      },
    },
  ],
];

describe.each(TEXT)("a text model with %s", { timeout: 30_000 }, (_, changes) => {
  const config = tinyConfig(changes);
  const weights = randomWeights(config);
  const tensors: TensorMap = new Map(
    [...tensorShapes(config)].map(([name, shape]) => [name, { shape, values: weights.get(name)! }]),
  );

  it("agrees with the plain loops in prefill, behind it, and after going back", async () => {
    const decoder = await decoderOf(config, tensors, "float");
    const reference = new LlamaReference(config, weights);
    const [prompt, next] = [40, 3].map((count, seed) =>
      randomTokens(count, config.vocabSize, seededRandom(seed)),
    );
    for (const ids of [prompt!, ...next!.map((id) => [id])]) {
      const [logits] = await decoder.forward(ids, { logitRows: ids.length });
      const expected = reference.forward(ids);
      rowsOf(logits!, config.vocabSize).forEach((row, at) =>
        expect(largestDifference(row, expected[at]!)).toBeLessThan(TOLERANCE),
      );
    }
    decoder.cache.truncate(prompt!.length);
    const kept = await decoder.cache.save(20);
    const [again] = await decoder.forward([next![0]!]);
    await kept.restore(20);
    await decoder.forward(prompt!.slice(20));
    expect(largestDifference((await decoder.forward([next![0]!]))[0]!, again!)).toBeLessThan(TOLERANCE);
    kept.release();
    decoder.release();
  });

  it.each(["int8", "nbits"] as const)("runs in %s", async (mode) => {
    // The GPU's graphs, whose operators the processor has too where no embedding is in 4 bits.
    const device = mode === "nbits" ? changedDevice(runtime, { kind: "webgpu" }) : runtime;
    const decoder = await decoderOf(config, tensors, mode, device);
    const ids = randomTokens(20, config.vocabSize, seededRandom(4));
    const [logits] = await decoder.forward(ids);
    expect(logits!.length).toBe(config.vocabSize);
    expect(logits!.every(Number.isFinite)).toBe(true);
    decoder.release();
  });
});

const VISION: readonly [string, Parameters<typeof tinyMllamaConfig>[0], readonly [number, number]][] = [
  ["the first layer and the last for pictures", { text: { crossAttentionLayers: [0, 3] } }, [1, 2]],
  ["pictures in all layers but one", { text: { crossAttentionLayers: [0, 1, 3] } }, [2, 1]],
  ["heads of 24 and an odd vocabulary", { text: { headDim: 24, vocabSize: 71 } }, [1, 1]],
  ["a tied head", { text: { tieWordEmbeddings: true } }, [2, 2]],
  ["one tile", { vision: { maxNumTiles: 1, supportedAspectRatios: tileArrangements(1) } }, [1, 1]],
  [
    "six tiles and heads of 5",
    {
      vision: {
        maxNumTiles: 6,
        supportedAspectRatios: tileArrangements(6),
        hiddenSize: 20,
        numAttentionHeads: 4,
        visionOutputDim: 60,
        intermediateSize: 33,
      },
    },
    [2, 3],
  ],
  ["tiles that are no whole patches", { vision: { imageSize: 14 } }, [1, 2]],
  [
    "no global layer and no intermediate state",
    { vision: { numGlobalLayers: 0, intermediateLayersIndices: [], visionOutputDim: 16 } },
    [3, 1],
  ],
];

describe.each(VISION)("a vision model with %s", { timeout: 30_000 }, (_, changes, [rows, columns]) => {
  const config = tinyMllamaConfig(changes);
  const tensors = randomMllama(config);
  const weights = tensorCheckpoint(tensors);

  it("agrees with the plain loops before a picture, behind it and without one", async () => {
    const options = { mode: "float" as const, onProgress: () => {} };
    const encoder = await VisionEncoder.create(runtime, { config, weights }, { ...options, compat: "meta" });
    const decoder = await GraphDecoder.create(
      runtime,
      { config: config.text, weights: textCheckpoint(weights), imageTokenIndex: config.imageTokenIndex },
      { ...options, contextTokens: CONTEXT, smoothing: null },
    );
    const image = randomImage(config.vision, rows, columns, 3);
    const { vocabSize } = config.text;
    decoder.pictures!.add(vocabSize, (await encoder.encode(image, never, () => {})).states);
    const words = randomTokens(12, vocabSize, seededRandom(2));
    const withPicture = [...words.slice(0, 4), config.imageTokenIndex, ...words.slice(4)];
    for (const ids of [withPicture, words]) {
      decoder.cache.truncate(0);
      const reference = new MllamaReference(config, weights);
      const expected = reference.forward(ids, ids === words ? [] : [image]);
      const numbered = ids.map((id) => (id === config.imageTokenIndex ? vocabSize : id));
      const [logits] = await decoder.forward(numbered, { logitRows: ids.length });
      rowsOf(logits!, vocabSize).forEach((row, at) =>
        expect(largestDifference(row, expected[at]!)).toBeLessThan(TOLERANCE),
      );
    }
    encoder.release();
    decoder.release();
  });
});
