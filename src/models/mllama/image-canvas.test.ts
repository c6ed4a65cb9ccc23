/** @file Layouts that transformers' `MllamaImageProcessor` chose (spec llama32 5.3). */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseCanvas, fitToCanvas, tileArrangements } from "./image-canvas.ts";

/** "rows x columns, id: resized height x width" */
function layout(width: number, height: number, tileSize: number, maxNumTiles = 4): string {
  const canvas = chooseCanvas(width, height, tileSize, maxNumTiles);
  const fitted = fitToCanvas(width, height, canvas, tileSize);
  return `${canvas.rows}x${canvas.columns}, ${canvas.aspectRatioId}: ${fitted.height}x${fitted.width}`;
}

describe("tile layout", () => {
  it.each([
    [640, 480, "1x2, 2: 480x640"],
    [100, 100, "1x1, 1: 560x560"],
    [3000, 500, "1x4, 4: 373x2240"],
    [1, 1, "1x1, 1: 560x560"],
    [1120, 1120, "2x2, 6: 1120x1120"],
    [2000, 2000, "2x2, 6: 1120x1120"],
    [561, 560, "1x2, 2: 560x561"],
    [560, 561, "2x1, 5: 561x560"],
    [800, 600, "2x2, 6: 600x800"],
    [1280, 720, "2x2, 6: 630x1120"],
    [1920, 1080, "2x2, 6: 630x1120"],
    [4032, 3024, "2x2, 6: 840x1120"],
    [1121, 560, "1x3, 3: 560x1121"],
    [1680, 560, "1x3, 3: 560x1680"],
    [200, 1000, "2x1, 5: 1000x200"],
    [300, 800, "2x1, 5: 800x300"],
    [500, 3000, "4x1, 8: 2240x373"],
    [10, 3000, "4x1, 8: 2240x7"],
  ])("of %d x %d at 560 px", (width, height, expected) => {
    expect(layout(width, height, 560)).toBe(expected);
  });

  it.each([
    [640, 480, "2x2, 6: 480x640"],
    [3000, 500, "1x4, 4: 298x1792"],
    [200, 1000, "3x1, 7: 1000x200"],
    // 720 * 0.7 is 503.999... in float64, 504 in whole numbers.
    [1280, 720, "2x2, 6: 503x896"],
  ])("of %d x %d at 448 px", (width, height, expected) => {
    expect(layout(width, height, 448)).toBe(expected);
  });

  it("numbers the arrangements as the released position tables do", () => {
    const ids = "1,1 1,2 1,3 1,4 2,1 2,2 3,1 4,1";
    expect(
      tileArrangements(4)
        .map((arrangement) => arrangement.join())
        .join(" "),
    ).toBe(ids);
  });

  it("keeps every picture whole, on its canvas and at least one pixel wide", () => {
    const side = fc.integer({ min: 1, max: 50_000_000 });
    const picture = fc.record({ width: side, height: side, tileSize: fc.integer({ min: 8, max: 2048 }) });
    fc.assert(
      fc.property(picture, fc.integer({ min: 1, max: 16 }), ({ width, height, tileSize }, tiles) => {
        const canvas = chooseCanvas(width, height, tileSize, tiles);
        const fitted = fitToCanvas(width, height, canvas, tileSize);
        expect(fitted.width).toBeGreaterThanOrEqual(1);
        expect(fitted.height).toBeGreaterThanOrEqual(1);
        expect(fitted.width).toBeLessThanOrEqual(canvas.columns * tileSize);
        expect(fitted.height).toBeLessThanOrEqual(canvas.rows * tileSize);
        const arrangement = [canvas.rows, canvas.columns].join();
        expect(tileArrangements(tiles)[canvas.aspectRatioId - 1]?.join()).toBe(arrangement);
      }),
    );
  });
});
