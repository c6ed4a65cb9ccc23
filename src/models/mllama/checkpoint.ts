/**
 * @file Llama 3.2 Vision checkpoints under one set of names, those of the files by transformers (spec llama32 2.1, 4.1).
 * transformers 5 has others in memory, and some tools write those; MLX calls `vision_model.` `vision_tower.` and stores
 * the patch convolution channels last, which other tools may do under other names: its shape tells (pitfall 45).
 */
import type { Checkpoint } from "#models/weights/checkpoint";
import type { NBitsRows } from "#models/weights/nbits";
import { renamedCheckpoint, storedNames } from "#models/weights/renamed-checkpoint";
import type { CheckpointPart } from "#models/weights/renamed-checkpoint";
import { readAllRows } from "#models/weights/rows";
import type { RowReader } from "#models/weights/rows";
import type { SafetensorsCheckpoint } from "#models/weights/safetensors-checkpoint";

const PATCH_EMBEDDING = "vision_model.patch_embedding.weight";
const MLX_TOWERS = ["vision_tower.", "model.vision_tower."];
/** In every checkpoint that has a vision part. */
const WITNESS = "class_embedding";

const PARTS: readonly CheckpointPart[] = [
  {
    prefix: "language_model.model.",
    stored: ["language_model.model.", "model.language_model.model.", "model.language_model."],
    witness: "embed_tokens.weight",
  },
  {
    prefix: "language_model.lm_head.",
    stored: ["language_model.lm_head.", "model.language_model.lm_head.", "lm_head."],
    witness: "weight",
  },
  {
    prefix: "vision_model.",
    stored: ["vision_model.", "model.vision_model.", ...MLX_TOWERS],
    witness: WITNESS,
  },
  {
    prefix: "multi_modal_projector.",
    stored: ["multi_modal_projector.", "model.multi_modal_projector."],
    witness: "weight",
  },
];

/** The checkpoint by transformers' names and layouts. */
export function mllamaCheckpoint(checkpoint: SafetensorsCheckpoint): Checkpoint {
  const storedName = storedNames(checkpoint, PARTS);
  const byMlx = MLX_TOWERS.some((tower) => checkpoint.has(tower + WITNESS));
  const stored = checkpoint.shape(storedName(PATCH_EMBEDDING));
  return new ChannelsFirst(renamedCheckpoint(checkpoint, storedName), stored?.join() ?? "", byMlx);
}

/** The text decoder of a vision checkpoint by the names of a text checkpoint: `model.layers.0...`, `lm_head.weight`. */
export function textCheckpoint(checkpoint: Checkpoint): Checkpoint {
  return renamedCheckpoint(checkpoint, (name) => `language_model.${name}`);
}

/** With the patch convolution as transformers has it, whichever way it is stored. */
class ChannelsFirst implements Checkpoint {
  readonly #checkpoint: Checkpoint;
  readonly #stored: string;
  readonly #byMlx: boolean;

  /**
   * @param stored shape of the convolution in the file.
   * @param byMlx decides where patches are as wide as there are channels, so that both ways have one shape.
   */
  constructor(checkpoint: Checkpoint, stored: string, byMlx: boolean) {
    this.#checkpoint = checkpoint;
    this.#stored = stored;
    this.#byMlx = byMlx;
  }

  has(name: string): boolean {
    return this.#checkpoint.has(name);
  }

  rows(name: string, shape: readonly number[]): RowReader {
    if (name !== PATCH_EMBEDDING || !this.#isChannelsLast(shape)) return this.#checkpoint.rows(name, shape);
    const [, channels = 1, height = 1, width = 1] = shape;
    const stored = this.#checkpoint.rows(name, channelsLast(shape));
    const row = new Float32Array(stored.columns);
    const readRow = (index: number, into: Float32Array): void => {
      stored.readRow(index, row);
      writeChannelsFirst(row, into, channels, height * width);
    };
    return { rows: stored.rows, columns: stored.columns, readRow };
  }

  nbits(name: string, shape: readonly number[]): NBitsRows | null {
    return name === PATCH_EMBEDDING ? null : this.#checkpoint.nbits(name, shape);
  }

  vector(name: string, shape: readonly number[]): Float32Array<ArrayBuffer> {
    if (name !== PATCH_EMBEDDING) return this.#checkpoint.vector(name, shape);
    return readAllRows(this.rows(name, shape));
  }

  #isChannelsLast(shape: readonly number[]): boolean {
    const last = channelsLast(shape).join();
    return last === shape.join() ? this.#byMlx : this.#stored === last;
  }
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
