/** @file The decoder of a text model or of a vision model: the one place that tells them apart. */
import type { LlamaConfig } from "./llama/config.ts";
import { buildLlamaGraph } from "./llama/model.ts";
import type { DecoderGraphOptions } from "./llama/model.ts";
import type { MllamaTextConfig } from "./mllama/config.ts";
import { buildMllamaDecoderGraph } from "./mllama/model.ts";
import type { BuiltGraph } from "./onnx/graph-builder.ts";

type DecoderConfig = LlamaConfig | MllamaTextConfig;

export function buildDecoderGraph(config: DecoderConfig, options: DecoderGraphOptions): BuiltGraph {
  return seesPictures(config) ? buildMllamaDecoderGraph(config, options) : buildLlamaGraph(config, options);
}

export function seesPictures(config: DecoderConfig): config is MllamaTextConfig {
  return "crossAttentionLayers" in config;
}

/** Layers that attend to the text, ascending. */
export function selfAttentionLayers(config: DecoderConfig): readonly number[] {
  const cross = new Set(seesPictures(config) ? config.crossAttentionLayers : []);
  return Array.from({ length: config.numHiddenLayers }, (_, layer) => layer).filter(
    (layer) => !cross.has(layer),
  );
}
