/** @file Dates and times in words a person reads: "Wed 25 Nov 2026, 16:00–16:30". Never used for anything but display. */

import { Temporal } from "temporal-polyfill";

const PARTS: Intl.DateTimeFormatOptions = {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
};

/** `YYYY-MM-DD` as "Wed 25 Nov 2026"; other languages in their own order. */
function formatDate(date: string, locale = "en"): string {
  const instant = new Date(`${date}T00:00:00Z`);
  if (!locale.startsWith("en")) return new Intl.DateTimeFormat(locale, PARTS).format(instant);
  // en-US parts in day-month order: short names are the same in every engine, orders and commas are not.
  const parts = new Intl.DateTimeFormat("en-US", PARTS).formatToParts(instant);
  const part = (type: string): string => parts.find((candidate) => candidate.type === type)?.value ?? "";
  return `${part("weekday")} ${part("day")} ${part("month")} ${part("year")}`;
}

/** A span of days or of wall times (`YYYY-MM-DDTHH:mm`), ends as in `EventDraft`. */
export function formatSpan(start: string, end: string, locale = "en"): string {
  const startDate = start.slice(0, 10);
  const endDate = end.slice(0, 10);
  if (start.length === 10) {
    const first = formatDate(startDate, locale);
    return startDate === endDate || end === "" ? first : `${first} – ${formatDate(endDate, locale)}`;
  }
  const first = `${formatDate(startDate, locale)}, ${start.slice(11, 16)}`;
  if (end === "" || end === start) return first;
  return startDate === endDate
    ? `${first}–${end.slice(11, 16)}`
    : `${first} – ${formatDate(endDate, locale)}, ${end.slice(11, 16)}`;
}

/** How far `start` is from `now`: "in 3 days", "tomorrow", "in 20 minutes", "2 hours ago". */
export function formatDistance(start: string, zone: string, now: string, locale = "en"): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const here = Temporal.Instant.from(now).toZonedDateTimeISO(zone);
  const days = here.toPlainDate().until(Temporal.PlainDate.from(start.slice(0, 10))).days;
  if (days !== 0 || start.length === 10) return words.format(days, "day");
  const instant = Temporal.PlainDateTime.from(start).toZonedDateTime(zone);
  const minutes = Math.round((instant.epochMilliseconds - here.epochMilliseconds) / 60_000);
  return Math.abs(minutes) < 60
    ? words.format(minutes, "minute")
    : words.format(Math.round(minutes / 60), "hour");
}
