/**
 * @file How pictures are prepared for a vision checkpoint, from its `preprocessor_config.json` (spec llama32 5.1).
 * Untrusted: bounded JSON, every field by type and range, and whatever would ask for another transform than ours is
 * refused by name.
 */
import { AppError } from "#shared/errors";
import { unsupported } from "#models/llama/config";
import { isJsonObject, parseJsonObject } from "#models/weights/strict-json";
import type { JsonObject, JsonValue } from "#models/weights/strict-json";
import { tileArrangements } from "./image-canvas.ts";
import type { MllamaVisionConfig } from "./config.ts";

/** One number for each of red, green and blue. */
export type Rgb = readonly [number, number, number];

export interface ImageTransformConfig {
  /** Side of a tile in pixels. */
  readonly tileSize: number;
  readonly maxNumTiles: number;
  /** Of colours between 0 and 1. */
  readonly mean: Rgb;
  readonly std: Rgb;
}

/** The released file has 400 bytes. */
const MAX_CONFIG_BYTES = 1 << 16;
const JSON_LIMITS = { depth: 4, values: 1000, stringBytes: 4096 };

const STEPS = ["do_convert_rgb", "do_resize", "do_rescale", "do_normalize", "do_pad"];
/** PIL's number for the bilinear filter, the only one that we have. */
const BILINEAR = 2;
const RESCALE_FACTOR = 1 / 255;
const TILE_SIZES = [8, 2048] as const;
const TILE_COUNTS = [1, 16] as const;
const MEANS = [0, 1] as const;
const DEVIATIONS = [0.01, 10] as const;

/**
 * The transform for a checkpoint's vision tower.
 * @throws AppError `weights-corrupt` (not such a file), `weights-unsupported` (another transform than ours, or one for
 * another tower: 560-pixel tiles for the base model's 448, spec llama32 9, pitfall 48).
 */
export function parsePreprocessorConfig(
  bytes: Uint8Array,
  vision: Pick<MllamaVisionConfig, "imageSize" | "maxNumTiles" | "supportedAspectRatios">,
): ImageTransformConfig {
  if (bytes.length > MAX_CONFIG_BYTES) throw corrupt("too large");
  const fields = parseJsonObject(bytes, JSON_LIMITS, corrupt);
  checkSteps(fields);
  const config = {
    tileSize: readTileSize(fields),
    maxNumTiles: readNumber(fields, "max_image_tiles", TILE_COUNTS),
    mean: readRgb(fields, "image_mean", MEANS),
    std: readRgb(fields, "image_std", DEVIATIONS),
  };
  if (config.tileSize !== vision.imageSize) throw unsupported("size", "not the tile of the vision tower");
  const ratios = tileArrangements(config.maxNumTiles);
  // The transform numbers arrangements by its own list, the tower's tables by theirs.
  if (config.maxNumTiles !== vision.maxNumTiles || ratios.join() !== vision.supportedAspectRatios.join()) {
    throw unsupported("max_image_tiles", "not the tile arrangements of the vision tower");
  }
  return config;
}

function checkSteps(fields: JsonObject): void {
  ensureSteps(fields, STEPS);
  if ((fields.get("resample") ?? BILINEAR) !== BILINEAR) throw unsupported("resample", "not bilinear");
}

/** Every step is ours to do: none may be left out, and colours go from 0..255 to 0..1. */
export function ensureSteps(fields: JsonObject, steps: readonly string[]): void {
  for (const step of steps) {
    if ((fields.get(step) ?? true) !== true) throw unsupported(step, "a step of ours is left out");
  }
  const factor = fields.get("rescale_factor") ?? RESCALE_FACTOR;
  if (typeof factor !== "number" || Math.abs(factor - RESCALE_FACTOR) > 1e-9) {
    throw unsupported("rescale_factor", "not 1/255");
  }
}

function readTileSize(fields: JsonObject): number {
  const size = fields.get("size");
  if (!isJsonObject(size)) throw unsupported("size", "not an object");
  const height = readNumber(size, "height", TILE_SIZES);
  if (readNumber(size, "width", TILE_SIZES) !== height) throw unsupported("size", "not square");
  return height;
}

function readNumber(fields: JsonObject, name: string, [low, high]: readonly [number, number]): number {
  const value = fields.get(name);
  if (typeof value !== "number" || !Number.isInteger(value) || value < low || value > high) {
    throw unsupported(name, "not a number in range");
  }
  return value;
}

/** No defaults: those of the class, 0.5 everywhere, are wrong for every released model. */
export function readRgb(fields: JsonObject, name: string, [low, high]: readonly [number, number]): Rgb {
  const inRange = (value: JsonValue): boolean => typeof value === "number" && value >= low && value <= high;
  const values = fields.get(name);
  if (!Array.isArray(values) || !values.every(inRange)) throw unsupported(name, "not numbers in range");
  const [red, green, blue, ...others] = values as readonly number[];
  if (red === undefined || green === undefined || blue === undefined || others.length > 0) {
    throw unsupported(name, "not three numbers");
  }
  return [red, green, blue];
}

function corrupt(reason: string): AppError {
  const details = { format: "preprocessor-config", reason };
  return new AppError("weights-corrupt", `preprocessor_config.json: ${reason}`, details);
}
