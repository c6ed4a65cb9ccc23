/**
 * @file What words can mean to the date grammar, without saying in which language. A language is one table of
 * phrases (`lexicon-en.ts`); the rules read only these terms, so another language is another table.
 */

import type { Language } from "./resolution.ts";
import type { ZoneWord } from "./zone-words.ts";

export type Unit = "minute" | "hour" | "day" | "business-day" | "week" | "month" | "year";
export type Modifier = "next" | "this" | "last" | "coming" | "after-next";
/**
 * `early-morning` = "früh"; `small-hours` = "madrugada"; `night-hours` = "nachts", either end of a night;
 * `long-afternoon` = "tarde", which reaches into the evening.
 */
export type PartName =
  | "morning"
  | "early-morning"
  | "lunch"
  | "afternoon"
  | "long-afternoon"
  | "evening"
  | "night"
  | "night-hours"
  | "small-hours"
  | "tonight";
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
  | "three-quarters"
  /** "moins", "menos", "meno": minutes taken from the hour before it. */
  | "minus"
  /** Thai "ครึ่ง": half of the unit or hour before it. */
  | "and-half"
  | "oclock"
  | "ago"
  /** "il y a", "hace": ago, in front of the amount. */
  | "ago-before"
  | "from-now"
  /** Hindi "में": an amount before it is how far ahead. */
  | "in-post"
  /** "5 तारीख": makes the number before it a day of the month. */
  | "day-post"
  /** "un mardi sur deux". */
  | "every-other-post"
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
  /** Verb forms that place "कल" after or before today (rule R16). */
  | "future-verb"
  | "past-verb"
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

/** What a structure word can do besides its tag; each is said in the lexicon of a language. */
export interface StructureFlags {
  /** "de", "à", "tra": starts or joins a range when the other end follows ("de 9h à 11h"). */
  readonly range?: true;
  /** "le 5", "am 5.": a number behind it is a day of the month. */
  readonly day?: true;
  /** "las 3": a number behind it is an hour. */
  readonly clock?: true;
  /** "Uhr", "heures": 24-hour notation. */
  readonly marker?: true;
  /** "à 3": proves no time of day. */
  readonly soft?: true;
  /** "18 दिसंबर तक": stands behind what it marks. */
  readonly post?: true;
  /** "d'ici 2 jours": an amount may follow a word for "by". */
  readonly within?: true;
  /** "vor 2 Tagen": an amount may follow a word for "before". */
  readonly ago?: true;
  /** "Freitag in einer Woche": counts from the day before it. */
  readonly onward?: true;
  /** "para el viernes": a date behind a word for "for" is a due date. */
  readonly due?: true;
  /** "quinze para as três": minutes before it are taken from the hour behind it. */
  readonly toHour?: true;
  /** "3 y 10", "อีกชั่วโมง": minutes may follow "and"; a unit may follow "in" without a number. */
  readonly bare?: true;
  /** "une heure": the article is the number one before an hour word. */
  readonly hour?: true;
}

export type Term =
  | ({ readonly tag: StructureTag } & StructureFlags)
  /** `capital`: counts only with a capital letter ("So"). `orMonth`: that month behind a day ("4 mar"). */
  | {
      readonly tag: "weekday";
      readonly weekday: number;
      readonly plural?: true;
      readonly caution?: true;
      readonly capital?: true;
      readonly orMonth?: number;
    }
  /** `shortYear`: two digits behind it are a year ("ธ.ค. 69"). `orNumber`: that number away from a day ("dez"). */
  | {
      readonly tag: "month";
      readonly month: number;
      readonly caution?: true;
      readonly shortYear?: true;
      readonly orNumber?: number;
    }
  /**
   * `either`: as far ahead or back, the verb decides (rule R16); `turned`: it has decided. `orPart`: the part of the day, behind
   * another day word ("Freitag Morgen").
   */
  | {
      readonly tag: "day";
      readonly offset: number;
      readonly part?: PartName;
      readonly either?: true;
      readonly turned?: true;
      readonly orPart?: PartName;
    }
  | { readonly tag: "holiday"; readonly month: number; readonly day: number }
  /** `behind`: only directly behind a day or a clock ("mañana tarde"); elsewhere it means "late". */
  | { readonly tag: "part"; readonly part: PartName; readonly behind?: true }
  | { readonly tag: "moment"; readonly moment: "noon" | "midnight" }
  | { readonly tag: "deadline"; readonly period: "day" | "week" | "month" | "year" }
  /** `behind`: may stand behind its noun ("venerdì prossimo"). */
  | { readonly tag: "modifier"; readonly modifier: Modifier; readonly behind?: true }
  /**
   * `oclock`: also the word behind an hour ("15 heures"). `cue`: also before a day of the month ("dia 5").
   * `behind`: behind a day it is that much later ("Friday week"). `ago`: says ago itself ("วันก่อน"). `fortnight`: 15 of it are two weeks, surely (8 are then one week) or perhaps (rule R8).
   */
  | {
      readonly tag: "unit";
      readonly unit: Unit;
      readonly count: number;
      readonly short?: true;
      readonly behind?: true;
      readonly ago?: true;
      readonly oclock?: true;
      readonly cue?: true;
      /** The weekday that it is before a date ("อาทิตย์ 5 ม.ค."). */
      readonly orWeekday?: number;
      readonly fortnight?: "sure" | "ask";
    }
  /** A whole amount in one word ("mezz'ora", "demi-heure"). */
  | { readonly tag: "amount"; readonly unit: Unit; readonly count: number }
  /** Days after the weekday before it ("vendredi en huit"). */
  | { readonly tag: "onward"; readonly days: number }
  /** Minutes from the hour behind it: "halb" -30, "साढ़े" +30. */
  | { readonly tag: "hour-fraction"; readonly minutes: number }
  /** Thai words that say which part of the dial a number is on (rule R17). */
  | { readonly tag: "dial"; readonly dial: Dial; readonly alone?: PartName }
  /** `strict`: never a clock without a word for it, but a day before a month ("cinco de mayo"). */
  | {
      readonly tag: "number";
      readonly value: number;
      readonly digits: boolean;
      readonly text: string;
      readonly strict?: true;
      /** "a la una": surely an hour. */
      readonly hour?: true;
    }
  /** `behind`: behind its weekday ("วันศุกร์แรก"); -1 = the last. */
  | {
      readonly tag: "ordinal";
      readonly value: number;
      readonly digits: boolean;
      readonly strict?: true;
      readonly behind?: true;
    }
  | { readonly tag: "meridiem"; readonly pm: boolean }
  | { readonly tag: "clock"; readonly hour: number; readonly minute: number; readonly padded: boolean }
  /** `clock`: in this language it is a time of day unless a word makes it a length. */
  | {
      readonly tag: "hour-form";
      readonly hour: number;
      readonly minute: number | null;
      readonly clock?: true;
    }
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

/** `small-hours`, `afternoon` stand before their number, the others behind it. */
export type Dial = "small-hours" | "morning" | "hour" | "afternoon" | "evening" | "night";

export type Tag = Term["tag"];

/** Words around a date phrase that change what it does; see `phrase-context.ts`. */
export interface ContextWords {
  /** Verbs of rescheduling at the end of a text before the old date. */
  readonly moves: RegExp;
  /** The same verbs where they follow the dates ("von Dienstag auf Freitag verschoben"). */
  readonly movesBehind?: RegExp;
  /** "From" stands behind its date, and is the word that otherwise parts the two ends of a range. */
  readonly fromBehind?: true;
  /** Words that may stand between "can't" and the date it denies. */
  readonly attending: ReadonlySet<string>;
  /** How many small words may stand between a date and the "not" behind it ("Freitag kann ich nicht"). */
  readonly denialReach: number;
  /** Words behind and before a length that plan nothing ("5 minutes late", "it took 2 hours"). */
  readonly unplannedBehind: ReadonlySet<string>;
  readonly unplannedBefore: ReadonlySet<string>;
  /** Words that part a date from a later time in one sentence. */
  readonly breaks: ReadonlySet<string>;
}

/** One language: its phrases, and the order of numeric dates where no region says. */
export interface Lexicon {
  readonly language: Language;
  /** Lower-case words joined by one space, at most `longest` words. */
  readonly phrases: ReadonlyMap<string, Term>;
  /** The same phrases as people type them without diacritics, where that is no phrase of its own. */
  readonly plain: ReadonlyMap<string, Term>;
  readonly longest: number;
  /** `ask` = the language is used with both orders (rule R9). */
  readonly dateOrder: "DMY" | "MDY" | "ask";
  /** Hours 7-11 without am/pm: `ask`, or taken as written (rule R4). */
  readonly bareMorningHours: "ask" | "as-written";
  /** Suffix that can follow a day name ("Friday's"). */
  readonly possessive: string | null;
  readonly context: ContextWords;
  /** `15h` without a preposition: a length, or a time of day. */
  readonly hourForms?: "clock";
  /** "am 5." is the 5th. */
  readonly dottedOrdinals?: true;
  /** "Freitagabend" is two words. */
  readonly compounds?: true;
  /** Words that lose their vowel before another word ("l'", "un'"). */
  readonly elided?: ReadonlySet<string>;
  /** Written without spaces between words: the longest phrase wins (rule R17). */
  readonly spaceless?: true;
  /** Spellings that count as one, applied to words and phrases. */
  readonly respell?: (word: string) => string;
  /** Terms of words by their shape, such as verb endings. */
  readonly classify?: (word: string) => Term | null;
  readonly calendar?: "buddhist";
}
