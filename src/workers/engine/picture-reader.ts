/**
 * @file The pictures of a chat on their way into the decoder: decoded, cut into tiles, looked at once, and kept as keys and
 * values while there is room. The same picture keeps its number, so that a prefix of the chat is recognised.
 */
import { AppError } from "#shared/errors";
import type { GeneratePart, PictureRef, TileGrid } from "#shared/language-model";
import type { ImageTransformConfig } from "#models/mllama/image-config";
import { transformImage } from "#models/mllama/image-transform";
import type { TransformedImage } from "#models/mllama/image-transform";
import { decodePicture } from "#workers/pictures/decode-picture";
import { othersToForget } from "./other-pictures.ts";
import type { PictureViews } from "./picture-views.ts";
import type { VisionEncoder } from "./vision-encoder.ts";

export interface PictureReaderOptions {
  readonly encoder: VisionEncoder;
  readonly views: PictureViews;
  readonly transform: ImageTransformConfig;
  /** Numbers of pictures begin here. */
  readonly vocabSize: number;
  /** For keys and values of pictures; those of the request at hand are kept whatever they take. */
  readonly budgetBytes: number;
}

/** Numbers are token ids to the graphs' callers, not to the graphs: they only must not run out. */
const MAX_PICTURES = 2 ** 30;

export class PictureReader {
  readonly #options: PictureReaderOptions;
  /** From the picture's own id, the one used last at the end. */
  readonly #numbers = new Map<string, number>();

  constructor(options: PictureReaderOptions) {
    this.#options = options;
  }

  /**
   * Makes sure that all pictures have been looked at.
   * @returns the number of each, and how many had to be looked at now.
   * @throws AbortError; AppError `picture-*`, `out-of-memory`, `engine-failed`, `device-lost`.
   */
  async read(
    pictures: readonly PictureRef[],
    signal: AbortSignal,
    onPart: (part: GeneratePart) => void,
  ): Promise<{ readonly numbers: readonly number[]; readonly encoded: number }> {
    const { views } = this.#options;
    const numbers = pictures.map(({ id }) => this.#numberOf(id));
    let encoded = 0;
    for (const [index, picture] of pictures.entries()) {
      const number = numbers[index] as number;
      if (views.has(number)) continue;
      await this.#encode(picture, number, signal, onPart);
      encoded++;
    }
    this.#makeRoom(new Set(numbers));
    const held = [...this.#numbers.values()].filter((number) => views.has(number));
    for (const other of othersToForget(held, numbers)) views.delete(other);
    return { numbers, encoded };
  }

  /** The number that a picture has or is given now; it counts as used last. */
  #numberOf(id: string): number {
    const number = this.#numbers.get(id) ?? this.#options.vocabSize + this.#numbers.size;
    if (this.#numbers.size >= MAX_PICTURES) throw new AppError("out-of-memory", "too many pictures");
    this.#numbers.delete(id);
    this.#numbers.set(id, number);
    return number;
  }

  async #encode(
    { id, bytes }: PictureRef,
    number: number,
    signal: AbortSignal,
    onPart: (part: GeneratePart) => void,
  ): Promise<void> {
    const { encoder, views, transform } = this.#options;
    onPart({ type: "picture-progress", pictureId: id, phase: "preparing", fraction: 0, grid: null });
    const image = transformImage(await decodePicture(bytes, signal), transform);
    const grid = gridOf(image, transform.tileSize);
    onPart({ type: "picture-progress", pictureId: id, phase: "preparing", fraction: 1, grid });
    const report = (fraction: number): void =>
      onPart({ type: "picture-progress", pictureId: id, phase: "looking", fraction, grid });
    report(0);
    const { states } = await encoder.encode(image, signal, report);
    views.add(number, states);
  }

  /** Forgets those used longest ago, but none of `needed`. They keep their numbers: looked at again they are the same. */
  #makeRoom(needed: ReadonlySet<number>): void {
    const { views, budgetBytes } = this.#options;
    for (const number of this.#numbers.values()) {
      if (views.sizeBytes <= budgetBytes) return;
      if (!needed.has(number)) views.delete(number);
    }
  }
}

function gridOf(
  { rows, columns, resizedWidth, resizedHeight }: TransformedImage,
  tileSize: number,
): TileGrid {
  return {
    rows,
    columns,
    filledWidth: resizedWidth / (columns * tileSize),
    filledHeight: resizedHeight / (rows * tileSize),
  };
}
