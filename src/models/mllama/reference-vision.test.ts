/** @file Rules of the vision tower that a wrong implementation would break in silence (spec llama32 9, 11-14 and 46). */
import { describe, expect, it } from "vitest";
import { largestDifference } from "#models/testing/compare";
import { randomImage, randomMllama, tensorCheckpoint, tinyMllamaConfig } from "#models/testing/tiny-mllama";
import type { TensorMap } from "#models/testing/tiny-mllama";
import type { MllamaConfig } from "./config.ts";
import { gelu, VisionReference } from "./reference-vision.ts";
import type { Compat } from "./config.ts";

const config = tinyMllamaConfig();
const { hiddenSize, imageSize, patchSize, visionOutputDim } = config.vision;

function reference(tensors: TensorMap, mllama = config, compat: Compat = "meta"): VisionReference {
  return new VisionReference(mllama, tensorCheckpoint(tensors), compat);
}

/** A decoder as wide as the projector's input and a projector that passes it through. */
function withPlainProjector(): { wide: MllamaConfig; tensors: TensorMap } {
  const wide = tinyMllamaConfig({ text: { hiddenSize: visionOutputDim } });
  const tensors = randomMllama(wide);
  const identity = tensors.get("multi_modal_projector.weight")!.values.fill(0);
  for (let at = 0; at < visionOutputDim; at++) identity[at * visionOutputDim + at] = 1;
  tensors.get("multi_modal_projector.bias")!.values.fill(0);
  return { wide, tensors };
}

/** Local layers that do nothing but add 1 to every channel. */
function makeLayersCount(tensors: TensorMap): void {
  for (const [name, { values }] of tensors) {
    if (!name.startsWith("vision_model.transformer.")) continue;
    if (name.endsWith("o_proj.weight") || name.endsWith("fc2.weight")) values.fill(0);
    if (name.endsWith("fc2.bias")) values.fill(1);
  }
}

function rowsOfStates(states: readonly (readonly Float32Array[])[]): Float32Array {
  return Float32Array.from(states.flat().flatMap((row) => [...row]));
}

describe("vision tower", () => {
  it("gives the projector the states entering the listed layers, or those leaving them", () => {
    const { wide, tensors } = withPlainProjector();
    makeLayersCount(tensors);
    const image = randomImage(config.vision, 1, 1);
    const [meta, hf5] = (["meta", "hf5"] as const).map(
      (compat) => reference(tensors, wide, compat).statesOfAllTiles(image)[0]!,
    );
    // Before layer 1 one layer has added 1; where transformers takes the state, two have.
    for (const [token, row] of meta!.entries()) {
      const [own, theirs] = [row.subarray(hiddenSize), hf5![token]!.subarray(hiddenSize)];
      expect(
        largestDifference(
          theirs,
          own.map((value) => value + 1),
        ),
      ).toBeLessThan(1e-5);
      expect(hf5![token]!.subarray(0, hiddenSize)).toEqual(row.subarray(0, hiddenSize));
    }
  });

  it("interleaves the intermediate states channel by channel, not normalised", () => {
    const { wide, tensors } = withPlainProjector();
    makeLayersCount(tensors);
    tensors.get("vision_model.layernorm_post.weight")!.values.fill(100);
    const [tile] = reference(tensors, wide).statesOfAllTiles(randomImage(config.vision, 1, 1));
    for (const row of tile!) {
      for (let channel = 0; channel < hiddenSize; channel++) {
        // Entering layer 1 and layer 3: two more have added 1.
        const [first, second] = [row[hiddenSize + 2 * channel]!, row[hiddenSize + 2 * channel + 1]!];
        expect(second - first).toBeCloseTo(2, 5);
      }
    }
  });

  it.each([
    [1, 1],
    [1, 2],
    [1, 3],
    [2, 2],
  ])("is the same with one unused tile for all, %d x %d tiles used", (rows, columns) => {
    const tower = reference(randomMllama(config));
    const image = randomImage(config.vision, rows, columns);
    const all = tower.statesOfAllTiles(image).slice(0, image.numTiles);
    const reduced = tower.statesOfRealTiles(image);
    expect(largestDifference(rowsOfStates(reduced), rowsOfStates(all))).toBeLessThan(1e-5);
  });

  it("is not the same without the unused tiles: a picture's own tiles read them", () => {
    const tensors = randomMllama(config);
    const image = randomImage(config.vision, 1, 1);
    const all = reference(tensors).statesOfAllTiles(image)[0]!;
    const alone = tinyMllamaConfig({ vision: { maxNumTiles: 1, supportedAspectRatios: [[1, 1]] } });
    for (const [name, { shape, values }] of tensors) {
      if (!/tile_(positional_)?embedding/.test(name) || shape.length !== 2) continue;
      // Rows 0 and 1, slot 0 of 4.
      const width = shape[1]!;
      const firstSlot = [0, 1].flatMap((row) => [...values.subarray(row * width, row * width + width / 4)]);
      tensors.set(name, { shape: [2, width / 4], values: Float32Array.from(firstSlot) });
    }
    const without = reference(tensors, alone).statesOfAllTiles(image)[0]!;
    expect(largestDifference(rowsOfStates([without]), rowsOfStates([all]))).toBeGreaterThan(1e-3);
  });

  it("reads the patch kernel by channel, row and column", () => {
    const { wide, tensors } = withPlainProjector();
    makeLayersCount(tensors);
    // Nothing but the patches reaches the intermediate states.
    for (const name of ["gated_positional_embedding.embedding", "pre_tile_positional_embedding.gate"]) {
      tensors.get(`vision_model.${name}`)!.values.fill(0);
    }
    tensors.get("vision_model.gated_positional_embedding.gate")!.values.fill(0);
    const kernel = tensors.get("vision_model.patch_embedding.weight")!.values.fill(0);
    // Channel 1 of the output is green, row 2, column 3 of a patch.
    kernel[patchSize * patchSize * 3 + patchSize * patchSize + 2 * patchSize + 3] = 1;
    const image = randomImage(config.vision, 1, 1);
    const [tile] = reference(tensors, wide).statesOfAllTiles(image);
    const perRow = imageSize / patchSize;
    const layerNorm = tensors.get("vision_model.layernorm_pre.weight")!.values;
    const shift = tensors.get("vision_model.layernorm_pre.bias")!.values;
    for (let patch = 0; patch < perRow * perRow; patch++) {
      const [x, y] = [(patch % perRow) * patchSize + 3, Math.floor(patch / perRow) * patchSize + 2];
      const value = image.pixels[imageSize * imageSize + y * imageSize + x]!;
      // One channel of sixteen is not zero.
      const [mean, meanSquare] = [value / hiddenSize, value ** 2 / hiddenSize];
      const normed = (value - mean) / Math.sqrt(meanSquare - mean ** 2 + 1e-5);
      const entering = normed * layerNorm[1]! + shift[1]! + 1;
      expect(tile![patch + 1]![hiddenSize + 2]).toBeCloseTo(entering, 4);
    }
  });

  it("adds the positions of a tile to its patches in front, to its class token as well behind", () => {
    const { tensors } = withPlainProjector();
    makeLayersCount(tensors);
    const noGlobal = tinyMllamaConfig({
      text: { hiddenSize: visionOutputDim },
      vision: { numGlobalLayers: 0 },
    });
    const image = randomImage(config.vision, 1, 1);
    const table = (name: string): Float32Array =>
      tensors.get(`vision_model.${name}_tile_positional_embedding.embedding.weight`)!.values;
    const [tile] = reference(tensors, noGlobal).statesOfAllTiles(image);
    // Slot 0 of aspect ratio 1.
    const slot = 4 * hiddenSize;
    table("pre").fill(0, slot, slot + hiddenSize);
    const [withoutPre] = reference(tensors, noGlobal).statesOfAllTiles(image);
    expect(withoutPre![0]).toEqual(tile![0]);
    for (let token = 1; token < tile!.length; token++) {
      expect(largestDifference(withoutPre![token]!, tile![token]!)).toBeGreaterThan(1e-3);
    }
    const gate = Math.tanh(tensors.get("vision_model.post_tile_positional_embedding.gate")!.values[0]!);
    const post = table("post").slice(slot, slot + hiddenSize);
    table("post").fill(0, slot, slot + hiddenSize);
    const [withoutPost] = reference(tensors, noGlobal).statesOfAllTiles(image);
    withoutPre!.forEach((row, token) => {
      const moved = withoutPost![token]!.slice(0, hiddenSize).map((value, i) => value + gate * post[i]!);
      expect(largestDifference(moved, row.slice(0, hiddenSize))).toBeLessThan(1e-5);
      // The intermediate states are from before.
      expect(withoutPost![token]!.subarray(hiddenSize)).toEqual(row.subarray(hiddenSize));
    });
  });

  it("has a number everywhere, in unused tiles too, where no padding sees padding", () => {
    const states = reference(randomMllama(config)).statesOfAllTiles(randomImage(config.vision, 1, 1));
    expect(states).toHaveLength(4);
    expect(rowsOfStates(states).every(Number.isFinite)).toBe(true);
  });

  it("passes rows through global layers whose gates are closed", () => {
    const tensors = randomMllama(config);
    for (const [name, { values }] of tensors) if (/gate_(attn|ffn)$/.test(name)) values.fill(0);
    const image = randomImage(config.vision, 1, 2);
    const without = tinyMllamaConfig({ vision: { numGlobalLayers: 0 } });
    const [closed, none] = [reference(tensors), reference(tensors, without)].map((tower) =>
      tower.statesOfRealTiles(image),
    );
    expect(closed).toEqual(none);
  });

  it("uses the error function in its GELU", () => {
    expect(gelu(2)).toBeCloseTo(1.9545, 6);
    expect(gelu(-1)).toBeCloseTo(-0.15865525, 7);
    expect(gelu(0)).toBe(0);
    expect(gelu(9)).toBe(9);
    expect(gelu(-20) + 0).toBe(0);
  });
});
