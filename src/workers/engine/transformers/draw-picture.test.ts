import { expect, test } from "vitest";
import { drawnSize } from "./draw-picture.ts";

const TILES = { tileSize: 512, tilesASide: 4 };

test.each([
  [1, 1, 512, 512],
  [512, 512, 512, 512],
  [513, 100, 1024, 200],
  [1600, 1200, 2048, 1536],
  [8192, 6144, 2048, 1536],
  [10, 3000, 7, 2048],
  [1, 40_000, 1, 2048],
])("%d x %d is drawn as %d x %d", (width, height, drawnWidth, drawnHeight) => {
  expect(drawnSize({ width, height }, TILES)).toEqual({ width: drawnWidth, height: drawnHeight });
});

test("where only the whole is looked at, it fills one tile", () => {
  expect(drawnSize({ width: 4000, height: 3000 }, { tileSize: 512, tilesASide: 1 })).toEqual({
    width: 512,
    height: 384,
  });
});
