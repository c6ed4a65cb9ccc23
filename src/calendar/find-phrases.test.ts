import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { findDatePhrases, MAX_PHRASES } from "./find-phrases.ts";
import { contextOf, notation } from "./fixtures/expectation.ts";

/** Tuesday. */
const CONTEXT = contextOf("2026-11-24T10:15:00+01:00[Europe/Berlin]", "en");
const find = (text: string): readonly string[] =>
  findDatePhrases(text, CONTEXT).map(({ phrase, resolution }) => `${phrase} → ${notation(resolution)}`);

const SENTENCES: readonly (readonly [sentence: string, ...found: string[]])[] = [
  ["Can we meet Friday 3pm at Luigi's, 45 min?", "Friday 3pm → T 2026-11-27 15:00", "45 min → DUR 45"],
  ["I'll send it by EOD tomorrow", "by EOD tomorrow → DUE 2026-11-25 17:00"],
  ["the review is moved to Thursday at 16:00", "Thursday at 16:00 → T 2026-11-26 16:00"],
  ["see you tomorrow at 4", "tomorrow at 4 → T 2026-11-25 16:00"],
  ["Dinner tonight at 8 🙂", "tonight at 8 → T 2026-11-24 20:00"],
  ["My flight lands at 18:45 on Dec 3rd", "18:45 on Dec 3rd → T 2026-12-03 18:45"],
  ["please reply by Monday 9am", "by Monday 9am → DUE 2026-11-30 09:00"],
  ["rent is due on the 1st", "due on the 1st → DUE 2026-12-01"],
  ["deadline: Friday noon", "deadline: Friday noon → DUE 2026-11-27 12:00"],
  ["Call me in 20 minutes", "in 20 minutes → T 2026-11-24 10:35"],
  ["it'll be ready in two weeks", "in two weeks → D 2026-12-08"],
  ["Are you free on the 5th?", "5th → D 2026-12-05"],
  ["My son's birthday: 14 March", "14 March → D 2027-03-14"],
  ["2026-12-01 14:00 kickoff", "2026-12-01 14:00 → T 2026-12-01 14:00"],
  ["Wed 25 Nov 2026, 16:00", "Wed 25 Nov 2026, 16:00 → T 2026-11-25 16:00"],
  [
    "Meeting: Thursday, 26 November, 3:00 PM – 4:00 PM",
    "Thursday, 26 November, 3:00 PM – 4:00 PM → T 2026-11-26 15:00-16:00",
  ],
  ["conference runs from Dec 7 to Dec 10", "Dec 7 to Dec 10 → D 2026-12-07..2026-12-10"],
  [
    "standup is every weekday at 9:15",
    "every weekday at 9:15 → R 2026-11-25 09:15 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
  ],
  [
    "Book club meets on the first Monday of every month at 7pm",
    "first Monday of every month at 7pm → R 2026-12-07 19:00 FREQ=MONTHLY;BYDAY=1MO",
  ],
  ["Let's meet @ 3pm on Wed.", "3pm on Wed → T 2026-11-25 15:00"],
  ["Sat 8pm works", "Sat 8pm → T 2026-11-28 20:00"],
  ["**Wed 4pm** (sharp)", "Wed 4pm → T 2026-11-25 16:00"],
  ["Wed: dentist", "Wed → D 2026-11-25"],
  ["7 tonight?", "7 tonight → T 2026-11-24 19:00"],
  ["how about next week?", "next week → W 2026-11-30..2026-12-06"],
  ["ping me first thing tomorrow", "first thing tomorrow → T 2026-11-25 09:00"],
  ["by the end of next month", "by the end of next month → DUE 2026-12-31"],
  ["Let's meet this afternoon around 3", "this afternoon around 3 → T 2026-11-24 15:00"],
  ["the meeting is an hour later than planned", "an hour later → REL 60"],
  ["New Year's Eve at our place", "New Year's Eve → D 2026-12-31"],
  ["may 5 works, I may be late", "may 5 → D 2027-05-05"],
  ["I will march on Sunday", "Sunday → D 2026-11-29"],
  ["lying in the sun tomorrow", "tomorrow → D 2026-11-25"],
  ["yesterday was fun", "yesterday → D 2026-11-23"],
  ["meet at 4 at the cafe", "at 4 → T 2026-11-24 16:00"],
  ["I've got the 3rd and 4th of January off", "3rd and 4th of January → D 2027-01-03..2027-01-04"],
  ["I'll be off from Dec 23 until Jan 2", "Dec 23 until Jan 2 → D 2026-12-23..2027-01-02"],
  ["Doctor's appointment: Mon 30/11, 14:20", "Mon 30/11, 14:20 → T 2026-11-30 14:20"],
  ["Coffee at 11 tomorrow morning?", "11 tomorrow morning → T 2026-11-25 11:00"],
  ["Kick-off 8:45pm GMT Wednesday", "8:45pm GMT Wednesday → T 2026-11-25 21:45"],
  ["how about 3:30?", "3:30 → T 2026-11-24 15:30"],
  ["don't forget Friday 3pm", "Friday 3pm → T 2026-11-27 15:00"],
  ["finish it by 5 tomorrow", "by 5 tomorrow → DUE 2026-11-25 17:00"],
  ["on Friday by 4", "Friday by 4 → DUE 2026-11-27 16:00"],
  ["done by four o'clock", "by four o'clock → DUE 2026-11-24 16:00"],
  ["no later than 4 please", "no later than 4 → DUE 2026-11-24 16:00"],
  // a number behind "by" or "times" that measures is no time
  ["320 split by four is 80 each, I'll transfer today", "today → D 2026-11-24"],
  ["split it by four tomorrow", "tomorrow → D 2026-11-25"],
  ["we were beaten by 3 on Friday", "Friday → D 2026-11-27"],
  ["16 times four tonight", "tonight → W 2026-11-24 18:00-22:00"],
  // a correction takes the first value
  ["see you Friday at 16:00, not 15:00", "Friday at 16:00, not 15:00 → T 2026-11-27 16:00"],
  ["Friday, not Thursday, at 16:00", "Friday, not Thursday, at 16:00 → T 2026-11-27 16:00"],
  ["I can do Friday not Thursday", "Friday not Thursday → D 2026-11-27"],
  ["Friday at 3pm, same time as usual", "Friday at 3pm → T 2026-11-27 15:00"],
  ["I'm off Friday; at the same time I work", "Friday → D 2026-11-27"],
  // several phrases
  ["We leave on 12/24 and return on 12/28", "12/24 → D 2026-12-24", "12/28 → D 2026-12-28"],
  ["3 pm works, 4 pm too", "3 pm → T 2026-11-24 15:00", "4 pm → T 2026-11-24 16:00"],
  [
    "Friday 3pm, Thursday 2pm - pick one",
    "Friday 3pm → T 2026-11-27 15:00",
    "Thursday 2pm → T 2026-11-26 14:00",
  ],
  ["let's do a 30 min call tomorrow", "30 min → DUR 30", "tomorrow → D 2026-11-25"],
  // the old date of a move is not the date
  ["moved from Wednesday to Thursday at 16:00", "Thursday at 16:00 → T 2026-11-26 16:00"],
  ["rescheduled from 3pm to 4pm on Friday", "4pm on Friday → T 2026-11-27 16:00"],
];

const QUESTIONS: readonly (readonly [sentence: string, phrase: string, reason: string])[] = [
  ["Dinner tomorrow at 8?", "tomorrow at 8", "am-or-pm"],
  ["What about 11?", "11", "am-or-pm"],
  ["Next Friday at 2 then", "Next Friday at 2", "next-weekday"],
  ["Let's do lunch on Tuesday at 12:30", "lunch on Tuesday at 12:30", "same-weekday"],
  ["Monday or Wednesday works for me", "Monday or Wednesday", "alternatives"],
  ["let's talk after lunch on Wednesday", "after lunch on Wednesday", "no-time"],
  ["Not Friday please", "Not Friday", "negation"],
  ["I can't make Friday", "Friday", "negation"],
  ["Friday doesn't work for me", "Friday", "negation"],
  ["Not available on Thursday at 2pm", "Thursday at 2pm", "negation"],
  ["the Friday after next", "Friday after next", "next-weekday"],
  ["We return on 1/2", "1/2", "date-order"],
  ["Friday not at 15:00", "Friday not at 15:00", "negation"],
  ["We can't do Friday, not Saturday", "Friday, not Saturday", "negation"],
  ["in a fortnight, same time", "in a fortnight, same time", "leftover"],
  ["Let's meet same time next week", "same time next week", "leftover"],
  ["call every Friday at the same time", "every Friday at the same time", "leftover"],
];

const NOTHING = [
  "3/4 cup of sugar",
  "we shipped v2.10 and 3.4. is next",
  "room 12.30",
  "I sat down",
  "I sat down in March",
  "may I ask something",
  "march on, soldiers",
  "wait a second",
  "the sun is shining",
  "Sun is out!",
  "he was wed last year",
  "sat nav is broken",
  "April said she would come, Jan too",
  "Good morning everyone",
  "Have a good weekend!",
  "Happy Friday all",
  "Merry Christmas to you",
  "The office is on the 5th floor",
  "the 2nd option is better",
  "It costs $3.50 or 12.30 euros",
  "at 4 people per table",
  "meet at 4 Elm Street",
  "we need 12 chairs at 3 euros each",
  "what about 2 pizzas",
  "I have 2 kids and 3 dogs",
  "back in a minute",
  "I'll be 5 minutes late",
  "it took 45 minutes",
  "10 min walk from the station",
  "we waited for two weeks",
  "the 24/7 hotline",
  "call 555-1234 or +49 151 2345678",
  "write to bob@friday.com, see https://example.com/2026-11-25",
  "Q1 budget, 10-12 items",
  "score was 3-2",
  "2-1 after 90 min",
  "2 Fridays from now",
  "on second thought, no",
  "the second half starts now",
  "I need it asap, see you later",
  "Invoice 2026-1123",
  "ok 3",
  "320 split by four",
  "multiplied by two",
  "we were beaten by three goals",
  "I need it by four",
  "",
];

describe("findDatePhrases", () => {
  test.each(SENTENCES)("%s", (sentence, ...found) => expect(find(sentence)).toEqual(found));

  test.each(QUESTIONS)("%s asks", (sentence, phrase, reason) => {
    const found = findDatePhrases(sentence, CONTEXT);
    expect(found.map((one) => [one.phrase, one.resolution.kind === "ask" && one.resolution.reason])).toEqual([
      [phrase, reason],
    ]);
  });

  test.each(NOTHING)("nothing in: %s", (sentence) => expect(find(sentence)).toEqual([]));

  it("looks no further than its limits", () => {
    expect(findDatePhrases("Friday 3pm. ".repeat(200), CONTEXT)).toHaveLength(MAX_PHRASES);
    expect(find(`${"word ".repeat(5_000)}tomorrow`)).toEqual([]);
  });

  it("reads the words of its language only", () => {
    expect(findDatePhrases("tomorrow", { ...CONTEXT, language: "th" })).toEqual([]);
    expect(findDatePhrases("übermorgen", CONTEXT)).toEqual([]);
  });
});

describe("a time without a date", () => {
  test.each([
    ["Tomorrow's meeting is at 3", "T 2026-11-25 15:00"],
    ["Are you free tomorrow for a call at 3?", "T 2026-11-25 15:00"],
    ["Friday's review moved to 4pm", "T 2026-11-27 16:00"],
    ["3pm at Luigi's on Friday", "T 2026-11-27 15:00"],
    ["On Thursday, let's sync at 14:00 with Bob", "T 2026-11-26 14:00"],
    ["Tomorrow I have a call in the morning", "W 2026-11-25 09:00-12:00"],
    ["standup every Monday in room 5 at 9:15", "R 2026-11-30 09:15 FREQ=WEEKLY;BYDAY=MO"],
  ])("belongs to the date of its sentence: %s", (sentence, expected) => {
    expect(findDatePhrases(sentence, CONTEXT).map(({ resolution }) => notation(resolution))).toEqual([
      expected,
    ]);
  });

  test.each([
    ["Party on Sat! 8pm at mine", "8pm", ["T 2026-11-28 20:00", "T 2026-11-24 20:00"]],
    ["I'm off Friday, call me at 3", "at 3", ["T 2026-11-27 15:00", "T 2026-11-24 15:00"]],
    ["I'd say Friday. 3pm?", "3pm", ["T 2026-11-27 15:00", "T 2026-11-24 15:00"]],
  ])("is asked about where another sentence has the date: %s", (sentence, phrase, options) => {
    const found = findDatePhrases(sentence, CONTEXT).find((one) => one.phrase === phrase);
    expect(found?.resolution.kind).toBe("ask");
    expect(found?.resolution.kind === "ask" && found.resolution.options.map(notation)).toEqual(options);
  });
});

test("phrases are slices of the text, in order, and never mean nothing", () => {
  const words = fc.constantFrom(
    ..."Friday,tomorrow,for,days,min,at,3,pm,by,EOD,next,week,the,5th,or,and,not,from,to,in,2,days,every,Monday,hello,Sat,may,!,.,\n,3/4,12.30,noon,–,🙂".split(
      ",",
    ),
    ",",
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 25 }), (parts) => {
      const text = parts.join(" ");
      let last = 0;
      for (const { phrase, start, end, resolution } of findDatePhrases(text, CONTEXT)) {
        expect(text.slice(start, end)).toBe(phrase);
        expect(start).toBeGreaterThanOrEqual(last);
        expect(resolution.kind).not.toBe("none");
        last = end;
      }
    }),
    { numRuns: 2_000, seed: 7 },
  );
}, 60_000);

test("any text is read without an exception", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      expect(Array.isArray(findDatePhrases(text, CONTEXT))).toBe(true);
    }),
    { numRuns: 1_000, seed: 7 },
  );
}, 60_000);
