/** @file The same vision model as transformers and as MLX store it, under one set of names. */
import { describe, expect, it } from "vitest";
import { largestDifference } from "#models/testing/compare";
import { f32, writeSafetensors } from "#models/testing/safetensors-writer";
import { fixtureFiles, fixtureFolder, readFixtureBytes } from "#models/testing/shared-fixtures";
import { memorySource } from "#models/testing/tiny-llama";
import type { Checkpoint } from "#models/weights/checkpoint";
import { readTensors } from "#models/weights/checkpoint-files";
import { parseHfConfig } from "#models/weights/hf-config";
import { readAllRows } from "#models/weights/rows";
import { SafetensorsCheckpoint } from "#models/weights/safetensors-checkpoint";
import { parseSafetensors } from "#models/weights/safetensors";
import { mllamaCheckpoint, textCheckpoint } from "./checkpoint.ts";
import { EXTRA_EMBEDDING_ROWS, tokensPerTile } from "./config.ts";
import type { MllamaConfig } from "./config.ts";

/** Tensors of the checkpoint by transformers' names, spec llama32 2.1, 3.1 and 4.1: one layer of each kind. */
function expectedShapes({ text, vision }: MllamaConfig): Map<string, readonly number[]> {
  const { hiddenSize: h, headDim, intermediateSize, vocabSize } = text;
  const [q, kv] = [text.numAttentionHeads * headDim, text.numKeyValueHeads * headDim];
  const v = vision.hiddenSize;
  const [tiles, tokens] = [vision.maxNumTiles, tokensPerTile(vision)];
  const ratios = vision.supportedAspectRatios.length + 1;
  const cross = `language_model.model.layers.${text.crossAttentionLayers[0]}`;
  return new Map<string, readonly number[]>([
    ["language_model.model.embed_tokens.weight", [vocabSize + EXTRA_EMBEDDING_ROWS, h]],
    ["language_model.lm_head.weight", [vocabSize, h]],
    ["language_model.model.layers.0.self_attn.k_proj.weight", [kv, h]],
    [`${cross}.cross_attn.q_proj.weight`, [q, h]],
    [`${cross}.cross_attn.k_norm.weight`, [headDim]],
    [`${cross}.cross_attn_attn_gate`, [1]],
    [`${cross}.mlp.down_proj.weight`, [h, intermediateSize]],
    ["multi_modal_projector.weight", [h, vision.visionOutputDim]],
    ["multi_modal_projector.bias", [h]],
    ["vision_model.class_embedding", [v]],
    ["vision_model.patch_embedding.weight", [v, 3, vision.patchSize, vision.patchSize]],
    ["vision_model.gated_positional_embedding.embedding", [tokens, v]],
    ["vision_model.gated_positional_embedding.tile_embedding.weight", [ratios, tiles * tokens * v]],
    ["vision_model.pre_tile_positional_embedding.embedding.weight", [ratios, tiles * v]],
    ["vision_model.transformer.layers.1.mlp.fc1.weight", [vision.intermediateSize, v]],
    ["vision_model.transformer.layers.1.mlp.fc1.bias", [vision.intermediateSize]],
    ["vision_model.global_transformer.layers.1.gate_ffn", [1]],
  ]);
}

interface Opened {
  readonly config: MllamaConfig;
  readonly checkpoint: Checkpoint;
}

function open(folder: string): Opened {
  const config = parseHfConfig(readFixtureBytes(folder, "config.json")) as MllamaConfig;
  return {
    config,
    checkpoint: mllamaCheckpoint(new SafetensorsCheckpoint(readTensors(fixtureFiles(folder)))),
  };
}

const [plain, mlx, shapes] = ["vision-tiny", "vision-tiny-mlx4", "models/shapes-vl"].map(fixtureFolder);

describe.skipIf(!plain || !mlx)("vision-tiny on disk, plain and by MLX", () => {
  it("has every tensor in the shape that follows from its configuration, with the same values", () => {
    const [whole, packed] = [open(plain!), open(mlx!)];
    for (const [name, shape] of expectedShapes(whole.config)) {
      const values = whole.checkpoint.vector(name, shape);
      const quantised = packed.checkpoint.nbits(name, shape) !== null;
      const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
      const difference = largestDifference(packed.checkpoint.vector(name, shape), values);
      // A step is a 15th of at most twice the largest value; MLX moves the far end of a group by up to one.
      expect([name, difference <= (quantised ? (2 * largest) / 15 + 1e-3 : 0)]).toEqual([name, true]);
      expect([name, quantised]).toEqual([name, name.endsWith("weight") && shape.length === 2]);
    }
  });

  it("has the patch convolution channels first, row by row too", () => {
    const [whole, packed] = [open(plain!), open(mlx!)];
    const [name, shape] = ["vision_model.patch_embedding.weight", [128, 3, 14, 14]] as const;
    expect(readAllRows(packed.checkpoint.rows(name, shape))).toEqual(whole.checkpoint.vector(name, shape));
  });
});

describe.skipIf(!shapes)("Shapes-VL on disk", () => {
  it("has every tensor in the shape that follows from its configuration", () => {
    const { config, checkpoint } = open(shapes!);
    for (const [name, shape] of expectedShapes(config)) {
      expect(checkpoint.vector(name, shape).every(Number.isFinite)).toBe(true);
    }
  });
});

function checkpointOf(entries: Parameters<typeof writeSafetensors>[0]): Checkpoint {
  return mllamaCheckpoint(
    new SafetensorsCheckpoint(parseSafetensors(memorySource(writeSafetensors(entries)))),
  );
}

describe("vision checkpoints", () => {
  it("turn MLX's [out, height, width, channels] into [out, channels, height, width]", () => {
    const checkpoint = checkpointOf({
      "vision_tower.class_embedding": f32([1], [0]),
      // Two pictures of 1 x 2 pixels and 3 channels; the number says channel and pixel.
      "vision_tower.patch_embedding.weight": f32([2, 1, 2, 3], [0, 10, 20, 1, 11, 21, 5, 15, 25, 6, 16, 26]),
    });
    const values = checkpoint.vector("vision_model.patch_embedding.weight", [2, 3, 1, 2]);
    expect([...values]).toEqual([0, 1, 10, 11, 20, 21, 5, 6, 15, 16, 25, 26]);
    expect(checkpoint.has("vision_model.class_embedding")).toBe(true);
    expect(checkpoint.nbits("vision_model.patch_embedding.weight", [2, 3, 1, 2])).toBeNull();
  });

  it.each([
    ["vision_model.", [1, 3, 2, 2], [1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24]],
    ["vision_model.", [1, 2, 2, 3], [1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24]],
    ["vision_tower.", [1, 3, 2, 2], [1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24]],
    ["vision_tower.", [1, 2, 2, 3], [1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24]],
  ])("tell the layout of the convolution by its shape: %s%j", (prefix, shape, values) => {
    const checkpoint = checkpointOf({
      [`${prefix}class_embedding`]: f32([1], [0]),
      [`${prefix}patch_embedding.weight`]: f32(shape, values),
    });
    expect([...checkpoint.vector("vision_model.patch_embedding.weight", [1, 3, 2, 2])]).toEqual([
      1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24,
    ]);
  });

  it("tell it by the prefix where patches are as wide as there are channels", () => {
    const ramp = Array.from({ length: 27 }, (_, at) => at);
    const read = (prefix: string): number[] => [
      ...checkpointOf({
        [`${prefix}class_embedding`]: f32([1], [0]),
        [`${prefix}patch_embedding.weight`]: f32([1, 3, 3, 3], ramp),
      }).vector("vision_model.patch_embedding.weight", [1, 3, 3, 3]),
    ];
    expect(read("vision_model.")).toEqual(ramp);
    expect(read("vision_tower.").slice(0, 9)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24]);
  });

  it("leave transformers' files as they are", () => {
    const checkpoint = checkpointOf({
      "vision_model.class_embedding": f32([1], [0]),
      "vision_model.patch_embedding.weight": f32([1, 2, 1, 2], [1, 2, 3, 4]),
    });
    expect([...checkpoint.vector("vision_model.patch_embedding.weight", [1, 2, 1, 2])]).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ["transformers 4", "language_model.model.", "language_model.lm_head.", "vision_model.", ""],
    ["transformers 5 in memory", "model.language_model.", "lm_head.", "model.vision_model.", "model."],
    [
      "a wrapper",
      "model.language_model.model.",
      "model.language_model.lm_head.",
      "model.vision_tower.",
      "model.",
    ],
  ])("are found by the names of %s", (_, text, head, vision, projector) => {
    const checkpoint = checkpointOf({
      [`${text}embed_tokens.weight`]: f32([1], [1]),
      [`${text}layers.3.cross_attn_attn_gate`]: f32([1], [2]),
      [`${head}weight`]: f32([1], [3]),
      [`${vision}class_embedding`]: f32([1], [4]),
      [`${vision}transformer.layers.0.mlp.fc1.bias`]: f32([1], [5]),
      [`${projector}multi_modal_projector.weight`]: f32([1], [6]),
      [`${projector}multi_modal_projector.bias`]: f32([1], [7]),
    });
    const names = [
      "language_model.model.layers.3.cross_attn_attn_gate",
      "language_model.lm_head.weight",
      "vision_model.class_embedding",
      "vision_model.transformer.layers.0.mlp.fc1.bias",
      "multi_modal_projector.bias",
    ];
    expect(names.map((name) => checkpoint.vector(name, [1])[0])).toEqual([2, 3, 4, 5, 7]);
  });

  it("give their text decoder by the names of a text checkpoint", () => {
    const text = textCheckpoint(checkpointOf({ "language_model.model.norm.weight": f32([2], [1, 2]) }));
    expect(text.has("model.norm.weight")).toBe(true);
    expect(text.has("language_model.model.norm.weight")).toBe(false);
    expect([...text.vector("model.norm.weight", [2])]).toEqual([1, 2]);
    expect([...readAllRows(text.rows("model.norm.weight", [2]))]).toEqual([1, 2]);
  });
});
