/**
 * @file The tokenizer of a Hugging Face checkpoint, from its `tokenizer.json`: byte-level BPE with a pre-tokenizer that
 * we know. Untrusted: bounded JSON, then each table by its types and ranges (spec reliability 5, h10 and h11). What
 * would change how text is cut and is not known here is refused by the name of its field.
 */
import { AppError } from "#shared/errors";
import type { LlamaConfig } from "#models/llama/config";
import { EXTRA_EMBEDDING_ROWS } from "#models/mllama/config";
import type { MllamaConfig } from "#models/mllama/config";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import { readEosTokens } from "#models/weights/hf-generation";
import { requiredHfJson } from "#models/weights/hf-json";
import { isJsonObject } from "#models/weights/strict-json";
import type { JsonObject, JsonValue } from "#models/weights/strict-json";
import { readHfTokenizerConfig } from "./hf-tokenizer-config.ts";
import { preTokenizerName } from "./pre-tokenizers.ts";
import { MAX_VOCABULARY, byteLevelTokenizer } from "./tokenizer.ts";
import type { AddedToken, Tokenizer } from "./tokenizer.ts";

const FILE = "tokenizer.json";
/** Llama 3's has 9 MB with merges as text and 17 MB with merges as pairs: 128,000 tokens and 280,147 merges. */
const LIMITS = { fileBytes: 32 << 20, depth: 16, values: 2_500_000, stringBytes: 4096 };
const MAX_MERGES = 500_000;
/** Llama 3 has 256. */
const MAX_ADDED_TOKENS = 4096;
const MAX_TOKEN_CHARACTERS = 256;

/** Of a text model, whatever is around it, no more than its vocabulary matters. */
type DecoderConfig = Pick<LlamaConfig, "modelType" | "vocabSize"> | MllamaConfig;

/**
 * @param config of the same checkpoint: its head and its embedding must have rows for the tokens.
 * @throws AppError `weights-missing` without a `tokenizer.json`, `weights-unsupported` for another kind of tokenizer,
 * `weights-corrupt` for inconsistent tables.
 */
export function readHfTokenizer(files: CheckpointFiles, config: DecoderConfig): Tokenizer {
  const json = requiredHfJson(files, FILE, LIMITS);
  const model = objectIn(json, "model");
  const preTokenizer = preTokenizerName(json.get("pre_tokenizer"));
  if (!preTokenizer) throw unsupported("pre_tokenizer");
  ensureByteLevelBpe(json, model);
  const vocabulary = readVocabulary(objectIn(model, "vocab"));
  const addedTokens = readAddedTokens(json.get("added_tokens"), vocabulary);
  const vocabularySize = (config.modelType === "mllama" ? config.text : config).vocabSize;
  ensureRows(config, vocabularySize, [...vocabulary.values(), ...addedTokens.map(({ id }) => id)]);
  const tokenizer = byteLevelTokenizer({
    vocabulary,
    merges: readMerges(model.get("merges")),
    addedTokens,
    preTokenizer,
    ignoreMerges: model.get("ignore_merges") === true,
    vocabularySize,
    stopTokens: readEosTokens(files, vocabularySize),
  });
  return withEosOf(files, tokenizer);
}

/** The end by name as well: base models and fine-tunes often give it only there. */
function withEosOf(files: CheckpointFiles, tokenizer: Tokenizer): Tokenizer {
  const eos = readHfTokenizerConfig(files).namedTokens.get("eos_token");
  const id = eos === undefined ? null : tokenizer.idOf(eos);
  if (id === null || id >= tokenizer.vocabularySize) return tokenizer;
  return { ...tokenizer, stopTokens: new Set([...tokenizer.stopTokens, id]) };
}

function ensureByteLevelBpe(json: JsonObject, model: JsonObject): void {
  if ((model.get("type") ?? "BPE") !== "BPE") throw unsupported("model.type");
  for (const field of ["dropout", "continuing_subword_prefix", "end_of_word_suffix", "byte_fallback"]) {
    if (!absent(model.get(field))) throw unsupported(`model.${field}`);
  }
  if (!absent(json.get("normalizer"))) throw unsupported("normalizer");
  const decoder = json.get("decoder");
  if (!isJsonObject(decoder) || decoder.get("type") !== "ByteLevel") throw unsupported("decoder");
}

/** Switched off, in one of the ways that files write it. */
function absent(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === false || value === "";
}

function readVocabulary(object: JsonObject): ReadonlyMap<string, number> {
  const vocabulary = new Map<string, number>();
  if (object.size > MAX_VOCABULARY) throw corrupt("vocab");
  for (const [token, id] of object) {
    if (token.length > MAX_TOKEN_CHARACTERS * 4 || !isTokenId(id)) throw corrupt("vocab");
    vocabulary.set(token, id);
  }
  if (new Set(vocabulary.values()).size !== vocabulary.size) throw corrupt("vocab");
  return vocabulary;
}

function isTokenId(value: JsonValue | undefined): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < MAX_VOCABULARY;
}

function readMerges(value: JsonValue | undefined): readonly (readonly [string, string])[] {
  if (!Array.isArray(value) || value.length > MAX_MERGES) throw corrupt("merges");
  return (value as readonly JsonValue[]).map((merge) => {
    const halves = typeof merge === "string" ? merge.split(" ") : merge;
    if (!Array.isArray(halves) || halves.length !== 2) throw corrupt("merges");
    const [left, right] = halves as readonly JsonValue[];
    if (typeof left !== "string" || typeof right !== "string") throw corrupt("merges");
    return [left, right];
  });
}

function readAddedTokens(
  value: JsonValue | undefined,
  vocabulary: ReadonlyMap<string, number>,
): readonly AddedToken[] {
  const list = (value ?? []) as readonly JsonValue[];
  if (!Array.isArray(value ?? []) || list.length > MAX_ADDED_TOKENS) throw corrupt("added_tokens");
  const tokens = list.map(readAddedToken);
  const contents = new Set(tokens.map(({ content }) => content));
  const ids = new Set(tokens.map(({ id }) => id));
  if (contents.size !== tokens.length || ids.size !== tokens.length) throw corrupt("added_tokens");
  const taken = new Map([...vocabulary].map(([token, id]) => [id, token]));
  for (const { id, content } of tokens) {
    const consistent = (taken.get(id) ?? content) === content && (vocabulary.get(content) ?? id) === id;
    if (!consistent) throw corrupt("added_tokens");
  }
  return tokens;
}

function readAddedToken(value: JsonValue): AddedToken {
  if (!isJsonObject(value)) throw corrupt("added_tokens");
  const [id, content] = [value.get("id"), value.get("content")];
  if (!isTokenId(id) || typeof content !== "string") throw corrupt("added_tokens");
  if (content.length > MAX_TOKEN_CHARACTERS) throw corrupt("added_tokens");
  for (const flag of ["single_word", "lstrip", "rstrip"]) {
    if (value.get(flag) === true) throw unsupported("added_tokens");
  }
  return { id, content, special: value.get("special") === true };
}

/** Ids index the embedding; the token of a picture is behind the words and must be there. */
function ensureRows(config: DecoderConfig, vocabularySize: number, ids: readonly number[]): void {
  const vision = config.modelType === "mllama";
  const rows = vocabularySize + (vision ? EXTRA_EMBEDDING_ROWS : 0);
  if (ids.some((id) => id >= rows)) throw unsupported("vocab");
  if (vision && !ids.includes(config.imageTokenIndex)) throw unsupported("imageTokenIndex");
}

function objectIn(object: JsonObject, field: string): JsonObject {
  const value = object.get(field);
  if (!isJsonObject(value)) throw corrupt(field);
  return value;
}

function corrupt(field: string): AppError {
  return new AppError("weights-corrupt", `${FILE}: ${field}`, { field });
}

function unsupported(field: string): AppError {
  return new AppError("weights-unsupported", `${FILE}: ${field}`, { field });
}
