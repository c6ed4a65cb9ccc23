/** @file Decoders of GGUF files whose matrices have several types, each run as it is stored, against plain loops. */
import { beforeAll, describe, expect, it } from "vitest";
import { chooseMode } from "#models/choose-mode";
import { openLlamaGguf } from "#models/llama/checkpoint";
import type { LlamaCheckpoint } from "#models/llama/checkpoint";
import { LlamaReference } from "#models/llama/reference";
import { floatWeights } from "#models/testing/checkpoint-weights";
import { correlation, largestDifference, rowsOf } from "#models/testing/compare";
import { seededRandom } from "#models/testing/random";
import { randomTokens } from "#models/testing/statistics";
import { memorySource, randomWeights, tinyConfig, tinyGguf } from "#models/testing/tiny-llama";
import { parseGguf } from "#models/weights/gguf";
import type { GgufType } from "#models/weights/gguf";
import type { Device } from "./device.ts";
import { GraphDecoder } from "./graph-decoder.ts";
import type { OrtRuntime } from "./ort-runtime.ts";
import { changedDevice } from "./testing/changed-device.ts";
import { startCpuRuntime } from "./testing/cpu-runtime.ts";

/** Float32 in another order of summation, of the row's largest logit. */
const TOLERANCE = 3e-5;
const TOKENS = 20;

let runtime: OrtRuntime;

beforeAll(async () => {
  runtime = await startCpuRuntime();
});

const config = tinyConfig({ hiddenSize: 256, headDim: 64, intermediateSize: 256, numHiddenLayers: 1 });
const ids = randomTokens(TOKENS, config.vocabSize, seededRandom(3));

function checkpointOf(typeOf: (name: string) => GgufType): LlamaCheckpoint {
  const source = memorySource(tinyGguf(config, randomWeights(config), typeOf));
  return openLlamaGguf(source, parseGguf(source));
}

async function logitsOf({ weights }: LlamaCheckpoint, device: Device): Promise<Float32Array[]> {
  const model = { config, weights, imageTokenIndex: null };
  const mode = chooseMode("webgpu", model);
  expect(mode).toBe("stored");
  const options = { contextTokens: 64, mode, smoothing: null, onProgress: () => {} };
  const decoder = await GraphDecoder.create(device, model, options);
  const [logits] = await decoder.forward(ids, { logitRows: TOKENS });
  decoder.release();
  return rowsOf(logits!, config.vocabSize);
}

describe("a GGUF of several types", { timeout: 60_000 }, () => {
  /** As llama.cpp's Q4_0 has it: the tied head, and here and there values and the way back, in 6 bits. */
  const checkpoint = checkpointOf((name) => (/embed_tokens|v_proj|down_proj/.test(name) ? "Q6_K" : "Q4_0"));
  const expected = new LlamaReference(config, floatWeights(checkpoint)).forward(ids);

  it("is exact in float32, matrices of 6 bits in 8 beside those of 4", async () => {
    const rows = await logitsOf(checkpoint, runtime);
    rows.forEach((row, at) => {
      const largest = Math.max(...expected[at]!.map(Math.abs));
      expect(largestDifference(row, expected[at]!)).toBeLessThan(TOLERANCE * largest);
    });
  });

  it("loses no more to float16 than its activations do", async () => {
    const device = changedDevice(runtime, { kind: "webgpu", activations: "float16" });
    const rows = await logitsOf(checkpoint, device);
    rows.forEach((row, at) => expect(correlation(row, expected[at]!)).toBeGreaterThan(0.9999));
  });
});
