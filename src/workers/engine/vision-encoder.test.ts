/** @file The vision tower in the real runtime: pictures to what the decoder is given of them, against plain loops. */
import { beforeAll, describe, expect, it } from "vitest";
import { tokensPerTile } from "#models/mllama/config";
import type { MllamaConfig } from "#models/mllama/config";
import { VisionReference } from "#models/mllama/reference-vision";
import { correlation, largestDifference } from "#models/testing/compare";
import { randomImage, randomMllama, tensorCheckpoint, tinyMllamaConfig } from "#models/testing/tiny-mllama";
import type { Device } from "./device.ts";
import type { OrtRuntime } from "./ort-runtime.ts";
import { changedDevice, countedDevice, fullAt } from "./testing/changed-device.ts";
import { startCpuRuntime } from "./testing/cpu-runtime.ts";
import { VisionEncoder } from "./vision-encoder.ts";
import type { VisionEncoderOptions } from "./vision-encoder.ts";

/** Float32 in another order of summation, on values of a deviation of about 1. */
const TOLERANCE = 1e-4;
const never = new AbortController().signal;

let runtime: OrtRuntime;

beforeAll(async () => {
  runtime = await startCpuRuntime();
});

const config = tinyMllamaConfig();
const checkpoint = tensorCheckpoint(randomMllama(config));

function createEncoder(
  options: Partial<VisionEncoderOptions> = {},
  device: Device = runtime,
  model: { config: MllamaConfig; weights: typeof checkpoint } = { config, weights: checkpoint },
): Promise<VisionEncoder> {
  return VisionEncoder.create(device, model, {
    mode: "float",
    compat: "meta",
    readProjected: true,
    onProgress: () => {},
    ...options,
  });
}

function flat(rows: readonly (readonly Float32Array[])[]): Float32Array {
  return Float32Array.from(rows.flat().flatMap((row) => [...row]));
}

const CANVASES = [
  [1, 1],
  [1, 2],
  [2, 1],
  [3, 1],
  [2, 2],
  [1, 4],
] as const;

describe("the vision tower", { timeout: 60_000 }, () => {
  it.each(["meta", "hf5"] as const)("gives the states of every canvas (%s)", async (compat) => {
    const encoder = await createEncoder({ compat });
    const reference = new VisionReference(config, checkpoint, compat);
    for (const [rows, columns] of CANVASES) {
      const image = randomImage(config.vision, rows, columns, 10 * rows + columns);
      const { projected, states } = await encoder.encode(image, never, () => {});
      const kept = compat === "meta" ? image.numTiles : config.vision.maxNumTiles;
      const expected = flat(reference.statesOfAllTiles(image).slice(0, kept));
      expect([rows, columns, projected.length]).toEqual([rows, columns, expected.length]);
      expect(largestDifference(projected, expected)).toBeLessThan(TOLERANCE);
      const { numKeyValueHeads, headDim, crossAttentionLayers } = config.text;
      const tokens = kept * tokensPerTile(config.vision);
      expect([...states].map(([name, { shape }]) => [name, shape])).toEqual(
        crossAttentionLayers
          .flatMap((layer) => [`cross.${layer}.key`, `cross.${layer}.value`])
          .map((name) => [name, [1, numKeyValueHeads, tokens, headDim]]),
      );
      for (const tensor of states.values()) runtime.release(tensor);
    }
    expect(encoder.runs).toBe(CANVASES.length);
    encoder.release();
  });

  it("tells the two ways of taking intermediate states apart", () => {
    const image = randomImage(config.vision, 1, 2);
    const [meta, hf5] = (["meta", "hf5"] as const).map((compat) =>
      flat(new VisionReference(config, checkpoint, compat).statesOfAllTiles(image).slice(0, 2)),
    );
    expect(largestDifference(meta!, hf5!)).toBeGreaterThan(100 * TOLERANCE);
  });

  // 8 layers a stage: 10 and 8 layers end within a stage, 8 and 8 between two, 4 and 0 without a global layer.
  it.each([
    [10, 8],
    [8, 8],
    [4, 0],
    [15, 1],
  ])(
    "gives the same in stages, of %i local and %i global layers",
    async (numHiddenLayers, numGlobalLayers) => {
      const deep = tinyMllamaConfig({
        vision: {
          numHiddenLayers,
          numGlobalLayers,
          intermediateLayersIndices: [0, numHiddenLayers - 1],
        },
      });
      const weights = tensorCheckpoint(randomMllama(deep));
      const encoder = await createEncoder({}, runtime, { config: deep, weights });
      const image = randomImage(deep.vision, 1, 2);
      const fractions: number[] = [];
      const { projected } = await encoder.encode(image, never, (fraction) => fractions.push(fraction));
      const reference = new VisionReference(deep, weights);
      const expected = flat(reference.statesOfAllTiles(image).slice(0, 2));
      expect(largestDifference(projected, expected)).toBeLessThan(3 * TOLERANCE);
      const layers = numHiddenLayers + numGlobalLayers;
      const ends = Array.from({ length: Math.ceil(layers / 8) }, (_, stage) =>
        Math.min(layers, 8 * stage + 8),
      );
      expect(fractions).toEqual(ends.map((end) => end / layers));
      encoder.release();
    },
  );

  it("stops between stages, keeps nothing, and looks at the next picture", async () => {
    const deep = tinyMllamaConfig({ vision: { numHiddenLayers: 10, numGlobalLayers: 8 } });
    const weights = tensorCheckpoint(randomMllama(deep));
    const { device, tensors, sessions } = countedDevice(runtime);
    const encoder = await createEncoder({}, device, { config: deep, weights });
    const image = randomImage(deep.vision, 2, 2);
    for (const stopAfter of [0, 1, 2]) {
      const controller = new AbortController();
      const fractions: number[] = [];
      if (stopAfter === 0) controller.abort();
      const stopped = encoder.encode(image, controller.signal, (fraction) => {
        fractions.push(fraction);
        if (fractions.length === stopAfter) controller.abort();
      });
      await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
      expect([fractions.length, tensors.size]).toEqual([stopAfter, 0]);
    }
    const { states } = await encoder.encode(image, never, () => {});
    expect(new Set(states.values())).toEqual(tensors);
    encoder.release();
    expect(sessions.size).toBe(0);
  });

  it("keeps nothing of a picture that there is no memory for", async () => {
    for (const at of [0, 3, 7]) {
      const { device, tensors } = countedDevice(runtime);
      const encoder = await createEncoder({}, fullAt(device, at));
      const image = randomImage(config.vision, 1, 2);
      await expect(encoder.encode(image, never, () => {})).rejects.toMatchObject({ code: "out-of-memory" });
      expect([at, tensors.size]).toEqual([at, 0]);
      encoder.release();
    }
  });

  it("names a weight that is missing and leaves no session behind", async () => {
    const tensors = randomMllama(config);
    tensors.delete("multi_modal_projector.bias");
    const { device, sessions } = countedDevice(runtime);
    const model = { config, weights: tensorCheckpoint(tensors) };
    await expect(createEncoder({}, device, model)).rejects.toMatchObject({
      code: "weights-corrupt",
      details: { tensor: "multi_modal_projector.bias" },
    });
    expect(sessions.size).toBe(0);
  });

  it.each(["float32", "float16"] as const)(
    "comes near in 4 bits, with %s activations",
    async (activations) => {
      // Widths of whole blocks in pairs, so that every matrix is rounded.
      const wide = tinyMllamaConfig({
        vision: { hiddenSize: 64, intermediateSize: 128, visionOutputDim: 192 },
        text: { hiddenSize: 64, intermediateSize: 96 },
      });
      const weights = tensorCheckpoint(randomMllama(wide));
      const device = changedDevice(runtime, { activations });
      const encoder = await createEncoder({ mode: "nbits" }, device, { config: wide, weights });
      const image = randomImage(wide.vision, 1, 2);
      const { projected } = await encoder.encode(image, never, () => {});
      const expected = flat(new VisionReference(wide, weights).statesOfAllTiles(image).slice(0, 2));
      expect(correlation(projected, expected)).toBeGreaterThan(0.97);
      encoder.release();
    },
  );
});
