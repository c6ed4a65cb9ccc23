/** @file A dinner "at 9" is in the evening, where the words leave open which half of the day is meant. */

import { findDatePhrases } from "#calendar/find-phrases";
import { DEFAULT_DAY_PARTS, type FoundPhrase, type Language, type ZonedTime } from "#calendar/resolution";

import { words } from "./text.ts";

/** Meals that nobody has in the morning. */
const EVENING_MEAL =
  /(?<!\p{L})(?:dinner|supper|abendessen|d[iî]ner|cena|cenare|ceniamo|cenamos|jantar|jantamos|डिनर)(?!\p{L})|อาหารเย็น|ข้าวเย็น/iu;
/** What begins another clause, which may be of something else. */
const CLAUSE = /[.!?;,:–(\n…]\s|\s(?:and|und|et|e|ed|y|then|dann|puis|poi|luego|depois|और|फिर)\s/iu;
/** Words between a meal and its time: "la cena de mi hermana es mañana a las 9". */
const MAX_BETWEEN = 5;
const HALF_DAY_HOURS = 12;

/** "La cena es a las 9" is no breakfast: where the morning was only assumed of a meal's own time, the evening is. */
export function atMealtime(found: FoundPhrase, text: string, language: Language): FoundPhrase {
  const { resolution } = found;
  if (resolution.kind !== "time" || !resolution.flags.includes("am") || !isOfMeal(found, text)) return found;
  const start = inEvening(resolution.start, language);
  const end = resolution.end && inEvening(resolution.end, language);
  // A time that cannot be moved whole stays as it is read.
  if (start === null || end === null) return found;
  const flags = resolution.flags.map((flag) => (flag === "am" ? "pm" : flag));
  return { ...found, resolution: { ...resolution, start, flags, ...(end && { end }) } };
}

/** True where a meal stands before the time in its clause, or right behind it as all that the clause is about. */
function isOfMeal({ start, end }: FoundPhrase, text: string): boolean {
  const before = text.slice(0, start).split(CLAUSE).at(-1) ?? "";
  const clause = `${before}${text.slice(start, end)}`;
  const meal = EVENING_MEAL.exec(clause);
  if (meal !== null) {
    const between = clause.slice(meal.index + meal[0].length, Math.max(before.length, meal.index));
    return !/\d/.test(between) && words(between).length <= MAX_BETWEEN;
  }
  const behind = EVENING_MEAL.exec(text.slice(end));
  return words(before).length === 0 && behind !== null && text.slice(end, end + behind.index).trim() === "";
}

function inEvening({ local, epochMs, zone }: ZonedTime, language: Language): ZonedTime | null {
  const hour = Number(local.slice(11, 13)) + HALF_DAY_HOURS;
  if (hour >= 2 * HALF_DAY_HOURS) return null;
  const context = { refEpochMs: epochMs, zone, language, dayParts: DEFAULT_DAY_PARTS };
  const [later] = findDatePhrases(`${local.slice(0, 10)} ${hour}${local.slice(13, 16)}`, context);
  return later?.resolution.kind === "time" ? later.resolution.start : null;
}
