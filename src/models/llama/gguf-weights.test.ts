import { describe, expect, it } from "vitest";
import { largestDifference } from "#models/testing/compare";
import { writeGguf } from "#models/testing/gguf-writer";
import type { GgufMetadata } from "#models/testing/gguf-writer";
import { dequantisedWeights } from "#models/testing/int8-weights";
import {
  memorySource,
  randomWeights,
  tinyConfig,
  tinyGguf,
  tinyMetadata,
  tinyTensors,
} from "#models/testing/tiny-llama";
import { parseGguf } from "#models/weights/gguf";
import type { LlamaConfig } from "./config.ts";
import { LlamaGgufWeights, readLlamaConfig } from "./gguf-weights.ts";

function open(bytes: Uint8Array): {
  source: ReturnType<typeof memorySource>;
  gguf: ReturnType<typeof parseGguf>;
} {
  const source = memorySource(bytes);
  return { source, gguf: parseGguf(source) };
}

function configWith(metadata: GgufMetadata): LlamaConfig {
  const config = tinyConfig({ numHiddenLayers: 1 });
  return readLlamaConfig(open(writeGguf(metadata, tinyTensors(config, randomWeights(config)))).gguf);
}

function without(metadata: GgufMetadata, key: string): GgufMetadata {
  return Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== key));
}

describe("Llama configuration of a GGUF", () => {
  const metadata = tinyMetadata(tinyConfig({ numHiddenLayers: 1 }));

  it("reads every size, and a head that is not tied from its tensor", () => {
    for (const tieWordEmbeddings of [true, false]) {
      const config = tinyConfig({ tieWordEmbeddings, numAttentionHeads: 6, numHiddenLayers: 3 });
      const read = readLlamaConfig(open(tinyGguf(config, randomWeights(config))).gguf);
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

describe("Llama weights of a GGUF", () => {
  const config = tinyConfig({ numAttentionHeads: 6, tieWordEmbeddings: false });
  const weights = randomWeights(config);

  it("puts q and k back in split-half order and rounds each row to its own 127 steps", () => {
    const { source, gguf } = open(tinyGguf(config, weights));
    const actual = dequantisedWeights(config, new LlamaGgufWeights(source, gguf, config, 16, null));
    expect([...actual.keys()].sort()).toEqual([...weights.keys()].sort());
    for (const [name, values] of weights) {
      if (name.includes("norm")) {
        expect(actual.get(name)).toEqual(values);
        continue;
      }
      const columns = name.includes("down_proj") ? 96 : name.includes("o_proj") ? 96 : 64;
      for (let start = 0; start < values.length; start += columns) {
        const row = values.subarray(start, start + columns);
        const bound = row.reduce((max, value) => Math.max(max, Math.abs(value)), 0) / 254;
        const difference = largestDifference(actual.get(name)!.subarray(start, start + columns), row);
        expect(difference).toBeLessThanOrEqual(bound * (1 + 1e-4));
      }
    }
  });

  it("gives scale and weight in either order, whatever lies between", () => {
    const { source, gguf } = open(tinyGguf(config, weights));
    const first = new LlamaGgufWeights(source, gguf, config, 16, null);
    const second = new LlamaGgufWeights(source, gguf, config, 16, null);
    const names = ["embed_tokens", "layers.0.mlp.down_proj", "lm_head"].flatMap((name) => [
      `${name}.weight`,
      `${name}.scale`,
    ]);
    const forwards = new Map(names.map((name) => [name, first.bytes(name)]));
    const backwards = new Map(names.toReversed().map((name) => [name, second.bytes(name)]));
    expect(new Map([...backwards].toReversed())).toEqual(forwards);
  });

  it("gives rotary tables for the positions asked for", () => {
    const { source, gguf } = open(tinyGguf(config, weights));
    const tables = new LlamaGgufWeights(source, gguf, config, 5, null);
    const cos = new Float32Array(tables.bytes("rotary.cos").buffer);
    expect(cos.length).toBe(5 * 8);
    expect(cos[4 * 8]).toBe(Math.fround(Math.cos(4)));
    expect(new Float32Array(tables.bytes("rotary.sin").buffer)[4 * 8]).toBe(Math.fround(Math.sin(4)));
  });

  it("refuses rope_freqs, which would change every position", () => {
    const extra = { name: "rope_freqs.weight", type: "F32", shape: [8], bytes: new Uint8Array(32) } as const;
    const { source, gguf } = open(writeGguf(tinyMetadata(config), [...tinyTensors(config, weights), extra]));
    expect(() => new LlamaGgufWeights(source, gguf, config, 16, null)).toThrow(
      expect.objectContaining({ code: "weights-unsupported" }),
    );
  });

  it("names a tensor that is missing or has another shape", () => {
    const tensors = tinyTensors(config, weights);
    const { source, gguf } = open(writeGguf(tinyMetadata(config), tensors.slice(0, -1)));
    const damaged = new LlamaGgufWeights(source, gguf, config, 16, null);
    expect(() => damaged.bytes("lm_head.weight")).toThrow(
      expect.objectContaining({ code: "weights-corrupt", details: { tensor: "output.weight" } }),
    );
    const wider = new LlamaGgufWeights(source, gguf, { ...config, intermediateSize: 128 }, 16, null);
    expect(() => wider.bytes("layers.1.mlp.down_proj.scale")).toThrow(
      expect.objectContaining({ code: "weights-corrupt", details: { tensor: "blk.1.ffn_down.weight" } }),
    );
  });
});
