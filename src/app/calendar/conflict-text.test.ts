import { expect, test } from "vitest";
import type { Conflict } from "#calendar/conflicts";
import { conflictText, moreText, noConflictText } from "./conflict-text.ts";

const NOW = "2026-11-24T09:00:00Z";
const ZONE = "Europe/Berlin";
const WORK = { name: "Work", fileName: "work.ics", importedAt: "2026-11-20T09:00:00Z" };
const DENTIST: Conflict = {
  title: "Dentist",
  start: "2026-11-27T14:30",
  end: "2026-11-27T15:15",
  certainty: "busy",
  calendar: WORK,
};

test("an overlap names the event, its time, and the calendar with its age", () => {
  expect(conflictText(DENTIST, NOW, ZONE)).toBe(
    "Overlaps “Dentist”, Fri 27 Nov 2026, 14:30–15:15 (Work, imported 4 days ago)",
  );
  expect(conflictText({ ...DENTIST, title: "", certainty: "maybe", calendar: null }, NOW, ZONE)).toBe(
    "May overlap “Untitled”, Fri 27 Nov 2026, 14:30–15:15 (a draft of yours)",
  );
});

test("no overlap says where was looked, and nothing without a calendar", () => {
  expect(noConflictText([{ ...WORK, name: "" }], NOW, ZONE)).toBe(
    "No overlap found in work.ics (imported 4 days ago).",
  );
  expect(noConflictText([], NOW, ZONE)).toBe("");
  expect(moreText({ shown: [DENTIST], total: 4 })).toBe("and 3 more");
  expect(moreText({ shown: [DENTIST], total: 1 })).toBe("");
});
