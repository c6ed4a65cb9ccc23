/** Property tests of spec messages-calendar 4: what has to hold for every reference, zone and phrase. */

import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { formatSpan } from "./format-when.ts";
import { resolveDate } from "./resolve-date.ts";
import { DEFAULT_DAY_PARTS, type DateContext, type Resolution } from "./resolution.ts";

const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "America/Los_Angeles",
  "Asia/Kolkata",
  "Australia/Sydney",
  "Pacific/Auckland",
  "America/St_Johns",
  "Africa/Casablanca",
  "UTC",
];
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS = [
  "Jan",
  "Feb",
  "March",
  "April",
  "May",
  "June",
  "July",
  "Aug",
  "Sept",
  "Oct",
  "Nov",
  "December",
];

/** A phrase and the ISO weekday it names, if it names one. */
interface Phrase {
  readonly text: string;
  readonly weekday: number | null;
}

const two = (value: number): string => String(value).padStart(2, "0");

const weekday = fc.integer({ min: 1, max: 7 });
const clock = fc.oneof(
  fc
    .integer({ min: 1, max: 12 })
    .chain((hour) => fc.constantFrom(`at ${hour}`, `${hour}pm`, `${hour} am`, `${hour}ish`)),
  fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([hour, minute]) => {
    return `at ${two(hour)}:${two(minute)}`;
  }),
  fc.constantFrom(
    "at noon",
    "half past four",
    "in the evening",
    "from 11 to 1",
    "2-4pm",
    "for 45 minutes",
    "",
  ),
);
const day: fc.Arbitrary<Phrase> = fc.oneof(
  fc
    .tuple(weekday, fc.constantFrom("", "next ", "this ", "last ", "coming ", "on "))
    .map(([isoDay, modifier]) => ({
      text: `${modifier}${WEEKDAYS[isoDay - 1]}`,
      weekday: isoDay,
    })),
  fc.tuple(weekday, fc.constantFrom(" week", " next week")).map(([isoDay, tail]) => ({
    text: `${WEEKDAYS[isoDay - 1]}${tail}`,
    weekday: isoDay,
  })),
  fc.tuple(fc.integer({ min: 1, max: 31 }), fc.constantFrom(...MONTHS)).map(([number, month]) => ({
    text: `${number} ${month}`,
    weekday: null,
  })),
  fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom("days", "weeks", "months", "business days"))
    .map(([n, unit]) => ({
      text: `in ${n} ${unit}`,
      weekday: null,
    })),
  fc
    .constantFrom(
      "today",
      "tomorrow",
      "yesterday",
      "the 5th",
      "the 31st",
      "by Friday",
      "next week",
      "this weekend",
      "",
    )
    .map((text) => ({ text, weekday: null })),
);
const phrase: fc.Arbitrary<Phrase> = fc.oneof(
  fc.tuple(day, clock).map(([{ text, weekday }, time]) => ({ text: `${text} ${time}`.trim(), weekday })),
  fc.tuple(clock, day).map(([time, { text, weekday }]) => ({ text: `${time} ${text}`.trim(), weekday })),
  fc.tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom("minutes", "hours")).map(([n, unit]) => ({
    text: `in ${n} ${unit}`,
    weekday: null,
  })),
);
const reference = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) });

const contextAt = (refEpochMs: number, zone: string): DateContext => ({
  refEpochMs,
  zone,
  language: "en",
  dayParts: DEFAULT_DAY_PARTS,
});

const dateOf = (epochMs: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone).toPlainDate().toString();

/** The definite outcomes: a resolution itself, or the options of a question. */
const outcomes = (resolution: Resolution): readonly Resolution[] =>
  resolution.kind === "ask" ? resolution.options : [resolution];

// oxlint-disable-next-line typescript/consistent-return -- the switch is exhaustive
function isNotBefore(resolution: Resolution, context: DateContext): boolean {
  const minute = Math.floor(context.refEpochMs / 60_000) * 60_000;
  const today = dateOf(context.refEpochMs, context.zone);
  switch (resolution.kind) {
    case "date":
      return (resolution.end ?? resolution.start) >= today;
    case "date-window":
      return resolution.end >= today;
    case "time":
      return resolution.start.epochMs >= minute;
    case "window":
      return resolution.end.epochMs > minute;
    case "due":
      return typeof resolution.at === "string" ? resolution.at >= today : resolution.at.epochMs >= minute;
    case "recurrence":
    case "duration":
    case "relative":
    case "ask":
    case "none":
      return true;
  }
}

function startDate(resolution: Resolution): string | null {
  if (resolution.kind === "date") return resolution.start;
  return resolution.kind === "time" || resolution.kind === "window"
    ? resolution.start.local.slice(0, 10)
    : null;
}

const run = { numRuns: 10_000, seed: 20261124 };

test("a result is not before its reference unless it is flagged past", () => {
  fc.assert(
    fc.property(reference, fc.constantFrom(...ZONES), phrase, (ref, zone, { text }) => {
      const context = contextAt(ref, zone);
      const resolution = resolveDate(text, context);
      if (resolution.kind !== "ask" && !resolution.flags.includes("past"))
        expect(isNotBefore(resolution, context)).toBe(true);
    }),
    run,
  );
}, 60_000);

test("a result lies on the weekday that was named, a question has at most four answers and a trace", () => {
  fc.assert(
    fc.property(reference, fc.constantFrom(...ZONES), phrase, (ref, zone, { text, weekday }) => {
      const resolution = resolveDate(text, contextAt(ref, zone));
      expect(resolution.trace.length).toBeGreaterThan(text === "" ? -1 : 0);
      expect(outcomes(resolution).length).toBeLessThanOrEqual(4);
      for (const outcome of outcomes(resolution)) {
        const date = startDate(outcome);
        if (date !== null && weekday !== null) expect(Temporal.PlainDate.from(date).dayOfWeek).toBe(weekday);
      }
    }),
    run,
  );
}, 60_000);

test("a result does not depend on the seconds of its reference", () => {
  fc.assert(
    fc.property(reference, fc.constantFrom(...ZONES), phrase, (ref, zone, { text }) => {
      const minute = Math.floor(ref / 60_000) * 60_000;
      expect(resolveDate(text, contextAt(minute + 1_000, zone))).toEqual(
        resolveDate(text, contextAt(minute, zone)),
      );
    }),
    { ...run, numRuns: 3_000 },
  );
}, 60_000);

test("what is shown for a result is read as that result again", () => {
  fc.assert(
    fc.property(reference, fc.constantFrom(...ZONES), phrase, (ref, zone, { text }) => {
      const context = contextAt(ref, zone);
      const resolution = resolveDate(text, context);
      if (resolution.flags.includes("past")) return;
      if (resolution.kind === "date") {
        const again = resolveDate(
          formatSpan(resolution.start, resolution.end ?? resolution.start, "en"),
          context,
        );
        expect(again).toMatchObject({ kind: "date", start: resolution.start });
      }
      if (resolution.kind === "time") {
        const shown = formatSpan(resolution.start.local, resolution.end?.local ?? "", "en");
        const again = resolveDate(`${shown} ${zone}`, context);
        const isTwice = again.kind === "ask" && again.reason === "clock-overlap";
        const found = (isTwice ? again.options : [again]).flatMap((option) =>
          option.kind === "time" ? [option.start.epochMs] : [],
        );
        expect(found).toContain(resolution.start.epochMs);
      }
    }),
    { ...run, numRuns: 5_000 },
  );
}, 60_000);
