/** @file Which sentences of found messages may answer a question, best first. Code only; nothing is worded here. */

import { senderName, shortNames } from "#agent/prompts/prompt-lines";
import { readCues, type Cues } from "#agent/sentences/cues";
import { dateContext, phrasesThatSayWhen } from "#agent/sentences/due";
import { detectLanguage } from "#agent/sentences/language";
import { LEXICONS } from "#agent/sentences/lexicon";
import { nounPhrases } from "#agent/sentences/noun-phrases";
import { findPlace } from "#agent/sentences/place";
import { isGeneralVerb, type Question } from "#agent/sentences/question";
import { isReadable, isSuspicious } from "#agent/sentences/reading";
import { sameVerb } from "#agent/sentences/same-verb";
import { fold, foldedWords, segment, sentences, stem } from "#agent/sentences/text";
import type { DateContext, Language } from "#calendar/resolution";
import { DEFAULT_DAY_PARTS } from "#calendar/resolution";
import type { Id, Message, Thread } from "#messages/message";

export interface Candidate {
  readonly thread: Thread;
  readonly message: Message;
  readonly language: Language;
  readonly sentence: string;
  readonly sender: string;
  /** Share of the question's words that the message, its sender or the question it answers holds, 0 to 1. */
  readonly share: number;
  /** A word of what is asked about is among those: more than a name or a verb of everything ("come", "take"). */
  readonly isAbout: boolean;
  /** The kind of thing that was asked for stands in the sentence. */
  readonly hasType: boolean;
  /** Asks, or stands beside what does, and so answers nothing. */
  readonly asks: boolean;
  readonly score: number;
}

/** A message that was found, with what was said right before it. */
export interface Found {
  readonly thread: Thread;
  readonly message: Message;
  /** The question it may answer, or null. */
  readonly answers: Message | null;
  /** What was said before it, where it speaks of somebody by a pronoun. */
  readonly context?: string;
}

const MAX_MESSAGE_LENGTH = 4000;
const MAX_SHOWN_WHOLE = 160;
const TYPE_POINTS = 0.35;
const QUESTION_POINTS = -0.6;
/** "He's allergic to nuts, no cookies please" tells all the same. */
const REQUEST_POINTS = -0.2;
/** "When is the rehearsal?" – "last year's was on Monday". */
const PAST_POINTS = -0.5;
const ANSWERS_POINTS = 0.1;
/** Later messages win between equals: plans change. */
const RECENCY_POINTS = 0.05;

/** Candidates with at least one word of the question, best first; text aimed at assistants is no answer. */
export function candidatesOf(question: Question, found: readonly Found[]): Candidate[] {
  const names = new Map<Id, ReadonlyMap<Id, string>>();
  const lastSeq = Math.max(1, ...found.map((entry) => entry.message.seq));
  const all = found.flatMap((entry): Candidate[] => {
    if (!isReadable(entry.message) || isSuspicious(entry.message)) return [];
    const { thread } = entry;
    if (!names.has(thread.id)) names.set(thread.id, shortNames(thread));
    const sender = senderName(entry.message, names.get(thread.id) ?? new Map());
    return messageCandidates(question, entry, sender, entry.message.seq / lastSeq);
  });
  return all.filter((candidate) => candidate.share > 0).sort((left, right) => right.score - left.score);
}

function messageCandidates(question: Question, found: Found, sender: string, recency: number): Candidate[] {
  const { message, thread, answers, context = "" } = found;
  const text = message.text.slice(0, MAX_MESSAGE_LENGTH);
  const language = detectLanguage(text, question.language);
  const held = wordsHeld(question, `${sender} ${text} ${answers?.text.slice(0, 600) ?? ""} ${context}`);
  const shared = { thread, message, language, sender, share: shareOf(question, held) };
  const isAbout = tells(question, held, thread);
  const asksOfPast = question.type !== "time" || readCues(question.text, question.language).past;
  return sentences(text).map((sentence): Candidate => {
    const cues = readCues(sentence, language);
    const own = shareOf(question, wordsHeld(question, `${sender} ${sentence}`));
    const related = own > 0 || answers !== null;
    // Whoever says something else in the message takes nothing on.
    const hasType =
      (related || question.type !== "person") && holdsType(question, sentence, message, language, thread);
    const score =
      shared.share +
      0.5 * own +
      (hasType ? TYPE_POINTS : 0) +
      (cues.act === "question" ? QUESTION_POINTS : 0) +
      (cues.act === "request" ? REQUEST_POINTS : 0) +
      (cues.past && !asksOfPast ? PAST_POINTS : 0) +
      (answers === null ? 0 : ANSWERS_POINTS) +
      RECENCY_POINTS * recency;
    // "Who pays the hall? It's 120 pounds": alone it would not say of what.
    const alone = related || text.length > MAX_SHOWN_WHOLE;
    const asks = !hasType && (cues.act === "question" || !related);
    return { ...shared, isAbout, sentence: alone ? sentence : text, hasType, asks, score };
  });
}

/** Not at the beginning: a name. */
const CAPITALISED = /(?<=\p{L}[\s'’]+)\p{Lu}\p{Ll}+/gu;

/**
 * Whether the words of the question that a message holds say what it is about: one of its nouns ("what was wrong with the
 * boiler"), else more than a name; all of them, where none does.
 */
function tells(question: Question, held: readonly string[], thread: Thread): boolean {
  // German writes all nouns with a capital.
  const capitals = question.language === "de" ? [] : question.text.match(CAPITALISED);
  const names = new Set([...thread.people.map(({ name }) => name), ...(capitals ?? [])].flatMap(foldedWords));
  const isTelling = (word: string): boolean => !names.has(word) && !isGeneralVerb(word);
  const nouns = nounPhrases(question.text, question.language).flatMap(({ text }) => foldedWords(text));
  const named = question.words.filter((word) => nouns.includes(word) && isTelling(word));
  if (named.length > 0) return held.some((word) => named.includes(word));
  if (question.words.some(isTelling)) return held.some(isTelling);
  return held.length === question.words.length;
}

/** Endings of verbs differ between question and answer: "chi porta", "porto io". */
const MIN_COMMON = 4;
const MAX_ENDING = 2;

function sameRoot(left: string, right: string): boolean {
  let common = 0;
  while (common < left.length && left[common] === right[common]) common += 1;
  return common >= MIN_COMMON && left.length - common <= MAX_ENDING && right.length - common <= MAX_ENDING;
}

const shareOf = ({ words }: Question, held: readonly string[]): number =>
  words.length === 0 ? 0 : held.length / words.length;

/** The words of the question that a text holds. Compound words count: "Zahnarzttermin" holds "Zahnarzt". */
export function wordsHeld({ words, language }: Question, text: string): readonly string[] {
  const said = segment(text, language);
  const stems = new Set(said.map(stem));
  const folded = fold(text);
  return words.filter((word) => {
    const base = stem(word);
    if (stems.has(base) || (base.length >= MIN_COMMON && folded.includes(base))) return true;
    return said.some((other) => sameRoot(word, other) || sameVerb(word, other, language));
  });
}

const CODE = /(?<![\p{L}\p{N}])(?=[\p{L}\p{N}#*-]{3,20}(?![\p{L}\p{N}]))[\p{L}#*-]*\p{N}[\p{L}\p{N}#*-]*/u;
const AMOUNT = /\p{N}/u;

/** Where a thing lies, which is no place to meet at: "under the pot". Folded. */
const WHEREABOUTS =
  /(?<!\p{L})(?:under|underneath|behind|beneath|inside|next to|opposite|on top of|in front of|unter|hinter|neben|gegenüber|sous|derrière|à côté d[eu]|en face d[eu]|sotto|dietro|accanto|di fronte|debaixo|embaixo|atrás|ao lado d[eoa]|em frente|debajo|detrás|al lado|enfrente)(?!\p{L})|के (?:नीचे|पीछे|सामने|पास|ऊपर)|ใต้|ข้างหลัง|หน้าบ้าน|ข้างๆ/u;

/** A street, and mostly its number. */
const STREET =
  /(?<!\p{L})(?:via|viale|piazza|corso|rue|avenue|boulevard|calle|plaza|avenida|rua|praça) \p{Lu}|\p{L}(?:stra(?:ß|ss)e|str\.|gasse|weg|platz|allee) ?\d|\d \p{Lu}\p{L}+ (?:street|road|lane|avenue|st|rd)\b/iu;

/** A number that is of no date or time. */
function holdsAmount(sentence: string, context: DateContext): boolean {
  const dated = phrasesThatSayWhen(sentence, context);
  const rest = dated.reduceRight(
    (text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`,
    sentence,
  );
  return AMOUNT.test(rest);
}
/** Takes something on, so that its sender is who was asked for: "I'll bring the cables". */
const PERSON_ACTS: ReadonlySet<Cues["act"]> = new Set(["offer", "agreement", "statement", "decision"]);

function holdsType(
  question: Question,
  sentence: string,
  message: Message,
  language: Language,
  thread: Thread,
): boolean {
  const context = (): DateContext =>
    dateContext(message, language, { zone: thread.zone, dayParts: DEFAULT_DAY_PARTS });
  switch (question.type) {
    case "code":
      return CODE.test(sentence);
    case "amount":
      return holdsAmount(sentence, context());
    case "time":
      return (
        phrasesThatSayWhen(sentence, context()).length > 0 ||
        foldedWords(sentence).some((word) => LEXICONS[language].dateWord.includes(word))
      );
    case "place":
      return (
        STREET.test(sentence) || WHEREABOUTS.test(fold(sentence)) || findPlace(sentence, language, []) !== ""
      );
    case "person":
      return PERSON_ACTS.has(readCues(sentence, language).act);
    case "any":
      return false;
    default:
      return question.type satisfies never;
  }
}
