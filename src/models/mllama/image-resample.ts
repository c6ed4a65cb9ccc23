/**
 * @file Resizing as Pillow's `resize(..., BILINEAR)` does it, to the bit where Pillow takes the passes in this order
 * (spec llama32 5.2; Pillow, src/libImaging/Resample.c): a triangle filter as wide as a source pixel is on the target
 * grid, horizontally, then vertically, in fixed point, rounded to 8 bits after each pass. A canvas's `drawImage` promises
 * no filter at all.
 */

/** RGB, 8 bits each, row by row. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Gives the RGB bytes of a row at a time: large pictures are never held a second time. */
export type ReadRgbRow = (row: number, into: Uint8Array) => void;

const CHANNELS = 3;
const PRECISION_BITS = 22;
const HALF = 1 << (PRECISION_BITS - 1);

/** Source positions and weights of one target position. */
interface Taps {
  readonly first: number;
  /** Sum: 2^22, give or take rounding. */
  readonly weights: Int32Array;
}

/** Draws a picture of `width` x `height` at another size. A direction in which nothing changes is left alone. */
export function resample(
  source: { readonly width: number; readonly height: number; readonly readRow: ReadRgbRow },
  width: number,
  height: number,
): RgbImage {
  return resampleColumns(resampleRows(source, width), height);
}

function triangleTaps(sourceSize: number, targetSize: number): readonly Taps[] {
  const scale = sourceSize / targetSize;
  const support = Math.max(scale, 1);
  const inverse = 1 / support;
  return Array.from({ length: targetSize }, (_, target) => {
    const centre = (target + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(sourceSize, Math.trunc(centre + support + 0.5));
    const heights = Array.from({ length: end - first }, (__, tap) =>
      Math.max(0, 1 - Math.abs((tap + first - centre + 0.5) * inverse)),
    );
    const sum = heights.reduce((total, value) => total + value, 0);
    return {
      first,
      weights: Int32Array.from(heights, (value) => Math.trunc(0.5 + (value / sum) * 2 ** PRECISION_BITS)),
    };
  });
}

/** 255 * 2^22 and a half fit an int32. */
function rounded(sum: number): number {
  return Math.min(255, sum >> PRECISION_BITS);
}

function resampleRows(
  source: { readonly width: number; readonly height: number; readonly readRow: ReadRgbRow },
  width: number,
): RgbImage {
  const { height, readRow } = source;
  const data = new Uint8Array(width * height * CHANNELS);
  const taps = source.width === width ? null : triangleTaps(source.width, width);
  const row = new Uint8Array(source.width * CHANNELS);
  for (let y = 0; y < height; y++) {
    const target = data.subarray(y * width * CHANNELS, (y + 1) * width * CHANNELS);
    readRow(y, taps ? row : target);
    if (taps) writeRow(row, taps, target);
  }
  return { width, height, data };
}

function writeRow(row: Uint8Array, taps: readonly Taps[], target: Uint8Array): void {
  let at = 0;
  for (const { first, weights } of taps) {
    let [red, green, blue] = [HALF, HALF, HALF];
    for (let tap = 0, from = first * CHANNELS; tap < weights.length; tap++, from += CHANNELS) {
      const weight = weights[tap] as number;
      red += weight * (row[from] as number);
      green += weight * (row[from + 1] as number);
      blue += weight * (row[from + 2] as number);
    }
    target[at++] = rounded(red);
    target[at++] = rounded(green);
    target[at++] = rounded(blue);
  }
}

function resampleColumns(image: RgbImage, height: number): RgbImage {
  if (image.height === height) return image;
  const stride = image.width * CHANNELS;
  const data = new Uint8Array(stride * height);
  const sums = new Int32Array(stride);
  triangleTaps(image.height, height).forEach(({ first, weights }, y) => {
    sums.fill(HALF);
    weights.forEach((weight, tap) => {
      const from = (first + tap) * stride;
      for (let x = 0; x < stride; x++) {
        sums[x] = (sums[x] as number) + weight * (image.data[from + x] as number);
      }
    });
    for (let x = 0; x < stride; x++) data[y * stride + x] = rounded(sums[x] as number);
  });
  return { width: image.width, height, data };
}
