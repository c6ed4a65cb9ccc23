/** @file Wall times of messages in words. They are shown as they were sent, so no zone conversion happens here. */
import type { Language } from "#calendar/resolution";
import type { MessageTime, Thread } from "#messages/message";

const DAY_PARTS = {
  timeZone: "UTC",
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
} as const;
// Parts, not the whole text: engines agree on en-US short names, but not on en-GB ones ("Sep", "Sept").
const DAY = new Intl.DateTimeFormat("en-US", DAY_PARTS);

/** `2026-11-24` or a longer wall time as "Tue 24 Nov 2026"; the text itself when it is no date. */
export function dayText(local: string, language: Language = "en"): string {
  const date = new Date(`${local.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return local;
  if (language !== "en") return new Intl.DateTimeFormat(language, DAY_PARTS).format(date);
  const parts = DAY.formatToParts(date);
  const part = (type: string): string => parts.find((candidate) => candidate.type === type)?.value ?? "";
  return `${part("weekday")} ${part("day")} ${part("month")} ${part("year")}`;
}

/** "10:15", or null when the source gave no time of day. */
export function clockText(time: MessageTime | null): string | null {
  if (time === null || time.precision === "day" || time.precision === "none") return null;
  return time.local.slice(11, 16);
}

/** "Tue 24 Nov 2026, 10:15" with as much of it as is known; null when undated. */
export function momentText(time: MessageTime | null, language: Language = "en"): string | null {
  if (time === null || time.precision === "none") return null;
  const clock = clockText(time);
  const day = dayText(time.local, language);
  return clock === null ? day : `${day}, ${clock}`;
}

const INSTANT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** An ISO instant in the zone of this device: "26 Nov 2026, 14:05"; empty when it is none. */
export function instantText(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? "" : INSTANT.format(date);
}

/** "20 Nov 2026 – 3 Dec 2026", one day, or "undated". */
export function spanText({ first, last }: Pick<Thread, "first" | "last">): string {
  if (first === null || last === null) return "undated";
  const [from, to] = [dayText(first), dayText(last)];
  return from === to ? from : `${from} – ${to}`;
}

/** "1 message", "1,234 messages". */
export function countText(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
