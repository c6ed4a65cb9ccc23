import { describe, expect, it } from "vitest";
import { f32, writeSafetensors } from "#models/testing/safetensors-writer";
import { memorySource } from "#models/testing/tiny-llama";
import { INDEX_FILE, SINGLE_FILE, readTensors, shardNames } from "./checkpoint-files.ts";
import { readVector } from "./rows.ts";

const FIRST = writeSafetensors({ a: f32([2], [1, 2]), b: f32([1], [3]) });
const SECOND = writeSafetensors({ c: f32([1, 1], [4]) });
const SHARDS = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"] as const;

function sourceOf(text: string): ReturnType<typeof memorySource> {
  return memorySource(new TextEncoder().encode(text));
}

function sharded(weightMap: unknown): ReadonlyMap<string, ReturnType<typeof memorySource>> {
  return new Map([
    [INDEX_FILE, sourceOf(JSON.stringify({ metadata: { total_size: 16 }, weight_map: weightMap }))],
    [SHARDS[0], memorySource(FIRST)],
    [SHARDS[1], memorySource(SECOND)],
  ]);
}

describe("safetensors files", () => {
  it("reads one file", () => {
    const tensors = readTensors(new Map([[SINGLE_FILE, memorySource(FIRST)]]));
    expect([...tensors.keys()]).toEqual(["a", "b"]);
  });

  it("finds each tensor of an index in its shard", () => {
    const files = sharded({ c: SHARDS[1], a: SHARDS[0], b: SHARDS[0] });
    const values = [...readTensors(files)].map(([name, tensor]) => [name, ...readVector(tensor)]);
    expect(values).toEqual([
      ["c", 4],
      ["a", 1, 2],
      ["b", 3],
    ]);
    expect(shardNames(files.get(INDEX_FILE)!)).toEqual([SHARDS[1], SHARDS[0]]);
  });

  it("follows the index where a shard has more", () => {
    expect([...readTensors(sharded({ b: SHARDS[0] })).keys()]).toEqual(["b"]);
  });

  it("names the file that is missing", () => {
    expect(() => readTensors(new Map())).toThrow(
      expect.objectContaining({ code: "weights-missing", details: { file: SINGLE_FILE } }),
    );
    const file = "other.safetensors";
    expect(() => readTensors(sharded({ a: file }))).toThrow(
      expect.objectContaining({ code: "weights-missing", details: { file } }),
    );
  });

  it.each<[string, unknown]>([
    ["a path upwards", { a: "../model.safetensors" }],
    ["a path downwards", { a: "x/model.safetensors" }],
    ["a web address", { a: "https://example.com/model.safetensors" }],
    ["a hidden file", { a: ".safetensors" }],
    ["another kind of file", { a: "model.bin" }],
    ["a name of 200 letters", { a: `${"m".repeat(200)}.safetensors` }],
    ["a file that is no text", { a: 1 }],
    ["no tensors", {}],
    ["no map", []],
    ["a tensor that its shard has not", { c: SHARDS[0] }],
    ["a name of Object's", { constructor: SHARDS[0] }],
  ])("refuses an index with %s", (_, weightMap) => {
    expect(() => readTensors(sharded(weightMap))).toThrow(
      expect.objectContaining({ code: "weights-corrupt" }),
    );
  });

  it.each([
    ["no JSON", "<html>"],
    ["a tensor twice", `{"weight_map":{"a":"${SHARDS[0]}","a":"${SHARDS[1]}"}}`],
    ["no weight map", "{}"],
    ["nine megabytes", " ".repeat(9 << 20)],
  ])("refuses an index that is %s", (_, text) => {
    const files = new Map([...sharded({}), [INDEX_FILE, sourceOf(text)] as const]);
    expect(() => readTensors(files)).toThrow(expect.objectContaining({ code: "weights-corrupt" }));
  });
});
