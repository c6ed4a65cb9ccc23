/** @file The examples of spec llama32 3.3, and that a later picture never changes what an earlier row sees. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { imageTokenPositions, picturesSeenBy, visibilityRuns, visibleRanges } from "./visibility.ts";

const IMAGE = 99;

function textWith(imagePositions: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, at) => (imagePositions.includes(at) ? IMAGE : 7));
}

describe("visibility", () => {
  it.each([
    [[5], 17, "5-16"],
    [[0], 4, "0-3"],
    [[2, 9], 12, "2-8 / 9-11"],
    [[2, 3], 8, "2-7 / 3-7"],
    [[2, 5, 6], 9, "2-4 / 5-8 / 6-8"],
    [[1, 2, 3, 8], 10, "1-7 / 2-7 / 3-7 / 8-9"],
  ])("of pictures at %j in %d rows", (positions, length, expected) => {
    const ids = textWith(positions, length);
    const ranges = visibleRanges(imageTokenPositions(ids, IMAGE));
    const rows = ranges.map((_, picture) =>
      ids.flatMap((__, row) => (picturesSeenBy(row, ranges).includes(picture) ? [row] : [])),
    );
    expect(rows.map((seen) => `${seen[0]}-${seen.at(-1)}`).join(" / ")).toBe(expected);
    // Without holes.
    for (const seen of rows) expect(seen.at(-1)! - seen[0]! + 1).toBe(seen.length);
  });

  it("shows rows in front of the first picture nothing", () => {
    expect(picturesSeenBy(4, visibleRanges([5]))).toEqual([]);
    expect(picturesSeenBy(4, visibleRanges([]))).toEqual([]);
  });

  it("goes on through generated rows", () => {
    expect(picturesSeenBy(100_000, visibleRanges([2, 9]))).toEqual([1]);
    expect(picturesSeenBy(100_000, visibleRanges([2, 3]))).toEqual([0, 1]);
  });

  it("cuts a stretch of text into runs", () => {
    expect(visibilityRuns([2, 5, 6], { first: 0, end: 9 })).toEqual([
      { first: 0, end: 2, pictures: [] },
      { first: 2, end: 5, pictures: [0] },
      { first: 5, end: 6, pictures: [1] },
      { first: 6, end: 9, pictures: [1, 2] },
    ]);
    expect(visibilityRuns([2, 5, 6], { first: 7, end: 8 })).toEqual([{ first: 7, end: 8, pictures: [1, 2] }]);
    expect(visibilityRuns([], { first: 0, end: 3 })).toEqual([{ first: 0, end: 3, pictures: [] }]);
    expect(visibilityRuns([1], { first: 3, end: 3 })).toEqual([]);
  });

  const positions = fc
    .uniqueArray(fc.nat({ max: 30 }), { maxLength: 8 })
    .map((values) => values.toSorted((a, b) => a - b));

  it("has every row of a run see the run's pictures", () => {
    fc.assert(
      fc.property(positions, fc.nat({ max: 20 }), fc.nat({ max: 20 }), (images, first, length) => {
        const ranges = visibleRanges(images);
        const runs = visibilityRuns(images, { first, end: first + length });
        const rows = runs.flatMap(({ first: from, end, pictures }) =>
          Array.from({ length: end - from }, (_, at) => [from + at, pictures] as const),
        );
        const expected = Array.from({ length }, (_, at) => [first + at, picturesSeenBy(first + at, ranges)]);
        expect(rows).toEqual(expected);
      }),
    );
  });

  it("does not change for rows that are in front of a new picture", () => {
    fc.assert(
      fc.property(positions, (images) => {
        const [before, after] = [visibleRanges(images.slice(0, -1)), visibleRanges(images)];
        for (let row = 0; row < (images.at(-1) ?? 0); row++) {
          expect(picturesSeenBy(row, after)).toEqual(picturesSeenBy(row, before));
        }
      }),
    );
  });
});
