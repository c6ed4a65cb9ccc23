import { expect, test } from "vitest";
import { addMonths, dayOfKey, monthWeeks, rangeText, shownDays, stepDay, weekDays } from "./view-days.ts";

test("a month is whole weeks, from Monday or from Sunday", () => {
  expect(monthWeeks("2026-11-15", 1).map((week) => `${week[0]} ${week[6]}`)).toEqual([
    "2026-10-26 2026-11-01",
    "2026-11-02 2026-11-08",
    "2026-11-09 2026-11-15",
    "2026-11-16 2026-11-22",
    "2026-11-23 2026-11-29",
    "2026-11-30 2026-12-06",
  ]);
  expect(monthWeeks("2026-11-15", 7)[0]?.[0]).toBe("2026-11-01");
  expect(monthWeeks("2027-02-10", 1)).toHaveLength(4);
  expect(weekDays("2026-11-29", 1)[0]).toBe("2026-11-23");
});

test("months are short", () => {
  expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
  expect(addMonths("2026-01-31", -2)).toBe("2025-11-30");
});

test.each([
  ["ArrowLeft", "2026-11-23"],
  ["ArrowDown", "2026-12-01"],
  ["Home", "2026-11-23"],
  ["End", "2026-11-29"],
  ["PageUp", "2026-10-24"],
  ["PageDown", "2026-12-24"],
  ["x", null],
])("%s goes to %s", (key, day) => expect(dayOfKey(key, "2026-11-24", 1)).toBe(day));

test("the range is named and stepped through", () => {
  expect(rangeText("week", "2026-11-24", 1)).toBe("23 – 29 November 2026");
  expect(rangeText("week", "2026-12-01", 1)).toBe("30 November 2026 – 6 December 2026");
  expect(rangeText("month", "2026-11-24", 1)).toBe("November 2026");
  expect(stepDay("week", "2026-11-24", -1)).toBe("2026-11-17");
  expect(stepDay("month", "2026-01-31", 1)).toBe("2026-02-28");
  expect(shownDays("month", "2026-11-24", 1)).toEqual({ from: "2026-10-26", to: "2026-12-06" });
});
