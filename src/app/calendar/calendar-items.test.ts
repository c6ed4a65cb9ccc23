import { expect, test } from "vitest";
import { emptyDraft, type EventDraft } from "#calendar/event-draft";
import type { ImportedCalendar, ImportedEvent } from "#calendar/imported-event";
import { everyOne } from "#calendar/recurrence";
import { itemsByDay, startText, timeText } from "./calendar-items.ts";

const NOW = "2026-11-24T09:00:00Z";
const WINDOW = { from: "2026-11-23", to: "2026-11-29", zone: "Europe/Berlin" };
const draft = (change: Partial<EventDraft>): EventDraft => ({
  ...emptyDraft({ id: "d", uid: "u-12345678", zone: "Europe/Berlin", now: NOW }),
  title: "Draft",
  start: "2026-11-24T10:00",
  end: "2026-11-24T11:00",
  ...change,
});
const event = (change: Partial<ImportedEvent>): ImportedEvent => ({
  uid: "e",
  title: "Event",
  location: "",
  allDay: false,
  start: "2026-11-24T09:00",
  end: "2026-11-24T09:30",
  zone: "UTC",
  repeat: null,
  excluded: [],
  added: [],
  busy: "busy",
  ...change,
});
const calendar = (...events: ImportedEvent[]): ImportedCalendar => ({
  id: "c",
  name: "Work",
  fileName: "work.ics",
  importedAt: NOW,
  events,
  issues: [],
});
const shown = (drafts: EventDraft[], ...events: ImportedEvent[]) =>
  [...itemsByDay(drafts, [calendar(...events)], WINDOW)].map(
    ([day, items]) => `${day}: ${items.map((item) => `${item.title} ${timeText(item, day)}`).join(", ")}`,
  );

test("items stand on their days in the viewer's zone, all-day ones first", () => {
  expect(
    shown(
      [draft({})],
      event({}),
      event({ title: "Day", allDay: true, start: "2026-11-24", end: "2026-11-25", zone: null }),
    ),
  ).toEqual(["2026-11-24: Day all day, Draft 10:00–11:00, Event 10:00–10:30", "2026-11-25: Day all day"]);
});

test("where there is no room, only the start is shown, on its day", () => {
  const [item] = itemsByDay([draft({ end: "2026-11-25T11:00" })], [], WINDOW).get("2026-11-24") ?? [];
  expect([startText(item!, "2026-11-24"), startText(item!, "2026-11-25")]).toEqual(["10:00", ""]);
});

test("a series stands on each of its days, an item of several days on each", () => {
  expect(shown([draft({ repeat: { ...everyOne("DAILY"), count: 2 } })])).toEqual([
    "2026-11-24: Draft 10:00–11:00",
    "2026-11-25: Draft 10:00–11:00",
  ]);
  expect(shown([draft({ end: "2026-11-26T00:00" })])).toEqual([
    "2026-11-24: Draft from 10:00",
    "2026-11-25: Draft all day",
  ]);
});

test("what has no date, was cancelled or is elsewhere is not there", () => {
  expect(
    shown([
      draft({ start: "", end: "" }),
      draft({ status: "cancelled" }),
      draft({ start: "2026-12-24T10:00", end: "2026-12-24T11:00" }),
    ]),
  ).toEqual([]);
  expect(shown([draft({ kind: "task", start: "2026-11-27", end: "", allDay: true })])).toEqual([
    "2026-11-27: Draft all day",
  ]);
});
