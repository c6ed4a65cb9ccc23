/**
 * @file `config.json` as the hub has it, for the architectures that we run (spec llama32 1). Untrusted: bounded JSON,
 * then each field by its type, then ranges (spec reliability 5, h9). What we do not know how to run is refused by name.
 */
import { AppError } from "#shared/errors";
import { checkLlamaConfig, unsupported } from "#models/llama/config";
import type { LlamaConfig, RopeScaling } from "#models/llama/config";
import { tileArrangements } from "#models/mllama/image-canvas";
import { checkMllamaConfig } from "#models/mllama/config";
import type { MllamaConfig, MllamaVisionConfig } from "#models/mllama/config";
import { MLX_BITS, MLX_GROUPS } from "./mlx.ts";
import { isJsonObject, parseJsonObject } from "./strict-json.ts";
import type { JsonObject, JsonValue } from "./strict-json.ts";

/** The released configurations have 1 to 5 KB; labels and per-module overrides can add to that. */
const MAX_CONFIG_BYTES = 1 << 20;
const JSON_LIMITS = { depth: 8, values: 100_000, stringBytes: 1 << 16 };

/**
 * What a field is where the file leaves it out: the defaults of transformers' classes (configuration_llama.py,
 * configuration_mllama.py). It saves `text_config` and `vision_config` as differences from these, so that the base 11B
 * model has no tile size (spec llama32 1.2). A text model is saved whole: without its sizes it is no file of theirs.
 */
interface DecoderDefaults {
  readonly sizes?: {
    readonly hiddenSize: number;
    readonly numHiddenLayers: number;
    readonly numAttentionHeads: number;
    readonly numKeyValueHeads: number;
    readonly intermediateSize: number;
    readonly vocabSize: number;
  };
  readonly maxPositionEmbeddings: number;
  readonly rmsNormEps: number;
  readonly ropeTheta: number;
}
const LLAMA_DEFAULTS: DecoderDefaults = {
  maxPositionEmbeddings: 2048,
  rmsNormEps: 1e-6,
  ropeTheta: 10_000,
};
const MLLAMA_TEXT_DEFAULTS: DecoderDefaults = {
  sizes: {
    hiddenSize: 4096,
    numHiddenLayers: 40,
    numAttentionHeads: 32,
    numKeyValueHeads: 8,
    intermediateSize: 14_336,
    vocabSize: 128_256,
  },
  maxPositionEmbeddings: 131_072,
  rmsNormEps: 1e-5,
  ropeTheta: 500_000,
};
const DEFAULT_CROSS_LAYERS = [3, 8, 13, 18, 23, 28, 33, 38];
const DEFAULT_IMAGE_TOKEN = 128_256;
const VISION_DEFAULTS = {
  hiddenSize: 1280,
  numHiddenLayers: 32,
  numGlobalLayers: 8,
  numAttentionHeads: 16,
  intermediateSize: 5120,
  visionOutputDim: 7680,
  numChannels: 3,
  imageSize: 448,
  patchSize: 14,
  maxNumTiles: 4,
  normEps: 1e-5,
};
const DEFAULT_INTERMEDIATE_LAYERS = [3, 7, 15, 23, 30];

/** @throws AppError `weights-corrupt` (not a configuration), `weights-unsupported` (not one that we run). */
export function parseHfConfig(bytes: Uint8Array): LlamaConfig | MllamaConfig {
  if (bytes.length > MAX_CONFIG_BYTES) throw corrupt("too large");
  const fields = new Fields(parseJsonObject(bytes, JSON_LIMITS, corrupt));
  checkQuantisation(fields);
  switch (fields.text("model_type") ?? "") {
    case "llama":
      return checkLlamaConfig(readDecoder(fields, LLAMA_DEFAULTS));
    case "mllama":
      return checkMllamaConfig(readMllama(fields));
    default:
      throw unsupported("model_type", "not an architecture that we run");
  }
}

function corrupt(reason: string): AppError {
  return new AppError("weights-corrupt", `config.json: ${reason}`, { format: "config", reason });
}

/** Members of an object by their names in the file; absent and null are the same, as in Python. */
class Fields {
  readonly #object: JsonObject;

  constructor(object: JsonObject) {
    this.#object = object;
  }

  get(name: string): JsonValue {
    return this.#object.get(name) ?? null;
  }

  text(name: string): string | null {
    const value = this.get(name);
    return typeof value === "string" ? value : null;
  }

  /** `fallback` only where the field is absent: NaN fails every range. */
  number(name: string, fallback = Number.NaN): number {
    const value = this.get(name);
    if (value === null) return fallback;
    return typeof value === "number" ? value : Number.NaN;
  }

  /** @throws AppError for anything but true, false and nothing. */
  flag(name: string): boolean {
    const value = this.get(name) ?? false;
    if (typeof value !== "boolean") throw unsupported(name, "not true or false");
    return value;
  }

  /** `fallback` only where the field is absent. */
  numbers(name: string, fallback: readonly number[]): readonly number[] {
    const value = this.get(name) ?? fallback;
    if (!isNumbers(value)) throw unsupported(name, "not a list of numbers");
    return value;
  }

  /** null where the field is absent. */
  object(name: string): Fields | null {
    const value = this.get(name);
    if (value === null) return null;
    if (!isJsonObject(value)) throw unsupported(name, "not an object");
    return new Fields(value);
  }

  objects(): Fields[] {
    return [...this.#object.values()].filter(isJsonObject).map((value) => new Fields(value));
  }
}

function isNumbers(value: JsonValue): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === "number");
}

function readDecoder(fields: Fields, defaults: DecoderDefaults): LlamaConfig {
  const { sizes } = defaults;
  for (const bias of ["attention_bias", "mlp_bias"]) {
    if (fields.flag(bias)) throw unsupported(bias, "no biases in our graphs");
  }
  if ((fields.text("hidden_act") ?? "silu") !== "silu") throw unsupported("hidden_act", "not silu");
  const hiddenSize = fields.number("hidden_size", sizes?.hiddenSize);
  const numAttentionHeads = fields.number("num_attention_heads", sizes?.numAttentionHeads);
  // transformers 5 writes one object for everything about the positions.
  const rope = fields.object("rope_parameters") ?? fields.object("rope_scaling");
  return {
    modelType: "llama",
    hiddenSize,
    numHiddenLayers: fields.number("num_hidden_layers", sizes?.numHiddenLayers),
    numAttentionHeads,
    numKeyValueHeads: fields.number("num_key_value_heads", sizes?.numKeyValueHeads ?? numAttentionHeads),
    // 1B and 3B give it; Llama 3.2 Vision has no such key (spec llama32 1.2).
    headDim: fields.number("head_dim", hiddenSize / numAttentionHeads),
    intermediateSize: fields.number("intermediate_size", sizes?.intermediateSize),
    vocabSize: fields.number("vocab_size", sizes?.vocabSize),
    maxPositionEmbeddings: fields.number("max_position_embeddings", defaults.maxPositionEmbeddings),
    rmsNormEps: fields.number("rms_norm_eps", defaults.rmsNormEps),
    ropeTheta: fields.number(
      "rope_theta",
      rope?.number("rope_theta", defaults.ropeTheta) ?? defaults.ropeTheta,
    ),
    ropeScaling: rope && readRopeScaling(rope),
    tieWordEmbeddings: fields.flag("tie_word_embeddings"),
  };
}

function readRopeScaling(rope: Fields): RopeScaling | null {
  const type = rope.text("rope_type") ?? rope.text("type") ?? "default";
  if (type === "default") return null;
  if (type !== "llama3") throw unsupported("rope_type", "not llama3");
  return {
    factor: rope.number("factor"),
    lowFreqFactor: rope.number("low_freq_factor"),
    highFreqFactor: rope.number("high_freq_factor"),
    originalMaxPositionEmbeddings: rope.number("original_max_position_embeddings"),
  };
}

function readMllama(fields: Fields): MllamaConfig {
  const [text, vision] = [fields.object("text_config"), fields.object("vision_config")];
  if (!text || !vision) throw unsupported("text_config", "missing, or vision_config is");
  return {
    modelType: "mllama",
    text: {
      ...readDecoder(text, MLLAMA_TEXT_DEFAULTS),
      crossAttentionLayers: text.numbers("cross_attention_layers", DEFAULT_CROSS_LAYERS),
    },
    vision: readVision(vision),
    imageTokenIndex: fields.number("image_token_index", fields.number("image_token_id", DEFAULT_IMAGE_TOKEN)),
  };
}

function readVision(fields: Fields): MllamaVisionConfig {
  if ((fields.text("hidden_act") ?? "gelu") !== "gelu") throw unsupported("hidden_act", "not gelu");
  const or = VISION_DEFAULTS;
  const maxNumTiles = fields.number("max_num_tiles", or.maxNumTiles);
  // The key on disk is `attention_heads`; the other is its alias in memory (spec llama32 1.2).
  const heads = fields.number("num_attention_heads", or.numAttentionHeads);
  return {
    hiddenSize: fields.number("hidden_size", or.hiddenSize),
    numHiddenLayers: fields.number("num_hidden_layers", or.numHiddenLayers),
    numGlobalLayers: fields.number("num_global_layers", or.numGlobalLayers),
    numAttentionHeads: fields.number("attention_heads", heads),
    intermediateSize: fields.number("intermediate_size", or.intermediateSize),
    visionOutputDim: fields.number("vision_output_dim", or.visionOutputDim),
    numChannels: fields.number("num_channels", or.numChannels),
    imageSize: fields.number("image_size", or.imageSize),
    patchSize: fields.number("patch_size", or.patchSize),
    maxNumTiles,
    intermediateLayersIndices: fields.numbers("intermediate_layers_indices", DEFAULT_INTERMEDIATE_LAYERS),
    supportedAspectRatios: readPairs(fields.get("supported_aspect_ratios"), maxNumTiles),
    normEps: fields.number("norm_eps", or.normEps),
  };
}

/** More are refused, in the ranges that follow. */
const MAX_DEFAULT_TILES = 16;

/** Left out, the arrangements are those of the preprocessing of so many tiles; the class has them for four, the same. */
function readPairs(value: JsonValue, maxNumTiles: number): readonly (readonly [number, number])[] {
  if (value === null) return maxNumTiles <= MAX_DEFAULT_TILES ? tileArrangements(maxNumTiles) : [];
  if (!Array.isArray(value) || !value.every(isPair)) throw unsupported("supportedAspectRatios", "not pairs");
  return value;
}

function isPair(value: JsonValue): value is readonly [number, number] {
  return isNumbers(value) && value.length === 2;
}

/** MLX writes `quantization` and the same again as `quantization_config`; other libraries write the second and who they are. */
function checkQuantisation(fields: Fields): void {
  const quantisation = fields.object("quantization");
  if (quantisation) checkMlx("quantization", quantisation);
  const other = fields.object("quantization_config");
  if (!other || quantisation) return;
  if (other.get("quant_method") !== null)
    throw unsupported("quantization_config", "not a form of weights that we read");
  checkMlx("quantization_config", other);
}

/** Modules may have settings of their own; those that are not quantised at all say false. */
function checkMlx(name: string, quantisation: Fields): void {
  const settings = [quantisation, ...quantisation.objects()];
  const readable = (each: Fields): boolean =>
    MLX_GROUPS.includes(each.number("group_size")) &&
    MLX_BITS.includes(each.number("bits")) &&
    (each.text("mode") ?? "affine") === "affine";
  if (!settings.every(readable)) throw unsupported(name, "not 4 or 8 bits in groups of 32, 64 or 128");
}
