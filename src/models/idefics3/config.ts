/**
 * @file Sizes of an Idefics3 checkpoint (SmolVLM is one), from its `config.json`: a Llama decoder whose prompt has rows of
 * a vision tower in it where pictures stand. Untrusted: bounded JSON, then each field by its range. Only what running the
 * exported graphs needs is read; what is inside of them is theirs to know.
 */
import { checkBounds, unsupported } from "#models/llama/config";
import type { Bounds } from "#models/llama/config";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import { requiredHfJson } from "#models/weights/hf-json";
import { isJsonObject } from "#models/weights/strict-json";
import type { JsonObject } from "#models/weights/strict-json";

export interface Idefics3Config {
  readonly modelType: Idefics3Type;
  readonly hiddenSize: number;
  readonly numHiddenLayers: number;
  readonly numAttentionHeads: number;
  readonly numKeyValueHeads: number;
  readonly headDim: number;
  readonly vocabSize: number;
  readonly maxPositionEmbeddings: number;
  /** The token that stands for one row of a picture. */
  readonly imageTokenId: number;
}

/** SmolVLM 2 has a name of its own for the same architecture. */
type Idefics3Type = (typeof TYPES)[number];
const TYPES = ["idefics3", "smolvlm"] as const;

const FILE = "config.json";
/** The released files have 7 KB: the defaults of every class are written out. */
const LIMITS = { fileBytes: 1 << 20, depth: 8, values: 20_000, stringBytes: 1 << 16 };
const COUNTS: Bounds = {
  hiddenSize: [1, 16_384],
  numHiddenLayers: [1, 200],
  numAttentionHeads: [1, 256],
  numKeyValueHeads: [1, 256],
  headDim: [1, 512],
  vocabSize: [2, 262_144],
  maxPositionEmbeddings: [1, 1 << 20],
  imageTokenId: [0, 262_143],
};

/** @throws AppError `weights-missing`, `weights-corrupt`, `weights-unsupported` naming the field. */
export function readIdefics3Config(files: CheckpointFiles): Idefics3Config {
  const fields = requiredHfJson(files, FILE, LIMITS);
  const modelType = TYPES.find((type) => type === fields.get("model_type"));
  if (!modelType) throw unsupported("model_type", "not an architecture that we run");
  const text = fields.get("text_config");
  if (!isJsonObject(text)) throw unsupported("text_config", "not an object");
  const hiddenSize = numberIn(text, "hidden_size");
  const numAttentionHeads = numberIn(text, "num_attention_heads");
  const config = {
    modelType,
    hiddenSize,
    numHiddenLayers: numberIn(text, "num_hidden_layers"),
    numAttentionHeads,
    numKeyValueHeads: numberIn(text, "num_key_value_heads", numAttentionHeads),
    headDim: numberIn(text, "head_dim", hiddenSize / numAttentionHeads),
    vocabSize: numberIn(text, "vocab_size", numberIn(fields, "vocab_size")),
    maxPositionEmbeddings: numberIn(text, "max_position_embeddings"),
    imageTokenId: numberIn(fields, "image_token_id"),
  };
  checkBounds(config, COUNTS, "whole");
  if (config.imageTokenId >= config.vocabSize) throw unsupported("imageTokenId", "not of the vocabulary");
  return config;
}

/** `fallback` only where the field is absent: NaN, the default, is in no range. */
function numberIn(fields: JsonObject, name: string, fallback = Number.NaN): number {
  const value = fields.get(name) ?? null;
  if (value === null) return fallback;
  return typeof value === "number" ? value : Number.NaN;
}
