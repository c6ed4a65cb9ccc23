/** @file Decides what a written clock means: am or pm, ranges, parts of the day (rules R4, R6). */

import type { Clock, Slice, TimeFact } from "./facts.ts";
import type { Lexicon, PartName } from "./lexicon.ts";
import type { AskReason, DayParts, ResolutionFlag } from "./resolution.ts";

/** Minutes since midnight of the day meant; 1440 and more are on the next day. */
export interface ClockChoice {
  readonly start: number;
  readonly end: number | null;
}

export interface ClockReading {
  readonly choices: readonly ClockChoice[];
  readonly reason: AskReason | null;
  readonly flags: readonly ResolutionFlag[];
  /** Some time inside the window, to be chosen. */
  readonly window: boolean;
}

type Part = PartName;
/** Hours 7-11 without am/pm: asked, or taken as written (rule R4). */
type MorningHours = Lexicon["bareMorningHours"];

const HOUR = 60;
const NOON = 12 * HOUR;
const MIDNIGHT = 24 * HOUR;

const reading = (
  choices: readonly ClockChoice[],
  flags: readonly ResolutionFlag[] = [],
  reason: AskReason | null = null,
): ClockReading => ({ choices, flags, reason, window: false });

const at = (...starts: readonly number[]): readonly ClockChoice[] =>
  starts.map((start) => ({ start, end: null }));

/** Parts that the settings do not hold: "morgen früh" is 07-10 (rule R6), the small hours end at six. */
const EARLY_MORNING: Span = [7 * HOUR, 10 * HOUR];
const SMALL_HOURS: Span = [0, 6 * HOUR];

type Span = readonly [number, number];

/** The part's window from the settings; night is the "tonight" setting. */
function partWindow(part: Part, parts: DayParts): Span {
  if (part === "night" || part === "night-hours") return parts.tonight;
  if (part === "early-morning") return EARLY_MORNING;
  if (part === "small-hours") return SMALL_HOURS;
  return part === "long-afternoon" ? parts.afternoon : parts[part];
}

/** Hours each part of the day can hold when it fixes a clock; wider than the windows of the settings. */
const PART_HOURS: Readonly<Record<Part, readonly Span[]>> = {
  // Noon itself is "the morning" in some places, midnight in others: both are offered.
  morning: [[0, NOON + 1]],
  "early-morning": [[3 * HOUR, NOON]],
  lunch: [[11 * HOUR, 15 * HOUR]],
  afternoon: [[NOON, 19 * HOUR]],
  "long-afternoon": [[NOON, 22 * HOUR]],
  evening: [[16 * HOUR, MIDNIGHT + HOUR]],
  night: [[17 * HOUR, 29 * HOUR]],
  // "2 Uhr nachts" is in the small hours of the day named, "11 Uhr nachts" at its end.
  "night-hours": [
    [0, 6 * HOUR],
    [20 * HOUR, MIDNIGHT],
  ],
  "small-hours": [[0, 7 * HOUR]],
  tonight: [[16 * HOUR, 29 * HOUR]],
};

/** The times a clock can mean inside a part of the day: none = the words contradict each other. */
function insidePart(clock: Clock, part: Part): readonly number[] {
  return possibleTimes(clock)
    .flatMap((minutes) => [minutes, minutes + MIDNIGHT])
    .filter((minutes) => PART_HOURS[part].some(([from, to]) => minutes >= from && minutes < to));
}

/** Every time of one day the figures can stand for. */
function possibleTimes(clock: Clock): readonly number[] {
  const minutes = clock.hour * HOUR + clock.minute;
  if (clock.hour === 0 || clock.hour > 12) return [minutes];
  const half = (clock.hour % 12) * HOUR + clock.minute;
  if (clock.meridiem === "am") return [half];
  if (clock.meridiem === "pm") return [half + NOON];
  return clock.notation === "padded" ? [minutes] : [half, half + NOON];
}

/** One clock without a part of the day (rule R4). */
function plainClock(clock: Clock, mornings: MorningHours): ClockReading {
  const { hour, meridiem, notation } = clock;
  const minutes = hour * HOUR + clock.minute;
  if (hour > 12 && meridiem === "am") return reading(at(minutes), [], "contradiction");
  if (hour === 0 || hour > 12) return reading(at(minutes));
  const half = (hour % 12) * HOUR + clock.minute;
  if (meridiem !== null) return reading(at(meridiem === "pm" ? half + NOON : half));
  if (hour === 12) return reading(at(half + NOON));
  if (notation === "padded") return reading(at(half), ["am"]);
  if (hour <= 6) {
    return notation === "marker"
      ? reading(at(half, half + NOON), [], "am-or-pm")
      : reading(at(half + NOON), ["pm"]);
  }
  if (notation === "colon" || notation === "marker" || mornings === "as-written")
    return reading(at(half), ["am"]);
  return reading(at(half, half + NOON), [], "am-or-pm");
}

function clockIn(clock: Clock, part: Part | null, mornings: MorningHours): ClockReading {
  if (part === null) return plainClock(clock, mornings);
  const inside = insidePart(clock, part);
  // "tonight at 1" is after midnight or a slip: the person says.
  if (inside.length === 1 && (inside[0] as number) < MIDNIGHT) return reading(at(...inside));
  if (inside.length > 0) return reading(at(...inside), [], "am-or-pm");
  return reading(plainClock(clock, mornings).choices, [], "contradiction");
}

/** The first time `clock` can mean after `start`; later days count. */
function firstAfter(clock: Clock, start: number): number {
  const times = possibleTimes(clock).flatMap((minutes) => [minutes, minutes + MIDNIGHT]);
  return Math.min(...times.filter((minutes) => minutes > start));
}

const isExplicit = (clock: Clock): boolean =>
  clock.meridiem !== null || clock.hour === 0 || clock.hour > 12 || clock.notation === "padded";

/** Figures with minutes or in 24-hour notation, without am or pm: they are taken as written or asked about. */
const isWritten = ({ meridiem, notation }: Clock): boolean =>
  meridiem === null && (notation === "colon" || notation === "padded" || notation === "marker");

/** Longer ranges that nobody wrote out are more likely a slip. */
const MAX_INFERRED_SPAN = 12 * HOUR;

/** A range of clocks: the end follows the start, "11 to 1" is 11:00-13:00, "2-4pm" is pm twice. */
function range(from: Clock, to: Clock, part: Part | null, mornings: MorningHours): ClockReading {
  if (isExplicit(to) && !isExplicit(from)) return rangeByEnd(from, to);
  if (isExplicit(from) && !isExplicit(to)) return spans(clockIn(from, part, mornings), from, to);
  if (isExplicit(from) && isExplicit(to)) return explicitRange(from, to);
  if (part !== null) return spans(clockIn(from, part, mornings), from, to);
  const start = plainClock(from, mornings);
  if (from.hour <= 6 || from.hour === 12) return spans(start, from, to);
  // 7-11: an end at or past noon on the dial says morning ("9 to 5"), else both halves are possible.
  const turns = to.hour === 12 || written(to) <= written(from);
  if (turns) return spans(reading(at(written(from))), from, to);
  return spans(start, from, to);
}

const written = (clock: Clock): number => clock.hour * HOUR + clock.minute;

/** The end is the first time after the start; only a bare hour may turn past noon without a question (R4). */
function spans(starts: ClockReading, from: Clock, to: Clock): ClockReading {
  const choices = starts.choices.map(({ start }) => ({ start, end: firstAfter(to, start) }));
  const tooLong = choices.some(({ start, end }) => end - start > MAX_INFERRED_SPAN);
  const unclear = tooLong || (isBackward(from, to) && isWritten(to) && from.meridiem === null);
  return { ...starts, choices, reason: starts.reason ?? (unclear ? "am-or-pm" : null) };
}

/** True when the figures run backward; behind 12 the dial starts again, so "12:30-1:30" runs forward. */
const isBackward = (from: Clock, to: Clock): boolean =>
  written(to) <= written(from) && (from.hour % 12 !== 0 || to.hour === from.hour);

/** "2-4pm": the start is the latest reading before the end. */
function rangeByEnd(from: Clock, to: Clock): ClockReading {
  const end = endOf(to);
  const starts = possibleTimes(from).filter((minutes) => minutes < end);
  const is24 = isWritten(from) && isWritten(to);
  // "8:00-22:00": 8:00 is written like 22:00, but may be meant like "8 in the evening".
  if (is24 && starts.length > 1)
    return reading(
      starts.map((start) => ({ start, end })),
      [],
      "am-or-pm",
    );
  if (starts.length > 0) return reading([{ start: Math.max(...starts), end }]);
  if (is24) return overnight(written(from), end, true);
  // "11 - 00:30" or "10-1am": the end is on the next day.
  return overnight(Math.max(...possibleTimes(from)), end, isWritten(to));
}

function explicitRange(from: Clock, to: Clock): ClockReading {
  const start = plainClock(from, "ask").choices[0]?.start ?? 0;
  const end = endOf(to);
  if (start < end) return reading([{ start, end }]);
  return overnight(start, end, isWritten(from) && isWritten(to) && start < MIDNIGHT);
}

/** Minutes of an end that is clear by itself; 00:00 ends the day. */
function endOf(clock: Clock): number {
  const end = plainClock(clock, "ask").choices[0]?.start ?? 0;
  return end === 0 ? MIDNIGHT : end;
}

/** An end on the next day; `doubtful` = it may as well be a slip, as a long one always is. */
function overnight(start: number, end: number, doubtful: boolean): ClockReading {
  const next = end + MIDNIGHT;
  if (next - start > MAX_INFERRED_SPAN) return reading(at(start), [], "contradiction");
  return reading([{ start, end: next }], [], doubtful ? "contradiction" : null);
}

/** Narrows a window to its first, middle or last half ("late afternoon"). */
function sliced([from, to]: readonly [number, number], slice: Slice | null): ClockChoice {
  const half = Math.floor((to - from) / 2);
  if (slice === "early") return { start: from, end: from + half };
  if (slice === "late") return { start: to - half, end: to };
  return { start: from, end: to };
}

/** Minutes since midnight for "midnight": 0 or 1440, and which, is decided in `combine.ts` (rule R7). */
// oxlint-disable-next-line typescript/consistent-return -- the switch is exhaustive
export function evaluateTime(
  fact: TimeFact,
  part: Part | null,
  parts: DayParts,
  mornings: MorningHours,
): ClockReading {
  switch (fact.type) {
    case "clock":
      return clockIn(fact.clock, part, mornings);
    case "clock-range":
      return range(fact.from, fact.to, part, mornings);
    case "midnight":
      return reading(at(MIDNIGHT));
    case "first-thing":
      return reading(at(parts.firstThing), ["approx", "cfg"]);
    case "end-of-day":
      return reading(at(parts.endOfDay), ["cfg"]);
    case "part": {
      const window = sliced(partWindow(fact.part, parts), fact.slice);
      return {
        choices: [window],
        reason: null,
        flags: fact.slice === null ? ["cfg"] : ["cfg", "approx"],
        window: true,
      };
    }
  }
}
