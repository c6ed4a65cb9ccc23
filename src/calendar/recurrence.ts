/**
 * @file How an event repeats: the part of RRULE (RFC 5545 3.3.10) that this app reads and writes, as plain data.
 * Rules that fire more than once a day are refused (spec messages-calendar 5.4, 5.6). Expansion is in
 * `occurrences.ts`.
 */

import { Temporal } from "temporal-polyfill";
import { fail, ok, type Result } from "#shared/result";

export type Frequency = "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";

export interface WeekdayRule {
  /** ISO weekday, 1 = Monday. */
  readonly weekday: number;
  /** Which one of its month or year, negative from the end; null = each. */
  readonly nth: number | null;
}

export interface Recurrence {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly byDay: readonly WeekdayRule[];
  /** Negative from the end of the month. */
  readonly byMonthDay: readonly number[];
  readonly byMonth: readonly number[];
  /** Read from files, never written. */
  readonly bySetPos: readonly number[];
  /** ISO weekday on which weeks start. */
  readonly weekStart: number;
  /** Last day, `YYYY-MM-DD`, or last start, `YYYY-MM-DDTHH:mm`, in the event's zone; null = no end. */
  readonly until: string | null;
  readonly count: number | null;
}

/** `refused` = more often than daily; `unsupported` = a part that is not read; `invalid` = not a rule. */
export type RecurrenceProblem = "refused" | "unsupported" | "invalid";

/** Limits of what is written (spec 5.4). */
export const MAX_INTERVAL = 99;
export const MAX_COUNT = 730;
const MAX_LIST = 31;
/** A rule in a file may skip this many periods: more is a broken file. */
const MAX_READ_INTERVAL = 10_000;
const MAX_READ_COUNT = 100_000;
const MAX_RULE_LENGTH = 1_000;

const WEEKDAY_CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const FREQUENCIES: readonly string[] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
const TOO_OFTEN: readonly string[] = ["HOURLY", "MINUTELY", "SECONDLY"];

/** A rule with nothing but its frequency. */
export function everyOne(frequency: Frequency): Recurrence {
  return {
    frequency,
    interval: 1,
    byDay: [],
    byMonthDay: [],
    byMonth: [],
    bySetPos: [],
    weekStart: 1,
    until: null,
    count: null,
  };
}

/**
 * Reads the value of an RRULE; a UTC `UNTIL` becomes wall time in `zone`.
 * @param zone null for an all-day series: its `UNTIL` is the date as written, whatever time stands behind it
 */
export function parseRecurrence(value: string, zone: string | null): Result<Recurrence, RecurrenceProblem> {
  if (value.length > MAX_RULE_LENGTH) return fail("invalid");
  const parts = new Map<string, string>();
  for (const part of value.trim().replace(/;+$/, "").toUpperCase().split(";")) {
    const at = part.indexOf("=");
    const name = part.slice(0, at).trim();
    if (at < 1 || parts.has(name)) return fail("invalid");
    parts.set(name, part.slice(at + 1).trim());
  }
  const frequency = parts.get("FREQ") ?? "";
  if (TOO_OFTEN.includes(frequency)) return fail("refused");
  if (!FREQUENCIES.includes(frequency)) return fail("invalid");
  return readParts(parts, frequency as Frequency, zone);
}

type Fields = Partial<Omit<Recurrence, "frequency">>;

/** One reader per part; null = the value is not one. */
const READERS: Readonly<Record<string, (value: string, zone: string | null) => Fields | null>> = {
  INTERVAL: (value) => numberField(value, 1, MAX_READ_INTERVAL, (interval) => ({ interval })),
  COUNT: (value) => numberField(value, 1, MAX_READ_COUNT, (count) => ({ count })),
  UNTIL: (value, zone) => {
    const until = parseUntil(value, zone);
    return until === null ? null : { until };
  },
  BYDAY: (value) => {
    const byDay = value.split(",").map(parseWeekday);
    return byDay.every((day) => day !== null) && byDay.length <= MAX_LIST ? { byDay } : null;
  },
  BYMONTHDAY: (value) => listField(value, 31, true, (byMonthDay) => ({ byMonthDay })),
  BYMONTH: (value) => listField(value, 12, false, (byMonth) => ({ byMonth })),
  BYSETPOS: (value) => listField(value, 366, true, (bySetPos) => ({ bySetPos })),
  WKST: (value) => {
    const day = parseWeekday(value);
    return day === null || day.nth !== null ? null : { weekStart: day.weekday };
  },
};

function readParts(
  parts: ReadonlyMap<string, string>,
  frequency: Frequency,
  zone: string | null,
): Result<Recurrence, RecurrenceProblem> {
  let recurrence = everyOne(frequency);
  for (const [name, value] of parts) {
    if (name === "FREQ") continue;
    if (!Object.hasOwn(READERS, name)) return fail("unsupported");
    const fields = READERS[name]?.(value, zone) ?? null;
    if (fields === null) return fail("invalid");
    recurrence = { ...recurrence, ...fields };
  }
  if (recurrence.until !== null && recurrence.count !== null) return fail("invalid");
  const hasNth = recurrence.byDay.some((day) => day.nth !== null);
  return hasNth && frequency !== "MONTHLY" && frequency !== "YEARLY" ? fail("invalid") : ok(recurrence);
}

function numberField(
  value: string,
  min: number,
  max: number,
  make: (value: number) => Fields,
): Fields | null {
  const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
  return number >= min && number <= max ? make(number) : null;
}

function listField(
  value: string,
  max: number,
  signed: boolean,
  make: (values: readonly number[]) => Fields,
): Fields | null {
  const items = value.split(",");
  const isNumber = (item: string): boolean =>
    /^[+-]?\d{1,3}$/.test(item) &&
    Math.abs(Number(item)) >= 1 &&
    Math.abs(Number(item)) <= max &&
    (signed || Number(item) > 0);
  return items.length <= MAX_LIST && items.every(isNumber) ? make(items.map(Number)) : null;
}

function parseWeekday(text: string): WeekdayRule | null {
  const match = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(text.trim());
  if (match === null) return null;
  const nth = match[1] === undefined ? null : Number(match[1]);
  if (nth !== null && (nth === 0 || Math.abs(nth) > 53)) return null;
  return { weekday: WEEKDAY_CODES.indexOf(match[2] as (typeof WEEKDAY_CODES)[number]) + 1, nth };
}

function parseUntil(value: string, zone: string | null): string | null {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(value);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, utc] = match;
  try {
    const date = Temporal.PlainDate.from(`${year}-${month}-${day}`, { overflow: "reject" });
    if (hour === undefined || zone === null) return date.toString();
    const wall = Temporal.PlainDateTime.from(`${date.toString()}T${hour}:${minute}:${second}`);
    const local = utc === "Z" ? wall.toZonedDateTime("UTC").withTimeZone(zone).toPlainDateTime() : wall;
    return local.toString({ smallestUnit: "minute" });
  } catch {
    return null;
  }
}

/** The start of the series: what UNTIL is written for. */
export interface SeriesStart {
  readonly allDay: boolean;
  readonly start: string;
  readonly zone: string;
}

/** The value of RRULE. UNTIL is a date for all-day series, else UTC (RFC 5545 3.3.10). */
export function recurrenceValue(recurrence: Recurrence, series: SeriesStart): string {
  const { frequency, interval, byDay, byMonthDay, byMonth, weekStart, until, count } = recurrence;
  const parts = [`FREQ=${frequency}`];
  if (interval > 1) parts.push(`INTERVAL=${interval}`);
  if (byMonth.length > 0) parts.push(`BYMONTH=${byMonth.join(",")}`);
  if (byMonthDay.length > 0) parts.push(`BYMONTHDAY=${byMonthDay.join(",")}`);
  if (byDay.length > 0) parts.push(`BYDAY=${byDay.map(weekdayText).join(",")}`);
  if (weekStart !== 1) parts.push(`WKST=${WEEKDAY_CODES[weekStart - 1]}`);
  if (count !== null) parts.push(`COUNT=${count}`);
  else if (until !== null) parts.push(`UNTIL=${untilText(until, series)}`);
  return parts.join(";");
}

const weekdayText = ({ weekday, nth }: WeekdayRule): string => `${nth ?? ""}${WEEKDAY_CODES[weekday - 1]}`;

/** The last start itself: an occurrence may begin exactly at UNTIL. */
function untilText(until: string, { allDay, start, zone }: SeriesStart): string {
  const day = until.slice(0, 10);
  if (allDay) return day.replaceAll("-", "");
  const wall = until.length > 10 ? until : `${day}T${start.slice(11, 16)}`;
  const instant = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
  return instant.toString({ smallestUnit: "second" }).replaceAll(/[-:]/g, "");
}

const within = (value: number | null, max: number): boolean =>
  value === null || (Number.isInteger(value) && value >= 1 && value <= max);

/** Whether the rule may be written: the allowed parts, within their limits. */
export function isWritable(recurrence: Recurrence): boolean {
  const { interval, count, bySetPos, until, byMonthDay, byMonth, byDay } = recurrence;
  return (
    FREQUENCIES.includes(recurrence.frequency) &&
    within(interval, MAX_INTERVAL) &&
    within(count, MAX_COUNT) &&
    bySetPos.length === 0 &&
    (until === null || (count === null && isDay(until))) &&
    byMonthDay.every((day) => within(Math.abs(day), 31)) &&
    byMonth.every((month) => within(month, 12)) &&
    byDay.every(({ weekday, nth }) => within(weekday, 7) && (nth === null || within(Math.abs(nth), 53)))
  );
}

function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).toString() === text;
  } catch {
    return false;
  }
}
