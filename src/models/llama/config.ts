/**
 * @file Sizes of a Llama text decoder, with the checkpoint's names in camel case (spec llama32 1.1), and the range
 * check that every configuration read from a file passes before a byte is allocated from it.
 */
import { AppError } from "#shared/errors";

export interface RopeScaling {
  readonly factor: number;
  readonly lowFreqFactor: number;
  readonly highFreqFactor: number;
  readonly originalMaxPositionEmbeddings: number;
}

export interface LlamaConfig {
  readonly modelType: "llama";
  readonly hiddenSize: number;
  readonly numHiddenLayers: number;
  readonly numAttentionHeads: number;
  readonly numKeyValueHeads: number;
  /** Given explicitly: never hiddenSize / numAttentionHeads by assumption (spec llama32 9, pitfall 6). */
  readonly headDim: number;
  readonly intermediateSize: number;
  readonly vocabSize: number;
  readonly maxPositionEmbeddings: number;
  readonly rmsNormEps: number;
  readonly ropeTheta: number;
  readonly ropeScaling: RopeScaling | null;
  readonly tieWordEmbeddings: boolean;
}

/** Generous bounds around Llama 3.2 90B: what lies outside is damage or an attack (spec reliability 5, h9). */
const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  hiddenSize: [8, 16384],
  numHiddenLayers: [1, 200],
  numAttentionHeads: [1, 256],
  numKeyValueHeads: [1, 256],
  headDim: [4, 512],
  intermediateSize: [8, 65536],
  vocabSize: [2, 262144],
  maxPositionEmbeddings: [1, 1 << 20],
  rmsNormEps: [1e-8, 1e-2],
  ropeTheta: [100, 1e8],
};

const WHOLE_NUMBERS = new Set(
  Object.keys(BOUNDS).filter((key) => !["rmsNormEps", "ropeTheta"].includes(key)),
);

/** @throws AppError `weights-unsupported` naming the first field that is out of range. */
export function checkLlamaConfig(config: LlamaConfig): LlamaConfig {
  const values = new Map<string, unknown>(Object.entries(config));
  for (const [field, [low, high]] of Object.entries(BOUNDS)) {
    const value = values.get(field);
    const inRange = typeof value === "number" && value >= low && value <= high;
    if (!inRange || (WHOLE_NUMBERS.has(field) && !Number.isInteger(value))) {
      throw new AppError("weights-unsupported", `config ${field} = ${String(value)}`, { field });
    }
  }
  if (config.numAttentionHeads % config.numKeyValueHeads !== 0 || config.headDim % 2 !== 0) {
    throw new AppError("weights-unsupported", "attention heads do not divide", { field: "numKeyValueHeads" });
  }
  return config;
}
