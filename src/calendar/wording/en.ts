/** @file English. */

import type { Wording } from "./wording.ts";

const ORDINALS: Readonly<Record<number, string>> = {
  1: "first",
  2: "second",
  3: "third",
  4: "fourth",
  5: "fifth",
  [-1]: "last",
  [-2]: "second to last",
};

/** "3 pm", "8:30 am". */
function halves(clock: string): string {
  const hour = Number(clock.slice(0, 2));
  const minute = clock.slice(3);
  return `${hour % 12 === 0 ? 12 : hour % 12}${minute === "00" ? "" : `:${minute}`} ${hour < 12 ? "am" : "pm"}`;
}

export const EN: Wording = {
  allDay: (when) => `${when}, all day`,
  due: (when) => `Due ${when}`,
  recurrence: {
    every: { DAILY: "every day", WEEKLY: "every week", MONTHLY: "every month", YEARLY: "every year" },
    everyFew: {
      DAILY: "every {n} days",
      WEEKLY: "every {n} weeks",
      MONTHLY: "every {n} months",
      YEARLY: "every {n} years",
    },
    workdays: "on workdays",
    weekday: (name) => name,
    nthWeekday: (nth, name) => `the ${ORDINALS[nth] ?? `${nth}.`} ${name}`,
    monthDay: (day) => `day ${day}`,
    lastDay: "the last day",
    dayFromEnd: (day) => `day ${day} from the end`,
    on: (days) => `on ${days}`,
    inMonths: (months) => `in ${months}`,
    names: "short",
    pause: " ",
    once: "once",
    times: "{n} times",
    until: (date) => `until ${date}`,
    noEnd: "with no end",
  },
  assumptions: {
    time: (clock) => `assumed ${halves(clock)}`,
    flags: {
      approx: "the words say about this time",
      cfg: "hours of the day taken from your settings",
      past: "this date is in the past",
      clamped: "the month is shorter, so its last day was taken",
      nohol: "public holidays were not counted",
      startweek: "the first week of the series was assumed",
      "today-included": "the series starts today",
      day: "no day was named: assumed the next time the clock says so",
    },
    not: (words) => `not ${words}`,
    zone: (words, zone) => `converted from “${words}” to ${zone}`,
    deadline: "the words name a deadline",
    minutes: (count) => `assumed ${count} minutes`,
  },
};
