import { expect, it } from "vitest";
import { boxName, boxOfLink, boxPlace, unitText, withBoxLinks } from "./box-text.ts";
import { findBoxes } from "./grounding.ts";

const SIZE = { width: 448, height: 448 };

it("boxes in a sentence are links, tags are shown by their label", () => {
  const answer = "One at [10, 20, 50, 75], <ref>a_cat</ref><box>(100,200),(500,750)</box> too.";
  const linked = withBoxLinks(answer, findBoxes(answer, SIZE));
  expect(linked).toBe(String.raw`One at [\[10, 20, 50, 75\]](#region-1), [a\_cat](#region-2) too.`);
});

it("code stays as it is written", () => {
  for (const answer of ['```json\n{"bbox": [10, 20, 50, 75]}\n```\nDone.', "It is `[10, 20, 50, 75]`."]) {
    const boxes = findBoxes(answer, SIZE);
    expect(boxes).toHaveLength(1);
    expect(withBoxLinks(answer, boxes)).toBe(answer);
  }
});

it("a box is named, placed and its numbers explained in words", () => {
  const boxes = findBoxes("[10, 20, 50, 75]", SIZE);
  expect(boxes.map(boxName)).toEqual(["Region 1"]);
  expect(findBoxes("cat: [10, 20, 50, 75]", SIZE).map(boxName)).toEqual(["1 cat"]);
  expect(boxes.map(boxPlace)).toEqual(["10 % from the left, 20 % from the top, 40 % wide, 55 % high"]);
  expect(unitText(boxes)).toBe("Numbers read as percent.");
});

it("only links to regions lead to one", () => {
  expect(
    ["#region-1", "#region-12", "#region-", "#region-123", "https://example.org/#region-1"].map(boxOfLink),
  ).toEqual([0, 11, null, null, null]);
});
