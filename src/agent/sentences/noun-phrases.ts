/**
 * @file What a text is about, told by where nouns stand, without a dictionary: behind an article or a possessive ("the bottom
 * gate", "la mudanza"), and in German by their capital. Hindi and Thai have no articles; nothing is found there.
 */

import type { Language } from "#calendar/resolution";
import { wordList, wordSet } from "#shared/word-lists";

import { ALL_DATE_WORDS, STOP_WORDS } from "./lexicon.ts";
import { ENGLISH_NUMBERS } from "./number-words.ts";
import { fold, sentences, words } from "./text.ts";

export interface NounPhrase {
  /** As written, in lower case where the language writes nouns so. */
  readonly text: string;
  /** Its noun, folded. */
  readonly head: string;
}

/** Whom a message is to, at its beginning: "Dear parents,", "Chicos:". */
const SALUTATION =
  /^\s*(?:(?:dear|hi|hey|hello|good (?:morning|evening)|liebe[rs]?|hallo|guten (?:morgen|abend)|chers?|chères?|bonjour|salut|car[oaie]|ciao|buongiorno|querid[oa]s?|hola|buenos días|olá|oi|bom dia)\b[^,!:.?\n]{0,40}|(?:guys|folks|everyone|all|leute|ihr lieben|chicos|chicas|amigos|ragazz[ie]|pessoal|gente))[,!:]\s*/iu;

const ARTICLES: Readonly<Partial<Record<Language, ReadonlySet<string>>>> = {
  en: wordSet("the a an my your our his her their this that these those some no"),
  fr: wordSet(
    "le la l les un une des du mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces au aux",
  ),
  it: wordSet(`il lo la l i gli le un uno una mio mia miei mie tuo tua suo sua nostro nostra nostri nostre vostro vostra loro
    del dello della dell dei degli delle al allo alla all ai agli alle nel nella nell sul sulla sull dal dalla questo questa quest`),
  pt: wordSet(
    "o a os as um uma meu minha meus minhas teu tua seu sua nosso nossa do da dos das no na nos nas ao este esta esse essa",
  ),
  es: wordSet(
    "el la los las un una unos unas mi mis tu tus su sus nuestro nuestra nuestros nuestras del al este esta ese esa",
  ),
};
/** Adjectives that stand before their noun. */
const BEFORE_NOUN =
  wordSet(`grand grande grands grandes petit petite petits petites nouveau nouvelle bon bonne beau belle prochain
  prochaine dernier dernière premier première gran buen buena nuevo nueva próximo próxima último última primer primera
  nuovo nuova prossimo prossima ultimo ultima primo prima bel bella novo nova bom boa primeiro primeira`);
/** Verbs of everyday planning and words of measure: what is said often is not what a chat is about. */
const WEAK =
  wordSet(`meet need want know think come comes came leave help stay work make take give find look start keep keeps going
  does bring called works thing things people time times way lot bit rest kind moment idea problem question next last same other whole
  right day days week weeks month evening morning afternoon weekend night
  sache sachen ding dinge leute zeit mal moment idee frage problem uhr tag tage woche wochen abend morgen nachmittag ende
  chose choses temps fois moment idée question problème jour semaine soir matin heure heures fin
  cosa cose volta tempo momento idea problema giorno settimana sera mattina ore ora fine
  coisa vez tempo momento ideia problema dia semana noite tarde hora horas fim
  cosa cosas vez tiempo momento idea problema día semana noche tarde hora horas fin`);
/** "The board turns off the water", "the venue wants a deposit": what follows shows a verb. */
const AFTER_VERB = new Set([
  ...wordList("off out up down back away over it me us him them you"),
  ...(ARTICLES.en ?? []),
]);
const MAX_RUN = 3;
const MIN_LENGTH = 3;

/** Noun phrases of a text in its order, at most two words each; a salutation is none. */
export function nounPhrases(text: string, language: Language): readonly NounPhrase[] {
  const said = sentences(text).map((sentence) => sentence.replace(SALUTATION, ""));
  const clauses = said.flatMap((sentence) => sentence.split(/[,;:()"„“”«»–—.!?]+/u));
  if (language === "de") return said.flatMap(germanNouns);
  return clauses.flatMap((clause) => behindArticles(clause, language));
}

function germanNouns(sentence: string): readonly NounPhrase[] {
  return words(sentence)
    .filter((word, at) => at > 0 && /^\p{Lu}\p{Ll}/u.test(word) && isContent(fold(word), "de"))
    .map((word) => ({ text: word, head: fold(word) }));
}

function behindArticles(clause: string, language: Language): readonly NounPhrase[] {
  const articles = ARTICLES[language];
  if (articles === undefined) return [];
  // Elided articles ("l'électricité") are words of their own.
  const list = words(clause.replace(/(?<=\b\p{L}{1,5})['’](?=\p{L}{3})/gu, " "));
  return list.flatMap((word, at) => {
    if (!articles.has(fold(word))) return [];
    const found =
      language === "en" ? englishPhrase(list.slice(at + 1)) : nounOf(list.slice(at + 1), language);
    const head = fold(found.at(-1) ?? "");
    return head.length < MIN_LENGTH ? [] : [{ text: found.join(" ").toLowerCase(), head }];
  });
}

/** The last two words of the run behind an article; none where the run is too long to be a name of something. */
function englishPhrase(following: readonly string[]): readonly string[] {
  const end = following.findIndex((word) => !isContent(fold(word), "en"));
  const run = following.slice(0, end < 0 ? following.length : end);
  const next = fold(following[run.length] ?? "");
  // "The red one" is of what was named before.
  if (/^ones?$/.test(next)) return [];
  const last = fold(run.at(-1) ?? "");
  const verb = run.length > 1 && (last.endsWith("ed") || (last.endsWith("s") && AFTER_VERB.has(next)));
  const noun = verb ? run.slice(0, -1) : run;
  return noun.length > MAX_RUN ? [] : noun.slice(-2);
}

function nounOf(following: readonly string[], language: Language): readonly string[] {
  const noun = following.slice(0, 2).find((word) => !BEFORE_NOUN.has(fold(word)));
  return noun === undefined || !isContent(fold(noun), language) ? [] : [noun];
}

/** No date, number or word of grammar. Folded. */
function isContent(word: string, language: Language): boolean {
  return (
    /^\p{L}+(?:-\p{L}+)*$/u.test(word) &&
    !STOP_WORDS[language].has(word) &&
    !ALL_DATE_WORDS.has(word) &&
    !ENGLISH_NUMBERS.has(word) &&
    !WEAK.has(word)
  );
}
