/** @file Rules for zone words behind a clock (R10): "9am PST", "15:00 UTC+2", "10am New York time". */

import { type Atoms, isTag, termAt } from "./atoms.ts";
import type { Match } from "./facts.ts";
import { zoneOfCity, type ZoneWord } from "./zone-words.ts";

/** Abbreviations that are also words: read only in capitals. */
const ALSO_WORDS: ReadonlySet<string> = new Set([
  "et",
  "ct",
  "pt",
  "wet",
  "west",
  "ast",
  "eastern",
  "pacific",
]);

const zone = (word: ZoneWord, next: number): Match => ({
  rule: "zone",
  facts: [{ type: "zone", zone: word }],
  next,
});

/** A zone, only directly behind a time of day (brackets allowed). */
export function zoneRule(atoms: Atoms, index: number): Match | null {
  if (
    !isTag(
      atoms,
      index - 1,
      "clock",
      "meridiem",
      "moment",
      "number",
      "oclock",
      "hour-form",
      "comma",
      "numeric-date",
    )
  )
    return null;
  const term = termAt(atoms, index, "zone");
  if (term === null) return cityTime(atoms, index);
  const text = atoms[index]?.text ?? "";
  if (ALSO_WORDS.has(text) && !isTimeWord(atoms, index + 1)) return null;
  const offset = term.zone.kind === "exact" && term.zone.zone === "UTC" ? offsetAt(atoms, index + 1) : null;
  if (offset !== null) return zone({ kind: "exact", zone: offset.zone }, offset.next);
  return zone(term.zone, isTimeWord(atoms, index + 1) ? index + 2 : index + 1);
}

const isTimeWord = (atoms: Atoms, index: number): boolean => atoms[index]?.text.toLowerCase() === "time";

const two = (value: number): string => String(value).padStart(2, "0");

/** `+2`, `-05:30` behind UTC: a fixed offset. */
function offsetAt(atoms: Atoms, index: number): { zone: string; next: number } | null {
  const sign = atoms[index]?.text;
  if ((sign !== "+" && sign !== "-" && sign !== "−") || atoms[index]?.glued !== true) return null;
  const hours = termAt(atoms, index + 1, "number");
  const clock = termAt(atoms, index + 1, "clock");
  const hour = clock?.hour ?? hours?.value;
  if (hour === undefined || !Number.isInteger(hour) || hour > 14) return null;
  return { zone: `${sign === "+" ? "+" : "-"}${two(hour)}:${two(clock?.minute ?? 0)}`, next: index + 2 };
}

/** "heure de Paris", "ora di Roma", "horário de Brasília": the word for time stands before its city. */
const TIME_OF: ReadonlySet<string> = new Set(["heure", "ora", "hora", "horário"]);
const MAX_CITY_WORDS = 3;

function timeOfCity(atoms: Atoms, index: number): Match | null {
  const start = index + 2;
  if (!TIME_OF.has(atoms[index]?.text.toLowerCase() ?? "") || !isTag(atoms, index + 1, "of")) return null;
  for (let words = MAX_CITY_WORDS; words >= 1; words -= 1) {
    const city = atoms.slice(start, start + words);
    if (city.length < words || !city.every(({ term }) => term.tag === "unknown")) continue;
    const name = zoneOfCity(city.map(({ text }) => text.toLowerCase()).join(" "));
    if (name !== null) return zone({ kind: "exact", zone: name }, start + words);
  }
  return null;
}

/** "London time", "New York time": the IANA zone of that city. */
function cityTime(atoms: Atoms, index: number): Match | null {
  const turned = timeOfCity(atoms, index);
  if (turned !== null) return turned;
  for (let words = 1; words <= 3; words += 1) {
    if (!isTag(atoms, index + words - 1, "unknown")) return null;
    if (!isTimeWord(atoms, index + words)) continue;
    const city = atoms.slice(index, index + words).map((atom) => atom.text.toLowerCase());
    const name = zoneOfCity(city.join(" "));
    return name === null ? null : zone({ kind: "exact", zone: name }, index + words + 1);
  }
  return null;
}
