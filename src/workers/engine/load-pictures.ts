/** @file What a vision model needs beside its decoder to look at pictures, made from its checkpoint. */
import { AppError } from "#shared/errors";
import type { WeightMode } from "#models/arithmetic";
import { kvBytesPerPicture } from "#models/memory-plan-bytes";
import { tokensPerTile } from "#models/mllama/config";
import type { Compat } from "#models/mllama/config";
import { bytesPerElement } from "#models/onnx/onnx-model";
import { parsePreprocessorConfig } from "#models/mllama/image-config";
import type { VisionModel } from "#models/open-checkpoint";
import type { CheckpointFiles } from "#models/weights/checkpoint-files";
import type { Device } from "./device.ts";
import { PictureReader } from "./picture-reader.ts";
import type { PictureViews } from "./picture-views.ts";
import { VisionEncoder } from "./vision-encoder.ts";

interface PictureOptions {
  readonly files: CheckpointFiles;
  readonly device: Device;
  /** Of the decoder. */
  readonly mode: WeightMode;
  readonly compat: Compat;
  /** Where the decoder reads pictures; for their keys and values there are `budgetBytes`. */
  readonly views: PictureViews;
  readonly budgetBytes: number;
  readonly onProgress: (fraction: number) => void;
}

/** @throws AppError `weights-missing`, `weights-corrupt`, `weights-unsupported`, `engine-failed`, `out-of-memory`. */
export async function loadPictures(
  vision: VisionModel,
  { files, device, mode, compat, views, budgetBytes, onProgress }: PictureOptions,
): Promise<PictureReader> {
  const name = "preprocessor_config.json";
  const file = files.get(name);
  if (!file) throw new AppError("weights-missing", `no ${name}`, { file: name });
  const { text, vision: tower } = vision.config;
  const transform = parsePreprocessorConfig(file.read(0, file.sizeBytes), tower);
  const encoder = await VisionEncoder.create(device, vision, {
    // What a 4-bit checkpoint leaves unquantised in the tower stays so.
    mode: mode === "nbits" ? "stored" : mode,
    compat,
    onProgress,
  });
  return new PictureReader({
    encoder,
    views,
    transform,
    tokensPerTile: tokensPerTile(tower),
    vocabSize: text.vocabSize,
    budgetBytes,
    bytesPerTile: kvBytesPerPicture(vision.config, 1, bytesPerElement(device.activations)),
  });
}
