import { expect, test } from "vitest";
import { greyFile, readingScale } from "./reading-picture.ts";

test("small letters are enlarged, photos shrunk, nothing grows beyond the limits", () => {
  expect(readingScale(400, 300)).toBe(3);
  expect(readingScale(1000, 700)).toBe(2);
  expect(readingScale(2000, 1500)).toBe(1);
  for (const [width, height] of [
    [8000, 6000],
    [10, 3000],
    [16_000, 3000],
    [50_000, 1],
    [1, 1],
  ] as const) {
    const scale = readingScale(width, height);
    expect(width * height * scale ** 2).toBeLessThanOrEqual(6e6 + 1);
    expect(Math.max(width, height) * scale).toBeLessThanOrEqual(8192);
  }
});

test("a grey file says its size, then one byte a pixel", () => {
  const data = new Uint8ClampedArray([255, 255, 255, 255, 0, 0, 0, 255, 255, 0, 0, 255]);
  const file = greyFile({ width: 3, height: 1, data });
  expect(new TextDecoder("latin1").decode(file)).toBe("P5\n3 1\n255\n\xff\0\x4c");
});
