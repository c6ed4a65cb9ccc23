/**
 * @file The pictures of a chat as rows of the prompt: drawn in the size that the model cuts, looked at tile by tile, and
 * kept while there is room. The same picture keeps its ids, so that a known beginning of the chat is recognised.
 */
import { AppError } from "#shared/errors";
import type { GeneratePart, PictureRef, TileGrid } from "#shared/language-model";
import type { Idefics3ImageConfig } from "#models/idefics3/image-config";
import type { PlacedPicture } from "#models/idefics3/picture-prompt";
import { drawPicture } from "./draw-picture.ts";
import type { VisionModel } from "./vision-model.ts";

export interface PictureRowsOptions {
  readonly model: Pick<VisionModel, "cut" | "look">;
  readonly images: Idefics3ImageConfig;
  readonly hiddenSize: number;
  /** Ids of rows begin here. */
  readonly vocabSize: number;
  /** Tiles each way that a picture may be cut into; with 1 only the whole of it is looked at. */
  readonly maxTilesASide: number;
  /** For rows of pictures; those of the request at hand are kept whatever they take. */
  readonly budgetBytes: number;
}

interface Seen extends PlacedPicture {
  /** [length, hiddenSize]; null once given up. */
  data: Float32Array | null;
}

export class PictureRows {
  readonly #options: PictureRowsOptions;
  /** By picture and number of tiles, the one used last at the end. */
  readonly #seen = new Map<string, Seen>();
  #nextId: number;

  constructor(options: PictureRowsOptions) {
    this.#options = options;
    this.#nextId = options.vocabSize;
  }

  /**
   * Makes sure that all pictures have been looked at.
   * @param maxRows prompt that all of them together may take: with many pictures each is cut into fewer tiles.
   * @returns where each belongs, and how many had to be looked at now.
   * @throws AbortError; AppError `picture-*`, and whatever running the model throws.
   */
  async read(
    pictures: readonly PictureRef[],
    maxRows: number,
    signal: AbortSignal,
    onPart: (part: GeneratePart) => void,
  ): Promise<{ readonly placed: readonly PlacedPicture[]; readonly encoded: number }> {
    const tiles = this.#tilesASide(maxRows / pictures.length);
    const placed: Seen[] = [];
    let encoded = 0;
    for (const picture of pictures) {
      const key = `${tiles} ${picture.id}`;
      const known = this.#seen.get(key);
      if (!known?.data) encoded++;
      const seen = known?.data ? known : await this.#look(picture, tiles, known, signal, onPart);
      this.#seen.delete(key);
      this.#seen.set(key, seen);
      placed.push(seen);
    }
    this.#makeRoom(new Set(placed));
    return { placed, encoded };
  }

  /** The row that an id names. */
  row(id: number): Float32Array {
    const { hiddenSize } = this.#options;
    for (const { firstId, length, data } of this.#seen.values()) {
      const index = id - firstId;
      if (data && index >= 0 && index < length) {
        return data.subarray(index * hiddenSize, (index + 1) * hiddenSize);
      }
    }
    throw new AppError("engine-failed", "a picture that was not looked at", { step: "run" });
  }

  #tilesASide(rowsAPicture: number): number {
    const { images, maxTilesASide } = this.#options;
    const most = Math.min(maxTilesASide, Math.floor(images.longestEdge / images.tileSize));
    for (let side = most; side > 1; side--) {
      if ((side * side + 1) * images.rowsPerTile <= rowsAPicture) return side;
    }
    return 1;
  }

  async #look(
    { id, bytes }: PictureRef,
    tilesASide: number,
    known: Seen | undefined,
    signal: AbortSignal,
    onPart: (part: GeneratePart) => void,
  ): Promise<Seen> {
    const { model, images, hiddenSize } = this.#options;
    const report = (phase: "preparing" | "looking", fraction: number, grid: TileGrid | null): void =>
      onPart({ type: "picture-progress", pictureId: id, phase, fraction, grid });
    report("preparing", 0, null);
    const drawn = await drawPicture(bytes, { tileSize: images.tileSize, tilesASide }, signal);
    const { rows, columns, tiles } = await model.cut(drawn);
    const grid = { rows: Math.max(1, rows), columns: Math.max(1, columns), filledWidth: 1, filledHeight: 1 };
    report("preparing", 1, grid);
    const rowLength = images.rowsPerTile * hiddenSize;
    const data = new Float32Array(tiles.length * rowLength);
    for (const [index, tile] of tiles.entries()) {
      report("looking", index / tiles.length, grid);
      signal.throwIfAborted();
      data.set(await model.look(tile), index * rowLength);
    }
    signal.throwIfAborted();
    report("looking", 1, grid);
    const length = tiles.length * images.rowsPerTile;
    return { rows, columns, length, data, firstId: known?.firstId ?? this.#newIds(length) };
  }

  #newIds(count: number): number {
    const first = this.#nextId;
    this.#nextId += count;
    return first;
  }

  /** Forgets rows used longest ago, but none of `needed`. They keep their ids: looked at again they are the same. */
  #makeRoom(needed: ReadonlySet<Seen>): void {
    let total = 0;
    for (const { data } of this.#seen.values()) total += data?.byteLength ?? 0;
    for (const seen of this.#seen.values()) {
      if (total <= this.#options.budgetBytes) return;
      if (needed.has(seen) || !seen.data) continue;
      total -= seen.data.byteLength;
      seen.data = null;
    }
  }
}
