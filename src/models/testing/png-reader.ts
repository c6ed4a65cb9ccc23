/** @file Reads the pictures of golden cases in Node: 8-bit grey, RGB and RGBA PNGs without interlacing, nothing else. */
import { inflateSync } from "node:zlib";

import type { PictureBytes } from "#models/mllama/image-transform";

/** Bytes of a pixel by PNG's colour type. */
const PIXEL_BYTES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 6: 4 };
const SIGNATURE_BYTES = 8;

/** RGB for grey and RGB pictures, RGBA for RGBA ones. */
export function readPng(file: Uint8Array): PictureBytes {
  const chunks = [...readChunks(file)];
  const header = chunks.find(({ type }) => type === "IHDR")?.data;
  if (!header) throw new Error("not a PNG");
  const view = new DataView(header.buffer, header.byteOffset);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const pixelBytes = PIXEL_BYTES[header[9] ?? 0];
  if (header[8] !== 8 || pixelBytes === undefined || header[12] !== 0) throw new Error("another kind of PNG");
  const data = chunks.filter(({ type }) => type === "IDAT").map((chunk) => chunk.data);
  const bytes = unfiltered(inflateSync(Buffer.concat(data)), width * pixelBytes, height, pixelBytes);
  return { width, height, data: pixelBytes === 1 ? replicated(bytes) : bytes };
}

function* readChunks(file: Uint8Array): Generator<{ type: string; data: Uint8Array }> {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  for (let at = SIGNATURE_BYTES; at < file.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    yield { type, data: file.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

/** Undoes the filter of each row (PNG specification 9). */
function unfiltered(stored: Uint8Array, stride: number, height: number, pixelBytes: number): Uint8Array {
  const bytes = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = stored[y * (stride + 1)] as number;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= pixelBytes ? (bytes[at - pixelBytes] as number) : 0;
      const above = y > 0 ? (bytes[at - stride] as number) : 0;
      const corner = y > 0 && x >= pixelBytes ? (bytes[at - stride - pixelBytes] as number) : 0;
      bytes[at] = (stored[y * (stride + 1) + 1 + x] as number) + predicted(filter, left, above, corner);
    }
  }
  return bytes;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return Math.floor((left + above) / 2);
    case 4:
      return paeth(left, above, corner);
    default:
      return 0;
  }
}

/** Whichever neighbour is closest to left + above - corner. */
function paeth(left: number, above: number, corner: number): number {
  const [toLeft, toAbove] = [Math.abs(above - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function replicated(grey: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: 3 * grey.length }, (_, at) => grey[Math.floor(at / 3)] as number);
}
