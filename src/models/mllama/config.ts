/**
 * @file Sizes of Llama 3.2 Vision, with the checkpoint's names in camel case (spec llama32 1.2), and the range check that
 * every configuration read from a file passes.
 */
import { checkBounds, checkLlamaConfig, unsupported } from "#models/llama/config";
import type { Bounds, LlamaConfig } from "#models/llama/config";

/** A Llama decoder some of whose layers attend to the picture instead of the text. */
export interface MllamaTextConfig extends LlamaConfig {
  /** Ascending; counted among `numHiddenLayers`. */
  readonly crossAttentionLayers: readonly number[];
}

export interface MllamaVisionConfig {
  readonly hiddenSize: number;
  /** Local layers, in front of the global (gated) ones. */
  readonly numHiddenLayers: number;
  readonly numGlobalLayers: number;
  readonly numAttentionHeads: number;
  readonly intermediateSize: number;
  /** Width of a row of the projector's input: hiddenSize * (1 + intermediateLayersIndices). */
  readonly visionOutputDim: number;
  readonly numChannels: number;
  /** Side of a tile in pixels. */
  readonly imageSize: number;
  readonly patchSize: number;
  readonly maxNumTiles: number;
  /** Local layers whose entering states go to the projector as well. */
  readonly intermediateLayersIndices: readonly number[];
  /** [rows, columns] of tiles; aspect ratio id = index + 1. */
  readonly supportedAspectRatios: readonly (readonly [number, number])[];
  readonly normEps: number;
}

export interface MllamaConfig {
  readonly modelType: "mllama";
  readonly text: MllamaTextConfig;
  readonly vision: MllamaVisionConfig;
  /** The token that stands for a picture: has a row in the embedding, none in the head. */
  readonly imageTokenIndex: number;
}

/**
 * Whose behaviour is followed where two differ (spec llama32 0.2): `meta`, what the weights were trained with, or `hf5`,
 * transformers 4.57 and later. There the projector is given the states that leave the listed layers, not those that enter
 * them, and rows that see no picture attend to everything of every picture.
 */
export type Compat = "meta" | "hf5";

/** The embedding has that many rows more than `vocabSize`; only that of the picture token is used (spec llama32 3.2). */
export const EXTRA_EMBEDDING_ROWS = 8;

/** Whole patches of a tile, what is left at its right and bottom belongs to none, and the class token. */
export function tokensPerTile({ imageSize, patchSize }: MllamaVisionConfig): number {
  return Math.floor(imageSize / patchSize) ** 2 + 1;
}

const VISION_COUNTS: Bounds = {
  hiddenSize: [8, 8192],
  numHiddenLayers: [1, 128],
  numGlobalLayers: [0, 64],
  numAttentionHeads: [1, 128],
  intermediateSize: [8, 65536],
  visionOutputDim: [8, 65536],
  numChannels: [3, 3],
  imageSize: [8, 2048],
  patchSize: [2, 128],
  maxNumTiles: [1, 16],
};
const VISION_REALS: Bounds = { normEps: [1e-8, 1e-2] };
/** The released models have 1,025 and 1,601. */
const MAX_TOKENS_PER_TILE = 8192;
const MAX_ASPECT_RATIOS = 64;

/** @throws AppError `weights-unsupported` naming the first field that is out of range or contradicts another. */
export function checkMllamaConfig(config: MllamaConfig): MllamaConfig {
  const { text, vision, imageTokenIndex } = config;
  checkLlamaConfig(text);
  if (!ascending(text.crossAttentionLayers, text.numHiddenLayers) || text.crossAttentionLayers.length === 0) {
    throw unsupported("crossAttentionLayers", "not ascending layers of the decoder");
  }
  if (text.crossAttentionLayers.length === text.numHiddenLayers) {
    throw unsupported("crossAttentionLayers", "no layer is left for the text");
  }
  checkVision(vision);
  const inEmbedding =
    imageTokenIndex >= text.vocabSize && imageTokenIndex < text.vocabSize + EXTRA_EMBEDDING_ROWS;
  if (!Number.isInteger(imageTokenIndex) || !inEmbedding) throw unsupported("imageTokenIndex", "no such row");
  return config;
}

function checkVision(vision: MllamaVisionConfig): void {
  checkBounds(vision, VISION_COUNTS, "whole");
  checkBounds(vision, VISION_REALS, "real");
  const { hiddenSize, intermediateLayersIndices, visionOutputDim } = vision;
  if (hiddenSize % vision.numAttentionHeads !== 0)
    throw unsupported("numAttentionHeads", "do not divide the width");
  const tokens = tokensPerTile(vision);
  if (tokens < 2 || tokens > MAX_TOKENS_PER_TILE) {
    throw unsupported("patchSize", "no patches, or too many, in a tile");
  }
  if (!ascending(intermediateLayersIndices, vision.numHiddenLayers)) {
    throw unsupported("intermediateLayersIndices", "not ascending local layers");
  }
  if (visionOutputDim !== hiddenSize * (1 + intermediateLayersIndices.length)) {
    throw unsupported("visionOutputDim", "does not follow from the intermediate layers");
  }
  checkAspectRatios(vision);
}

function checkAspectRatios({ supportedAspectRatios, maxNumTiles }: MllamaVisionConfig): void {
  const count = supportedAspectRatios.length;
  const fits = ([rows, columns]: readonly [number, number]): boolean =>
    Number.isInteger(rows) &&
    Number.isInteger(columns) &&
    rows > 0 &&
    columns > 0 &&
    rows * columns <= maxNumTiles;
  const distinct = new Set(supportedAspectRatios.map((ratio) => ratio.join())).size === count;
  if (count === 0 || count > MAX_ASPECT_RATIOS || !distinct || !supportedAspectRatios.every(fits)) {
    throw unsupported("supportedAspectRatios", "not arrangements of the tiles");
  }
}

/** True for whole numbers from 0 to below `limit`, each above the one before it. */
function ascending(values: readonly number[], limit: number): boolean {
  return values.every(
    (value, index) => Number.isInteger(value) && value < limit && value > (values[index - 1] ?? -1),
  );
}
