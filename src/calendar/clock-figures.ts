/** @file Clocks in figures: `15:30`, `3pm`, `15h30`, "15 Uhr 30", and the parts of the Thai dial (rules R4, R17). */

import { type Atoms, hasFlag, isTag, skip, termAt } from "./atoms.ts";
import { type ClockAt, CUES, meridiemAt } from "./clock-words.ts";
import type { Clock } from "./facts.ts";
import type { Dial, Tag } from "./lexicon.ts";

/** Words that can make a number a day: "dal 5", "hasta el 5". */
const DAY_CUES: readonly Tag[] = ["the", "on", "from", "to", "of", "at", "until", "by", "before", "after"];

/** A clock in figures: `15:30`, `3pm`, `3.30 pm`, `3ish`, `3 o'clock`, `12 noon`, `3`. */
export function figures(atoms: Atoms, index: number): ClockAt | null {
  const time = hourAndMinute(atoms, index);
  if (time === null) return null;
  const { hour, minute, notation, dotted } = time;
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return null;
  const meridiem = meridiemAt(atoms, index + 1);
  if (meridiem !== null && hour >= 1) {
    const clock: Clock = { hour, minute, meridiem: meridiem.meridiem, notation };
    return { clock, next: meridiem.next, sure: true, approx: false };
  }
  const clock: Clock = { hour, minute, meridiem: null, notation };
  const moment = termAt(atoms, index + 1, "moment");
  if (hour === 12 && minute === 0 && moment !== null) {
    const half = moment.moment === "noon" ? "pm" : "am";
    return { clock: { ...clock, meridiem: half }, next: index + 2, sure: true, approx: false };
  }
  if (isTag(atoms, index + 1, "oclock")) return withHourWord(atoms, index + 1, clock);
  if (notation !== "bare") return { clock, next: index + 1, sure: !dotted, approx: false };
  const isHour = termAt(atoms, index, "number")?.hour === true;
  // "dal 5 al 7": the article is one of days.
  if (!isHour && hasFlag(atoms, index - 1, "day", ...DAY_CUES)) return null;
  return { clock, next: index + 1, sure: isHour, approx: false };
}

/** "3 o'clock", "15 Uhr", "15 Uhr 30", "5 बजकर 10 मिनट". */
function withHourWord(atoms: Atoms, index: number, clock: Clock): ClockAt {
  const marked = hasFlag(atoms, index, "marker", "oclock");
  const spoken = clock.notation === "bare" ? "spoken" : clock.notation;
  const notation = marked && clock.notation !== "padded" ? "marker" : spoken;
  const minute =
    (marked || hasFlag(atoms, index, "bare", "oclock")) && clock.minute === 0
      ? bareMinutes(atoms, index + 1)
      : null;
  const isNoon = clock.hour === 12 && termAt(atoms, index + 1, "moment")?.moment === "noon";
  const next = (minute?.next ?? index + 1) + (isNoon ? 1 : 0);
  const after = meridiemAt(atoms, next);
  return {
    clock: {
      hour: clock.hour,
      minute: minute?.minutes ?? clock.minute,
      meridiem: after?.meridiem ?? null,
      notation,
    },
    next: after?.next ?? next,
    sure: true,
    approx: false,
  };
}

/** Minutes right behind an hour word: "15 Uhr 30", "trois heures dix", "9 โมง 15 นาที". */
export function bareMinutes(atoms: Atoms, index: number): { minutes: number; next: number } | null {
  const number = termAt(atoms, index, "number");
  if (number === null || !Number.isInteger(number.value) || number.value < 1 || number.value > 59)
    return null;
  const unit = termAt(atoms, index + 1, "unit");
  if (unit?.unit === "minute" && unit.count === 1) return { minutes: number.value, next: index + 2 };
  if (number.digits && number.text.length !== 2) return null;
  if (isTag(atoms, index + 1, "unit", "counted", "month", "oclock", "dial", "dash")) return null;
  return { minutes: number.value, next: index + 1 };
}

function hourAndMinute(
  atoms: Atoms,
  index: number,
): { hour: number; minute: number; notation: Clock["notation"]; dotted: boolean } | null {
  const colon = termAt(atoms, index, "clock");
  if (colon !== null) {
    const { hour, minute } = colon;
    return { hour, minute, notation: colon.padded || hour > 12 ? "padded" : "colon", dotted: false };
  }
  const dotted = termAt(atoms, index, "numeric-date");
  if (dotted !== null && /^\d{1,2}\.[0-5]\d$/.test(dotted.text)) {
    const { first: hour, second: minute } = dotted;
    return {
      hour,
      minute,
      notation: dotted.text.startsWith("0") || hour > 12 ? "padded" : "colon",
      dotted: true,
    };
  }
  const number = termAt(atoms, index, "number");
  if (number === null) return null;
  // "डेढ़ बजे", "ढाई बजे": the words for 1.5 and 2.5 are clocks before "o'clock".
  if (number.value % 1 === 0.5 && isTag(atoms, index + 1, "oclock"))
    return { hour: Math.floor(number.value), minute: 30, notation: "bare", dotted: true };
  if (!Number.isInteger(number.value)) return null;
  if (number.digits && number.text.length > 2) return joined(atoms, index, number.text);
  return { hour: number.value, minute: 0, notation: number.value > 12 ? "padded" : "bare", dotted: true };
}

/** `1530` after "at", `330pm`. */
function joined(atoms: Atoms, index: number, text: string): ReturnType<typeof hourAndMinute> {
  const hour = Number(text.slice(0, -2));
  const minute = Number(text.slice(-2));
  if (isTag(atoms, index + 1, "meridiem")) return { hour, minute, notation: "colon", dotted: true };
  if (text.length !== 4 || !isTag(atoms, index - 1, "at", "approx")) return null;
  return { hour, minute, notation: "padded", dotted: true };
}

/** Words before `15h` that make it a time of day, and words that make it a length. */
const HOUR_CUES: readonly Tag[] = [...CUES, "from", "to", "between", "dash", "or"];
const LENGTH_WORDS: readonly Tag[] = ["in", "within", "every", "ago-before", "and", "number", "a"];
const LENGTH_ENDS: readonly Tag[] = ["ago", "from-now", "later", "earlier", "in-post", "within", "times"];
const DAYISH: readonly Tag[] = ["day", "weekday", "month", "holiday", "part", "ordinal", "numeric-date"];

/** `15h`, `15h30`: 24-hour notation after a cue; in some languages also elsewhere. Else `2h` is a length. */
export function hourForm(atoms: Atoms, index: number): ClockAt | null {
  const form = termAt(atoms, index, "hour-form");
  if (form === null || form.hour > 24 || isTag(atoms, index + 1, ...LENGTH_ENDS)) return null;
  if (!(form.clock === true ? isHourClock(atoms, index, form) : isCuedForm(atoms, index, form))) return null;
  const notation = form.hour > 12 ? "padded" : "marker";
  const clock: Clock = { hour: form.hour, minute: form.minute ?? 0, meridiem: null, notation };
  return { clock, next: index + 1, sure: true, approx: false };
}

/** Where `2h` is a length: after a cue, before a zone, or as `14h30`, which no length is written as. */
function isCuedForm(atoms: Atoms, index: number, form: { hour: number; minute: number | null }): boolean {
  if (isTag(atoms, index - 1, ...CUES) || isTag(atoms, index + 1, "zone")) return true;
  return form.minute !== null && form.hour >= 9 && !isTag(atoms, index - 1, ...LENGTH_WORDS, "for");
}

/** "8 heures et demie": from six on a time, earlier only where a day or its part follows. */
function isHalfHour(atoms: Atoms, index: number, hour: number): boolean {
  const at = isTag(atoms, index + 1, "and") ? skip(atoms, index + 2, "a", "the") : -1;
  if (at < 0 || !isTag(atoms, at, "half", "quarter", "three-quarters")) return false;
  return hour >= 6 || isTag(atoms, at + 1, "day", "weekday", "part", "of");
}

function isHourClock(atoms: Atoms, index: number, form: { hour: number; minute: number | null }): boolean {
  const before = index - 1;
  if (isTag(atoms, before, ...LENGTH_WORDS)) return isTag(atoms, before, "and") && isBetween(atoms, before);
  if (hasFlag(atoms, before, "within", "by") && form.hour < 6) return false;
  if (isTag(atoms, before, "for")) return hasFlag(atoms, before, "due", "for") && form.hour >= 6;
  if (isTag(atoms, before, ...HOUR_CUES) || hasFlag(atoms, before, "clock", "the")) return true;
  // "1h30" alone is a length, "9h30" a time.
  if (
    (form.minute !== null && form.hour >= 6) ||
    isTag(atoms, index + 1, "minus", "zone") ||
    isHalfHour(atoms, index, form.hour) ||
    (form.hour >= 13 && form.hour <= 23)
  )
    return true;
  const near = isTag(atoms, before, "comma", "the") ? before - 1 : before;
  return (
    isTag(atoms, near, ...DAYISH) ||
    (isTag(atoms, near, "number") && isTag(atoms, near - 1, "month")) ||
    isTag(atoms, index + 1, "day", "weekday", "part", "dash", "to")
  );
}

function isBetween(atoms: Atoms, and: number): boolean {
  return isTag(atoms, and - 2, "between") || isTag(atoms, and - 3, "between");
}

const dialHour = (hour: number, meridiem: Clock["meridiem"]): Clock => ({
  hour,
  minute: 0,
  meridiem,
  notation: "bare",
});

/** Hour of the day for a number on a part of the dial, or null where that part has no such number. */
function dialClock(dial: Dial, value: number): Clock | null {
  if (!Number.isInteger(value) || value < 1 || value > 24) return null;
  if (dial === "night") return value <= 6 ? { ...dialHour(18 + value, null), notation: "padded" } : null;
  if (value > 12) return dial === "hour" ? { ...dialHour(value, null), notation: "padded" } : null;
  if (dial === "small-hours") return value <= 6 ? dialHour(value, "am") : null;
  if (dial === "afternoon") return value <= 6 ? dialHour(value, "pm") : null;
  if (dial === "evening") return value <= 7 ? dialHour(value, "pm") : null;
  if (value === 12) return dialHour(12, "pm");
  // "หกโมง" is six in the morning or the evening, later hours of this word are in the morning.
  if (dial === "hour" && value <= 6)
    return { ...dialHour(value, null), notation: value === 6 ? "marker" : "bare" };
  // The old count from dawn: "สองโมงเช้า" is 8.
  return value <= 5 ? dialHour(value + 6, "am") : dialHour(value, "am");
}

/** "ตีสอง", "บ่ายสามโมง", "บ่ายโมง", "10 โมงเช้า", "สองทุ่ม", "ทุ่มครึ่ง". */
export function dialAt(atoms: Atoms, index: number): ClockAt | null {
  const before = termAt(atoms, index, "dial");
  const number = termAt(atoms, before === null ? index : index + 1, "number");
  const behind = termAt(atoms, index + 1, "dial");
  let clock: Clock | null = null;
  let next = index + 2;
  if (before === null)
    clock = number === null || behind === null ? null : dialClock(behind.dial, number.value);
  else if (number !== null && before.dial !== "night") {
    clock = dialClock(before.dial, number.value);
    if (isTag(atoms, next, "dial")) next += 1;
  } else if (behind !== null && before.dial === "afternoon") clock = dialClock("afternoon", 1);
  else if (before.dial === "night") {
    clock = dialClock("night", 1);
    next = index + 1;
  }
  if (clock === null) return null;
  const minute = bareMinutes(atoms, next);
  return {
    clock: minute === null ? clock : { ...clock, minute: minute.minutes },
    next: minute?.next ?? next,
    sure: true,
    approx: false,
  };
}
