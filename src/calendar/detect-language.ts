/**
 * @file Which language a message is written in (rule R18): its script first, then the words that its lexicon and a
 * short list of small words know. Only told apart are the languages the caller names.
 */

import type { Lexicon } from "./lexicon.ts";
import { lexiconOf } from "./lexicons.ts";
import { plainWord } from "./read-words.ts";
import type { Language } from "./resolution.ts";

/** How much of a text is looked at. */
const SAMPLE_LENGTH = 600;
/** Rule R18: at most two languages are tried. */
const MAX_LANGUAGES = 2;

const THAI = /[\u0e00-\u0e7f]/gu;
const DEVANAGARI = /[\u0900-\u097f]/gu;
const LATIN = /\p{Script=Latin}/gu;

/** Small words that no date phrase needs but every message has. */
const SMALL_WORDS: Readonly<Partial<Record<Language, ReadonlySet<string>>>> = {
  en: new Set(
    "the,and,is,are,was,you,to,of,it,that,this,have,has,with,for,be,will,not,we,my,your,there,what,on,at,in".split(
      ",",
    ),
  ),
  de: new Set(
    "der,die,das,und,ist,nicht,ich,du,wir,ihr,sie,ein,eine,mit,auf,für,den,dem,zu,auch,es,war,haben,uns,noch,dass".split(
      ",",
    ),
  ),
  fr: new Set(
    "le,la,les,et,est,je,tu,il,nous,vous,un,une,des,du,au,pas,que,qui,pour,dans,ce,ça,avec,sur,mais,on,c,j".split(
      ",",
    ),
  ),
  it: new Set(
    "il,lo,la,gli,e,è,non,che,di,un,una,per,con,sono,mi,ti,ci,si,del,della,alle,nel,ma,anche,questo,ho".split(
      ",",
    ),
  ),
  pt: new Set(
    "o,a,os,as,e,é,não,que,de,um,uma,para,com,em,eu,você,do,da,no,na,mas,também,está,às,ao,se,me".split(","),
  ),
  es: new Set(
    "el,la,los,las,y,es,no,que,de,un,una,para,con,en,yo,tú,del,al,pero,también,está,lo,se,me,te,por,nos".split(
      ",",
    ),
  ),
};

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** The language of a script that only one of the languages is written in, or null. */
function scriptLanguage(text: string): Language | null {
  const thai = count(text, THAI);
  const devanagari = count(text, DEVANAGARI);
  const most = Math.max(thai, devanagari);
  // One borrowed word in a Latin sentence does not make it Thai.
  if (most === 0 || most * 4 < count(text, LATIN)) return null;
  return thai >= devanagari ? "th" : "hi";
}

function knows(word: string, lexicon: Lexicon): number {
  const small = SMALL_WORDS[lexicon.language];
  if (lexicon.phrases.has(word) || small?.has(word) === true) return 1;
  // Typed without its accents, a word says less.
  return lexicon.plain.has(plainWord(word)) ? 0.5 : 0;
}

/** Words of a text, elisions apart ("l'ora" is two). */
const wordsOf = (text: string): readonly string[] =>
  text
    .normalize("NFC")
    .toLowerCase()
    .match(/[\p{L}\p{M}]+/gu) ?? [];

/**
 * The likely languages of `text`, best first, at most two; the second only where the words do not decide. Thai and
 * Hindi script decide even where they are no candidates. Without evidence the first candidate is returned.
 */
export function likelyLanguages(text: string, candidates: readonly Language[]): readonly Language[] {
  const sample = text.slice(0, SAMPLE_LENGTH);
  const script = scriptLanguage(sample);
  if (script !== null) return [script];
  const words = wordsOf(sample);
  const lexicons = [...new Set(candidates)].flatMap((language) => lexiconOf(language) ?? []);
  const scores = new Map(lexicons.map(({ language }) => [language, 0]));
  for (const word of words) {
    const known = lexicons.map((lexicon) => knows(word, lexicon));
    const total = known.reduce((sum, value) => sum + value, 0);
    // A word of several languages is evidence for each of them, but less.
    for (const [index, { language }] of lexicons.entries()) {
      const value = known[index] ?? 0;
      if (value > 0) scores.set(language, (scores.get(language) ?? 0) + (value * value) / total);
    }
  }
  // Array sort is stable: equal scores keep the caller's order.
  const ranked = [...scores].sort((a, b) => b[1] - a[1]);
  const best = ranked[0]?.[1] ?? 0;
  const close = ranked.filter(([, score]) => score > 0 && score >= best * 0.75);
  const languages = (best === 0 ? ranked.slice(0, 1) : close).map(([language]) => language);
  return languages.slice(0, MAX_LANGUAGES);
}

/** The language of `text` among `candidates`, the first of them where nothing decides; "en" without candidates. */
export function detectLanguage(text: string, candidates: readonly Language[]): Language {
  return likelyLanguages(text, candidates)[0] ?? "en";
}
