import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { EventDraft } from "./event-draft.ts";
import { checkIcs } from "./ics-check.ts";
import { exportIcs } from "./ics-export.ts";
import { cleanText, foldLine, octetLength, parameterValue } from "./ics-text.ts";
import { triggerOf, writeIcs } from "./ics.ts";
import { timeZoneLines } from "./vtimezone.ts";

const OPTIONS = { now: "2026-11-24T09:15:00Z", includeQuotes: false };
const DRAFT: EventDraft = {
  id: "d1",
  uid: "7f1d2c64-9a1e-4f6b-9f0b-3d2a5f0c8e11",
  sequence: 0,
  title: "Budget review with Mara, Ola",
  allDay: false,
  start: "2026-11-27T15:00",
  end: "2026-11-27T15:45",
  zone: "Europe/Berlin",
  location: "Café Süd; back room",
  notes:
    'From: "Team Budget" (WhatsApp)\nMara 24.11. 10:15: Freitag 15 Uhr, bring the draft – 45 min reicht völlig 🙂',
  people: [],
  reminderMinutes: 15,
  status: "tentative",
  sources: [{ threadId: "t_1", messageId: "m_1", quote: "Freitag 15 Uhr?" }],
  phrase: "Freitag 15 Uhr",
  assumptions: [],
  state: "proposed",
  createdAt: "2026-11-24T09:15:00Z",
  updatedAt: "2026-11-24T09:15:00Z",
};
const linesOf = (draft: Partial<EventDraft>, options = OPTIONS): readonly string[] =>
  writeIcs([{ ...DRAFT, ...draft }], options)
    .replaceAll("\r\n ", "")
    .split("\r\n");
const line = (draft: Partial<EventDraft>, name: string): string | undefined =>
  linesOf(draft).find((candidate) => candidate.startsWith(name));

describe("writeIcs", () => {
  it("writes the reference output of the specification", () => {
    const reference = readFileSync(new URL("./fixtures/reference.ics", import.meta.url), "utf8");
    expect(writeIcs([DRAFT], OPTIONS)).toBe(reference.replaceAll(/\r?\n/g, "\r\n"));
  });
  it("ends all-day events on the day after the last", () => {
    const allDay = { allDay: true, start: "2026-12-24", end: "2026-12-26" };
    expect(line(allDay, "DTSTART;V")).toBe("DTSTART;VALUE=DATE:20261224");
    expect(line(allDay, "DTEND")).toBe("DTEND;VALUE=DATE:20261227");
    expect(linesOf(allDay)).not.toContain("BEGIN:VTIMEZONE");
    expect(linesOf(allDay)).toContain("TRIGGER;RELATED=START:-PT15M");
  });
  it("writes the title on one line", () => {
    expect(line({ title: "Budget\r\nreview\u2028at noon\n" }, "SUMMARY")).toBe(
      "SUMMARY:Budget review at noon",
    );
  });
  it("writes quotes only when asked", () => {
    expect(line({ notes: "Notes", people: ["Mara", "Ola\nBoss"] }, "DESCRIPTION:N")).toBe(
      "DESCRIPTION:Notes\\nWith: Mara\\, Ola Boss",
    );
    const quoted = linesOf({ notes: "" }, { ...OPTIONS, includeQuotes: true });
    expect(quoted).toContain("DESCRIPTION:“Freitag 15 Uhr?”");
  });
  it("leaves out what is empty", () => {
    const names = linesOf({ location: " ", notes: "", reminderMinutes: null }).map(
      (text) => text.split(/[:;]/)[0],
    );
    expect(names).not.toContain("LOCATION");
    expect(names).not.toContain("DESCRIPTION");
    expect(names).not.toContain("TRIGGER");
  });
  it("writes one VTIMEZONE per zone", () => {
    const text = writeIcs(
      [DRAFT, { ...DRAFT, uid: "other-uid" }, { ...DRAFT, uid: "third-uid", zone: "Asia/Kolkata" }],
      OPTIONS,
    );
    expect(text.match(/BEGIN:VTIMEZONE/g)).toHaveLength(2);
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(3);
  });
  it.each([
    [0, "PT0S"],
    [15, "-PT15M"],
    [60, "-PT1H"],
    [90, "-PT1H30M"],
    [1440, "-P1D"],
    [2880, "-P2D"],
  ])("%i minutes are %s", (minutes, expected) => expect(triggerOf(minutes)).toBe(expected));
});

describe("text", () => {
  it("folds at 75 octets without cutting a character", () => {
    const folded = foldLine(`SUMMARY:${"é🙂".repeat(40)}`).split("\r\n");
    expect(folded.map(octetLength).every((length) => length <= 75)).toBe(true);
    expect(folded.slice(1).every((part) => part.startsWith(" "))).toBe(true);
    expect(folded.join("\r\n").replaceAll("\r\n ", "")).toBe(`SUMMARY:${"é🙂".repeat(40)}`);
    expect(foldLine("x".repeat(75))).toBe("x".repeat(75));
    expect(foldLine("x".repeat(76))).toBe(`${"x".repeat(75)}\r\n x`);
  });
  it("drops controls and keeps line ends as one", () => {
    expect(cleanText("a\r\nb\rc\u2028d\u0085e")).toBe("a\nb\nc\nd\ne");
    expect(cleanText("a\u0000\u0007\u202Eb\u2066c\u007F\uFEFF\td")).toBe("abc d");
    expect(cleanText("\uD800x")).toBe("\uFFFDx");
  });
  it("quotes parameter values by RFC 6868", () => {
    expect(parameterValue("Europe/Berlin")).toBe("Europe/Berlin");
    expect(parameterValue('a;b"c^\n')).toBe(`"a;b^'c^^^n"`);
  });
});

describe("hostile titles, places and notes", () => {
  const piece = fc.constantFrom(
    "\r\n",
    "\n",
    "\r",
    "\u2028",
    "\u0085",
    "\u0000",
    "\u202E",
    "\\",
    ";",
    ",",
    ":",
    '"',
    "^",
    " ",
    "\t",
    "🙂",
    "é",
    "\uD800",
    "ATTENDEE:mailto:evil@attacker.test",
    "END:VEVENT",
    "BEGIN:VALARM",
    "X-ALT-DESC:<img>",
    "\\n",
    "\\N",
    "%0D%0A",
    "a".repeat(74),
  );
  const hostile = (max: number) =>
    fc
      .array(fc.oneof(piece, fc.string({ unit: "grapheme", maxLength: 8 })), { maxLength: 12 })
      .map((parts) => parts.join("").slice(0, max));
  test("never add a line, never make one too long, and read back the same", () => {
    fc.assert(
      fc.property(hostile(118), hostile(250), hostile(800), hostile(60), (title, location, notes, name) => {
        // A zone without changes: what is tested is the text, and its VTIMEZONE is quick to make.
        const draft = { ...DRAFT, zone: "Asia/Kolkata", title: `T${title}`, location, notes, people: [name] };
        const { text } = exportIcs([draft], { ...OPTIONS, includeQuotes: true });
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
      }),
      { numRuns: 2_000, seed: 20261124 },
    );
  }, 60_000);
});

describe("checkIcs", () => {
  const text = writeIcs([DRAFT], OPTIONS);
  it("passes what was written", () => expect(() => checkIcs(text, [DRAFT], OPTIONS)).not.toThrow());
  it.each<[string, (written: string) => string]>([
    [
      "an added attendee",
      (written) => written.replace("STATUS:", "ATTENDEE:mailto:evil@attacker.test\r\nSTATUS:"),
    ],
    ["another title", (written) => written.replace("SUMMARY:Budget", "SUMMARY:Bridge")],
    ["another hour", (written) => written.replace("20261127T150000", "20261127T160000")],
    ["another zone", (written) => written.replaceAll("Europe/Berlin", "Europe/London")],
    ["a wrong offset", (written) => written.replace("TZOFFSETTO:+0100", "TZOFFSETTO:+0300")],
    ["a lost line end", (written) => written.slice(0, -2)],
    ["a bare line break", (written) => written.replace("Café", "Caf\né")],
    ["a long line", (written) => written.replace("U\r\n hr", "Uhr")],
    ["a lost END", (written) => written.replace("END:VALARM\r\n", "")],
    ["an e-mail alarm", (written) => written.replace("ACTION:DISPLAY", "ACTION:EMAIL")],
    ["another trigger", (written) => written.replace("-PT15M", "-PT16M")],
    ["a public class", (written) => written.replace("CLASS:PRIVATE", "CLASS:PUBLIC")],
    ["another stamp", (written) => written.replace("DTSTAMP:20261124T091500Z", "DTSTAMP:20261124T091500")],
  ])("refuses %s", (_name, tamper) => {
    expect(tamper(text)).not.toBe(text);
    expect(() => checkIcs(tamper(text), [DRAFT], OPTIONS)).toThrow(
      expect.objectContaining({ code: "calendar-check-failed" }),
    );
  });
});

describe("exportIcs", () => {
  it("names the file after the event", () => {
    expect(exportIcs([DRAFT], OPTIONS).fileName).toBe("budget-review-with-mara-ola-2026-11-27.ics");
    expect(exportIcs([{ ...DRAFT, title: "../../etc: ✨" }], OPTIONS).fileName).toBe("etc-2026-11-27.ics");
    expect(
      exportIcs(
        [
          { ...DRAFT, title: "!!!" },
          { ...DRAFT, uid: "other-uid" },
        ],
        OPTIONS,
      ).fileName,
    ).toBe("event-2026-11-27-and-1-more.ics");
  });
  it("refuses a draft that is not complete", () => {
    expect(() => exportIcs([{ ...DRAFT, start: "", end: "" }], OPTIONS)).toThrow(
      expect.objectContaining({ code: "draft-invalid", details: { field: "start", code: "missing" } }),
    );
    expect(() => exportIcs([], OPTIONS)).toThrow(expect.objectContaining({ code: "draft-invalid" }));
  });
});

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

const rulesOf = (zone: string): readonly string[] =>
  timeZoneLines(zone, "2026-11-27T14:00:00Z", "2026-11-27T15:00:00Z").filter((text) =>
    /^(RRULE|RDATE|TZOFFSETTO)/.test(text),
  );

describe("zones", () => {
  it.each(ZONES)("%s reads back at any time of the year", (zone) => {
    for (let month = 1; month <= 12; month += 1) {
      const day = `2027-${String(month).padStart(2, "0")}-14`;
      const draft = { ...DRAFT, zone, start: `${day}T12:00`, end: `${day}T13:00` };
      expect(() => exportIcs([draft], OPTIONS)).not.toThrow();
    }
  });
  it.each([
    ["Europe/Berlin", "2026-03-29T01:30", "2026-03-29T04:30"],
    ["Europe/Berlin", "2026-10-25T01:30", "2026-10-25T04:30"],
    ["America/New_York", "2026-03-08T01:30", "2026-03-08T03:30"],
    ["Africa/Casablanca", "2027-02-06T12:00", "2027-02-08T12:00"],
    ["Africa/Casablanca", "2027-03-13T12:00", "2027-03-15T12:00"],
  ])("%s reads back across a clock change from %s", (zone, start, end) => {
    expect(() => exportIcs([{ ...DRAFT, zone, start, end }], OPTIONS)).not.toThrow();
  });

  it("knows the yearly rules", () => {
    expect(rulesOf("America/New_York")).toEqual([
      "TZOFFSETTO:-0500",
      "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
      "TZOFFSETTO:-0400",
      "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
    ]);
    expect(rulesOf("Australia/Sydney")).toEqual([
      "TZOFFSETTO:+1000",
      "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU",
      "TZOFFSETTO:+1100",
      "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU",
    ]);
  });
  it("has one observance where nothing changes", () => {
    expect(rulesOf("Asia/Kolkata")).toEqual(["TZOFFSETTO:+0530"]);
    expect(rulesOf("UTC")).toEqual(["TZOFFSETTO:+0000"]);
  });
  it("lists changes that follow no rule", () => {
    const lines = rulesOf("Africa/Casablanca");
    expect(lines.some((text) => text.startsWith("RRULE"))).toBe(false);
    // Ramadan 2027: clocks go back on 7 February and forward on 14 March.
    expect(lines).toContain("RDATE:20270207T030000");
    expect(lines).toContain("RDATE:20270314T020000");
  });
  it("covers an event of several years, at most ten", () => {
    const lines = timeZoneLines("Africa/Casablanca", "2026-11-27T14:00:00Z", "2050-01-01T00:00:00Z");
    const years = lines.flatMap((text) => /^RDATE:(\d{4})/.exec(text)?.[1] ?? []).map(Number);
    expect(Math.max(...years)).toBe(2036);
  });
});

const python = spawnSync("python3", ["-c", "import icalendar"], { encoding: "utf8" });
// Skipped where Python's icalendar, an independent reader, is not installed.
test.skipIf(python.status !== 0)("Python icalendar reads every zone without errors", () => {
  const script =
    "import sys,icalendar\nc=icalendar.Calendar.from_ical(sys.stdin.buffer.read())\nprint([e for x in c.walk() for e in getattr(x,'errors',[])],[str(e['SUMMARY']) for e in c.walk('VEVENT')])";
  for (const zone of ZONES) {
    const { text } = exportIcs([{ ...DRAFT, zone }], OPTIONS);
    const result = spawnSync("python3", ["-c", script], { input: text, encoding: "utf8" });
    expect(result.stdout.trim()).toBe("[] ['Budget review with Mara, Ola']");
  }
});
