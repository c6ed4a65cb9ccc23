import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixtureFolder, readFixtureBytes } from "#models/testing/shared-fixtures";
import { parseHfConfig } from "./hf-config.ts";

type Json = Readonly<Record<string, unknown>>;

const LLAMA3 = {
  rope_type: "llama3",
  low_freq_factor: 1,
  high_freq_factor: 4,
  original_max_position_embeddings: 8192,
};
const COMMON = {
  hidden_act: "silu",
  num_key_value_heads: 8,
  rms_norm_eps: 1e-5,
  rope_theta: 500000.0,
  max_position_embeddings: 131072,
  vocab_size: 128256,
  attention_bias: false,
};
/** Spec llama32 1.1, with keys of a hub file that we do not read. */
const LLAMA_1B: Json = {
  ...COMMON,
  architectures: ["LlamaForCausalLM"],
  model_type: "llama",
  hidden_size: 2048,
  num_hidden_layers: 16,
  num_attention_heads: 32,
  head_dim: 64,
  intermediate_size: 8192,
  mlp_bias: false,
  rope_scaling: { ...LLAMA3, factor: 32.0 },
  tie_word_embeddings: true,
  bos_token_id: 128000,
  eos_token_id: [128001, 128008, 128009],
  initializer_range: 0.02,
  pretraining_tp: 1,
  torch_dtype: "bfloat16",
  use_cache: true,
};
const RATIOS = [
  [1, 1],
  [1, 2],
  [1, 3],
  [1, 4],
  [2, 1],
  [2, 2],
  [3, 1],
  [4, 1],
];
const VISION: Json = {
  model_type: "mllama_vision_model",
  hidden_size: 1280,
  num_hidden_layers: 32,
  num_global_layers: 8,
  attention_heads: 16,
  intermediate_size: 5120,
  vision_output_dim: 7680,
  image_size: 560,
  patch_size: 14,
  num_channels: 3,
  max_num_tiles: 4,
  intermediate_layers_indices: [3, 7, 15, 23, 30],
  supported_aspect_ratios: RATIOS,
  norm_eps: 1e-5,
  hidden_act: "gelu",
};
const TEXT: Json = {
  ...COMMON,
  model_type: "mllama_text_model",
  hidden_size: 4096,
  num_hidden_layers: 40,
  num_attention_heads: 32,
  intermediate_size: 14336,
  cross_attention_layers: [3, 8, 13, 18, 23, 28, 33, 38],
  rope_scaling: { ...LLAMA3, factor: 8.0 },
  tie_word_embeddings: false,
};
const MLLAMA_11B: Json = {
  architectures: ["MllamaForConditionalGeneration"],
  model_type: "mllama",
  image_token_index: 128256,
  text_config: TEXT,
  vision_config: VISION,
};
const MLX = { group_size: 64, bits: 4 };

function parse(value: unknown): ReturnType<typeof parseHfConfig> {
  return parseHfConfig(new TextEncoder().encode(JSON.stringify(value)));
}

function without(object: Json, key: string): Json {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

const PARSED_1B = {
  modelType: "llama",
  hiddenSize: 2048,
  numHiddenLayers: 16,
  numAttentionHeads: 32,
  numKeyValueHeads: 8,
  headDim: 64,
  intermediateSize: 8192,
  vocabSize: 128256,
  maxPositionEmbeddings: 131072,
  rmsNormEps: 1e-5,
  ropeTheta: 500000,
  ropeScaling: { factor: 32, lowFreqFactor: 1, highFreqFactor: 4, originalMaxPositionEmbeddings: 8192 },
  tieWordEmbeddings: true,
};

describe("config.json of a text model", () => {
  it("reads Llama 3.2 1B", () => {
    expect(parse(LLAMA_1B)).toEqual(PARSED_1B);
  });

  it("reads the form of transformers 5, with everything about positions in one object", () => {
    const { rope_scaling: scaling, rope_theta: theta, ...rest } = LLAMA_1B;
    expect(parse({ ...rest, rope_parameters: { ...(scaling as Json), rope_theta: theta } })).toEqual(
      PARSED_1B,
    );
    const unscaled = { rope_type: "default", rope_theta: 10000 };
    expect(parse({ ...rest, rope_parameters: unscaled })).toMatchObject({
      ropeScaling: null,
      ropeTheta: 10000,
    });
  });

  it("takes what transformers takes for what is left out", () => {
    expect(parse({ ...without(LLAMA_1B, "head_dim"), num_attention_heads: 16 })).toMatchObject({
      headDim: 128,
    });
    expect(parse(without(LLAMA_1B, "num_key_value_heads"))).toMatchObject({ numKeyValueHeads: 32 });
    expect(parse(without(LLAMA_1B, "tie_word_embeddings"))).toMatchObject({ tieWordEmbeddings: false });
    expect(parse({ ...LLAMA_1B, rope_scaling: null })).toMatchObject({ ropeScaling: null });
    const bare = ["rms_norm_eps", "rope_theta", "max_position_embeddings"].reduce(without, LLAMA_1B);
    expect(parse(bare)).toMatchObject({ rmsNormEps: 1e-6, ropeTheta: 10_000, maxPositionEmbeddings: 2048 });
  });

  it("takes MLX's 4 bits in groups of 64, written once, twice or for each module", () => {
    expect(parse({ ...LLAMA_1B, quantization: MLX, quantization_config: MLX })).toEqual(PARSED_1B);
    const modules = { ...MLX, mode: "affine", "model.norm": false, "model.embed_tokens": MLX };
    expect(parse({ ...LLAMA_1B, quantization: modules })).toEqual(PARSED_1B);
  });

  it.each<[string, string, Json]>([
    ["another architecture", "model_type", { model_type: "qwen3" }],
    ["a name of Object's", "model_type", { model_type: "__proto__" }],
    ["no architecture", "model_type", { model_type: null }],
    ["a width of a billion", "hiddenSize", { hidden_size: 1e9 }],
    ["no heads", "numAttentionHeads", { num_attention_heads: 0 }],
    ["layers below zero", "numHiddenLayers", { num_hidden_layers: -1 }],
    ["half a layer", "numHiddenLayers", { num_hidden_layers: 1.5 }],
    ["a width as text", "hiddenSize", { hidden_size: "2048" }],
    ["a width as a list", "hiddenSize", { hidden_size: [2048] }],
    ["no feed-forward width", "intermediateSize", { intermediate_size: null }],
    ["kv heads that do not divide the heads", "numKeyValueHeads", { num_key_value_heads: 3 }],
    ["heads that do not divide the width", "headDim", { head_dim: null, num_attention_heads: 24 }],
    ["an odd head", "numKeyValueHeads", { head_dim: 63 }],
    ["a billion words", "vocabSize", { vocab_size: 1e9 }],
    ["an epsilon of zero", "rmsNormEps", { rms_norm_eps: 0 }],
    ["a rope base of zero", "ropeTheta", { rope_theta: 0 }],
    ["scaling that we do not know", "rope_type", { rope_scaling: { type: "yarn", factor: 4 } }],
    ["a factor of zero", "factor", { rope_scaling: { ...LLAMA3, factor: 0 } }],
    ["no factor", "factor", { rope_scaling: LLAMA3 }],
    [
      "equal frequency factors",
      "highFreqFactor",
      { rope_scaling: { ...LLAMA3, factor: 8, high_freq_factor: 1 } },
    ],
    ["scaling as text", "rope_scaling", { rope_scaling: "llama3" }],
    ["biases", "attention_bias", { attention_bias: true }],
    ["biases that are a number", "mlp_bias", { mlp_bias: 1 }],
    ["another activation", "hidden_act", { hidden_act: "gelu" }],
    ["3 bits", "quantization", { quantization: { group_size: 64, bits: 3 } }],
    ["groups of 16", "quantization", { quantization: { group_size: 16, bits: 4 } }],
    ["another mode", "quantization", { quantization: { ...MLX, mode: "mxfp4" } }],
    [
      "8 bits in one module",
      "quantization",
      { quantization: { ...MLX, lm_head: { group_size: 64, bits: 6 } } },
    ],
    ["another library's weights", "quantization_config", { quantization_config: { quant_method: "awq" } }],
  ])("refuses %s", (_, field, changes) => {
    expect(() => parse({ ...LLAMA_1B, ...changes })).toThrow(
      expect.objectContaining({ code: "weights-unsupported", details: { field } }),
    );
  });

  it.each([
    ["a number that JSON has not", '{"model_type":"llama","rope_theta":NaN}'],
    ["a field twice", '{"model_type":"llama","model_type":"mllama"}'],
    ["a web page", "<!doctype html>"],
    ["a list", "[]"],
    ["two megabytes", `{${" ".repeat(2 << 20)}}`],
  ])("refuses %s", (_, text) => {
    expect(() => parseHfConfig(new TextEncoder().encode(text))).toThrow(
      expect.objectContaining({ code: "weights-corrupt" }),
    );
  });
});

describe("config.json of a vision model", () => {
  it("reads Llama 3.2 11B Vision Instruct", () => {
    expect(parse(MLLAMA_11B)).toEqual({
      modelType: "mllama",
      imageTokenIndex: 128256,
      text: {
        ...PARSED_1B,
        hiddenSize: 4096,
        numHiddenLayers: 40,
        headDim: 128,
        intermediateSize: 14336,
        ropeScaling: { ...PARSED_1B.ropeScaling, factor: 8 },
        tieWordEmbeddings: false,
        crossAttentionLayers: [3, 8, 13, 18, 23, 28, 33, 38],
      },
      vision: {
        hiddenSize: 1280,
        numHiddenLayers: 32,
        numGlobalLayers: 8,
        numAttentionHeads: 16,
        intermediateSize: 5120,
        visionOutputDim: 7680,
        numChannels: 3,
        imageSize: 560,
        patchSize: 14,
        maxNumTiles: 4,
        intermediateLayersIndices: [3, 7, 15, 23, 30],
        supportedAspectRatios: RATIOS,
        normEps: 1e-5,
      },
    });
  });

  it("takes 448 pixels where none are given, and heads by either name", () => {
    const base = { ...MLLAMA_11B, vision_config: without(VISION, "image_size") };
    expect(parse(base)).toMatchObject({ vision: { imageSize: 448 } });
    const { attention_heads: heads, ...rest } = VISION;
    expect(parse({ ...MLLAMA_11B, vision_config: { ...rest, num_attention_heads: heads } })).toEqual(
      parse(MLLAMA_11B),
    );
  });

  it("takes the defaults of transformers' classes for all else that is left out", () => {
    const defaults = parse({
      model_type: "mllama",
      text_config: { rope_scaling: { ...LLAMA3, factor: 8.0 } },
      vision_config: { image_size: 560 },
    });
    expect(defaults).toEqual(parse(MLLAMA_11B));
    const six = parse({ ...MLLAMA_11B, vision_config: { max_num_tiles: 6 } });
    expect(six).toMatchObject({ vision: { supportedAspectRatios: expect.arrayContaining([[2, 3]]) } });
  });

  it.each<[string, string, { text?: Json; vision?: Json; image_token_index?: number }]>([
    [
      "cross layers outside the decoder",
      "crossAttentionLayers",
      { text: { cross_attention_layers: [3, 40] } },
    ],
    ["cross layers out of order", "crossAttentionLayers", { text: { cross_attention_layers: [8, 3] } }],
    ["a cross layer twice", "crossAttentionLayers", { text: { cross_attention_layers: [3, 3] } }],
    ["no cross layers", "crossAttentionLayers", { text: { cross_attention_layers: [] } }],
    ["half a cross layer", "crossAttentionLayers", { text: { cross_attention_layers: [3.5] } }],
    [
      "only cross layers",
      "crossAttentionLayers",
      { text: { num_hidden_layers: 1, cross_attention_layers: [0] } },
    ],
    ["cross layers as text", "cross_attention_layers", { text: { cross_attention_layers: "3,8" } }],
    ["an image token among the words", "imageTokenIndex", { image_token_index: 128255 }],
    ["an image token behind the embedding", "imageTokenIndex", { image_token_index: 128264 }],
    ["heads that do not divide the width", "numAttentionHeads", { vision: { attention_heads: 17 } }],
    ["patches larger than the tile", "patchSize", { vision: { image_size: 16, patch_size: 28 } }],
    ["a tile of 100,000 pixels", "imageSize", { vision: { image_size: 100_000 } }],
    ["a million patches", "patchSize", { vision: { image_size: 2048, patch_size: 2 } }],
    ["no patches", "patchSize", { vision: { patch_size: 0 } }],
    ["a width that does not follow", "visionOutputDim", { vision: { vision_output_dim: 1280 } }],
    [
      "intermediate layers behind the last",
      "intermediateLayersIndices",
      { vision: { intermediate_layers_indices: [3, 7, 15, 23, 32] } },
    ],
    ["more tiles than there are", "supportedAspectRatios", { vision: { supported_aspect_ratios: [[3, 2]] } }],
    [
      "an arrangement twice",
      "supportedAspectRatios",
      { vision: { supported_aspect_ratios: [RATIOS[0], RATIOS[0]] } },
    ],
    ["tiles without end", "maxNumTiles", { vision: { max_num_tiles: 1e9, supported_aspect_ratios: null } }],
    ["no arrangement", "supportedAspectRatios", { vision: { supported_aspect_ratios: [] } }],
    [
      "arrangements in one dimension",
      "supportedAspectRatios",
      { vision: { supported_aspect_ratios: [[1]] } },
    ],
    ["another activation", "hidden_act", { vision: { hidden_act: "gelu_pytorch_tanh" } }],
  ])("refuses %s", (_, field, { text, vision, ...rest }) => {
    const changed = { text_config: { ...TEXT, ...text }, vision_config: { ...VISION, ...vision }, ...rest };
    expect(() => parse({ ...MLLAMA_11B, ...changed })).toThrow(
      expect.objectContaining({ code: "weights-unsupported", details: { field } }),
    );
  });

  it("refuses a vision model without a vision part", () => {
    expect(() => parse(without(MLLAMA_11B, "vision_config"))).toThrow(
      expect.objectContaining({ code: "weights-unsupported" }),
    );
  });
});

describe("config.json, damaged", () => {
  it("gives an error of ours or a configuration for any mutation", () => {
    const original = JSON.stringify(MLLAMA_11B);
    const pieces = fc.constantFrom(
      '"',
      "{",
      "}",
      "[",
      "]",
      ",",
      "null",
      "-1",
      "1e999",
      "0",
      "9".repeat(15),
      "",
    );
    fc.assert(
      fc.property(fc.nat(original.length - 1), fc.nat(20), pieces, (at, length, piece) => {
        const text = original.slice(0, at) + piece + original.slice(at + length);
        try {
          parseHfConfig(new TextEncoder().encode(text));
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(/^weights-(corrupt|unsupported)$/);
        }
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});

describe.each(["vision-tiny", "vision-tiny-mlx4", "models/shapes-vl"])("config.json of %s", (name) => {
  const folder = fixtureFolder(name);

  it.skipIf(!folder)("is one that we run", () => {
    expect(parseHfConfig(readFixtureBytes(folder!, "config.json")).modelType).toBe("mllama");
  });
});
