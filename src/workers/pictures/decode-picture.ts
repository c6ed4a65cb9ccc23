/**
 * @file From a picture's file to its pixels, in a worker: checked first (picture-header.ts), decoded by the browser,
 * turned as its EXIF data says, converted to sRGB with 8 bits. One at a time, please: 50 megapixels take 400 MB here.
 */
import type { PictureBytes } from "#models/mllama/image-transform";
import { AppError } from "#shared/errors";
import { damaged, ensurePictureBytes, ensurePixels, readPictureHeader } from "./picture-header.ts";
import type { PictureHeader } from "./picture-header.ts";

export interface DecodedPicture extends PictureBytes {
  /** The file had more frames than the one that is here. */
  readonly isAnimated: boolean;
}

const BLOCK_SIDE = 2048;

/**
 * RGBA of a PNG, JPEG, WebP, GIF or AVIF file, and of HEIC where the browser reads it.
 * @throws AppError `picture-empty`, `picture-unsupported`, `picture-damaged`, `picture-too-big`; AbortError.
 */
export async function decodePicture(file: Blob, signal?: AbortSignal): Promise<DecodedPicture> {
  const { bitmap, isAnimated } = await openPicture(file, signal);
  try {
    const data = readPixels(bitmap);
    return { width: bitmap.width, height: bitmap.height, data, isAnimated };
  } finally {
    bitmap.close();
  }
}

export interface OpenPicture {
  /** Upright. Whoever asked closes it. */
  readonly bitmap: ImageBitmap;
  readonly isAnimated: boolean;
  /** The file, of the type that its first bytes say. */
  readonly bytes: Blob;
}

/** A picture that the browser has decoded and nobody has copied yet. @throws as `decodePicture` */
export async function openPicture(file: Blob, signal?: AbortSignal): Promise<OpenPicture> {
  ensurePictureBytes(file.size);
  const content = new Uint8Array(await file.arrayBuffer());
  const header = readPictureHeader(content);
  signal?.throwIfAborted();
  const bytes = new Blob([content], { type: `image/${header.format}` });
  const bitmap = await decodeBitmap(bytes, header);
  try {
    signal?.throwIfAborted();
    ensurePixels(bitmap);
    return { bitmap, isAnimated: header.isAnimated, bytes };
  } catch (error) {
    bitmap.close();
    throw error;
  }
}

async function decodeBitmap(file: Blob, { format }: PictureHeader): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, {
      imageOrientation: "from-image",
      colorSpaceConversion: "default",
      premultiplyAlpha: "none",
    });
  } catch (error) {
    // Only Safari has a decoder for these: nothing says that the file is bad.
    if (format === "heic") throw new AppError("picture-unsupported", "a heic file", { kind: format }, error);
    throw damaged("undecodable", error);
  }
}

/** Block by block through one canvas: none as large as the picture, whose sides may be longer than browsers allow. */
function readPixels(bitmap: ImageBitmap): Uint8ClampedArray {
  const { width, height } = bitmap;
  const data = new Uint8ClampedArray(width * height * 4);
  const canvas = new OffscreenCanvas(Math.min(width, BLOCK_SIDE), Math.min(height, BLOCK_SIDE));
  const context = canvas.getContext("2d", { willReadFrequently: true, colorSpace: "srgb" });
  if (!context) throw new AppError("out-of-memory", "no canvas", { bytes: canvas.width * canvas.height * 4 });
  context.imageSmoothingEnabled = false;
  // Transparent pixels replace those of the block before.
  context.globalCompositeOperation = "copy";
  for (let top = 0; top < height; top += BLOCK_SIDE) {
    for (let left = 0; left < width; left += BLOCK_SIDE) {
      const [columns, rows] = [Math.min(BLOCK_SIDE, width - left), Math.min(BLOCK_SIDE, height - top)];
      context.drawImage(bitmap, left, top, columns, rows, 0, 0, columns, rows);
      const block = context.getImageData(0, 0, columns, rows).data;
      for (let row = 0; row < rows; row++) {
        const from = block.subarray(row * columns * 4, (row + 1) * columns * 4);
        data.set(from, ((top + row) * width + left) * 4);
      }
    }
  }
  return data;
}
