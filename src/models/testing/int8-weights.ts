/** @file What the int8 graph really multiplies with, turned back into a float checkpoint for `LlamaReference`. */
import type { LlamaConfig } from "#models/llama/config";
import type { GraphWeights } from "#models/graph-weights";
import type { WeightSlot } from "#models/onnx/graph-builder";
import { inMemory } from "#models/weights/byte-source";

/**
 * Undoes quantisation and stacking: Hugging Face names, [out, in]. Smoothing, where it was applied, stays in.
 * @param slots of the int8 graph.
 */
export function dequantisedWeights(
  config: LlamaConfig,
  made: GraphWeights,
  slots: readonly WeightSlot[],
): Map<string, Float32Array> {
  const byName = new Map(slots.map((slot) => [slot.name, slot]));
  const weights = { bytes: (name: string) => inMemory(made.bytes(byName.get(name) as WeightSlot)) };
  const { headDim, intermediateSize, vocabSize, hiddenSize } = config;
  const [queryWidth, kvWidth] = [config.numAttentionHeads * headDim, config.numKeyValueHeads * headDim];
  const result = new Map<string, Float32Array>();
  const matrix = (module: string, parts: Readonly<Record<string, number>>): void => {
    const scale = floats(weights.bytes(`${module}.scale`));
    const rows = transposedBack(new Int8Array(weights.bytes(`${module}.weight`).buffer), scale);
    let start = 0;
    for (const [name, height] of Object.entries(parts)) {
      const columns = rows.length / scale.length;
      result.set(`${name}.weight`, rows.slice(start * columns, (start + height) * columns));
      start += height;
    }
  };
  const norm = (name: string): void => {
    result.set(`model.${name}.weight`, floats(weights.bytes(`${name}.weight`)));
  };

  matrix("embed_tokens", { "model.embed_tokens": vocabSize });
  for (let layer = 0; layer < config.numHiddenLayers; layer++) {
    const [from, to] = [`layers.${layer}`, `model.layers.${layer}`];
    norm(`${from}.input_layernorm`);
    norm(`${from}.post_attention_layernorm`);
    matrix(`${from}.self_attn.qkv_proj`, {
      [`${to}.self_attn.q_proj`]: queryWidth,
      [`${to}.self_attn.k_proj`]: kvWidth,
      [`${to}.self_attn.v_proj`]: kvWidth,
    });
    matrix(`${from}.self_attn.o_proj`, { [`${to}.self_attn.o_proj`]: hiddenSize });
    matrix(`${from}.mlp.gate_up_proj`, {
      [`${to}.mlp.gate_proj`]: intermediateSize,
      [`${to}.mlp.up_proj`]: intermediateSize,
    });
    matrix(`${from}.mlp.down_proj`, { [`${to}.mlp.down_proj`]: hiddenSize });
  }
  norm("norm");
  if (!config.tieWordEmbeddings) matrix("lm_head", { lm_head: vocabSize });
  return result;
}

function floats(bytes: Uint8Array<ArrayBuffer>): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}

/** int8 [K, N] and scales [N] to float [N, K]. */
function transposedBack(quantised: Int8Array, scale: Float32Array): Float32Array {
  const [outputs, inputs] = [scale.length, quantised.length / scale.length];
  const rows = new Float32Array(quantised.length);
  for (let k = 0; k < inputs; k++) {
    for (let n = 0; n < outputs; n++)
      rows[n * inputs + k] = (quantised[k * outputs + n] as number) * (scale[n] as number);
  }
  return rows;
}
