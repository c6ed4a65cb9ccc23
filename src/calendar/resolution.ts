/**
 * @file What a date phrase can mean (spec messages-calendar 4). Plain data, so that it can be stored and
 * sent between threads: dates are `YYYY-MM-DD`, wall times `YYYY-MM-DDTHH:mm` with an IANA zone.
 */

export const LANGUAGES = ["en", "de", "fr", "it", "pt", "es", "hi", "th"] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * Why a result deserves a second look: `pm` = afternoon was assumed, `cfg` = a day-part setting was used, `day` = only a
 * clock was said, and the day of the message was taken.
 */
export type ResolutionFlag =
  | "pm"
  | "am"
  | "approx"
  | "cfg"
  | "past"
  | "clamped"
  | "nohol"
  | "startweek"
  | "today-included"
  | "day";

export type AskReason =
  | "leftover"
  | "alternatives"
  | "contradiction"
  | "negation"
  | "same-weekday"
  | "next-weekday"
  | "passed-weekday"
  | "am-or-pm"
  | "midnight"
  | "date-order"
  | "no-such-date"
  | "past-date"
  | "no-time"
  | "month-only"
  | "zone-word"
  | "clock-gap"
  | "clock-overlap"
  | "recurrence-unclear"
  | "out-of-range";

export interface ZonedTime {
  /** Wall time `YYYY-MM-DDTHH:mm`. */
  readonly local: string;
  /** IANA zone name. */
  readonly zone: string;
  readonly epochMs: number;
  /** `+01:00`, as in force at that instant. */
  readonly offset: string;
}

interface Common {
  readonly flags: readonly ResolutionFlag[];
  /** Which rule used which token, for tests and for "why?" in the page. */
  readonly trace: readonly { readonly token: string; readonly rule: string }[];
}

export type Resolution = Common &
  (
    | { readonly kind: "date"; readonly start: string; readonly end?: string }
    | { readonly kind: "time"; readonly start: ZonedTime; readonly end?: ZonedTime }
    | { readonly kind: "window"; readonly start: ZonedTime; readonly end: ZonedTime }
    | { readonly kind: "date-window"; readonly start: string; readonly end: string }
    | { readonly kind: "due"; readonly at: ZonedTime | string }
    | {
        readonly kind: "recurrence";
        readonly start: ZonedTime | string;
        readonly rrule: string;
        /** Length of one occurrence where the words give it ("every Monday 9-10"). */
        readonly durationMinutes?: number;
      }
    | { readonly kind: "duration"; readonly minutes: number }
    | { readonly kind: "relative"; readonly deltaMinutes: number }
    | { readonly kind: "ask"; readonly reason: AskReason; readonly options: readonly Resolution[] }
    | { readonly kind: "none" }
  );

/** Hours of the day parts, editable in settings (rule R6). Minutes since midnight. */
export interface DayParts {
  readonly morning: readonly [number, number];
  readonly noon: number;
  readonly lunch: readonly [number, number];
  readonly afternoon: readonly [number, number];
  readonly evening: readonly [number, number];
  readonly tonight: readonly [number, number];
  readonly endOfDay: number;
  readonly firstThing: number;
}

export const DEFAULT_DAY_PARTS: DayParts = {
  morning: [9 * 60, 12 * 60],
  noon: 12 * 60,
  lunch: [12 * 60, 13 * 60],
  afternoon: [14 * 60, 17 * 60],
  evening: [18 * 60, 21 * 60],
  tonight: [18 * 60, 22 * 60],
  endOfDay: 17 * 60,
  firstThing: 9 * 60,
};

export interface DateContext {
  /** Instant of the cited message, not "now" (rule R1). */
  readonly refEpochMs: number;
  readonly zone: string;
  readonly language: Language;
  /** ISO 3166 region, decides numeric date order; unset = ask. */
  readonly region?: string;
  readonly dayParts: DayParts;
}

/** A date phrase found inside a message: `text.slice(start, end) === phrase`. */
export interface FoundPhrase {
  readonly phrase: string;
  readonly start: number;
  readonly end: number;
  readonly resolution: Resolution;
}
