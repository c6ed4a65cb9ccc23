/**
 * @file Does this device compute rightly? Some GPUs give wrong numbers without an error (spec onnxruntime-web 1: attention
 * from 32 rows on, with subgroups of four, in buffers longer than the prompt). A decoder of one layer with weights made up
 * here runs through the very graphs and kernels of the product, with a KV cache of the product's size: a prompt of 100
 * tokens and then one more, every row compared with plain loops. Twice, for both sizes of head that released models have.
 */
import type { LlamaConfig } from "#models/llama/config";
import { LlamaReference } from "#models/llama/reference";
import type { WeightMode } from "#models/arithmetic";
import type { Checkpoint } from "#models/weights/checkpoint";
import type { Device } from "./device.ts";
import { GraphDecoder } from "./graph-decoder.ts";
import { agree, MADE_UP, pseudoRandom } from "./made-up-weights.ts";

const PROMPT_TOKENS = 100;

const CONFIG: LlamaConfig = {
  modelType: "llama",
  hiddenSize: 128,
  numHiddenLayers: 1,
  numAttentionHeads: 4,
  numKeyValueHeads: 2,
  headDim: 64,
  intermediateSize: 128,
  vocabSize: 64,
  maxPositionEmbeddings: 1024,
  rmsNormEps: 1e-5,
  ropeTheta: 10_000,
  ropeScaling: null,
  tieWordEmbeddings: true,
};

/**
 * Logits have a deviation of about 8. Float32 is off by 1e-5; float16 by 0.02 where products are summed in float32, by
 * some times that where they are not. One lost key of the 41 is worth 0.6, wrong attention far more.
 */
const TOLERANCE = { float32: 1e-3, float16: 0.2 };

/** The tensors of that checkpoint by name, for the loops. */
function plainWeights(config: LlamaConfig, checkpoint: Checkpoint): Map<string, Float32Array> {
  const { hiddenSize, headDim, intermediateSize, vocabSize } = config;
  const [query, keyValue] = [config.numAttentionHeads * headDim, config.numKeyValueHeads * headDim];
  const layer = "model.layers.0";
  const shapes: readonly (readonly [string, readonly number[]])[] = [
    ["model.embed_tokens", [vocabSize, hiddenSize]],
    [`${layer}.self_attn.q_proj`, [query, hiddenSize]],
    [`${layer}.self_attn.k_proj`, [keyValue, hiddenSize]],
    [`${layer}.self_attn.v_proj`, [keyValue, hiddenSize]],
    [`${layer}.self_attn.o_proj`, [hiddenSize, query]],
    [`${layer}.mlp.gate_proj`, [intermediateSize, hiddenSize]],
    [`${layer}.mlp.up_proj`, [intermediateSize, hiddenSize]],
    [`${layer}.mlp.down_proj`, [hiddenSize, intermediateSize]],
    [`${layer}.input_layernorm`, [hiddenSize]],
    [`${layer}.post_attention_layernorm`, [hiddenSize]],
    ["model.norm", [hiddenSize]],
  ];
  return new Map(
    shapes.map(([name, shape]) => [`${name}.weight`, checkpoint.vector(`${name}.weight`, shape)] as const),
  );
}

/**
 * Matrices of a GPU are in 4 bits, those of small models in float: attention does not know of which, so that each size of
 * head goes with one of the two.
 * @throws AppError `engine-failed`, `out-of-memory`, `device-lost`.
 */
export async function checkDevice(device: Device): Promise<boolean> {
  if (!(await computesRightly(device, CONFIG, device.kind === "webgpu" ? "nbits" : "float"))) return false;
  return computesRightly(device, { ...CONFIG, headDim: 128 }, "float");
}

async function computesRightly(device: Device, config: LlamaConfig, mode: WeightMode): Promise<boolean> {
  const model = { config, weights: MADE_UP, imageTokenIndex: null };
  const options = {
    contextTokens: config.maxPositionEmbeddings,
    mode,
    smoothing: null,
    onProgress: () => {},
  };
  const decoder = await GraphDecoder.create(device, model, options);
  try {
    const reference = new LlamaReference(config, plainWeights(config, MADE_UP));
    const random = pseudoRandom(1);
    const token = (): number => Math.floor(random() * config.vocabSize);
    for (const ids of [Array.from({ length: PROMPT_TOKENS }, token), [token()]]) {
      const [logits] = await decoder.forward(ids, { logitRows: ids.length });
      const expected = reference.forward(ids).flatMap((row) => [...row]);
      if (!agree(logits, expected, TOLERANCE[device.activations])) return false;
    }
    return true;
  } finally {
    decoder.release();
  }
}
