/** @file The decoder of a vision model in the real runtime: logits of text with pictures, against plain loops. */
import { beforeAll, describe, expect, it } from "vitest";
import { LlamaReference } from "#models/llama/reference";
import { textCheckpoint } from "#models/mllama/checkpoint";
import { tokensPerTile } from "#models/mllama/config";
import type { MllamaConfig } from "#models/mllama/config";
import type { TransformedImage } from "#models/mllama/image-transform";
import { MllamaReference } from "#models/mllama/reference";
import { largestDifference, rowsOf } from "#models/testing/compare";
import { seededRandom } from "#models/testing/random";
import { randomTokens } from "#models/testing/statistics";
import { randomImage, randomMllama, tensorCheckpoint, tinyMllamaConfig } from "#models/testing/tiny-mllama";
import type { Compat } from "#models/mllama/config";
import type { Device } from "./device.ts";
import { GraphDecoder } from "./graph-decoder.ts";
import type { OrtRuntime } from "./ort-runtime.ts";
import { countedDevice } from "./testing/changed-device.ts";
import { startCpuRuntime } from "./testing/cpu-runtime.ts";
import { VisionEncoder } from "./vision-encoder.ts";
import type { VisionEncoderOptions } from "./vision-encoder.ts";

/** Float32 in another order of summation, on values of a deviation of about 1. */
const TOLERANCE = 1e-4;
const CONTEXT = 64;
const never = new AbortController().signal;

let runtime: OrtRuntime;

beforeAll(async () => {
  runtime = await startCpuRuntime();
});

/** The runtime's attention takes heads of whole sixteens. */
const config = tinyMllamaConfig({ text: { headDim: 16 } });
const checkpoint = tensorCheckpoint(randomMllama(config));

function createEncoder(
  options: Partial<VisionEncoderOptions> = {},
  device: Device = runtime,
  model: { config: MllamaConfig; weights: typeof checkpoint } = { config, weights: checkpoint },
): Promise<VisionEncoder> {
  return VisionEncoder.create(device, model, {
    mode: "float",
    compat: "meta",
    onProgress: () => {},
    ...options,
  });
}

function createDecoder(
  device: Device = runtime,
  model: { config: MllamaConfig; weights: typeof checkpoint } = { config, weights: checkpoint },
  compat: Compat = "meta",
): Promise<GraphDecoder> {
  const { text, imageTokenIndex } = model.config;
  return GraphDecoder.create(
    device,
    { config: text, weights: textCheckpoint(model.weights), imageTokenIndex },
    { contextTokens: CONTEXT, mode: "float", smoothing: null, compat, onProgress: () => {} },
  );
}

const IMAGE = -1;
const words = randomTokens(40, config.text.vocabSize, seededRandom(5));

/** Ids as the decoder has them, a number for each picture, and as the model has them, one token for all. */
function idsOf(pattern: readonly number[]): { numbered: number[]; plain: number[] } {
  let next = 0;
  const numbered = pattern.map((id) => (id === IMAGE ? config.text.vocabSize + next++ : id));
  return { numbered, plain: pattern.map((id) => (id === IMAGE ? config.imageTokenIndex : id)) };
}

const CONVERSATIONS: readonly [string, readonly number[]][] = [
  ["no picture", words.slice(0, 20)],
  ["one picture at the start", [IMAGE, ...words.slice(0, 12)]],
  ["one picture in the middle", [...words.slice(0, 6), IMAGE, ...words.slice(6, 12)]],
  ["one picture at the end", [...words.slice(0, 6), IMAGE]],
  ["two pictures apart", [...words.slice(0, 3), IMAGE, ...words.slice(3, 8), IMAGE, ...words.slice(8, 12)]],
  ["two adjacent pictures", [...words.slice(0, 3), IMAGE, IMAGE, ...words.slice(3, 9)]],
  [
    "two adjacent pictures and one apart",
    [words[0]!, IMAGE, IMAGE, ...words.slice(1, 5), IMAGE, ...words.slice(5, 9)],
  ],
];

const PICTURES = [
  [1, 2],
  [1, 1],
  [2, 2],
] as const;

describe("the decoder of a vision model", { timeout: 60_000 }, () => {
  const images: TransformedImage[] = PICTURES.map(([rows, columns], index) =>
    randomImage(config.vision, rows, columns, 20 + index),
  );

  async function withPictures(decoder: GraphDecoder, device: Device = runtime): Promise<void> {
    const encoder = await createEncoder({}, device);
    for (const [index, image] of images.entries()) {
      const { states } = await encoder.encode(image, never, () => {});
      decoder.pictures!.add(config.text.vocabSize + index, states);
    }
    encoder.release();
  }

  it.each(CONVERSATIONS)("gives the logits of every row with %s, and goes on", async (_, pattern) => {
    const decoder = await createDecoder();
    await withPictures(decoder);
    const { numbered, plain } = idsOf(pattern);
    const reference = new MllamaReference(config, checkpoint);
    const seen = images.slice(0, pattern.filter((id) => id === IMAGE).length);
    const expected = reference.forward(plain, seen);
    const [logits] = await decoder.forward(numbered, { logitRows: numbered.length });
    const actual = rowsOf(logits!, config.text.vocabSize);
    expect(actual.length).toBe(expected.length);
    actual.forEach((row, at) => expect(largestDifference(row, expected[at]!)).toBeLessThan(TOLERANCE));
    for (const id of words.slice(30, 33)) {
      const [next] = await decoder.forward([id]);
      expect(largestDifference(next!, reference.forward([id])[0]!)).toBeLessThan(TOLERANCE);
    }
    expect(decoder.cache.tokens).toEqual([...numbered, ...words.slice(30, 33)]);
    decoder.release();
  });

  it.each(CONVERSATIONS)("follows transformers' rules on request with %s", async (_, pattern) => {
    const decoder = await createDecoder(runtime, { config, weights: checkpoint }, "hf5");
    const encoder = await createEncoder({ compat: "hf5" });
    for (const [index, image] of images.entries()) {
      const { states } = await encoder.encode(image, never, () => {});
      const ownTokens = image.numTiles * tokensPerTile(config.vision);
      decoder.pictures!.add(config.text.vocabSize + index, states, ownTokens);
    }
    encoder.release();
    const { numbered, plain } = idsOf(pattern);
    const seen = images.slice(0, pattern.filter((id) => id === IMAGE).length);
    const [reference, meta] = (["hf5", "meta"] as const).map(
      (compat) => new MllamaReference(config, checkpoint, compat),
    );
    const [expected, others] = [reference!, meta!].map((each) => each.forward(plain, seen));
    const [logits] = await decoder.forward(numbered, { logitRows: numbered.length });
    const rows = rowsOf(logits!, config.text.vocabSize);
    rows.forEach((row, at) => expect(largestDifference(row, expected![at]!)).toBeLessThan(TOLERANCE));
    // The first row shows it where it stands in front of a picture, and is the text model's where there is none.
    const differs = largestDifference(rows[0]!, others![0]!) > 100 * TOLERANCE;
    expect(differs).toBe(seen.length > 0);
    const [next] = await decoder.forward([words[30]!]);
    expect(largestDifference(next!, reference!.forward([words[30]!])[0]!)).toBeLessThan(TOLERANCE);
    decoder.release();
  });

  it("gives the same in chunks, cut anywhere around pictures", async () => {
    const { numbered } = idsOf(CONVERSATIONS[6]![1]);
    const decoder = await createDecoder();
    await withPictures(decoder);
    const [whole] = await decoder.forward(numbered);
    for (let cut = 1; cut < numbered.length; cut++) {
      decoder.cache.truncate(0);
      await decoder.forward(numbered.slice(0, cut));
      const [last] = await decoder.forward(numbered.slice(cut));
      expect(largestDifference(last!, whole!)).toBeLessThan(TOLERANCE);
    }
    decoder.release();
  });

  it("gives logits across pictures for as many of the last rows as are asked for", async () => {
    const { numbered } = idsOf(CONVERSATIONS[4]![1]);
    const decoder = await createDecoder();
    await withPictures(decoder);
    const width = config.text.vocabSize;
    const [all] = await decoder.forward(numbered, { logitRows: numbered.length });
    for (let logitRows = 1; logitRows < numbered.length; logitRows++) {
      decoder.cache.truncate(0);
      const [last] = await decoder.forward(numbered, { logitRows });
      const wanted = all!.subarray(all!.length - logitRows * width);
      expect(largestDifference(last!.subarray(last!.length - logitRows * width), wanted)).toBeLessThan(
        TOLERANCE,
      );
    }
    decoder.release();
  });

  it("is without a picture the text model that it was made from", async () => {
    const { crossAttentionLayers, ...text } = config.text;
    const kept = Array.from({ length: text.numHiddenLayers }, (_, layer) => layer).filter(
      (layer) => !crossAttentionLayers.includes(layer),
    );
    const weights = new Map<string, Float32Array>();
    for (const [name, { values }] of randomMllama(config)) {
      const own = name.replace("language_model.", "");
      const [, layer] = /^model\.layers\.(\d+)\./.exec(own) ?? [];
      const index = layer === undefined ? 0 : kept.indexOf(Number(layer));
      if (index >= 0) weights.set(own.replace(/layers\.\d+/, `layers.${index}`), values);
    }
    const reference = new LlamaReference({ ...text, numHiddenLayers: kept.length }, weights);
    const ids = words.slice(0, 20);
    const decoder = await createDecoder();
    const [logits] = await decoder.forward(ids, { logitRows: 20 });
    const expected = reference.forward(ids);
    rowsOf(logits!, config.text.vocabSize).forEach((row, at) =>
      expect(largestDifference(row, expected[at]!)).toBeLessThan(TOLERANCE),
    );
    decoder.release();
  });

  it("forgets with the cache which pictures it saw, and gives everything back", async () => {
    const { device, tensors, sessions } = countedDevice(runtime);
    const decoder = await createDecoder(device);
    await withPictures(decoder, device);
    const ids = words.slice(0, 5);
    const [before] = await decoder.forward(ids);
    const { numbered } = idsOf(CONVERSATIONS[5]![1]);
    decoder.cache.truncate(0);
    await decoder.forward(numbered);
    decoder.cache.truncate(0);
    expect((await decoder.forward(ids))[0]).toEqual(before);
    decoder.release();
    expect([tensors.size, sessions.size]).toEqual([0, 0]);
  });

  it("knows what its pictures take, and does without one that was deleted", async () => {
    const decoder = await createDecoder();
    await withPictures(decoder);
    const { pictures } = decoder;
    const perTile = 2 * 2 * tokensPerTile(config.vision) * 2 * config.text.headDim * 4;
    const sizes = (): number[] => [0, 1, 2].map((index) => pictures!.bytesOf(config.text.vocabSize + index));
    expect(sizes()).toEqual([2 * perTile, perTile, 4 * perTile]);
    pictures!.delete(config.text.vocabSize + 2);
    expect(sizes()).toEqual([2 * perTile, perTile, 0]);
    expect(pictures!.has(config.text.vocabSize + 2)).toBe(false);
    await expect(decoder.forward([config.text.vocabSize + 2])).rejects.toThrow(/no picture/);
    expect(decoder.cache.tokens).toEqual([]);
    decoder.release();
  });
});
