import { beforeAll, describe, expect, it } from "vitest";
import { AppError } from "#shared/errors";
import { randomWeights, tensorShapes, tinyConfig } from "#models/testing/tiny-llama";
import { tensorCheckpoint } from "#models/testing/tiny-mllama";
import { seededRandom } from "#models/testing/random";
import { randomTokens } from "#models/testing/statistics";
import type { Device } from "./device.ts";
import { GraphDecoder } from "./graph-decoder.ts";
import { KvCache } from "./kv-cache.ts";
import type { OrtRuntime } from "./ort-runtime.ts";
import { PrefixCache } from "./prefix-cache.ts";
import { changedDevice, countedDevice, fullAt } from "./testing/changed-device.ts";
import { startCpuRuntime } from "./testing/cpu-runtime.ts";

let runtime: OrtRuntime;

beforeAll(async () => {
  runtime = await startCpuRuntime();
});

const config = tinyConfig();
const weights = randomWeights(config);
const checkpoint = tensorCheckpoint(
  new Map([...tensorShapes(config)].map(([name, shape]) => [name, { shape, values: weights.get(name)! }])),
);
const tokens = (count: number, seed: number): number[] =>
  randomTokens(count, config.vocabSize, seededRandom(seed));

function createDecoder(device: Device = runtime): Promise<GraphDecoder> {
  const model = { config, weights: checkpoint, imageTokenIndex: null };
  return GraphDecoder.create(device, model, {
    contextTokens: 1024,
    mode: "float",
    smoothing: null,
    onProgress: () => {},
  });
}

const SHAPE = { layers: [0, 2], numKeyValueHeads: 2, headDim: 16 };

describe("a KV cache that is kept and given back", { timeout: 30_000 }, () => {
  it("goes on after restore as if nothing had been in between", async () => {
    const decoder = await createDecoder();
    const [prompt, other, next] = [tokens(40, 1), tokens(60, 2), tokens(5, 3)];
    await decoder.forward(prompt);
    const expected = await decoder.forward(next);
    decoder.cache.truncate(40);
    const snapshot = await decoder.cache.save(40);
    expect(snapshot.tokens).toEqual(prompt);
    decoder.cache.truncate(0);
    await decoder.forward(other);
    await snapshot.restore(40);
    expect(decoder.cache.tokens).toEqual(prompt);
    expect(await decoder.forward(next)).toEqual(expected);
    decoder.release();
  });

  it("gives back a beginning, again and again, also after it has grown", async () => {
    const decoder = await createDecoder();
    const prompt = tokens(40, 1);
    await decoder.forward(prompt.slice(0, 25));
    const expected = await decoder.forward(tokens(3, 4));
    decoder.cache.truncate(25);
    await decoder.forward(prompt.slice(25));
    const snapshot = await decoder.cache.save(40);
    for (const between of [10, 600]) {
      decoder.cache.truncate(0);
      await decoder.forward(tokens(between, 5));
      await snapshot.restore(25);
      expect(decoder.cache.tokens).toEqual(prompt.slice(0, 25));
      expect(await decoder.forward(tokens(3, 4))).toEqual(expected);
    }
    decoder.release();
  });

  it("knows before what a snapshot takes, and holds nothing afterwards", async () => {
    const { device, tensors } = countedDevice(runtime);
    const cache = await KvCache.create(device, SHAPE, 1024);
    cache.tokens.push(...tokens(30, 1));
    const held = tensors.size;
    // Two layers, keys and values, 2 heads of 16 in float32.
    expect(cache.snapshotBytes(30)).toBe(2 * 2 * 30 * 2 * 16 * 4);
    const snapshot = await cache.save(30);
    expect(snapshot.sizeBytes).toBe(cache.snapshotBytes(30));
    expect(tensors.size).toBe(held + 4);
    snapshot.release();
    expect(tensors.size).toBe(held);
    cache.release();
    expect(tensors.size).toBe(0);
  });

  it("is as it was when there is no memory for a copy", async () => {
    const { device, tensors } = countedDevice(runtime);
    let left = Infinity;
    const full = changedDevice(device, {
      tryAllocate: (dtype, shape) => {
        if (left-- <= 0) throw new AppError("out-of-memory", "no more");
        return device.tryAllocate(dtype, shape);
      },
    });
    const cache = await KvCache.create(full, SHAPE, 2048);
    cache.tokens.push(...tokens(30, 1));
    left = 2;
    await expect(cache.save(30)).rejects.toMatchObject({ code: "out-of-memory" });
    expect(tensors.size).toBe(4);
    expect(cache.tokens).toEqual(tokens(30, 1));
    cache.release();
  });

  it("is empty and works again when there is no memory to grow", async () => {
    const { device, tensors } = countedDevice(runtime);
    const cache = await KvCache.create(fullAt(device, 4 + 3), SHAPE, 2048);
    cache.tokens.push(...tokens(30, 1));
    await expect(cache.reserve(600)).rejects.toMatchObject({ code: "out-of-memory" });
    expect([cache.tokens.length, tensors.size]).toEqual([0, 0]);
    await cache.reserve(100);
    expect([...cache.tensors].map(([name, { shape }]) => [name, shape])).toEqual(
      ["0.key", "0.value", "2.key", "2.value"].map((name) => [name, [1, 2, 512, 16]]),
    );
    cache.release();
  });

  it("grows with all that it holds once snapshots of other conversations made room", async () => {
    const { device, tensors } = countedDevice(runtime);
    // Four tensors, four of a snapshot, and the third that grows.
    const cache = await KvCache.create(fullAt(device, 4 + 4 + 2), SHAPE, 2048);
    const prefixes = new PrefixCache(cache, 1e6);
    cache.tokens.push(...tokens(60, 1));
    await prefixes.prepare([1, 2, 3]);
    cache.tokens.push(...tokens(40, 2));
    const held = [...cache.tokens];
    expect(tensors.size).toBe(8);
    await cache.reserve(600);
    expect(cache.tokens).toEqual(held);
    expect([...cache.tensors.values()].map(({ shape }) => shape[2])).toEqual([1024, 1024, 1024, 1024]);
    expect([prefixes.sizeBytes, tensors.size]).toEqual([0, 4]);
    cache.release();
  });

  it("doubles up to its limit and not beyond", async () => {
    const cache = await KvCache.create(runtime, SHAPE, 1200);
    const capacity = (): number => cache.tensors.get("0.key")!.shape[2]!;
    expect(capacity()).toBe(512);
    await cache.reserve(513);
    expect(capacity()).toBe(1024);
    await cache.reserve(1025);
    expect(capacity()).toBe(1200);
    await expect(cache.reserve(1201)).rejects.toMatchObject({
      code: "context-full",
      details: { promptTokens: 1201, contextTokens: 1200 },
    });
    cache.release();
  });
});
