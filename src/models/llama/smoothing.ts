/**
 * @file SmoothQuant (Xiao et al. 2023) for the int8 graph: the inputs of each matrix are divided, channel by channel, by
 * factors that its columns are multiplied with. The product is the same; the rows to be quantised are flatter. The
 * factors come from one run over a fixed text on this device, so that any checkpoint can be loaded as it is.
 *
 * On SmolLM2-135M's reference text this halves the mean KL divergence to float32 (0.019 to 0.010, perplexity 1.05 to
 * 1.01 times the reference): docs/decisions/0003-activation-smoothing.md.
 */
import type { MllamaTextConfig } from "#models/mllama/config";
import type { LlamaConfig } from "./config.ts";
import { splitModule } from "./matrices.ts";

/** Matrix of the graph (`layers.0.mlp.down_proj`) to one factor for each of its input channels. */
export type Smoothing = ReadonlyMap<string, Float32Array>;

/** Share of the difficulty that moves from activations to weights; the paper's default. */
const ALPHA = 0.5;
/** Factors stay within 2^±6: a channel that the text did not excite must not ruin the weights' range. */
const LARGEST_FACTOR = 64;

/**
 * @param squares for each matrix, the sum over all tokens of the squared inputs of each channel, every token's row
 * scaled to a maximum of 1 (the graph's `statistics.` outputs).
 */
export function smoothingFactors(config: LlamaConfig, squares: ReadonlyMap<string, Float32Array>): Smoothing {
  const factors = new Map<string, Float32Array>();
  for (const [module, sums] of squares) {
    const shared = module.endsWith("o_proj") ? shareWithinGroups(sums, config) : sums;
    factors.set(module, factorsOf(shared));
  }
  return factors;
}

/** (rms / geometric mean of rms) ^ alpha */
function factorsOf(sums: Float32Array): Float32Array {
  const floor = 1e-12;
  const meanLog = sums.reduce((total, sum) => total + Math.log(sum + floor), 0) / sums.length;
  return sums.map((sum) => {
    const factor = Math.exp((ALPHA / 2) * (Math.log(sum + floor) - meanLog));
    return Math.min(LARGEST_FACTOR, Math.max(1 / LARGEST_FACTOR, factor));
  });
}

/** Query heads of a group read the same value head, whose rows take the division: they must agree. */
function shareWithinGroups(sums: Float32Array, config: LlamaConfig): Float32Array {
  const { headDim, numAttentionHeads, numKeyValueHeads } = config;
  const group = numAttentionHeads / numKeyValueHeads;
  const valueChannel = (channel: number): number =>
    Math.floor(channel / (headDim * group)) * headDim + (channel % headDim);
  const largest = new Float32Array(numKeyValueHeads * headDim);
  sums.forEach((sum, channel) => {
    const at = valueChannel(channel);
    largest[at] = Math.max(largest[at] as number, sum);
  });
  return sums.map((_, channel) => largest[valueChannel(channel)] as number);
}

/** What smoothing does to the weights of a checkpoint: factors by the names of our matrices and of its tensors. */
export class Smoother {
  readonly #smoothing: Smoothing;
  readonly #config: LlamaConfig;

  constructor(smoothing: Smoothing, config: LlamaConfig) {
    this.#smoothing = smoothing;
    this.#config = config;
  }

  /** What the columns of a matrix are multiplied with: it takes over the division of its inputs. */
  columns(module: string): Float32Array | undefined {
    return this.#smoothing.get(module);
  }

  /** Rows of v and up take the division that the smoothing of their reader asks for. */
  rowDivisors(module: string, tensor: string): Float32Array | undefined {
    const [block] = splitModule(module);
    if (tensor.endsWith(".up_proj.weight")) return this.#smoothing.get(`${block}.mlp.down_proj`);
    const output = tensor.endsWith(".v_proj.weight") && this.#smoothing.get(`${block}.self_attn.o_proj`);
    return output ? valueChannelFactors(output, this.#config) : undefined;
  }

  /** A norm is divided by the smoothing of the matrix that reads it. */
  vectorDivisors(tensor: string): Float32Array | undefined {
    const reader = tensor
      .replace(/^model\./, "")
      .replace(".input_layernorm.weight", ".self_attn.qkv_proj")
      .replace(".post_attention_layernorm.weight", ".mlp.gate_up_proj");
    return this.#smoothing.get(reader);
  }
}

/** The matrices that are smoothed, in the order of the graph. */
export function smoothedModules(config: LlamaConfig | MllamaTextConfig): string[] {
  const parts = ["self_attn.qkv_proj", "self_attn.o_proj", "mlp.gate_up_proj", "mlp.down_proj"];
  // The run that finds the factors has no picture: nothing goes through the layers that attend to one.
  const skipped = new Set("crossAttentionLayers" in config ? config.crossAttentionLayers : []);
  const layers = Array.from({ length: config.numHiddenLayers }, (_, layer) => layer);
  return layers
    .filter((layer) => !skipped.has(layer))
    .flatMap((layer) => parts.map((part) => `layers.${layer}.${part}`));
}

/** The o_proj factors as seen from the rows of v_proj: one for each value channel. */
function valueChannelFactors(outputFactors: Float32Array, config: LlamaConfig): Float32Array {
  const { headDim, numAttentionHeads, numKeyValueHeads } = config;
  const group = numAttentionHeads / numKeyValueHeads;
  return Float32Array.from(
    { length: numKeyValueHeads * headDim },
    (_, channel) =>
      outputFactors[Math.floor(channel / headDim) * headDim * group + (channel % headDim)] as number,
  );
}

/** Plain prose, talk, lists, numbers and code: what people put in. Never part of an accuracy test. */
export const CALIBRATION_TEXT = `The ferry leaves at half past six, so we should be at the harbour by six at the latest. Nora has the tickets, and Sam will bring sandwiches for everyone.

Lena: did anybody call the plumber?
Omar: yes, he can come on Thursday between 9 and 11
Lena: great, I'll be home. How much does he want?
Omar: 85 euros plus parts, he said. Could you pay him in cash?

To bake the bread, mix 500 g of flour with 350 ml of water, add salt and yeast, and let it rest overnight. In the morning the oven must be very hot. "Why does it never rise?" asked the child. Because you open the door too early, her grandmother answered.

- buy milk, eggs and 2 lemons
- send the report (version 3) to Ms. Okafor before noon
- book a table for four on Saturday at 7:30 pm

function total(prices) {
  return prices.reduce((sum, price) => sum + price, 0);
}

In 1969 two people walked on the Moon. The river is about 1,230 km long and flows through four countries before it reaches the sea. Please summarise this conversation in one sentence and name the person who has to act.`;
