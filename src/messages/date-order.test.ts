import { describe, expect, it } from "vitest";
import { resolveYear, toDate, voteDateOrder, type DateFields, type DateOrderHints } from "./date-order.ts";

const NOW = Date.parse("2026-11-28T08:00:00Z");
const HINTS: DateOrderHints = { importedAtMs: NOW, yearFirst: "no", looksAmerican: false };
const dates = (...texts: string[]): DateFields[] =>
  texts.map((text) => {
    const [first, second, third] = text.split("/").map(Number);
    return { first: first!, second: second!, third: third! };
  });

describe("resolveYear", () => {
  it.each([
    [26, 2026],
    [9, 2009],
    [2026, 2026],
    [2569, 2026],
    [69, 2026],
    [2027, 2027],
    [1405, null],
    [1448, null],
  ])("%i is %s", (written, year) => {
    expect(resolveYear(written, NOW)).toBe(year);
  });
});

it("knows which days exist", () => {
  expect(toDate({ first: 29, second: 2, third: 24 }, "DMY", NOW)).toBe("2024-02-29");
  expect(toDate({ first: 29, second: 2, third: 26 }, "DMY", NOW)).toBeNull();
  expect(toDate({ first: 0, second: 2, third: 26 }, "DMY", NOW)).toBeNull();
});

describe("voteDateOrder", () => {
  it.each([
    ["a day over 12 in front", dates("3/4/26", "24/11/26"), "DMY"],
    ["a day over 12 in the middle", dates("3/4/26", "11/24/26"), "MDY"],
    ["a year in front", dates("2026/4/3"), "YMD"],
    ["a sequence that only runs forwards one way", dates("5/1/26", "6/1/26", "4/2/26"), "DMY"],
    ["the same day and month", dates("5/5/26", "5/5/26"), "DMY"],
  ])("%s decides", (_name, fields, order) => {
    expect(voteDateOrder(fields, HINTS)).toEqual({ order, question: null });
  });

  it("is not turned by a few quoted dates in another order", () => {
    const fields = dates("24/11/26", "24/11/26", "24/11/26", "25/11/26", "25/11/26", "11/24/26");
    expect(voteDateOrder(fields, HINTS).order).toBe("DMY");
  });

  it("asks when both readings fit, and assumes the day first", () => {
    expect(voteDateOrder(dates("3/4/26", "5/6/26"), HINTS)).toEqual({
      order: "DMY",
      question: {
        kind: "date-order",
        choices: [
          { order: "DMY", first: "2026-04-03", last: "2026-06-05" },
          { order: "MDY", first: "2026-03-04", last: "2026-05-06" },
        ],
      },
    });
  });

  it("assumes the month first where the clock is written in the American way", () => {
    expect(voteDateOrder(dates("3/4/26"), { ...HINTS, looksAmerican: true }).order).toBe("MDY");
  });

  it("assumes no date in the future", () => {
    expect(voteDateOrder(dates("1/12/26", "2/12/26"), HINTS).order).toBe("MDY");
  });

  it("takes the person's answer, but not against the file", () => {
    const answer = { ...HINTS, answer: "MDY" as const };
    expect(voteDateOrder(dates("3/4/26", "5/6/26"), answer)).toEqual({ order: "MDY", question: null });
    expect(voteDateOrder(dates("24/11/26"), answer)).toEqual({ order: "DMY", question: null });
  });

  it("reads Korean two-digit years first", () => {
    expect(voteDateOrder(dates("26/11/24"), { ...HINTS, yearFirst: "certain" }).order).toBe("YMD");
    expect(voteDateOrder(dates("26/11/24"), { ...HINTS, yearFirst: "possible" })).toMatchObject({
      order: "YMD",
      question: { kind: "date-order" },
    });
  });
});
