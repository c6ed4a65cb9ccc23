/** @file Rules for the time of day: clocks (R4), ranges of clocks, parts of the day (R6), noon and midnight (R7). */

import { type Atoms, isTag, skip, termAt } from "./atoms.ts";
import type { Clock, Fact, Match, Slice } from "./facts.ts";
import type { Tag } from "./lexicon.ts";
import { isBareBy, isMeasure } from "./phrase-context.ts";

/** A clock read at a position. `sure` = it cannot be anything else; a bare number could be. */
interface ClockAt {
  readonly clock: Clock;
  readonly next: number;
  readonly sure: boolean;
  readonly approx: boolean;
}

/** Words before a bare number that make it a time: "at 4", "by 5". */
const CUES: readonly Tag[] = ["at", "by", "until", "before", "after", "approx", "suggest"];

/** True when what follows a bare number is the thing counted: "at 4 people", "at 4 Elm Street", "in 3D". */
export function countsSomething(atoms: Atoms, next: number): boolean {
  const after = atoms[next];
  if (after === undefined) return false;
  if (after.glued && isTag(atoms, next, "unknown", "sign", "number", "function", "slash")) return true;
  if (isTag(atoms, next, "counted", "unit")) return true;
  return after.term.tag === "unknown" && after.capital;
}

function meridiemAt(atoms: Atoms, index: number): { meridiem: "am" | "pm"; next: number } | null {
  const term = termAt(atoms, index, "meridiem");
  return term === null ? null : { meridiem: term.pm ? "pm" : "am", next: index + 1 };
}

/** A clock in figures: `15:30`, `3pm`, `3.30 pm`, `3ish`, `3 o'clock`, `15h30`, `12 noon`, `3`. */
function figures(atoms: Atoms, index: number): ClockAt | null {
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
  if (notation !== "bare") return { clock, next: index + 1, sure: !dotted, approx: false };
  if (isTag(atoms, index + 1, "oclock")) {
    const after = meridiemAt(atoms, index + 2);
    return {
      clock: { ...clock, meridiem: after?.meridiem ?? null, notation: "spoken" },
      next: after?.next ?? index + 2,
      sure: true,
      approx: false,
    };
  }
  return { clock, next: index + 1, sure: false, approx: false };
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
  if (number === null || !Number.isInteger(number.value)) return null;
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

/** `15h`, `15h30` after a cue: 24-hour notation. Elsewhere `2h` is a length. */
function hourForm(atoms: Atoms, index: number): ClockAt | null {
  const form = termAt(atoms, index, "hour-form");
  if (form === null || form.hour > 24 || !isTag(atoms, index - 1, ...CUES)) return null;
  const clock: Clock = { hour: form.hour, minute: form.minute ?? 0, meridiem: null, notation: "marker" };
  return { clock, next: index + 1, sure: true, approx: false };
}

/** Hours 1-12 in words or figures, with am/pm or "o'clock" if they follow. */
function spokenHour(
  atoms: Atoms,
  index: number,
): { hour: number; meridiem: "am" | "pm" | null; next: number } | null {
  const moment = termAt(atoms, index, "moment");
  if (moment !== null) return { hour: 12, meridiem: moment.moment === "noon" ? "pm" : "am", next: index + 1 };
  const number = termAt(atoms, index, "number");
  if (number === null || !Number.isInteger(number.value) || number.value < 1 || number.value > 12)
    return null;
  const next = skip(atoms, index + 1, "oclock");
  const meridiem = meridiemAt(atoms, next);
  return { hour: number.value, meridiem: meridiem?.meridiem ?? null, next: meridiem?.next ?? next };
}

/** Minutes that are counted from an hour: half, quarter, "ten", "25 minutes". */
function minutesOf(atoms: Atoms, index: number): { minutes: number; next: number } | null {
  if (isTag(atoms, index, "half")) return { minutes: 30, next: index + 1 };
  if (isTag(atoms, index, "quarter")) return { minutes: 15, next: index + 1 };
  const number = termAt(atoms, index, "number");
  if (number === null || number.value < 1 || number.value > 29 || !Number.isInteger(number.value))
    return null;
  const unit = termAt(atoms, index + 1, "unit");
  if (unit?.unit === "minute") return { minutes: number.value, next: index + 2 };
  // "20 past 6" is a clock; "20 to 6" in figures is a range.
  const isSpoken = !number.digits || isTag(atoms, index + 1, "past");
  return isSpoken && number.value % 5 === 0 ? { minutes: number.value, next: index + 1 } : null;
}

/** "half past four", "quarter to 5", "ten past noon", British "half four", "three thirty". */
function spoken(atoms: Atoms, index: number): ClockAt | null {
  const minutes = minutesOf(atoms, index);
  if (minutes !== null) {
    const past = isTag(atoms, minutes.next, "past", "after");
    const to = isTag(atoms, minutes.next, "to", "before") && minutes.minutes < 30;
    const hour = spokenHour(atoms, minutes.next + 1);
    if (hour !== null && (past || to)) return offsetClock(hour, past ? minutes.minutes : -minutes.minutes);
    const half = isTag(atoms, index, "half") ? spokenHour(atoms, index + 1) : null;
    if (half !== null && !isTag(atoms, half.next, "unit", "counted")) {
      return { ...offsetClock(half, 30), sure: half.meridiem !== null };
    }
  }
  return hourMinuteWords(atoms, index);
}

function offsetClock(hour: NonNullable<ReturnType<typeof spokenHour>>, minutes: number): ClockAt {
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

/** The clock at `index`, with "around" before it and "ish" behind it. */
function clockAt(atoms: Atoms, index: number): ClockAt | null {
  const start = skip(atoms, index, "approx");
  const read = spoken(atoms, start) ?? hourForm(atoms, start) ?? figures(atoms, start) ?? noon(atoms, start);
  if (read === null) return null;
  const ish =
    isTag(atoms, read.next, "dash") && isTag(atoms, read.next + 1, "ish") ? read.next + 1 : read.next;
  if (!isTag(atoms, ish, "ish")) return { ...read, approx: start > index };
  const after = meridiemAt(atoms, ish + 1);
  const meridiem = after?.meridiem ?? read.clock.meridiem;
  const clock: Clock = { ...read.clock, meridiem };
  return { clock, next: after?.next ?? ish + 1, sure: true, approx: true };
}

function noon(atoms: Atoms, index: number): ClockAt | null {
  if (termAt(atoms, index, "moment")?.moment !== "noon") return null;
  const clock: Clock = { hour: 12, minute: 0, meridiem: "pm", notation: "spoken" };
  return { clock, next: index + 1, sure: true, approx: false };
}

const approximately = (approx: boolean): readonly Fact[] => (approx ? [{ type: "approx" }] : []);

/** "3 or 4pm", "3 or 4": a bare number beside "or" is a clock if the other side is one. */
function alternative(atoms: Atoms, index: number, read: ClockAt): ClockAt | null {
  if (isTag(atoms, index - 1, "or") && isTag(atoms, index - 2, "number", "clock", "meridiem")) return read;
  if (!isTag(atoms, read.next, "or")) return null;
  const other = clockAt(atoms, read.next + 1);
  if (other?.sure !== true) return null;
  return { ...read, clock: { ...read.clock, meridiem: read.clock.meridiem ?? other.clock.meridiem } };
}

/** A single time of day. */
export function clockRule(atoms: Atoms, index: number): Match | null {
  const cued = isTag(atoms, index, "at");
  const read = clockAt(atoms, skip(atoms, index, "at"));
  if (read === null) return null;
  const shared = read.sure ? null : alternative(atoms, index, read);
  const { clock } = shared ?? read;
  const facts: readonly Fact[] = [
    { type: "time", time: { type: "clock", clock } },
    ...approximately(read.approx),
  ];
  const match = { rule: "clock", facts, next: read.next };
  if (read.sure) return match;
  if (countsSomething(atoms, read.next) || isMeasure(atoms, index)) return null;
  const vague = read.approx || isTag(atoms, index - 1, "suggest");
  if (vague && isTag(atoms, read.next, "unknown")) return null;
  const isNumber = isTag(atoms, index, "number") && read.next === index + 1;
  if (isNumber && shared === null && isBareBy(atoms, index)) return { ...match, weak: "beside" };
  if (cued || read.approx || shared !== null || isTag(atoms, index - 1, ...CUES)) return match;
  if (isTag(atoms, index, "numeric-date") || clock.notation === "spoken") return { ...match, weak: "beside" };
  if (isTag(atoms, read.next, "unknown", "month", "dash", "slash")) return null;
  return isTag(atoms, index - 1, "month", "dash") ? null : { ...match, weak: "beside-part" };
}

/** "from 11 to 1", "2-4pm", "between 3 and 4". */
export function clockRangeRule(atoms: Atoms, index: number): Match | null {
  const between = isTag(atoms, index, "between");
  const cued = between || isTag(atoms, index, "from", "at");
  const from = clockAt(atoms, cued ? skip(atoms, index + 1, "at") : index);
  if (from === null) return null;
  const joined = between
    ? isTag(atoms, from.next, "and", "to")
    : isTag(atoms, from.next, "dash", "to", "until");
  if (!joined) return null;
  const to = clockAt(atoms, skip(atoms, from.next + 1, "at"));
  if (to === null || (!to.sure && countsSomething(atoms, to.next))) return null;
  if (isTag(atoms, to.next, "dash") && isTag(atoms, to.next + 1, "number")) return null;
  // "24-26 Dec" and "Dec 24-26" are days.
  if (!from.sure && !to.sure && (isTag(atoms, to.next, "month", "of") || isTag(atoms, index - 1, "month")))
    return null;
  const whole = index === 0 && to.next === atoms.length && isTag(atoms, from.next, "dash");
  if (whole && from.clock.notation === "bare" && to.clock.notation === "bare" && !from.sure && !to.sure) {
    const facts: readonly Fact[] = [{ type: "number-pair", first: from.clock.hour, second: to.clock.hour }];
    return { rule: "number-pair", facts, next: to.next };
  }
  const range: Fact = { type: "time", time: { type: "clock-range", from: from.clock, to: to.clock } };
  const facts = [range, ...approximately(from.approx || to.approx)];
  const sure = cued || from.sure || to.sure;
  if (!sure && isMeasure(atoms, index)) return null;
  return { rule: "clock-range", facts, next: to.next, ...(sure ? {} : { weak: "beside" as const }) };
}

/** "this afternoon", "in the morning", "late evening", "at night". */
export function partRule(atoms: Atoms, index: number): Match | null {
  const cue = skip(atoms, index, "in", "at", "filler");
  const the = skip(atoms, cue, "the");
  const slice = sliceAt(atoms, the);
  const at = slice === null ? the : skip(atoms, the + 1, "dash", "in", "the");
  const term = termAt(atoms, at, "part");
  if (term === null) return null;
  const fact: Fact = { type: "time", time: { type: "part", part: term.part, slice } };
  const sure = the > index && term.part !== "lunch";
  const match = { rule: "part-of-day", facts: [fact], next: at + 1 };
  return sure ? match : { ...match, weak: "beside" };
}

/** The third of a period that a word picks. */
export function sliceAt(atoms: Atoms, index: number): Slice | null {
  if (isTag(atoms, index, "early")) return "early";
  if (isTag(atoms, index, "middle-of")) return "middle";
  return isTag(atoms, index, "late") ? "late" : null;
}

/** "this morning", "this evening": the part of the reference day. */
export function thisPartRule(atoms: Atoms, index: number): Match | null {
  if (termAt(atoms, index, "modifier")?.modifier !== "this") return null;
  const part = termAt(atoms, index + 1, "part");
  if (part === null) return null;
  const facts: readonly Fact[] = [
    { type: "date", date: { type: "day-offset", days: 0 } },
    { type: "time", time: { type: "part", part: part.part, slice: null } },
  ];
  return { rule: "part-of-day", facts, next: index + 2 };
}

/** Midnight, end of the working day, first thing. */
export function momentRule(atoms: Atoms, index: number): Match | null {
  const start = skip(atoms, index, "at", "the");
  if (termAt(atoms, start, "moment")?.moment === "midnight") {
    return { rule: "midnight", facts: [{ type: "time", time: { type: "midnight" } }], next: start + 1 };
  }
  if (termAt(atoms, start, "deadline")?.period === "day") {
    const facts: readonly Fact[] = [{ type: "due" }, { type: "time", time: { type: "end-of-day" } }];
    return { rule: "end-of-day", facts, next: start + 1 };
  }
  if (isTag(atoms, start, "first-thing")) {
    return { rule: "first-thing", facts: [{ type: "time", time: { type: "first-thing" } }], next: start + 1 };
  }
  return null;
}
