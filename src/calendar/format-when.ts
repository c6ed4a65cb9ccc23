/** @file Dates and times in words a person reads: "Wed 25 Nov 2026, 16:00–16:30". Never used for anything but display. */

import { Temporal } from "temporal-polyfill";
import type { Language } from "./resolution.ts";

const PARTS: Intl.DateTimeFormatOptions = {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
};

/** `YYYY-MM-DD` as "Wed 25 Nov 2026"; other languages in their own order. */
const formatDate = (date: string, language: Language): string => dateText(date, language, PARTS);

/** `YYYY-MM-DD` as "25 Nov 2026". */
export function plainDate(date: string, language: Language): string {
  const { weekday: _weekday, ...parts } = PARTS;
  return dateText(date, language, parts);
}

function dateText(date: string, language: Language, options: Intl.DateTimeFormatOptions): string {
  const instant = new Date(`${date}T00:00:00Z`);
  if (language !== "en") return new Intl.DateTimeFormat(language, options).format(instant);
  // en-US parts in day-month order: short names are the same in every engine, orders and commas are not.
  const parts = new Intl.DateTimeFormat("en-US", options).formatToParts(instant);
  const part = (type: string): string => parts.find((candidate) => candidate.type === type)?.value ?? "";
  return ["weekday", "day", "month", "year"]
    .map(part)
    .filter((value) => value !== "")
    .join(" ");
}

/** A span of days or of wall times (`YYYY-MM-DDTHH:mm`), ends as in `EventDraft`. */
export function formatSpan(start: string, end: string, language: Language): string {
  const startDate = start.slice(0, 10);
  const endDate = end.slice(0, 10);
  if (start.length === 10) {
    const first = formatDate(startDate, language);
    return startDate === endDate || end === "" ? first : `${first} – ${formatDate(endDate, language)}`;
  }
  const first = `${formatDate(startDate, language)}, ${start.slice(11, 16)}`;
  if (end === "" || end === start) return first;
  return startDate === endDate
    ? `${first}–${end.slice(11, 16)}`
    : `${first} – ${formatDate(endDate, language)}, ${end.slice(11, 16)}`;
}

/** How far `start` is from `now`: "in 3 days", "tomorrow", "in 20 minutes", "2 hours ago". */
export function formatDistance(start: string, zone: string, now: string, language: Language): string {
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const here = Temporal.Instant.from(now).toZonedDateTimeISO(zone);
  const days = here.toPlainDate().until(Temporal.PlainDate.from(start.slice(0, 10))).days;
  if (days !== 0 || start.length === 10) return words.format(days, "day");
  const instant = Temporal.PlainDateTime.from(start).toZonedDateTime(zone);
  const minutes = Math.round((instant.epochMilliseconds - here.epochMilliseconds) / 60_000);
  return Math.abs(minutes) < 60
    ? words.format(minutes, "minute")
    : words.format(Math.round(minutes / 60), "hour");
}
