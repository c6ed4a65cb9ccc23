/** @file Rules for a day of a month that is not named: "the 5th", "le 5", "am 5.", "dia 5". */

import { type Atoms, hasFlag, isTag, skip, termAt } from "./atoms.ts";
import type { DateFact, Match } from "./facts.ts";
import type { Tag } from "./lexicon.ts";
import { dateFact, dayNumber } from "./rules-date.ts";

/** Words before a bare ordinal that make it a date; without one it needs another date or time beside it. */
const ORDINAL_CUES: readonly Tag[] = [
  "on",
  "by",
  "until",
  "before",
  "after",
  "from",
  "to",
  "due",
  "starting",
];
/** Words that may follow a bare ordinal; a noun may not ("the 5th floor"). */
const AFTER_ORDINAL: readonly Tag[] = ["unknown", "counted", "unit", "weekday", "weekend", "part", "ordinal"];

const DAY_CUES: readonly Tag[] = ["on", "the", "from", "to", "of", "at", "until", "by", "before", "after"];

/** The index behind an article or preposition that makes a number a day of the month ("le", "am", "dia"), or null. */
export function afterDayCue(atoms: Atoms, index: number): number | null {
  const next = skip(atoms, index, "on", "the", "of", "at");
  return hasFlag(atoms, next - 1, "day", ...DAY_CUES) ? next : null;
}

/** Words behind "le 5" that show that 5 is no day. */
const NO_DAY: readonly Tag[] = [
  "unit",
  "counted",
  "oclock",
  "meridiem",
  "ordinal",
  "number",
  "amount",
  "weekend",
  "month",
  "hour-form",
];

/** "le 5", "am 5.", "el día 5", "5 तारीख": a number that its article makes a day of the month. */
function articleDay(atoms: Atoms, index: number): Match | null {
  const behind = isTag(atoms, index + 1, "day-post");
  const at = behind ? index : afterDayCue(atoms, index);
  const day = at === null ? null : dayNumber(atoms, at);
  if (at === null || day === null) return null;
  const next = behind ? index + 2 : at + 1;
  const fact = dateFact({ type: "month-day", month: null, day, year: null });
  const match = { rule: "day-of-month", facts: [fact], next };
  if (behind) return match;
  const after = atoms[next];
  // "วันที่ 5 เดือนหน้า": the unit is that of a period.
  const isPeriod = isTag(atoms, next, "unit") && termAt(atoms, next + 1, "modifier")?.behind === true;
  // "วันที่ 1 10 โมง": the next number is the hour.
  const isHour = isTag(atoms, next, "number") && isTag(atoms, next + 1, "dial", "oclock", "meridiem");
  if (
    (isTag(atoms, next, ...NO_DAY) && !isPeriod && !isHour) ||
    (after?.term.tag === "unknown" && (after.capital || after.glued))
  )
    return null;
  const term = atoms[at]?.term;
  const isWord = (term?.tag === "ordinal" || term?.tag === "number") && !term.digits;
  if (!isWord) return match;
  // "le premier" and "il due di picche" name no day; "am fünften" does.
  if (isTag(atoms, next, "unknown", "weekday", "part", "of")) return null;
  return isTag(atoms, at - 1, "on", "from", "until") ? match : { ...match, weak: "beside" };
}

/** "the 5th", "on the 5th": a day of whatever month comes next. */
export function ordinalDayRule(atoms: Atoms, index: number): Match | null {
  const article = articleDay(atoms, index);
  if (article !== null) return article;
  const cued = isTag(atoms, index, "on") || isTag(atoms, index - 1, ...ORDINAL_CUES);
  const at = skip(atoms, skip(atoms, index, "on"), "the");
  const value = bareDay(atoms, at);
  if (value === null || isTag(atoms, at + 1, ...AFTER_ORDINAL)) return null;
  const date: DateFact = { type: "month-day", month: null, day: value, year: null };
  const match = { rule: "day-of-month", facts: [dateFact(date)], next: at + 1 };
  return cued ? match : { ...match, weak: "beside" };
}

/** "the twenty-fifth", "first of next month"; "second of all" and "the first" are no days. */
function isWordedDay(atoms: Atoms, index: number, value: number): boolean {
  if (value > 12) return true;
  return (
    isTag(atoms, index + 1, "of") && isTag(atoms, index + 2, "modifier") && isTag(atoms, index + 3, "unit")
  );
}

/** "5th", and "28" behind a weekday, where it is too big for an hour on a 12-hour dial. */
function bareDay(atoms: Atoms, index: number): number | null {
  const day = dayNumber(atoms, index);
  const ordinal = termAt(atoms, index, "ordinal");
  if (ordinal?.strict === true) return null;
  if (ordinal !== null) return ordinal.digits || isWordedDay(atoms, index, ordinal.value) ? day : null;
  return day !== null && day > 12 && isTag(atoms, index - 1, "weekday") ? day : null;
}
