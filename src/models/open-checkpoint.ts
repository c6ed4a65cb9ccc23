/** @file A checkpoint of any format and architecture that we run, from its files: what the graphs are built from. */
import { AppError } from "#shared/errors";
import { openLlamaGguf, openLlamaSafetensors, withHeadOf } from "./llama/checkpoint.ts";
import type { LlamaConfig } from "./llama/config.ts";
import { mllamaCheckpoint, textCheckpoint } from "./mllama/checkpoint.ts";
import type { MllamaConfig, MllamaTextConfig } from "./mllama/config.ts";
import type { Checkpoint } from "./weights/checkpoint.ts";
import { readTensors } from "./weights/checkpoint-files.ts";
import type { CheckpointFiles } from "./weights/checkpoint-files.ts";
import { parseGguf } from "./weights/gguf.ts";
import type { Gguf } from "./weights/gguf.ts";
import { parseHfConfig } from "./weights/hf-config.ts";
import { SafetensorsCheckpoint } from "./weights/safetensors-checkpoint.ts";

/** A text decoder, alone or of a vision model. */
export interface DecoderModel {
  readonly config: LlamaConfig | MllamaTextConfig;
  readonly weights: Checkpoint;
  /** Token that stands for a picture in the embedding; null in a text model. */
  readonly imageTokenIndex: number | null;
}

/** What looks at pictures in a vision model. */
export interface VisionModel {
  readonly config: MllamaConfig;
  /** The whole checkpoint, by transformers' names. */
  readonly weights: Checkpoint;
}

export interface OpenCheckpoint {
  readonly text: DecoderModel;
  readonly vision: VisionModel | null;
  /** The header of a GGUF file: it holds the tokenizer too. */
  readonly gguf: Gguf | null;
}

/**
 * Reads headers only. Files: one `.gguf`, or `config.json` and safetensors, in one file or in shards.
 * @throws AppError `weights-corrupt`, `weights-unsupported`, `weights-missing`.
 */
export function openCheckpoint(files: CheckpointFiles): OpenCheckpoint {
  const [ggufSource] = [...files].filter(([name]) => name.endsWith(".gguf")).map(([, source]) => source);
  if (ggufSource) {
    const gguf = parseGguf(ggufSource);
    return { text: { ...openLlamaGguf(ggufSource, gguf), imageTokenIndex: null }, vision: null, gguf };
  }
  const source = files.get("config.json");
  if (!source) throw new AppError("weights-missing", "config.json is missing", { file: "config.json" });
  const config = parseHfConfig(source.read(0, source.sizeBytes));
  if (config.modelType === "llama") {
    return {
      text: { ...openLlamaSafetensors(files, config), imageTokenIndex: null },
      vision: null,
      gguf: null,
    };
  }
  const weights = mllamaCheckpoint(new SafetensorsCheckpoint(readTensors(files)));
  const textWeights = textCheckpoint(weights);
  const text = {
    config: withHeadOf(textWeights, config.text),
    weights: textWeights,
    imageTokenIndex: config.imageTokenIndex,
  };
  return { text, vision: { config: { ...config, text: text.config }, weights }, gguf: null };
}
