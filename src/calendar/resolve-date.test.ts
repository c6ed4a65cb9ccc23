import { describe, expect, it, test } from "vitest";
import {
  contextOf,
  meets,
  notation,
  type PhraseFile,
  type PhraseRow,
  resolveRow,
} from "./fixtures/expectation.ts";
import fixture from "./fixtures/date-phrases.json" with { type: "json" };
import more from "./fixtures/more-phrases.json" with { type: "json" };
import { MAX_PHRASE_LENGTH, resolveDate } from "./resolve-date.ts";
import type { DateContext, Resolution } from "./resolution.ts";

const FILE = fixture as unknown as PhraseFile;
const A = contextOf(FILE.refs["A"] ?? "", "en");
const at = (ref: string, region?: string): DateContext => contextOf(FILE.refs[ref] ?? ref, "en", region);
const read = (phrase: string, context: DateContext = A): string => {
  const resolution = resolveDate(phrase, context);
  return `${notation(resolution)}${resolution.flags.map((flag) => ` {${flag}}`).join("")}`;
};
const optionsOf = (resolution: Resolution): readonly string[] =>
  resolution.kind === "ask" ? resolution.options.map(notation) : [];

describe("the English rows of the specification", () => {
  const rows = FILE.rows.filter((row) => row.lang === "en");
  it("has them all", () => expect(rows.length).toBe(57));
  test.each(rows.map((row) => [row.id, row.phrase, row] as const))("%s %s", (_id, _phrase, row) => {
    const resolution = resolveRow(FILE, row);
    expect({ ...row, got: notation(resolution), meets: meets(row, resolution) }).toMatchObject({
      meets: true,
    });
  });
});

describe("the comparison itself can fail", () => {
  const row: PhraseRow = {
    id: 0,
    ref: "A",
    lang: "en",
    phrase: "tomorrow at 3",
    expect: "T 2026-11-25 15:00",
    note: "{pm}",
  };
  it.each([
    { expect: "T 2026-11-25 16:00" },
    { expect: "D 2026-11-25" },
    { expect: "T 2026-11-25 15:00", note: "{cfg}" },
    { expect: "ASK 2026-11-25" },
    { expect: "NONE" },
  ])("%o", (change) => expect(meets({ ...row, ...change }, resolveRow(FILE, row))).toBe(false));
  it("looks at the options of a question", () => {
    const next: PhraseRow = {
      ...row,
      phrase: "next Friday",
      expect: "ASK 2026-11-27 | 2026-12-11",
      note: "",
    };
    expect(meets(next, resolveRow(FILE, next))).toBe(false);
  });
});

/** Expected values worked out by hand from the rules; reference A is Tue 24 Nov 2026, 10:15 in Berlin. */
const CASES: readonly (readonly [phrase: string, expected: string])[] = [
  // days
  ["this Friday", "D 2026-11-27"],
  ["coming Tuesday", "D 2026-12-01"],
  ["last Tuesday", "D 2026-11-17 {past}"],
  ["a week on Friday", "D 2026-12-04"],
  ["a week from Friday", "D 2026-12-04"],
  ["two weeks from tomorrow", "D 2026-12-09"],
  ["Tuesday next week", "D 2026-12-01"],
  ["next week Tuesday", "D 2026-12-01"],
  ["tomorrow week", "D 2026-12-02"],
  ["two weeks today", "D 2026-12-08"],
  ["in a week's time", "D 2026-12-01"],
  ["3 days ago", "D 2026-11-21 {past}"],
  ["in 5 working days", "D 2026-12-01 {nohol}"],
  ["25/12", "D 2026-12-25"],
  ["2026-12-07", "D 2026-12-07"],
  ["Friday 27 Nov", "D 2026-11-27"],
  ["Friday the 27th", "D 2026-11-27"],
  ["Sat 28", "D 2026-11-28"],
  ["the 5th of next month", "D 2026-12-05"],
  ["the twenty-fifth", "D 2026-11-25"],
  ["Jan. 2, 2027", "D 2027-01-02"],
  ["twenty fifth of December", "D 2026-12-25"],
  ["Christmas Eve", "D 2026-12-24"],
  ["the 31st", "D 2026-12-31"],
  ["first Monday of December", "D 2026-12-07"],
  ["last Friday of the month", "D 2026-11-27"],
  ["last day of the month", "D 2026-11-30"],
  ["Monday to Wednesday", "D 2026-11-30..2026-12-02"],
  ["24-26 Dec", "D 2026-12-24..2026-12-26"],
  ["from Dec 30 to Jan 2", "D 2026-12-30..2027-01-02"],
  ["Friday for 3 days", "D 2026-11-27..2026-11-29"],
  ["all day Friday", "D 2026-11-27"],
  // windows
  ["next month on the 5th", "D 2026-12-05"],
  ["this week", "W 2026-11-23..2026-11-29"],
  ["the week after next", "W 2026-12-07..2026-12-13"],
  ["week of Dec 7", "W 2026-12-07..2026-12-13"],
  ["late next week", "W 2026-12-03..2026-12-04 {approx}"],
  ["tomorrow morning", "W 2026-11-25 09:00-12:00 {cfg}"],
  ["Friday night", "W 2026-11-27 18:00-22:00 {cfg}"],
  ["last night", "W 2026-11-23 18:00-22:00 {past} {cfg}"],
  // clocks
  ["today at noon", "T 2026-11-24 12:00"],
  ["15:30", "T 2026-11-24 15:30"],
  ["tomorrow at 1530", "T 2026-11-25 15:30"],
  ["tomorrow at 330pm", "T 2026-11-25 15:30"],
  ["tomorrow @ 4pm", "T 2026-11-25 16:00"],
  ["3.30pm tomorrow", "T 2026-11-25 15:30"],
  ["tomorrow at 12.30", "T 2026-11-25 12:30"],
  ["Friday 7:30", "T 2026-11-27 07:30 {am}"],
  ["Friday 03:30", "T 2026-11-27 03:30 {am}"],
  ["Friday 3:30", "T 2026-11-27 15:30 {pm}"],
  ["quarter to 5", "T 2026-11-24 16:45 {pm}"],
  ["ten past three", "T 2026-11-24 15:10 {pm}"],
  ["half four", "T 2026-11-24 16:30 {pm}"],
  ["ten to midnight", "T 2026-11-24 23:50"],
  ["20 past 6 this evening", "T 2026-11-24 18:20"],
  ["12am Friday", "T 2026-11-27 00:00"],
  ["12:00 noon Friday", "T 2026-11-27 12:00"],
  ["12pm", "T 2026-11-24 12:00"],
  ["24:00 Friday", "T 2026-11-28 00:00"],
  ["midnight tonight", "T 2026-11-25 00:00"],
  ["tomorrow evening at 8", "T 2026-11-25 20:00"],
  ["8 in the morning tomorrow", "T 2026-11-25 08:00"],
  ["Saturday night at 11", "T 2026-11-28 23:00"],
  ["first thing in the morning", "T 2026-11-25 09:00 {approx} {cfg}"],
  ["an hour ago", "T 2026-11-24 09:15 {past}"],
  ["in 1h 30m", "T 2026-11-24 11:45"],
  // ranges and lengths
  ["9 to 5 tomorrow", "T 2026-11-25 09:00-17:00"],
  ["tomorrow 11-1pm", "T 2026-11-25 11:00-13:00"],
  ["11:30-1 Friday", "T 2026-11-27 11:30-13:00"],
  ["11 to 1", "T 2026-11-24 11:00-13:00"],
  ["14:00-3", "T 2026-11-24 14:00-15:00"],
  ["12:30-1:30", "T 2026-11-24 12:30-13:30"],
  ["20:00-00:00", "T 2026-11-24 20:00-2026-11-25 00:00"],
  ["midnight to 2:00", "T 2026-11-25 00:00-02:00"],
  ["8:00-9:00 tomorrow evening", "T 2026-11-25 20:00-21:00"],
  ["08:00-21:00 tomorrow", "T 2026-11-25 08:00-21:00"],
  ["between 10 and noon tomorrow", "T 2026-11-25 10:00-12:00"],
  ["8-9 tomorrow evening", "T 2026-11-25 20:00-21:00"],
  ["10pm-2am Saturday", "T 2026-11-28 22:00-2026-11-29 02:00"],
  ["8pm to midnight on Saturday", "T 2026-11-28 20:00-2026-11-29 00:00"],
  ["Fri 3pm to Sat 11am", "T 2026-11-27 15:00-2026-11-28 11:00"],
  ["Friday, 3 pm – 4 pm", "T 2026-11-27 15:00-16:00"],
  ["tomorrow 3pm for 45 minutes", "T 2026-11-25 15:00-15:45"],
  ["3pm Friday for 1.5 hours", "T 2026-11-27 15:00-16:30"],
  ["for 45 minutes", "DUR 45"],
  ["an hour and a half", "DUR 90"],
  ["1h30", "DUR 90"],
  ["three quarters of an hour", "DUR 45"],
  // due
  ["by Friday", "DUE 2026-11-27"],
  ["before Friday", "DUE 2026-11-26"],
  ["by four", "DUE 2026-11-24 16:00 {pm}"],
  ["by 5", "DUE 2026-11-24 17:00 {pm}"],
  ["by midnight Friday", "DUE 2026-11-28 00:00"],
  ["by end of week", "DUE 2026-11-27"],
  ["end of next week", "DUE 2026-12-04"],
  ["end of December", "DUE 2026-12-31"],
  ["no later than 6pm on Thursday", "DUE 2026-11-26 18:00"],
  ["until 5pm Friday", "DUE 2026-11-27 17:00"],
  ["deadline: Friday noon", "DUE 2026-11-27 12:00"],
  ["within 2 hours", "DUE 2026-11-24 12:15"],
  // zones (Berlin is UTC+1 in November)
  ["3pm UTC+2", "T 2026-11-24 14:00"],
  ["Thurs 26th 4pm GMT", "T 2026-11-26 17:00"],
  ["10am New York time tomorrow", "T 2026-11-25 16:00"],
  ["3pm Kyiv time", "T 2026-11-24 14:00"],
  ["3pm Kolkata time", "T 2026-11-24 10:30"],
  ["10am Ho Chi Minh time tomorrow", "T 2026-11-25 04:00"],
  ["10am Kathmandu time tomorrow", "T 2026-11-25 05:15"],
  ["10:00 Europe/London tomorrow", "T 2026-11-25 11:00 {am}"],
  ["10am PST / 1pm EST tomorrow", "T 2026-11-25 19:00"],
  // recurrence
  ["every Tuesday", "R 2026-11-24 FREQ=WEEKLY;BYDAY=TU {today-included}"],
  ["every other Tuesday", "R 2026-11-24 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU {startweek} {today-included}"],
  ["Mondays and Thursdays at 18:00", "R 2026-11-26 18:00 FREQ=WEEKLY;BYDAY=MO,TH"],
  ["every Mon, Wed and Fri at 7am", "R 2026-11-25 07:00 FREQ=WEEKLY;BYDAY=MO,WE,FR"],
  ["the 15th of every month", "R 2026-12-15 FREQ=MONTHLY;BYMONTHDAY=15"],
  ["last Friday of every month", "R 2026-11-27 FREQ=MONTHLY;BYDAY=-1FR"],
  ["every Monday at 9am until Dec 18", "R 2026-11-30 09:00 FREQ=WEEKLY;BYDAY=MO;UNTIL=20261218T080000Z"],
  ["every day for 2 weeks", "R 2026-11-24 FREQ=DAILY;UNTIL=20261207"],
  ["every Monday 10 times", "R 2026-11-30 FREQ=WEEKLY;BYDAY=MO;COUNT=10"],
  ["every Monday starting December 7", "R 2026-12-07 FREQ=WEEKLY;BYDAY=MO"],
  ["every year on Dec 24", "R 2026-12-24 FREQ=YEARLY"],
  ["every morning at 8", "R 2026-11-25 08:00 FREQ=DAILY"],
  // changes of an event
  ["30 minutes earlier", "REL -30"],
  ["push it back by 30 minutes", "REL 30"],
  ["two days later", "REL 2880"],
  // nothing
  ["32nd", "NONE"],
  ["Good Friday", "NONE"],
  ["24/7", "NONE"],
  ["hello there", "NONE"],
  ["", "NONE"],
];

describe("phrases beyond the table", () => {
  test.each(more.en as [string, string][])("%s → %s", (phrase, expected) => {
    expect(read(phrase).trim()).toBe(expected);
  });
  test.each(CASES)("%s → %s", (phrase, expected) => expect(read(phrase)).toBe(expected));
});

/** [phrase, reason, options] */
const QUESTIONS: readonly (readonly [phrase: string, reason: string, options: readonly string[]])[] = [
  ["tomorrow at 8", "am-or-pm", ["T 2026-11-25 08:00", "T 2026-11-25 20:00"]],
  ["at 8", "am-or-pm", ["T 2026-11-25 08:00", "T 2026-11-24 20:00"]],
  ["tomorrow 9-11", "am-or-pm", ["T 2026-11-25 09:00-11:00", "T 2026-11-25 21:00-23:00"]],
  ["this Tuesday", "same-weekday", ["D 2026-11-24", "D 2026-12-01"]],
  ["next weekend", "next-weekday", ["W 2026-11-28..2026-11-29", "W 2026-12-05..2026-12-06"]],
  ["the Friday after next", "next-weekday", ["D 2026-12-04", "D 2026-12-11"]],
  [
    "next Friday at 8",
    "next-weekday",
    ["T 2026-11-27 08:00", "T 2026-11-27 20:00", "T 2026-12-04 08:00", "T 2026-12-04 20:00"],
  ],
  ["today at 9am", "past-date", ["T 2026-11-24 09:00", "T 2026-11-25 09:00"]],
  ["Nov 20 2026", "past-date", ["D 2026-11-20"]],
  ["Feb 30", "no-such-date", ["D 2027-02-28"]],
  ["13/13", "no-such-date", []],
  ["Dec 24 2040", "out-of-range", []],
  ["not Monday", "negation", ["D 2026-11-30"]],
  ["Friday at 3 or 4", "alternatives", ["T 2026-11-27 15:00", "T 2026-11-27 16:00"]],
  ["10 or 11am tomorrow", "alternatives", ["T 2026-11-25 10:00", "T 2026-11-25 11:00"]],
  ["this weekend at 10am", "alternatives", ["T 2026-11-28 10:00", "T 2026-11-29 10:00"]],
  ["Friday 26th", "contradiction", ["D 2026-11-27", "D 2026-11-26"]],
  ["tomorrow morning at 5pm", "contradiction", ["T 2026-11-25 17:00"]],
  ["let's meet Friday at 3pm", "leftover", ["T 2026-11-27 15:00"]],
  ["Friday for 45 minutes", "no-time", ["D 2026-11-27"]],
  ["let's meet soon", "no-time", []],
  ["tomorrow after 5", "no-time", ["T 2026-11-25 17:00"]],
  ["12/07/2026", "date-order", ["D 2026-12-07", "D 2026-07-12"]],
  ["4pm BST", "zone-word", ["T 2026-11-24 17:00", "T 2026-11-24 11:00"]],
  ["10am PDT tomorrow", "zone-word", ["T 2026-11-25 19:00", "T 2026-11-25 18:00"]],
  ["biweekly on Monday", "recurrence-unclear", ["R 2026-11-30 FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"]],
  ["every hour", "recurrence-unclear", []],
  ["every day except Sunday", "negation", ["R 2026-11-29 FREQ=DAILY"]],
  ["March", "month-only", []],
  ["Friday, not Friday", "negation", ["D 2026-11-27"]],
  // figures that run backward are asked about, and 24-hour figures are never pm
  ["10:00-09:00", "contradiction", ["T 2026-11-25 10:00"]],
  ["14:00-13:00 tomorrow", "contradiction", ["T 2026-11-25 14:00"]],
  ["14:00 tomorrow to 13:00", "contradiction", ["T 2026-11-25 14:00"]],
  ["4pm-3pm", "contradiction", ["T 2026-11-24 16:00"]],
  ["22:00-02:00", "contradiction", ["T 2026-11-24 22:00-2026-11-25 02:00"]],
  ["every Monday 14:00-13:00", "contradiction", ["R 2026-11-30 14:00 FREQ=WEEKLY;BYDAY=MO"]],
  ["11:00-1:00", "am-or-pm", ["T 2026-11-24 11:00-13:00"]],
  ["12:30-12:15", "am-or-pm", ["T 2026-11-24 12:30-2026-11-25 00:15"]],
  ["14:00-3:00", "am-or-pm", ["T 2026-11-24 14:00-15:00"]],
  ["8:00-22:00 tomorrow", "am-or-pm", ["T 2026-11-25 08:00-22:00", "T 2026-11-25 20:00-22:00"]],
];

describe("questions", () => {
  test.each(QUESTIONS)("%s → %s", (phrase, reason, options) => {
    const resolution = resolveDate(phrase, A);
    expect(resolution.kind === "ask" ? resolution.reason : resolution.kind).toBe(reason);
    expect(optionsOf(resolution)).toEqual(options);
  });
  it("flags the option that is over", () => {
    const resolution = resolveDate("today at 9am", A);
    expect(resolution.kind === "ask" && resolution.options.map((option) => option.flags)).toEqual([
      ["past"],
      [],
    ]);
  });
});

describe("regions", () => {
  it("decide the order of numeric dates", () => {
    expect(read("03/04", at("A", "US"))).toBe("D 2027-03-04");
    expect(read("03/04", at("A", "GB"))).toBe("D 2027-04-03");
    expect(read("4/12 at 3pm", at("A", "GB"))).toBe("T 2026-12-04 15:00");
  });
  it("decide the weekend and the working days", () => {
    expect(read("this weekend", at("A", "IL"))).toBe("W 2026-11-27..2026-11-28");
    expect(read("weekdays at 8:30", at("A", "IL"))).toBe(
      "R 2026-11-25 08:30 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,SU {am}",
    );
    expect(read("in 3 business days", at("A", "IL"))).toBe("D 2026-11-29 {nohol}");
  });
});

describe("clock changes", () => {
  it("asks in a gap and offers the time after it", () => {
    const resolution = resolveDate("Sunday 2:30am", at("B"));
    expect(resolution).toMatchObject({ kind: "ask", reason: "clock-gap" });
    expect(optionsOf(resolution)).toEqual(["T 2026-03-29 03:30"]);
  });
  it("asks in an overlap and shows both offsets", () => {
    const resolution = resolveDate("Sunday at 2:30am", at("C"));
    const options = resolution.kind === "ask" ? resolution.options : [];
    expect(options.map((option) => option.kind === "time" && option.start.offset)).toEqual([
      "+02:00",
      "+01:00",
    ]);
  });
  it("counts hours exactly and days by the calendar", () => {
    expect(read("in 72 hours", at("C"))).toBe("T 2026-10-26 08:00");
    expect(read("Monday at 9am", at("C"))).toBe("T 2026-10-26 09:00");
  });
});

describe("turn of the year", () => {
  test.each([
    ["tomorrow", "D 2026-12-31"],
    ["in 2 days", "D 2027-01-01"],
    ["in 3 hours", "T 2026-12-31 01:30"],
    ["Friday", "D 2027-01-01"],
    ["next week", "W 2027-01-04..2027-01-10"],
    ["end of the year", "DUE 2026-12-31"],
    ["midnight", "T 2026-12-31 00:00"],
  ])("%s → %s", (phrase, expected) => expect(read(phrase, at("E"))).toBe(expected));
});

describe("results", () => {
  it("are plain data with a trace", () => {
    const resolution = resolveDate("Friday at 3", A);
    expect(structuredClone(resolution)).toEqual(resolution);
    expect(resolution.trace).toEqual([
      { token: "Friday", rule: "weekday" },
      { token: "at 3", rule: "clock" },
    ]);
    expect(resolution).toMatchObject({
      kind: "time",
      start: {
        local: "2026-11-27T15:00",
        zone: "Europe/Berlin",
        offset: "+01:00",
        epochMs: Date.UTC(2026, 10, 27, 14),
      },
    });
  });
  it("keep the length of a repeated event", () => {
    expect(resolveDate("every Wednesday from 2 to 3pm", A)).toMatchObject({
      kind: "recurrence",
      durationMinutes: 60,
    });
  });
  it("are none for words of another language and for texts that are no phrase", () => {
    expect(resolveDate("morgen", { ...A, language: "fr" }).kind).toBe("none");
    expect(resolveDate("tomorrow ".repeat(MAX_PHRASE_LENGTH), A).kind).toBe("none");
  });
});
