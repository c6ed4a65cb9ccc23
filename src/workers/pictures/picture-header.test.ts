/** @file What picture files say about themselves. The files in fixtures/ were written by Pillow: 24 x 16 pixels in four colours. */
import { readFileSync } from "node:fs";

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "#shared/errors";
import {
  ensurePictureBytes,
  MAX_PICTURE_BYTES,
  MAX_PICTURE_PIXELS,
  readPictureHeader,
} from "./picture-header.ts";
import { pictureKind } from "./picture-kind.ts";

function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
}

/** Characters up to U+00FF as bytes. */
function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

function outcome(file: Uint8Array): string {
  try {
    const { format, width, height, isAnimated } = readPictureHeader(file);
    return `${format} ${width}x${height}${isAnimated ? " animated" : ""}`;
  } catch (error) {
    // Anything else than ours fails the test.
    if (!(error instanceof AppError)) throw error;
    const { kind, reason } = error.details;
    return [error.code, kind ?? reason].filter(Boolean).join(" ");
  }
}

function expectKnown(file: Uint8Array): void {
  expect(outcome(file)).toMatch(/^(?:\w+ \d+x|picture-)/);
}

const FILES = [
  ["quarters.png", "png 24x16"],
  ["palette.png", "png 24x16"],
  ["alpha.png", "png 24x16"],
  ["grey-16-bit.png", "png 24x16"],
  ["wide.png", "png 5000x3"],
  ["animated.png", "png 24x16 animated"],
  ["quarters.jpg", "jpeg 24x16"],
  ["progressive.jpg", "jpeg 24x16"],
  ["cmyk.jpg", "jpeg 24x16"],
  ["orientation-6.jpg", "jpeg 16x24"],
  ["quarters.gif", "gif 24x16"],
  ["animated.gif", "gif 24x16 animated"],
  ["lossy.webp", "webp 24x16"],
  ["lossless.webp", "webp 24x16"],
  ["alpha.webp", "webp 24x16"],
  ["animated.webp", "webp 24x16 animated"],
  ["quarters.avif", "avif 24x16"],
  ["animated.avif", "avif 24x16 animated"],
] as const;

describe("a picture's header", () => {
  it.each(FILES)("of %s: %s", (name, expected) => {
    expect(outcome(fixture(name))).toBe(expected);
  });

  it.each(FILES)("shows that %s was cut short", (name) => {
    const file = fixture(name);
    // An animation may end behind its first frame.
    const part = file.subarray(0, Math.floor(file.length * (name === "animated.gif" ? 0.3 : 0.6)));
    expect(outcome(part)).toBe("picture-damaged cut-short");
  });

  it("never fails in a way of its own, wherever a file ends or is changed", () => {
    const files = FILES.map(([name]) => fixture(name));
    const anyFile = fc.constantFrom(...files);
    for (const file of files) for (let end = 0; end < file.length; end++) expectKnown(file.subarray(0, end));
    fc.assert(
      fc.property(anyFile, fc.nat(), fc.nat({ max: 255 }), (file, at, value) => {
        expectKnown(file.with(at % file.length, value));
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), expectKnown));
  });

  it("refuses more pixels than fit, before anything is decoded", () => {
    const bomb = fixture("quarters.png");
    const view = new DataView(bomb.buffer);
    view.setUint32(16, 20_000);
    view.setUint32(20, 20_000);
    expect(() => readPictureHeader(bomb)).toThrow(
      expect.objectContaining({
        code: "picture-too-big",
        details: { width: 20_000, height: 20_000, limitPixels: MAX_PICTURE_PIXELS },
      }),
    );
    view.setUint32(16, 8192);
    view.setUint32(20, 6144);
    expect(outcome(bomb)).toBe("png 8192x6144");
    view.setUint32(20, 6145);
    expect(outcome(bomb)).toBe("picture-too-big");
  });

  it("refuses a GIF whose frame is larger than its screen", () => {
    const gif = fixture("quarters.gif");
    const view = new DataView(gif.buffer);
    const frame = gif.indexOf(0x2c, 13 + 3 * 4);
    expect(view.getUint16(frame + 5, true)).toBe(24);
    view.setUint16(frame + 5, 60_000, true);
    view.setUint16(frame + 7, 60_000, true);
    expect(outcome(gif)).toBe("picture-too-big");
  });

  it("refuses pictures without pixels and files without bytes", () => {
    const flat = fixture("quarters.png");
    new DataView(flat.buffer).setUint32(20, 0);
    expect(outcome(flat)).toBe("picture-damaged no pixels");
    expect(outcome(new Uint8Array(0))).toBe("picture-empty");
  });

  it("refuses files that are too large to open", () => {
    expect(() => ensurePictureBytes(MAX_PICTURE_BYTES)).not.toThrow();
    expect(() => ensurePictureBytes(MAX_PICTURE_BYTES + 1)).toThrow(
      expect.objectContaining({ code: "picture-too-big" }),
    );
  });
});

describe("the kind of a file", () => {
  it.each([
    ["<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"],
    ["\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a drawing -->\n<svg:svg>", "svg"],
    [" \n<!DOCTYPE svg PUBLIC '-'>\n<SVG width='1'>", "svg"],
    ["<html><body>404</body></html>", "text"],
    ["just words", "text"],
    ["II*\0\x08\0\0\0", "tiff"],
    ["MM\0*\0\0\0\x08", "tiff"],
    ["BM\x36\0\0\0", "bmp"],
    ["\xff\x0a\xfa\x1f", "jxl"],
    ["8BPS\0\x01", "psd"],
    ["%PDF-1.7", "pdf"],
    ["\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"],
    ["\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "avif"],
    ["\0\0\0\x18ftypisom\0\0\0\0isommp42", "video"],
    ["RIFF\x10\0\0\0AVI LIST", "other"],
    ["\0\x01\x02\x03", "other"],
  ])("%j is %s", (text, expected) => {
    expect(pictureKind(bytes(text))).toBe(expected);
  });

  it.each(["svg", "tiff", "pdf", "video", "text"])("%s is said where it is no picture", (kind) => {
    const samples: Record<string, string> = {
      svg: "<svg/>",
      tiff: "II*\0",
      pdf: "%PDF-1.7",
      video: "\0\0\0\x14ftypqt  \0\0\0\0qt  ",
      text: "words",
    };
    expect(outcome(bytes(samples[kind] ?? ""))).toBe(`picture-unsupported ${kind}`);
  });
});
