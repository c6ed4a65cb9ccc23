import { describe, expect, it } from "vitest";
import { checkLlamaConfig } from "./llama/config.ts";
import type { LlamaConfig } from "./llama/config.ts";
import { decoderOf, kvBytesPerPicture, kvBytesPerToken } from "./memory-plan-bytes.ts";
import { checkpointBytes, modelTensors, parameterCount } from "./memory-plan-tensors.ts";
import type { ModelTensor } from "./memory-plan-tensors.ts";
import { checkMllamaConfig } from "./mllama/config.ts";
import type { MllamaConfig } from "./mllama/config.ts";
import {
  LLAMA_32_11B_VISION,
  LLAMA_32_11B_VISION_INSTRUCT,
  LLAMA_32_1B,
  LLAMA_32_3B,
  LLAMA_32_90B_VISION,
  LLAMA_GUARD_3_1B,
  LLAMA_GUARD_3_1B_PRUNED,
} from "./released-configs.ts";

/** Spec llama32 8: parameters, bytes in f16, q4 and int8, KV of a token in f16. */
describe.each<[string, LlamaConfig | MllamaConfig, number, number, number, number, number]>([
  ["1B", LLAMA_32_1B, 1_235_814_400, 2_471_628_800, 695_242_752, 1_236_892_160, 32_768],
  ["3B", LLAMA_32_3B, 3_212_749_824, 6_425_499_648, 1_807_423_488, 3_214_729_728, 114_688],
  ["Guard 1B", LLAMA_GUARD_3_1B, 1_498_482_688, 2_996_965_376, 842_993_664, 1_499_816_960, 32_768],
  [
    "Guard 1B pruned",
    LLAMA_GUARD_3_1B_PRUNED,
    1_123_076_096,
    2_246_152_192,
    631_803_904,
    1_124_119_552,
    24_576,
  ],
  ["11B base", LLAMA_32_11B_VISION, 10_642_941_475, 21_285_882_950, 5_990_779_910, 10_650_694_796, 131_072],
  [
    "11B Instruct",
    LLAMA_32_11B_VISION_INSTRUCT,
    10_670_220_835,
    21_340_441_670,
    6_007_184_390,
    10_678_711_436,
    131_072,
  ],
  ["90B", LLAMA_32_90B_VISION, 88_593_355_323, 177_186_710_646, 49_840_847_926, 88_616_529_084, 327_680],
])("sizes of %s", (_, config, parameters, f16, q4, int8, kvToken) => {
  const tensors = modelTensors(config);

  it("are those of the released model", () => {
    expect(parameterCount(tensors)).toBe(parameters);
    expect(checkpointBytes(tensors, "f16")).toBe(f16);
    expect(checkpointBytes(tensors, "q4")).toBe(q4);
    expect(checkpointBytes(tensors, "int8")).toBe(int8);
    expect(kvBytesPerToken(decoderOf(config), 2)).toBe(kvToken);
  });

  it("follow from a configuration that we would run", () => {
    const checked = config.modelType === "mllama" ? checkMllamaConfig(config) : checkLlamaConfig(config);
    expect(checked).toBe(config);
    expect(new Set(tensors.map(({ name }) => name)).size).toBe(tensors.length);
  });
});

describe("sizes of the parts of vision models", () => {
  const tensors = modelTensors(LLAMA_32_11B_VISION_INSTRUCT);
  const inPart = (pattern: RegExp): ModelTensor[] => tensors.filter(({ name }) => pattern.test(name));
  const crossLayers = LLAMA_32_11B_VISION_INSTRUCT.text.crossAttentionLayers.join("|");

  it.each([
    ["vision", /^vision_model\./, 863_567_379],
    ["projector", /^multi_modal_projector\./, 31_461_376],
    ["embedding", /embed_tokens/, 525_369_344],
    ["self layers", new RegExp(`language_model\\.model\\.layers\\.(?!(?:${crossLayers})\\.)`), 6_979_584_000],
    ["cross layers", new RegExp(`language_model\\.model\\.layers\\.(?:${crossLayers})\\.`), 1_744_898_064],
    ["norm", /model\.norm/, 4096],
    ["head", /lm_head/, 525_336_576],
  ])("%s", (_, pattern, parameters) => {
    expect(parameterCount(inPart(pattern))).toBe(parameters);
  });

  it.each([
    [LLAMA_32_11B_VISION_INSTRUCT, 906, 7_289_082_950, 6_113_367_110],
    [LLAMA_32_90B_VISION, 1494, 51_167_966_326, 49_947_030_646],
  ])("mixed formats", (config, count, textOnly, allButTables) => {
    const all = modelTensors(config);
    const q4Where = (quantised: (tensor: ModelTensor) => boolean): number =>
      checkpointBytes(all.filter(quantised), "q4") +
      checkpointBytes(
        all.filter((tensor) => !quantised(tensor)),
        "f16",
      );
    expect(all).toHaveLength(count);
    expect(q4Where(({ name }) => name.startsWith("language_model."))).toBe(textOnly);
    expect(q4Where(({ kind }) => kind === "matrix")).toBe(allButTables);
  });

  it.each([
    [LLAMA_32_11B_VISION_INSTRUCT, 209_846_272],
    [LLAMA_32_90B_VISION, 524_615_680],
    [LLAMA_32_11B_VISION, 134_348_800],
  ])("keys and values of a picture", (config, bytes) => {
    expect(kvBytesPerPicture(config, 4, 2)).toBe(bytes);
    expect(kvBytesPerPicture(config, 1, 2)).toBe(bytes / 4);
  });
});
