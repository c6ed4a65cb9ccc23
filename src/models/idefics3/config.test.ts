/** @file Configurations in the form of the released 256M model, and everything that is none. */
import { describe, expect, it } from "vitest";
import { AppError } from "#shared/errors";
import { jsonFiles } from "#models/testing/hf-tokenizer-files";
import { readIdefics3Config } from "./config.ts";
import { readIdefics3ImageConfig } from "./image-config.ts";

const TEXT = {
  model_type: "llama",
  hidden_size: 576,
  head_dim: 64,
  num_attention_heads: 9,
  num_key_value_heads: 3,
  num_hidden_layers: 30,
  max_position_embeddings: 8192,
  vocab_size: 49_280,
};
const CONFIG = { model_type: "idefics3", image_token_id: 49_190, text_config: TEXT, vocab_size: 49_280 };
const PREPROCESSOR = {
  do_convert_rgb: true,
  do_image_splitting: true,
  do_normalize: true,
  do_rescale: true,
  do_resize: true,
  image_mean: [0.5, 0.5, 0.5],
  image_processor_type: "Idefics3ImageProcessor",
  image_std: [0.5, 0.5, 0.5],
  max_image_size: { longest_edge: 512 },
  rescale_factor: 0.00392156862745098,
  size: { longest_edge: 2048 },
};

function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return `${error.code} ${String(error.details["field"] ?? error.details["file"])}`;
  }
  return "none";
}

function read(changes: object) {
  return readIdefics3Config(jsonFiles({ "config.json": { ...CONFIG, ...changes } }));
}

function readImages(changes: object, processor: object = { image_seq_len: 64 }) {
  return readIdefics3ImageConfig(
    jsonFiles({
      "preprocessor_config.json": { ...PREPROCESSOR, ...changes },
      "processor_config.json": { ...processor },
    }),
  );
}

function ofText(changes: object) {
  return read({ text_config: { ...TEXT, ...changes } });
}

describe("config.json", () => {
  it("gives the sizes of the decoder", () => {
    expect(read({})).toEqual({
      modelType: "idefics3",
      hiddenSize: 576,
      numHiddenLayers: 30,
      numAttentionHeads: 9,
      numKeyValueHeads: 3,
      headDim: 64,
      vocabSize: 49_280,
      maxPositionEmbeddings: 8192,
      imageTokenId: 49_190,
    });
    expect(read({ model_type: "smolvlm" }).modelType).toBe("smolvlm");
  });

  it("has defaults where classes have them", () => {
    const bare = { head_dim: undefined, num_key_value_heads: null, vocab_size: undefined };
    expect(ofText(bare)).toMatchObject({ headDim: 64, numKeyValueHeads: 9, vocabSize: 49_280 });
  });

  it.each([
    [() => readIdefics3Config(new Map()), "weights-missing config.json"],
    [() => readIdefics3Config(jsonFiles({ "config.json": "[]" })), "weights-corrupt config.json"],
    [() => read({ model_type: "llava" }), "weights-unsupported model_type"],
    [() => read({ model_type: "__proto__" }), "weights-unsupported model_type"],
    [() => read({ text_config: null }), "weights-unsupported text_config"],
    [() => ofText({ num_hidden_layers: undefined }), "weights-unsupported numHiddenLayers"],
    [() => ofText({ num_hidden_layers: 1e9 }), "weights-unsupported numHiddenLayers"],
    [() => ofText({ hidden_size: "576" }), "weights-unsupported hiddenSize"],
    [() => ofText({ hidden_size: 577, head_dim: undefined }), "weights-unsupported headDim"],
    [() => read({ image_token_id: 49_280 }), "weights-unsupported imageTokenId"],
    [() => read({ image_token_id: 1.5 }), "weights-unsupported imageTokenId"],
  ])("refuses what it can't run by the field: case %#", (run, expected) => {
    expect(failure(run)).toBe(expected);
  });
});

describe("preprocessor_config.json and processor_config.json", () => {
  it("give tiles, colours and rows", () => {
    const { image_mean: mean, image_std: std } = PREPROCESSOR;
    expect(readImages({})).toEqual({ tileSize: 512, longestEdge: 2048, rowsPerTile: 64, mean, std });
    expect(readImages({ image_processor_type: "SmolVLMImageProcessorFast" }).tileSize).toBe(512);
  });

  it.each([
    [{ image_processor_type: "MllamaImageProcessor" }, "image_processor_type"],
    [{ do_normalize: false }, "do_normalize"],
    [{ rescale_factor: 1 }, "rescale_factor"],
    [{ max_image_size: 512 }, "max_image_size"],
    [{ max_image_size: { longest_edge: 1e6 } }, "tileSize"],
    [{ size: { longest_edge: 4096 } }, "size"],
    [{ size: { height: 512, width: 512 } }, "size"],
    [{ image_mean: [0.5, 0.5] }, "image_mean"],
    [{ image_std: [0, 0, 0] }, "image_std"],
  ])("are refused with %j", (changes, field) => {
    expect(failure(() => readImages(changes))).toBe(`weights-unsupported ${field}`);
  });

  it("must both be there, with a number of rows", () => {
    const alone = jsonFiles({ "preprocessor_config.json": PREPROCESSOR });
    expect(failure(() => readIdefics3ImageConfig(alone))).toBe("weights-missing processor_config.json");
    expect(failure(() => readImages({}, { image_seq_len: 0 }))).toBe("weights-unsupported rowsPerTile");
    expect(failure(() => readImages({}, { image_seq_len: "x" }))).toBe("weights-unsupported rowsPerTile");
  });
});
