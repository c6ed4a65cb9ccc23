/**
 * @file What moved, as a summary tells it: what was planned, the message that moved it, and which time no longer holds, in one
 * sentence. The old time is never told as if it still held (spec messages-calendar 3 "changed and linked").
 */

import type { FoundItem } from "#agent/items/found-item";
import { isLive } from "#agent/items/reply";
import { phraseBook } from "#agent/phrases/books";
import { dueOf } from "#agent/sentences/due";
import { LEXICONS } from "#agent/sentences/lexicon";
import type { ReadMessage, ReadSentence } from "#agent/sentences/reading";
import { fold, foldedWords } from "#agent/sentences/text";
import { DEFAULT_DAY_PARTS, type Language, type Resolution } from "#calendar/resolution";
import type { Id, Thread } from "#messages/message";

import { quoteOf, tellingOf, type Told } from "./quoting.ts";
import type { Ranked } from "./rank.ts";

/** Between what was planned and what moved it. */
export const MOVED = " → ";
/** Words of a date that is only a date. */
const LONG_PHRASE = 6;
/** Changes told of one thread, the latest. */
const MAX_CHANGES = 3;

export interface ToldChange {
  readonly first: Said;
  readonly last: Said;
  /** Dates that no longer hold, as they were written, and where. */
  readonly old: readonly OldDate[];
  /** What else spoke of it: proposals and answers on the way from the first to the last. */
  readonly between: ReadonlySet<Id>;
}

interface OldDate {
  readonly phrase: string;
  readonly due: Resolution | null;
  readonly read: ReadMessage;
}

interface Said {
  readonly read: ReadMessage;
  readonly sentence: ReadSentence;
}

/** @param items of one thread, merged */
export function changesOf(items: readonly FoundItem[]): readonly ToldChange[] {
  return items
    .filter((item) => isLive(item) && !item.read.suspicious)
    .flatMap(changeOf)
    .slice(-MAX_CHANGES);
}

function changeOf(item: FoundItem): ToldChange[] {
  const { movedBy, superseded, read, sentence } = item;
  const old = superseded.flatMap(({ duePhrase, due, read: from }) =>
    duePhrase === null ? [] : [{ phrase: duePhrase, due, read: from }],
  );
  if (movedBy === undefined || old.length === 0 || movedBy.read.suspicious) return [];
  return [{ first: { read, sentence }, last: movedBy, old, between: new Set(item.messageIds) }];
}

/** A quote may end a sentence of its own. */
const ENDED = /[.!?…।]["'“”’»]?$/u;

/** The sentence that tells a change, and the messages it cites. */
export function tellChange(
  { first, last, old }: ToldChange,
  { thread, names, language }: { thread: Thread; names: Told["names"]; language: Language },
  maxLength: number,
): { readonly text: string; readonly messageIds: readonly Id[] } {
  const tell = ({ read, sentence }: Said): string =>
    tellingOf(
      { sentence: sentence.text, cues: sentence.cues, message: read.message, thread, names },
      language,
      maxLength,
    );
  const phrases = [...new Set(old.map(({ phrase }) => quoteOf(timeIn(phrase), language, maxLength)))];
  const told = `${tell(first)}${MOVED}${tell(last)}`;
  const text = `${told}${ENDED.test(told) ? "" : "."} ${phraseBook(language).noLonger(phrases.join("; "))}`;
  const messages = [first.read, ...old.map(({ read }) => read), last.read].map(({ message }) => message.id);
  return { text, messageIds: [...new Set(messages)] };
}

/** "El domingo comemos a las 14:00" is one phrase where day and time stand apart: the time is what is told. */
function timeIn(phrase: string): string {
  if (phrase.split(" ").length <= LONG_PHRASE) return phrase;
  return /(?:\S+ ){0,2}\S*\d\S*(?: ?[ap]\.?m\.?)?$/iu.exec(phrase)?.[0] ?? phrase;
}

/** True for a picked sentence that the telling of a change stands for, or that gives a time which no longer holds. */
export function isOutdated({ read, sentence }: Ranked, changes: readonly ToldChange[]): boolean {
  return changes.some(({ first, last, old, between }) => {
    const told = [first, last].some(
      (said) => said.read.message === read.message && said.sentence.text === sentence,
    );
    if (told || read.index >= last.read.index) return told;
    const giver = old.some((entry) => entry.read.message === read.message && sentence.includes(entry.phrase));
    return (
      giver || givesTime(read, sentence, old) || (between.has(read.message.id) && saysWhen(read, sentence))
    );
  });
}

function givesTime(read: ReadMessage, sentence: string, old: ToldChange["old"]): boolean {
  const said = dueIn(read, sentence);
  return (
    said?.kind === "time" &&
    old.some(({ due }) => due?.kind === "time" && due.start.local === said.start.local)
  );
}

const saysWhen = (read: ReadMessage, sentence: string): boolean => dueIn(read, sentence) !== null;

function dueIn({ message, language }: ReadMessage, sentence: string): Resolution | null {
  if (message.time === null) return null;
  const settings = { zone: message.time.zone, dayParts: DEFAULT_DAY_PARTS };
  return dueOf(sentence, message, language, settings).due;
}

/** True for a sentence of a model that repeats an old time and doesn't cite the message that replaced it. */
export function repeatsOld(
  { text, messageIds }: { readonly text: string; readonly messageIds: readonly Id[] },
  changes: readonly ToldChange[],
): boolean {
  return changes.some(
    ({ old, last }) =>
      !messageIds.includes(last.read.message.id) &&
      old.some(
        ({ phrase, read }) =>
          messageIds.includes(read.message.id) &&
          (givesTime(read, text, old) || saysPhrase(text, phrase, read)),
      ),
  );
}

/** True where a text has all figures of a date phrase, or the words of one without figures that name its day. */
function saysPhrase(text: string, phrase: string, { language }: ReadMessage): boolean {
  if (fold(text).includes(fold(phrase))) return true;
  const said = new Set([...foldedWords(text), ...figuresOf(text)]);
  const figures = figuresOf(phrase);
  const telling =
    figures.length > 0
      ? figures
      : foldedWords(phrase).filter((word) => LEXICONS[language].dateWord.includes(word));
  return telling.length > 0 && telling.every((word) => said.has(word));
}

/** "3", "3:00" and "3pm" are the same figure. */
const figuresOf = (text: string): readonly string[] =>
  [...fold(text).matchAll(/\d+(?:[:.h]\d+)?/gu)].map(([figure]) => figure.replace(/[:.h]00$/u, ""));
