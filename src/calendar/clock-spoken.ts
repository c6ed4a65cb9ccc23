/** @file Clocks in words: "half past four", "halb acht", "quinze para as três", "trois heures moins dix". */

import { type Atoms, hasFlag, isTag, skip, termAt } from "./atoms.ts";
import { bareMinutes } from "./clock-figures.ts";
import { type ClockAt, meridiemAt, type SpokenHour, spokenHour } from "./clock-words.ts";
import type { Clock } from "./facts.ts";

/** Minutes that are counted from an hour: half, quarter, "ten", "25 minutes". */
function minutesOf(atoms: Atoms, start: number): { minutes: number; next: number } | null {
  const index = isTag(atoms, start, "a") && isTag(atoms, start + 1, "quarter") ? start + 1 : start;
  if (isTag(atoms, index, "half")) return { minutes: 30, next: index + 1 };
  if (isTag(atoms, index, "quarter")) return { minutes: 15, next: index + 1 };
  const number = termAt(atoms, index, "number");
  if (number === null || number.value < 1 || number.value > 29 || !Number.isInteger(number.value))
    return null;
  const unit = termAt(atoms, index + 1, "unit");
  if (unit?.unit === "minute") return { minutes: number.value, next: index + 2 };
  // "20 past 6" is a clock; "20 to 6" in figures is a range.
  const isSpoken = !number.digits || isTag(atoms, index + 1, "past") || isFromHour(atoms, index + 1);
  return isSpoken && number.value % 5 === 0 ? { minutes: number.value, next: index + 1 } : null;
}

/** "vor", "para as": takes the minutes before it from the hour behind it, also in figures. */
const isFromHour = (atoms: Atoms, index: number): boolean =>
  hasFlag(atoms, index, "toHour", "before", "after", "by");

/** "half past four", "quarter to 5", "fünf vor halb acht", British "half four", German "halb acht", "three thirty". */
export function spoken(atoms: Atoms, index: number): ClockAt | null {
  const minutes = minutesOf(atoms, index);
  if (minutes !== null) {
    const past = isTag(atoms, minutes.next, "past", "after");
    const isTo = isTag(atoms, minutes.next, "to", "before") || isFromHour(atoms, minutes.next);
    const to = isTo && minutes.minutes < 30;
    const half = termAt(atoms, minutes.next + 1, "hour-fraction");
    const hour = spokenHour(atoms, half === null ? minutes.next + 1 : minutes.next + 2);
    if (hour !== null && (past || to)) {
      return offsetClock(hour, (half?.minutes ?? 0) + (past ? minutes.minutes : -minutes.minutes));
    }
    const british = isTag(atoms, index, "half") ? spokenHour(atoms, index + 1) : null;
    if (british !== null && british.hour <= 12 && !isTag(atoms, british.next, "unit", "counted")) {
      return { ...offsetClock(british, 30), sure: british.meridiem !== null };
    }
  }
  return fractionOfHour(atoms, index) ?? hourMinuteWords(atoms, index);
}

/** "halb acht" is 7:30, "viertel acht" 7:15, "साढ़े तीन" 3:30. */
function fractionOfHour(atoms: Atoms, index: number): ClockAt | null {
  const quarter = hasFlag(atoms, index, "hour", "quarter") ? -45 : null;
  const minutes = termAt(atoms, index, "hour-fraction")?.minutes ?? quarter;
  if (minutes === null) return null;
  const hour = spokenHour(atoms, index + 1);
  if (hour === null || hour.hour > 12 || isTag(atoms, hour.next, "unit", "counted")) return null;
  return offsetClock(hour, minutes);
}

function offsetClock(hour: SpokenHour, minutes: number): ClockAt {
  const before = minutes < 0;
  const value = before ? (hour.hour === 1 ? 12 : hour.hour - 1) : hour.hour;
  // "ten to noon" is in the morning although noon is pm, and "ten to midnight" in the evening.
  const flips = before && hour.hour === 12 && hour.meridiem !== null;
  const meridiem = flips ? (hour.meridiem === "pm" ? "am" : "pm") : hour.meridiem;
  const clock: Clock = { hour: value, minute: before ? 60 + minutes : minutes, meridiem, notation: "spoken" };
  return { clock, next: hour.next, sure: true, approx: false };
}

function hourMinuteWords(atoms: Atoms, index: number): ClockAt | null {
  const hour = termAt(atoms, index, "number");
  const minute = termAt(atoms, index + 1, "number");
  if (hour === null || minute === null || hour.digits || minute.digits) return null;
  if (hour.value < 1 || hour.value > 12 || minute.value < 10 || minute.value > 59) return null;
  const meridiem = meridiemAt(atoms, index + 2);
  const clock: Clock = {
    hour: hour.value,
    minute: minute.value,
    meridiem: meridiem?.meridiem ?? null,
    notation: "spoken",
  };
  return { clock, next: meridiem?.next ?? index + 2, sure: meridiem !== null, approx: false };
}

/** Minutes behind a full hour: "et demie", "y cuarto", "e dieci", "moins le quart", "ครึ่ง". */
function minutesBehind(atoms: Atoms, index: number): { minutes: number; next: number } | null {
  if (isTag(atoms, index, "and-half")) return { minutes: 30, next: index + 1 };
  const isMinus = isTag(atoms, index, "minus");
  if (!isMinus && !hasFlag(atoms, index, "bare", "and")) return null;
  const at = skip(atoms, index + 1, "a", "the");
  const sign = isMinus ? -1 : 1;
  if (isTag(atoms, at, "half") && !isTag(atoms, at + 1, "unit")) return { minutes: sign * 30, next: at + 1 };
  if (isTag(atoms, at, "three-quarters")) return { minutes: sign * 45, next: at + 1 };
  if (isTag(atoms, at, "quarter")) return { minutes: sign * 15, next: at + 1 };
  const number = at === index + 1 ? bareMinutes(atoms, at) : null;
  if (number !== null) return { minutes: sign * number.minutes, next: number.next };
  const few = termAt(atoms, at, "number");
  // "las 3 y 5": one figure is minutes only as fives, "3 y 4" are two hours.
  const isFive =
    few?.value === 5 && at === index + 1 && !isTag(atoms, at + 1, "unit", "counted", "oclock", "month");
  return isFive ? { minutes: sign * 5, next: at + 1 } : null;
}

/** The clock with the minutes that follow it. */
export function withMinutes(atoms: Atoms, read: ClockAt): ClockAt {
  const { clock } = read;
  if (clock.minute !== 0 || clock.notation === "colon" || clock.hour > 23) return read;
  const minutes = minutesBehind(atoms, read.next);
  if (minutes === null) return read;
  const before = minutes.minutes < 0;
  const hour = before ? (clock.hour === 0 ? 23 : clock.hour === 1 ? 12 : clock.hour - 1) : clock.hour;
  // A quarter to noon is in the morning.
  const meridiem = before && clock.hour === 12 && clock.meridiem === "pm" ? "am" : clock.meridiem;
  const after = meridiemAt(atoms, minutes.next);
  return {
    clock: {
      hour,
      minute: before ? 60 + minutes.minutes : minutes.minutes,
      meridiem: after?.meridiem ?? meridiem,
      notation: clock.notation === "bare" ? "spoken" : clock.notation,
    },
    next: after?.next ?? skip(atoms, minutes.next, "oclock"),
    sure:
      read.sure ||
      !isTag(atoms, read.next, "and") ||
      isTag(atoms, skip(atoms, read.next, "and", "a"), "half", "quarter", "three-quarters"),
    approx: read.approx,
  };
}
