import { expect, test } from "vitest";
import type { ImportedCalendar, ParsedCalendar } from "#calendar/imported-event";
import { AppError } from "#shared/errors";
import { Calendars, type CalendarsParts } from "./calendars-controller.ts";

const PARSED: ParsedCalendar = { name: "Work", events: [], issues: [] };
const SOURCE = { file: new Blob(["x"]), fileName: "work.ics" };

function setting(overrides: Partial<CalendarsParts> = {}) {
  const stored = new Map<string, ImportedCalendar>();
  const zones: string[] = [];
  let ids = 0;
  const calendars = new Calendars({
    list: async () => [...stored.values()],
    save: async (calendar) => void stored.set(calendar.id, calendar),
    remove: async (id) => void stored.delete(id),
    read: async (_file, zone) => {
      zones.push(zone);
      return PARSED;
    },
    now: () => `2026-11-2${(ids += 1)}T09:00:00Z`,
    newId: () => `c${ids}`,
    zone: () => "Europe/Berlin",
    ...overrides,
  });
  return { calendars, stored, zones, intake: () => calendars.store.getState().intake };
}

test("a file is previewed, stored at the click, and undone", async () => {
  const { calendars, stored, intake } = setting();
  await calendars.load();
  await calendars.read(SOURCE);
  expect(intake()).toMatchObject({ phase: "preview", zone: "Europe/Berlin", replaces: null });
  expect(stored.size).toBe(0);
  const done = await calendars.commit();
  expect(intake()).toEqual({ phase: "idle" });
  expect([...stored.values()]).toMatchObject([{ name: "Work", fileName: "work.ics" }]);
  await done?.undo();
  expect(stored.size).toBe(0);
});

test("the same calendar again replaces the earlier import, and undo brings that back", async () => {
  const { calendars, stored } = setting();
  await calendars.load();
  await calendars.read(SOURCE);
  const first = await calendars.commit();
  await calendars.read({ ...SOURCE, fileName: "work (1).ics" });
  const second = await calendars.commit();
  expect([...stored.values()]).toEqual([second?.calendar]);
  expect(second?.calendar.id).toBe(first?.calendar.id);
  await second?.undo();
  expect([...stored.values()]).toEqual([first?.calendar]);
});

test("another calendar of the same name is kept beside it, under a name of its own", async () => {
  const { calendars, stored } = setting();
  await calendars.load();
  for (const keepBoth of [false, true, true]) {
    await calendars.read(SOURCE);
    await calendars.commit(keepBoth);
  }
  expect([...stored.values()].map(({ name }) => name)).toEqual(["Work", "Work (2)", "Work (3)"]);
  await calendars.read(SOURCE);
  const third = await calendars.commit(true);
  await third?.undo();
  expect(stored.size).toBe(3);
});

test("another zone reads the file again", async () => {
  const { calendars, zones, intake } = setting();
  await calendars.read(SOURCE);
  await calendars.rereadIn("Asia/Tokyo");
  expect(zones).toEqual(["Europe/Berlin", "Asia/Tokyo"]);
  expect(intake()).toMatchObject({ phase: "preview", zone: "Asia/Tokyo" });
});

test("a file that cannot be read says so; a discarded read says nothing", async () => {
  const error = new AppError("calendar-unreadable", "no", { reason: "no-calendar" });
  const { calendars, intake } = setting({ read: () => Promise.reject(error) });
  await calendars.read(SOURCE);
  expect(intake()).toMatchObject({ phase: "failed", fileName: "work.ics", error: { code: error.code } });
  const reading = calendars.read(SOURCE);
  calendars.discard();
  await reading;
  expect(intake()).toEqual({ phase: "idle" });
});

test("a failed write keeps the preview", async () => {
  const error = new AppError("storage-full", "full");
  const { calendars, intake } = setting({ save: () => Promise.reject(error) });
  await calendars.read(SOURCE);
  await expect(calendars.commit()).rejects.toBe(error);
  expect(intake().phase).toBe("preview");
});

test("a removed calendar comes back", async () => {
  const { calendars, stored } = setting();
  await calendars.read(SOURCE);
  const done = await calendars.commit();
  const restore = await calendars.remove(done!.calendar);
  expect(stored.size).toBe(0);
  await restore();
  expect([...stored.values()]).toEqual([done?.calendar]);
});
