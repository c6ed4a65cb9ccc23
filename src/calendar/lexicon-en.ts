/**
 * @file English for the date grammar: phrases and what they mean. A table; the grammar is in `rules-*.ts`.
 * Words that are also ordinary words ("sat", "may") carry `caution` and count only beside other date words.
 */

import { wordSet } from "#shared/word-lists";
import type { ContextWords, Lexicon } from "./lexicon.ts";
import { all, createLexicon, type Entry, structure, unit } from "./lexicon-table.ts";
import { ZONE_WORDS } from "./zone-words.ts";

const WEEKDAY_NAMES: readonly (readonly [names: string, caution: string, plural: string])[] = [
  ["monday,mon", "", "mondays"],
  ["tuesday,tue,tues", "", "tuesdays"],
  ["wednesday,weds", "wed", "wednesdays"],
  ["thursday,thu,thur,thurs", "", "thursdays"],
  ["friday,fri", "", "fridays"],
  ["saturday", "sat", "saturdays"],
  ["sunday", "sun", "sundays"],
];

const WEEKDAYS: readonly Entry[] = WEEKDAY_NAMES.flatMap(([names, caution, plural], index) => [
  ...all(names, { tag: "weekday", weekday: index + 1 }),
  ...all(plural, { tag: "weekday", weekday: index + 1, plural: true }),
  ...(caution === "" ? [] : all(caution, { tag: "weekday", weekday: index + 1, caution: true })),
]);

const MONTH_NAMES: readonly (readonly [names: string, caution: string])[] = [
  ["january,jan", ""],
  ["february,feb", ""],
  ["", "march,mar"],
  ["april,apr", ""],
  ["", "may"],
  ["june,jun", ""],
  ["july,jul", ""],
  ["august,aug", ""],
  ["september,sep,sept", ""],
  ["october,oct", ""],
  ["november,nov", ""],
  ["december,dec", ""],
];

const MONTHS: readonly Entry[] = MONTH_NAMES.flatMap(([names, caution], index) => [
  ...(names === "" ? [] : all(names, { tag: "month", month: index + 1 })),
  ...(caution === "" ? [] : all(caution, { tag: "month", month: index + 1, caution: true })),
]);

const NUMBER_WORDS =
  "zero,one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve,thirteen,fourteen,fifteen,sixteen,seventeen,eighteen,nineteen";
const TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ORDINAL_WORDS =
  "first,second,third,fourth,fifth,sixth,seventh,eighth,ninth,tenth,eleventh,twelfth,thirteenth,fourteenth,fifteenth,sixteenth,seventeenth,eighteenth,nineteenth,twentieth";
const ONES = NUMBER_WORDS.split(",").slice(1, 10);

const number = (text: string, value: number): Entry => [text, { tag: "number", value, digits: false, text }];

const NUMBERS: readonly Entry[] = [
  ...NUMBER_WORDS.split(",").map((word, value) => number(word, value)),
  ...TENS.flatMap((ten, index) => [
    number(ten, (index + 2) * 10),
    ...ONES.map((one, value) => number(`${ten} ${one}`, (index + 2) * 10 + value + 1)),
  ]),
  number("a couple of", 2),
  number("a couple", 2),
  number("couple of", 2),
];

const ORDINALS: readonly Entry[] = [
  ...ORDINAL_WORDS.split(",").map((word, index): Entry => [
    word,
    { tag: "ordinal", value: index + 1, digits: false },
  ]),
  ...ORDINAL_WORDS.split(",")
    .slice(0, 9)
    .map((word, index): Entry => [`twenty ${word}`, { tag: "ordinal", value: index + 21, digits: false }]),
  ["thirtieth", { tag: "ordinal", value: 30, digits: false }],
  ["thirty first", { tag: "ordinal", value: 31, digits: false }],
];

const UNITS: readonly Entry[] = [
  ...unit("minute,minutes,min,mins", "minute"),
  ...unit("hour,hours,hr,hrs,hour's", "hour"),
  ...unit("day,days,day's", "day"),
  ...unit("business day,business days,working day,working days,work days,workdays", "business-day"),
  ...unit("week,wk,week's", "week", { behind: true }),
  ...unit("weeks,wks", "week"),
  ...unit("fortnight,fortnights", "week", { count: 2 }),
  ...unit("month,months,month's", "month"),
  ...unit("quarter of a year", "month", { count: 3 }),
  ...unit("year,years,year's", "year"),
  ["m", { tag: "unit", unit: "minute", count: 1, short: true }],
  ["h", { tag: "unit", unit: "hour", count: 1, short: true }],
];

const DAYS: readonly Entry[] = [
  ...all("today,later today,later on today", { tag: "day", offset: 0 }),
  ...all("tomorrow,tmrw,tmr,tmw,tomoz,2moro,tommorow,tommorrow,tomorow", { tag: "day", offset: 1 }),
  ...all("day after tomorrow,the day after tomorrow,overmorrow,day after tmrw", { tag: "day", offset: 2 }),
  ...all("yesterday", { tag: "day", offset: -1 }),
  ...all("day before yesterday,the day before yesterday", { tag: "day", offset: -2 }),
  ...all("tonight,tonite,2nite,later tonight", { tag: "day", offset: 0, part: "tonight" }),
  ...all("last night", { tag: "day", offset: -1, part: "tonight" }),
];

const PARTS: readonly Entry[] = [
  ...all("morning", { tag: "part", part: "morning" }),
  ...all("lunch,lunchtime,lunch time", { tag: "part", part: "lunch" }),
  ...all("afternoon,arvo", { tag: "part", part: "afternoon" }),
  ...all("evening", { tag: "part", part: "evening" }),
  ...all("night", { tag: "part", part: "night" }),
  ...all("noon,midday,mid day,high noon", { tag: "moment", moment: "noon" }),
  ...all("midnight", { tag: "moment", moment: "midnight" }),
];

const DEADLINES: readonly Entry[] = [
  ...all(
    "eod,cob,close of business,close of play,end of business,end of day,end of the day,end of the working day,end of play",
    { tag: "deadline", period: "day" },
  ),
  ...all("eow,end of week,end of the week,end of this week,end of the working week", {
    tag: "deadline",
    period: "week",
  }),
  ...all("eom,end of month,end of the month,end of this month", { tag: "deadline", period: "month" }),
  ...all("eoy,end of year,end of the year,end of this year,year end", { tag: "deadline", period: "year" }),
];

const HOLIDAYS: readonly Entry[] = [
  ...all("christmas eve,xmas eve", { tag: "holiday", month: 12, day: 24 }),
  ...all("christmas day,christmas,xmas,xmas day", { tag: "holiday", month: 12, day: 25 }),
  ...all("boxing day", { tag: "holiday", month: 12, day: 26 }),
  ...all("new year's eve,new years eve,nye", { tag: "holiday", month: 12, day: 31 }),
  ...all("new year's day,new years day,new year's,new year", { tag: "holiday", month: 1, day: 1 }),
  ...all("valentine's day,valentines day,valentine's", { tag: "holiday", month: 2, day: 14 }),
  ...all("halloween", { tag: "holiday", month: 10, day: 31 }),
];

/** Named days whose date this grammar cannot compute: better no date than the next ordinary Friday. */
const MOVABLE = structure(
  "unknown",
  "good friday,black friday,cyber monday,easter monday,easter sunday,ash wednesday,maundy thursday,palm sunday,super bowl sunday,shrove tuesday,giving tuesday,casual friday",
);

const MODIFIERS: readonly Entry[] = [
  ...all("next,the next", { tag: "modifier", modifier: "next" }),
  ...all("this,this very", { tag: "modifier", modifier: "this" }),
  ...all("last,previous,this past", { tag: "modifier", modifier: "last" }),
  ...all("coming,upcoming,this coming,the coming,this upcoming", { tag: "modifier", modifier: "coming" }),
];

const FREQUENCIES: readonly Entry[] = [
  ...all("daily", { tag: "frequency", frequency: "DAILY", interval: 1 }),
  ...all("weekly", { tag: "frequency", frequency: "WEEKLY", interval: 1 }),
  ...all("fortnightly", { tag: "frequency", frequency: "WEEKLY", interval: 2 }),
  ...all("monthly", { tag: "frequency", frequency: "MONTHLY", interval: 1 }),
  ...all("quarterly", { tag: "frequency", frequency: "MONTHLY", interval: 3 }),
  ...all("yearly,annually", { tag: "frequency", frequency: "YEARLY", interval: 1 }),
  ...all("biweekly,bi weekly", { tag: "unclear-frequency", frequency: "WEEKLY", interval: 2 }),
  ...all("bimonthly,bi monthly", { tag: "unclear-frequency", frequency: "MONTHLY", interval: 2 }),
];

const STRUCTURE: readonly Entry[] = [
  ...structure("a", "a,an"),
  ...structure("the", "the"),
  ...structure("in", "in"),
  ...structure("on", "on"),
  ...structure("at", "at"),
  ...structure("by", "by,no later than,not later than,by the latest,at the latest by"),
  ...structure("due", "due,due by,due on,due at"),
  ...structure("deadline-word", "deadline"),
  ...structure("for", "for"),
  ...structure("from", "from"),
  ...structure("to", "to,through,thru"),
  ...structure("until", "until,till,til,up to"),
  ...structure("and", "and"),
  ...structure("or", "or,either,and or"),
  ...structure("of", "of"),
  ...structure("past", "past"),
  ...structure("before", "before,prior to,ahead of"),
  ...structure("after", "after"),
  ...structure("within", "within,in the next,within the next"),
  ...structure("between", "between"),
  ...structure("half", "half,half an,half a"),
  ...structure("quarter", "quarter,a quarter"),
  ...structure("oclock", "o'clock,oclock,o clock"),
  ...structure("ago", "ago"),
  ...structure("from-now", "from now,from today"),
  ...structure("every", "every,each,every single"),
  ...structure("every-other", "every other,every second,each other,every alternate,alternate"),
  ...structure("weekdays", "weekdays,every weekday,weekday,each weekday"),
  ...structure("all-day", "all day,all day long,whole day,the whole day,full day"),
  ...structure("approx", "around,about,approximately,approx,roughly,circa,somewhere around"),
  ...structure("ish", "ish,or so,ishh"),
  ...structure(
    "not",
    "not,no,never,can't,cannot,cant,can not,don't,dont,do not,won't,wont,isn't,isnt,is not,doesn't,doesnt,didn't,wasn't,except,except for,nope,unable,without",
  ),
  ...structure(
    "vague",
    "soon,asap,some day,someday,shortly,one day,at some point,in a few days,in a few weeks,in a few hours,in a few minutes,in a bit,in a while,a few days,a few weeks,immediately",
  ),
  ...structure("later", "later,later on"),
  ...structure("earlier", "earlier,sooner"),
  ...structure(
    "postpone",
    "postpone,postponed,delay,delayed,push,pushed,push back,pushed back,move back,moved back,back",
  ),
  ...structure(
    "advance",
    "bring forward,brought forward,move up,moved up,move forward,moved forward,forward",
  ),
  ...structure("end-of", "end of"),
  ...structure("start-of", "start of,beginning of"),
  ...structure("middle-of", "middle of,mid"),
  ...structure("late", "late"),
  ...structure("early", "early"),
  ...structure("week-of", "week of,week commencing,w/c,week beginning,week starting"),
  ...structure("weekend", "weekend,week end,the weekend,wknd"),
  ...structure("first-thing", "first thing,first thing in the morning,first thing on"),
  ...structure("after-next", "after next"),
  ...structure("now", "now,right now"),
  ...structure("starting", "starting,starting from,starting on,beginning,as of,effective"),
  ...structure("times", "times"),
  ...structure(
    "recurrence-unclear",
    "twice a week,twice a month,twice a day,twice weekly,twice monthly,once a week,once a month,once a year,once a day,three times a week,every now and then,every so often",
  ),
  ...structure(
    "filler",
    "sometime,some time,any time,anytime,please,pls,sharp,on the dot,exactly,precisely,local time,during,over,prompt",
  ),
  ...structure(
    "function",
    "is,it's,that's,if,so,but,then,because,when,with,would,will,should,could,can,works,work,suits,was,are,were,as,that,since,unless,though,instead,too,also,maybe,perhaps,ok,okay,good,great,fine,thanks,we,i,you,they,he,she,it,me,us,my,our,your,do,does,did,see,let,let's,just,only,please,via,per,here,there,sounds,looks,who,what,where,how,which,right,yes,yeah,hopefully,probably,still,already,looking,seems,might,must,need,needs,ends,starts,begins,happens,meet,meeting,come,shall",
  ),
  ...structure("suggest", "how about,what about,or rather"),
  ...structure("subject", "i,he,she,we,they,you,who,have,has,had,it,i've,we've,they've,just"),
  ...structure(
    "counted",
    "people,persons,guests,kids,adults,euros,euro,dollars,dollar,pounds,bucks,percent,kg,km,miles,mile,metres,meters,feet,degrees,points,pages,items,seats,tickets,cups,seconds,second,am i,pcs,others,options,different,more,other",
  ),
  ...structure("greeting", "merry,happy,good,lovely,great,nice,wonderful"),
];

const ZONES: readonly Entry[] = [...ZONE_WORDS].map(([word, zone]): Entry => [word, { tag: "zone", zone }]);

/** "don't forget Friday" denies nothing, so "forget" is not among the words that may stand between. */
const CONTEXT: ContextWords = {
  moves: /\b(?:mov|reschedul|shift|chang|push|postpon|switch|bring|brought)[a-z]*\b[^.!?\n]{0,30}$/i,
  attending: wordSet(
    "make do come meet attend join work be am is free available around there for on at the able to really it possible in here any later",
  ),
  denialReach: 1,
  unplannedBehind: wordSet(
    "late early walk drive ride away ago behind too old of before after delay delayed already more less left max",
  ),
  unplannedBefore: wordSet(
    "took takes take taking been spent waited waiting in every last past late another by only almost nearly or to -",
  ),
  breaks: wordSet("but because since so then unless"),
};

// Later entries win: a word that is both (such as "good") keeps the last meaning given here.
export const ENGLISH: Lexicon = createLexicon(
  [
    ...STRUCTURE,
    ...ZONES,
    ...NUMBERS,
    ...ORDINALS,
    ...UNITS,
    ...WEEKDAYS,
    ...MONTHS,
    ...DAYS,
    ...PARTS,
    ...DEADLINES,
    ...HOLIDAYS,
    ...MODIFIERS,
    ...FREQUENCIES,
    ...MOVABLE,
    ["am", { tag: "meridiem", pm: false }],
    ["pm", { tag: "meridiem", pm: true }],
    ["a", { tag: "a" }],
  ],
  { language: "en", dateOrder: "ask", possessive: "'s", context: CONTEXT },
);
