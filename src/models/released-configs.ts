/**
 * @file The released Llama 3.2 models and the Llama Guard 3 models made from them (spec llama32 1.1, 1.2): sizes that are
 * known before a byte is fetched. A checkpoint's own `config.json` decides what is loaded.
 */
import type { LlamaConfig, RopeScaling } from "./llama/config.ts";
import type { MllamaConfig, MllamaVisionConfig } from "./mllama/config.ts";

function llama3Scaling(factor: number): RopeScaling {
  return { factor, lowFreqFactor: 1, highFreqFactor: 4, originalMaxPositionEmbeddings: 8192 };
}

const TEXT = {
  modelType: "llama",
  numKeyValueHeads: 8,
  vocabSize: 128_256,
  maxPositionEmbeddings: 131_072,
  rmsNormEps: 1e-5,
  ropeTheta: 500_000,
} as const;

export const LLAMA_32_1B: LlamaConfig = {
  ...TEXT,
  hiddenSize: 2048,
  numHiddenLayers: 16,
  numAttentionHeads: 32,
  headDim: 64,
  intermediateSize: 8192,
  ropeScaling: llama3Scaling(32),
  tieWordEmbeddings: true,
};

export const LLAMA_32_3B: LlamaConfig = {
  ...LLAMA_32_1B,
  hiddenSize: 3072,
  numHiddenLayers: 28,
  numAttentionHeads: 24,
  headDim: 128,
};

/** The 1B with a head of its own. Its rope factor was not published where we could read it: 8 as of its family. */
export const LLAMA_GUARD_3_1B: LlamaConfig = {
  ...LLAMA_32_1B,
  ropeScaling: llama3Scaling(8),
  tieWordEmbeddings: false,
};

/** The pruned shape of Llama-Guard-3-1B-INT4, with the whole head instead of the 20 rows that are shipped. */
export const LLAMA_GUARD_3_1B_PRUNED: LlamaConfig = {
  ...LLAMA_GUARD_3_1B,
  numHiddenLayers: 12,
  intermediateSize: 6400,
};

const VISION: MllamaVisionConfig = {
  hiddenSize: 1280,
  numHiddenLayers: 32,
  numGlobalLayers: 8,
  numAttentionHeads: 16,
  intermediateSize: 5120,
  visionOutputDim: 7680,
  numChannels: 3,
  imageSize: 560,
  patchSize: 14,
  maxNumTiles: 4,
  intermediateLayersIndices: [3, 7, 15, 23, 30],
  supportedAspectRatios: [
    [1, 1],
    [1, 2],
    [1, 3],
    [1, 4],
    [2, 1],
    [2, 2],
    [3, 1],
    [4, 1],
  ],
  normEps: 1e-5,
};

/** Every fifth layer from the fourth on (spec llama32 1.2). */
function crossLayers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => 3 + 5 * index);
}

/** 11B-Vision-Instruct and Llama-Guard-3-11B-Vision. */
export const LLAMA_32_11B_VISION_INSTRUCT: MllamaConfig = {
  modelType: "mllama",
  text: {
    ...TEXT,
    hiddenSize: 4096,
    numHiddenLayers: 40,
    numAttentionHeads: 32,
    headDim: 128,
    intermediateSize: 14_336,
    ropeScaling: llama3Scaling(8),
    tieWordEmbeddings: false,
    crossAttentionLayers: crossLayers(8),
  },
  vision: VISION,
  imageTokenIndex: 128_256,
};

/** The base model: the same with smaller tiles. */
export const LLAMA_32_11B_VISION: MllamaConfig = {
  ...LLAMA_32_11B_VISION_INSTRUCT,
  vision: { ...VISION, imageSize: 448 },
};

export const LLAMA_32_90B_VISION: MllamaConfig = {
  ...LLAMA_32_11B_VISION_INSTRUCT,
  text: {
    ...LLAMA_32_11B_VISION_INSTRUCT.text,
    hiddenSize: 8192,
    numHiddenLayers: 100,
    numAttentionHeads: 64,
    intermediateSize: 28_672,
    crossAttentionLayers: crossLayers(20),
  },
};
