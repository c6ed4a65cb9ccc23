/** @file Amounts of time as people say them: "90 minutes", "an hour and a half", "anderthalb Stunden", "1h30". */

import { type Atoms, hasFlag, isTag, skip, termAt } from "./atoms.ts";
import type { Term, Unit } from "./lexicon.ts";

/** An amount: minutes of the clock, or whole units of the calendar. */
export interface Amount {
  readonly minutes: number | null;
  readonly count: number;
  /** The other count it may mean ("quince días" = 14 or 15), rule R8. */
  readonly other?: number;
  readonly unit: Unit;
  /** The word for the unit says that it is past. */
  readonly ago?: boolean;
  readonly next: number;
  /** "a minute", "2m": too often not meant as a time to stand alone. */
  readonly casual: boolean;
}

type UnitTerm = Extract<Term, { tag: "unit" }>;

const MINUTES: Readonly<Partial<Record<Unit, number>>> = { minute: 1, hour: 60 };

/** How many: "3", "a", "half", "one and a half", "1.5", "quarter of", "साढ़े तीन". */
function countAt(atoms: Atoms, index: number): { count: number; next: number } | null {
  const decimal = termAt(atoms, index, "numeric-date");
  if (decimal !== null && /^\d+\.\d+$/.test(decimal.text))
    return { count: Number(decimal.text), next: index + 1 };
  const number = termAt(atoms, index, "number");
  if (number !== null) {
    // "2 1/2 hours"
    if (termAt(atoms, index + 1, "numeric-date")?.text === "1/2" && isTag(atoms, index + 2, "unit"))
      return { count: number.value + 0.5, next: index + 2 };
    const half = isTag(atoms, index + 1, "and") ? skip(atoms, index + 2, "a") : index;
    const isHalf = half > index && isTag(atoms, half, "half") && isTag(atoms, half + 1, "unit");
    return isHalf ? { count: number.value + 0.5, next: half + 1 } : quarters(atoms, index, number.value);
  }
  const fraction = termAt(atoms, index, "hour-fraction");
  if (fraction !== null) {
    const whole = termAt(atoms, index + 1, "number");
    return whole === null ? null : { count: whole.value + fraction.minutes / 60, next: index + 2 };
  }
  const start = isTag(atoms, index, "a") && isTag(atoms, index + 1, "half", "quarter") ? index + 1 : index;
  if (isTag(atoms, start, "half")) return { count: 0.5, next: skip(atoms, start + 1, "of", "a") };
  if (isTag(atoms, start, "quarter") && isTag(atoms, start + 1, "of")) {
    return { count: 0.25, next: skip(atoms, start + 2, "a") };
  }
  return isTag(atoms, index, "a") ? { count: 1, next: index + 1 } : null;
}

/** "three quarters of an hour". */
function quarters(atoms: Atoms, index: number, value: number): { count: number; next: number } {
  const isQuarters =
    value === 3 && /^quarters?$/i.test(atoms[index + 1]?.text ?? "") && isTag(atoms, index + 2, "of");
  return isQuarters ? { count: 0.75, next: skip(atoms, index + 3, "a") } : { count: value, next: index + 1 };
}

/** An amount at `index`, with its smaller second part: "1h 30m", "an hour and a half", "1 hour and 20 minutes". */
export function amountAt(atoms: Atoms, index: number): Amount | null {
  const form = termAt(atoms, index, "hour-form");
  if (form !== null) {
    const minutes = form.hour * 60 + (form.minute ?? 0);
    const rest = form.minute === null ? restMinutes(atoms, index + 1) : null;
    const next = rest?.next ?? index + 1;
    return { minutes: minutes + (rest?.minutes ?? 0), count: form.hour, unit: "hour", next, casual: false };
  }
  const whole = wholeAmount(atoms, skip(atoms, index, "a", "approx"));
  if (whole !== null) return whole;
  const count = countAt(atoms, index);
  if (count === null) return null;
  const at = skip(atoms, count.next, "dash");
  const term = termAt(atoms, at, "unit");
  if (term === null) return null;
  const casual = (isTag(atoms, index, "a") && term.unit === "minute") || term.short === true;
  return unitAmount(atoms, count.count, term, at, casual);
}

/** "mezz'ora", "demi-heure", "une demi-heure". */
function wholeAmount(atoms: Atoms, index: number): Amount | null {
  const term = termAt(atoms, index, "amount");
  if (term === null) return null;
  const scale = MINUTES[term.unit];
  const minutes = scale === undefined ? null : term.count * scale;
  return { minutes, count: term.count, unit: term.unit, next: index + 1, casual: false };
}

/** `count` of the unit at `at`, with the minutes behind hours. */
function unitAmount(atoms: Atoms, count: number, term: UnitTerm, at: number, casual: boolean): Amount {
  const { unit } = term;
  const scale = MINUTES[unit];
  if (scale === undefined) {
    const half = isTag(atoms, at + 1, "and-half") ? 0.5 : 0;
    const next = half > 0 ? at + 2 : at + 1;
    return {
      minutes: null,
      ...fortnight((count + half) * term.count, term),
      unit,
      next,
      casual: false,
      ago: term.ago === true,
    };
  }
  const minutes = Math.round(count * scale);
  const rest = unit === "hour" ? restMinutes(atoms, at + 1) : null;
  return { minutes: minutes + (rest?.minutes ?? 0), count, unit, next: rest?.next ?? at + 1, casual };
}

/** Rule R8: "quinze jours" are 14 days and "huit jours" 7; "quince días" are asked. */
function fortnight(count: number, term: UnitTerm): { count: number; other?: number } {
  if (term.fortnight === "sure") return { count: count === 15 ? 14 : count === 8 ? 7 : count };
  return term.fortnight === "ask" && count === 15 ? { count: 14, other: 15 } : { count };
}

/** The minutes behind hours: "and a half", "30m", "and 20 minutes", "ครึ่ง". */
function restMinutes(atoms: Atoms, index: number): { minutes: number; next: number } | null {
  if (isTag(atoms, index, "and-half")) return { minutes: 30, next: index + 1 };
  const start = skip(atoms, index, "and");
  const half = skip(atoms, start, "a");
  if (start > index && isTag(atoms, half, "half") && !isTag(atoms, half + 1, "unit"))
    return { minutes: 30, next: half + 1 };
  if (start > index && isTag(atoms, half, "three-quarters")) return { minutes: 45, next: half + 1 };
  if (start > index && isTag(atoms, half, "quarter")) return { minutes: 15, next: half + 1 };
  const number = termAt(atoms, start, "number");
  const unit = termAt(atoms, start + 1, "unit");
  if (number === null || unit?.unit !== "minute" || number.value > 59) return null;
  return { minutes: number.value, next: start + 2 };
}

/** "อีกชั่วโมง", "อีกชั่วโมงครึ่ง": one unit without a number, behind a word that allows it. */
export function bareUnit(atoms: Atoms, index: number): Amount | null {
  const term = termAt(atoms, index, "unit");
  if (term === null || !hasFlag(atoms, index - 1, "bare", "in", "for", "by")) return null;
  return unitAmount(atoms, 1, term, index, false);
}
