import { expect, it } from "vitest";
import { foundText, keptText, LIMITS_TEXT } from "./imported-text.ts";

it("says what is found, kept and left out, and the limits", () => {
  expect(foundText({ count: 1200, sizeBytes: 34_000_000 })).toBe("1,200 in the file, 34 MB");
  expect(LIMITS_TEXT).toContain("The newest 2,000, up to 20 MB each and 500 MB together");
  expect(keptText({})).toEqual([]);
  expect(keptText({ pictures: { kept: 0, sizeBytes: 0, leftOut: 0 } })).toEqual([]);
  expect(keptText({ pictures: { kept: 1, sizeBytes: 2_000_000, leftOut: 0 } })).toEqual([
    "1 picture kept (2 MB).",
  ]);
  expect(keptText({ pictures: { kept: 12, sizeBytes: 34_000_000, leftOut: 3 } })).toEqual([
    "12 pictures kept (34 MB), 3 left out.",
  ]);
  expect(keptText({ pictures: { kept: 0, sizeBytes: 0, leftOut: 2 } })).toEqual([
    "0 pictures kept, 2 left out.",
  ]);
});
