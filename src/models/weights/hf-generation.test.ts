import { describe, expect, it } from "vitest";
import { jsonFiles } from "#models/testing/hf-tokenizer-files";
import { readEosTokens } from "./hf-generation.ts";

describe("eos tokens", () => {
  it("are those of all files together, each once", () => {
    const files = {
      "generation_config.json": { eos_token_id: [7, 8], do_sample: true },
      "config.json": { eos_token_id: 7, text_config: { eos_token_id: [9] } },
    };
    expect(readEosTokens(jsonFiles(files), 10)).toEqual([7, 8, 9]);
  });

  it("may be missing", () => {
    expect(readEosTokens(new Map(), 10)).toEqual([]);
    expect(readEosTokens(jsonFiles({ "config.json": { eos_token_id: null } }), 10)).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["outside the head", 10],
    ["below zero", [-1]],
    ["half a token", 1.5],
    ["text", "7"],
    ["an object", { id: 7 }],
    ["a list in a list", [[7]]],
  ])("are refused as %s", (_, eos) => {
    const files = jsonFiles({ "generation_config.json": { eos_token_id: eos } });
    expect(() => readEosTokens(files, 10)).toThrow(expect.objectContaining({ code: "weights-corrupt" }));
  });

  it("are refused when there are very many", () => {
    const files = jsonFiles({ "config.json": { eos_token_id: Array.from({ length: 65 }, (_, id) => id) } });
    expect(() => readEosTokens(files, 100)).toThrow(expect.objectContaining({ code: "weights-corrupt" }));
  });

  it.each([
    ["a web page", "<!doctype html>"],
    ["two megabytes", `{${" ".repeat(2 << 20)}}`],
  ])("are not read from %s", (_, text) => {
    expect(() => readEosTokens(jsonFiles({ "generation_config.json": text }), 10)).toThrow(
      expect.objectContaining({ code: "weights-corrupt" }),
    );
  });
});
