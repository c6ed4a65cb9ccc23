/** @file The days that the week and month views show, and the way from one to the next. Days are `YYYY-MM-DD`. */
import { dateOfDay, dayNumber } from "#calendar/occurrences";

export type CalendarMode = "agenda" | "week" | "month";

/** Days ahead that the agenda lists. */
const AGENDA_DAYS = 60;

/** ISO weekday of `day`, 1 = Monday. */
const weekdayOf = (day: string): number => ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1;

const addDays = (day: string, days: number): string => dateOfDay(dayNumber(day) + days);

/** The day of another month with the same number, or that month's last. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** The week of `day`. @param firstDay ISO weekday on which weeks start */
export function weekDays(day: string, firstDay: number): readonly string[] {
  const first = dayNumber(day) - ((weekdayOf(day) - firstDay + 7) % 7);
  return Array.from({ length: 7 }, (_, step) => dateOfDay(first + step));
}

/** The weeks that hold the month of `day`, four to six of them. */
export function monthWeeks(day: string, firstDay: number): readonly (readonly string[])[] {
  const month = day.slice(0, 7);
  const weeks: (readonly string[])[] = [];
  let week = weekDays(`${month}-01`, firstDay);
  while (week.some((one) => one.startsWith(month))) {
    weeks.push(week);
    week = weekDays(addDays(week[6] ?? day, 1), firstDay);
  }
  return weeks;
}

/** The days a view looks at. */
export function shownDays(mode: CalendarMode, day: string, firstDay: number): { from: string; to: string } {
  if (mode === "agenda") return { from: day, to: addDays(day, AGENDA_DAYS) };
  const days = mode === "week" ? weekDays(day, firstDay) : monthWeeks(day, firstDay).flat();
  return { from: days[0] ?? day, to: days.at(-1) ?? day };
}

/** The day one view further or back. */
export function stepDay(mode: CalendarMode, day: string, step: 1 | -1): string {
  if (mode === "month") return addMonths(day, step);
  return addDays(day, step * (mode === "week" ? 7 : AGENDA_DAYS));
}

/** Where a key moves the chosen day of the month view, or null. */
export function dayOfKey(key: string, day: string, firstDay: number): string | null {
  const column = weekDays(day, firstDay).indexOf(day);
  switch (key) {
    case "ArrowLeft":
      return addDays(day, -1);
    case "ArrowRight":
      return addDays(day, 1);
    case "ArrowUp":
      return addDays(day, -7);
    case "ArrowDown":
      return addDays(day, 7);
    case "Home":
      return addDays(day, -column);
    case "End":
      return addDays(day, 6 - column);
    case "PageUp":
      return addMonths(day, -1);
    case "PageDown":
      return addMonths(day, 1);
    default:
      return null;
  }
}

/** ISO weekday on which weeks start where this browser is. */
export function firstDayOfWeek(language: string): number {
  const locale = new Intl.Locale(language) as Intl.Locale & {
    readonly weekInfo?: { readonly firstDay: number };
    getWeekInfo?: () => { readonly firstDay: number };
  };
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
}

const UTC = { timeZone: "UTC" } as const;
const asDate = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** "November 2026". */
export function monthText(day: string): string {
  return new Intl.DateTimeFormat("en", { ...UTC, month: "long", year: "numeric" }).format(asDate(day));
}

/** "Friday 27 November 2026". */
export function longDayText(day: string): string {
  const weekday = new Intl.DateTimeFormat("en", { ...UTC, weekday: "long" }).format(asDate(day));
  return `${weekday} ${Number(day.slice(8))} ${monthText(day)}`;
}

/** "Mon". */
export function weekdayText(day: string): string {
  return new Intl.DateTimeFormat("en", { ...UTC, weekday: "short" }).format(asDate(day));
}

/** "23 – 29 November 2026" of the days shown. */
export function rangeText(mode: CalendarMode, day: string, firstDay: number): string {
  if (mode === "month") return monthText(day);
  const { from, to } = shownDays(mode, day, firstDay);
  const sameMonth = from.slice(0, 7) === to.slice(0, 7);
  const start = sameMonth ? String(Number(from.slice(8))) : `${Number(from.slice(8))} ${monthText(from)}`;
  return `${start} – ${Number(to.slice(8))} ${monthText(to)}`;
}
