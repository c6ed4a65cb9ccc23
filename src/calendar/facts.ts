/**
 * @file What the rules read out of a phrase, before it is placed on the calendar: one fact per group of words.
 * Facts are about words only; reference time, region and zone come in `evaluate-*.ts`.
 */

import type { Atoms } from "./atoms.ts";
import type { Frequency, Modifier, PartName, Unit } from "./lexicon.ts";
import type { ZoneWord } from "./zone-words.ts";

export type DateFact =
  /** Days from the reference date. */
  | { readonly type: "day-offset"; readonly days: number }
  | { readonly type: "weekday"; readonly weekday: number; readonly modifier: Modifier | null }
  /** `month` null = the next such day of a month ("the 5th"). */
  | {
      readonly type: "month-day";
      readonly month: number | null;
      readonly day: number;
      readonly year: number | null;
    }
  | {
      readonly type: "numeric-date";
      readonly first: number;
      readonly second: number;
      readonly year: number | null;
    }
  /** An amount after (or, negative, before) `base`; null = the reference date. */
  | { readonly type: "shift"; readonly amount: number; readonly unit: Unit; readonly base: DateFact | null }
  | { readonly type: "day-span"; readonly from: DateFact; readonly to: DateFact }
  | { readonly type: "week"; readonly offset: number; readonly slice: Slice | null }
  /** The week (Monday to Sunday) that holds `day`. */
  | { readonly type: "week-of"; readonly day: DateFact }
  | { readonly type: "weekend"; readonly modifier: Modifier | null }
  /** A month or a year without a day. `month` null = counted from the reference month. */
  | {
      readonly type: "month";
      readonly month: number | null;
      readonly offset: number;
      readonly year: number | null;
    }
  | { readonly type: "year"; readonly offset: number }
  /** nth weekday of a month; -1 = the last. */
  | { readonly type: "nth-weekday"; readonly nth: number; readonly weekday: number; readonly of: DateFact }
  | { readonly type: "period-end"; readonly of: DateFact }
  | { readonly type: "period-start"; readonly of: DateFact };

/** A third of a week: Mon-Tue, Wed, Thu-Fri. */
export type Slice = "early" | "middle" | "late";

/** A time of day as written; what it means is decided in `evaluate-clock.ts`. */
export interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly meridiem: "am" | "pm" | null;
  /** `padded` = a leading zero or 13-24: 24-hour notation. `marker` = a 24-hour word or `h`. */
  readonly notation: "bare" | "colon" | "padded" | "spoken" | "marker";
}

export type TimeFact =
  | { readonly type: "clock"; readonly clock: Clock }
  | { readonly type: "clock-range"; readonly from: Clock; readonly to: Clock }
  | { readonly type: "part"; readonly part: PartName; readonly slice: Slice | null }
  | { readonly type: "midnight" }
  | { readonly type: "first-thing" }
  /** End of the working day. */
  | { readonly type: "end-of-day" };

export interface RecurrenceFact {
  readonly type: "recurrence";
  readonly frequency: Frequency;
  readonly interval: number;
  /** ISO weekdays 1-7. */
  readonly weekdays: readonly number[];
  /** Monday-Friday or whatever the region works. */
  readonly weekdaySet: "workdays" | "weekend" | null;
  readonly monthDay: number | null;
  readonly nth: { readonly nth: number; readonly weekday: number } | null;
  /** Month and day of a yearly rule. */
  readonly yearDay: { readonly month: number; readonly day: number } | null;
  /** The words leave the rule open ("biweekly", "every hour"). */
  readonly unclear: boolean;
}

export type MarkerFact =
  | { readonly type: "to" }
  | { readonly type: "or" }
  /** `corrects` = between two values it replaces the second ("16:00, not 15:00"). */
  | { readonly type: "not"; readonly corrects?: true }
  | { readonly type: "due" }
  | { readonly type: "before" }
  | { readonly type: "after" }
  | { readonly type: "until" }
  | { readonly type: "starting" }
  | { readonly type: "approx" }
  | { readonly type: "vague" }
  | { readonly type: "all-day" }
  | { readonly type: "postpone"; readonly sign: 1 | -1 };

export type Fact =
  | { readonly type: "date"; readonly date: DateFact; readonly past?: true }
  | { readonly type: "time"; readonly time: TimeFact }
  /** Exact elapsed minutes from the reference instant (rule R8). */
  | { readonly type: "elapsed"; readonly minutes: number }
  | { readonly type: "duration"; readonly minutes: number; readonly days: number | null }
  | { readonly type: "relative"; readonly minutes: number }
  | { readonly type: "zone"; readonly zone: ZoneWord }
  | { readonly type: "count"; readonly count: number }
  | RecurrenceFact
  | MarkerFact
  /** `10-12` and nothing else: a date or a time (rule R9). */
  | { readonly type: "number-pair"; readonly first: number; readonly second: number };

/** What a rule read at a position. */
export interface Match {
  readonly rule: string;
  readonly facts: readonly Fact[];
  /** Index after the last atom used. */
  readonly next: number;
  /**
   * A shape that is a date only in company: `beside` = next to another date or time, `beside-part` = next to
   * a part of the day or a day word. Unset = sure.
   */
  readonly weak?: "beside" | "beside-part";
}

export type Rule = (atoms: Atoms, index: number) => Match | null;
