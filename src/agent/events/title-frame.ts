/**
 * @file Cuts from a sentence what is no part of the event it tells of, by the words of title-words.ts: openings one after the
 * other, what leads up to a date, and endings.
 */

import { fold, oneLine, segment } from "#agent/sentences/text";
import { ANNOUNCEMENTS } from "#agent/sentences/topic";
import type { Language } from "#calendar/resolution";
import { getOrAdd } from "#shared/get-or-add";

import { TITLE_WORDS, VERB_AROUND } from "./title-words.ts";

/** A private-use character that marks where a date was cut out. */
export const CUT = "\ue000";

/** "Ok, so can we ...": openings that are cut one after the other. */
const MAX_OPENINGS = 6;
const MAX_ENDINGS = 3;

const longestFirst = (entries: readonly string[]): readonly string[] =>
  entries.toSorted((left, right) => right.length - left.length);

interface Prepared {
  readonly openings: readonly string[];
  readonly endings: readonly string[];
  readonly leadIn: RegExp;
}

const isPhrase =
  (language: Language) =>
  (entry: string): boolean =>
    language === "th" || entry.includes(" ");

function prepare(language: Language): Prepared {
  const { openings, verbs, prepositions, behind = [], endings } = TITLE_WORDS[language];
  const gap = language === "th" ? String.raw`\s*` : " ";
  const oneOf = (entries: readonly string[]): string =>
    `(?:${longestFirst(entries).join("|").replaceAll("'", "['’]") || "(?!)"})`;
  const before = `(?:${gap}${oneOf(verbs)})?(?:${gap}${oneOf(prepositions)})*[ ,]*`;
  return {
    // "Changement de pneus" is no announcement of one word.
    openings: longestFirst([...openings, ...ANNOUNCEMENTS[language].filter(isPhrase(language))]),
    endings: longestFirst(endings),
    leadIn: new RegExp(`${before}${CUT}(?: +${oneOf(behind)}(?= |$))?`, "giu"),
  };
}

const prepared = new Map<Language, Prepared>();

const wordsOf = (language: Language): Prepared => getOrAdd(prepared, language, () => prepare(language));

/** The sentence without the marks of its cut dates, and without what leads up to them. */
export const withoutLeadIns = (marked: string, language: Language): string =>
  ` ${marked}`.replace(wordsOf(language).leadIn, " ");

/** What is left is the event. @param names a person spoken to ("Tom, can you ...") is no part of it either */
export function withoutFrame(text: string, language: Language, names: readonly string[]): string {
  const whole = withoutPartsOfVerb(text.replace(CLOSING_MARKS, ""), language);
  const opened = withoutOpenings(whole, language, names.map(fold));
  if (TITLE_WORDS[language].meeting.includes(fold(opened))) return "";
  return withoutEndings(opened, language);
}

/** A name and its comma before the date is cut, which takes the comma with it. */
export function withoutName(text: string, names: readonly string[]): string {
  const folded = fold(text);
  const name = names
    .map(fold)
    .find((one) => folded.startsWith(one) && /^\s?[,:]/u.test(folded.slice(one.length)));
  return name === undefined ? text : text.slice(name.length).replace(OPENING_MARKS, "");
}

const OPENING_MARKS = /^[\s,:!¿¡–-]+/u;
const CLOSING_MARKS = /[\s.,;:!?…–-]+$/u;

function withoutPartsOfVerb(text: string, language: Language): string {
  for (const around of VERB_AROUND[language] ?? []) {
    const found = around.exec(text);
    if (found !== null) return oneLine(`${found[1] ?? ""} ${found[2] ?? ""}`);
  }
  return text;
}

function withoutOpenings(text: string, language: Language, names: readonly string[]): string {
  const { openings } = wordsOf(language);
  let rest = text.replace(OPENING_MARKS, "");
  for (let round = 0; round < MAX_OPENINGS; round += 1) {
    const folded = fold(rest);
    if (folded.length !== rest.length) break;
    const opening =
      openings.find((entry) => opensWith(folded, entry, language)) ??
      names.find((name) => isSpokenTo(folded, name, openings, language));
    if (opening === undefined) break;
    rest = rest.slice(opening.length).replace(OPENING_MARKS, "");
  }
  return rest;
}

/** Elided articles ("l'") hold on to their noun; Thai parts no words, its dictionary does. */
function opensWith(folded: string, opening: string, language: Language): boolean {
  if (!folded.startsWith(opening)) return false;
  const after = folded.slice(opening.length);
  if (after === "" || /^[\s,:!]/u.test(after) || opening.endsWith("'")) return true;
  return language === "th" && endsAWord(folded, opening);
}

function endsAWord(text: string, head: string): boolean {
  let length = 0;
  for (const word of segment(text, "th")) {
    length += word.length;
    if (length >= head.length) return length === head.length;
  }
  return false;
}

function beginsAWord(text: string, tail: string): boolean {
  let length = 0;
  for (const word of segment(text, "th").toReversed()) {
    length += word.length;
    if (length >= tail.length) return length === tail.length;
  }
  return false;
}

/** No comma stands behind a name in these. */
const UNCOMMON_COMMAS: ReadonlySet<Language> = new Set(["hi", "th"]);

/** "Tom, ...", and "Tom can you ..." where one more opening shows that he is spoken to. */
function isSpokenTo(folded: string, name: string, openings: readonly string[], language: Language): boolean {
  if (!folded.startsWith(name)) return false;
  const after = folded.slice(name.length);
  if (/^\s?[,:!]/u.test(after)) return true;
  const rest = after.trimStart();
  // Elsewhere a short opening may as well go on ("Tom is", "Tom and").
  const tells = (entry: string): boolean => UNCOMMON_COMMAS.has(language) || entry.includes(" ");
  return rest !== after && openings.some((entry) => tells(entry) && opensWith(rest, entry, language));
}

function withoutEndings(text: string, language: Language): string {
  let rest = text;
  for (let round = 0; round < MAX_ENDINGS; round += 1) {
    const folded = fold(rest);
    const ending = wordsOf(language).endings.find((entry) => closesWith(folded, entry, language));
    if (ending === undefined || folded.length !== rest.length) break;
    rest = rest.slice(0, -ending.length).replace(CLOSING_MARKS, "");
  }
  return rest;
}

function closesWith(folded: string, ending: string, language: Language): boolean {
  if (!folded.endsWith(ending)) return false;
  const before = folded.slice(0, -ending.length);
  if (before === "" || /[\s,]$/u.test(before)) return true;
  return language === "th" && beginsAWord(folded, ending);
}
