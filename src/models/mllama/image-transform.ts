/**
 * @file From a decoded picture to the vision tower's tiles (spec llama32 5.1). Pure: no DOM, no canvas. A picture's
 * orientation is the decoder's work. Transparent pixels are composited on white, as transformers 5 does; Meta's own code
 * drops the alpha channel and so shows whatever colour lies under it.
 */
import { chooseCanvas, fitToCanvas } from "./image-canvas.ts";
import type { ImageTransformConfig } from "./image-config.ts";
import { resample } from "./image-resample.ts";
import type { ReadRgbRow, RgbImage } from "./image-resample.ts";

/** 8-bit RGB or RGBA, row by row from the top left, alpha not premultiplied. */
export interface PictureBytes {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

export interface TransformedImage {
  /** [numTiles, 3, tileSize, tileSize], tiles row by row. Real tiles only: unused slots are exactly 0. */
  readonly pixels: Float32Array<ArrayBuffer>;
  readonly numTiles: number;
  readonly aspectRatioId: number;
  readonly rows: number;
  readonly columns: number;
  readonly resizedWidth: number;
  readonly resizedHeight: number;
}

/** @throws RangeError when the bytes are not three or four for each pixel of at least one. */
export function transformImage(image: PictureBytes, config: ImageTransformConfig): TransformedImage {
  const { tileSize, maxNumTiles } = config;
  const { width, height } = image;
  const canvas = chooseCanvas(width, height, tileSize, maxNumTiles);
  const { rows, columns } = canvas;
  const size = fitToCanvas(width, height, canvas, tileSize);
  const resized = resample({ width, height, readRow: rowReader(image) }, size.width, size.height);
  const levels = normalisedLevels(config);
  const numTiles = rows * columns;
  const tileLength = 3 * tileSize * tileSize;
  const pixels = new Float32Array(numTiles * tileLength);
  for (let tile = 0; tile < numTiles; tile++) {
    const into = pixels.subarray(tile * tileLength, (tile + 1) * tileLength);
    const origin = { x: (tile % columns) * tileSize, y: Math.floor(tile / columns) * tileSize };
    writeTile(resized, origin, tileSize, levels, into);
  }
  return {
    pixels,
    numTiles,
    aspectRatioId: canvas.aspectRatioId,
    rows,
    columns,
    resizedWidth: resized.width,
    resizedHeight: resized.height,
  };
}

/** Normalised value of each of the 256 levels, for each channel. */
function normalisedLevels({ mean, std }: ImageTransformConfig): readonly Float32Array[] {
  return mean.map((average, channel) =>
    Float32Array.from({ length: 256 }, (_, level) => (level / 255 - average) / (std[channel] as number)),
  );
}

/** Planes of red, green and blue; right of and below the picture the canvas is black. */
function writeTile(
  image: RgbImage,
  origin: { readonly x: number; readonly y: number },
  tileSize: number,
  levels: readonly Float32Array[],
  into: Float32Array,
): void {
  const columns = Math.min(tileSize, Math.max(0, image.width - origin.x));
  const rows = Math.min(tileSize, Math.max(0, image.height - origin.y));
  levels.forEach((normalised, channel) => {
    const plane = into.subarray(channel * tileSize * tileSize, (channel + 1) * tileSize * tileSize);
    plane.fill(normalised[0] as number);
    for (let y = 0; y < rows; y++) {
      const start = ((origin.y + y) * image.width + origin.x) * 3 + channel;
      for (let x = 0; x < columns; x++) {
        plane[y * tileSize + x] = normalised[image.data[start + 3 * x] as number] as number;
      }
    }
  });
}

function rowReader({ width, height, data }: PictureBytes): ReadRgbRow {
  const pixelBytes = data.length / (width * height);
  if (!(width >= 1 && height >= 1) || (pixelBytes !== 3 && pixelBytes !== 4)) {
    throw new RangeError(`${data.length} bytes for ${width} x ${height} pixels`);
  }
  const stride = width * pixelBytes;
  return (row, into) => {
    const bytes = data.subarray(row * stride, (row + 1) * stride);
    if (pixelBytes === 3) into.set(bytes);
    else compositeOnWhite(bytes, into);
  };
}

function compositeOnWhite(rgba: Uint8Array | Uint8ClampedArray, rgb: Uint8Array): void {
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    const alpha = rgba[from + 3] as number;
    const white = 255 * (255 - alpha);
    for (let channel = 0; channel < 3; channel++) {
      rgb[to + channel] = Math.round(((rgba[from + channel] as number) * alpha + white) / 255);
    }
  }
}
