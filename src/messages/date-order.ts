/**
 * @file Which of three numbers is the day: decided by the whole file, asked when the file cannot tell
 * (spec messages-calendar 1.2 rules c and d).
 */
import type { DateOrder, ImportQuestion } from "./message.ts";

/** The three numbers of a date as written, left to right. */
export interface DateFields {
  readonly first: number;
  readonly second: number;
  readonly third: number;
}

export interface DateOrderHints {
  /** The person's answer, if the question was asked before. */
  readonly answer?: DateOrder | undefined;
  /** Instant of the import: bounds two-digit and Buddhist years. */
  readonly importedAtMs: number;
  /** Written in a style whose two-digit years may come first (Korean, Japanese, Chinese, Hungarian). */
  readonly yearFirst: "certain" | "possible" | "no";
  /** Upper-case AM/PM: what to assume when nothing else decides. */
  readonly looksAmerican: boolean;
}

export interface DateOrderVerdict {
  readonly order: DateOrder;
  /** Null when the file decided. */
  readonly question: Extract<ImportQuestion, { kind: "date-order" }> | null;
}

const BUDDHIST_OFFSET = 543;
/** No messenger of this kind is older. */
const EARLIEST_PLAUSIBLE_YEAR = 2009;
const EARLIEST_YEAR = 2000;
/** An order loses when it fits more than this many times worse: quoted headers make a few misfits. */
const MISFIT_FACTOR = 4;
const DAY_MS = 86_400_000;

/** Gregorian year of a written one, or null for a year of another calendar or era. */
export function resolveYear(written: number, importedAtMs: number): number | null {
  const latest = new Date(importedAtMs).getUTCFullYear() + 1;
  if (written >= 2400 && written <= 2700) return written - BUDDHIST_OFFSET;
  if (written >= 100) return written >= EARLIEST_YEAR ? written : null;
  const gregorian = 2000 + written;
  if (gregorian <= latest) return gregorian;
  const buddhist = 2500 + written - BUDDHIST_OFFSET;
  return buddhist >= EARLIEST_PLAUSIBLE_YEAR && buddhist <= latest ? buddhist : gregorian;
}

/** `YYYY-MM-DD`, or null when there is no such day. */
export function toDate(fields: DateFields, order: DateOrder, importedAtMs: number): string | null {
  const [written, month, day] = inOrder(fields, order);
  const year = resolveYear(written, importedAtMs);
  if (year === null || month < 1 || month > 12 || day < 1) return null;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function inOrder({ first, second, third }: DateFields, order: DateOrder): [number, number, number] {
  if (order === "YMD") return [first, second, third];
  return order === "DMY" ? [third, second, first] : [third, first, second];
}

function fits(fields: DateFields, order: DateOrder): boolean {
  const [, month, day] = inOrder(fields, order);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** Decides the order for all dates of a file, given in file order. Never empty. */
export function voteDateOrder(dates: readonly DateFields[], hints: DateOrderHints): DateOrderVerdict {
  const candidates = candidateOrders(dates, hints);
  if (candidates.length === 1) return certain(candidates[0]!);

  const readings = candidates.map((order) => read(dates, order, hints.importedAtMs));
  const possible = fittest(readings, (reading) => reading.impossible);
  const answered = possible.find((reading) => reading.order === hints.answer);
  if (answered) return certain(answered.order);
  if (possible.every((reading) => reading.dates.every((date, at) => date === possible[0]!.dates[at]))) {
    return certain(possible[0]!.order);
  }
  const steady = fittest(possible, (reading) => reading.backwards);
  if (steady.length === 1) return certain(steady[0]!.order);
  return {
    order: assumedOrder(steady, hints),
    question: {
      kind: "date-order",
      choices: steady.map(({ order, first, last }) => ({ order, first, last })),
    },
  };
}

function certain(order: DateOrder): DateOrderVerdict {
  return { order, question: null };
}

function candidateOrders(dates: readonly DateFields[], hints: DateOrderHints): DateOrder[] {
  let yearFirst = 0;
  let yearLast = 0;
  for (const { first, third } of dates) {
    if (first > 31) yearFirst++;
    else if (third > 31) yearLast++;
  }
  if (yearFirst > yearLast) return ["YMD"];
  if (yearLast > 0 || hints.yearFirst === "no") return ["DMY", "MDY"];
  return hints.yearFirst === "certain" ? ["YMD"] : ["YMD", "DMY"];
}

interface Reading {
  readonly order: DateOrder;
  readonly dates: readonly (string | null)[];
  readonly impossible: number;
  readonly backwards: number;
  readonly first: string;
  readonly last: string;
}

function read(dates: readonly DateFields[], order: DateOrder, importedAtMs: number): Reading {
  // Dates of one day may be one object.
  const known = new Map<DateFields, string | null>();
  const read = dates.map((fields) => {
    let date = known.get(fields);
    if (date === undefined) known.set(fields, (date = toDate(fields, order, importedAtMs)));
    return date;
  });
  const existing = read.filter((date) => date !== null);
  let backwards = 0;
  for (let at = 1; at < existing.length; at++) if (existing[at]! < existing[at - 1]!) backwards++;
  return {
    order,
    dates: read,
    // 31 February is a slip in any order; a month 24 is another order.
    impossible: dates.filter((fields) => !fits(fields, order)).length,
    backwards,
    first: existing[0] ?? "",
    last: existing.at(-1) ?? "",
  };
}

/** The readings that are not clearly worse than the best one. */
function fittest(readings: readonly Reading[], misfits: (reading: Reading) => number): Reading[] {
  const least = Math.min(...readings.map(misfits));
  return readings.filter((reading) => misfits(reading) <= least * MISFIT_FACTOR);
}

/** American if it looks so, else day first. Year first only where it ends later: chats are exported while they are used. */
function assumedOrder(readings: readonly Reading[], hints: DateOrderHints): DateOrder {
  const tomorrow = new Date(hints.importedAtMs + DAY_MS).toISOString().slice(0, 10);
  const past = readings.filter((reading) => reading.last <= tomorrow);
  const pool = past.length > 0 ? past : readings;
  const american = pool.find((reading) => reading.order === "MDY");
  if (hints.looksAmerican && american) return american.order;
  const dayFirst = pool.find((reading) => reading.order === "DMY");
  const yearFirst = pool.find((reading) => reading.order === "YMD");
  return dayFirst && yearFirst && yearFirst.last > dayFirst.last ? "YMD" : (dayFirst ?? pool[0]!).order;
}
