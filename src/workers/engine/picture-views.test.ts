import { beforeAll, describe, expect, it } from "vitest";
import { textCheckpoint } from "#models/mllama/checkpoint";
import { randomMllama, tensorCheckpoint, tinyMllamaConfig } from "#models/testing/tiny-mllama";
import type { Device, DeviceTensor } from "./device.ts";
import { GraphDecoder } from "./graph-decoder.ts";
import type { OrtRuntime } from "./ort-runtime.ts";
import { PictureViews } from "./picture-views.ts";
import { countedDevice, fullAt } from "./testing/changed-device.ts";
import { startCpuRuntime } from "./testing/cpu-runtime.ts";

let runtime: OrtRuntime;

beforeAll(async () => {
  runtime = await startCpuRuntime();
});

const config = tinyMllamaConfig({ text: { headDim: 16 } });
const [FIRST, SECOND, THIRD] = [100, 101, 102];

function statesOn(device: Device, tokens: number): Map<string, DeviceTensor> {
  const { numKeyValueHeads, headDim, crossAttentionLayers } = config.text;
  const names = crossAttentionLayers.flatMap((layer) => [`cross.${layer}.key`, `cross.${layer}.value`]);
  const shape = [1, numKeyValueHeads, tokens, headDim];
  return new Map(names.map((name) => [name, device.allocate(device.activations, shape)]));
}

/** Three pictures of three tokens each. */
function viewsOn(device: Device): PictureViews {
  const views = new PictureViews(device, config.text);
  for (const id of [FIRST, SECOND, THIRD]) views.add(id, statesOn(device, 3));
  return views;
}

describe("pictures kept joined", () => {
  it("go with either of their pictures, and not with another", () => {
    for (const [deleted, isJoinedStill] of [
      [FIRST, false],
      [SECOND, false],
      [THIRD, true],
    ] as const) {
      const { device, tensors } = countedDevice(runtime);
      const views = viewsOn(device);
      const joined = [...views.tensors([FIRST, SECOND]).values()];
      views.delete(deleted);
      expect(joined.map((tensor) => tensors.has(tensor))).toEqual(joined.map(() => isJoinedStill));
      views.release();
      expect(tensors.size).toBe(0);
    }
  });

  it("are joined anew where a picture's number has another picture", () => {
    const { device, tensors } = countedDevice(runtime);
    const views = viewsOn(device);
    views.tensors([FIRST, SECOND]);
    views.add(SECOND, statesOn(device, 5));
    const [keys] = views.tensors([FIRST, SECOND]).values();
    expect(keys!.shape[2]).toBe(8);
    views.release();
    expect(tensors.size).toBe(0);
  });

  it("leave nothing of themselves where there is no memory for all of them", () => {
    const { device, tensors } = countedDevice(runtime);
    const before = 4 * 2 * config.text.crossAttentionLayers.length;
    const views = viewsOn(fullAt(device, before + 1));
    expect(() => views.tensors([FIRST, SECOND])).toThrow(expect.objectContaining({ code: "out-of-memory" }));
    expect(tensors.size).toBe(before);
    views.tensors([FIRST, SECOND]);
    views.release();
    expect(tensors.size).toBe(0);
  });
});

describe("a decoder with pictures", { timeout: 30_000 }, () => {
  it("leaves nothing behind where there is no memory for its cache or its first picture", async () => {
    const model = {
      config: config.text,
      weights: textCheckpoint(tensorCheckpoint(randomMllama(config))),
      imageTokenIndex: config.imageTokenIndex,
    };
    const options = { contextTokens: 64, mode: "float", smoothing: null, onProgress: () => {} } as const;
    const caches = 2 * (config.text.numHiddenLayers - config.text.crossAttentionLayers.length);
    for (const at of [1, caches, caches + 1]) {
      const { device, tensors, sessions } = countedDevice(runtime);
      const created = GraphDecoder.create(fullAt(device, at), model, options);
      await expect(created).rejects.toMatchObject({ code: "out-of-memory" });
      expect([at, tensors.size, sessions.size]).toEqual([at, 0, 0]);
    }
  });
});
