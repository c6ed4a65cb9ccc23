import { describe, expect, it } from "vitest";
import { largestDifference } from "#models/testing/compare";
import { writeGguf } from "#models/testing/gguf-writer";
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
import { openLlamaGguf } from "./checkpoint.ts";
import type { LlamaCheckpoint } from "./checkpoint.ts";
import { LlamaWeights } from "./weights.ts";

function open(bytes: Uint8Array): LlamaCheckpoint {
  const source = memorySource(bytes);
  return openLlamaGguf(source, parseGguf(source));
}

describe("Llama weights of a GGUF", () => {
  const config = tinyConfig({ numAttentionHeads: 6, tieWordEmbeddings: false });
  const weights = randomWeights(config);

  it("puts q and k back in split-half order and rounds each row to its own 127 steps", () => {
    const { weights: checkpoint } = open(tinyGguf(config, weights));
    const actual = dequantisedWeights(config, new LlamaWeights(checkpoint, config, 16, null));
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
    const { weights: checkpoint } = open(tinyGguf(config, weights));
    const first = new LlamaWeights(checkpoint, config, 16, null);
    const second = new LlamaWeights(checkpoint, config, 16, null);
    const names = ["embed_tokens", "layers.0.mlp.down_proj", "lm_head"].flatMap((name) => [
      `${name}.weight`,
      `${name}.scale`,
    ]);
    const forwards = new Map(names.map((name) => [name, first.bytes(name)]));
    const backwards = new Map(names.toReversed().map((name) => [name, second.bytes(name)]));
    expect(new Map([...backwards].toReversed())).toEqual(forwards);
  });

  it("gives rotary tables for the positions asked for", () => {
    const { weights: checkpoint } = open(tinyGguf(config, weights));
    const tables = new LlamaWeights(checkpoint, config, 5, null);
    const cos = new Float32Array(tables.bytes("rotary.cos").buffer);
    expect(cos.length).toBe(5 * 8);
    expect(cos[4 * 8]).toBe(Math.fround(Math.cos(4)));
    expect(new Float32Array(tables.bytes("rotary.sin").buffer)[4 * 8]).toBe(Math.fround(Math.sin(4)));
  });

  it("names a tensor that is missing or has another shape", () => {
    const tensors = tinyTensors(config, weights);
    const { weights: checkpoint } = open(writeGguf(tinyMetadata(config), tensors.slice(0, -1)));
    const damaged = new LlamaWeights(checkpoint, config, 16, null);
    expect(() => damaged.bytes("lm_head.weight")).toThrow(
      expect.objectContaining({ code: "weights-corrupt", details: { tensor: "output.weight" } }),
    );
    const wider = new LlamaWeights(checkpoint, { ...config, intermediateSize: 128 }, 16, null);
    expect(() => wider.bytes("layers.1.mlp.down_proj.scale")).toThrow(
      expect.objectContaining({ code: "weights-corrupt", details: { tensor: "blk.1.ffn_down.weight" } }),
    );
  });
});
