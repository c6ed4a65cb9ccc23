/**
 * @file How dates are put into words in each language: what repeats, what takes all day, what was assumed. A table, not
 * logic: each language is a file, and the type makes all of them whole. Names of days and months come from `Intl`.
 */

import type { Frequency } from "#calendar/recurrence";
import type { ResolutionFlag } from "#calendar/resolution";

export interface Wording {
  readonly allDay: (when: string) => string;
  /** When a task is due. */
  readonly due: (when: string) => string;
  readonly recurrence: RecurrenceWording;
  readonly assumptions: AssumptionWording;
}

/** The parts of a rule, said in this order: how often, on what, in which months, until when. */
export interface RecurrenceWording {
  readonly every: Readonly<Record<Frequency, string>>;
  /** Every second and more; `{n}` is the number. */
  readonly everyFew: Readonly<Record<Frequency, string>>;
  /** Monday to Friday. */
  readonly workdays: string;
  /** One of the days of a weekly rule. @param weekday ISO, 1 = Monday */
  readonly weekday: (name: string, weekday: number) => string;
  /** "the first Monday". @param nth negative from the end */
  readonly nthWeekday: (nth: number, name: string, weekday: number) => string;
  readonly monthDay: (day: number) => string;
  readonly lastDay: string;
  /** @param day 2 = the last but one */
  readonly dayFromEnd: (day: number) => string;
  /** Around the list of the days. */
  readonly on: (days: string) => string;
  readonly inMonths: (months: string) => string;
  readonly names: "short" | "long";
  /** Before what ends it. */
  readonly pause: string;
  readonly once: string;
  /** `{n}` is the number. */
  readonly times: string;
  readonly until: (date: string) => string;
  readonly noEnd: string;
}

/** What was taken for granted while reading a date: notes for the person who approves it. That a series has no end is said with its rule. */
export interface AssumptionWording {
  /** @param clock "15:00" */
  readonly time: (clock: string) => string;
  readonly flags: Readonly<Record<Exclude<ResolutionFlag, "pm" | "am">, string>>;
  /** What "X, not Y" rules out, as it was written. */
  readonly not: (words: string) => string;
  readonly zone: (words: string, zone: string) => string;
  readonly deadline: string;
  readonly minutes: (count: string) => string;
}
