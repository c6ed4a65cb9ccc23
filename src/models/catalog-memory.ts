/**
 * @file What the models of the catalog take, as the planner (`memory-plan.ts`) has it: numbers here, because the page that
 * shows them has no use for the planner. `catalog.test.ts` compares the two.
 */

export interface ModelMemory {
  /** As the engine keeps them. */
  readonly weightBytes: number;
  /** Keys and values of a whole context. */
  readonly kvBytes: number;
  /** With these, one picture of the largest kind, and room to load and to compute in. */
  readonly totalBytes: number;
}

/** 4 bits and float16 on a GPU. Keys: model, tokens of context. */
export const MODEL_MEMORY = {
  "1b, 8192": { weightBytes: 666_279_936, kvBytes: 268_435_456, totalBytes: 1_078_359_040 },
  "3b, 8192": { weightBytes: 1_732_128_768, kvBytes: 939_524_096, totalBytes: 2_884_371_456 },
  "guard-1b, 4096": { weightBytes: 807_874_560, kvBytes: 134_217_728, totalBytes: 1_085_211_648 },
  "11b, 8192": { weightBytes: 5_717_367_110, kvBytes: 1_073_741_824, totalBytes: 7_950_437_702 },
  "11b, 4096": { weightBytes: 5_717_367_110, kvBytes: 536_870_912, totalBytes: 7_412_518_214 },
  "90b, 8192": { weightBytes: 47_724_738_166, kvBytes: 2_684_354_560, totalBytes: 52_322_658_934 },
} as const satisfies Record<string, ModelMemory>;

/** What WebLLM takes beside weights and context: activations of a chunk, its own buffers, its heap. */
const WEBLLM_WORKSPACE_BYTES = 300e6;

/**
 * WebLLM's compiled models with 4,096 tokens. q4f16_1 has a float16 scale for 32 values, 4.5 bits a weight; q4f32_1 has
 * scales, activations and cache in float32.
 */
export function webLlmMemory(parameters: number, kvBytesF16: number, floats: "f16" | "f32"): ModelMemory {
  const weightBytes = Math.round(parameters * (floats === "f16" ? 0.5625 : 0.625));
  const kvBytes = kvBytesF16 * (floats === "f16" ? 1 : 2);
  return { weightBytes, kvBytes, totalBytes: weightBytes + kvBytes + WEBLLM_WORKSPACE_BYTES };
}

/** Exported graphs have keys and values in float32, and they go in and out whole: two copies in the runtime, one beside it. */
const EXPORTED_CACHE_ELEMENT_BYTES = 12;
const EXPORTED_WORKSPACE_BYTES = 300e6;

/** The ONNX files of a SmolVLM: 8-bit for the processor, 4-bit with a 16-bit embedding for the GPU. */
const SMOLVLM_SHAPES = {
  "256M": { weightBytes: 260_000_000, layers: 30, keyValueHeads: 3 },
  "500M": { weightBytes: 390_000_000, layers: 32, keyValueHeads: 5 },
} as const;
const SMOLVLM_HEAD_DIM = 64;

/** Pictures are rows of the prompt there: nothing is kept for them but their share of the cache. */
export function smolVlmMemory(size: keyof typeof SMOLVLM_SHAPES, contextTokens: number): ModelMemory {
  const { weightBytes, layers, keyValueHeads } = SMOLVLM_SHAPES[size];
  const rowBytes = 2 * layers * keyValueHeads * SMOLVLM_HEAD_DIM * EXPORTED_CACHE_ELEMENT_BYTES;
  const kvBytes = rowBytes * contextTokens;
  return { weightBytes, kvBytes, totalBytes: weightBytes + kvBytes + EXPORTED_WORKSPACE_BYTES };
}
