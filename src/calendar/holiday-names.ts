/**
 * @file Holidays inside a name: "the Christmas market", "le marché de Noël", "ตลาดคริสต์มาส" are called after a day and
 * do not take place on it.
 */

import { type Atom, type Atoms, isTag, skip } from "./atoms.ts";
import type { Tag } from "./lexicon.ts";
import type { Language } from "./resolution.ts";
import { wordSet } from "#shared/word-lists";

/** Name the day itself: "Christmas Eve dinner" is on it, unless another day is named. */
const NAMES_THE_DAY = /(?:day|eve|nye|दिवस)$|^(?:jour|giorno|dia|día|วัน)/iu;

/** What follows a holiday that is meant as a day. */
const NO_NOUN = wordSet(
  `is was are were has will would can could should shall may might works falls comes suits sounds then too again instead maybe perhaps
  please with without if when because since as unless though about around like i'm i'll i've i'd we're we'll we've we'd he's she's it's they're they'll
  everyone everybody nobody somebody someone all both off away home there here not never no yes ok okay cool great fine`,
);

/** Before a holiday it is said when. */
const SAYS_WHEN: readonly Tag[] = [
  "at",
  "on",
  "by",
  "until",
  "before",
  "after",
  "from",
  "in",
  "due",
  "every",
];

const DAYS: readonly Tag[] = ["weekday", "month", "numeric-date", "iso-date", "day", "ordinal"];

/** Thai names what it is before its holiday. */
const THAI_HEADS = /(?:งาน|ตลาด|ปาร์ตี้|ของขวัญ|เพลง|ต้น|เทศกาล|คอนเสิร์ต|อาหาร|มื้อ)$/u;

const HINDI_HEADS: ReadonlySet<string> = wordSet(
  "पार्टी मेला मेले बाज़ार बाजार मार्केट डिनर लंच कार्यक्रम समारोह फ़ंक्शन फंक्शन शॉपिंग सेल",
);

const isWord = (atoms: Atoms, index: number): boolean =>
  isTag(atoms, index, "unknown") && /^\p{L}/u.test(atoms[index]?.text ?? "");

/** "क्रिसमस पार्टी", "क्रिसमस की शॉपिंग" */
const isHindiName = (atoms: Atoms, at: number): boolean =>
  isWord(atoms, at) || HINDI_HEADS.has(atoms[at]?.text ?? "");

/** "Christmas market", and "Christmas dinner on Saturday". */
const hasNounBehind = (atoms: Atoms, index: number): boolean =>
  isWord(atoms, index + 1)
    ? !NO_NOUN.has((atoms[index + 1]?.text ?? "").replaceAll("’", "'").toLowerCase())
    : isTag(atoms, index + 1, "part", "moment") && namesAnotherDay(atoms, index);

/** "Marché de Noël", "festa do Natal", but not "de Noël au nouvel an". */
function isOfNoun(atoms: Atoms, index: number): boolean {
  if (isTag(atoms, index + 1, "to", "until", "dash")) return false;
  const of = isTag(atoms, index - 1, "the") ? index - 2 : index - 1;
  return isTag(atoms, of, "of") && isWord(atoms, of - 1);
}

/** Another day in the same sentence. */
function namesAnotherDay(atoms: Atoms, index: number): boolean {
  const isDay = (at: number): boolean => isTag(atoms, at, ...DAYS);
  for (let at = index - 1; at >= 0 && !isTag(atoms, at, "stop"); at -= 1) if (isDay(at)) return true;
  for (let at = index + 1; at < atoms.length && !isTag(atoms, at, "stop"); at += 1)
    if (isDay(at)) return true;
  return false;
}

function isName(atoms: Atoms, index: number, language: Language): boolean {
  switch (language) {
    case "en":
      return hasNounBehind(atoms, index);
    case "de":
      return isTag(atoms, index + 1, "dash") && atoms[index + 1]?.glued === true && isWord(atoms, index + 2);
    case "hi":
      return isHindiName(atoms, skip(atoms, index + 1, "of"));
    case "th":
      return THAI_HEADS.test(atoms[index - 1]?.text ?? "") && atoms[index]?.glued === true;
    case "fr":
    case "it":
    case "pt":
    case "es":
      return isOfNoun(atoms, index);
    default:
      return language satisfies never;
  }
}

/** True for a holiday after which something is called. */
export function isHolidayInName(atoms: Atoms, index: number, language: Language): boolean {
  if (!isTag(atoms, index, "holiday") || !isName(atoms, index, language)) return false;
  const saysWhen = isTag(atoms, index - 1, ...SAYS_WHEN) || NAMES_THE_DAY.test((atoms[index] as Atom).text);
  return !saysWhen || namesAnotherDay(atoms, index);
}
