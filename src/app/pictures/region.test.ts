import { expect, test } from "vitest";
import { between, hasArea, pointOn, WHOLE, withPercent } from "./region.ts";

const BOX = { left: 100, top: 50, width: 200, height: 400 } as DOMRectReadOnly;

test("a rectangle is the same from whichever corner it was drawn, and ends at the picture's edge", () => {
  const [a, b] = [pointOn(BOX, 150, 150), pointOn(BOX, 900, 10)];
  const expected = { left: 0.25, top: 0, width: 0.75, height: 0.25 };
  expect(between(a, b)).toEqual(expected);
  expect(between(b, a)).toEqual(expected);
});

test("a click marks nothing", () => {
  const point = pointOn(BOX, 150, 150);
  expect(hasArea(between(point, point))).toBe(false);
  expect(hasArea(WHOLE)).toBe(true);
});

test("typed numbers never reach outside the picture", () => {
  const moved = withPercent({ left: 0, top: 0, width: 0.5, height: 1 }, "left", 80);
  expect(moved.left + moved.width).toBeCloseTo(1);
  expect(withPercent(WHOLE, "width", 250)).toEqual(WHOLE);
  expect(withPercent(WHOLE, "top", -5)).toEqual(WHOLE);
  expect(withPercent(WHOLE, "height", Number.NaN).height).toBe(0);
});
