/** @file The language of a message and of a thread: what is undecided ("ok") is taken to be in the language around it. */

import { detectLanguage as languageAmong, languageEvidence, type MoreWords } from "#calendar/detect-language";
import { LANGUAGES, type Language } from "#calendar/resolution";

import { LEXICONS, STOP_WORDS, UNIVERSAL } from "./lexicon.ts";

/** Hindi and Thai are told by their script alone: their lexicons hold English words. */
const TOLD_BY_WORDS: readonly Language[] = ["en", "de", "fr", "it", "pt", "es"];

const MARKERS: ReadonlyMap<Language, MoreWords> = new Map(
  TOLD_BY_WORDS.map((language) => {
    const { accept, done, cancel, negation, questionWord, dateWord, event } = LEXICONS[language];
    const cueWords = [accept, done, cancel, negation, questionWord, dateWord, event].flat();
    const content = new Set(cueWords);
    for (const word of UNIVERSAL.accept) content.delete(word);
    return [language, { content, small: STOP_WORDS[language] }];
  }),
);

/** Each language before those it can be taken for, so that it wins where two are as likely. */
const CANDIDATES: ReadonlyMap<Language, readonly Language[]> = new Map(
  LANGUAGES.map((first) => [first, [first, ...TOLD_BY_WORDS.filter((other) => other !== first)]]),
);

/** The language a text is written in; `fallback`, that of its thread, unless something clearly speaks for another. */
export function detectLanguage(text: string, fallback: Language): Language {
  return languageAmong(text, CANDIDATES.get(fallback) ?? LANGUAGES, MARKERS);
}

/** How much of each of many texts is looked at. */
const PART_OF_MANY = 200;

/** The language that most is written in of several texts; `fallback` when nothing decides. */
export function languageOfTexts(texts: readonly string[], fallback: Language): Language {
  const sums = new Map<Language, number>();
  for (const text of texts)
    for (const [language, points] of languageEvidence(text.slice(0, PART_OF_MANY), TOLD_BY_WORDS, MARKERS))
      sums.set(language, (sums.get(language) ?? 0) + points);
  const [best] = [...sums].sort((left, right) => right[1] - left[1]);
  return best === undefined || best[1] <= (sums.get(fallback) ?? 0) ? fallback : best[0];
}
