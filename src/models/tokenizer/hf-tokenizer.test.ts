import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LlamaConfig } from "#models/llama/config";
import type { MllamaConfig } from "#models/mllama/config";
import {
  SMOLLM,
  addedToken,
  jsonFiles,
  splitBy,
  tokenizerJson,
  tokenizerJsonOfGguf,
} from "#models/testing/hf-tokenizer-files";
import { fixtureFolder, readFixtureBytes } from "#models/testing/shared-fixtures";
import { memorySource } from "#models/testing/tiny-llama";
import { tinyTokenizerMetadata } from "#models/testing/tiny-tokenizer";
import { parseHfConfig } from "#models/weights/hf-config";
import golden from "../fixtures/pre-tokenizer-golden.json" with { type: "json" };
import { readGgufTokenizer } from "./gguf-tokenizer.ts";
import { readHfTokenizer } from "./hf-tokenizer.ts";
import { LLAMA3_PATTERN } from "./pre-tokenizers.ts";
import type { Tokenizer } from "./tokenizer.ts";

type Json = Readonly<Record<string, unknown>>;

const SIZES = {
  modelType: "llama",
  hiddenSize: 64,
  numHiddenLayers: 1,
  numAttentionHeads: 1,
  numKeyValueHeads: 1,
  headDim: 64,
  intermediateSize: 64,
  maxPositionEmbeddings: 64,
  rmsNormEps: 1e-5,
  ropeTheta: 10_000,
  ropeScaling: null,
  tieWordEmbeddings: true,
} as const;

function configOf(vocabSize: number): LlamaConfig {
  return { ...SIZES, vocabSize };
}

const TOKENS = ["<|end|>", "a", "b", "c", "Ġ", "ab", "Ġab", "Ã", "©", "__proto__", "1", "2"];
const VOCAB = Object.fromEntries(TOKENS.map((token, id) => [token, id]));
const MODEL = { vocab: VOCAB, merges: ["a b", "Ġ ab"] };
const ADDED = [
  addedToken(0, "<|end|>"),
  addedToken(12, "<|eom_id|>"),
  addedToken(13, "<think>", { special: false }),
];

function read(json: Json, others: Readonly<Record<string, Json | string>> = {}): Tokenizer {
  return readHfTokenizer(jsonFiles({ "tokenizer.json": json, ...others }), configOf(14));
}

describe("tokenizer.json", () => {
  const tokenizer = read(tokenizerJson(MODEL, { added_tokens: ADDED }));

  it("merges in order of the list", () => {
    expect(tokenizer.encode("abc ab")).toEqual([5, 3, 6]);
    expect(tokenizer.encode("12")).toEqual([10, 11]);
  });

  it("reads merges as text and as pairs alike", () => {
    const pairs = {
      ...MODEL,
      merges: [
        ["a", "b"],
        ["Ġ", "ab"],
      ],
    };
    const other = read(tokenizerJson(pairs, { added_tokens: ADDED }));
    for (const text of ["abc ab", "ba ab", "ab<|end|>", ""])
      expect(other.encode(text)).toEqual(tokenizer.encode(text));
  });

  it("matches added tokens as a whole; only special ones stand for no text", () => {
    expect(tokenizer.encode("a<|end|>b<think>c")).toEqual([1, 0, 2, 13, 3]);
    expect(tokenizer.specialTokens).toEqual(["<|end|>", "<|eom_id|>"]);
    expect([...tokenizer.tokenBytes(0)]).toEqual([]);
    expect(new TextDecoder().decode(tokenizer.tokenBytes(13))).toBe("<think>");
    expect([...tokenizer.tokenBytes(7), ...tokenizer.tokenBytes(8)]).toEqual([0xc3, 0xa9]);
  });

  it("finds ids by token", () => {
    const ids = ["<|eom_id|>", "Ġab", "__proto__", "constructor", "nothing"].map((token) =>
      tokenizer.idOf(token),
    );
    expect(ids).toEqual([12, 6, 9, null, null]);
  });

  it("takes words that are tokens whole when merges are to be ignored", () => {
    const vocab = { ...VOCAB, bab: 12 };
    const without = read(tokenizerJson({ ...MODEL, vocab, ignore_merges: false }));
    expect(without.encode("bab")).toEqual([2, 5]);
    expect(read(tokenizerJson({ ...MODEL, vocab, ignore_merges: true })).encode("bab")).toEqual([12]);
  });

  it("stops at every end that a file names, by id or by name, and at Llama's own", () => {
    expect([...tokenizer.stopTokens]).toEqual([12]);
    const named = read(tokenizerJson(MODEL, { added_tokens: ADDED }), {
      "generation_config.json": { eos_token_id: [1, 2] },
      "config.json": { eos_token_id: 3, text_config: { eos_token_id: [2, 4] } },
      "tokenizer_config.json": { eos_token: { content: "<|end|>", special: true } },
    });
    expect([...named.stopTokens].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 12]);
  });

  it("has as many tokens as the head has rows", () => {
    expect(tokenizer.vocabularySize).toBe(14);
    expect([...tokenizer.tokenBytes(99)]).toEqual([]);
  });
});

describe("tokenizer.json, refused", () => {
  const model = (changes: Json) => tokenizerJson({ ...MODEL, ...changes });
  const added = (...tokens: unknown[]) => tokenizerJson(MODEL, { added_tokens: tokens });
  const words = { type: "ByteLevel", add_prefix_space: false, use_regex: true };

  it.each<[string, string, Json]>([
    ["another kind of model", "model.type", model({ type: "Unigram" })],
    ["bytes spelled out", "model.byte_fallback", model({ byte_fallback: true })],
    ["word ends", "model.end_of_word_suffix", model({ end_of_word_suffix: "</w>" })],
    ["merges at random", "model.dropout", model({ dropout: 0.1 })],
    ["text that is changed first", "normalizer", tokenizerJson(MODEL, { normalizer: { type: "NFC" } })],
    ["another decoder", "decoder", tokenizerJson(MODEL, { decoder: { type: "Metaspace" } })],
    ["no pre-tokenizer", "pre_tokenizer", tokenizerJson(MODEL, { pre_tokenizer: null })],
    ["a pattern of its own", "pre_tokenizer", tokenizerJson(MODEL, { pre_tokenizer: splitBy("(a+)+$") })],
    [
      "a pattern that is almost known",
      "pre_tokenizer",
      tokenizerJson(MODEL, { pre_tokenizer: splitBy(`${LLAMA3_PATTERN} `) }),
    ],
    [
      "a space in front",
      "pre_tokenizer",
      tokenizerJson(MODEL, { pre_tokenizer: { ...words, add_prefix_space: true } }),
    ],
    [
      "digits in runs",
      "pre_tokenizer",
      tokenizerJson(MODEL, {
        pre_tokenizer: { ...SMOLLM, pretokenizers: [{ type: "Digits", individual_digits: false }, words] },
      }),
    ],
    ["added tokens that eat spaces", "added_tokens", added(addedToken(12, "<x>", { lstrip: true }))],
    ["ids without a row", "vocab", model({ vocab: { ...VOCAB, x: 14 } })],
    ["added ids without a row", "vocab", added(addedToken(14, "<x>"))],
  ])("refuses %s", (_, field, json) => {
    expect(() => read(json)).toThrow(
      expect.objectContaining({ code: "weights-unsupported", details: { field } }),
    );
  });

  it.each<[string, string, Json]>([
    ["no model", "model", { ...tokenizerJson(MODEL), model: null }],
    ["a vocabulary that is a list", "vocab", model({ vocab: TOKENS })],
    ["an id twice", "vocab", model({ vocab: { ...VOCAB, x: 3 } })],
    ["half an id", "vocab", model({ vocab: { ...VOCAB, x: 12.5 } })],
    ["an id below zero", "vocab", model({ vocab: { ...VOCAB, x: -1 } })],
    ["an id of a billion", "vocab", model({ vocab: { ...VOCAB, x: 1e9 } })],
    ["an id as text", "vocab", model({ vocab: { ...VOCAB, x: "12" } })],
    ["a token of a page", "vocab", model({ vocab: { ...VOCAB, ["x".repeat(2000)]: 12 } })],
    ["no merges", "merges", model({ merges: null })],
    ["a merge that is no pair", "merges", model({ merges: ["ab"] })],
    ["a merge of three", "merges", model({ merges: [["a", "b", "c"]] })],
    ["a merge of numbers", "merges", model({ merges: [[1, 2]] })],
    ["a merge of unknown tokens", "merges", model({ merges: ["b c"] })],
    ["a merge with nothing", "merges", model({ merges: [["", "a"]] })],
    ["added tokens that are text", "added_tokens", tokenizerJson(MODEL, { added_tokens: "<x>" })],
    ["an empty added token", "added_tokens", added(addedToken(12, ""))],
    ["an added token twice", "added_tokens", added(addedToken(12, "<x>"), addedToken(13, "<x>"))],
    ["an added id twice", "added_tokens", added(addedToken(12, "<x>"), addedToken(12, "<y>"))],
    ["an added id of another token", "added_tokens", added(addedToken(3, "<x>"))],
    ["an added token with another id", "added_tokens", added(addedToken(12, "ab"))],
    [
      "5,000 added tokens",
      "added_tokens",
      added(...Array.from({ length: 5000 }, (_, id) => addedToken(id, `<${id}>`))),
    ],
  ])("refuses %s", (_, field, json) => {
    expect(() => read(json)).toThrow(
      expect.objectContaining({ code: "weights-corrupt", details: { field } }),
    );
  });

  it("without the file, or with another one", () => {
    const config = configOf(14);
    expect(() => readHfTokenizer(new Map(), config)).toThrow(
      expect.objectContaining({ code: "weights-missing" }),
    );
    for (const text of ["<!doctype html>", "[]", '{"model":1,"model":2}', " ".repeat((32 << 20) + 1)]) {
      const files = jsonFiles({ "tokenizer.json": text });
      expect(() => readHfTokenizer(files, config)).toThrow(
        expect.objectContaining({ code: "weights-corrupt" }),
      );
    }
  });

  it("with an error of ours, whatever was damaged", () => {
    const original = JSON.stringify(tokenizerJson(MODEL, { added_tokens: ADDED }));
    const pieces = fc.constantFrom('"', "{", "}", "[", "]", ",", "null", "-1", "1e999", "0", "true", "");
    fc.assert(
      fc.property(fc.nat(original.length - 1), fc.nat(20), pieces, (at, length, piece) => {
        const text = original.slice(0, at) + piece + original.slice(at + length);
        try {
          readHfTokenizer(jsonFiles({ "tokenizer.json": text }), configOf(14)).encode("abc <|end|>");
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(/^weights-(corrupt|unsupported)$/);
        }
      }),
      { numRuns: 400, seed: 1 },
    );
  });
});

describe("cutting text", () => {
  const words = { type: "ByteLevel", add_prefix_space: false, use_regex: true };

  it.each([
    ["llama3", splitBy(LLAMA3_PATTERN), golden.llama3],
    ["smollm", SMOLLM, golden.smollm],
    ["gpt2", words, golden.gpt2],
  ] as const)("%s cuts as the original does", (_, preTokenizer, rows) => {
    // Every piece is a token and merges are ignored, so that ids are pieces.
    const pieces = [...new Set(rows.flatMap((row) => row.slice(1)))];
    const vocab = Object.fromEntries(pieces.map((piece, id) => [piece, id]));
    const json = tokenizerJson({ vocab, merges: [], ignore_merges: true }, { pre_tokenizer: preTokenizer });
    const tokenizer = readHfTokenizer(jsonFiles({ "tokenizer.json": json }), configOf(pieces.length));
    for (const [text = "", ...expected] of rows) {
      expect([text, ...tokenizer.encode(text).map((id) => pieces[id])]).toEqual([text, ...expected]);
    }
  });
});

function bytesOf(tokenizer: Tokenizer, ids: readonly number[]): string {
  return ids.map((id) => tokenizer.tokenBytes(id).join()).join(";");
}

describe("the same tokenizer in both formats", { timeout: 30_000 }, () => {
  const metadata = tinyTokenizerMetadata(300);
  const gguf = readGgufTokenizer({ metadata: new Map(Object.entries(metadata)), tensors: new Map() });
  const files = jsonFiles({
    "tokenizer.json": tokenizerJsonOfGguf(metadata),
    "config.json": { eos_token_id: 2 },
  });
  const hf = readHfTokenizer(files, configOf(300));

  it("encodes and decodes alike", () => {
    const pieces = fc.constantFrom(
      "the",
      "on",
      " the",
      " a",
      "in",
      "er",
      "<|im_end|>",
      "7",
      "é",
      "\n",
      "\u{1f600}",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(pieces).map((list) => list.join("")),
    );
    fc.assert(
      fc.property(text, (value) => {
        const ids = hf.encode(value);
        expect(ids.join()).toBe(gguf.encode(value).join());
        expect(bytesOf(hf, ids)).toBe(bytesOf(gguf, ids));
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it("has the same special tokens and ends", () => {
    expect(hf.specialTokens).toEqual(gguf.specialTokens);
    expect([...hf.stopTokens]).toEqual([...gguf.stopTokens]);
    for (const token of ["<|im_end|>", "Ġthe", "nothing"]) expect(hf.idOf(token)).toBe(gguf.idOf(token));
  });
});

const folder = fixtureFolder("models/shapes-vl");

describe.skipIf(!folder)("tokenizer of shapes-vl", () => {
  const names = ["tokenizer.json", "tokenizer_config.json", "generation_config.json", "config.json"];
  const files = new Map(
    names.map((name) => [name, memorySource(folder ? readFixtureBytes(folder, name) : new Uint8Array())]),
  );
  const config = folder
    ? (parseHfConfig(readFixtureBytes(folder, "config.json")) as MllamaConfig)
    : undefined;
  const tokenizer = config && readHfTokenizer(files, config);

  it("has the picture token behind the words of the head", () => {
    expect(tokenizer?.vocabularySize).toBe(1024);
    expect(tokenizer?.idOf("<|image|>")).toBe(config?.imageTokenIndex);
    expect(tokenizer?.encode("<|image|>")).toEqual([1024]);
    expect([...(tokenizer?.stopTokens ?? [])]).toEqual([531, 535, 536]);
  });

  it("gives any text back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const bytes = tokenizer!.encode(text).flatMap((id) => [...tokenizer!.tokenBytes(id)]);
        expect(bytes.join()).toBe(new TextEncoder().encode(text).join());
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it("is refused for a model without a row for the picture token, and without the token", () => {
    const unsupported = expect.objectContaining({ code: "weights-unsupported" });
    expect(() => readHfTokenizer(files, { ...config!.text, modelType: "llama" })).toThrow(unsupported);
    expect(() => readHfTokenizer(files, { ...config!, imageTokenIndex: 1025 })).toThrow(unsupported);
  });
});
