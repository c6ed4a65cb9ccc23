/** @file A picture in the size that an Idefics3 model cuts into tiles. */
import type { PictureBytes } from "#models/mllama/image-transform";
import { drawOnWhite } from "#workers/pictures/draw-on-white";

export interface DrawnSize {
  readonly tileSize: number;
  /** Most tiles each way. */
  readonly tilesASide: number;
}

/**
 * The longer side becomes a whole number of tiles: as many as the picture has pixels for, where its processor always
 * makes the most. An enlarged picture shows nothing more and takes 17 times as long.
 * @returns RGBA, opaque: transparent pixels lie on white.
 * @throws AppError `picture-*`, `out-of-memory`; AbortError.
 */
export async function drawPicture(file: Blob, size: DrawnSize, signal: AbortSignal): Promise<PictureBytes> {
  const drawn = await drawOnWhite(file, (picture) => drawnSize(picture, size), signal);
  return { width: drawn.width, height: drawn.height, data: drawn.data };
}

/** With the proportions of `picture`, at least one pixel each way. */
export function drawnSize(
  picture: { readonly width: number; readonly height: number },
  { tileSize, tilesASide }: DrawnSize,
): { readonly width: number; readonly height: number } {
  const longest = Math.max(picture.width, picture.height);
  const side = tileSize * Math.min(tilesASide, Math.ceil(longest / tileSize));
  const scaled = (length: number): number => Math.max(1, Math.round((length * side) / longest));
  return { width: scaled(picture.width), height: scaled(picture.height) };
}
