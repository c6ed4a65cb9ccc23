/** @file A calendar file as Outlook writes them, with the faults that real ones have. */

import type { CalendarFile } from "../pages/calendar.ts";

const event = (uid: string, title: string, lines: readonly string[]): readonly string[] => [
  "BEGIN:VEVENT",
  `UID:${uid}`,
  `SUMMARY:${title}`,
  ...lines,
  "END:VEVENT",
];
const berlin = (start: string, end: string): readonly string[] => [
  `DTSTART;TZID=W. Europe Standard Time:${start}`,
  `DTEND;TZID=W. Europe Standard Time:${end}`,
];

const LINES = [
  "BEGIN:VCALENDAR",
  "VERSION:2.0",
  "X-WR-CALNAME:Work",
  ...event("standup", "Standup", [
    ...berlin("20261102T090000", "20261102T091500"),
    "RRULE:FREQ=WEEKLY;BYDAY=MO,WE",
    "EXDATE;TZID=W. Europe Standard Time:20261125T090000",
  ]),
  ...event("dentist", "Dentist", [...berlin("20261127T143000", "20261127T151500"), "LOCATION:Marktplatz 3"]),
  ...event("fair", "Trade fair", ["DTSTART;VALUE=DATE:20261208", "DTEND;VALUE=DATE:20261211"]),
  "this line belongs nowhere",
  ...event("bad", "No such day", ["DTSTART:20260230T100000Z"]),
  "END:VCALENDAR",
];

/** Three events that can be read, one line and one date that cannot. */
export const WORK_CALENDAR: CalendarFile = { name: "work.ics", content: `${LINES.join("\r\n")}\r\n` };

export const NO_CALENDAR: CalendarFile = { name: "notes.ics", content: "Buy bread\nand milk\n" };
