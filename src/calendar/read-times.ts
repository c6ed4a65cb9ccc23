/** @file The time facts of a phrase as one reading: a clock, fixed by a part of the day if there is one (R4, R6, R7). */

import { type ClockReading, evaluateTime } from "./evaluate-clock.ts";
import type { TimeFact } from "./facts.ts";
import type { Grouped } from "./group-facts.ts";
import type { Lexicon, PartName } from "./lexicon.ts";
import type { AskReason, DateContext } from "./resolution.ts";

/** What reading a clock needs to know. */
interface ClockEnvironment {
  readonly context: DateContext;
  readonly lexicon: Lexicon;
}

/** What the time facts of a phrase say together. */
export interface Times {
  readonly reading: ClockReading;
  readonly reason: AskReason | null;
}

/** One clock, fixed by a part of the day if there is one (rule R4). */
export function readTimes(grouped: Grouped, environment: ClockEnvironment, hasDate: boolean): Times {
  const { dayParts } = environment.context;
  const { bareMorningHours } = environment.lexicon;
  const parts = grouped.times.filter((time) => time.type === "part");
  const clocks = strongest(grouped.times.filter((time) => time.type !== "part"));
  const [part] = parts;
  const [named] = clocks;
  const clock: TimeFact | undefined = isTwelveAtNight(named, part) ? { type: "midnight" } : named;
  const conflict =
    clocks.length > 1 ||
    parts.some((other) => !agrees(other.part, part?.part)) ||
    grouped.markers.has("all-day");
  if (clock === undefined) {
    const reading = evaluateTime(part as TimeFact, null, dayParts, bareMorningHours);
    return { reading, reason: conflict ? "contradiction" : null };
  }
  const partName = part?.part ?? null;
  const reading = evaluateTime(clock, partName, dayParts, bareMorningHours);
  if (conflict) return { reading, reason: "contradiction" };
  if (clock.type !== "midnight") return { reading, reason: reading.reason };
  // Rule R7: with a date, "midnight" is its start or its end unless a word decides.
  const decided =
    !hasDate ||
    grouped.markers.has("due") ||
    partName === "tonight" ||
    partName === "night" ||
    partName === "night-hours";
  if (decided) return { reading, reason: null };
  const both = [{ start: 0, end: null }, ...reading.choices];
  return { reading: { ...reading, choices: both }, reason: "midnight" };
}

/** "रात 12 बजे", "las 12 de la noche". */
function isTwelveAtNight(time: TimeFact | undefined, part: TimeFact | undefined): boolean {
  if (time?.type !== "clock" || part?.type !== "part") return false;
  const { hour, minute, meridiem } = time.clock;
  const isNight = part.part === "night" || part.part === "tonight" || part.part === "night-hours";
  return isNight && hour === 12 && minute === 0 && meridiem === null;
}

/** Names of one stretch of the day do not contradict each other. */
const SAME_PARTS: readonly (readonly PartName[])[] = [
  ["night", "tonight", "evening", "night-hours", "long-afternoon"],
  ["morning", "early-morning", "small-hours"],
  ["night", "night-hours", "small-hours"],
  ["afternoon", "long-afternoon", "lunch"],
];

const agrees = (a: PartName, b: PartName | undefined): boolean =>
  b === undefined || a === b || SAME_PARTS.some((names) => names.includes(a) && names.includes(b));

/** A clock beside "EOD" or "first thing" is what they mean; equal clocks are one. */
function strongest(times: readonly TimeFact[]): readonly TimeFact[] {
  const clocks = times.filter((time) => time.type === "clock" || time.type === "clock-range");
  const distinct = new Map((clocks.length > 0 ? clocks : times).map((time) => [JSON.stringify(time), time]));
  return [...distinct.values()];
}
