/** @file Every kind of file this app writes, read by two readers that are not ours, and 2,000 hostile drafts. */
import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { draftFromResolution } from "./draft.ts";
import type { EventDraft } from "./event-draft.ts";
import { DRAFT, OPTIONS } from "./fixtures/drafts.ts";
import { contextOf } from "./fixtures/expectation.ts";
import type { IcsOptions } from "./ics-entry.ts";
import { exportIcs } from "./ics-export.ts";
import { octetLength } from "./ics-text.ts";
import { occurrenceDays } from "./occurrences.ts";
import { resolveDate } from "./resolve-date.ts";

const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Sydney",
  "UTC",
  "Africa/Casablanca",
  "Asia/Jerusalem",
  "Europe/Dublin",
  "America/St_Johns",
];
const SERIES = [
  "every Monday at 9am",
  "weekdays at 8:30",
  "first Monday of every month at 10am",
  "every day until Dec 18",
  "every other Tuesday at 2pm",
  "every year on 5 May",
];
const context = contextOf("2026-11-24T10:15:00+01:00[Europe/Berlin]", "en");

/** Drafts of every kind, and the ways to write them. */
function everyFile(): readonly [name: string, drafts: readonly EventDraft[], options: IcsOptions][] {
  const series = SERIES.map((phrase): EventDraft => {
    const resolution = resolveDate(phrase, context);
    return draftFromResolution(resolution, {
      ...DRAFT,
      title: phrase,
      zone: "Europe/Berlin",
      language: "en",
      now: OPTIONS.now,
    });
  });
  const task: EventDraft = { ...DRAFT, kind: "task", end: "" };
  const undated: EventDraft = { ...task, start: "", reminderMinutes: null };
  const allDay: EventDraft = {
    ...DRAFT,
    allDay: true,
    start: "2026-12-24",
    end: "2026-12-26",
    reminderMinutes: -540,
  };
  return [
    ...ZONES.map((zone) => [zone, [{ ...DRAFT, zone }], OPTIONS] as const),
    ...series.map((draft) => [draft.title, [draft], OPTIONS] as const),
    ["a floating series", [series[0] as EventDraft], { ...OPTIONS, times: "floating" }] as const,
    ["UTC", [DRAFT], { ...OPTIONS, times: "utc" }] as const,
    ["all-day", [allDay], OPTIONS] as const,
    ["a to-do", [task], OPTIONS] as const,
    ["a to-do without a date", [undated], OPTIONS] as const,
    ["a task as an event", [task], { ...OPTIONS, tasksAs: "event" }] as const,
    ["a link", [{ ...DRAFT, url: "https://example.org/ü;,x" }], OPTIONS] as const,
    ["published", [DRAFT], { ...OPTIONS, organizer: "me@example.org" }] as const,
    ["withdrawn", [{ ...DRAFT, status: "cancelled" }], { ...OPTIONS, organizer: "me@example.org" }] as const,
    [
      "many",
      [DRAFT, ...series, task, allDay].map((draft, at) => ({ ...draft, uid: `uid-number-${at}` })),
      OPTIONS,
    ],
  ].map(([name, drafts, options]) => [name, drafts, options] as [string, EventDraft[], IcsOptions]);
}

test("phrases that repeat become drafts with a rule", () => {
  const rules = SERIES.map((phrase) => {
    const draft = draftFromResolution(resolveDate(phrase, context), {
      ...DRAFT,
      language: "en",
      now: OPTIONS.now,
    });
    return /RRULE:.*/.exec(exportIcs([draft], OPTIONS).text.split("BEGIN:VEVENT")[1] ?? "")?.[0];
  });
  expect(rules).toEqual([
    "RRULE:FREQ=WEEKLY;BYDAY=MO",
    "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "RRULE:FREQ=MONTHLY;BYDAY=1MO",
    "RRULE:FREQ=DAILY;UNTIL=20261218",
    "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    "RRULE:FREQ=YEARLY",
  ]);
}, 60_000);

test("ical.js reads every kind of file, and finds the same occurrences", () => {
  for (const [name, drafts, options] of everyFile()) {
    const { text } = exportIcs(drafts, options);
    const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
    const entries = calendar.getAllSubcomponents().filter((one) => one.name !== "vtimezone");
    expect(entries, name).toHaveLength(drafts.length);
    for (const [at, { repeat, start }] of drafts.entries()) {
      if (repeat === null) continue;
      const window = { from: start.slice(0, 10), to: "2031-12-31", limit: 4 };
      const days = occurrenceDays(repeat, start, window);
      const iterator = new ICAL.Event(entries[at]).iterator();
      expect(
        days.map(() => String(iterator.next()).slice(0, 10)),
        name,
      ).toEqual(days);
    }
  }
}, 60_000);

const python = spawnSync("python3", ["-c", "import icalendar"], { encoding: "utf8" });
if (python.status !== 0)
  console.log("Python's icalendar is not installed here: its reading of the files is skipped.");

test.skipIf(python.status !== 0)(
  "Python icalendar reads every kind of file without errors",
  () => {
    const script = `import sys,json,icalendar
for text in json.load(sys.stdin):
    c = icalendar.Calendar.from_ical(text)
    print([e for x in c.walk() for e in getattr(x, 'errors', [])], [str(e['SUMMARY']) for e in c.walk() if 'SUMMARY' in e])`;
    const files = everyFile();
    const texts = files.map(([, drafts, options]) => exportIcs(drafts, options).text);
    const result = spawnSync("python3", ["-c", script], { input: JSON.stringify(texts), encoding: "utf8" });
    expect(result.stderr).toBe("");
    const lines = result.stdout.trim().split("\n");
    expect(lines).toHaveLength(files.length);
    for (const [at, [name, drafts]] of files.entries()) {
      expect(lines[at], name).toMatch(/^\[\] /);
      expect(lines[at]?.match(/(?<=[[ ])['"]/g), name).toHaveLength(drafts.length);
    }
  },
  60_000,
);

const piece = fc.constantFrom(
  ...'\r\n|\n|\r|\u2028|\u2029|\u0085|\u0000|\u0007|\u202E|\u2066|\\|;|,|:|"|^| |\t|🙂|é|\uD800|\\n|\\N|%0D%0A|\r\n |\r\n\t'.split(
    "|",
  ),
  "ATTENDEE:mailto:evil@attacker.test",
  "END:VEVENT",
  "BEGIN:VALARM",
  "X-ALT-DESC:<img>",
  "https://ok.test/",
  "mailto:a@b.test",
  "=HYPERLINK",
);
const hostile = (maxLength: number) =>
  fc
    .array(fc.oneof(piece, fc.string({ unit: "grapheme", maxLength: 8 })), { maxLength: 12 })
    .map((parts) => parts.join("").slice(0, maxLength));
const hostileUrl = fc.oneof(
  hostile(200),
  hostile(200).map((text) => `https://ok.test/${text}`),
  hostile(60).map((text) => `mailto:${text}`),
);

test("2,000 hostile titles, places, notes, names and addresses add no line and no long one", () => {
  let addresses = 0;
  fc.assert(
    fc.property(
      hostile(118),
      hostile(250),
      hostile(800),
      hostile(60),
      hostileUrl,
      (title, location, notes, name, url) => {
        // A zone without changes: what is tested is the text.
        const draft = { ...DRAFT, zone: "Asia/Kolkata", title: `T${title}`, location, notes, people: [name] };
        const text = writtenWith(draft, url);
        const lines = text.split("\r\n");
        expect(lines.every((one) => octetLength(one) <= 75 && !/[\r\n]/.test(one))).toBe(true);
        const names = text
          .replaceAll("\r\n ", "")
          .split("\r\n")
          .map((one) => /^[A-Z-]*/.exec(one)?.[0]);
        expect(names).not.toContain("ATTENDEE");
        expect(names).not.toContain("X-ALT-DESC");
        expect(names.filter((one) => one === "SUMMARY")).toHaveLength(1);
        expect(names.filter((one) => one === "BEGIN")).toHaveLength(5);
        if (names.includes("URL")) addresses += 1;
      },
    ),
    { numRuns: 2_000, seed: 20261124 },
  );
  expect(addresses).toBeGreaterThan(200);
}, 120_000);

/** With the address where it may be written, else without: validation refuses those. */
function writtenWith(draft: EventDraft, url: string): string {
  try {
    return exportIcs([{ ...draft, url }], { ...OPTIONS, includeQuotes: true }).text;
  } catch (error) {
    expect(error).toMatchObject({ code: "draft-invalid", details: { field: "url" } });
    return exportIcs([draft], { ...OPTIONS, includeQuotes: true }).text;
  }
}
