/** @file How long the graphs of the released models take to be written, at their real sizes and for a GPU. */
import { arithmeticFor } from "#models/arithmetic";
import { buildDecoderGraph } from "#models/decoder-graph";
import type { LlamaConfig } from "#models/llama/config";
import { decoderOf } from "#models/memory-plan-bytes";
import type { MllamaConfig } from "#models/mllama/config";
import { buildProjectorGraph } from "#models/mllama/projector-model";
import { buildVisionStages } from "#models/mllama/vision-model";
import {
  LLAMA_32_11B_VISION_INSTRUCT,
  LLAMA_32_1B,
  LLAMA_32_3B,
  LLAMA_32_90B_VISION,
  LLAMA_GUARD_3_1B,
} from "#models/released-configs";
import type { Checkpoint } from "#models/weights/checkpoint";

const MODELS: readonly (readonly [string, LlamaConfig | MllamaConfig])[] = [
  ["1B", LLAMA_32_1B],
  ["3B", LLAMA_32_3B],
  ["Guard 1B", LLAMA_GUARD_3_1B],
  ["11B Vision", LLAMA_32_11B_VISION_INSTRUCT],
  ["90B Vision", LLAMA_32_90B_VISION],
];
const CONTEXT_TOKENS = 8192;
const GIB = 2 ** 30;

/** Only says that nothing is quantised: graphs are built without a weight. */
const UNREAD: Checkpoint = {
  has: () => true,
  nbits: () => null,
  rows: () => unread(),
  vector: () => unread(),
};

function unread(): never {
  throw new Error("a graph was built from a weight");
}

/** Milliseconds for all graphs of each model, one figure a round. */
export function graphBuilds(rounds: number): { readonly model: string; readonly ms: readonly number[] }[] {
  return MODELS.map(([model, config]) => {
    const ms = Array.from({ length: rounds }, () => {
      const started = performance.now();
      buildAll(config);
      return performance.now() - started;
    });
    return { model, ms };
  });
}

function buildAll(config: LlamaConfig | MllamaConfig): void {
  const arithmetic = arithmeticFor(UNREAD, {
    mode: "nbits",
    activations: "float16",
    maxWeightBytes: GIB,
    exactZeroPoints: false,
  });
  buildDecoderGraph(decoderOf(config), { arithmetic, maxPositions: CONTEXT_TOKENS, plainAttention: false });
  if (config.modelType === "llama") return;
  buildVisionStages(config, { arithmetic, compat: "meta", stageLayers: 8 });
  buildProjectorGraph(config, arithmetic);
}
