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
import { makeRoom } from "./picture-room.ts";
import type { PictureViews } from "./picture-views.ts";
import type { VisionEncoder } from "./vision-encoder.ts";

export interface PictureReaderOptions {
  readonly encoder: VisionEncoder;
  readonly views: PictureViews;
  readonly transform: ImageTransformConfig;
  readonly tokensPerTile: number;
  /** Numbers of pictures begin here. */
  readonly vocabSize: number;
  /** For keys and values of pictures, those of pictures side by side twice: they are kept joined as well. */
  readonly budgetBytes: number;
  /** Of that, what one tile of a picture takes. */
  readonly bytesPerTile: number;
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
   * @param runs for each picture how many stand directly in front of it in the text.
   * @returns the number of each, and how many had to be looked at now.
   * @throws AbortError; AppError `picture-*`, `out-of-memory`, `gpu-out-of-memory`, `engine-failed`, `device-lost`.
   */
  async read(
    pictures: readonly PictureRef[],
    runs: readonly number[],
    signal: AbortSignal,
    onPart: (part: GeneratePart) => void,
  ): Promise<{ readonly numbers: readonly number[]; readonly encoded: number }> {
    const { views } = this.#options;
    const numbers = pictures.map(({ id }) => this.#numberOf(id));
    let encoded = 0;
    for (const [index, picture] of pictures.entries()) {
      const number = numbers[index] as number;
      if (views.has(number)) continue;
      const image = await this.#prepare(picture, signal, onPart);
      this.#makeRoom(number, image, numbers, runs);
      await this.#encode(picture.id, image, number, signal, onPart);
      encoded++;
    }
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

  async #prepare(
    { id, bytes }: PictureRef,
    signal: AbortSignal,
    onPart: (part: GeneratePart) => void,
  ): Promise<TransformedImage> {
    const { transform } = this.#options;
    onPart({ type: "picture-progress", pictureId: id, phase: "preparing", fraction: 0, grid: null });
    const image = transformImage(await decodePicture(bytes, signal), transform);
    const grid = gridOf(image, transform.tileSize);
    onPart({ type: "picture-progress", pictureId: id, phase: "preparing", fraction: 1, grid });
    return image;
  }

  async #encode(
    pictureId: string,
    image: TransformedImage,
    number: number,
    signal: AbortSignal,
    onPart: (part: GeneratePart) => void,
  ): Promise<void> {
    const { encoder, views, transform, tokensPerTile } = this.#options;
    const grid = gridOf(image, transform.tileSize);
    const report = (fraction: number): void =>
      onPart({ type: "picture-progress", pictureId, phase: "looking", fraction, grid });
    report(0);
    const { states } = await encoder.encode(image, signal, report);
    views.add(number, states, image.numTiles * tokensPerTile);
  }

  /** They keep their numbers: looked at again they are the same. */
  #makeRoom(
    number: number,
    { numTiles }: TransformedImage,
    chat: readonly number[],
    runs: readonly number[],
  ): void {
    const { views, budgetBytes, bytesPerTile } = this.#options;
    const held = [...this.#numbers.values()].flatMap((each) =>
      views.has(each) ? [[each, views.bytesOf(each)] as const] : [],
    );
    const bytes = numTiles * bytesPerTile;
    const forgotten = makeRoom({ held: new Map(held), number, bytes, chat, runs, budgetBytes });
    for (const each of forgotten) views.delete(each);
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
