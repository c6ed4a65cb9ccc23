import { expect, test } from "vitest";
import {
  joinMoment,
  lengthOf,
  parsePeople,
  reminderText,
  splitMoment,
  withAllDay,
  withLength,
  withStart,
} from "./draft-fields.ts";

test("a moment is split and joined again, whatever is missing", () => {
  for (const text of ["", "2026-11-25", "2026-11-25T16:00"])
    expect(joinMoment(splitMoment(text), false)).toBe(text);
  expect(splitMoment("2026-11-25T16:00")).toEqual({ date: "2026-11-25", time: "16:00" });
  expect(joinMoment({ date: "2026-11-25", time: "16:00" }, true)).toBe("2026-11-25");
});

test("switching to all day keeps the days, and the reminder becomes one of that kind", () => {
  const timed = { start: "2026-11-25T16:00", end: "2026-11-26T01:00", reminderMinutes: 30 };
  const day = withAllDay(timed, true);
  expect(day).toEqual({ allDay: true, start: "2026-11-25", end: "2026-11-26", reminderMinutes: -540 });
  expect(withAllDay(day, false).reminderMinutes).toBe(15);
  expect(withAllDay({ ...timed, reminderMinutes: null }, true).reminderMinutes).toBeNull();
});

test("a length sets the end, over midnight too, once the start is complete", () => {
  expect(withLength("2026-11-25T23:30", "", 45)).toBe("2026-11-26T00:15");
  expect(withLength("2026-11-25", "2026-11-25", 45)).toBe("2026-11-25");
  expect(lengthOf("2026-11-25T23:30", "2026-11-26T00:15")).toBe(45);
  expect(lengthOf("2026-11-25T23:30", "2026-11-25T22:00")).toBeNull();
  expect(lengthOf("2026-11-25", "2026-11-26")).toBeNull();
});

test("all-day reminders are clock times", () => {
  expect(reminderText(-540, true)).toBe("On the day at 09:00");
  expect(reminderText(360, true)).toBe("1 day before at 18:00");
  expect(reminderText(20, false)).toBe("20 minutes before");
});

test.each([
  // An hour stays an hour, over midnight and over the end of a month.
  ["2026-11-25T16:00", "2026-11-25T17:00", "2026-11-30T23:30", "2026-12-01T00:30"],
  // Three days stay three days.
  ["2026-11-25", "2026-11-27", "2026-12-30", "2027-01-01"],
  // An end that was wrong or missing is left to the person.
  ["2026-11-25T16:00", "2026-11-25T15:00", "2026-11-26T10:00", "2026-11-25T15:00"],
  ["2026-11-25T16:00", "2026-11-25", "2026-11-26", "2026-11-25"],
  // The first time of day gives an hour; a day without a time is one day.
  ["", "", "2026-11-26T10:00", "2026-11-26T11:00"],
  ["", "", "2026-11-26", "2026-11-26"],
  ["2026-11-26", "2026-11-26", "2026-11-26T10:00", "2026-11-26T11:00"],
])("start %s and end %s, moved to %s, end at %s", (start, end, next, expected) => {
  expect(withStart({ start, end }, next, 60)).toEqual({ start: next, end: expected });
});

test("names are split at commas and lines", () => {
  expect(parsePeople(" Mara, Ola\nJörg ,, ")).toEqual(["Mara", "Ola", "Jörg"]);
  expect(parsePeople("")).toEqual([]);
});
