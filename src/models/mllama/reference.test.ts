/** @file The plain-loop reference against transformers with Meta's semantics, and the rules that tell it from other ways. */
import { describe, expect, it } from "vitest";
import { LlamaReference } from "#models/llama/reference";
import { largestDifference } from "#models/testing/compare";
import { randomImage, randomMllama, tensorCheckpoint, tinyMllamaConfig } from "#models/testing/tiny-mllama";
import type { TensorMap } from "#models/testing/tiny-mllama";
import { hasVisionFixture, openVisionFixture, oracleImage } from "#models/testing/vision-fixtures";
import type { VisionCase } from "#models/testing/vision-fixtures";
import type { MllamaConfig } from "./config.ts";
import { MllamaReference } from "./reference.ts";
import { VisionReference } from "./reference-vision.ts";
import type { Compat } from "./config.ts";

/** The issue asks for 2e-3 and 1e-3; float32 in another order of summation gives 2e-5. */
const TOLERANCE = 1e-4;

function flat(rows: readonly (readonly Float32Array[])[]): Float32Array {
  return Float32Array.from(rows.flat().flatMap((row) => [...row]));
}

function argmax(values: Float32Array): number {
  return values.indexOf(Math.max(...values));
}

function difference(logits: Float32Array | undefined, expected: readonly number[]): number {
  return largestDifference(logits ?? new Float32Array(0), Float32Array.from(expected));
}

/** `count` tokens, each the most likely one behind those before it. */
function continued(reference: MllamaReference, logits: Float32Array, count: number): number[] {
  const ids = [argmax(logits)];
  while (ids.length < count) ids.push(argmax(reference.forward(ids.slice(-1))[0] as Float32Array));
  return ids;
}

/** The picture token is this text token in the runs without a picture. */
const IN_PLACE_OF_PICTURE = 7;

describe.each(["vision-tiny", "vision-tiny-mlx4"])("%s", (name) => {
  const fixture = hasVisionFixture(name) ? openVisionFixture(name) : null;

  it.skipIf(!fixture).each(fixture?.cases ?? [])("$name has the oracle's states", (golden: VisionCase) => {
    const { config, checkpoint } = fixture!;
    const vision = new VisionReference(config, checkpoint);
    const image = oracleImage(golden);
    const all = flat(vision.statesOfAllTiles(image).slice(0, image.numTiles));
    expect(largestDifference(all, golden.crossAttentionStates)).toBeLessThan(TOLERANCE);
    expect(largestDifference(flat(vision.statesOfRealTiles(image)), all)).toBeLessThan(1e-5);
  });

  it.skipIf(!fixture).each(fixture?.cases ?? [])("$name has the oracle's logits", (golden: VisionCase) => {
    const { config, checkpoint } = fixture!;
    const reference = new MllamaReference(config, checkpoint);
    // The transform's own pixels: everything from the file to the logits is ours.
    const logits = reference.forward(golden.inputIds, [golden.image]);
    const before = golden.inputIds.indexOf(config.imageTokenIndex) - 1;
    expect(difference(logits[before], golden.logitsBeforeImage)).toBeLessThan(TOLERANCE);
    expect(difference(logits.at(-1), golden.lastLogits)).toBeLessThan(TOLERANCE);
    expect(continued(reference, logits.at(-1)!, golden.greedy.length)).toEqual(golden.greedy);
  });

  it.skipIf(!fixture)("has the oracle's logits without a picture", () => {
    const { config, checkpoint, cases } = fixture!;
    for (const { inputIds, textOnlyLastLogits } of cases.slice(0, 2)) {
      const ids = inputIds.map((id) => (id === config.imageTokenIndex ? IN_PLACE_OF_PICTURE : id));
      const logits = new MllamaReference(config, checkpoint).forward(ids);
      expect(difference(logits.at(-1), textOnlyLastLogits)).toBeLessThan(TOLERANCE);
    }
  });
});

const config = tinyMllamaConfig();
const IMAGE = config.imageTokenIndex;
const PICTURE = randomImage(config.vision, 1, 2);
const OTHER = randomImage(config.vision, 1, 2, 2);

function referenceOf(
  tensors: TensorMap,
  mllama: MllamaConfig = config,
  compat: Compat = "meta",
): MllamaReference {
  return new MllamaReference(mllama, tensorCheckpoint(tensors), compat);
}

/** A decoder in which what a picture says reaches a row in its last layer only, so through its own eyes. */
const LAST_LAYER_SEES = tinyMllamaConfig({ text: { numHiddenLayers: 2, crossAttentionLayers: [1] } });

describe("pictures in a text", () => {
  it("do not change the rows in front of them, as they do in transformers", () => {
    const tensors = randomMllama(config);
    const ids = [3, 1, 4, IMAGE, 5];
    const textOnly = referenceOf(tensors).forward(ids.slice(0, 3));
    const meta = referenceOf(tensors).forward(ids, [PICTURE]);
    expect(meta.slice(0, 3)).toEqual(textOnly);
    const hf5 = referenceOf(tensors, config, "hf5").forward(ids, [PICTURE]);
    expect(largestDifference(hf5[2]!, textOnly[2]!)).toBeGreaterThan(0.01);
  });

  it("leave the decoder of the text alone where there is none", () => {
    const tensors = randomMllama(config);
    const ids = [3, 1, 4, 1, 5, 9, 2, 6];
    const logits = referenceOf(tensors).forward(ids);
    const { text } = config;
    const kept = [0, 1, 2, 3].filter((layer) => !text.crossAttentionLayers.includes(layer));
    const weights = [...tensors].flatMap(([name, { values }]) => {
      const [, layer] = /layers\.(\d+)/.exec(name) ?? [];
      if (!name.startsWith("language_model.") || text.crossAttentionLayers.includes(Number(layer))) return [];
      const renamed = name.replace(/layers\.\d+/, `layers.${kept.indexOf(Number(layer))}`);
      return [[renamed.replace("language_model.", ""), values] as const];
    });
    const decoder = new LlamaReference({ ...text, numHiddenLayers: kept.length }, new Map(weights));
    expect(logits).toEqual(decoder.forward(ids));
  });

  it.each([
    { positions: [2, 9], changed: 0, rows: [2, 3, 4, 5, 6, 7, 8] },
    { positions: [2, 9], changed: 1, rows: [9, 10, 11] },
    { positions: [2, 3], changed: 0, rows: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
    { positions: [2, 5, 6], changed: 0, rows: [2, 3, 4] },
    { positions: [2, 5, 6], changed: 1, rows: [5, 6, 7, 8, 9, 10, 11] },
    { positions: [2, 5, 6], changed: 2, rows: [6, 7, 8, 9, 10, 11] },
  ])("at $positions: picture $changed is seen by rows $rows", ({ positions, changed, rows }) => {
    const tensors = randomMllama(LAST_LAYER_SEES);
    const ids = Array.from({ length: 12 }, (_, at) => (positions.includes(at) ? IMAGE : at + 10));
    const images = positions.map(() => PICTURE);
    // Half of the text in one call, the rest row by row as in generation.
    const run = (pictures: readonly (typeof PICTURE)[]): Float32Array[] => {
      const reference = referenceOf(tensors, LAST_LAYER_SEES);
      const prefill = reference.forward(ids.slice(0, 10), pictures);
      return [...prefill, ...ids.slice(10).flatMap((id) => reference.forward([id]))];
    };
    const [before, after] = [run(images), run(images.with(changed, OTHER))];
    const different = before.flatMap((row, at) => (largestDifference(row, after[at]!) > 0 ? [at] : []));
    expect(different).toEqual(rows);
  });

  it("are never answered: the head has no row for their token", () => {
    const logits = referenceOf(randomMllama(config)).forward([1, IMAGE, 5], [PICTURE]);
    expect(logits.map((row) => row.length)).toEqual([64, 64, 64]);
    expect(IMAGE).toBe(64);
  });

  it("have their keys normalised with the configuration's epsilon, which tiny keys show", () => {
    const tensors = randomMllama(LAST_LAYER_SEES);
    const keys = tensors.get("language_model.model.layers.1.cross_attn.k_proj.weight")!.values;
    const run = (rmsNormEps: number): Float32Array => {
      const text = { ...LAST_LAYER_SEES.text, rmsNormEps };
      return referenceOf(tensors, { ...LAST_LAYER_SEES, text })
        .forward([IMAGE, 5], [PICTURE])
        .at(-1)!;
    };
    // Keys of ordinary size hide a wrong epsilon.
    expect(largestDifference(run(1e-5), run(1e-6))).toBeLessThan(1e-3);
    for (const [at, value] of keys.entries()) keys[at] = value * 1e-3;
    expect(largestDifference(run(1e-5), run(1e-6))).toBeGreaterThan(1e-3);
  });

  it("have no place in the text: cross-attention does not turn with it", () => {
    const tensors = randomMllama(LAST_LAYER_SEES);
    // Without self-attention nothing else knows of the position.
    tensors.get("language_model.model.layers.0.self_attn.o_proj.weight")!.values.fill(0);
    const near = referenceOf(tensors, LAST_LAYER_SEES).forward([IMAGE, 5], [PICTURE]);
    const far = referenceOf(tensors, LAST_LAYER_SEES).forward([1, 2, 3, 4, 6, IMAGE, 5], [PICTURE]);
    expect(far.at(-1)).toEqual(near.at(-1));
  });

  it("pass through closed gates unseen, and count in full through open ones", () => {
    const tensors = randomMllama(config);
    const setGates = (value: number): void => {
      for (const [name, { values }] of tensors)
        if (/cross_attn_(attn|mlp)_gate$/.test(name)) values.fill(value);
    };
    const run = (): Float32Array => referenceOf(tensors).forward([1, IMAGE, 5], [PICTURE]).at(-1)!;
    setGates(0);
    const textOnly = referenceOf(tensors).forward([1]);
    const closed = referenceOf(tensors).forward([1, IMAGE], [PICTURE]);
    expect(closed[0]).toEqual(textOnly[0]);
    const [picture, other] = [PICTURE, OTHER].map((image) =>
      referenceOf(tensors).forward([1, IMAGE, 5], [image]),
    );
    expect(picture).toEqual(other);
    setGates(20);
    const open = run();
    setGates(1000);
    expect(run()).toEqual(open);
  });

  it("are refused where they do not fit their tokens", () => {
    const tensors = randomMllama(config);
    expect(() => referenceOf(tensors).forward([1, IMAGE])).toThrow(RangeError);
    expect(() => referenceOf(tensors).forward([1, 2], [PICTURE])).toThrow(RangeError);
  });
});
