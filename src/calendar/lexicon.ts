/**
 * @file What words can mean to the date grammar, without saying in which language. A language is one table of
 * phrases (`lexicon-en.ts`); the rules read only these terms, so another language is another table.
 */

import type { Language } from "./resolution.ts";
import type { ZoneWord } from "./zone-words.ts";

export type Unit = "minute" | "hour" | "day" | "business-day" | "week" | "month" | "year";
export type Modifier = "next" | "this" | "last" | "coming";
export type PartName = "morning" | "lunch" | "afternoon" | "evening" | "night";
export type Frequency = "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";

/** Words that shape a phrase without carrying a value of their own. */
export type StructureTag =
  | "a"
  | "the"
  | "in"
  | "on"
  | "at"
  | "by"
  | "for"
  | "from"
  | "to"
  | "until"
  | "and"
  | "or"
  | "of"
  | "past"
  | "before"
  | "after"
  | "within"
  | "between"
  | "half"
  | "quarter"
  | "oclock"
  | "ago"
  | "from-now"
  | "every"
  | "every-other"
  | "weekdays"
  | "all-day"
  | "approx"
  | "ish"
  | "not"
  | "vague"
  | "later"
  | "earlier"
  | "postpone"
  | "advance"
  | "end-of"
  | "start-of"
  | "middle-of"
  | "late"
  | "early"
  | "week-of"
  | "weekend"
  | "first-thing"
  | "after-next"
  | "now"
  | "starting"
  | "due"
  | "times"
  | "deadline-word"
  | "recurrence-unclear"
  /** Says nothing about time and may stand between date words. */
  | "filler"
  /** Never starts a noun: an ordinal before it is still a date ("on the 5th if you can"). */
  | "function"
  | "subject"
  /** "how about": what follows is proposed, and a bare number is a time. */
  | "suggest"
  /** Things that are counted: "at 4 people" is no clock. */
  | "counted"
  | "greeting"
  | "unknown"
  | "stop"
  | "comma"
  | "dash"
  | "slash"
  | "dot"
  | "sign";

export type Term =
  | { readonly tag: StructureTag }
  | { readonly tag: "weekday"; readonly weekday: number; readonly plural?: true; readonly caution?: true }
  | { readonly tag: "month"; readonly month: number; readonly caution?: true }
  | { readonly tag: "day"; readonly offset: number; readonly part?: "tonight" }
  | { readonly tag: "holiday"; readonly month: number; readonly day: number }
  | { readonly tag: "part"; readonly part: PartName }
  | { readonly tag: "moment"; readonly moment: "noon" | "midnight" }
  | { readonly tag: "deadline"; readonly period: "day" | "week" | "month" | "year" }
  | { readonly tag: "modifier"; readonly modifier: Modifier }
  | { readonly tag: "unit"; readonly unit: Unit; readonly count: number; readonly short?: true }
  | { readonly tag: "number"; readonly value: number; readonly digits: boolean; readonly text: string }
  | { readonly tag: "ordinal"; readonly value: number; readonly digits: boolean }
  | { readonly tag: "meridiem"; readonly pm: boolean }
  | { readonly tag: "clock"; readonly hour: number; readonly minute: number; readonly padded: boolean }
  | { readonly tag: "hour-form"; readonly hour: number; readonly minute: number | null }
  | { readonly tag: "iso-date"; readonly year: number; readonly month: number; readonly day: number }
  | {
      readonly tag: "numeric-date";
      readonly first: number;
      readonly second: number;
      readonly year: number | null;
      readonly separator: "/" | "." | "-";
      readonly text: string;
    }
  | { readonly tag: "frequency"; readonly frequency: Frequency; readonly interval: number }
  | { readonly tag: "unclear-frequency"; readonly frequency: Frequency; readonly interval: number }
  | { readonly tag: "zone"; readonly zone: ZoneWord };

export type Tag = Term["tag"];

/** One language: its phrases, and the order of numeric dates where no region says. */
export interface Lexicon {
  readonly language: Language;
  /** Lower-case words joined by one space, at most `longest` words. */
  readonly phrases: ReadonlyMap<string, Term>;
  readonly longest: number;
  /** `ask` = the language is used with both orders (rule R9). */
  readonly dateOrder: "DMY" | "MDY" | "ask";
  /** Hours 7-11 without am/pm: `ask`, or taken as written (rule R4). */
  readonly bareMorningHours: "ask" | "as-written";
  /** Suffix that can follow a day name ("Friday's"). */
  readonly possessive: string | null;
}
