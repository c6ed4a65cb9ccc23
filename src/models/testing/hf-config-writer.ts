/**
 * @file `config.json` of a Llama or Llama 3.2 Vision as transformers writes it, from a configuration of ours: what
 * `parseHfConfig` reads, backwards. For made-up checkpoints; divisors of a rope, which only GGUF has, are refused.
 */
import type { LlamaConfig } from "#models/llama/config";
import type { MllamaConfig, MllamaVisionConfig } from "#models/mllama/config";

export function hfConfig(config: LlamaConfig | MllamaConfig): object {
  if (config.modelType === "llama") return { ...decoder(config), model_type: "llama" };
  return {
    model_type: "mllama",
    image_token_index: config.imageTokenIndex,
    text_config: { ...decoder(config.text), model_type: "mllama_text_model" },
    vision_config: tower(config.vision),
  };
}

function decoder(config: LlamaConfig): object {
  const { ropeScaling } = config;
  if (ropeScaling !== null && "divisors" in ropeScaling) throw new TypeError("divisors are GGUF's");
  return {
    ...snakeCased(config),
    hidden_act: "silu",
    attention_bias: false,
    rope_scaling: ropeScaling === null ? null : { ...snakeCased(ropeScaling), rope_type: "llama3" },
  };
}

function tower(config: MllamaVisionConfig): object {
  const { num_attention_heads, ...fields } = snakeCased(config);
  return {
    ...fields,
    attention_heads: num_attention_heads,
    model_type: "mllama_vision_model",
    hidden_act: "gelu",
  };
}

/** Our names are the file's in camel case. */
function snakeCased(object: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
