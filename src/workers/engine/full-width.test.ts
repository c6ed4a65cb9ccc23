/**
 * @file Sessions of the released models at their full width with two layers and made-up weights: what the runtime thinks
 * of matrices of that size. The vocabulary is whole for the 1B only, and 90B is not among them: two of its layers take
 * more memory than a test should.
 */
import { beforeAll, describe, expect, it } from "vitest";
import type { WeightMode } from "#models/arithmetic";
import type { LlamaConfig } from "#models/llama/config";
import { rotaryTable } from "#models/llama/rotary";
import type { MllamaConfig } from "#models/mllama/config";
import type { WeightSlot } from "#models/onnx/graph-builder";
import { tensorBytes } from "#models/onnx/onnx-model";
import type { DType } from "#models/onnx/onnx-model";
import { LLAMA_32_11B_VISION_INSTRUCT, LLAMA_32_1B, LLAMA_32_3B } from "#models/released-configs";
import { seededRandom } from "#models/testing/random";
import type { Checkpoint } from "#models/weights/checkpoint";
import type { Device } from "./device.ts";
import { GraphDecoder } from "./graph-decoder.ts";
import type { OrtRuntime } from "./ort-runtime.ts";
import { changedDevice } from "./testing/changed-device.ts";
import { startCpuRuntime } from "./testing/cpu-runtime.ts";
import { VisionEncoder } from "./vision-encoder.ts";

const CONTEXT = 512;
const FEWER_TOKENS = 8192;

/** Nothing is read of it: the device makes the weights up. */
const unread: Checkpoint = {
  has: () => true,
  nbits: () => null,
  rows: () => expect.fail("a weight was read"),
  vector: () => expect.fail("a weight was read"),
};

const random = seededRandom(1);
/** A prime length: rows of a matrix are not alike. */
const NOISE = Uint8Array.from({ length: 65_521 }, () => Math.floor(random() * 256));

function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += NOISE.length)
    bytes.set(NOISE.subarray(0, Math.min(NOISE.length, length - at)), at);
  return bytes;
}

function constantFloats(dtype: DType, shape: readonly number[], value: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new Float32Array(tensorBytes(dtype, shape) / 4).fill(value).buffer);
}

/** Weights of the size that real ones have: a row's products stay of the size of its inputs. */
function madeUpWeight(config: LlamaConfig, { dtype, shape, source }: WeightSlot): Uint8Array<ArrayBuffer> {
  if (source.kind === "rotary")
    return new Uint8Array(
      rotaryTable(config, source.table, {
        first: 0,
        positions: shape[0] ?? 0,
        columns: shape[1] ?? 0,
      }).slice().buffer,
    );
  if (source.kind === "gate") return constantFloats(dtype, shape, 0.5);
  if (source.kind === "tensor") return constantFloats(dtype, shape, 1);
  const columns = source.parts[0]!.shape[1];
  // Bytes have a deviation of 74, nibbles of 4.6.
  if (source.piece === "scale") return constantFloats(dtype, shape, 1 / (74 * Math.sqrt(columns)));
  if (source.piece === "scales") return constantFloats(dtype, shape, 1 / (4.6 * Math.sqrt(columns)));
  if (source.piece === "zero_points") return randomBytes(tensorBytes(dtype, shape)).fill(0x88);
  if (dtype !== "float32") return randomBytes(tensorBytes(dtype, shape));
  return constantFloats(dtype, shape, 1 / columns);
}

let runtime: OrtRuntime;

beforeAll(async () => {
  runtime = await startCpuRuntime();
});

function inventive(config: LlamaConfig): Device {
  const weightBytes = (slot: WeightSlot): Uint8Array<ArrayBuffer> => madeUpWeight(config, slot);
  return changedDevice(runtime, {
    createSession: (options) => runtime.createSession({ ...options, weightBytes }),
  });
}

function createDecoder(config: LlamaConfig, mode: WeightMode): Promise<GraphDecoder> {
  const model = { config, weights: unread, imageTokenIndex: null };
  return GraphDecoder.create(inventive(config), model, {
    contextTokens: CONTEXT,
    mode,
    smoothing: null,
    onProgress: () => {},
  });
}

async function expectNumbers(decoder: GraphDecoder, { vocabSize }: LlamaConfig): Promise<void> {
  for (const ids of [[1, vocabSize - 1, 5], [7]]) {
    const [logits] = await decoder.forward(ids);
    expect(logits!.length).toBe(vocabSize);
    expect(logits!.every(Number.isFinite)).toBe(true);
    const mean = logits!.reduce((sum, value) => sum + value, 0) / vocabSize;
    const deviation = Math.sqrt(logits!.reduce((sum, value) => sum + (value - mean) ** 2, 0) / vocabSize);
    expect(deviation).toBeGreaterThan(0.1);
    expect(deviation).toBeLessThan(10);
  }
}

describe("sessions at full width", { timeout: 120_000 }, () => {
  it("run two layers of the 1B with all of its vocabulary in int8", async () => {
    const config = { ...LLAMA_32_1B, numHiddenLayers: 2 };
    const decoder = await createDecoder(config, "int8");
    await expectNumbers(decoder, config);
    decoder.release();
  });

  it("run two layers of the 1B in 4 bits", async () => {
    const config = { ...LLAMA_32_1B, numHiddenLayers: 2, vocabSize: FEWER_TOKENS };
    const decoder = await createDecoder(config, "nbits");
    await expectNumbers(decoder, config);
    decoder.release();
  });

  it.each(["int8", "nbits"] as const)("are made of two layers of the 3B in %s", async (mode) => {
    const config = { ...LLAMA_32_3B, numHiddenLayers: 2, vocabSize: FEWER_TOKENS };
    (await createDecoder(config, mode)).release();
  });

  it("are made of two layers of the 11B, one of them for pictures, in 4 bits", async () => {
    const { text } = LLAMA_32_11B_VISION_INSTRUCT;
    const cut = { numHiddenLayers: 2, crossAttentionLayers: [1], vocabSize: FEWER_TOKENS };
    (await createDecoder({ ...text, ...cut }, "nbits")).release();
  });

  it("are made of two layers of the 11B's tower and its projector in 4 bits", async () => {
    const { text, vision } = LLAMA_32_11B_VISION_INSTRUCT;
    const layers = { numHiddenLayers: 1, numGlobalLayers: 1, intermediateLayersIndices: [0] };
    const config: MllamaConfig = {
      ...LLAMA_32_11B_VISION_INSTRUCT,
      text: { ...text, numHiddenLayers: 2, crossAttentionLayers: [1] },
      vision: { ...vision, ...layers, visionOutputDim: 2 * vision.hiddenSize },
    };
    const options = { mode: "nbits", compat: "meta", onProgress: () => {} } as const;
    const encoder = await VisionEncoder.create(inventive(text), { config, weights: unread }, options);
    encoder.release();
  });
});
