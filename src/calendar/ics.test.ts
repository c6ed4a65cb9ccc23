import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { EventDraft } from "./event-draft.ts";
import { DRAFT, OPTIONS } from "./fixtures/drafts.ts";
import { checkIcs } from "./ics-check.ts";
import { exportIcs } from "./ics-export.ts";
import { cleanText, foldLine, octetLength, parameterValue } from "./ics-text.ts";
import { triggerOf } from "./ics-entry.ts";
import { writeIcs } from "./ics.ts";
import { withChange } from "./draft.ts";
import { everyOne } from "./recurrence.ts";
import { validateDraft } from "./validate-draft.ts";
import { timeZoneLines } from "./vtimezone.ts";

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

describe("series, tasks and withdrawals", () => {
  const weekly: Partial<EventDraft> = {
    start: "2026-11-30T09:00",
    end: "2026-11-30T09:30",
    repeat: { ...everyOne("WEEKLY"), byDay: [{ weekday: 1, nth: null }], until: "2026-12-21" },
  };
  it("writes a rule, whose end is the last start in UTC", () => {
    expect(line(weekly, "RRULE:FREQ=W")).toBe("RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261221T080000Z");
    expect(line({ ...weekly, allDay: true, start: "2026-11-30", end: "2026-11-30" }, "RRULE:FREQ=W")).toBe(
      "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261221",
    );
  });
  it("writes a to-do with its due moment", () => {
    const lines = linesOf({ kind: "task", start: "2026-11-27T17:00", end: "", priority: 1 });
    expect(lines).toEqual(
      expect.arrayContaining([
        "BEGIN:VTODO",
        "DUE;TZID=Europe/Berlin:20261127T170000",
        "PRIORITY:1",
        "STATUS:NEEDS-ACTION",
        "PERCENT-COMPLETE:0",
        "TRIGGER;RELATED=END:-PT15M",
      ]),
    );
    expect(lines.some((text) => /^(DTSTART;TZ|DTEND|TRANSP|RRULE:FREQ=WEEKLY)/.test(text))).toBe(false);
    const undated = linesOf({ kind: "task", start: "", end: "", done: true });
    expect(undated).toContain("STATUS:COMPLETED");
    expect(undated).not.toContain("BEGIN:VALARM");
    expect(undated).not.toContain("BEGIN:VTIMEZONE");
  });
  it("writes a task as an all-day entry that blocks no time, if asked", () => {
    const lines = linesOf({ kind: "task", end: "" }, { ...OPTIONS, tasksAs: "event" });
    expect(lines).toEqual(
      expect.arrayContaining([
        "BEGIN:VEVENT",
        "DTSTART;VALUE=DATE:20261127",
        "DTEND;VALUE=DATE:20261128",
        "TRANSP:TRANSPARENT",
      ]),
    );
  });
  it("withdraws an event under the same UID, without a reminder", () => {
    const cancelled = withChange({ ...DRAFT, state: "approved" }, { status: "cancelled" }, OPTIONS.now);
    const lines = writeIcs([cancelled], OPTIONS).split("\r\n");
    expect(lines).toContain("STATUS:CANCELLED");
    expect(lines).toContain("SEQUENCE:1");
    expect(lines).toContain(`UID:${DRAFT.uid}@local.invalid`);
    expect(lines).not.toContain("BEGIN:VALARM");
    expect(lines.some((text) => /^(METHOD|ORGANIZER)/.test(text))).toBe(false);
    const asked = writeIcs([cancelled], { ...OPTIONS, organizer: "me@example.org" }).split("\r\n");
    expect(asked).toContain("METHOD:CANCEL");
    expect(asked).toContain("ORGANIZER:mailto:me@example.org");
  });
  it("publishes one event for readers that want a method, never several, never a bad address", () => {
    const organizer = "me@example.org";
    expect(writeIcs([DRAFT], { ...OPTIONS, organizer })).toContain("METHOD:PUBLISH\r\n");
    const other = { ...DRAFT, uid: "other-uid" };
    expect(writeIcs([DRAFT, other], { ...OPTIONS, organizer })).not.toContain("METHOD");
    for (const bad of ["me@x\r\nATTENDEE:mailto:a@b", "me", "a b@c.d", `${"x".repeat(260)}@c.d`])
      expect(writeIcs([DRAFT], { ...OPTIONS, organizer: bad })).not.toContain("ORGANIZER");
  });
  it("writes times in UTC or floating if asked; a series keeps its zone", () => {
    const utc = writeIcs([DRAFT], { ...OPTIONS, times: "utc" });
    expect(utc).toContain("DTSTART:20261127T140000Z\r\n");
    expect(utc).not.toContain("VTIMEZONE");
    expect(writeIcs([DRAFT], { ...OPTIONS, times: "floating" })).toContain("DTSTART:20261127T150000\r\n");
    expect(writeIcs([{ ...DRAFT, ...weekly }], { ...OPTIONS, times: "utc" })).toContain(
      "DTSTART;TZID=Europe/Berlin:20261130T090000\r\n",
    );
    expect(writeIcs([{ ...DRAFT, ...weekly }], { ...OPTIONS, times: "floating" })).toContain(
      "UNTIL=20261221T090000\r\n",
    );
  });
  it.each([
    ["https://example.org/a?b=1;c", "URL:https://example.org/a?b=1;c"],
    ["https://exämple.org/ü", "URL:https://xn--exmple-cua.org/%C3%BC"],
    ["https://ok.test/%0D%0AATTENDEE:mailto:evil@x", "URL:https://ok.test/%0D%0AATTENDEE:mailto:evil@x"],
    ["mailto:me@example.org?subject=x", "URL:mailto:me@example.org"],
  ])("writes %s as %s", (url, expected) => expect(line({ url }, "URL")).toBe(expected));
  it.each([
    "https://ok.test/\r\nATTENDEE:mailto:evil@x",
    "http://plain.test",
    "javascript:alert(1)",
    "https://user:secret@host.test",
    "mailto:a@b\r\nX:1",
    "data:text/html,x",
    "no address",
  ])("writes no URL for %j", (url) => {
    expect(line({ url }, "URL")).toBeUndefined();
    expect(validateDraft({ ...DRAFT, url })).toMatchObject({ ok: false, error: [{ field: "url" }] });
  });
  it.each<[string, Partial<EventDraft>, string]>([
    [
      "a first day the rule does not name",
      { ...weekly, start: "2026-12-01T09:00", end: "2026-12-01T10:00" },
      "repeat not-an-occurrence",
    ],
    [
      "an end before the start",
      { ...weekly, repeat: { ...everyOne("DAILY"), until: "2026-11-01" } },
      "repeat end-before-start",
    ],
    ["more than is written", { repeat: { ...everyOne("DAILY"), count: 1000 } }, "repeat invalid"],
    ["a task that repeats", { ...weekly, kind: "task" }, "repeat invalid"],
    ["a reminder after a timed start", { reminderMinutes: -60 }, "reminderMinutes invalid"],
    ["a priority of its own", { priority: 12 }, "priority invalid"],
  ])("refuses %s", (_name, change, problem) => {
    const result = validateDraft({ ...DRAFT, ...change });
    expect(result.ok ? [] : result.error.map(({ field, code }) => `${field} ${code}`)).toEqual([problem]);
  });
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
    ["another rule", (written) => written.replace("TRANSP:", "RRULE:FREQ=DAILY\r\nTRANSP:")],
    ["a method", (written) => written.replace("CALSCALE", "METHOD:REQUEST\r\nCALSCALE")],
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
  it.each(ZONES)(
    "%s reads back at any time of the year",
    (zone) => {
      for (let month = 1; month <= 12; month += 1) {
        const day = `2027-${String(month).padStart(2, "0")}-14`;
        const draft = { ...DRAFT, zone, start: `${day}T12:00`, end: `${day}T13:00` };
        expect(() => exportIcs([draft], OPTIONS)).not.toThrow();
      }
    },
    60_000,
  );
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
