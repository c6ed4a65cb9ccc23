/**
 * @file Which language a message is written in (rule R18): its script first, then the words that its lexicon and a
 * short list of small words know. Only told apart are the languages the caller names.
 */

import { wordSet } from "#shared/word-lists";
import type { Lexicon, Tag, Term } from "./lexicon.ts";
import { lexiconOf } from "./lexicons.ts";
import { plainWord } from "./read-words.ts";
import type { Language } from "./resolution.ts";

/** How much of a text is looked at. */
const SAMPLE_LENGTH = 600;
/** How much of it is read to find that: addresses are left out. */
const READ_LENGTH = 4 * SAMPLE_LENGTH;
/** Rule R18: at most two languages are tried. */
const MAX_LANGUAGES = 2;

const THAI = /[\u0e00-\u0e7f]/gu;
const DEVANAGARI = /[\u0900-\u097f]/gu;
const LATIN = /\p{Script=Latin}/gu;

/** Small words and greetings that no date phrase needs but every conversation has. */
const SMALL_WORDS: Readonly<Partial<Record<Language, ReadonlySet<string>>>> = {
  en: wordSet(`the and is am are was were you to of it that this have has with for be will not we my your there what on at in
    i a an he she they me him her us them our his but or if so too very just can could would should do did don t ll m s re
    yes hello thanks thank please good who where why how from about someone anyone everyone`),
  de: wordSet(`der die das und ist nicht ich du wir ihr sie ein eine mit auf für den dem zu auch es war haben uns noch dass
    er mir mich dir dich hat habe hast bin bist sind sein im am vom beim zum zur oder aber wenn so sehr schon mal nur von
    kann kannst soll wird ja nein hallo danke bitte guten wer wo warum wie jemand alle doch kein keine einen einem bei nach`),
  fr: wordSet(`le la les et est je tu il nous vous un une des du au pas que qui pour dans ce ça avec sur mais on c j
    elle ils me te se moi toi lui leur mon ma mes ton ta tes sa ses notre votre de d l n s qu ne suis es sont ai as a ont été
    oui non bonjour bonsoir salut merci très trop bien où pourquoi comment quelqu quelle quel chez par ou si y en cette ces`),
  it: wordSet(`il lo la gli e è non che di un una per con sono mi ti ci si del della alle nel ma anche questo ho
    i le io tu lui lei noi voi loro al allo alla ai dal dalla sul sulla nella da a in o se ha hai abbiamo hanno sei siamo
    mio mia tuo tua suo sua sì no ciao buongiorno grazie prego bene molto troppo più chi dove perché come qualcuno qualcosa quello`),
  pt: wordSet(`o a os as e é não que de um uma para com em eu você do da no na mas também está às ao se me
    ele ela nós eles elas te lhe meu minha teu tua seu sua dos das nos nas num numa pelo pela por ou tem tenho foi são sou estou
    sim olá oi obrigado obrigada bom boa dia muito mais onde porquê quem como alguém isso isto aqui lá já vou vai pra tô`),
  es: wordSet(`el la los las y es no que de un una para con en yo tú del al pero también está lo se me te por nos
    él ella ellos nosotros mi mis tu tus su sus a o si soy eres son estoy estás he has ha hay fue tiene tengo
    sí hola gracias bueno buenos buenas muy más dónde quién cómo qué alguien algo eso esto aquí allí ya voy va le les`),
};

/** English words that lists of other languages hold, often with another meaning ("once" is eleven in Spanish). */
const ALSO_ENGLISH: ReadonlySet<string> =
  wordSet(`arrange arrive car chili comment commence elf excellent fare gut hay impossible liter litres male mat media meter null
    once page pages part parts pile places premier probe quart real reporter sale seize show sole soles solo tag tore van vent
    weekends`);

/** Letters beside a to z that a language is written with: a word that has some is evidence for those that have them all. */
const LETTERS: Readonly<Partial<Record<Language, RegExp>>> = {
  de: /^[a-zäöüß]+$/u,
  fr: /^[a-zàâæçéèêëîïôœùûüÿ]+$/u,
  it: /^[a-zàèéìíîòóùú]+$/u,
  pt: /^[a-záâãàçéêíóôõúü]+$/u,
  es: /^[a-záéíñóúü]+$/u,
};
/** Less than a word that is known. */
const HINT_WEIGHT = 0.3;
const BESIDE_ASCII = /[^a-z]/u;

/** Letters of a word in chats, about. */
const LETTERS_OF_A_WORD = 5;

/** Addresses are written in no language. The name before an @ has at most 64 characters (RFC 5321 4.5.3.1.1). */
const ADDRESS = /(?:https?:\/\/|www\.)\S+|\S{1,64}@\S+/giu;

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

/** Words of a language that a caller knows beside those of its dates: folded, one word each. */
export interface MoreWords {
  readonly content: ReadonlySet<string>;
  /** Pronouns, articles and their like. */
  readonly small: ReadonlySet<string>;
}
type MoreByLanguage = ReadonlyMap<Language, MoreWords>;

/** Date words that are small words of their language as well. */
const SMALL_TAGS: ReadonlySet<Tag> = new Set<Tag>([
  ...(["a", "the", "in", "on", "at", "by", "for", "from", "to", "and", "or", "of"] as const),
  ...(["filler", "function", "subject", "times"] as const),
]);

/** `plain`: typed without its accents. `hint`: an abbreviation that is another word too ("Sam"), or the accents alone. */
type Kind = "content" | "small" | "plain" | "hint";

const isAlsoAnother = (term: Term): boolean => "caution" in term && term.caution;

interface Word {
  readonly written: string;
  /** In lower case. */
  readonly word: string;
  /** As one types it without accents. */
  readonly bare: string;
}

/** As what a language knows a word. */
function kindOf(
  { word, bare }: Word,
  { language, phrases, plain }: Lexicon,
  more?: MoreByLanguage,
): Kind | null {
  const { content, small } = more?.get(language) ?? {};
  const term = phrases.get(word);
  const dateWord = term === undefined || isAlsoAnother(term) ? undefined : term.tag;
  if (content?.has(word) === true || (dateWord !== undefined && !SMALL_TAGS.has(dateWord))) return "content";
  if (dateWord !== undefined || small?.has(word) === true || SMALL_WORDS[language]?.has(word) === true)
    return "small";
  if (term !== undefined) return "hint";
  const spelled = plain.get(bare);
  if (spelled !== undefined) return isAlsoAnother(spelled) ? "hint" : "plain";
  return BESIDE_ASCII.test(word) && LETTERS[language]?.test(word) === true ? "hint" : null;
}

const WEIGHTS: Readonly<Record<Kind, number>> = { content: 1, small: 1, plain: 0.5, hint: HINT_WEIGHT };

/**
 * How well a language knows a word, 0 to 1. In a single message (`strict`) hints count for nothing, and for half what names
 * and typing are full of: small words with a capital letter ("Mia", "Ella"), single letters ("c u").
 */
function knows(given: Word, lexicon: Lexicon, more: MoreByLanguage | undefined, strict: boolean): number {
  const { written, word } = given;
  if (strict && lexicon.language === "en" && ALSO_ENGLISH.has(word)) return 1;
  const kind = kindOf(given, lexicon, more);
  if (kind === null || (strict && kind === "hint")) return 0;
  const isHalf = strict && (word.length === 1 || (kind === "small" && word !== written));
  return isHalf ? 0.5 : WEIGHTS[kind];
}

/** Words of a text, elisions apart ("l'ora" is two); "o518" is no word. */
const wordsOf = (text: string): readonly string[] =>
  text.normalize("NFC").match(/(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}]+(?![\p{L}\p{M}\p{N}])/gu) ?? [];

/**
 * How much speaks for each language: a point for a word that it alone knows. Thai and Hindi script decide even where
 * they are no candidates.
 *
 * @param strict hints, which tell something only in sums over many texts, count for less or nothing
 */
export function languageEvidence(
  text: string,
  candidates: readonly Language[],
  more?: MoreByLanguage,
  strict = false,
): ReadonlyMap<Language, number> {
  const sample = text.slice(0, READ_LENGTH).replace(ADDRESS, " ").slice(0, SAMPLE_LENGTH);
  const script = scriptLanguage(sample);
  // Thai has no spaces to count words by.
  if (script !== null)
    return new Map([[script, Math.ceil(count(sample, /[\p{L}\p{M}]/gu) / LETTERS_OF_A_WORD)]]);
  const lexicons = [...new Set(candidates)].flatMap((language) => lexiconOf(language) ?? []);
  const scores = new Map(lexicons.map(({ language }) => [language, 0]));
  for (const written of wordsOf(sample)) {
    const lower = written.toLowerCase();
    const word: Word = { written, word: lower, bare: plainWord(lower) };
    const known = lexicons.map((lexicon) => knows(word, lexicon, more, strict));
    const total = known.reduce((sum, value) => sum + value, 0);
    // A word of several languages is evidence for each of them, but less.
    for (const [index, { language }] of lexicons.entries()) {
      const value = known[index] ?? 0;
      if (value > 0) scores.set(language, (scores.get(language) ?? 0) + (value * value) / total);
    }
  }
  return scores;
}

/** Best first. Array sort is stable: equal scores keep the caller's order. */
const ranking = (scores: ReadonlyMap<Language, number>): readonly (readonly [Language, number])[] =>
  [...scores].sort((a, b) => b[1] - a[1]);

/**
 * The likely languages of `text`, best first, at most two; the second only where the words do not decide. Without
 * evidence the first candidate is returned.
 */
export function likelyLanguages(text: string, candidates: readonly Language[]): readonly Language[] {
  const ranked = ranking(languageEvidence(text, candidates));
  const best = ranked[0]?.[1] ?? 0;
  const close = ranked.filter(([, score]) => score > 0 && score >= best * 0.75);
  const languages = (best === 0 ? ranked.slice(0, 1) : close).map(([language]) => language);
  return languages.slice(0, MAX_LANGUAGES);
}

/** A whole word that one language alone knows. */
const SURE = 1;
/** How much more has to speak for another language than for the first. */
const MARGIN = 0.5;

/**
 * The language of `text` among `candidates`: the first of them unless a word that is no mere hint speaks for another one,
 * and clearly more does; "en" without candidates.
 */
export function detectLanguage(
  text: string,
  candidates: readonly Language[],
  more?: MoreByLanguage,
): Language {
  const first = candidates[0] ?? "en";
  const scores = languageEvidence(text, candidates, more);
  if (ranking(scores)[0]?.[0] === first) return first;
  const [best] = ranking(languageEvidence(text, candidates, more, true));
  if (best === undefined || best[1] < SURE) return first;
  return best[1] >= (scores.get(first) ?? 0) + MARGIN ? best[0] : first;
}
