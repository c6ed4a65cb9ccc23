/**
 * @file Does this device look at pictures rightly? What the text check does not reach: patches, the tower's attention among
 * tiles, gathers of positions and keys, the projector, conditional layers and cross-attention. A vision model of a few
 * layers with made-up weights runs through the product's graphs on a picture of two tiles, two more unused, and is compared
 * with plain loops: the states behind the projector, then a text in front of the picture and behind it, then one more
 * token. Run when a vision model is loaded.
 */
import type { WeightMode } from "#models/arithmetic";
import { textCheckpoint } from "#models/mllama/checkpoint";
import type { MllamaConfig } from "#models/mllama/config";
import type { TransformedImage } from "#models/mllama/image-transform";
import { MllamaReference } from "#models/mllama/reference";
import { VisionReference } from "#models/mllama/reference-vision";
import type { Checkpoint } from "#models/weights/checkpoint";
import { readAllRows } from "#models/weights/rows";
import type { RowReader } from "#models/weights/rows";
import type { Device } from "./device.ts";
import { GraphDecoder } from "./graph-decoder.ts";
import { agree, MADE_UP, pseudoRandom } from "./made-up-weights.ts";
import { VisionEncoder } from "./vision-encoder.ts";

/** Two tiles of 36 patches and a class token: 74 own rows, beyond the 32 from which some kernels are wrong. */
const CONFIG: MllamaConfig = {
  modelType: "mllama",
  text: {
    modelType: "llama",
    hiddenSize: 64,
    numHiddenLayers: 3,
    numAttentionHeads: 4,
    numKeyValueHeads: 2,
    headDim: 32,
    intermediateSize: 64,
    vocabSize: 64,
    maxPositionEmbeddings: 256,
    rmsNormEps: 1e-5,
    ropeTheta: 10_000,
    ropeScaling: null,
    tieWordEmbeddings: false,
    crossAttentionLayers: [1],
  },
  vision: {
    hiddenSize: 64,
    numHiddenLayers: 2,
    numGlobalLayers: 1,
    numAttentionHeads: 2,
    intermediateSize: 64,
    visionOutputDim: 128,
    numChannels: 3,
    imageSize: 24,
    patchSize: 4,
    maxNumTiles: 4,
    intermediateLayersIndices: [1],
    supportedAspectRatios: [[1, 2]],
    normEps: 1e-5,
  },
  imageTokenIndex: 64,
};
const TILES = 2;
/** Rows in front of the picture and behind it: each more than a vector kernel takes at once. */
const WORDS_BEFORE = 10;
const WORDS_BEHIND = 40;

/** On the CPU float32 is off by less than 1e-4 and float16 by less than 0.03, with sums in float32; logits have a deviation of 4. */
const TOLERANCE = { float32: 1e-3, float16: 0.2 };

/** Unused tiles have no positions of their own. */
const WEIGHTS: Checkpoint = { ...MADE_UP, rows: rowsOf, vector: vectorOf };

function rowsOf(name: string, shape: readonly number[]): RowReader {
  const reader = MADE_UP.rows(name, shape);
  if (!/tile_(positional_)?embedding/.test(name)) return reader;
  const used = (reader.columns * TILES) / CONFIG.vision.maxNumTiles;
  return { ...reader, readRow: (row, into) => (reader.readRow(row, into), into.fill(0, used)) };
}

/** The loops read tables whole. */
function vectorOf(name: string, shape: readonly number[]): Float32Array<ArrayBuffer> {
  const isTable = /tile_(positional_)?embedding/.test(name) && shape.length > 1;
  return isTable ? readAllRows(rowsOf(name, shape)) : MADE_UP.vector(name, shape);
}

function madeUpImage(): TransformedImage {
  const { imageSize, numChannels } = CONFIG.vision;
  const random = pseudoRandom(3);
  const pixels = Float32Array.from({ length: TILES * numChannels * imageSize ** 2 }, () => 4 * random() - 2);
  const size = { resizedWidth: TILES * imageSize, resizedHeight: imageSize };
  return { pixels, numTiles: TILES, aspectRatioId: 1, rows: 1, columns: TILES, ...size };
}

/** @throws AppError `engine-failed`, `out-of-memory`, `gpu-out-of-memory`, `device-lost`. */
export async function checkVision(device: Device): Promise<boolean> {
  const mode: WeightMode = device.kind === "webgpu" ? "nbits" : "float";
  const image = madeUpImage();
  const options = { mode, onProgress: () => {} };
  const encoder = await VisionEncoder.create(
    device,
    { config: CONFIG, weights: WEIGHTS },
    { ...options, compat: "meta", readProjected: true },
  );
  try {
    const { states, projected } = await encoder.encode(image, new AbortController().signal, () => {});
    const expected = new VisionReference(CONFIG, WEIGHTS).statesOfRealTiles(image).flat();
    const right = agree(projected, joined(expected), TOLERANCE[device.activations]);
    if (right) return await readsRightly(device, options, image, states);
    for (const tensor of states.values()) device.release(tensor);
    return false;
  } finally {
    encoder.release();
  }
}

/** @param states keys and values of the picture, which are given away here. */
async function readsRightly(
  device: Device,
  options: { readonly mode: WeightMode; readonly onProgress: () => void },
  image: TransformedImage,
  states: Awaited<ReturnType<VisionEncoder["encode"]>>["states"],
): Promise<boolean> {
  const { text, imageTokenIndex } = CONFIG;
  const decoder = await GraphDecoder.create(
    device,
    { config: text, weights: textCheckpoint(WEIGHTS), imageTokenIndex },
    { ...options, contextTokens: text.maxPositionEmbeddings, smoothing: null },
  );
  try {
    decoder.pictures?.add(imageTokenIndex, states);
    const reference = new MllamaReference(CONFIG, WEIGHTS);
    const random = pseudoRandom(1);
    const words = (count: number): number[] =>
      Array.from({ length: count }, () => Math.floor(random() * text.vocabSize));
    const prompt = [...words(WORDS_BEFORE), imageTokenIndex, ...words(WORDS_BEHIND)];
    for (const ids of [prompt, words(1)]) {
      const [logits] = await decoder.forward(ids, { logitRows: ids.length });
      const expected = joined(reference.forward(ids, ids === prompt ? [image] : []));
      if (!agree(logits, expected, TOLERANCE[device.activations])) return false;
    }
    return true;
  } finally {
    decoder.release();
  }
}

function joined(rows: readonly Float32Array[]): Float32Array {
  return Float32Array.from(rows.flatMap((row) => [...row]));
}
