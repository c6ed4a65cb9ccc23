/** @file Why a picture was not taken, in a person's words; titles and next steps are in error-text.ts. */
import type { ErrorDetails } from "#shared/errors";
import { formatBytes } from "./format.ts";

const READABLE_PICTURES = "Hearth looks at PNG, JPEG, WebP, GIF and AVIF pictures.";

/** By `kind` of the error. */
const KINDS = new Map<unknown, string>([
  [
    "heic",
    "This is an HEIC photo, the way iPhones store them, and this browser has no decoder for it. On the iPhone, Settings › Camera › Formats › Most Compatible takes JPEG photos instead.",
  ],
  [
    "svg",
    "This is an SVG drawing: instructions for drawing, not pixels, and they may carry scripts and links to other sites. Hearth does not run them.",
  ],
  ["tiff", "This is a TIFF picture, which browsers don't read."],
  ["bmp", "This is a BMP picture."],
  ["jxl", "This is a JPEG XL picture, which most browsers don't read."],
  ["ico", "This is an icon file."],
  ["psd", "This is a Photoshop document."],
  ["pdf", "This is a PDF."],
  ["video", "This is a video."],
  ["text", "This is a text file."],
]);

export function pictureKindCause({ kind }: ErrorDetails): string {
  const name = KINDS.get(kind) ?? "What is in this file is no picture that Hearth knows.";
  return `${name} ${READABLE_PICTURES}`;
}

export function pictureSizeCause({ width, height, sizeBytes, limitBytes }: ErrorDetails): string {
  if (typeof width === "number" && typeof height === "number")
    return `It has ${width.toLocaleString("en")} × ${height.toLocaleString("en")} pixels; Hearth looks at up to 50 megapixels.`;
  return typeof sizeBytes === "number" && typeof limitBytes === "number"
    ? `The file has ${formatBytes(sizeBytes)}; Hearth opens pictures of up to ${formatBytes(limitBytes)}.`
    : "It has more pixels than Hearth can hold.";
}

export function pictureDamageCause({ reason }: ErrorDetails): string {
  return reason === "cut-short"
    ? "The file ends before the picture does: it was not copied or downloaded to its end."
    : "It begins like a picture, but what follows can't be decoded.";
}

export function pictureCountCause({ pictures, fitting }: ErrorDetails): string {
  return typeof pictures === "number" && typeof fitting === "number"
    ? `It has ${pictures}, and this device has memory for ${fitting} of this size at once.`
    : "This device has no memory for all of them at once.";
}
