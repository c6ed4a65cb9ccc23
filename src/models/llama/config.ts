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

/** Scaling as GGUF stores it: each frequency is divided by its own number. */
export interface RopeDivisors {
  readonly divisors: readonly number[];
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
  readonly ropeScaling: RopeScaling | RopeDivisors | null;
  readonly tieWordEmbeddings: boolean;
}

/** The runtime turns heads of such widths only (group_query_attention_helper.h). */
const ROTARY_MULTIPLE = 16;

/** Width of a head in the KV cache and while it is turned: narrower ones have zeros behind each of their halves. */
export function cachedHeadDim({ headDim }: Pick<LlamaConfig, "headDim">): number {
  return ROTARY_MULTIPLE * Math.ceil(headDim / ROTARY_MULTIPLE);
}

/** Field to its smallest and largest value. */
export type Bounds = Readonly<Record<string, readonly [number, number]>>;

/** Generous bounds around Llama 3.2 90B: what lies outside is damage or an attack (spec reliability 5, h9). */
const COUNTS: Bounds = {
  hiddenSize: [8, 16384],
  numHiddenLayers: [1, 200],
  numAttentionHeads: [1, 256],
  numKeyValueHeads: [1, 256],
  headDim: [4, 512],
  intermediateSize: [8, 65536],
  vocabSize: [2, 262144],
  maxPositionEmbeddings: [1, 1 << 20],
};
const REALS: Bounds = { rmsNormEps: [1e-8, 1e-2], ropeTheta: [100, 1e8] };

const SCALING_COUNTS: Bounds = { originalMaxPositionEmbeddings: [1, 1 << 20] };
const SCALING_REALS: Bounds = {
  factor: [1, 1024],
  lowFreqFactor: [0.01, 1024],
  highFreqFactor: [0.01, 1024],
};
/** Llama 3.2 divides by 1 to 32. */
const DIVISOR = [1, 1024] as const;

/** @throws AppError `weights-unsupported` naming the first field that is out of range. */
export function checkLlamaConfig(config: LlamaConfig): LlamaConfig {
  checkBounds(config, COUNTS, "whole");
  checkBounds(config, REALS, "real");
  if (config.numAttentionHeads % config.numKeyValueHeads !== 0 || config.headDim % 2 !== 0) {
    throw unsupported("numKeyValueHeads", "attention heads do not divide");
  }
  if (config.ropeScaling) checkRopeScaling(config.ropeScaling, config.headDim);
  return config;
}

function checkRopeScaling(scaling: RopeScaling | RopeDivisors, headDim: number): void {
  if ("divisors" in scaling) {
    const inRange = scaling.divisors.every((value) => value >= DIVISOR[0] && value <= DIVISOR[1]);
    if (scaling.divisors.length !== headDim / 2 || !inRange) throw unsupported("ropeScaling", "divisors");
    return;
  }
  checkBounds(scaling, SCALING_COUNTS, "whole");
  checkBounds(scaling, SCALING_REALS, "real");
  // Frequencies between the two are blended by their distance, which is divided by.
  if (scaling.highFreqFactor <= scaling.lowFreqFactor)
    throw unsupported("highFreqFactor", "not above the low one");
}

/** @throws AppError `weights-unsupported` naming the first field of `values` that is not a number within its bounds. */
export function checkBounds(values: object, bounds: Bounds, kind: "whole" | "real"): void {
  const fields = new Map<string, unknown>(Object.entries(values));
  for (const [field, [low, high]] of Object.entries(bounds)) {
    const value = fields.get(field);
    const inRange = typeof value === "number" && value >= low && value <= high;
    if (!inRange || (kind === "whole" && !Number.isInteger(value))) throw unsupported(field, String(value));
  }
}

/** A configuration that we do not run, by the field that says so. */
export function unsupported(field: string, reason: string): AppError {
  return new AppError("weights-unsupported", `config ${field}: ${reason}`, { field });
}
