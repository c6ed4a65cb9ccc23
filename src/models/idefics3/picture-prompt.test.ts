import { describe, expect, it } from "vitest";
import { expandPictures, placeRows } from "./picture-prompt.ts";

const AROUND = "<fake_token_around_image>";

describe("a picture's place in the prompt", () => {
  it("is one tile when the picture is no larger", () => {
    expect(expandPictures("User:<image>What?", [{ rows: 0, columns: 0 }], 2)).toBe(
      `User:${AROUND}<global-img><image><image>${AROUND}What?`,
    );
  });

  it("names each tile by row and column, and has the whole behind them", () => {
    expect(expandPictures("<image>!", [{ rows: 2, columns: 2 }], 1)).toBe(
      `${AROUND}<row_1_col_1><image>${AROUND}<row_1_col_2><image>\n` +
        `${AROUND}<row_2_col_1><image>${AROUND}<row_2_col_2><image>\n` +
        `\n${AROUND}<global-img><image>${AROUND}!`,
    );
  });

  it("keeps several pictures and the text between them in order", () => {
    const pictures = [
      { rows: 0, columns: 0 },
      { rows: 1, columns: 2 },
    ];
    const prompt = expandPictures("a<image>b<image>c", pictures, 1);
    expect(prompt.replaceAll(/<[^>]+>/g, "")).toBe("ab\n\nc");
    expect(prompt.split("<image>")).toHaveLength(1 + 1 + 3);
  });

  it.each([
    ["no picture", []],
    ["<image>", []],
    ["none", [{ rows: 0, columns: 0 }]],
  ])("refuses %j for %j when the numbers differ, and only then", (prompt, pictures) => {
    const expand = () => expandPictures(prompt, pictures, 1);
    if (prompt === "no picture") expect(expand()).toBe(prompt);
    else expect(expand).toThrow(expect.objectContaining({ code: "weights-unsupported" }));
  });
});

describe("rows of pictures", () => {
  const [first, second] = [
    { rows: 0, columns: 0, firstId: 100, length: 2 },
    { rows: 0, columns: 0, firstId: 105, length: 1 },
  ];

  it("get ids of their own in the place of the token that stands for any", () => {
    expect(placeRows([1, 7, 7, 2, 7], 7, [first, second])).toEqual([1, 100, 101, 2, 105]);
    expect(placeRows([7, 7, 7, 7], 7, [first, first])).toEqual([100, 101, 100, 101]);
  });

  it("must be as many as their places", () => {
    for (const ids of [[7], [7, 7, 7]]) {
      expect(() => placeRows(ids, 7, [first])).toThrow(
        expect.objectContaining({ code: "weights-unsupported" }),
      );
    }
  });
});
