/**
 * @file A picture as Tesseract reads it best: upright, grey, on white, its letters neither tiny nor huge. The size limits of
 * pictures hold, see picture-header.ts.
 */
import { drawOnWhite } from "../pictures/draw-on-white.ts";

/** Screenshots have letters of 10 to 14 pixels; the network was trained on letters of about 30. */
const WANTED_SIDE = 2000;
const MAX_ENLARGEMENT = 3;
/** Of a photo; more pixels cost time and bring no letters. */
const MAX_PIXELS = 6e6;
/** A canvas can't be longer in every browser. */
const MAX_SIDE = 8192;

/** How much a picture is enlarged (> 1) or shrunk (< 1) before it is read. */
export function readingScale(width: number, height: number): number {
  const longer = Math.max(width, height);
  const wanted = Math.min(MAX_ENLARGEMENT, Math.max(1, WANTED_SIDE / longer));
  return Math.min(wanted, Math.sqrt(MAX_PIXELS / (width * height)), MAX_SIDE / longer);
}

/** A grey PGM file (Netpbm P5). @throws as `openPicture`; AppError `out-of-memory` */
export async function readingPicture(file: Blob, signal: AbortSignal): Promise<Uint8Array> {
  const settings = { colorSpace: "srgb", willReadFrequently: true } as const;
  return greyFile(await drawOnWhite(file, readingSize, signal, settings));
}

function readingSize({ width, height }: Pick<ImageData, "width" | "height">) {
  const scale = readingScale(width, height);
  const scaled = (length: number): number => Math.max(1, Math.round(length * scale));
  return { width: scaled(width), height: scaled(height) };
}

/** Luma by ITU-R BT.601. */
export function greyFile({
  width,
  height,
  data,
}: Pick<ImageData, "width" | "height" | "data">): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const file = new Uint8Array(header.length + width * height);
  file.set(header);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [red = 0, green = 0, blue = 0] = [data[pixel * 4], data[pixel * 4 + 1], data[pixel * 4 + 2]];
    file[header.length + pixel] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  }
  return file;
}
