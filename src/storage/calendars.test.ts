import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import type { ImportedCalendar } from "#calendar/imported-event";
import { deleteCalendar, listCalendars, saveCalendar } from "./calendars.ts";

const calendar = (id: string, importedAt: string): ImportedCalendar => ({
  id,
  importedAt,
  fileName: `${id}.ics`,
  name: "",
  events: [],
  issues: [],
});

test("calendars are kept, replaced by id, listed by age, and deleted", async () => {
  await saveCalendar(calendar("a", "2026-11-24T08:00:00Z"));
  await saveCalendar(calendar("b", "2026-11-24T09:00:00Z"));
  await saveCalendar({ ...calendar("a", "2026-11-24T10:00:00Z"), name: "Work" });
  expect((await listCalendars()).map(({ id, name }) => [id, name])).toEqual([
    ["a", "Work"],
    ["b", ""],
  ]);
  await deleteCalendar("a");
  expect((await listCalendars()).map(({ id }) => id)).toEqual(["b"]);
});
