/** @file Files of a Hugging Face tokenizer for tests, correct ones and, field by field, damaged ones. */
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import type { GgufMetadata } from "./gguf-writer.ts";
import { memorySource } from "./tiny-llama.ts";

type Json = Readonly<Record<string, unknown>>;

const BYTES = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false };
/** `pre_tokenizer` of SmolLM2. */
export const SMOLLM = {
  type: "Sequence",
  pretokenizers: [
    { type: "Digits", individual_digits: true },
    { ...BYTES, use_regex: true },
  ],
};

/** `pre_tokenizer` of Llama 3 with its own pattern or another. */
export function splitBy(pattern: string): Json {
  const split = { type: "Split", pattern: { Regex: pattern }, behavior: "Isolated", invert: false };
  return { type: "Sequence", pretokenizers: [split, BYTES] };
}

/** A `tokenizer.json` of these tables. */
export function tokenizerJson(model: Json, changes: Json = {}): Json {
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: SMOLLM,
    post_processor: null,
    decoder: { ...BYTES, add_prefix_space: true, use_regex: true },
    model: { type: "BPE", dropout: null, unk_token: null, byte_fallback: false, ...model },
    ...changes,
  };
}

/** An entry of `added_tokens`. */
export function addedToken(id: number, content: string, changes: Json = {}): Json {
  const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  return { id, content, ...plain, ...changes };
}

/** The same tokenizer as that of a GGUF, as transformers would write it. */
export function tokenizerJsonOfGguf(metadata: GgufMetadata | ReadonlyMap<string, unknown>): Json {
  const fields = metadata instanceof Map ? metadata : new Map(Object.entries(metadata));
  const tokens = fields.get("tokenizer.ggml.tokens") as readonly string[];
  const types = fields.get("tokenizer.ggml.token_type") as readonly number[];
  const special = tokens.flatMap((token, id) => (types[id] === 1 ? [] : [addedToken(id, token)]));
  const vocab = Object.fromEntries(tokens.map((token, id) => [token, id]));
  const merges = fields.get("tokenizer.ggml.merges");
  return tokenizerJson({ vocab, merges, ignore_merges: false }, { added_tokens: special });
}

/** Files by name: objects become JSON, text stays as it is. */
export function jsonFiles(files: Readonly<Record<string, Json | string>>): CheckpointFiles {
  const encoder = new TextEncoder();
  return new Map(
    Object.entries(files).map(([name, content]) => {
      const text = typeof content === "string" ? content : JSON.stringify(content);
      return [name, memorySource(encoder.encode(text))];
    }),
  );
}
