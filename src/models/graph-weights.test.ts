import { describe, expect, it } from "vitest";
import { largestDifference } from "#models/testing/compare";
import { writeGguf } from "#models/testing/gguf-writer";
import { dequantisedWeights } from "#models/testing/int8-weights";
import { seededRandom } from "#models/testing/random";
import {
  memorySource,
  randomWeights,
  tinyConfig,
  tinyGguf,
  tinyMetadata,
  tinyTensors,
} from "#models/testing/tiny-llama";
import { parseGguf } from "#models/weights/gguf";
import { arithmeticFor } from "./arithmetic.ts";
import type { WeightMode } from "./arithmetic.ts";
import { GraphWeights } from "./graph-weights.ts";
import { openLlamaGguf } from "./llama/checkpoint.ts";
import type { LlamaCheckpoint } from "./llama/checkpoint.ts";
import type { LlamaConfig } from "./llama/config.ts";
import { buildLlamaGraph } from "./llama/model.ts";
import type { WeightSlot } from "./onnx/graph-builder.ts";
import { inMemory } from "./weights/byte-source.ts";
import type { Checkpoint } from "./weights/checkpoint.ts";

function open(bytes: Uint8Array): LlamaCheckpoint {
  const source = memorySource(bytes);
  return openLlamaGguf(source, parseGguf(source));
}

/** The graph's weights by name. */
function made(
  checkpoint: Checkpoint,
  config: LlamaConfig,
  maxPositions: number,
  options: { readonly mode?: WeightMode; readonly waitingBytes?: number } = {},
): { weights: GraphWeights; slots: readonly WeightSlot[]; bytes: (name: string) => Uint8Array<ArrayBuffer> } {
  const arithmetic = arithmeticFor(checkpoint, {
    mode: options.mode ?? "int8",
    activations: "float32",
    maxWeightBytes: Infinity,
    exactZeroPoints: false,
  });
  const { weights: slots } = buildLlamaGraph(config, { arithmetic, maxPositions, plainAttention: true });
  const { waitingBytes } = options;
  const weights = new GraphWeights({
    checkpoint,
    rotary: { config, firstPosition: 0 },
    smoother: null,
    ...(waitingBytes === undefined ? {} : { waitingBytes }),
  });
  return {
    weights,
    slots,
    bytes: (name) => inMemory(weights.bytes(slots.find((slot) => slot.name === name)!)),
  };
}

describe("int8 weights of a GGUF", () => {
  const config = tinyConfig({ numAttentionHeads: 6, tieWordEmbeddings: false });
  const weights = randomWeights(config);

  it("puts q and k back in split-half order and rounds each row to its own 127 steps", () => {
    const { weights: checkpoint } = open(tinyGguf(config, weights));
    const { weights: read, slots } = made(checkpoint, config, 16);
    const actual = dequantisedWeights(config, read, slots);
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
    const first = made(checkpoint, config, 16);
    const second = made(checkpoint, config, 16);
    const names = ["embed_tokens", "layers.0.mlp.down_proj", "lm_head"].flatMap((name) => [
      `${name}.weight`,
      `${name}.scale`,
    ]);
    const forwards = new Map(names.map((name) => [name, first.bytes(name)]));
    const backwards = new Map(names.toReversed().map((name) => [name, second.bytes(name)]));
    expect(new Map([...backwards].toReversed())).toEqual(forwards);
  });

  it("gives a piece again when it is asked for again, and the other as before", () => {
    const { weights: checkpoint } = open(tinyGguf(config, weights));
    const [once, again] = [made(checkpoint, config, 16), made(checkpoint, config, 16)];
    const names = ["scale", "weight"].map((piece) => `layers.0.self_attn.qkv_proj.${piece}`);
    const expected = names.map((name) => once.bytes(name));
    expect(again.bytes(names[0]!)).toEqual(expected[0]);
    expect(names.map((name) => again.bytes(name))).toEqual(expected);
    expect(again.bytes(names[1]!)).toEqual(expected[1]);
  });

  it.each(["int8", "nbits"] as const)("gives the same in any order with room for little, in %s", (mode) => {
    const { weights: checkpoint } = open(tinyGguf(config, weights));
    const { slots, bytes } = made(checkpoint, config, 16, { mode });
    const expected = new Map(slots.map(({ name }) => [name, bytes(name)]));
    const random = seededRandom(11);
    for (const waitingBytes of [0, 700, 5000]) {
      const order = slots.map((slot) => ({ slot, at: random() })).sort((a, b) => a.at - b.at);
      const sparing = made(checkpoint, config, 16, { mode, waitingBytes });
      for (const { slot } of order)
        expect(Buffer.compare(sparing.bytes(slot.name), expected.get(slot.name)!), slot.name).toBe(0);
    }
  });

  it("gives rotary tables for the positions asked for", () => {
    const { weights: checkpoint } = open(tinyGguf(config, weights));
    const tables = made(checkpoint, config, 5);
    const cos = new Float32Array(tables.bytes("rotary.cos").buffer);
    expect(cos.length).toBe(5 * 8);
    expect(cos[4 * 8]).toBe(Math.fround(Math.cos(4)));
    expect(new Float32Array(tables.bytes("rotary.sin").buffer)[4 * 8]).toBe(Math.fround(Math.sin(4)));
  });

  it("names a tensor that is missing or has another shape", () => {
    const tensors = tinyTensors(config, weights);
    const { weights: checkpoint } = open(writeGguf(tinyMetadata(config), tensors.slice(0, -1)));
    const damaged = made(checkpoint, config, 16);
    expect(() => damaged.bytes("lm_head.weight")).toThrow(
      expect.objectContaining({ code: "weights-corrupt", details: { tensor: "output.weight" } }),
    );
    const wider = made(checkpoint, { ...config, intermediateSize: 128 }, 16);
    expect(() => wider.bytes("layers.1.mlp.down_proj.scale")).toThrow(
      expect.objectContaining({ code: "weights-corrupt", details: { tensor: "blk.1.ffn_down.weight" } }),
    );
  });
});
