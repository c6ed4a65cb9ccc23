/** @file A rule in words: "every 2 weeks on Mon and Wed until 18 Dec 2026". For display only. */

import { formatSpan, plainDate } from "./format-when.ts";
import { parseRecurrence, type Recurrence } from "./recurrence.ts";
import type { Language, Resolution } from "./resolution.ts";
import type { RecurrenceWording } from "./wording/wording.ts";
import { wordingOf } from "./wording/wordings.ts";

/** What is repeated, and whether it ends: a rule without an end says so. */
export function recurrenceText(rule: Recurrence, language: Language): string {
  const { noEnd, pause } = wordingOf(language).recurrence;
  const isOpen = rule.until === null && rule.count === null;
  return `${repetitionText(rule, language)}${isOpen ? pause + noEnd : ""}`;
}

/** The same for where there is no room: nothing is said of an end that there is not. */
export function repetitionText(rule: Recurrence, language: Language): string {
  const words = wordingOf(language).recurrence;
  const { frequency, interval } = rule;
  const every =
    interval === 1 ? words.every[frequency] : words.everyFew[frequency].replace("{n}", String(interval));
  const parts = [every, daysText(rule, words, language), monthsText(rule, words, language)];
  const end = endText(rule, words, language);
  return `${parts.filter((part) => part !== "").join(" ")}${end === "" ? "" : words.pause + end}`;
}

/** The first time of a series and how it repeats: "Mon 30 Nov 2026, 09:00, every week on Mon". */
export function formatSeries(
  { start, rrule }: Extract<Resolution, { kind: "recurrence" }>,
  language: Language,
): string {
  const when = formatSpan(typeof start === "string" ? start : start.local, "", language);
  const rule = parseRecurrence(rrule, typeof start === "string" ? null : start.zone);
  return rule.ok ? `${when}, ${repetitionText(rule.value, language)}` : when;
}

/** 2026 began on a Thursday: 5 January was a Monday. */
const dayName = (weekday: number, words: RecurrenceWording, language: Language): string =>
  new Intl.DateTimeFormat(language, { weekday: words.names, timeZone: "UTC" }).format(
    Date.UTC(2026, 0, 4 + weekday),
  );

const monthName = (month: number, words: RecurrenceWording, language: Language): string =>
  new Intl.DateTimeFormat(language, { month: words.names, timeZone: "UTC" }).format(
    Date.UTC(2026, month - 1, 1),
  );

function daysText({ byDay, byMonthDay }: Recurrence, words: RecurrenceWording, language: Language): string {
  if (byDay.length === 5 && byDay.every(({ weekday, nth }) => weekday <= 5 && nth === null))
    return words.workdays;
  const days = byDay.map(({ weekday, nth }) => {
    const name = dayName(weekday, words, language);
    return nth === null ? words.weekday(name, weekday) : words.nthWeekday(nth, name, weekday);
  });
  const named = days.length > 0 ? days : byMonthDay.map((day) => monthDayText(day, words));
  return named.length === 0 ? "" : words.on(list(named, language));
}

const monthDayText = (day: number, words: RecurrenceWording): string =>
  day === -1 ? words.lastDay : day < 0 ? words.dayFromEnd(-day) : words.monthDay(day);

function monthsText({ byMonth }: Recurrence, words: RecurrenceWording, language: Language): string {
  const months = byMonth.map((month) => monthName(month, words, language));
  return months.length === 0 ? "" : words.inMonths(list(months, language));
}

function endText({ until, count }: Recurrence, words: RecurrenceWording, language: Language): string {
  if (count !== null) return count === 1 ? words.once : words.times.replace("{n}", String(count));
  return until === null ? "" : words.until(plainDate(until.slice(0, 10), language));
}

/** "Mon, Wed and Fri": without the comma before "and" that American English has. */
const list = (items: readonly string[], language: Language): string =>
  new Intl.ListFormat(language === "en" ? "en-GB" : language, { type: "conjunction" }).format(items);
