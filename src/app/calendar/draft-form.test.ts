import { expect, test } from "vitest";
import { emptyDraft, type EventDraft } from "#calendar/event-draft";
import { draftErrors, fullWhenText, localText, whenText } from "./draft-form.ts";

const NOW = "2026-11-24T09:00:00Z";
const DRAFT: EventDraft = {
  ...emptyDraft({ id: "d", uid: "7f1d2c64-9a1e-4f6b-9f0b-3d2a5f0c8e11", zone: "Europe/Berlin", now: NOW }),
  title: "Dinner",
  start: "2026-11-27T16:00",
  end: "2026-11-27T16:30",
};

test("a complete draft has no errors and is shown in full", () => {
  expect(draftErrors(DRAFT)).toEqual({});
  expect(fullWhenText(DRAFT, NOW)).toBe("Fri 27 Nov 2026, 16:00–16:30 Europe/Berlin (in 3 days)");
});

test("every missing field has its own sentence", () => {
  expect(draftErrors({ ...DRAFT, title: " ", start: "", end: "" })).toEqual({
    title: "Give the event a title.",
    start: "Choose the date and time.",
    end: "Choose when it ends.",
  });
  expect(draftErrors({ ...DRAFT, end: "2026-11-27T15:00" })).toEqual({
    end: "The end has to be after the start.",
  });
  expect(draftErrors({ ...DRAFT, zone: "Mars/Base" })).toHaveProperty("zone");
});

test.each([
  ["", "", "No date yet"],
  // A time without a day and a day without a time come from half-filled fields.
  ["T16:00", "", "The start is not complete"],
  ["2026-11-27", "2026-11-27", "The start is not complete"],
  ["2026-11-27T16:00", "2026-11-27", "Fri 27 Nov 2026, 16:00 Europe/Berlin"],
])("start %j and end %j read %j", (start, end, text) => {
  expect(whenText({ ...DRAFT, start, end })).toBe(text);
});

test("a half-filled or unknown time is not counted from today", () => {
  expect(fullWhenText({ ...DRAFT, start: "T16:00" }, NOW)).toBe("The start is not complete");
  expect(fullWhenText({ ...DRAFT, zone: "Mars/Base" }, NOW)).toBe("Fri 27 Nov 2026, 16:00–16:30 Mars/Base");
});

test("a draft of another zone is also told in the person's own", () => {
  const there = { ...DRAFT, zone: "America/New_York" };
  expect(localText(there, "Europe/Berlin")).toBe("Fri 27 Nov 2026, 22:00–22:30 in Europe/Berlin");
  expect(localText({ ...there, end: "" }, "Asia/Tokyo")).toBe("Sat 28 Nov 2026, 06:00 in Asia/Tokyo");
  expect(localText(DRAFT, "Europe/Berlin")).toBe("");
  expect(localText(DRAFT, "Europe/Paris")).toBe("");
  expect(localText({ ...there, start: "" }, "Europe/Berlin")).toBe("");
  expect(localText({ ...there, zone: "Mars/Base" }, "Europe/Berlin")).toBe("");
});
