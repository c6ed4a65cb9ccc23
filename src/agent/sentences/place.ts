/** @file A place and people named in a message, taken word for word (never made up, never a link). */

import type { Language } from "#calendar/resolution";
import type { Message, Thread } from "#messages/message";
import { wordSet } from "#shared/word-lists";

import { LEXICONS } from "./lexicon.ts";
import { fold, foldedWords } from "./text.ts";

/** How much of a message is looked at. */
const MAX_LOOKED_AT = 1000;
const MAX_PLACE_WORDS = 5;
const PREPOSITIONS: ReadonlySet<string> = new Set(["at", "in", "@", "chez", "bei", "im", "beim", "da", "en"]);
const ARTICLES: ReadonlySet<string> = new Set(["the", "our", "my"]);
/** Places written without an article or capital. */
const BARE_PLACES: ReadonlySet<string> = new Set(["home", "work", "school", "church"]);
/** "I'm at the hospital": where somebody is while writing, not where anything takes place. */
const WHERE_ONE_IS =
  /(?:^|[^\p{L}])(?:i'm|i am|we're|we are|still|ich bin|bin|wir sind|sind|je suis|on est|nous sommes|sono|siamo|estou|estamos|estoy)(?: (?:still|just|now|currently|gerade|noch|jetzt|encore|maintenant|ancora|adesso|ainda|agora|todavía|ahora))? $/iu;
/** What the word between may describe: "the small hall", "the second floor". */
const PLACE_NOUN =
  /^(?:hall|room|house|office|floor|café|cafe|garden|park|gym|station|street|market|kitchen|church|school|bar|pub|restaurant|library|cent(?:er|re)|building|lobby|cinema|museum|pool|beach|square|bridge|yard|field|court|store|shop|studio|lab|hut|cabin|stage|theat(?:er|re)|hotel|hostel)s?$/iu;
const NOT_PLACES =
  wordSet(`beginning end start moment latest least same time morning afternoon evening night weekend week month year future past
  meantime way case fact`);

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Words with their positions; marks other than apostrophe, hyphen and & end a place. */
function positionedWords(text: string): Word[] {
  return [...text.matchAll(/@(?=\s?\p{L})|[\p{L}\p{M}\p{N}]+(?:['’&-][\p{L}\p{M}\p{N}]+)*/gu)].map(
    (match) => ({
      text: match[0],
      start: match.index,
      end: match.index + match[0].length,
    }),
  );
}

/** What a house, gate or platform number may follow. */
const NUMBERED =
  /(?:stra(?:ß|ss)e|str|weg|platz|gasse|allee|road|street|avenue|lane|gate|platform|terminal|hall|building|pier|floor|rue|via|calle|rua)$/iu;
const PLACE_NUMBER = /^\p{N}{1,4}\p{L}?$/u;

const isCapitalised = (word: string): boolean => /^\p{Lu}/u.test(word);

/**
 * The first place named in a text: "at Luigi's", "in room 12", "at the cabin", "chez Léa".
 *
 * @param taken parts of the text that are something else already (date phrases), as `[start, end)`
 */
export function findPlace(
  text: string,
  language: Language,
  taken: readonly (readonly [start: number, end: number])[],
): string {
  const list = positionedWords(text.slice(0, MAX_LOOKED_AT));
  const isTaken = (word: Word): boolean => taken.some(([start, end]) => word.start < end && word.end > start);
  const isDateWord = (word: Word): boolean => LEXICONS[language].dateWord.includes(fold(word.text));
  for (const [index, word] of list.entries()) {
    if (!PREPOSITIONS.has(fold(word.text)) || tellsWhereOneIs(text, word, taken)) continue;
    const following = list[index + 1];
    if (following === undefined || text.slice(word.end, following.start).trim() !== "") continue;
    const words = placeWords(list.slice(index + 1), text).filter((part) => part.text !== "@");
    // "at Main Street 8 tomorrow" may mean the hour: then the number belongs to the date.
    const end = words.at(-1);
    if (words.length > 1 && end !== undefined && PLACE_NUMBER.test(end.text) && isTaken(end)) words.pop();
    const first = words[0];
    const last = words.at(-1);
    if (first === undefined || last === undefined || words.some((part) => isTaken(part) || isDateWord(part)))
      continue;
    const place = text.slice(first.start, last.end);
    return ["chez", "bei"].includes(fold(word.text)) ? text.slice(word.start, last.end) : place;
  }
  return "";
}

const endsWithWhereOneIs = (before: string): boolean => WHERE_ONE_IS.test(before.replaceAll("’", "'"));

/** "I'm in a meeting", "ich bin im Büro". */
export function saysWhereOneIs(text: string): boolean {
  const first = positionedWords(text.slice(0, MAX_LOOKED_AT)).find((word) =>
    PREPOSITIONS.has(fold(word.text)),
  );
  return first !== undefined && endsWithWhereOneIs(text.slice(0, first.start));
}

/** True before the place of a sentence without a date in which the writer says where they are. */
function tellsWhereOneIs(
  text: string,
  { start }: Word,
  taken: readonly (readonly [start: number, end: number])[],
): boolean {
  if (!endsWithWhereOneIs(text.slice(0, start))) return false;
  const from = Math.max(...[".", "!", "?", "\n"].map((mark) => text.lastIndexOf(mark, start)));
  const length = text.slice(start).search(/[.!?\n]/u);
  const to = length < 0 ? text.length : start + length;
  return !taken.some(([first]) => first > from && first < to);
}

function placeWords(following: readonly Word[], text: string): Word[] {
  const [first, second] = following;
  if (first === undefined) return [];
  const touches = (left: Word, right: Word | undefined): right is Word =>
    right !== undefined && /^\s+$/.test(text.slice(left.end, right.start));
  const folded = fold(first.text);
  if (folded === "room" && touches(first, second) && /^\p{N}/u.test(second.text)) return [first, second];
  if (ARTICLES.has(folded)) {
    if (!touches(first, second) || NOT_PLACES.has(fold(second.text)) || /^\p{N}/u.test(second.text))
      return [];
    const third = following[2];
    const described = third !== undefined && touches(second, third) && PLACE_NOUN.test(third.text);
    return [first, ...run(following.slice(1), touches, described ? 2 : 1)];
  }
  if (BARE_PLACES.has(folded)) return [first];
  return isCapitalised(first.text) ? run(following, touches, 0) : [];
}

/** Adjoining capitalised words or numbers after `lowercase` words that need no capital. */
function run(
  list: readonly Word[],
  touches: (left: Word, right: Word | undefined) => right is Word,
  lowercase: number,
): Word[] {
  const words: Word[] = [];
  for (const word of list.slice(0, MAX_PLACE_WORDS)) {
    const previous = words.at(-1);
    const numbers = previous !== undefined && NUMBERED.test(previous.text) && PLACE_NUMBER.test(word.text);
    const fits = words.length < lowercase || isCapitalised(word.text) || numbers;
    if (!fits || (previous !== undefined && !touches(previous, word))) break;
    words.push(word);
  }
  return words;
}

/** Names of participants other than the person who imported, as far as the text names them. */
export function peopleNamed(message: Message, thread: Thread): string[] {
  const line = ` ${foldedWords(message.text.slice(0, MAX_LOOKED_AT)).join(" ").replaceAll("'s ", " ")} `;
  return thread.people
    .filter((person) => {
      const parts = foldedWords(person.name);
      const names = [parts.join(" "), parts[0] ?? ""].filter((name) => name.length > 1 && !/^\d/.test(name));
      return !person.isSelf && names.some((name) => line.includes(` ${name} `));
    })
    .map((person) => person.name);
}
