/**
 * @file What a model needs in memory, computed from its shape (spec llama32 8): weights as the engine keeps them, the KV
 * cache of the context, the keys and values of one picture, and room to compute in.
 */

export interface ModelShape {
  /** All weights as the engine keeps them in memory. */
  readonly weightBytes: number;
  /** The largest single matrix: a GPU must be able to bind a buffer of this size. */
  readonly largestBufferBytes: number;
  readonly selfAttentionLayers: number;
  readonly numKeyValueHeads: number;
  readonly headDim: number;
  /** Layers that attend to the picture; 0 in text models. */
  readonly crossAttentionLayers: number;
  /** Vision tokens of the largest picture: tiles times tokens per tile. */
  readonly imageTokens: number;
  /** Memory for each number of the KV cache, where that is not one of 16 bits. */
  readonly cacheElementBytes?: number;
}

export interface MemoryPlan {
  readonly weightBytes: number;
  readonly kvBytesPerToken: number;
  readonly kvBytes: number;
  /** Cross-attention keys and values of one picture. */
  readonly imageBytes: number;
  readonly workspaceBytes: number;
  readonly totalBytes: number;
}

/** Keys and values are f16 in our engine and in MLC's. */
const CACHE_ELEMENT_BYTES = 2;
/** Exported graphs have them in f32, and they go in and out as a whole: two copies in the runtime, one beside it. */
const EXPORTED_ELEMENT_BYTES = 12;
/** Activations of one prefill chunk, the runtime's own buffers, and the wasm heap. */
const WORKSPACE_BYTES = 300e6;

export function planMemory(shape: ModelShape, contextTokens: number): MemoryPlan {
  const elementBytes = shape.cacheElementBytes ?? CACHE_ELEMENT_BYTES;
  const rowBytes = 2 * shape.numKeyValueHeads * shape.headDim * elementBytes;
  const kvBytesPerToken = rowBytes * shape.selfAttentionLayers;
  const kvBytes = kvBytesPerToken * contextTokens;
  const imageBytes = rowBytes * shape.crossAttentionLayers * shape.imageTokens;
  return {
    weightBytes: shape.weightBytes,
    kvBytesPerToken,
    kvBytes,
    imageBytes,
    workspaceBytes: WORKSPACE_BYTES,
    totalBytes: shape.weightBytes + kvBytes + imageBytes + WORKSPACE_BYTES,
  };
}

/** Bytes of the head (or the tied embedding) in 4 bits, groups of 64 with f16 scale and bias: the largest matrix. */
function q4Bytes(rows: number, columns: number): number {
  return (rows * columns) / 2 + 4 * rows * (columns / 64);
}

const VOCABULARY = 128_256;
const TEXT = { numKeyValueHeads: 8, crossAttentionLayers: 0, imageTokens: 0 };
/** Four tiles of 560 pixels, 1,601 tokens each. */
const VISION = { numKeyValueHeads: 8, headDim: 128, imageTokens: 4 * 1601 };

/** Llama 3.2 in 4 bits, group 64 (spec llama32 8). */
export const LLAMA_SHAPES = {
  "1b": {
    ...TEXT,
    weightBytes: 695_242_752,
    largestBufferBytes: q4Bytes(VOCABULARY, 2048),
    selfAttentionLayers: 16,
    headDim: 64,
  },
  "3b": {
    ...TEXT,
    weightBytes: 1_807_423_488,
    largestBufferBytes: q4Bytes(VOCABULARY, 3072),
    selfAttentionLayers: 28,
    headDim: 128,
  },
  "guard-1b": {
    ...TEXT,
    weightBytes: 842_993_664,
    largestBufferBytes: q4Bytes(VOCABULARY, 2048),
    selfAttentionLayers: 16,
    headDim: 64,
  },
  "11b": {
    ...VISION,
    weightBytes: 6_007_184_390,
    largestBufferBytes: q4Bytes(VOCABULARY, 4096),
    selfAttentionLayers: 32,
    crossAttentionLayers: 8,
  },
  "90b": {
    ...VISION,
    weightBytes: 49_840_847_926,
    largestBufferBytes: q4Bytes(VOCABULARY, 8192),
    selfAttentionLayers: 80,
    crossAttentionLayers: 20,
  },
} as const satisfies Record<string, ModelShape>;

/** MLC's q4f16_1 has groups of 32: 4.5 bits a weight as well; q4f32_1 keeps scales and activations in f32. */
export const MLC_SHAPES = {
  "1b-f16": { ...LLAMA_SHAPES["1b"] },
  "1b-f32": { ...LLAMA_SHAPES["1b"], weightBytes: Math.round(1_235_814_400 * 0.625) },
  "3b-f16": { ...LLAMA_SHAPES["3b"] },
  "3b-f32": { ...LLAMA_SHAPES["3b"], weightBytes: Math.round(3_212_749_824 * 0.625) },
} as const satisfies Record<string, ModelShape>;

/** Pictures are rows of the prompt there: nothing is kept for them but their share of the cache. */
const EXPORTED = {
  headDim: 64,
  crossAttentionLayers: 0,
  imageTokens: 0,
  cacheElementBytes: EXPORTED_ELEMENT_BYTES,
} as const;

/** The three ONNX files of a SmolVLM: 8-bit for the processor, 4-bit with a 16-bit embedding for the GPU. */
export const SMOLVLM_SHAPES = {
  "256m": {
    ...EXPORTED,
    weightBytes: 260_000_000,
    largestBufferBytes: 49_280 * 576 * 4,
    selfAttentionLayers: 30,
    numKeyValueHeads: 3,
  },
  "500m": {
    ...EXPORTED,
    weightBytes: 390_000_000,
    largestBufferBytes: 49_280 * 960 * 4,
    selfAttentionLayers: 32,
    numKeyValueHeads: 5,
  },
} as const satisfies Record<string, ModelShape>;
