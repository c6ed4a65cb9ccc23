import * as fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { firstOccurrence, occurrenceDays, startsOnOccurrence } from "./occurrences.ts";
import { everyOne, isWritable, parseRecurrence, type Recurrence, recurrenceValue } from "./recurrence.ts";
import { recurrenceText } from "./recurrence-text.ts";

const BERLIN = "Europe/Berlin";
const rule = (value: string, zone = BERLIN): Recurrence => {
  const read = parseRecurrence(value, zone);
  if (!read.ok) throw new Error(`${value}: ${read.error}`);
  return read.value;
};
const daysOf = (value: string, start: string, to = "2030-12-31", limit = 12): readonly string[] =>
  occurrenceDays(rule(value), start, { from: start.slice(0, 10), to, limit });

const some = <T>(item: fc.Arbitrary<T>) =>
  fc.uniqueArray(item, { maxLength: 3, selector: (one) => JSON.stringify(one) });

describe("parseRecurrence", () => {
  it.each([
    ["FREQ=WEEKLY;BYDAY=MO", { frequency: "WEEKLY", byDay: [{ weekday: 1, nth: null }] }],
    ["freq=monthly;byday=-1fr;", { frequency: "MONTHLY", byDay: [{ weekday: 5, nth: -1 }] }],
    ["FREQ=DAILY;UNTIL=20261218", { until: "2026-12-18" }],
    ["FREQ=DAILY;UNTIL=20261218T080000Z", { until: "2026-12-18T09:00" }],
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;WKST=SU", { byMonth: [2], byMonthDay: [29], weekStart: 7 }],
  ])("reads %s", (value, fields) => expect(rule(value)).toMatchObject(fields));
  it.each([
    ["FREQ=SECONDLY", "refused"],
    ["FREQ=HOURLY;INTERVAL=2", "refused"],
    ["FREQ=YEARLY;BYWEEKNO=20", "unsupported"],
    ["FREQ=DAILY;BYHOUR=9", "unsupported"],
    ["FREQ=DAILY;constructor=1", "unsupported"],
    ["FREQ=FORTNIGHTLY", "invalid"],
    ["FREQ=WEEKLY;INTERVAL=0", "invalid"],
    ["FREQ=WEEKLY;BYDAY=1MO", "invalid"],
    ["FREQ=WEEKLY;BYDAY=XX", "invalid"],
    ["FREQ=MONTHLY;BYMONTHDAY=32", "invalid"],
    ["FREQ=DAILY;UNTIL=20260230", "invalid"],
    ["FREQ=DAILY;COUNT=2;UNTIL=20261218", "invalid"],
    ["FREQ=DAILY;FREQ=WEEKLY", "invalid"],
    ["every Monday", "invalid"],
    [`FREQ=WEEKLY;BYDAY=${"MO,".repeat(500)}TU`, "invalid"],
  ])("refuses %s", (value, error) => expect(parseRecurrence(value, BERLIN)).toEqual({ ok: false, error }));
});

describe("recurrenceValue", () => {
  const timed = { allDay: false, start: "2026-11-30T09:00", zone: BERLIN };
  it.each(["FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=12"])(
    "writes %s as it was read",
    (value) => expect(recurrenceValue(rule(value), timed)).toBe(value),
  );
  it("writes the last day as the last start in UTC, or as a date", () => {
    const until = { ...everyOne("DAILY"), until: "2026-12-18" };
    expect(recurrenceValue(until, timed)).toBe("FREQ=DAILY;UNTIL=20261218T080000Z");
    expect(recurrenceValue(until, { ...timed, allDay: true, start: "2026-11-30" })).toBe(
      "FREQ=DAILY;UNTIL=20261218",
    );
  });
  it.each<[Partial<Recurrence>, boolean]>([
    [{}, true],
    [{ interval: 99, count: 730 }, true],
    [{ interval: 100 }, false],
    [{ interval: 1.5 }, false],
    [{ count: 731 }, false],
    [{ bySetPos: [-1] }, false],
    [{ until: "2026-02-30" }, false],
    [{ until: "2026-12-18", count: 3 }, false],
    [{ byDay: [{ weekday: 8, nth: null }] }, false],
    [{ frequency: "HOURLY" as "DAILY" }, false],
  ])("%j may be written: %s", (fields, expected) =>
    expect(isWritable({ ...everyOne("WEEKLY"), ...fields })).toBe(expected),
  );
});

describe("occurrenceDays", () => {
  it("skips days the calendar does not have", () => {
    expect(daysOf("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31", "2026-08-31")).toEqual([
      "2026-01-31",
      "2026-03-31",
      "2026-05-31",
      "2026-07-31",
      "2026-08-31",
    ]);
    expect(daysOf("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2024-02-29", "2033-01-01")).toEqual([
      "2024-02-29",
      "2028-02-29",
      "2032-02-29",
    ]);
    expect(daysOf("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-03-02")).toEqual(["2026-03-02"]);
  });
  it("counts from the start even when the window is later", () => {
    const window = { from: "2026-12-10", to: "2027-12-31", limit: 99 };
    expect(occurrenceDays(rule("FREQ=WEEKLY;COUNT=4"), "2026-11-24T10:00", window)).toEqual(["2026-12-15"]);
  });
  it("ends at the last start", () => {
    const until = "FREQ=DAILY;UNTIL=20261126T080000Z";
    expect(daysOf(until, "2026-11-24T09:00")).toEqual(["2026-11-24", "2026-11-25", "2026-11-26"]);
    expect(daysOf(until, "2026-11-24T09:01")).toEqual(["2026-11-24", "2026-11-25"]);
  });
  it("knows the last workday of a month", () => {
    expect(daysOf("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-10-30", "2027-02-28")).toEqual([
      "2026-10-30",
      "2026-11-30",
      "2026-12-31",
      "2027-01-29",
      "2027-02-26",
    ]);
  });
  it("is quick for a series that began long ago", () => {
    const window = { from: "2026-11-01", to: "2027-12-31", limit: 1000 };
    expect(occurrenceDays(rule("FREQ=DAILY"), "1970-01-01", window)).toHaveLength(426);
  });
  it("finds the first day a rule names", () => {
    expect(firstOccurrence(rule("FREQ=MONTHLY;BYDAY=1MO"), "2026-11-24")).toBe("2026-12-07");
    expect(firstOccurrence(rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "2026-11-24")).toBeNull();
    expect(startsOnOccurrence(rule("FREQ=WEEKLY;BYDAY=MO"), "2026-11-24T09:00")).toBe(false);
  });

  const weekday = fc.record({ weekday: fc.integer({ min: 1, max: 7 }), nth: fc.constant(null) });
  const nthDay = fc.record({
    weekday: fc.integer({ min: 1, max: 7 }),
    nth: fc.constantFrom(1, 2, 3, 4, -1, -2),
  });
  const rules = fc.oneof(
    fc.record({ frequency: fc.constant("DAILY" as const), interval: fc.integer({ min: 1, max: 9 }) }),
    fc.record({
      frequency: fc.constant("WEEKLY" as const),
      interval: fc.integer({ min: 1, max: 4 }),
      byDay: some(weekday),
    }),
    fc.record({
      frequency: fc.constant("MONTHLY" as const),
      interval: fc.integer({ min: 1, max: 4 }),
      byDay: some(nthDay),
    }),
    fc.record({
      frequency: fc.constant("MONTHLY" as const),
      byMonthDay: some(fc.constantFrom(1, 5, 15, 28, 31, -1, -3)),
    }),
    fc.record({ frequency: fc.constant("YEARLY" as const), interval: fc.integer({ min: 1, max: 3 }) }),
    fc.record({
      frequency: fc.constant("YEARLY" as const),
      byMonth: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 2 }),
      byDay: fc.uniqueArray(nthDay, { minLength: 1, maxLength: 1 }),
    }),
  );
  it("agrees with ical.js, which jumps from one to the next", () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 0, max: 900 }), (fields, offset) => {
        const wanted: Recurrence = { ...everyOne(fields.frequency), ...fields };
        const from = new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10);
        const start = firstOccurrence(wanted, from);
        fc.pre(start !== null);
        const series = { allDay: true, start, zone: BERLIN };
        const days = occurrenceDays(wanted, start, { from: start, to: "2040-01-01", limit: 8 });
        const iterator = ICAL.Recur.fromString(recurrenceValue(wanted, series)).iterator(
          ICAL.Time.fromDateString(start),
        );
        const expected = Array.from({ length: days.length }, () => String(iterator.next()).slice(0, 10));
        expect(days, recurrenceValue(wanted, series)).toEqual(expected);
      }),
      { numRuns: 400, seed: 20261124 },
    );
  });
});

it.each([
  ["FREQ=DAILY", "every day with no end"],
  ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20261218", "every 2 weeks on Mon and Wed until 18 Dec 2026"],
  ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every week on workdays with no end"],
  ["FREQ=MONTHLY;BYDAY=-1FR;COUNT=6", "every month on the last Fri 6 times"],
  ["FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day with no end"],
  ["FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=12", "every year on day 12 in May with no end"],
])("%s reads: %s", (value, text) => expect(recurrenceText(rule(value), "en")).toBe(text));
