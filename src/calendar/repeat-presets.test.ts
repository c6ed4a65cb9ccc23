import { expect, test } from "vitest";
import { emptyDraft } from "./event-draft.ts";
import { startsOnOccurrence } from "./occurrences.ts";
import { isWritable } from "./recurrence.ts";
import { movedRepeat, presetOf, repeatPresets } from "./repeat-presets.ts";

const DRAFT = emptyDraft({ id: "d", uid: "u", zone: "Europe/Berlin", now: "2026-11-24T09:00:00Z" });

test("every preset starts on its own first day and may be written", () => {
  for (const start of ["2026-11-30T09:00", "2026-11-29", "2028-02-29T10:00"])
    for (const { rule, label } of repeatPresets(start)) {
      expect(startsOnOccurrence(rule, start), label).toBe(true);
      expect(isWritable(rule), label).toBe(true);
    }
  expect(repeatPresets("2026-11-30T09:00").map(({ label }) => label)).toEqual([
    "Every day",
    "Every week on workdays",
    "Every week on Mon",
    "Every 2 weeks on Mon",
    "Every month on day 30",
    "Every month on the fifth Mon",
    "Every month on the last Mon",
    "Every year",
  ]);
  expect(repeatPresets("")).toEqual([]);
  expect(repeatPresets("T09:00")).toEqual([]);
});

test("a rule follows its start, and keeps its end", () => {
  const start = "2026-11-30T09:00";
  const weekly = repeatPresets(start).find(({ id }) => id === "weekly")!.rule;
  const draft = { ...DRAFT, start, repeat: { ...weekly, until: "2027-01-31" } };
  expect(movedRepeat(draft, "2026-12-01T09:00")).toMatchObject({
    byDay: [{ weekday: 2, nth: null }],
    until: "2027-01-31",
  });
  const own = { ...weekly, byDay: [...weekly.byDay, { weekday: 3, nth: null }] };
  expect(presetOf(own, start)).toBeNull();
  expect(movedRepeat({ ...draft, repeat: own }, "2026-12-01T09:00")).toEqual(own);
  expect(movedRepeat({ ...draft, repeat: null }, "2026-12-01T09:00")).toBeNull();
});
