import { expect, test } from "vitest";
import type { EventDraft } from "#calendar/event-draft";
import { agenda } from "./agenda.ts";

const draft = (id: string, start: string, state: EventDraft["state"] = "proposed") =>
  ({ id, title: id, start, state }) as EventDraft;

test("open drafts stand apart from approved ones, each by day and time, undated first", () => {
  const { open, approved } = agenda([
    draft("late", "2026-11-25T18:00"),
    draft("done", "2026-11-24T10:00", "approved"),
    draft("trip", "2026-11-26"),
    draft("undated", ""),
    draft("early", "2026-11-25T09:00"),
  ]);
  expect(open.map((day) => [day.date, day.drafts.map(({ id }) => id)])).toEqual([
    [null, ["undated"]],
    ["2026-11-25", ["early", "late"]],
    ["2026-11-26", ["trip"]],
  ]);
  expect(approved).toEqual([{ date: "2026-11-24", drafts: [expect.objectContaining({ id: "done" })] }]);
});

test("nothing gives nothing", () => {
  expect(agenda([])).toEqual({ open: [], approved: [] });
});
