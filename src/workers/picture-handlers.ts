/** @file What picture.worker.ts answers: is this a picture, what does it look like small, what is in this part of it. */
import { AppError } from "#shared/errors";
import { OneAtATime } from "#shared/one-at-a-time";
import { openPicture } from "./pictures/decode-picture.ts";
import type { OpenedPicture, PictureHandlers, PictureRegion } from "./protocol-pictures.ts";
import type { HandlerTable } from "./rpc.ts";
import { sha256Hex } from "./sha256.ts";

/** Sharp at the width that a chat shows, on a screen with two pixels for one. */
const THUMBNAIL_SIDE = 640;
const THUMBNAIL = { type: "image/webp", quality: 0.85 } as const;

export function createPictureHandlers(): HandlerTable<PictureHandlers> {
  // One at a time: 50 megapixels take 200 MB while they are open.
  const pictures = new OneAtATime();
  return {
    "picture-open": ({ file }, { signal }) => pictures.run(() => describe(file, signal)),
    "picture-crop": ({ file, region }, { signal }) => pictures.run(() => crop(file, region, signal)),
  };
}

async function describe(file: Blob, signal: AbortSignal): Promise<OpenedPicture> {
  const { bitmap, bytes, isAnimated } = await openPicture(file, signal);
  try {
    const { width, height } = bitmap;
    const scale = Math.min(1, THUMBNAIL_SIDE / Math.max(width, height));
    const whole = { left: 0, top: 0, width, height };
    const thumbnail = await draw(bitmap, whole, width * scale, height * scale).convertToBlob(THUMBNAIL);
    return { id: await sha256Hex(await bytes.arrayBuffer()), bytes, width, height, isAnimated, thumbnail };
  } finally {
    bitmap.close();
  }
}

async function crop(file: Blob, region: PictureRegion, signal: AbortSignal): Promise<Blob> {
  const { bitmap } = await openPicture(file, signal);
  try {
    const [left, width] = span(region.left, region.width, bitmap.width);
    const [top, height] = span(region.top, region.height, bitmap.height);
    return await draw(bitmap, { left, top, width, height }, width, height).convertToBlob({
      type: "image/png",
    });
  } finally {
    bitmap.close();
  }
}

/** Whole pixels inside the side, at least one: first and count. */
function span(start: number, share: number, side: number): readonly [first: number, count: number] {
  const first = Math.min(side - 1, Math.max(0, Math.round(start * side)));
  const end = Math.min(side, Math.max(first + 1, Math.round((start + share) * side)));
  return [first, end - first];
}

function draw(bitmap: ImageBitmap, from: PictureRegion, width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width)), Math.max(1, Math.round(height)));
  const context = canvas.getContext("2d", { colorSpace: "srgb" });
  if (!context) throw new AppError("out-of-memory", "no canvas", { bytes: canvas.width * canvas.height * 4 });
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, from.left, from.top, from.width, from.height, 0, 0, canvas.width, canvas.height);
  return canvas;
}
