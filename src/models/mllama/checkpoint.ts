/**
 * @file Llama 3.2 Vision checkpoints under one set of names, those of the files by transformers (spec llama32 2.1, 4.1):
 * MLX files call `vision_model.` `vision_tower.` and store the patch convolution channels last.
 */
import type { Checkpoint } from "#models/weights/checkpoint";
import type { NBitsRows } from "#models/weights/nbits";
import { readAllRows } from "#models/weights/rows";
import type { RowReader } from "#models/weights/rows";

const [VISION, MLX_VISION] = ["vision_model.", "vision_tower."];
const PATCH_EMBEDDING = `${VISION}patch_embedding.weight`;
/** In every checkpoint that has a vision part, by the name it has there. */
const WITNESS = "class_embedding";

/** The checkpoint by transformers' names and layouts; one that has them already comes back as it is. */
export function mllamaCheckpoint(checkpoint: Checkpoint): Checkpoint {
  return checkpoint.has(MLX_VISION + WITNESS) ? new MlxMllamaCheckpoint(checkpoint) : checkpoint;
}

/** The text decoder of a vision checkpoint by the names of a text checkpoint: `model.layers.0...`, `lm_head.weight`. */
export function textCheckpoint(checkpoint: Checkpoint): Checkpoint {
  const prefix = "language_model.";
  return {
    has: (name) => checkpoint.has(prefix + name),
    rows: (name, shape) => checkpoint.rows(prefix + name, shape),
    nbits: (name, shape) => checkpoint.nbits(prefix + name, shape),
    vector: (name, shape) => checkpoint.vector(prefix + name, shape),
  };
}

class MlxMllamaCheckpoint implements Checkpoint {
  readonly #checkpoint: Checkpoint;

  constructor(checkpoint: Checkpoint) {
    this.#checkpoint = checkpoint;
  }

  has(name: string): boolean {
    return this.#checkpoint.has(mlxName(name));
  }

  rows(name: string, shape: readonly number[]): RowReader {
    if (name !== PATCH_EMBEDDING) return this.#checkpoint.rows(mlxName(name), shape);
    const [, channels = 1, height = 1, width = 1] = shape;
    const stored = this.#checkpoint.rows(mlxName(name), channelsLast(shape));
    const row = new Float32Array(stored.columns);
    const readRow = (index: number, into: Float32Array): void => {
      stored.readRow(index, row);
      writeChannelsFirst(row, into, channels, height * width);
    };
    return { rows: stored.rows, columns: stored.columns, readRow };
  }

  nbits(name: string, shape: readonly number[]): NBitsRows | null {
    return name === PATCH_EMBEDDING ? null : this.#checkpoint.nbits(mlxName(name), shape);
  }

  vector(name: string, shape: readonly number[]): Float32Array<ArrayBuffer> {
    if (name !== PATCH_EMBEDDING) return this.#checkpoint.vector(mlxName(name), shape);
    return readAllRows(this.rows(name, shape));
  }
}

function mlxName(name: string): string {
  return name.startsWith(VISION) ? MLX_VISION + name.slice(VISION.length) : name;
}

/** [out, channels, height, width] to [out, height, width, channels]. */
function channelsLast([out = 1, channels = 1, height = 1, width = 1]: readonly number[]): readonly number[] {
  return [out, height, width, channels];
}

function writeChannelsFirst(from: Float32Array, into: Float32Array, channels: number, pixels: number): void {
  for (let channel = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      into[channel * pixels + pixel] = from[pixel * channels + channel] as number;
    }
  }
}
