import { describe, expect, it } from "vitest";
import { floatWeights } from "#models/testing/checkpoint-weights";
import { largestDifference } from "#models/testing/compare";
import { writeGguf } from "#models/testing/gguf-writer";
import type { GgufMetadata } from "#models/testing/gguf-writer";
import {
  memorySource,
  randomWeights,
  tinyConfig,
  tinyGguf,
  tinyMetadata,
  tinyTensors,
} from "#models/testing/tiny-llama";
import { nbitsValues } from "#models/testing/nbits-values";
import { parseGguf } from "#models/weights/gguf";
import type { GgufType } from "#models/weights/gguf";
import { nbitsRows } from "#models/weights/checkpoint";
import { packNBits, stackedNBits } from "#models/weights/nbits";
import { readAllRows } from "#models/weights/rows";
import { openLlamaGguf } from "./checkpoint.ts";
import type { LlamaCheckpoint } from "./checkpoint.ts";
import type { LlamaConfig } from "./config.ts";
import { readLlamaConfig } from "./gguf-checkpoint.ts";
import { matrices } from "./matrices.ts";
import { rotaryFrequencies } from "./rotary.ts";

function open(bytes: Uint8Array): {
  source: ReturnType<typeof memorySource>;
  gguf: ReturnType<typeof parseGguf>;
} {
  const source = memorySource(bytes);
  return { source, gguf: parseGguf(source) };
}

function configWith(metadata: GgufMetadata): LlamaConfig {
  const config = tinyConfig({ numHiddenLayers: 1 });
  const { gguf, source } = open(writeGguf(metadata, tinyTensors(config, randomWeights(config))));
  return readLlamaConfig(gguf, source);
}

function without(metadata: GgufMetadata, key: string): GgufMetadata {
  return Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== key));
}

describe("Llama configuration of a GGUF", () => {
  const metadata = tinyMetadata(tinyConfig({ numHiddenLayers: 1 }));

  it("reads every size, and a head that is not tied from its tensor", () => {
    for (const tieWordEmbeddings of [true, false]) {
      const config = tinyConfig({ tieWordEmbeddings, numAttentionHeads: 6, numHiddenLayers: 3 });
      const { gguf, source } = open(tinyGguf(config, randomWeights(config)));
      const read = readLlamaConfig(gguf, source);
      expect(read).toEqual({ ...config, rmsNormEps: Math.fround(config.rmsNormEps) });
    }
  });

  it("falls back as llama.cpp does where a key is left out", () => {
    expect(configWith(without(metadata, "llama.rope.freq_base")).ropeTheta).toBe(10_000);
    expect(configWith(without(metadata, "llama.attention.head_count_kv")).numKeyValueHeads).toBe(4);
    expect(configWith(without(metadata, "llama.attention.key_length")).headDim).toBe(16);
  });

  it.each<[string, string, GgufMetadata]>([
    ["another architecture", "architecture", { ...metadata, "general.architecture": "gpt2" }],
    ["no architecture", "architecture", without(metadata, "general.architecture")],
    ["no layers", "numHiddenLayers", { ...metadata, "llama.block_count": 0 }],
    ["four billion layers", "numHiddenLayers", { ...metadata, "llama.block_count": 4_000_000_000 }],
    ["a width as text", "hiddenSize", { ...metadata, "llama.embedding_length": "64" }],
    ["half a head", "numAttentionHeads", { ...metadata, "llama.attention.head_count": 4.5 }],
    [
      "kv heads that do not divide the heads",
      "numKeyValueHeads",
      { ...metadata, "llama.attention.head_count_kv": 3 },
    ],
    ["no kv heads", "numKeyValueHeads", { ...metadata, "llama.attention.head_count_kv": 0 }],
    ["an odd head", "numKeyValueHeads", { ...metadata, "llama.attention.key_length": 15 }],
    ["no feed-forward width", "intermediateSize", without(metadata, "llama.feed_forward_length")],
    ["an epsilon of 1", "rmsNormEps", { ...metadata, "llama.attention.layer_norm_rms_epsilon": 1 }],
    [
      "an infinite epsilon",
      "rmsNormEps",
      { ...metadata, "llama.attention.layer_norm_rms_epsilon": Infinity },
    ],
  ])("refuses %s", (_, field, changed) => {
    expect(() => configWith(changed)).toThrow(
      expect.objectContaining({ code: "weights-unsupported", details: { field } }),
    );
  });
});

describe("Llama 3 frequency scaling in a GGUF", () => {
  const scaling = {
    factor: 32,
    lowFreqFactor: 1,
    highFreqFactor: 4,
    originalMaxPositionEmbeddings: 8192,
  };
  const config = tinyConfig({ headDim: 64, ropeTheta: 500_000, numHiddenLayers: 1 });
  const tensors = tinyTensors(config, randomWeights(config));

  function withDivisors(divisors: readonly number[], shape = [divisors.length]): LlamaConfig {
    const bytes = new Uint8Array(Float32Array.from(divisors).buffer);
    const tensor = { name: "rope_freqs.weight", type: "F32", shape, bytes } as const;
    const { gguf, source } = open(writeGguf(tinyMetadata(config), [...tensors, tensor]));
    return readLlamaConfig(gguf, source);
  }

  it("is the same as in the configuration of the hub, for Llama 3.2 1B", () => {
    // Index 15 to 17 are blended, spec llama32 2.3: unscaled frequency over the golden one.
    const blended = [0.00129054801, 0.000429556705, 9.70828623e-5];
    const divisors = Array.from({ length: 32 }, (_, i) => {
      const golden = blended[i - 15];
      return golden ? 500_000 ** (-i / 32) / golden : i < 15 ? 1 : 32;
    });
    const actual = rotaryFrequencies(withDivisors(divisors));
    const expected = rotaryFrequencies({ ...config, ropeScaling: scaling });
    actual.forEach((frequency, i) => expect(frequency / expected[i]! - 1).toBeCloseTo(0, 6));
    expect(actual[31]).toBeCloseTo(9.41830649e-8, 14);
  });

  it.each([
    ["one too few", Array.from({ length: 31 }, () => 1), "weights-corrupt"],
    ["zero", Array.from({ length: 32 }, () => 0), "weights-unsupported"],
    ["no number", Array.from({ length: 32 }, () => Number.NaN), "weights-unsupported"],
  ])("is refused with divisors that are %s", (_, divisors, code) => {
    expect(() => withDivisors(divisors)).toThrow(expect.objectContaining({ code }));
  });
});

describe("Llama matrices of a GGUF", () => {
  const config = tinyConfig({ hiddenSize: 256, headDim: 64, intermediateSize: 512, numHiddenLayers: 1 });
  const weights = randomWeights(config);

  function checkpointOf(type: Parameters<typeof tinyGguf>[2]): LlamaCheckpoint {
    const { gguf, source } = open(tinyGguf(config, weights, type));
    return openLlamaGguf(source, gguf);
  }

  // Four deviations of 1/16 around zero in 15, 31 or 127 steps, or cut after 7 bits.
  it.each<[GgufType, number]>([
    ["Q4_K", 0.03],
    ["Q6_K", 0.008],
    ["BF16", 2 ** -8],
  ])("are the checkpoint's in %s, q and k in split-half order", (type, bound) => {
    const actual = floatWeights(checkpointOf(type));
    expect([...actual.keys()].sort()).toEqual([...weights.keys()].sort());
    for (const [name, values] of weights) {
      const largest = name.includes("embed_tokens") ? 16 * bound : bound;
      expect([name, largestDifference(actual.get(name)!, values) < largest]).toEqual([name, true]);
    }
  });

  it.each<[string, readonly GgufType[], 8 | null]>([
    ["stay with others of 6 bits", ["Q6_K"], 8],
    ["stay beside Q4_0", ["Q4_0"], 8],
    ["stay beside Q4_0 and Q4_1", ["Q4_0", "Q4_1"], 8],
    ["are rounded with a file in Q4_K", ["Q4_K"], null],
    ["are rounded with a file in Q4_1", ["Q4_1"], null],
  ])("of 6 bits %s", (_, others, bits) => {
    const types = new Map(
      ["q", "k"].map((part, at) => [`self_attn.${part}_proj`, others[at] ?? "F16"] as const),
    );
    const { weights: stored } = checkpointOf((name) => {
      if (name.includes("v_proj")) return "Q6_K";
      return [...types].find(([part]) => name.includes(part))?.[1] ?? "F32";
    });
    const value = stored.nbits("model.layers.0.self_attn.v_proj.weight", [128, 256]);
    expect(value?.bits ?? null).toBe(bits);
  });

  it.each<[GgufType, 4 | 8, number]>([
    ["Q4_0", 4, 32],
    ["Q8_0", 8, 32],
    ["Q6_K", 8, 16],
  ])("go into MatMulNBits as they are from %s", (type, bits, blockSize) => {
    const { weights: stored } = checkpointOf(type);
    const packed = packNBits(
      stackedNBits(
        matrices
          .qkv(config, 0)
          .parts.map(({ name, shape }) => nbitsRows(stored, name, shape, blockSize, bits)),
      ),
    );
    const values = readAllRows(nbitsValues(packed, 512, 256, blockSize));
    const expected = ["q", "k", "v"].map((part) =>
      readAllRows(
        stored.rows(`model.layers.0.self_attn.${part}_proj.weight`, [part === "q" ? 256 : 128, 256]),
      ),
    );
    expect(values.length).toBe(512 * 256);
    expect(largestDifference(values.slice(0, 256 * 256), expected[0]!)).toBe(0);
    expect(largestDifference(values.slice(256 * 256, 384 * 256), expected[1]!)).toBe(0);
    expect(largestDifference(values.slice(384 * 256), expected[2]!)).toBe(0);
  });
});
