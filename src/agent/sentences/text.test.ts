import { describe, expect, it } from "vitest";

import {
  capitalise,
  contentStems,
  fold,
  isSubsequence,
  sentences,
  similarity,
  stem,
  trimAtWord,
} from "./text.ts";

describe("fold", () => {
  it.each([
    ["Ｆｕｌｌ", "full"],
    ["٢٤ २४ ๒๔", "24 24 24"],
    ["I’ll", "i'll"],
    ["ต้องทำอะไร", "ต้องทำอะไร"],
    ["a\u2060b\u200b", "ab"],
  ])("%s", (text, expected) => expect(fold(text)).toBe(expected));
});

describe("stem", () => {
  it.each([
    ["leaves", "leave"],
    ["moving", "move"],
    ["decided", "decide"],
    ["tickets", "ticket"],
    ["luigi's", "luigi"],
  ])("%s is a form of %s", (left, right) => expect(stem(left)).toBe(stem(right)));

  it.each([
    ["bus", "bu"],
    ["red", "r"],
    ["cat", "cater"],
  ])("%s is no form of %s", (left, right) => expect(stem(left)).not.toBe(stem(right)));
});

describe("trimAtWord", () => {
  it("cuts between words and stays within the limit", () => {
    expect(trimAtWord("one two three four", 10)).toBe("one two…");
    expect(trimAtWord("short", 10)).toBe("short");
    expect(trimAtWord("a\n b", 10)).toBe("a b");
  });

  it("never leaves half a character", () => {
    const cut = trimAtWord("😀".repeat(20), 12);
    expect(cut.length).toBeLessThanOrEqual(12);
    expect(cut.isWellFormed()).toBe(true);
  });
});

describe("sentences", () => {
  it("splits at marks and lines, not inside numbers", () => {
    expect(sentences("Costs 4.30 each. Ok?\nYes")).toEqual(["Costs 4.30 each.", "Ok?", "Yes"]);
    expect(sentences("I'm in 🎉 Who books?\n- one\n- two 👍 ok")).toEqual([
      "I'm in 🎉",
      "Who books?",
      "one",
      "two 👍 ok",
    ]);
  });
});

describe("comparisons", () => {
  it("measures wording by 3-grams", () => {
    expect(similarity("book the room", "Book the room!")).toBe(1);
    expect(similarity("book the room", "feed the cat")).toBeLessThan(0.3);
    expect(similarity("", "")).toBe(0);
  });

  it("reads one list off another", () => {
    expect(isSubsequence(["a", "c"], ["a", "b", "c"])).toBe(true);
    expect(isSubsequence(["c", "a"], ["a", "b", "c"])).toBe(false);
  });

  it("uses character 3-grams where there are no spaces", () => {
    expect(contentStems("พรุ่งนี้", new Set())).not.toHaveLength(0);
  });

  it("is quick on hostile text", () => {
    expect(sentences(".".repeat(50_000)).length).toBeGreaterThan(0);
    expect(contentStems("a-".repeat(25_000), new Set())).toHaveLength(1);
  });
});

it("capitalises whole characters", () => {
  expect(capitalise("éclair")).toBe("Éclair");
  expect(capitalise("😀 ok")).toBe("😀 ok");
  expect(capitalise("")).toBe("");
});
