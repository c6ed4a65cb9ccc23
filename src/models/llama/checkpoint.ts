/** @file A Llama text checkpoint of any format: what the graphs are built from and where their weights come from. */
import type { ByteSource } from "#models/weights/byte-source";
import { missingTensor } from "#models/weights/checkpoint";
import type { Checkpoint } from "#models/weights/checkpoint";
import { readTensors } from "#models/weights/checkpoint-files";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import type { Gguf } from "#models/weights/gguf";
import { SafetensorsCheckpoint } from "#models/weights/safetensors-checkpoint";
import type { LlamaConfig } from "./config.ts";
import { LlamaGgufCheckpoint, readLlamaConfig } from "./gguf-checkpoint.ts";

export interface LlamaCheckpoint {
  readonly config: LlamaConfig;
  readonly weights: Checkpoint;
}

/** @throws AppError `weights-corrupt`, `weights-unsupported`. */
export function openLlamaGguf(source: ByteSource, gguf: Gguf): LlamaCheckpoint {
  const config = readLlamaConfig(gguf, source);
  return { config, weights: new LlamaGgufCheckpoint(gguf, source, config) };
}

/**
 * Safetensors files, plain or by MLX, with the configuration that came with them.
 * @throws AppError `weights-corrupt`, `weights-unsupported`, `weights-missing`.
 */
export function openLlamaSafetensors(files: CheckpointFiles, config: LlamaConfig): LlamaCheckpoint {
  const weights = new SafetensorsCheckpoint(readTensors(files));
  return { config: withHeadOf(weights, config), weights };
}

/** A head of its own is used wherever there is one, whatever the configuration says (spec llama32 1.1). */
function withHeadOf(weights: Checkpoint, config: LlamaConfig): LlamaConfig {
  const ownHead = weights.has("lm_head.weight");
  if (!ownHead && !config.tieWordEmbeddings) throw missingTensor("lm_head.weight");
  return { ...config, tieWordEmbeddings: !ownHead };
}
