import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conflictsOf } from "./conflicts.ts";
import { DRAFT, OPTIONS } from "./fixtures/drafts.ts";
import { exportIcs } from "./ics-export.ts";
import type { ImportedCalendar, ImportedEvent, ParsedCalendar } from "./imported-event.ts";
import { instancesOf } from "./instances.ts";
import { readCalendar } from "./read-calendar.ts";
import { everyOne } from "./recurrence.ts";
import { zoneOfWindowsName, zonesInUse } from "./windows-zones.ts";
import { isTimeZone } from "./lexer.ts";

const BERLIN = "Europe/Berlin";

function read(text: string, zone = BERLIN): ParsedCalendar {
  const result = readCalendar(text, zone);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}
const calendarOf = (body: string, head = ""): string =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${head}${body}END:VCALENDAR\r\n`;
const eventOf = (lines: string): string =>
  `BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Dentist\r\n${lines.trim().replaceAll(/\s*\n\s*/g, "\r\n")}\r\nEND:VEVENT\r\n`;
const only = (lines: string, head = ""): ImportedEvent | undefined =>
  read(calendarOf(eventOf(lines), head)).events[0];
const issuesOf = (text: string): readonly string[] =>
  read(text).issues.map(({ code, count }) => `${code} ${count}`);

const starts = (text: string, zone = BERLIN): readonly string[] =>
  read(text)
    .events.flatMap((event) => instancesOf(event, { from: "2026-10-19", to: "2026-11-16", zone }))
    .map(({ start }) => start)
    .sort();
/** Starts in UTC or Berlin's wall time, as the file has them, with their lengths in minutes. */
const lengths = (text: string): readonly string[] =>
  read(text)
    .events.flatMap((event) =>
      instancesOf(event, { from: "2026-10-19", to: "2026-11-16", zone: event.zone ?? BERLIN }),
    )
    .map(({ start, startMs, endMs }) => `${start} ${(endMs - startMs) / 60_000}`)
    .sort();
const imported = (lines: string): ImportedCalendar => ({
  ...read(calendarOf(eventOf(lines))),
  id: "c",
  fileName: "work.ics",
  importedAt: "2026-11-20T09:00:00Z",
});

const found = (lines: string, change: Partial<typeof DRAFT> = {}, viewer = BERLIN): readonly string[] =>
  conflictsOf({ ...DRAFT, ...change }, [imported(lines)], [], viewer).shown.map(
    ({ title, start, end, certainty }) => `${title} ${start} ${end} ${certainty}`,
  );

describe("when an event is", () => {
  it.each<[string, string, Partial<ImportedEvent>]>([
    [
      "a zone",
      "DTSTART;TZID=Europe/Berlin:20261127T150000\nDTEND;TZID=Europe/Berlin:20261127T154500",
      { start: "2026-11-27T15:00", end: "2026-11-27T15:45", zone: BERLIN, allDay: false },
    ],
    ["a quoted zone", 'DTSTART;TZID="Europe/Berlin":20261127T150000', { zone: BERLIN }],
    [
      "a vendor's prefix",
      "DTSTART;TZID=/mozilla.org/20050126_1/America/Argentina/Buenos_Aires:20261127T150000",
      { zone: "America/Argentina/Buenos_Aires" },
    ],
    ["a leading slash", "DTSTART;TZID=/Europe/Berlin:20261127T150000", { zone: BERLIN }],
    ["a Windows zone", "DTSTART;TZID=W. Europe Standard Time:20261127T150000", { zone: BERLIN }],
    ["a fixed offset", "DTSTART;TZID=GMT+0200:20261127T150000", { zone: "Etc/GMT-2" }],
    [
      "UTC",
      "DTSTART:20261127T140000Z\nDTEND:20261127T144500Z",
      { start: "2026-11-27T14:00", zone: "UTC", end: "2026-11-27T14:45" },
    ],
    [
      "a floating time",
      "DTSTART:20261127T150000",
      { start: "2026-11-27T15:00", zone: null, end: "2026-11-27T15:00" },
    ],
    [
      "all day",
      "DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227",
      { allDay: true, start: "2026-12-24", end: "2026-12-26" },
    ],
    [
      "a date without VALUE=DATE",
      "DTSTART:20261224",
      { allDay: true, start: "2026-12-24", end: "2026-12-24" },
    ],
    [
      "an end on the same date",
      "DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261224",
      { end: "2026-12-24" },
    ],
    ["a duration", "DTSTART:20261127T230000Z\nDURATION:PT1H30M", { end: "2026-11-28T00:30" }],
    ["a duration in days", "DTSTART;VALUE=DATE:20261224\nDURATION:P3D", { end: "2026-12-26" }],
    [
      "a duration of a day with 25 hours",
      "DTSTART;TZID=Europe/Berlin:20261024T120000\nDURATION:P1D",
      { end: "2026-10-25T12:00" },
    ],
    [
      "a duration in hours over the same night",
      "DTSTART;TZID=Europe/Berlin:20261024T120000\nDURATION:PT24H",
      { end: "2026-10-25T11:00" },
    ],
    [
      "an end in another zone",
      "DTSTART;TZID=Europe/Berlin:20261127T150000\nDTEND;TZID=America/New_York:20261127T100000",
      { end: "2026-11-27T16:00" },
    ],
    [
      "an end before the start",
      "DTSTART:20261127T150000Z\nDTEND:20261127T140000Z",
      { end: "2026-11-27T15:00" },
    ],
    ["dashes and colons", "DTSTART:2026-11-27T15:00:00Z", { start: "2026-11-27T15:00" }],
  ])("%s", (_name, lines, expected) => expect(only(lines)).toMatchObject(expected));

  it("takes floating times in the calendar's own zone where it names one", () => {
    expect(only("DTSTART:20261127T150000", "X-WR-TIMEZONE:Asia/Tokyo\r\n")?.zone).toBe("Asia/Tokyo");
  });
  it("tells a zone it does not know from the file's own description, else names it", () => {
    const zone = `BEGIN:VTIMEZONE\r\nTZID:Custom\r\nBEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n`;
    const body = eventOf("DTSTART;TZID=Custom:20260701T150000");
    const [event] = read(calendarOf(zone + body)).events;
    const [instance] = instancesOf(event as ImportedEvent, {
      from: "2026-07-01",
      to: "2026-07-01",
      zone: "UTC",
    });
    expect(instance?.start).toBe("2026-07-01T19:00");
    const unknown = read(calendarOf(body));
    expect(unknown.events[0]?.zone).toBe(BERLIN);
    expect(unknown.issues).toEqual([{ code: "unknown-zone", count: 1, line: null, detail: "Custom" }]);
  });
});

const observance = (name: string, from: string, to: string, month: number): string =>
  `BEGIN:${name}\r\nDTSTART:16010101T235959\r\nTZOFFSETFROM:${from}\r\nTZOFFSETTO:${to}\r\nRRULE:FREQ=YEARLY;BYMONTH=${month};BYDAY=2SA\r\nEND:${name}\r\n`;

it("knows a clock that has been given up since", () => {
  const zone = `BEGIN:VTIMEZONE\r\nTZID:(UTC-03:00) Brasília\r\n${observance("STANDARD", "-0200", "-0300", 2)}${observance("DAYLIGHT", "-0300", "-0200", 10)}END:VTIMEZONE\r\n`;
  const text = calendarOf(zone + eventOf('DTSTART;TZID="(UTC-03:00) Brasília":20170511T133000'));
  expect(read(text)).toMatchObject({ issues: [], events: [{ zone: "America/Sao_Paulo" }] });
});

describe("files as they are", () => {
  it("reads any line ends, a BOM, lower case, folded lines and unescaped commas", () => {
    const text = calendarOf(
      eventOf("DTSTART:20261127T150000Z\nLOCATION:Room 5, 2nd floor\\, left\\; ring\\nDESCRIPTION:x"),
    ).replace("Dentist", "Den\r\n tist, Süd");
    for (const variant of [
      text,
      text.replaceAll("\r\n", "\n"),
      text.replaceAll("\r\n", "\r"),
      `\uFEFF${text}`,
    ]) {
      expect(read(variant).events[0]).toMatchObject({
        title: "Dentist, Süd",
        location: "Room 5, 2nd floor, left; ring DESCRIPTION:x",
      });
    }
    expect(read(text.replaceAll(/^[A-Z-]+/gm, (name) => name.toLowerCase())).events).toHaveLength(1);
  });
  it("leaves out bad lines and bad dates, and says how many", () => {
    const text = calendarOf(
      `this is no line\r\n${eventOf("DTSTART:20260230T150000Z")}${eventOf("DTSTART:20261127T150000Z\nEXDATE:20261301")}${eventOf("LOCATION:x")}`,
    );
    expect(read(text).events).toHaveLength(1);
    expect(issuesOf(text)).toEqual(["bad-line 1", "bad-date 2", "no-start 1"]);
  });
  it("reads several calendars, one that is not closed, and none", () => {
    const one = calendarOf(eventOf("DTSTART:20261127T150000Z"));
    expect(read(one + one.replace("UID:a", "UID:b")).events).toHaveLength(2);
    expect(read(one.replace("END:VEVENT\r\nEND:VCALENDAR\r\n", "")).events).toHaveLength(1);
    expect(read(one.replace("END:VCALENDAR\r\n", "") + one).events).toHaveLength(2);
    expect(
      read(eventOf("DTSTART:20261127T150000Z") + eventOf("DTSTART:20261128T150000Z\nUID:b")).events,
    ).toHaveLength(2);
    for (const text of ["", "hello", "BEGIN:THING\r\nEND:THING"])
      expect(readCalendar(text, BERLIN)).toEqual({ ok: false, error: "no-calendar" });
  });
  it("keeps the latest version of an event, and events that only share a UID", () => {
    const first = eventOf("DTSTART:20261127T150000Z\nSEQUENCE:1");
    const update = eventOf("DTSTART:20261128T150000Z\nSEQUENCE:2");
    expect(read(calendarOf(update + first)).events.map(({ start }) => start)).toEqual(["2026-11-28T15:00"]);
    expect(issuesOf(calendarOf(first + first))).toEqual(["duplicate 1"]);
    const shared = first + eventOf("DTSTART:20261129T150000Z\nSEQUENCE:1");
    expect(read(calendarOf(shared)).events).toHaveLength(2);
  });
  it("leaves out what was cancelled and counts tasks", () => {
    const text = calendarOf(
      `${eventOf("DTSTART:20261127T150000Z\nSTATUS:CANCELLED")}BEGIN:VTODO\r\nUID:t\r\nEND:VTODO\r\n`,
      "X-WR-CALNAME:Work\\, mine\r\n",
    );
    expect(read(text)).toMatchObject({ name: "Work, mine", events: [] });
    expect(issuesOf(text)).toEqual(["task 1", "cancelled 1"]);
  });
  it.each([
    ["TRANSP:TRANSPARENT", "free"],
    ["STATUS:TENTATIVE", "maybe"],
    ["X-MICROSOFT-CDO-BUSYSTATUS:FREE", "free"],
    ["ATTENDEE;PARTSTAT=DECLINED:mailto:me@x.test", "free"],
    ["ATTENDEE;PARTSTAT=DECLINED:mailto:you@x.test", "busy"],
    ["CLASS:PRIVATE", "busy"],
  ])("%s is %s", (lines, busy) => {
    expect(only(`DTSTART:20261127T150000Z\n${lines}`, "X-WR-CALNAME:me@x.test\r\n")?.busy).toBe(busy);
  });
  it.each([
    ["the one address in all meetings", ["me", "ann"], ["ben", "me"], ["me", "cy"], "free"],
    ["nobody, when two are in all", ["me", "ann"], ["ann", "me", "ben"], ["me", "ann", "cy"], "busy"],
    ["nobody, when none is in all", ["me", "ann"], ["ben", "cy"], ["me", "cy"], "busy"],
  ])("takes %s as the owner whose answer counts", (_name, first, second, third, busy) => {
    const meetings = [first, second, third].map((names, at) => {
      const people = names.map((name) => `ATTENDEE;PARTSTAT=DECLINED:mailto:${name}@x.test`).join("\n");
      return eventOf(`DTSTART:2026112${at}T150000Z\n${people}`).replace("UID:a", `UID:${at}`);
    });
    expect(read(calendarOf(meetings.join(""))).events.map((event) => event.busy)).toEqual([busy, busy, busy]);
  });
  it("ignores alarms, attachments and unknown components", () => {
    const text = calendarOf(
      eventOf(
        'DTSTART:20261127T150000Z\nATTACH:https://evil.test/x\nBEGIN:VALARM\nACTION:AUDIO\nDTSTART:20200101T000000Z\nSUMMARY:Alarm\nEND:VALARM\nX-THING;A="b:c":d',
      ),
    );
    expect(read(text).events).toEqual([
      expect.objectContaining({ title: "Dentist", start: "2026-11-27T15:00" }),
    ]);
    expect(JSON.stringify(read(text))).not.toContain("evil");
  });
  it("reads free and busy times", () => {
    const text = calendarOf(
      "BEGIN:VFREEBUSY\r\nFREEBUSY;FBTYPE=BUSY:20261127T140000Z/PT1H,20261128T140000Z/20261128T150000Z\r\nFREEBUSY;FBTYPE=FREE:20261129T140000Z/PT1H\r\nFREEBUSY;FBTYPE=BUSY-TENTATIVE:20261130T140000Z/PT1H\r\nEND:VFREEBUSY\r\n",
    );
    expect(read(text).events.map(({ start, end, busy }) => [start, end, busy])).toEqual([
      ["2026-11-27T14:00", "2026-11-27T15:00", "busy"],
      ["2026-11-28T14:00", "2026-11-28T15:00", "busy"],
      ["2026-11-30T14:00", "2026-11-30T15:00", "maybe"],
    ]);
  });
  it("survives any text and stays quick with hostile megabytes", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            "BEGIN:VEVENT",
            "END:VEVENT",
            "BEGIN:VCALENDAR",
            "END:VCALENDAR",
            "DTSTART:20261127",
            "RRULE:FREQ=DAILY",
            "RRULE:FREQ=SECONDLY",
            "UID:a",
            " folded",
            "RECURRENCE-ID:20261128",
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20261128T100000",
            "RDATE;VALUE=PERIOD:20261128T100000/PT1H,x/y",
            "junk",
            "DTSTART;TZID=X:20261127T100000",
            "EXDATE:x,y",
            "DURATION:-P1D",
          ),
          { maxLength: 40 },
        ),
        (lines) => {
          const result = readCalendar(`BEGIN:VCALENDAR\nVERSION:2.0\n${lines.join("\n")}`, BERLIN);
          expect(result.ok).toBe(true);
          if (result.ok)
            for (const event of result.value.events)
              expect(
                instancesOf(event, { from: "2026-11-01", to: "2026-12-31", zone: BERLIN }).length,
              ).toBeLessThan(100);
        },
      ),
      { numRuns: 300, seed: 20261124 },
    );
    const hostile = [
      "BEGIN:".repeat(300_000),
      `X${";A=b".repeat(300_000)}`,
      ` ${"x".repeat(2_000_000)}`,
      " \n".repeat(500_000),
      `SUMMARY:${"\\".repeat(1_000_000)}`,
    ];
    for (const text of hostile)
      expect(readCalendar(`BEGIN:VCALENDAR\nVERSION:2.0\n${text}`, BERLIN).ok).toBe(true);
  });
  it("reads what this app writes", () => {
    const draft = { ...DRAFT, repeat: { ...everyOne("WEEKLY"), until: "2026-12-18" } };
    expect(read(exportIcs([draft], OPTIONS).text)).toMatchObject({
      events: [
        {
          title: DRAFT.title,
          start: DRAFT.start,
          end: DRAFT.end,
          zone: DRAFT.zone,
          busy: "maybe",
          repeat: { frequency: "WEEKLY", until: "2026-12-18T15:00" },
        },
      ],
      issues: [],
    });
  });
});

it("what nobody sees in a file is in no title, no place and no name", () => {
  const unseen = "\u202e\u{e0041}\u{e0042}\u200b\u2063\u0000\ufff9\u2066";
  const { name, events } = read(
    calendarOf(
      eventOf(`DTSTART:20261127T150000Z\nLOCATION:C${unseen}D`).replace("Dentist", `A${unseen}B`),
      `X-WR-CALNAME:E${unseen}F\r\n`,
    ),
  );
  expect([name, events[0]?.title, events[0]?.location]).toEqual(["EF", "AB", "CD"]);
});

// Each day of sixty years is one of 366 of its year: asked for again and again this takes minutes.
it("series that are made to take time are read as fast as others", () => {
  const rule = "RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366,-366;COUNT=999";
  const body = Array.from({ length: 20 }, (_, index) =>
    eventOf(`DTSTART:197001${String(index + 1).padStart(2, "0")}T000000Z\n${rule}`).replace(
      "UID:a",
      `UID:${index}`,
    ),
  ).join("");
  const { events } = read(calendarOf(body));
  expect(events).toHaveLength(20);
  for (const event of events)
    for (const year of ["2026", "2027", "2028"])
      instancesOf(event, { from: `${year}-12-01`, to: `${year}-12-31`, zone: BERLIN });
});

describe("series", () => {
  const standup =
    "DTSTART;TZID=Europe/Berlin:20261019T090000\nDTEND;TZID=Europe/Berlin:20261019T091500\nRRULE:FREQ=WEEKLY;BYDAY=MO\nEXDATE;TZID=Europe/Berlin:20261026T090000";
  const moved = eventOf(
    "RECURRENCE-ID:20261102T080000Z\nDTSTART;TZID=Europe/Berlin:20261103T100000\nDTEND;TZID=Europe/Berlin:20261103T101500",
  );
  const gone = eventOf(
    "RECURRENCE-ID;TZID=Europe/Berlin:20261109T090000\nDTSTART;TZID=Europe/Berlin:20261109T090000\nSTATUS:CANCELLED",
  );
  it("keeps its wall time across the clock change, without exceptions and with moved dates", () => {
    expect(starts(calendarOf(moved + eventOf(standup) + gone))).toEqual([
      "2026-10-19T09:00",
      "2026-11-03T10:00",
      "2026-11-16T09:00",
    ]);
  });
  it("is shown in the viewer's zone", () => {
    expect(starts(calendarOf(eventOf(standup)), "America/New_York")).toEqual([
      "2026-10-19T03:00",
      "2026-11-02T03:00",
      "2026-11-09T03:00",
      "2026-11-16T03:00",
    ]);
  });
  it("takes dates that were added, and exceptions given as dates", () => {
    const text = calendarOf(
      eventOf(
        "DTSTART:20261019T090000Z\nRRULE:FREQ=DAILY;COUNT=3\nRDATE:20261101T120000Z\nEXDATE;VALUE=DATE:20261020",
      ),
    );
    expect(starts(text, "UTC")).toEqual(["2026-10-19T09:00", "2026-10-21T09:00", "2026-11-01T12:00"]);
  });
  it("gives periods that were added their own length", () => {
    const text = calendarOf(
      eventOf(
        "DTSTART:20261019T090000Z\nDTEND:20261019T100000Z\nRDATE;VALUE=PERIOD:20261020T090000Z/PT3H,20261021T090000Z/20261021T093000Z\nEXDATE:20261019T090000Z",
      ),
    );
    expect(lengths(text)).toEqual(["2026-10-20T09:00 180", "2026-10-21T09:00 30"]);
  });
  it.each([
    ["FREQ=DAILY;UNTIL=20261021T000000Z", "America/New_York"],
    ["FREQ=DAILY;UNTIL=20261021T235959Z", "Asia/Tokyo"],
  ])("ends an all-day series on the day as written: %s in %s", (rule, zone) => {
    const text = calendarOf(eventOf(`DTSTART;VALUE=DATE:20261019\nRRULE:${rule}`));
    expect(starts(text, zone)).toEqual(["2026-10-19", "2026-10-20", "2026-10-21"]);
  });
  it.each([
    ["FREQ=SECONDLY", "repeat-refused 1"],
    ["FREQ=DAILY;BYHOUR=9,12", "repeat-unsupported 1"],
    ["FREQ=NEVER", "repeat-unsupported 1"],
  ])("shows only the first date of %s", (rule, issue) => {
    const text = calendarOf(eventOf(`DTSTART:20261019T090000Z\nRRULE:${rule}`));
    expect(starts(text, "UTC")).toEqual(["2026-10-19T09:00"]);
    expect(issuesOf(text)).toEqual([issue]);
  });
});

const seriesOf = (rule: string): string =>
  eventOf(
    `DTSTART;TZID=Europe/Berlin:20261019T090000\nDTEND;TZID=Europe/Berlin:20261019T091500\nRRULE:${rule}`,
  );
const changeFrom = (from: string, start: string, rest = ""): string =>
  eventOf(
    `RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:${from}T090000\nDTSTART;TZID=Europe/Berlin:${start}\nDURATION:PT1H${rest}`,
  );

describe("a change of a series from a date on", () => {
  it("moves that date and all later ones, and leaves out those moved or cancelled alone", () => {
    const alone = eventOf(
      "RECURRENCE-ID;TZID=Europe/Berlin:20261109T090000\nDTSTART;TZID=Europe/Berlin:20261110T150000\nDURATION:PT30M",
    );
    const text = calendarOf(
      seriesOf("FREQ=WEEKLY;BYDAY=MO") + alone + changeFrom("20261102", "20261103T100000"),
    );
    expect(lengths(text)).toEqual([
      "2026-10-19T09:00 15",
      "2026-10-26T09:00 15",
      "2026-11-03T10:00 60",
      "2026-11-10T15:00 30",
    ]);
    expect(issuesOf(text)).toEqual([]);
  });
  it("keeps the count and the end of the series, through two changes", () => {
    const both = changeFrom("20261026", "20261026T110000") + changeFrom("20261102", "20261102T120000");
    for (const end of ["COUNT=4", "UNTIL=20261109T080000Z"])
      expect(starts(calendarOf(seriesOf(`FREQ=WEEKLY;${end}`) + both))).toEqual([
        "2026-10-19T09:00",
        "2026-10-26T11:00",
        "2026-11-02T12:00",
        "2026-11-09T12:00",
      ]);
  });
  it("ends a series that was cancelled from there on", () => {
    const text = calendarOf(
      seriesOf("FREQ=WEEKLY") + changeFrom("20261102", "20261102T090000", "\nSTATUS:CANCELLED"),
    );
    expect(starts(text)).toEqual(["2026-10-19T09:00", "2026-10-26T09:00"]);
    expect(issuesOf(text)).toEqual(["cancelled 1"]);
  });
  it("keeps every second week in step", () => {
    const text = calendarOf(seriesOf("FREQ=WEEKLY;INTERVAL=2") + changeFrom("20261102", "20261101T090000"));
    expect(starts(text)).toEqual(["2026-10-19T09:00", "2026-11-01T09:00", "2026-11-15T09:00"]);
  });
  it("names one that would need other days of the month, and moves that date only", () => {
    const text = calendarOf(
      seriesOf("FREQ=MONTHLY;BYDAY=1MO,3MO") + changeFrom("20261102", "20261103T100000"),
    );
    expect(starts(text)).toEqual(["2026-10-19T09:00", "2026-11-03T10:00", "2026-11-16T09:00"]);
    expect(issuesOf(text)).toEqual(["change-unsupported 1"]);
  });
});

describe("conflicts", () => {
  // The draft is on Friday 27 November 2026, 15:00-15:45 in Berlin.
  it.each([
    ["DTSTART:20261127T134500Z\nDTEND:20261127T141500Z", ["Dentist 2026-11-27T14:45 2026-11-27T15:15 busy"]],
    ["DTSTART:20261127T130000Z\nDTEND:20261127T140000Z", []],
    ["DTSTART:20261127T144500Z\nDTEND:20261127T150000Z", []],
    ["DTSTART:20261127T141000Z", ["Dentist 2026-11-27T15:10 2026-11-27T15:10 busy"]],
    [
      "DTSTART:20261127T150000\nDURATION:PT1H\nSTATUS:TENTATIVE",
      ["Dentist 2026-11-27T15:00 2026-11-27T16:00 maybe"],
    ],
    ["DTSTART:20261127T150000\nDURATION:PT1H\nTRANSP:TRANSPARENT", []],
    ["DTSTART;VALUE=DATE:20261127", ["Dentist 2026-11-27 2026-11-27 busy"]],
    ["DTSTART;VALUE=DATE:20261120\nDTEND;VALUE=DATE:20261127", []],
    [
      "DTSTART;TZID=America/New_York:20200103T093000\nDURATION:PT30M\nRRULE:FREQ=WEEKLY",
      ["Dentist 2026-11-27T15:30 2026-11-27T16:00 busy"],
    ],
    ["DTSTART;VALUE=DATE:20261101\nDTEND;VALUE=DATE:20261215", ["Dentist 2026-11-01 2026-12-14 busy"]],
  ])("%s", (lines, expected) => expect(found(lines)).toEqual(expected));

  it("looks at every date of a draft that repeats", () => {
    const weekly = { repeat: { ...everyOne("WEEKLY"), count: 4 } };
    expect(found("DTSTART:20261211T143000Z\nDURATION:PT1H", weekly)).toHaveLength(1);
    expect(found("DTSTART:20261225T143000Z\nDURATION:PT1H", weekly)).toEqual([]);
  });
  it("finds other drafts, but not itself, tasks or cancelled ones", () => {
    const other = { ...DRAFT, id: "d2", title: "Lunch" };
    const titles = conflictsOf(
      DRAFT,
      [],
      [DRAFT, other, { ...other, id: "d3", kind: "task" }, { ...other, id: "d4", status: "cancelled" }],
      BERLIN,
    );
    expect(titles).toMatchObject({
      total: 1,
      shown: [{ title: "Lunch", calendar: null, certainty: "maybe" }],
    });
  });
  it("places all-day and floating events where the viewer is, and times where the draft is", () => {
    // 27 November 15:00 in Berlin is 23:00 in Tokyo and 04:00 of the 28th in Kiritimati.
    const day = "DTSTART;VALUE=DATE:20261128";
    expect(found(day, {}, "Asia/Tokyo")).toEqual([]);
    expect(found(day, {}, "Pacific/Kiritimati")).toEqual(["Dentist 2026-11-28 2026-11-28 busy"]);
    expect(found("DTSTART:20261127T231500\nDURATION:PT1H", {}, "Asia/Tokyo")).toEqual([
      "Dentist 2026-11-27T15:15 2026-11-27T16:15 busy",
    ]);
  });
  it("has none while the time is not chosen", () => {
    expect(found("DTSTART:20261127T140000Z\nDURATION:PT1H", { start: "", end: "" })).toEqual([]);
    expect(found("DTSTART:20261127T140000Z\nDURATION:PT1H", { start: "2026-11-27T1", end: "x" })).toEqual([]);
  });
});

it("every Windows name means a zone of this browser", () => {
  expect(zonesInUse().filter((zone) => !isTimeZone(zone))).toEqual([]);
  expect(zonesInUse().length).toBeGreaterThan(135);
  expect(zoneOfWindowsName("eastern standard time")).toBe("America/New_York");
  expect(zoneOfWindowsName("Pacific Standard Time (Mexico)")).toBe("America/Tijuana");
  expect(zoneOfWindowsName("Mars Standard Time")).toBeNull();
});
