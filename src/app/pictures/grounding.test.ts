import { describe, expect, it } from "vitest";
import { findBoxes, MAX_BOXES } from "./grounding.ts";

const SQUARE = { width: 448, height: 448 };
const PHOTO = { width: 4000, height: 3000 };

/** Label, sides in percent, unit. */
function read(answer: string, picture = SQUARE) {
  return findBoxes(answer, picture).map(({ label, region, unit }) => {
    const sides = [region.left, region.top, region.width, region.height];
    return [label, sides.map((share) => Math.round(share * 1000) / 10), unit];
  });
}

function units(answer: string, picture = SQUARE) {
  return findBoxes(answer, picture).map(({ unit }) => unit);
}

describe("boxes in answers", () => {
  it.each([
    ["[0.1, 0.2, 0.5, 0.75]", null, [10, 20, 40, 55], "shares"],
    ["The dog is at [10, 20, 50, 75].", null, [10, 20, 40, 55], "percent"],
    ["[10%, 20%, 50%, 75%]", null, [10, 20, 40, 55], "percent"],
    ["- **red circle**: [100, 200, 500, 750]", "red circle", [10, 20, 40, 55], "thousandths"],
    ["cat: (45, 90), (224, 336)", "cat", [10, 20.1, 40, 54.9], "pixels"],
    ["from (44.8, 89.6) to (224, 336)", null, [10, 20, 40, 55], "pixels"],
    ["<box>(100,200),(500,750)</box>", null, [10, 20, 40, 55], "thousandths"],
    ["<ref>a dog</ref><box>(100,200),(500,750)</box>", "a dog", [10, 20, 40, 55], "thousandths"],
    ["<box>[[100, 200, 500, 750]]</box>", null, [10, 20, 40, 55], "thousandths"],
    ["<box>0.1 0.2 0.5 0.75</box>", null, [10, 20, 40, 55], "shares"],
    [
      "<|object_ref_start|>dog<|object_ref_end|><|box_start|>(100,200),(500,750)<|box_end|>",
      "dog",
      [10, 20, 40, 55],
      "thousandths",
    ],
    ["<loc0256><loc0128><loc0768><loc0512> cat ; ", "cat", [12.5, 25, 37.5, 50], "1024ths"],
    ["car<loc_100><loc_200><loc_500><loc_750>", "car", [10, 20, 40, 55], "thousandths"],
    [
      '```json\n[{"bbox_2d": [45, 90, 224, 336], "label": "dog"}]\n```',
      "dog",
      [10, 20.1, 40, 54.9],
      "pixels",
    ],
    ['{"label": "dog", "box_2d": [200, 100, 750, 500]}', "dog", [10, 20, 40, 55], "thousandths"],
  ])("%s", (answer, label, sides, unit) => {
    expect(read(answer)).toEqual([[label, sides, unit]]);
  });

  it("reads all numbers of an answer alike", () => {
    expect(units("[10, 20, 50, 75] and [10, 20, 300, 400]")).toEqual(["pixels", "pixels"]);
    expect(units("[10, 20, 50, 75] and [10, 20, 300, 900]")).toEqual(["thousandths", "thousandths"]);
    expect(units("[10, 20, 50, 75]", { width: 90, height: 80 })).toEqual(["pixels"]);
    expect(units("[100, 200, 500, 750]", PHOTO)).toEqual(["thousandths"]);
    expect(units("[100, 200, 2500, 2750]", PHOTO)).toEqual(["pixels"]);
    // One that fits nowhere does not change the others.
    expect(units("[10, 20, 50, 75] and [10, 20, 9000, 9900]")).toEqual(["percent"]);
  });

  it("knows the labels of several boxes", () => {
    const answer = `{"objects": [{"bbox": [10, 10, 40, 40], "label": "cup"}, {"label": "pen", "bbox": [50, 50, 90, 90]}]}`;
    expect(findBoxes(answer, SQUARE).map(({ label }) => label)).toEqual(["cup", "pen"]);
  });

  it("says where the box is written", () => {
    const answer = "I see it at [10, 20, 50, 75], clearly.";
    const [box] = findBoxes(answer, SQUARE);
    expect(answer.slice(box?.start, box?.end)).toBe("[10, 20, 50, 75]");
  });
});

describe("what is no box", () => {
  it.each([
    "The steps are [1, 2, 3, 4].",
    "In [2019, 2020, 2021, 2022] it grew.",
    "[50, 20, 10, 75]",
    "[10, 75, 50, 20]",
    "[10, 20, 10, 20]",
    "[-10, 20, 50, 75]",
    "[1e1, 20, 50, 75]",
    "[10, 20, 50]",
    "[10, 20, 50, 75, 80]",
    "[10, 20, 50, NaN]",
    "[10, 20, 50, Infinity]",
    "[0.10, 0.20, 0.101, 0.75]",
    "[123456, 1, 223456, 2]",
    "<box>(100,200),(500,1750)</box>",
    "<box>(100,200)</box>",
    "<loc_100><loc_200><loc_500><loc_1750>",
    "<loc_100><loc_200><loc_500>",
    '{"bbox": "10, 20, 50, 75"}',
    "(10, 20) or something else, much later (50, 75)",
    "",
  ])("%s", (answer) => {
    expect(findBoxes(answer, SQUARE)).toEqual([]);
  });

  it("none lies outside of its picture, whatever is written", () => {
    const numbers = ["0", "0.5", "1", "7", "99", "448", "449", "1000", "1001", "99999", "3.14159"];
    for (const a of numbers)
      for (const b of numbers)
        for (const c of numbers) {
          const answer = `[${a}, ${b}, ${c}, ${a}] (${b},${a}),(${c},${b}) <box>${a} ${b} ${c} ${c}</box> <loc_${a}>`;
          for (const { region } of [...findBoxes(answer, SQUARE), ...findBoxes(answer, PHOTO)]) {
            expect(Math.min(region.left, region.top)).toBeGreaterThanOrEqual(0);
            expect(region.left + region.width).toBeLessThanOrEqual(1 + 1e-9);
            expect(region.top + region.height).toBeLessThanOrEqual(1 + 1e-9);
          }
        }
  });

  it("endless beginnings, numbers and labels end, and boxes are counted", () => {
    for (const part of [
      "[",
      "[1, ",
      "(1,2),",
      "<box>",
      "<loc_1>",
      "a ",
      "<ref>",
      '"bbox": [',
      "9",
      "{",
      "\n",
    ])
      expect(findBoxes(part.repeat(20_000), SQUARE)).toEqual([]);
    expect(findBoxes("[10, 20, 50, 75] ".repeat(1000), SQUARE)).toHaveLength(MAX_BOXES);
    const [box] = findBoxes(`<ref>${"x".repeat(80)}</ref><box>(100,200),(500,750)</box>`, SQUARE);
    expect(box?.label).toHaveLength(40);
  });
});
