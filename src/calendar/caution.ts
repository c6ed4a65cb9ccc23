/**
 * @file Words that mean a day only sometimes ("sat", "may") are kept only beside evidence; "Happy Friday" names
 * no day.
 */

import { type Atom, type Atoms, isTag, skip } from "./atoms.ts";
import { isHolidayInName } from "./holiday-names.ts";
import type { Tag, Term } from "./lexicon.ts";
import type { Language } from "./resolution.ts";

const UNKNOWN: Term = { tag: "unknown" };
const BESIDE_WEEKDAY: readonly Tag[] = [
  "modifier",
  "on",
  "by",
  "until",
  "from",
  "before",
  "every",
  "every-other",
  "dash",
  "due",
];
const AFTER_WEEKDAY: readonly Tag[] = [
  "clock",
  "ordinal",
  "month",
  "part",
  "moment",
  "first-thing",
  "hour-form",
  "numeric-date",
  "iso-date",
];
const BESIDE_MONTH: readonly Tag[] = [
  "in",
  "by",
  "until",
  "from",
  "of",
  "before",
  "after",
  "early",
  "late",
  "middle-of",
  "end-of",
  "start-of",
  "due",
];

/** A number that can be a time of day or a day of the month: not money, not "4 people". */
function dateNumber(atoms: Atoms, index: number): boolean {
  const term = atoms[index]?.term;
  if (term?.tag === "ordinal") return true;
  return term?.tag === "number" && term.value <= 31 && !isTag(atoms, index + 1, "counted", "unit", "sign");
}

function isWeekdayHere(atoms: Atoms, index: number): boolean {
  const atom = atoms[index];
  if (isTag(atoms, index - 1, "subject", "the") && atom?.capital !== true) return false;
  if (isTag(atoms, index - 1, ...BESIDE_WEEKDAY) || isTag(atoms, index + 1, ...AFTER_WEEKDAY)) return true;
  if (isTag(atoms, index + 1, "at", "dash", "to", "and", "or", "slash", "approx", "from")) {
    const after = skip(atoms, index + 1, "at", "dash", "to", "and", "or", "slash", "approx", "from");
    return isTag(atoms, after, "clock", "number", "weekday", "moment", "hour-form", "numeric-date");
  }
  if (isTag(atoms, index - 1, "and", "or", "slash", "comma", "to") && isTag(atoms, index - 2, "weekday"))
    return true;
  // "mer. 25 nov.", "Mo., 6. Januar"
  const start = isTag(atoms, index + 1, "dot") && atoms[index + 1]?.glued === true ? index + 2 : index + 1;
  const after = skip(atoms, start, "comma", "the");
  if (dateNumber(atoms, after) || isTag(atoms, after, "numeric-date", "iso-date")) return true;
  if (start > index + 1 && isTag(atoms, start, ...AFTER_WEEKDAY)) return true;
  if (atoms[index + 1]?.text === ":") return true;
  return atom?.capital === true && !isTag(atoms, index - 1, "the");
}

function isMonthHere(atoms: Atoms, index: number): boolean {
  const atom = atoms[index];
  if (dateNumber(atoms, skip(atoms, index + 1, "the")) || dateNumber(atoms, index - 1)) return true;
  if (isTag(atoms, index - 1, "of") && dateNumber(atoms, index - 2)) return true;
  if (isTag(atoms, index + 1, "number")) return true; // a year
  if (isTag(atoms, index - 1, ...BESIDE_MONTH)) return true;
  return atom?.capital === true && isTag(atoms, index - 1, "modifier");
}

/** "Happy Friday", "Merry Christmas": said about the day, not naming it. */
function isWish(atoms: Atoms, index: number): boolean {
  if (!isTag(atoms, index, "weekday", "holiday") || !isTag(atoms, index - 1, "greeting")) return false;
  return !isTag(atoms, index + 1, "at", "clock", "number", "part", "moment");
}

/** True when every other atom says nothing, so the word was meant as a date or not at all. */
function isAlone(atoms: Atoms, index: number): boolean {
  return atoms.every(
    (atom, other) =>
      other === index || ["filler", "dot", "stop", "comma", "on", "in"].includes(atom.term.tag),
  );
}

/** The atom, or an unknown word where its day is not meant. */
export function caution(atoms: Atoms, index: number, language: Language): Atom {
  const atom = atoms[index] as Atom;
  const { term } = atom;
  if (isWish(atoms, index) || isHolidayInName(atoms, index, language)) return { ...atom, term: UNKNOWN };
  if (term.tag === "weekday" && term.capital === true && !/^\p{Lu}/u.test(atom.text))
    return { ...atom, term: { tag: "function" } };
  if ((term.tag !== "weekday" && term.tag !== "month") || term.caution !== true || isAlone(atoms, index))
    return atom;
  const here = term.tag === "weekday" ? isWeekdayHere(atoms, index) : isMonthHere(atoms, index);
  return here ? atom : { ...atom, term: UNKNOWN };
}
