/** @file A picture in another size, opaque: transparent pixels lie on white. */
import { AppError } from "#shared/errors";
import { openPicture } from "./decode-picture.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * @param sizeOf whole pixels, from the size of the picture
 * @throws as `openPicture`; AppError `out-of-memory`
 */
export async function drawOnWhite(
  file: Blob,
  sizeOf: (picture: Size) => Size,
  signal: AbortSignal,
  settings: { readonly colorSpace?: "srgb"; readonly willReadFrequently?: boolean } = {},
): Promise<ImageData> {
  const { bitmap } = await openPicture(file, signal);
  try {
    const { width, height } = sizeOf(bitmap);
    const context = new OffscreenCanvas(width, height).getContext("2d", { ...settings, alpha: false });
    if (!context) throw new AppError("out-of-memory", "no canvas", { bytes: width * height * 4 });
    context.fillStyle = "white";
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  } finally {
    bitmap.close();
  }
}
