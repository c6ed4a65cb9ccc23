/**
 * @file The forms answers have: times, places, people, numbers, yes and no, and what only looks like an answer. Words of
 * each language are in answer-words.ts.
 */

import { phrasesIn, type DateSettings } from "#agent/sentences/due";
import { LEXICONS, THANKS } from "#agent/sentences/lexicon";
import { numberWordsIn } from "#agent/sentences/number-words";
import { isThirdPerson, subjectIn } from "#agent/sentences/persons";
import { findPlace } from "#agent/sentences/place";
import { takesOffer } from "#agent/sentences/please";
import { fold, foldedWords, segment } from "#agent/sentences/text";
import { sameWord } from "#agent/sentences/topic";
import { takesUp } from "#agent/sentences/volunteer";
import { list, wordSet } from "#shared/word-lists";

import { ANSWER_WORDS } from "./answer-words.ts";
import type { FoundItem } from "./found-item.ts";
import type { Reply } from "./reply.ts";

/** An answer that needs no words of the question is short. */
const SHORT_ANSWER = 8;
/** Words at the beginning of a sentence that say what it asks, or answers. */
export const OPENING = 3;

/** A question and a sentence that may answer it. */
export interface Pair {
  readonly question: FoundItem;
  readonly reply: Reply;
  readonly settings: DateSettings;
  /** Messages between them and one. */
  readonly gap: number;
  /** Tasks and events that are still open. */
  readonly others: readonly FoundItem[];
  /** Folded words of the sentence in order. */
  readonly said: readonly string[];
  /** Words of the question in it. */
  readonly taken: readonly string[];
  /** What it speaks of that the question doesn't. */
  readonly other: readonly string[];
}

/** Thanks, laughter, "me too": said to anything. */
export function isCourtesy({ said, reply }: Pair): boolean {
  const { language } = reply.read;
  const { too, likely, yesNo } = ANSWER_WORDS[language];
  // "No thanks, we have everything", "would be great, thanks" answer as well.
  // In Thai the same words open anything.
  if (language !== "th" && (yesNo.has(said[0] ?? "") || saysPhrase(reply, likely))) return false;
  if (said.length === 0 || said.some((word) => THANKS.has(word))) return true;
  const also = said.length <= OPENING && said.some((word) => too.has(word));
  return also && !takesOffer(fold(reply.sentence.text), language);
}

export function saysPhrase({ sentence, read }: Reply, phrases: readonly string[]): boolean {
  if (read.language === "th") return phrases.some((phrase) => fold(sentence.text).includes(phrase));
  const line = ` ${foldedWords(sentence.text).join(" ")} `;
  return phrases.some((phrase) => line.includes(` ${phrase} `));
}

export function hasTime({ reply, settings, said }: Pair): boolean {
  const { read, sentence } = reply;
  if (phrasesIn(sentence.text, read.message, read.language, settings).length > 0) return true;
  if (LENGTH.test(fold(sentence.text))) return true;
  return said.length <= OPENING && said.some((word) => /^\d{1,2}(?:[.:h]\d{2})?$/.test(word));
}

/** "Did you pay?" – "Yesterday": a time and nothing else. */
export function saysOnlyWhen(pair: Pair): boolean {
  const { reply, settings, said, other } = pair;
  const { read, sentence } = reply;
  if (sentence.cues.eventWord || phrasesIn(sentence.text, read.message, read.language, settings).length === 0)
    return false;
  const rest = segment(withoutDates(pair), read.language);
  return rest.length === 0 || (other.length === 0 && said.length <= OPENING);
}

/** "Is anyone driving?" – "Me". */
export const volunteers = ({ reply, question }: Pair): boolean =>
  takesUp(reply.sentence.text, reply.read.language, question.sentence.text);

/** "About an hour", "drei Stunden". */
const LENGTH =
  /(?<!\p{L})(?:hours?|minutes?|mins?|days?|weeks?|stunden?|minuten?|tage?|wochen?|heures?|jours?|semaines?|ore|ora|minuti|giorni|horas?|minutos?|dias?|días?|semanas?)(?!\p{L})|घंटे|घंटा|मिनट|ชั่วโมง|นาที/u;

/** "7:15 at the station": the time comes first, and nothing else that has a time of its own. */
export function opensWithTime({ reply, settings }: Pair): boolean {
  const { read, sentence } = reply;
  if (sentence.cues.eventWord) return false;
  const [first] = phrasesIn(sentence.text, read.message, read.language, settings);
  return first !== undefined && BEFORE_TIME.test(fold(sentence.text.slice(0, first.start)).trim());
}

/** "A las 8", "verso le 9": what a phrase of time leaves before it. */
const BEFORE_TIME =
  /^(?:(?:at|around|about|from|um|gegen|so gegen|ab|à|vers|dès|a|alle|verso|intorno|dalle|às|pelas|por volta|desde|hacia|sobre|das|de|la|las|le|les|ตอน) ?){0,3}$/u;

/** The sentence without its dates: "at 9" names no place. */
function withoutDates({ reply, settings }: Pair): string {
  const { read, sentence } = reply;
  const found = phrasesIn(sentence.text, read.message, read.language, settings);
  return found.reduceRight(
    (text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`,
    sentence.text,
  );
}

export function namesPlace(pair: Pair): boolean {
  const { reply, taken, said } = pair;
  const { language } = reply.read;
  const rest = withoutDates(pair);
  const left = segment(rest, language);
  if (left.length < 1 || isReaction(pair)) return false;
  const { place } = ANSWER_WORDS[language];
  if (findPlace(rest, language, []) !== "") return true;
  // In Hindi the word of place stands behind.
  const opening = language === "hi" ? left : left.slice(0, OPENING);
  const thai = language === "th" && [...place].some((word) => rest.trim().startsWith(word));
  const named =
    thai ||
    opening.some((word) => place.has(word)) ||
    (taken.length > 0 && left.some((word) => place.has(word)));
  return named && (taken.length > 0 || said.length <= SHORT_ANSWER + 2);
}

export function namesPerson(pair: Pair): boolean {
  const { reply, said, taken } = pair;
  const { read, sentence, thread } = reply;
  const { person, doing } = ANSWER_WORDS[read.language];
  const names = new Set(thread.people.flatMap(({ name }) => foldedWords(name).slice(0, 1)));
  const opening = said.slice(0, 2);
  if (volunteers(pair)) return true;
  if (sentence.cues.commits || (sentence.cues.act === "offer" && taken.length > 0)) return true;
  const called = /^\p{L}+,/u.test(sentence.text);
  if (opening.some((word) => names.has(word))) return said.length <= (called ? OPENING + 1 : SHORT_ANSWER);
  // "Gli apro io", "le abro yo".
  if (LAST_PERSON.test(said.at(-1) ?? "") && said.length <= OPENING + 2) return true;
  // Somebody who is not in the chat: "Rob does", "Me and Rob".
  const capital =
    !isReaction(pair) &&
    /^\p{Lu}\p{Ll}+(?:$|[ .!](?:and|und|et|e|y|does|has|is|can|will|hat|macht|bringt|kann)\b)/u.test(
      sentence.text,
    );
  const latin = (read.language === "hi" || read.language === "th") && /^\p{Lu}\p{Ll}+/u.test(sentence.text);
  if (latin && said.length <= OPENING) return true;
  if (capital && said.length <= SHORT_ANSWER && !sentence.cues.accepts) return true;
  if (namesSomebody(pair) || isOneWord(pair) || isBareNoun(pair)) return true;
  if (opening.some(isKin) && said.length <= SHORT_ANSWER && !isReaction(pair)) return true;
  const at = opening.findIndex((word) => person.has(word) || person.has(word.replace(/^.*'/, "")));
  if (at < 0) return false;
  const next = said[at + 1];
  const parted = next === undefined || /^\P{L}*[\p{L}\p{M}'’]+\s*[,.!…)]/u.test(sentence.text);
  // "I have a headache" says nothing of who.
  if (HAVING.has(next ?? "") && said.length > at + 2) return taken.length > 0 && said.length <= SHORT_ANSWER;
  if (parted || doing.has(next) || AND.has(next) || FIRST_PERSON.test(next))
    return said.length <= SHORT_ANSWER;
  return taken.length > 0 && said.length <= SHORT_ANSWER;
}

const LAST_PERSON = /^(?:io|yo|eu|ich|moi|me|मैं|เอง)$/u;
const HAVING: ReadonlySet<string> = wordSet("have hab habe tenho tengo มี");
/** "Moi j'irai samedi", "yo, yo lo hago". */
const FIRST_PERSON = /^(?:je$|j'|io$|yo$|eu$)/u;
const AND: ReadonlySet<string> = wordSet("and und et e y और กับ และ");

/** "Lo fa zia Rosa", "Tante Rosi": a relation, or a name in the middle of few words. */
function namesSomebody(pair: Pair): boolean {
  const { reply, said } = pair;
  const { text } = reply.sentence;
  if (isReaction(pair) || said.length > SHORT_ANSWER - 2) return false;
  if (said.slice(0, OPENING + 1).some((word) => RELATION.test(word))) return true;
  const named = /\p{L}\s(?!I\b)\p{Lu}\p{Ll}+/u.test(text);
  return reply.read.language !== "de" && said.length < SHORT_ANSWER - 2 && named;
}

/** Of scripts without capitals a single word right behind the question is taken for a name. */
function isOneWord(pair: Pair): boolean {
  const { gap, reply, said } = pair;
  const { language } = reply.read;
  const { yesNo, reaction } = ANSWER_WORDS[language];
  if ((language !== "hi" && language !== "th") || gap !== 1 || isReaction(pair)) return false;
  const single = foldedWords(reply.sentence.text).length === 1 && reply.sentence.text.length <= MAX_NAME;
  const known = reply.sentence.cues.accepts || said.some((word) => yesNo.has(word) || reaction.has(word));
  return single && !known;
}

const MAX_NAME = 12;

/** "The vicar.", "unser Nachbar": an article and what it stands before. */
const BARE_NOUN =
  /^(?:the|our|my|an?|der|die|unser|unsere|mein|meine|ein|eine|le|la|les|un|une|mon|ma|notre|il|lo|gli|una|i|el|los|las|o|a|os|as|um|uma) (?!best|usual|same|beste|gleiche|même|stess\p{L}|mism\p{L}|mesm\p{L})\p{L}{3,}(?: \p{L}{3,})?\.?$/u;

const isBareNoun = (pair: Pair): boolean =>
  pair.gap === 1 && !isReaction(pair) && BARE_NOUN.test(fold(pair.reply.sentence.text).trim());

const RELATION =
  /^(?:aunt|auntie|uncle|grandma|grandpa|granny|gran|nan|grandad|sister|brother|cousin|tante|onkel|oma|opa|schwester|bruder|cousine|oncle|mamie|papi|frère|sœur|zia|zio|nonna|nonno|fratello|sorella|cugin[oa]|tia|tio|avó|avô|irmã|irmão|prim[oa]|tía|tío|abuel[oa]|herman[oa]|बुआ|चाचा|चाची|मौसी|मामा|दादी|दादा|नानी|नाना|भाई|बहन|ป้า.*|ลุง.*|น้า.*|อา|ยาย|ตา|ปู่|ย่า)$/u;

/** "My brother has one", "Mama": not "I love your haircut". */
const KIN =
  /^(?:my|our|mum|mom|dad|mein|meine|unser|unsere|mama|papa|mon|ma|mes|notre|maman|mio|mia|nostro|mamma|papà|ce|meu|minha|nosso|mãe|pai|mi|nuestro|nuestra|mamá|papá|मेरे|मेरी|मेरा|भाई|बहन|मम्मी|पापा|माँ|แม่|พ่อ|พี่|น้อง|เพื่อน|พี่ชาย|พี่สาว|everyone|everybody|nobody|both|alle|niemand|keiner|beide|tous|personne|tutti|nessuno|todos|ninguém|nadie|सब|ทุก)$/u;
const isKin = (word: string): boolean => KIN.test(word);

/** Numbers only where they answer: elsewhere they are articles. */
const ONE_OR_NONE = wordSet("one none ein eins keine un une uno एक");

export const hasNumberWord = ({ said, reply: { read, sentence } }: Pair): boolean =>
  said.length <= SHORT_ANSWER &&
  (said.some((word) => ONE_OR_NONE.has(word)) || numberWordsIn(sentence.text, [read.language]).size > 0);

export function saysYesOrNo(pair: Pair): boolean {
  const { reply, said, question } = pair;
  const { read, sentence } = reply;
  const { yesNo, likely } = ANSWER_WORDS[read.language];
  if (
    sentence.cues.accepts ||
    sentence.cues.commits ||
    takesOffer(fold(sentence.text), read.language) ||
    saysPhrase(reply, likely) ||
    saysPhrase(reply, AS_YOU_LIKE)
  )
    return true;
  const opening = said.slice(0, OPENING);
  const first = opening[0] ?? "";
  // "Pode sim", "is she in?" – "she's out until 7".
  if ((read.language === "pt" && opening[1] === "sim") || continuesSubject(pair)) return true;
  if (yesNo.has(first) || /^(?:หา)?ไม่/u.test(first))
    return read.language !== "th" || said.length <= SHORT_ANSWER;
  if (
    read.language !== "th" &&
    opening.some((word) => LEXICONS[read.language].negation.includes(word)) &&
    said.length <= SHORT_ANSWER
  )
    return true;
  // "Did you ask your sister?" – "She's coming."
  if (isThirdPerson(first, read.language) && pair.gap === 1 && said.length <= OPENING) return true;
  const { questionWord, yesNoOpener } = LEXICONS[question.read.language];
  const asking = read.language === "hi" ? [...questionWord, ...yesNoOpener] : questionWord;
  // "Vem sim", "she is": the verb of the question alone.
  const asked = segment(question.sentence.text, question.read.language);
  return (
    said.length <= OPENING &&
    opening.some(
      (word) => word.length > 1 && !asking.includes(word) && asked.some((other) => sameWord(word, other)),
    )
  );
}

/** Right behind the question, and of whom or what it asks: its pronoun comes first. */
function continuesSubject({ said, gap, question, reply }: Pair): boolean {
  const subject = subjectIn(said[0] ?? "", reply.read.language);
  if (subject === null || gap !== 1) return false;
  const { language } = question.read;
  return segment(question.sentence.text, language)
    .slice(0, OPENING)
    .some((word) => subjectIn(word, language) === subject);
}

/** Leaves it to who asks. */
const AS_YOU_LIKE: readonly string[] =
  list(`if you want | if you like | up to you | wenn du willst | wenn du magst | wie du magst | wie du willst |
  si tu veux | comme tu veux | se vuoi | come vuoi | se quiseres | se quiser | como quiseres | si quieres | como quieras |
  जैसा चाहो | अगर चाहो | แล้วแต่ | ตามใจ | ถ้าอยาก`);

const isReaction = ({ said, reply }: Pair): boolean => {
  const { reaction } = ANSWER_WORDS[reply.read.language];
  return said.slice(0, 2).some((word) => reaction.has(word));
};

/** A statement of its own that is no exclamation: the answer to "what", "which", "how", "why". */
export function saysSomething(pair: Pair): boolean {
  const { cues, text } = pair.reply.sentence;
  const excited = /[!]|\p{Extended_Pictographic}/u.test(text);
  return (
    pair.other.length > 0 &&
    !excited &&
    !isReaction(pair) &&
    !cues.past &&
    !cues.eventWord &&
    cues.completed === null
  );
}
