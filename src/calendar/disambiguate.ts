/**
 * @file Words with several meanings get the one their neighbours leave: "2 heures" an hour or a length, "de ... à"
 * a range, "Freitag Morgen" a part of the day, "कल" yesterday or tomorrow. Driven by flags of the lexicon, so that
 * a language without them is not touched.
 */

import { type Atom, type Atoms, hasFlag, isTag, termAt } from "./atoms.ts";
import type { Lexicon, Tag, Term } from "./lexicon.ts";
import { rangeTerm } from "./range-words.ts";
import type { Language } from "./resolution.ts";
import { ZONE_WORDS } from "./zone-words.ts";

/** Meanings of `atoms`, fewer where two of them are one. */
export function disambiguate(atoms: Atoms, lexicon: Lexicon): Atoms {
  const named = atoms.map((atom, index) => withTerm(atom, otherNoun(atoms, index)));
  const merged = merge(named, lexicon);
  const read = merged.map((atom, index) => withTerm(atom, termHere(merged, index)));
  const ranged = read.map((atom, index) => withTerm(atom, rangeTerm(read, index)));
  return ranged.map((atom, index) => withTerm(atom, tenseTerm(ranged, index)));
}

const withTerm = (atom: Atom, term: Term | null): Atom => (term === null ? atom : { ...atom, term });

interface Merged {
  readonly term: Term;
  readonly next: number;
}

function merge(atoms: Atoms, lexicon: Lexicon): Atoms {
  const merged: Atom[] = [];
  for (let index = 0; index < atoms.length;) {
    const atom = atoms[index] as Atom;
    const found =
      hourForm(atoms, index, lexicon) ??
      (lexicon.dottedOrdinals === true ? dottedOrdinal(atoms, index, merged) : null) ??
      (BARE_DAYS.has(lexicon.language) ? bareDay(atoms, index, merged) : null);
    const next = found?.next ?? index + 1;
    merged.push(found === null ? atom : { ...joined(atoms, index, next), term: found.term });
    index = next;
  }
  return merged;
}

function joined(atoms: Atoms, from: number, to: number): Atom {
  const parts = atoms.slice(from, to);
  const text = parts.map((part, index) => (index === 0 || part.glued ? part.text : ` ${part.text}`)).join("");
  return { ...(atoms[from] as Atom), text, end: parts.at(-1)?.end ?? 0 };
}

/** "15 heures", "une heure", "15 h 30": the same as `15h30`. */
function hourForm(atoms: Atoms, index: number, { hourForms }: Lexicon): Merged | null {
  const number = termAt(atoms, index, "number");
  const hour = number?.value ?? (hasFlag(atoms, index, "hour", "a") ? 1 : -1);
  if (!Number.isInteger(hour) || hour < 0 || hour > 24) return null;
  if (termAt(atoms, index + 1, "unit")?.oclock !== true) return null;
  const minute = termAt(atoms, index + 2, "number");
  const hasMinute =
    minute !== null &&
    (minute.digits ? minute.text.length === 2 : minute.value >= 10) &&
    minute.value <= 59 &&
    !isTag(atoms, index + 3, "unit", "counted", "month", "oclock");
  const clock = hourForms === undefined ? {} : { clock: true as const };
  return {
    term: { tag: "hour-form", hour, minute: hasMinute ? minute.value : null, ...clock },
    next: hasMinute ? index + 3 : index + 2,
  };
}

/** "am 5.", "3. Dienstag": the full stop makes a number an ordinal where a date goes on or was begun. */
function dottedOrdinal(atoms: Atoms, index: number, before: Atoms): Merged | null {
  const number = termAt(atoms, index, "number");
  const dot = atoms[index + 1];
  if (number === null || !number.digits || number.text.length > 2 || number.value > 31) return null;
  if (number.value < 1 || dot?.term.tag !== "dot" || !dot.glued) return null;
  const last = before.length - 1;
  if (isTag(before, last, "at", "approx")) return null;
  const goesOn =
    isTag(atoms, index + 2, "month", "weekday", "of", "unit") ||
    (isTag(atoms, index + 2, "dash", "and", "until", "or") &&
      isTag(atoms, index + 3, "number", "numeric-date"));
  const begun =
    hasFlag(before, last, "day", "on", "the", "from", "until", "by") ||
    isTag(before, last, "every", "every-other", "weekday") ||
    (isTag(before, last, "comma") && isTag(before, last - 1, "weekday")) ||
    (isTag(before, last, "until", "and", "dash") && isTag(before, last - 1, "ordinal"));
  if (!goesOn && !begun) return null;
  return { term: { tag: "ordinal", value: number.value, digits: true }, next: index + 2 };
}

/** Languages that say "domenica 6" for the 6th. */
const BARE_DAYS: ReadonlySet<Language> = new Set<Language>(["fr", "it", "pt", "es"]);
const BEHIND_BARE_DAY: readonly Tag[] = ["at", "stop", "comma", "part", "from", "filler"];

/** "Domingo 6 a las 9": a number right behind its weekday, where no month and nothing to count follows. */
function bareDay(atoms: Atoms, index: number, before: Atoms): Merged | null {
  const number = termAt(atoms, index, "number");
  if (number === null || !number.digits || number.value < 1 || number.value > 31) return null;
  if (!isTag(before, before.length - 1, "weekday")) return null;
  if (index + 1 < atoms.length && !isTag(atoms, index + 1, ...BEHIND_BARE_DAY)) return null;
  return { term: { tag: "ordinal", value: number.value, digits: true }, next: index + 1 };
}

const DAY_WORDS: readonly Tag[] = ["day", "weekday", "holiday", "month", "ordinal"];
const CLOCK_WORDS: readonly Tag[] = ["number", "clock", "hour-form", "oclock", "moment", "numeric-date"];

/** The meaning that the neighbours of a word leave, or null where it keeps its own. */
function termHere(atoms: Atoms, index: number): Term | null {
  const { term, text } = atoms[index] as Atom;
  const zone =
    text.length >= 2 && text === text.toUpperCase() ? ZONE_WORDS.get(text.toLowerCase()) : undefined;
  // "15h CET": in capitals, because "cet" and "ist" are words.
  if (zone !== undefined && isTag(atoms, index - 1, ...CLOCK_WORDS, "meridiem")) return { tag: "zone", zone };
  if (term.tag === "unit") return unitCue(atoms, index, term);
  if (term.tag === "dial") return dialAlone(atoms, index, term);
  if (term.tag === "day")
    return term.orPart !== undefined && isPartHere(atoms, index) ? { tag: "part", part: term.orPart } : null;
  if (term.tag === "a") return term.hour === true && isTag(atoms, index + 1, "oclock") ? one() : null;
  const isLoosePart = term.tag === "part" && term.behind === true;
  const before = isTag(atoms, index - 1, "dot") ? index - 2 : index - 1;
  if (
    !isLoosePart ||
    isTag(atoms, before, ...DAY_WORDS, ...CLOCK_WORDS, "part", "modifier", "end-of", "start-of")
  )
    return null;
  return { tag: "function" };
}

const one = (): Term => ({ tag: "number", value: 1, digits: false, text: "1", strict: true });

/** "dia 5" is the 5th, "ore 15" is at 15:00. */
function unitCue(atoms: Atoms, index: number, term: Extract<Term, { tag: "unit" }>): Term | null {
  if (isTag(atoms, index - 1, "number", "a", "half", "amount", "hour-fraction")) return null;
  if (term.oclock === true && isTag(atoms, index + 1, "number", "clock", "numeric-date")) {
    return { tag: "at", marker: true };
  }
  if (term.cue !== true || isTag(atoms, index + 2, "unit", "counted")) return null;
  const isDay = isTag(atoms, index + 1, "number", "numeric-date", "ordinal");
  return isDay ? { tag: "the", day: true } : null;
}

/** "Freitag Morgen", "am Morgen", "jeden Morgen" are mornings; "bis morgen" is a day. */
function isPartHere(atoms: Atoms, index: number): boolean {
  return isTag(atoms, index - 1, "day", "weekday", "holiday", "on", "the", "every", "modifier");
}

/** "dez" is ten unless behind a day, Italian "mar" March behind a day, "อาทิตย์" Sunday before a date. */
function otherNoun(atoms: Atoms, index: number): Term | null {
  const { term, text } = atoms[index] as Atom;
  const before = isTag(atoms, index - 1, "of") ? index - 2 : index - 1;
  const isBehindDay = isTag(atoms, before, "number", "ordinal");
  if (term.tag === "month" && term.orNumber !== undefined && !isBehindDay)
    return { tag: "number", value: term.orNumber, digits: false, text, strict: true };
  if (term.tag === "weekday" && term.orMonth !== undefined && isBehindDay)
    return { tag: "month", month: term.orMonth };
  const isBeforeDate = isTag(atoms, index + 1, "number") && isTag(atoms, index + 2, "month");
  return term.tag === "unit" && term.orWeekday !== undefined && isBeforeDate
    ? { tag: "weekday", weekday: term.orWeekday }
    : null;
}

/** "บ่าย" without a number is the afternoon; "โมง" without one says nothing. */
function dialAlone(atoms: Atoms, index: number, term: Extract<Term, { tag: "dial" }>): Term | null {
  const isBefore = term.dial === "small-hours" || term.dial === "afternoon";
  if (isBefore && (isTag(atoms, index + 1, "number") || isTag(atoms, index + 1, "dial"))) return null;
  if (!isBefore && (isTag(atoms, index - 1, "number", "dial") || term.dial === "night")) return null;
  return term.alone === undefined ? { tag: "unknown" } : { tag: "part", part: term.alone };
}

/** Rule R16: the verbs of the sentence say whether "कल" is ahead or back. */
function tenseTerm(atoms: Atoms, index: number): Term | null {
  const day = termAt(atoms, index, "day");
  if (day?.either !== true) return null;
  let from = index;
  let to = index;
  while (from > 0 && !isTag(atoms, from - 1, "stop")) from -= 1;
  while (to < atoms.length && !isTag(atoms, to, "stop")) to += 1;
  const places = Array.from({ length: to - from }, (_, step) => from + step);
  const isPast = places.some((at) => isTag(atoms, at, "past-verb"));
  const isAhead = places.some(
    (at) => isTag(atoms, at, "future-verb") && !hasFlag(atoms, at, "soft", "future-verb"),
  );
  const isPresent = places.some((at) => hasFlag(atoms, at, "soft", "future-verb"));
  if (isPast && isAhead) return null;
  if (isPast) return { tag: "day", offset: -day.offset, turned: true };
  return isAhead || isPresent ? { tag: "day", offset: day.offset, turned: true } : null;
}
