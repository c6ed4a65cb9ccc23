/**
 * @file How an Idefics3 checkpoint wants its pictures, from `preprocessor_config.json` and `processor_config.json`: the
 * picture is cut into square tiles of a fixed side, and the whole of it in one more tile follows. Untrusted, as `config.ts`.
 */
import { checkBounds, unsupported } from "#models/llama/config";
import type { Bounds } from "#models/llama/config";
import { ensureSteps, readRgb } from "#models/mllama/image-config";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import { requiredHfJson } from "#models/weights/hf-json";
import { isJsonObject } from "#models/weights/strict-json";
import type { JsonObject } from "#models/weights/strict-json";

export interface Idefics3ImageConfig {
  /** Side of a tile in pixels. */
  readonly tileSize: number;
  /** The longer side that a picture is brought to before it is cut. */
  readonly longestEdge: number;
  /** Rows of the prompt that a tile becomes. */
  readonly rowsPerTile: number;
  /** Of colours between 0 and 1, one for each channel. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

const PREPROCESSOR = "preprocessor_config.json";
const PROCESSOR = "processor_config.json";
/** The released files have 500 and 70 bytes. */
const LIMITS = { fileBytes: 1 << 16, depth: 6, values: 2000, stringBytes: 4096 };
const PROCESSORS = ["Idefics3ImageProcessor", "SmolVLMImageProcessor"];
const STEPS = ["do_convert_rgb", "do_resize", "do_rescale", "do_normalize"];
const COUNTS: Bounds = { tileSize: [8, 2048], longestEdge: [8, 8192], rowsPerTile: [1, 4096] };
/** The tokenizer has names for so many tiles each way, `<row_6_col_6>`. */
const MAX_TILES_A_SIDE = 6;

/** @throws AppError `weights-missing`, `weights-corrupt`, `weights-unsupported` naming the field. */
export function readIdefics3ImageConfig(files: CheckpointFiles): Idefics3ImageConfig {
  const fields = requiredHfJson(files, PREPROCESSOR, LIMITS);
  checkSteps(fields);
  const config = {
    tileSize: longestEdgeOf(fields, "max_image_size"),
    longestEdge: longestEdgeOf(fields, "size"),
    rowsPerTile: Number(requiredHfJson(files, PROCESSOR, LIMITS).get("image_seq_len") ?? Number.NaN),
    mean: readRgb(fields, "image_mean", [0, 1]),
    std: readRgb(fields, "image_std", [0.01, 10]),
  };
  checkBounds(config, COUNTS, "whole");
  if (config.longestEdge > config.tileSize * MAX_TILES_A_SIDE) throw unsupported("size", "too many tiles");
  return config;
}

function checkSteps(fields: JsonObject): void {
  const type = fields.get("image_processor_type");
  if (typeof type !== "string" || !PROCESSORS.includes(type.replace(/Fast$/, ""))) {
    throw unsupported("image_processor_type", "not of this architecture");
  }
  ensureSteps(fields, STEPS);
}

function longestEdgeOf(fields: JsonObject, name: string): number {
  const size = fields.get(name);
  const edge = isJsonObject(size) ? size.get("longest_edge") : null;
  if (typeof edge !== "number") throw unsupported(name, "has no longest edge");
  return edge;
}
