/** @file A rule in words: "every 2 weeks on Mon and Wed until 18 Dec 2026". For display only. */

import type { Recurrence, WeekdayRule } from "./recurrence.ts";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const UNITS = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" } as const;
const ORDINALS: Readonly<Record<number, string>> = {
  1: "first",
  2: "second",
  3: "third",
  4: "fourth",
  5: "fifth",
  [-1]: "last",
  [-2]: "second to last",
};

/** What is repeated, and whether it ends: a rule without an end says so. */
export function recurrenceText(rule: Recurrence): string {
  const { frequency, interval } = rule;
  const unit = UNITS[frequency];
  const every = interval === 1 ? `every ${unit}` : `every ${interval} ${unit}s`;
  return [every, onText(rule), endText(rule)].filter((part) => part !== "").join(" ");
}

function onText({ frequency, byDay, byMonthDay, byMonth }: Recurrence): string {
  const months = byMonth.length === 0 ? "" : ` in ${list(byMonth.map((month) => MONTHS[month - 1] ?? ""))}`;
  if (byDay.length === 5 && byDay.every(({ weekday, nth }) => weekday <= 5 && nth === null))
    return `on workdays${months}`;
  if (byDay.length > 0) return `on ${list(byDay.map(weekdayText))}${months}`;
  if (byMonthDay.length > 0) return `on ${list(byMonthDay.map(monthDayText))}${months}`;
  return frequency === "YEARLY" ? "" : months.trim();
}

const weekdayText = ({ weekday, nth }: WeekdayRule): string => {
  const day = WEEKDAYS[weekday - 1] ?? "";
  return nth === null ? day : `the ${ORDINALS[nth] ?? `${nth}.`} ${day}`;
};

const monthDayText = (day: number): string =>
  day === -1 ? "the last day" : day < 0 ? `day ${-day} from the end` : `day ${day}`;

function endText({ until, count }: Recurrence): string {
  if (count !== null) return count === 1 ? "once" : `${count} times`;
  if (until === null) return "with no end";
  const [year, month, day] = until.slice(0, 10).split("-").map(Number);
  return `until ${day} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
