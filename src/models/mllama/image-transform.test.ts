/** @file Pixels against transformers with Pillow: numbers of the specification and the golden pictures. */
import { describe, expect, it } from "vitest";
import { readPng } from "#models/testing/png-reader";
import { fixtureFiles, fixtureFolder, readFixtureBytes } from "#models/testing/shared-fixtures";
import { parseHfConfig } from "#models/weights/hf-config";
import { readTensors } from "#models/weights/checkpoint-files";
import { readVector } from "#models/weights/rows";
import type { MllamaConfig } from "./config.ts";
import { parsePreprocessorConfig } from "./image-config.ts";
import type { ImageTransformConfig } from "./image-config.ts";
import { resample } from "./image-resample.ts";
import { transformImage } from "./image-transform.ts";
import type { PictureBytes, TransformedImage } from "./image-transform.ts";

/** Of every released Llama 3.2 Vision. */
const RELEASED: ImageTransformConfig = {
  tileSize: 560,
  maxNumTiles: 4,
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
};
const BLACK = [-1.79226, -1.75209, -1.48022];
const WHITE = [1.93034, 2.07488, 2.1459];

function picture(
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly number[],
): PictureBytes {
  const bytesPerPixel = colour(0, 0).length;
  const data = new Uint8Array(width * height * bytesPerPixel);
  for (let at = 0; at < width * height; at++) {
    data.set(colour(at % width, Math.floor(at / width)), at * bytesPerPixel);
  }
  return { width, height, data };
}

/** The specification's picture (spec llama32 5.3). */
function synthetic(width: number, height: number): PictureBytes {
  return picture(width, height, (x, y) => [(3 * x + 5 * y) & 255, (7 * x + 2 * y) & 255, (x * y) & 255]);
}

/** Normalised red, green and blue of a pixel of a tile. */
function pixelAt({ pixels }: TransformedImage, tile: number, x: number, y: number, side = 560): number[] {
  return [0, 1, 2].map((channel) => pixels[((tile * 3 + channel) * side + y) * side + x] as number);
}

function level(normalised: number, channel: number, { mean, std }: ImageTransformConfig): number {
  return (normalised * (std[channel] as number) + (mean[channel] as number)) * 255;
}

function levelsAt(image: TransformedImage, x: number, y: number): number[] {
  // Plus zero: no negative one.
  return pixelAt(image, 0, x, y).map((value, channel) => Math.round(level(value, channel, RELEASED)) + 0);
}

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  actual.forEach((value, i) =>
    expect(Math.abs(value - (expected[i] as number))).toBeLessThanOrEqual(tolerance),
  );
}

describe("image transform", () => {
  it.each([
    [640, 480, [110, 160, 200]],
    [100, 100, [16, 25, 4]],
    [3000, 500, [149, 216, 109]],
    [2000, 2000, [199, 32, 144]],
    [1280, 720, [127, 183, 129]],
  ])("samples %d x %d as Pillow does", (width, height, expected) => {
    expect(levelsAt(transformImage(synthetic(width, height), RELEASED), 20, 10)).toEqual(expected);
  });

  it.each([
    [640, 480, [109.252, 15.595]],
    [2000, 2000, [127.517, 127.475, 127.478, 127.521]],
  ])("has the mean red of each tile of %d x %d", (width, height, expected) => {
    const { pixels, numTiles } = transformImage(synthetic(width, height), RELEASED);
    const plane = 560 * 560;
    const means = Array.from({ length: numTiles }, (_, tile) => {
      const red = pixels.subarray(tile * 3 * plane, (tile * 3 + 1) * plane);
      return level(red.reduce((sum, value) => sum + value, 0) / plane, 0, RELEASED);
    });
    expect(means).toHaveLength(expected.length);
    expectClose(means, expected, 0.5);
  });

  it("puts the picture top left and pads with black before normalising", () => {
    const image = transformImage(synthetic(640, 480), RELEASED);
    expect(levelsAt(image, 0, 0)).toEqual([0, 0, 0]);
    expect(levelsAt(image, 1, 0)).toEqual([3, 7, 0]);
    for (const [tile, x, y] of [
      [0, 0, 480],
      [0, 559, 559],
      [1, 80, 0],
      [1, 559, 479],
    ] as const) {
      expectClose(pixelAt(image, tile, x, y), BLACK, 1e-5);
    }
    // The last pixels of the picture itself.
    expect(levelsAt(image, 559, 479)).toEqual([
      (3 * 559 + 5 * 479) & 255,
      (7 * 559 + 2 * 479) & 255,
      (559 * 479) & 255,
    ]);
  });

  it("normalises white with the configuration's mean and deviation", () => {
    const image = transformImage(
      picture(1, 1, () => [255, 255, 255]),
      RELEASED,
    );
    expect(image.numTiles).toBe(1);
    for (const at of [0, 559]) expectClose(pixelAt(image, 0, at, at), WHITE, 1e-5);
  });

  it("cuts tiles row by row", () => {
    const colours = [
      [10, 0, 0],
      [20, 0, 0],
      [30, 0, 0],
      [40, 0, 0],
    ];
    const quarters = picture(
      16,
      16,
      (x, y) => colours[2 * Math.floor(y / 8) + Math.floor(x / 8)] as number[],
    );
    const config = { ...RELEASED, tileSize: 8 };
    const image = transformImage(quarters, config);
    expect([image.rows, image.columns, image.aspectRatioId]).toEqual([2, 2, 6]);
    const reds = [0, 1, 2, 3].map((tile) => level(pixelAt(image, tile, 3, 3, 8)[0] as number, 0, config));
    expect(reds.map(Math.round)).toEqual([10, 20, 30, 40]);
  });

  it("has as many tiles as the picture needs and no more", () => {
    const tall = transformImage(
      picture(40, 160, () => [0, 0, 0]),
      { ...RELEASED, tileSize: 56 },
    );
    expect([tall.rows, tall.columns, tall.numTiles, tall.aspectRatioId]).toEqual([3, 1, 3, 7]);
    expect(tall.pixels).toHaveLength(3 * 3 * 56 * 56);
    expect([tall.resizedWidth, tall.resizedHeight]).toEqual([40, 160]);
  });

  it("composites transparent pixels on white, also where colour lies under full transparency", () => {
    const rgba = [
      [255, 0, 0, 128],
      [255, 0, 0, 0],
      [9, 8, 7, 255],
    ];
    const image = transformImage(
      picture(3, 560, (x) => rgba[x] as number[]),
      RELEASED,
    );
    expect(levelsAt(image, 0, 5)).toEqual([255, 127, 127]);
    expect(levelsAt(image, 1, 5)).toEqual([255, 255, 255]);
    expect(levelsAt(image, 2, 5)).toEqual([9, 8, 7]);
  });

  it("refuses bytes that do not fit the size", () => {
    expect(() => transformImage({ width: 2, height: 2, data: new Uint8Array(8) }, RELEASED)).toThrow(
      RangeError,
    );
    expect(() => transformImage({ width: 0, height: 2, data: new Uint8Array(0) }, RELEASED)).toThrow(
      RangeError,
    );
  });
});

function stripe(row: number, into: Uint8Array): void {
  into.fill(row % 251);
}

describe("resampling", () => {
  it("keeps an even colour whatever the scale", () => {
    const grey = { width: 97, height: 61, readRow: (_: number, into: Uint8Array) => void into.fill(200) };
    for (const [width, height] of [
      [13, 61],
      [97, 7],
      [300, 200],
      [1, 1],
    ] as const) {
      const { data } = resample(grey, width, height);
      expect(data).toHaveLength(width * height * 3);
      expect(data.every((value) => value === 200)).toBe(true);
    }
  });

  it("does not touch a picture that keeps its size", () => {
    const stripes = { width: 4, height: 300, readRow: stripe };
    const { data } = resample(stripes, 4, 300);
    expect(data.every((value, at) => value === Math.floor(at / 12) % 251)).toBe(true);
  });
});

const [tiny, pictures] = ["vision-tiny", "pictures"].map(fixtureFolder);
const NAMES = ["one-tile", "wide", "tall-3", "square-4", "large", "strip", "alpha", "gray"];

describe.skipIf(!tiny || !pictures)("golden pictures", () => {
  it.each(NAMES)("%s has transformers' pixel values within one level", (name) => {
    const { vision } = parseHfConfig(readFixtureBytes(tiny!, "config.json")) as MllamaConfig;
    const config = parsePreprocessorConfig(readFixtureBytes(tiny!, "preprocessor_config.json"), vision);
    const image = transformImage(readPng(readFixtureBytes(pictures!, `${name}.png`)), config);
    const tensor = readTensors(fixtureFiles(tiny!, "golden.safetensors")).get(`${name}.pixel_values`)!;
    const golden = readVector(tensor);
    const used = golden.subarray(0, image.pixels.length);
    const plane = config.tileSize ** 2;
    const largest = used.reduce((most, value, at) => {
      const deviation = config.std[Math.floor(at / plane) % 3] as number;
      return Math.max(most, Math.abs(value - (image.pixels[at] as number)) * deviation * 255);
    }, 0);
    expect(largest).toBeLessThanOrEqual(1.001);
    // The slots that the picture does not need.
    expect(golden.subarray(image.pixels.length).every((value) => value === 0)).toBe(true);
  });
});
