/** @file Rules for the time of day: clocks (R4), ranges of clocks, parts of the day (R6), noon and midnight (R7). */

import { type Atoms, hasFlag, isTag, skip, termAt } from "./atoms.ts";
import { dialAt, figures, hourForm } from "./clock-figures.ts";
import { spoken, withMinutes } from "./clock-spoken.ts";
import { type ClockAt, countsSomething, cueAt, isCued, meridiemAt } from "./clock-words.ts";
import type { Clock, Fact, Match, Slice } from "./facts.ts";
import type { PartName } from "./lexicon.ts";
import { isBareBy, isMeasure } from "./phrase-context.ts";

/** The clock at `index`, with "around" before it and "ish" behind it. `single` = no minutes behind "and". */
function clockAt(atoms: Atoms, index: number, single = false): ClockAt | null {
  const start = skip(atoms, index, "approx");
  const base =
    dialAt(atoms, start) ??
    spoken(atoms, start) ??
    hourForm(atoms, start) ??
    figures(atoms, start) ??
    noon(atoms, start);
  if (base === null) return null;
  const read = single ? base : withMinutes(atoms, base);
  const ish =
    isTag(atoms, read.next, "dash") && isTag(atoms, read.next + 1, "ish") ? read.next + 1 : read.next;
  if (!isTag(atoms, ish, "ish")) return { ...read, approx: start > index };
  const after = meridiemAt(atoms, ish + 1);
  const meridiem = after?.meridiem ?? read.clock.meridiem;
  const clock: Clock = { ...read.clock, meridiem };
  return { clock, next: after?.next ?? ish + 1, sure: true, approx: true };
}

/** Noon; midnight only with minutes ("minuit et demi"), else it is a rule of its own (R7). */
function noon(atoms: Atoms, index: number): ClockAt | null {
  const moment = termAt(atoms, index, "moment")?.moment;
  if (moment === undefined) return null;
  const clock: Clock = { hour: 12, minute: 0, meridiem: "pm", notation: "spoken" };
  if (moment === "noon") return { clock, next: index + 1, sure: true, approx: false };
  const hour: Clock = { hour: 0, minute: 0, meridiem: null, notation: "spoken" };
  const read = withMinutes(atoms, { clock: hour, next: index + 1, sure: true, approx: false });
  return read.next > index + 1 ? read : null;
}

const approximately = (approx: boolean): readonly Fact[] => (approx ? [{ type: "approx" }] : []);

/** "3 or 4pm", "3 or 4": a bare number beside "or" is a clock if the other side is one. */
function alternative(atoms: Atoms, index: number, read: ClockAt): ClockAt | null {
  if (isTag(atoms, index - 1, "or") && isTag(atoms, index - 2, "number", "clock", "meridiem", "hour-form"))
    return read;
  if (!isTag(atoms, read.next, "or")) return null;
  const other = clockAt(atoms, cueAt(atoms, read.next + 1).next);
  if (other?.sure !== true) return null;
  return {
    ...read,
    clock: likeOther({ ...read.clock, meridiem: read.clock.meridiem ?? other.clock.meridiem }, other),
  };
}

/** "9 bis 11 Uhr", "10 to 10:30": the word behind one end, or its figures, are about both. "11:30-1" is over noon. */
function likeOther(clock: Clock, other: ClockAt): Clock {
  const { notation } = other.clock;
  const isShared =
    notation === "marker" || (notation === "colon" && other.clock.meridiem === null && clock.hour >= 7);
  return clock.notation === "bare" && isShared ? { ...clock, notation } : clock;
}

/** A single time of day. */
export function clockRule(atoms: Atoms, index: number): Match | null {
  const cue = cueAt(atoms, index);
  const read = clockAt(atoms, cue.next);
  if (read === null) return null;
  const shared = read.sure ? null : alternative(atoms, cue.next, read);
  const { clock: plain } = shared ?? read;
  const isMarked = cue.marker && (plain.notation === "bare" || plain.notation === "colon");
  const clock: Clock = isMarked ? { ...plain, notation: "marker" } : plain;
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
  if (cue.proof === "sure" || read.approx || shared !== null || isCued(atoms, index)) return match;
  return uncued(atoms, index, match, clock, cue.proof);
}

/** A clock without a word that makes it one: it needs company. */
function uncued(
  atoms: Atoms,
  index: number,
  match: Match,
  clock: Clock,
  proof: "article" | "soft" | "none" | "sure",
): Match | null {
  if (proof === "article") return isTag(atoms, match.next, "unknown", "function") ? null : match;
  if (proof === "soft") return { ...match, weak: "beside" };
  if (isTag(atoms, index, "numeric-date") || clock.notation === "spoken") return { ...match, weak: "beside" };
  if (termAt(atoms, index, "number")?.strict === true) return null;
  if (isTag(atoms, match.next, "unknown", "month", "dash", "slash")) return null;
  return isTag(atoms, index - 1, "month", "dash") ? null : { ...match, weak: "beside-part" };
}

interface ClockEnds {
  readonly from: ClockAt;
  readonly to: ClockAt;
  readonly next: number;
}

const BEFORE_NOON: readonly PartName[] = ["morning", "early-morning", "small-hours"];

/** The clock in a part of its own: "10 in the morning", "सुबह 10 बजे", or null. */
function clockInPart(atoms: Atoms, index: number): ClockAt | null {
  const lead = termAt(atoms, index, "part");
  const read = clockAt(atoms, lead === null ? index : cueAt(atoms, index + 1).next);
  if (read === null) return null;
  const behind = lead === null ? skip(atoms, read.next, "of", "in", "the", "at", "on") : -1;
  const part = lead ?? termAt(atoms, behind, "part");
  if (part === null) return null;
  const next = lead === null ? behind + 1 : read.next;
  const { clock } = read;
  const isEarly = BEFORE_NOON.includes(part.part) || (part.part.startsWith("night") && clock.hour <= 5);
  const meridiem = clock.meridiem ?? (clock.hour > 12 ? null : isEarly ? "am" : "pm");
  return { ...read, clock: { ...clock, meridiem }, next, sure: true };
}

/** "10 in the morning to 2 in the afternoon": each end has its own part of the day, or the second says it itself. */
function partedEnds(atoms: Atoms, from: ClockAt): ClockEnds | null {
  const isJoined =
    isTag(atoms, from.next, "dash", "to", "until") || hasFlag(atoms, from.next, "range", "at", "for");
  if (!isJoined) return null;
  const start = cueAt(atoms, from.next + 1).next;
  const to = clockInPart(atoms, start) ?? clockAt(atoms, start);
  if (to === null) return null;
  const isBehind = hasFlag(atoms, to.next, "post", "between", "until");
  return { from, to, next: isBehind ? to.next + 1 : to.next };
}

/** Both ends of a range of clocks at `index`. */
function clockEnds(atoms: Atoms, index: number, between: boolean): ClockEnds | null {
  const parted = clockInPart(atoms, index);
  if (parted !== null) {
    const ends = partedEnds(atoms, parted);
    if (ends !== null) return ends;
  }
  const from = clockAt(atoms, index, between) ?? null;
  if (from === null) return null;
  const joined = between
    ? isTag(atoms, from.next, "and", "to", "dash")
    : isTag(atoms, from.next, "dash", "to", "until") ||
      // "10h às 11h"
      (from.sure && hasFlag(atoms, from.next, "range", "at")) ||
      isBetweenBehind(atoms, from.next);
  if (!joined || isDottedDate(atoms, from.next + 1)) return null;
  const to = clockAt(atoms, cueAt(atoms, from.next + 1).next, isTag(atoms, from.next, "and"));
  if (to === null) return null;
  const isBehind = hasFlag(atoms, to.next, "post", "between", "until");
  return {
    from: { ...from, clock: likeOther(from.clock, to) },
    to: { ...to, clock: likeOther(to.clock, from) },
    next: isBehind ? to.next + 1 : to.next,
  };
}

/** "7 Uhr bis 18.12.": the full stop makes figures a date. */
function isDottedDate(atoms: Atoms, index: number): boolean {
  const date = termAt(atoms, index, "numeric-date");
  const dot = atoms[index + 1];
  const isDay = date !== null && date.first <= 31 && date.second >= 1 && date.second <= 12;
  return isDay && date.separator === "." && dot?.term.tag === "dot" && dot.glued;
}

/** "3 और 4 बजे के बीच": the word for "between" stands behind both ends. */
function isBetweenBehind(atoms: Atoms, index: number): boolean {
  if (!isTag(atoms, index, "and")) return false;
  const to = clockAt(atoms, cueAt(atoms, index + 1).next, true);
  return to !== null && hasFlag(atoms, to.next, "post", "between");
}

/** "10-12" and nothing else: a date or a time (rule R9). */
function wholePair(atoms: Atoms, index: number): Match | null {
  if (index !== 0 || atoms.length !== 3 || !isTag(atoms, 1, "dash")) return null;
  const [first, second] = [termAt(atoms, 0, "number"), termAt(atoms, 2, "number")];
  const isShort = (term: typeof first): boolean =>
    term !== null && term.digits && term.text.length <= 2 && term.value <= 31;
  if (first === null || second === null || !isShort(first) || !isShort(second)) return null;
  return {
    rule: "number-pair",
    facts: [{ type: "number-pair", first: first.value, second: second.value }],
    next: 3,
  };
}

/** "from 11 to 1", "2-4pm", "between 3 and 4". */
export function clockRangeRule(atoms: Atoms, index: number): Match | null {
  const pair = wholePair(atoms, index);
  if (pair !== null) return pair;
  const between = isTag(atoms, index, "between") && !hasFlag(atoms, index, "post", "between");
  const cued = between || isTag(atoms, index, "from", "at");
  const ends = clockEnds(
    atoms,
    cueAt(atoms, between || isTag(atoms, index, "from") ? index + 1 : index).next,
    between,
  );
  if (ends === null) return null;
  const { from, to, next } = ends;
  if (!to.sure && countsSomething(atoms, to.next)) return null;
  if (isTag(atoms, to.next, "dash") && isTag(atoms, to.next + 1, "number")) return null;
  // "24-26 Dec" and "Dec 24-26" are days.
  if (
    !from.sure &&
    !to.sure &&
    (isTag(atoms, to.next, "month", "of", "day-post") || isTag(atoms, index - 1, "month"))
  )
    return null;
  const range: Fact = { type: "time", time: { type: "clock-range", from: from.clock, to: to.clock } };
  const facts = [range, ...approximately(from.approx || to.approx)];
  const sure = cued || from.sure || to.sure || next > to.next;
  if (!sure && isMeasure(atoms, index)) return null;
  return { rule: "clock-range", facts, next, ...(sure ? {} : { weak: "beside" as const }) };
}

/** "this afternoon", "in the morning", "late evening", "at night". */
export function partRule(atoms: Atoms, index: number): Match | null {
  const cue = skip(atoms, index, "in", "at", "on", "of", "filler");
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
  const isEdge = isTag(atoms, skip(atoms, index + 1, "the"), "part");
  if (isTag(atoms, index, "early") || (isEdge && isTag(atoms, index, "start-of"))) return "early";
  if (isTag(atoms, index, "middle-of")) return "middle";
  return isTag(atoms, index, "late") || (isEdge && isTag(atoms, index, "end-of")) ? "late" : null;
}

/** "this morning", "this evening": the part of the reference day. */
export function thisPartRule(atoms: Atoms, index: number): Match | null {
  const isBehind = hasBehind(atoms, index + 1);
  const modifier = termAt(atoms, isBehind ? index + 1 : index, "modifier");
  const part = termAt(atoms, isBehind ? index : index + 1, "part");
  if (modifier?.modifier !== "this" || part === null) return null;
  const facts: readonly Fact[] = [
    { type: "date", date: { type: "day-offset", days: 0 } },
    { type: "time", time: { type: "part", part: part.part, slice: null } },
  ];
  return { rule: "part-of-day", facts, next: index + 2 };
}

/** "เย็นนี้": the modifier stands behind its noun. */
const hasBehind = (atoms: Atoms, index: number): boolean => termAt(atoms, index, "modifier")?.behind === true;

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
