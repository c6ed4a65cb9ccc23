import { describe, expect, it } from "vitest";
import type { Gguf, GgufValue } from "#models/weights/gguf";
import { readGgufTokenizer } from "./gguf-tokenizer.ts";

const CONTROL = 3;
const TOKENS = ["<|end|>", "a", "b", "c", "Ġ", "ab", "Ġab", "Ã", "©", "<|pad|>", "__proto__"];
const GOOD: Readonly<Record<string, GgufValue>> = {
  "tokenizer.ggml.model": "gpt2",
  "tokenizer.ggml.pre": "smollm",
  "tokenizer.ggml.tokens": TOKENS,
  "tokenizer.ggml.merges": ["a b", "Ġ ab"],
  "tokenizer.ggml.token_type": [CONTROL, 1, 1, 1, 1, 1, 1, 1, 1, 4, 1],
  "tokenizer.ggml.eos_token_id": 0,
  "tokenizer.ggml.eot_token_id": 9,
};

function ggufOf(changes: Readonly<Record<string, GgufValue | undefined>> = {}): Gguf {
  const entries = Object.entries({ ...GOOD, ...changes });
  const metadata = entries.filter((entry): entry is [string, GgufValue] => entry[1] !== undefined);
  return { metadata: new Map(metadata), tensors: new Map() };
}

describe("tokenizer of a GGUF", () => {
  const tokenizer = readGgufTokenizer(ggufOf());

  it("merges in order of the list", () => {
    expect(tokenizer.encode("abc ab")).toEqual([5, 3, 6]);
    expect(tokenizer.encode("ba")).toEqual([2, 1]);
    expect(tokenizer.encode("")).toEqual([]);
  });

  it("matches special tokens as a whole, wherever they stand", () => {
    expect(tokenizer.encode("ab<|end|>c<|pad|>")).toEqual([5, 0, 3, 9]);
    expect(tokenizer.specialTokens).toEqual(["<|end|>", "<|pad|>"]);
  });

  it("gives bytes, none for special or unknown ids", () => {
    expect([...tokenizer.tokenBytes(6)]).toEqual([0x20, 0x61, 0x62]);
    expect([...tokenizer.tokenBytes(7), ...tokenizer.tokenBytes(8)]).toEqual([0xc3, 0xa9]);
    expect([0, 9, 11, -1].map((id) => tokenizer.tokenBytes(id).length)).toEqual([0, 0, 0, 0]);
  });

  it("takes words that are tokens whole, and digits by three, where Llama 3 cuts", () => {
    const tokens = ["<|eot_id|>", "a", "b", "ab", "bab", "1", "2", "12", "121"];
    const llama = readGgufTokenizer(
      ggufOf({
        "tokenizer.ggml.pre": "llama-bpe",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.merges": ["a b", "1 2"],
        "tokenizer.ggml.token_type": [CONTROL, 1, 1, 1, 1, 1, 1, 1, 1],
        "tokenizer.ggml.eos_token_id": 1,
        "tokenizer.ggml.eot_token_id": undefined,
      }),
    );
    expect(llama.encode("bab")).toEqual([4]);
    expect(llama.encode("121121")).toEqual([8, 8]);
    // The end of a turn is known by name where the file forgets it.
    expect([...llama.stopTokens]).toEqual([1, 0]);
    expect([llama.idOf("bab"), llama.idOf("<|eot_id|>"), llama.idOf("c")]).toEqual([4, 0, null]);
  });

  it("stops at every end that the file names", () => {
    expect([...tokenizer.stopTokens]).toEqual([0, 9]);
    expect(tokenizer.vocabularySize).toBe(11);
  });

  it.each<[string, string, Readonly<Record<string, GgufValue | undefined>>]>([
    ["another kind of model", "weights-unsupported", { "tokenizer.ggml.model": "llama" }],
    ["a pre-tokenizer that is not on the list", "weights-unsupported", { "tokenizer.ggml.pre": "qwen2" }],
    ["a pre-tokenizer named like a property", "weights-unsupported", { "tokenizer.ggml.pre": "constructor" }],
    ["no pre-tokenizer", "weights-unsupported", { "tokenizer.ggml.pre": undefined }],
    ["no tokens", "weights-corrupt", { "tokenizer.ggml.tokens": undefined }],
    ["tokens that are numbers", "weights-corrupt", { "tokenizer.ggml.tokens": [1, 2] }],
    ["merges that are text", "weights-corrupt", { "tokenizer.ggml.merges": "a b" }],
    ["too few token types", "weights-corrupt", { "tokenizer.ggml.token_type": [1] }],
    ["no token types", "weights-corrupt", { "tokenizer.ggml.token_type": undefined }],
    [
      "more tokens than any model has",
      "weights-corrupt",
      { "tokenizer.ggml.tokens": Array(300_001).fill("x") },
    ],
    ["an empty control token", "weights-corrupt", { "tokenizer.ggml.tokens": ["", ...TOKENS.slice(1)] }],
    ["a merge that is no pair", "weights-corrupt", { "tokenizer.ggml.merges": ["a b", "ab"] }],
    ["a merge of unknown tokens", "weights-corrupt", { "tokenizer.ggml.merges": ["x y"] }],
  ])("refuses %s", (_, code, changes) => {
    expect(() => readGgufTokenizer(ggufOf(changes))).toThrow(expect.objectContaining({ code }));
  });
});
