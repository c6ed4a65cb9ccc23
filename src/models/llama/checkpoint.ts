/** @file A Llama text checkpoint of any format: what the graphs are built from and where their weights come from. */
import type { ByteSource } from "#models/weights/byte-source";
import { missingTensor } from "#models/weights/checkpoint";
import type { Checkpoint } from "#models/weights/checkpoint";
import { readTensors } from "#models/weights/checkpoint-files";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import type { Gguf } from "#models/weights/gguf";
import { renamedCheckpoint, storedNames } from "#models/weights/renamed-checkpoint";
import type { CheckpointPart } from "#models/weights/renamed-checkpoint";
import { SafetensorsCheckpoint } from "#models/weights/safetensors-checkpoint";
import type { LlamaConfig } from "./config.ts";
import { LlamaGgufCheckpoint, readLlamaConfig } from "./gguf-checkpoint.ts";

/** A decoder saved without its head has no prefix; one taken from a vision model has that of its part (spec llama32 2.1). */
const PARTS: readonly CheckpointPart[] = [
  {
    prefix: "model.",
    stored: ["model.", "language_model.model.", "model.language_model.", ""],
    witness: "embed_tokens.weight",
  },
  { prefix: "lm_head.", stored: ["lm_head.", "language_model.lm_head."], witness: "weight" },
];

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
  const stored = new SafetensorsCheckpoint(readTensors(files));
  const weights = renamedCheckpoint(stored, storedNames(stored, PARTS));
  return { config: withHeadOf(weights, config), weights };
}

/**
 * The configuration with the head that there is: its own wherever the file has one, whatever the configuration says
 * (spec llama32 1.1). @throws AppError `weights-corrupt` when there is none and the embedding is not to be it.
 */
export function withHeadOf<T extends LlamaConfig>(weights: Checkpoint, config: T): T {
  const ownHead = weights.has("lm_head.weight");
  if (!ownHead && !config.tieWordEmbeddings) throw missingTensor("lm_head.weight");
  return { ...config, tieWordEmbeddings: !ownHead };
}
