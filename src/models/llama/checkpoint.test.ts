/** @file Reader, configuration and rotary positions together: checkpoints on disk against what transformers computes. */
import { describe, expect, it } from "vitest";
import { floatWeights } from "#models/testing/checkpoint-weights";
import { largestDifference } from "#models/testing/compare";
import { exactValues, nbitsValues } from "#models/testing/nbits-values";
import { f32, writeSafetensors } from "#models/testing/safetensors-writer";
import { fixtureFiles, fixtureFolder, readFixtureBytes } from "#models/testing/shared-fixtures";
import type { TextGolden } from "#models/testing/shared-fixtures";
import { memorySource, tinyConfig } from "#models/testing/tiny-llama";
import { nbitsRows } from "#models/weights/checkpoint";
import { parseHfConfig } from "#models/weights/hf-config";
import { packNBits, stackedNBits } from "#models/weights/nbits";
import { openLlamaSafetensors } from "./checkpoint.ts";
import type { LlamaCheckpoint } from "./checkpoint.ts";
import type { LlamaConfig, RopeScaling } from "./config.ts";
import { matrices } from "./matrices.ts";
import { LlamaReference } from "./reference.ts";
import type { CheckpointWeights } from "./reference.ts";

function open(folder: string): LlamaCheckpoint {
  const config = parseHfConfig(readFixtureBytes(folder, "config.json")) as LlamaConfig;
  return openLlamaSafetensors(fixtureFiles(folder), config);
}

function openWeights(folder: string): { config: LlamaConfig; weights: CheckpointWeights } {
  const checkpoint = open(folder);
  return { config: checkpoint.config, weights: floatWeights(checkpoint) };
}

function readGolden(folder: string): TextGolden {
  return JSON.parse(new TextDecoder().decode(readFixtureBytes(folder, "golden.json"))) as TextGolden;
}

function argmax(values: Float32Array): number {
  return values.reduce((best, value, index) => (value > (values[best] as number) ? index : best), 0);
}

/** float32 in another order of summation, on logits of a standard deviation of 2. */
const TOLERANCE = 2e-3;
const FAR = 90_000;

const TEXT_FIXTURES = ["text-tiny", "text-tiny-mlx4"];
/** text-tiny has 6.7 MB and lies beside the checkout only. */
const presentFixtures = TEXT_FIXTURES.filter((name) => fixtureFolder(name));

it.skipIf(presentFixtures.length < TEXT_FIXTURES.length)("all golden checkpoints are present", () => {
  expect(presentFixtures).toEqual(TEXT_FIXTURES);
});

describe.each(presentFixtures)("%s on disk", { timeout: 60_000 }, (name) => {
  const folder = fixtureFolder(name)!;
  const { cases } = readGolden(folder);
  const { config, weights } = openWeights(folder);

  it("has golden cases", () => expect(cases.length).toBe(4));

  it.each(cases)("gives the logits and the greedy answer of case %#", ({ inputIds, lastLogits, greedy }) => {
    const reference = new LlamaReference(config, weights);
    let last = reference.forward(inputIds).at(-1)!;
    expect(largestDifference(last, Float32Array.from(lastLogits))).toBeLessThan(TOLERANCE);
    for (const id of greedy) {
      expect(argmax(last)).toBe(id);
      last = reference.forward([id]).at(-1)!;
    }
  });

  it.each(cases)(
    "gives the logits of case %# at position 90,000",
    ({ inputIds, lastLogitsAtPosition90000 }) => {
      const golden = Float32Array.from(lastLogitsAtPosition90000);
      const reference = new LlamaReference(config, weights);
      expect(largestDifference(reference.forward(inputIds, FAR).at(-1)!, golden)).toBeLessThan(TOLERANCE);
    },
  );

  it("would not, with the factor of Llama 3.1", () => {
    const wrong = { ...config, ropeScaling: { ...(config.ropeScaling as RopeScaling), factor: 8 } };
    const { inputIds, lastLogitsAtPosition90000 } = cases[2]!;
    const reference = new LlamaReference(wrong, weights);
    const last = reference.forward(inputIds, FAR).at(-1)!;
    const difference = largestDifference(last, Float32Array.from(lastLogitsAtPosition90000));
    expect(difference).toBeGreaterThan(3 * TOLERANCE);
  });
});

describe("MLX weights as MatMulNBits", { timeout: 60_000 }, () => {
  const folder = fixtureFolder("text-tiny-mlx4");

  it("stay within what integer zero points cost, through the whole model", () => {
    const checkpoint = open(folder!);
    const inRows = floatWeights(checkpoint, ({ name, shape }) => {
      const rows = nbitsRows(checkpoint.weights, name, shape, 64);
      return nbitsValues(packNBits(rows), shape[0], shape[1], 64);
    });
    for (const { inputIds, lastLogits } of readGolden(folder!).cases.slice(0, 2)) {
      const last = new LlamaReference(checkpoint.config, inRows).forward(inputIds).at(-1)!;
      // Fixture README of the vision model: 0.02 to 0.03 for rounded zero points.
      expect(largestDifference(last, Float32Array.from(lastLogits))).toBeLessThan(0.05);
    }
  });

  it("are the file's own values with their residuals, through the whole model", () => {
    const checkpoint = open(folder!);
    const inRows = floatWeights(checkpoint, ({ name, shape }) => {
      const packed = packNBits(nbitsRows(checkpoint.weights, name, shape, 64));
      const [rows, columns] = shape;
      const values = exactValues(packed, rows, columns, 64);
      const readRow = (row: number, into: Float32Array): void =>
        into.set(values.subarray(row * columns, (row + 1) * columns));
      return { rows, columns, readRow };
    });
    for (const { inputIds, lastLogits } of readGolden(folder!).cases.slice(0, 2)) {
      const last = new LlamaReference(checkpoint.config, inRows).forward(inputIds).at(-1)!;
      expect(largestDifference(last, Float32Array.from(lastLogits))).toBeLessThan(TOLERANCE);
    }
  });

  it("are the bytes of the file, q, k and v one below the other", () => {
    const { config, weights } = open(folder!);
    const stacked = packNBits(
      stackedNBits(
        matrices.qkv(config, 1).parts.map(({ name, shape }) => nbitsRows(weights, name, shape, 64)),
      ),
    );
    const parts = ["q", "k", "v"].map((part) => {
      const rows = part === "q" ? 384 : 128;
      return packNBits(weights.nbits(`model.layers.1.self_attn.${part}_proj.weight`, [rows, 384])!);
    });
    expect(stacked.quants).toEqual(Uint8Array.from(parts.flatMap(({ quants }) => [...quants])));
    expect(stacked.scales).toEqual(Float32Array.from(parts.flatMap(({ scales }) => [...scales])));
    expect(stacked.zeroPoints).toEqual(Uint8Array.from(parts.flatMap(({ zeroPoints }) => [...zeroPoints])));
    expect(stacked.quants.length).toBe((640 * 384) / 2);
  });
});

describe("the head of a checkpoint", () => {
  const own = { "lm_head.weight": f32([1], [1]), "model.norm.weight": f32([1], [1]) };
  const tied = { "model.norm.weight": f32([1], [1]) };
  const openWith = (entries: typeof own | typeof tied, tieWordEmbeddings: boolean): LlamaCheckpoint =>
    openLlamaSafetensors(
      new Map([["model.safetensors", memorySource(writeSafetensors(entries))]]),
      tinyConfig({ tieWordEmbeddings }),
    );

  it("is the embedding only where there is none of its own and the configuration says so", () => {
    expect(openWith(own, false).config.tieWordEmbeddings).toBe(false);
    expect(openWith(own, true).config.tieWordEmbeddings).toBe(false);
    expect(openWith(tied, true).config.tieWordEmbeddings).toBe(true);
    expect(() => openWith(tied, false)).toThrow(
      expect.objectContaining({ code: "weights-corrupt", details: { tensor: "lm_head.weight" } }),
    );
  });
});

describe("the names of a decoder", () => {
  it.each([
    ["transformers", "model.", "lm_head."],
    ["a decoder without its head", "", "lm_head."],
    ["a vision model", "language_model.model.", "language_model.lm_head."],
    ["a vision model of transformers 5", "model.language_model.", "lm_head."],
  ])("may be those of %s", (_, prefix, head) => {
    const file = writeSafetensors({
      [`${prefix}embed_tokens.weight`]: f32([1], [1]),
      [`${prefix}layers.0.input_layernorm.weight`]: f32([1], [2]),
      [`${head}weight`]: f32([1], [3]),
    });
    const { weights, config } = openLlamaSafetensors(
      new Map([["model.safetensors", memorySource(file)]]),
      tinyConfig(),
    );
    expect(weights.vector("model.layers.0.input_layernorm.weight", [1])[0]).toBe(2);
    expect(weights.vector("lm_head.weight", [1])[0]).toBe(3);
    expect(config.tieWordEmbeddings).toBe(false);
  });
});
