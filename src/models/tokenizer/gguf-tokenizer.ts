/** @file The tokenizer of a GGUF checkpoint, from the tables in its metadata. Untrusted: sizes and types first. */
import { AppError } from "#shared/errors";
import type { Gguf } from "#models/weights/gguf";
import type { PreTokenizerName } from "./pre-tokenizers.ts";
import { MAX_VOCABULARY, byteLevelTokenizer } from "./tokenizer.ts";
import type { AddedToken, Tokenizer } from "./tokenizer.ts";

/** By `tokenizer.ggml.pre`. */
const PRE_TOKENIZERS: ReadonlyMap<string, PreTokenizerName> = new Map([
  ["llama-bpe", "llama3"],
  ["llama3", "llama3"],
  ["llama-v3", "llama3"],
  ["smollm", "smollm"],
  ["gpt-2", "gpt2"],
]);

/** llama.cpp token types that are matched as a whole: control and user-defined. */
const CONTROL = 3;
const USER_DEFINED = 4;

/** @throws AppError `weights-unsupported` for an unknown tokenizer, `weights-corrupt` for inconsistent tables. */
export function readGgufTokenizer(gguf: Gguf): Tokenizer {
  const { metadata } = gguf;
  const pre = metadata.get("tokenizer.ggml.pre");
  const preTokenizer = typeof pre === "string" ? PRE_TOKENIZERS.get(pre) : undefined;
  if (metadata.get("tokenizer.ggml.model") !== "gpt2" || !preTokenizer) {
    throw new AppError("weights-unsupported", "unknown tokenizer", { field: "tokenizer.ggml.pre" });
  }
  const tokens = strings(metadata.get("tokenizer.ggml.tokens"), "tokens");
  return byteLevelTokenizer({
    vocabulary: new Map(tokens.map((token, id) => [token, id])),
    merges: strings(metadata.get("tokenizer.ggml.merges"), "merges").map(halves),
    addedTokens: wholeTokens(tokens, metadata.get("tokenizer.ggml.token_type")),
    preTokenizer,
    // GGUF has no such field: llama.cpp knows it of this pre-tokenizer.
    ignoreMerges: preTokenizer === "llama3",
    vocabularySize: tokens.length,
    stopTokens: stopTokens(metadata),
  });
}

function strings(value: unknown, field: string): readonly string[] {
  const valid = Array.isArray(value) && value.length <= MAX_VOCABULARY;
  if (!valid || !value.every((item) => typeof item === "string")) {
    throw new AppError("weights-corrupt", `tokenizer ${field} is not a list of strings`, { field });
  }
  return value;
}

function halves(merge: string): readonly [string, string] {
  const space = merge.indexOf(" ");
  return [merge.slice(0, Math.max(0, space)), merge.slice(space + 1)];
}

function wholeTokens(tokens: readonly string[], types: unknown): AddedToken[] {
  if (!Array.isArray(types) || types.length !== tokens.length) {
    throw new AppError("weights-corrupt", "token_type does not match tokens", { field: "token_type" });
  }
  return tokens.flatMap((content, id) => {
    const type: unknown = types[id];
    return type === CONTROL || type === USER_DEFINED ? [{ id, content, special: true }] : [];
  });
}

function stopTokens(metadata: Gguf["metadata"]): number[] {
  const ids = ["eos_token_id", "eot_token_id", "eom_token_id"].map((key) =>
    metadata.get(`tokenizer.ggml.${key}`),
  );
  return ids.filter((id): id is number => typeof id === "number");
}
