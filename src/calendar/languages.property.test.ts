/** The property tests of spec messages-calendar 4 for the languages beside English. */

import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { TEMPLATES, type Templates } from "./fixtures/templates.ts";
import { formatSpan } from "./format-when.ts";
import { resolveDate } from "./resolve-date.ts";
import { DEFAULT_DAY_PARTS, type DateContext, type Language, type Resolution } from "./resolution.ts";

const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "America/Sao_Paulo",
  "Asia/Kolkata",
  "Asia/Bangkok",
  "Australia/Sydney",
  "UTC",
];
/** 14,000 triples in seven languages, beside the 10,000 in English. */
const RUN = { numRuns: 2_000, seed: 20261124 };

interface Phrase {
  readonly text: string;
  /** ISO weekday that the phrase names, or null. */
  readonly weekday: number | null;
}

const fill = (text: string, [n, d, m, h]: readonly number[]): string =>
  text
    .replace("{n}", String(n))
    .replace("{d}", String(d))
    .replace("{m}", String(m))
    .replace("{h}", String(h));

function phrasesOf({ weekdays, named, days, clocks, glue }: Templates): fc.Arbitrary<Phrase> {
  const numbers = fc.tuple(
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1, max: 31 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 23 }),
  );
  const day = fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 7 }), fc.constantFrom(...named)).map(([weekday, template]) => ({
      text: template.replace("{day}", weekdays[weekday - 1] ?? ""),
      weekday: weekday as number | null,
    })),
    fc.constantFrom(...days).map((text) => ({ text, weekday: null })),
  );
  return fc.tuple(day, fc.constantFrom(...clocks), numbers).map(([{ text, weekday }, clock, values]) => ({
    text: fill(`${text}${glue}${clock}`, values).trim(),
    weekday,
  }));
}

const reference = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) });
const contextAt = (language: Language, refEpochMs: number, zone: string): DateContext => ({
  refEpochMs,
  zone,
  language,
  dayParts: DEFAULT_DAY_PARTS,
});

const minuteOf = (epochMs: number): number => Math.floor(epochMs / 60_000) * 60_000;
const dateOf = (epochMs: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone).toPlainDate().toString();

/** Last day or instant of a result, to compare with the reference; null where there is none. */
function isBeforeReference(resolution: Resolution, { refEpochMs, zone }: DateContext): boolean {
  const today = dateOf(refEpochMs, zone);
  if (resolution.kind === "date") return (resolution.end ?? resolution.start) < today;
  if (resolution.kind === "date-window") return resolution.end < today;
  if (resolution.kind === "time") return resolution.start.epochMs < minuteOf(refEpochMs);
  if (resolution.kind === "window") return resolution.end.epochMs <= minuteOf(refEpochMs);
  if (resolution.kind !== "due") return false;
  return typeof resolution.at === "string"
    ? resolution.at < today
    : resolution.at.epochMs < minuteOf(refEpochMs);
}

function startDate(resolution: Resolution): string | null {
  if (resolution.kind === "date") return resolution.start;
  return resolution.kind === "time" || resolution.kind === "window"
    ? resolution.start.local.slice(0, 10)
    : null;
}

describe.each(Object.entries(TEMPLATES) as [Exclude<Language, "en">, Templates][])(
  "%s",
  (language, templates) => {
    const phrase = phrasesOf(templates);
    const zone = fc.constantFrom(...ZONES);

    test("a result is not before its reference, lies on its weekday, and does not depend on seconds", () => {
      fc.assert(
        fc.property(reference, zone, phrase, (ref, zoneName, { text, weekday }) => {
          const context = contextAt(language, minuteOf(ref), zoneName);
          const resolution = resolveDate(text, context);
          const outcomes = resolution.kind === "ask" ? resolution.options : [resolution];
          expect(outcomes.length).toBeLessThanOrEqual(4);
          expect(resolution.trace.length).toBeGreaterThan(text === "" ? -1 : 0);
          if (resolution.kind !== "ask" && !resolution.flags.includes("past"))
            expect(isBeforeReference(resolution, context)).toBe(false);
          for (const outcome of outcomes) {
            const date = startDate(outcome);
            if (date !== null && weekday !== null && resolution.kind !== "none")
              expect(Temporal.PlainDate.from(date).dayOfWeek).toBe(weekday);
          }
          const later = { ...context, refEpochMs: context.refEpochMs + 1_000 };
          expect(resolveDate(text, later)).toEqual(resolution);
        }),
        RUN,
      );
    }, 120_000);

    test("every phrase of the templates is read to its end", () => {
      fc.assert(
        fc.property(reference, phrase, (ref, { text }) => {
          const resolution = resolveDate(text, contextAt(language, ref, "Europe/Berlin"));
          if (resolution.kind === "ask") expect(resolution.reason).not.toBe("leftover");
          if (text !== "") expect(resolution.kind).not.toBe("none");
        }),
        RUN,
      );
    }, 60_000);

    test("what is shown for a result is read as that result again", () => {
      fc.assert(
        fc.property(reference, zone, phrase, (ref, zoneName, { text }) => {
          const context = contextAt(language, ref, zoneName);
          const resolution = resolveDate(text, context);
          if (resolution.flags.includes("past")) return;
          if (resolution.kind === "date") {
            const shown = formatSpan(resolution.start, resolution.end ?? resolution.start, language);
            expect([shown, resolveDate(shown, context)]).toMatchObject([
              shown,
              { kind: "date", start: resolution.start },
            ]);
          }
          if (resolution.kind === "time" && resolution.end === undefined) {
            const shown = formatSpan(resolution.start.local, "", language);
            const again = resolveDate(shown, context);
            const options = again.kind === "ask" ? again.options : [again];
            const found = options.flatMap((option) => (option.kind === "time" ? [option.start.epochMs] : []));
            expect([shown, found]).toEqual([shown, expect.arrayContaining([resolution.start.epochMs])]);
          }
        }),
        { ...RUN, numRuns: 1_000 },
      );
    }, 60_000);
  },
);
