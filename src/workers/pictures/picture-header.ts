/**
 * @file What a picture file says about itself, read before any of it is decoded: its kind, its size, whether it is all
 * there (spec reliability 5, h13 to h19: 48 KB can decode to 1.5 GB). Decoders show what they have of a picture that is
 * cut short; a model would answer about the grey rest.
 */
import { AppError } from "#shared/errors";
import { readIsoPicture } from "./iso-picture.ts";
import { isPictureFormat, pictureKind } from "./picture-kind.ts";
import type { PictureFormat } from "./picture-kind.ts";

export interface PictureSize {
  /** In pixels, before the picture is turned as its EXIF data says. */
  readonly width: number;
  readonly height: number;
  /** Only its first frame is looked at. */
  readonly isAnimated: boolean;
}

export interface PictureHeader extends PictureSize {
  readonly format: PictureFormat;
}

export const MAX_PICTURE_BYTES = 40_000_000;
/** What cameras call 50 megapixels; decoded, 200 MB. */
export const MAX_PICTURE_PIXELS = 8192 * 6144;

/** @throws RangeError when the file ends before the picture does. */
const READERS: Readonly<Record<PictureFormat, (view: DataView) => PictureSize>> = {
  png: readPng,
  jpeg: readJpeg,
  gif: readGif,
  webp: readWebp,
  avif: readIsoPicture,
  heic: readIsoPicture,
};

/**
 * @throws AppError `picture-empty`, `picture-unsupported` (`kind` says what it is instead), `picture-damaged`,
 * `picture-too-big`.
 */
export function readPictureHeader(bytes: Uint8Array): PictureHeader {
  if (bytes.length === 0) throw new AppError("picture-empty", "0 bytes");
  const format = pictureKind(bytes);
  if (!isPictureFormat(format))
    throw new AppError("picture-unsupported", `a ${format} file`, { kind: format });
  const size = readSize(bytes, format);
  ensurePixels(size);
  return { format, ...size };
}

/** @throws AppError `picture-too-big` */
export function ensurePictureBytes(sizeBytes: number): void {
  if (sizeBytes <= MAX_PICTURE_BYTES) return;
  const details = { sizeBytes, limitBytes: MAX_PICTURE_BYTES };
  throw new AppError("picture-too-big", `${sizeBytes} bytes`, details);
}

/** @throws AppError `picture-damaged` without pixels, `picture-too-big` with too many. */
export function ensurePixels({ width, height }: { readonly width: number; readonly height: number }): void {
  if (width === 0 || height === 0) throw damaged("no pixels");
  if (width * height <= MAX_PICTURE_PIXELS) return;
  const details = { width, height, limitPixels: MAX_PICTURE_PIXELS };
  throw new AppError("picture-too-big", `${width} x ${height} pixels`, details);
}

export function damaged(reason: string, cause?: unknown): AppError {
  return new AppError("picture-damaged", `picture: ${reason}`, { reason }, cause);
}

function readSize(bytes: Uint8Array, format: PictureFormat): PictureSize {
  try {
    return READERS[format](new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
  } catch (error) {
    if (error instanceof RangeError) throw damaged("cut-short", error);
    throw error;
  }
}

/** PNG specification 5 and 11: chunks from IHDR to IEND. */
function readPng(view: DataView): PictureSize {
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  let isAnimated = false;
  for (let at = 8; ; at += view.getUint32(at) + 12) {
    const type = view.getUint32(at + 4);
    if (type === PNG_ANIMATION) isAnimated = true;
    if (type === PNG_END) return { width, height, isAnimated };
  }
}

const PNG_ANIMATION = 0x61_63_54_4c; // acTL
const PNG_END = 0x49_45_4e_44; // IEND

/** ITU T.81 B: segments up to the first scan; behind it the end marker, which cannot occur in the scan's data. */
function readJpeg(view: DataView): PictureSize {
  let size = { width: 0, height: 0 };
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) throw damaged("segments");
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (isBareMarker(marker)) at += 2;
    else {
      if (isFrameHeader(marker)) size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
      at += 2 + view.getUint16(at + 2);
      if (marker === 0xda) break;
    }
  }
  while (view.getUint16(at) !== 0xff_d9) at++;
  return { ...size, isAnimated: false };
}

function isBareMarker(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/** SOF0 to SOF15 without the tables and extensions that have numbers among them. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** GIF89a 18 to 27: the screen and, where it is larger, the first frame; a second one makes an animation. */
function readGif(view: DataView): PictureSize {
  let [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  let at = 13 + colourTableBytes(view.getUint8(10));
  for (let frames = 0; ;) {
    // Some writers leave the last byte out.
    const block = frames > 0 && at >= view.byteLength ? GIF_END : view.getUint8(at);
    if (block === GIF_END || frames === 2) return { width, height, isAnimated: frames === 2 };
    if (block === 0x2c) {
      frames++;
      width = Math.max(width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true));
      height = Math.max(height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true));
      at = endOfSubBlocks(view, at + 11 + colourTableBytes(view.getUint8(at + 9)));
    } else if (block === 0x21) at = endOfSubBlocks(view, at + 2);
    else throw damaged("blocks");
  }
}

const GIF_END = 0x3b;

function colourTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function endOfSubBlocks(view: DataView, start: number): number {
  let at = start;
  while (view.getUint8(at) !== 0) at += view.getUint8(at) + 1;
  return at + 1;
}

/** RFC 9649 2: one of three first chunks, each with the size in another place. */
function readWebp(view: DataView): PictureSize {
  // Chunks are padded to even lengths, the file's own is not always.
  if (view.getUint32(4, true) + 8 > view.byteLength + 1) throw damaged("cut-short");
  switch (view.getUint32(12)) {
    case WEBP_LOSSY:
      return still(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case WEBP_LOSSLESS: {
      const bits = view.getUint32(21, true);
      return still((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case WEBP_EXTENDED:
      return {
        width: (view.getUint32(24, true) & 0xff_ff_ff) + 1,
        height: (view.getUint32(26, true) >>> 8) + 1,
        isAnimated: (view.getUint8(20) & 2) !== 0,
      };
    default:
      throw damaged("chunks");
  }
}

const WEBP_LOSSY = 0x56_50_38_20; // VP8 and a space
const WEBP_LOSSLESS = 0x56_50_38_4c; // VP8L
const WEBP_EXTENDED = 0x56_50_38_58; // VP8X

function still(width: number, height: number): PictureSize {
  return { width, height, isAnimated: false };
}
