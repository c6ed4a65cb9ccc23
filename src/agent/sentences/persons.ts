/**
 * @file Whose doings a sentence tells: the speaker's own or somebody else's, by the pronouns of its language. They are read in
 * one language only: "il" is "he" in French and "the" in Italian, "je" is "I" in French and "each" in German.
 */

import type { Language } from "#calendar/resolution";

import { eachLanguage } from "./each-language.ts";
import { END_APART, START } from "./whole-words.ts";

/** "I" alone: what is told behind it is one's own doing. Folded. */
const ONESELF: Readonly<Record<Language, RegExp>> = {
  en: new RegExp(`${START}(?:i|i'm|i'll|i've|i'd)${END_APART}`, "u"),
  de: new RegExp(`${START}ich${END_APART}`, "u"),
  fr: new RegExp(String.raw`${START}(?:je|j'\p{L}+)${END_APART}`, "u"),
  it: new RegExp(`${START}io${END_APART}`, "u"),
  pt: new RegExp(`${START}eu${END_APART}`, "u"),
  es: new RegExp(`${START}yo${END_APART}`, "u"),
  hi: new RegExp(`${START}(?:मैं|मुझे)${END_APART}`, "u"),
  th: /^(?:ผม|ฉัน|หนู)/u,
};

/** True for a text whose speaker tells of themselves. */
export const isOfOneself = (folded: string, language: Language): boolean =>
  ONESELF[language].test(folded.trim());

/** Also verbs that hold their person, and possessives; "my house" is where something is, not whose. Folded. */
const OF_SENDER: Readonly<Record<Language, RegExp>> = {
  en: /(?<![\p{L}'])(?:i|i'm|i've|i'll|my(?! (?:place|house|home|flat|garden|parents|mum's|mom's)))(?![\p{L}'])/u,
  de: /(?<!\p{L})(?:ich|mein|meine|meinen|meiner(?! (?:wohnung|mutter)))(?!\p{L})/u,
  fr: /(?<!\p{L})(?:je|j'\p{L}+|mon|ma(?! maison))(?!\p{L})/u,
  it: /(?<!\p{L})(?:io|ho|devo|dovrei|(?<!casa )mio|(?<!casa )mia)(?!\p{L})/u,
  pt: /(?<!\p{L})(?:eu|tenho|preciso|devo|meu|minha(?! casa))(?!\p{L})/u,
  es: /(?<!\p{L})(?:yo|tengo|debo|necesito|mi(?! casa))(?!\p{L})/u,
  hi: /(?<![\p{L}\p{M}])(?:मैं|मुझे|मेरा|मेरी)(?![\p{L}\p{M}])/u,
  th: /(?:ของ)?(?:ผม|ฉัน|หนู)(?!ๆ)/u,
};
/** Of a sentence too short to tell its language; "je" and "i" are other words elsewhere. */
const OF_SENDER_ANYWHERE = /(?<!\p{L})(?:ich|yo|eu|io)(?!\p{L})/u;

/** True where the sender is the subject of a folded sentence, or what it tells of is the sender's. */
export const isOfSender = (folded: string, language: Language): boolean =>
  OF_SENDER[language].test(folded) || OF_SENDER_ANYWHERE.test(folded);

/** Third persons that are no things as well: German "sie" may be the party. Folded alternatives. */
const THIRD: Readonly<Record<Language, string>> = {
  en: "he|she|they",
  de: "er",
  fr: "il|elle|ils|elles",
  it: "lui|lei|loro",
  pt: "ele|ela|eles|elas",
  es: "él|ella|ellos|ellas",
  hi: "वो|वह",
  th: "เขา|เค้า",
};
const AND_BUT = "and|but|und|aber|et|mais|e|ma|mas|y|pero";

const BEGINS_WITH_OTHERS = eachLanguage((language) =>
  language === "th"
    ? new RegExp(`^(?:${THIRD.th})`, "u")
    : new RegExp(String.raw`^(?:(?:${AND_BUT}) )?(?:${THIRD[language]})(?:'\p{L}+)?(?![\p{L}\p{M}])`, "u"),
);

/** True for a folded clause that begins with somebody else as its subject. */
export const isOfOthers = (folded: string, language: Language): boolean =>
  BEGINS_WITH_OTHERS[language].test(folded.trim());

/** Persons where they answer, though elsewhere they may be things, or anybody. */
const MAYBE_THIRD: Readonly<Partial<Record<Language, string>>> = { de: "sie", fr: "on" };
const OF_THINGS: Readonly<Partial<Record<Language, string>>> = { en: "it", de: "es" };

const wordOf = (
  language: Language,
  ...tables: readonly Readonly<Partial<Record<Language, string>>>[]
): RegExp => new RegExp(`^(?:${tables.flatMap((table) => table[language] ?? []).join("|")})(?=$|['’])`, "u");

const THIRD_PERSON = eachLanguage((language) => wordOf(language, THIRD, MAYBE_THIRD));
const SUBJECT = eachLanguage((language) => wordOf(language, THIRD, MAYBE_THIRD, OF_THINGS));

/** True for a folded word that is somebody else where it answers a question. */
export const isThirdPerson = (word: string, language: Language): boolean => THIRD_PERSON[language].test(word);

/** The pronoun of a person or thing that a folded word is or begins with ("she's" → "she"), or null. */
export const subjectIn = (word: string, language: Language): string | null =>
  SUBJECT[language].exec(word)?.[0] ?? null;

const HOW_SOMEBODY_IS = eachLanguage(
  (language) =>
    new RegExp(
      String.raw`(?<!\p{L})(?:${THIRD[language]})(?:'s|'re| (?:is|are|ist|va|sta|está|est)) (?:\S+ )?\S+$`,
      "u",
    ),
);

/** "He is fine": somebody is, and not what was proposed. Folded. */
export const saysHowSomebodyIs = (folded: string, language: Language): boolean =>
  HOW_SOMEBODY_IS[language].test(folded);
