/**
 * @file Sentences that code puts together of a message's own words and a phrase of the book: who says, asks, requests or
 * suggests what. Whom a request is made of is decided by the ownership rules; everything between the marks is the message.
 */

import { phraseBook } from "#agent/phrases/books";
import type { PhraseBook } from "#agent/phrases/phrase-book";
import { senderName } from "#agent/prompts/prompt-lines";
import type { Cues } from "#agent/sentences/cues";
import { ownerOf } from "#agent/sentences/ownership";
import { isSuspicious, readMessage } from "#agent/sentences/reading";
import { oneLine, trimAtWord } from "#agent/sentences/text";
import type { Language } from "#calendar/resolution";
import type { Id, Message, Thread } from "#messages/message";

/** Marks of quotes in any of the languages: inside a quote they become single ones. */
const QUOTE_MARKS = /["„“”«»]/gu;
const ELLIPSIS = "…";

const plain = (text: string): string => oneLine(text).replace(QUOTE_MARKS, "'");

/** The words between the marks of the language, at most `maxLength` characters of them. */
export function quoteOf(text: string, language: Language, maxLength: number): string {
  const [opening, closing] = phraseBook(language).quoteMarks;
  return `${opening}${plain(trimAtWord(text, maxLength))}${closing}`;
}

/** The name that stands for the sender of a message. */
export function speakerOf(message: Message, names: ReadonlyMap<Id, string>, language: Language): string {
  return senderName(message, names, phraseBook(language).someone);
}

/** A sentence of a message as the summary tells it. */
export interface Told {
  readonly sentence: string;
  readonly cues: Cues;
  readonly message: Message;
  readonly thread: Thread;
  readonly names: ReadonlyMap<Id, string>;
}

/** `Mara asks Ola: "..."` in the language. */
export function tellingOf(told: Told, language: Language, maxLength: number): string {
  return frameOf(told, language)(quoteOf(told.sentence, language, maxLength));
}

type Frame = (quote: string) => string;

/** Who says, asks, requests or suggests. Text aimed at assistants is said, never asked or requested. */
function frameOf(told: Told, language: Language): Frame {
  const { cues, message, names } = told;
  const book = phraseBook(language);
  const name = speakerOf(message, names, language);
  if (isSuspicious(message)) return (quote) => book.states(name, quote);
  switch (cues.act) {
    case "question":
      return (quote) => book.asks(name, quote);
    case "suggestion":
      return (quote) => book.suggests(name, quote);
    case "request":
      return requesting(told, book, name);
    case "duty":
    case "offer":
    case "decision":
    case "agreement":
    case "statement":
      return (quote) => book.states(name, quote);
    default:
      return cues.act satisfies never;
  }
}

function requesting(told: Told, book: PhraseBook, name: string): Frame {
  const addressee = addresseeOf(told);
  if (addressee === "everyone") return (quote) => book.requestsOfAll(name, quote);
  return addressee === null || addressee.name === name
    ? (quote) => book.requests(name, quote)
    : (quote) => book.requestsOf(name, addressee.name, quote);
}

/** Whom a sentence is addressed to; null where the rules do not decide. */
export function addresseeOf({
  sentence,
  cues,
  message,
  thread,
  names,
}: Told): "everyone" | { readonly name: string } | null {
  const owner = ownerOf(sentence, cues, message, thread);
  if (owner.kind === "everyone") return "everyone";
  const self = thread.people.find((person) => person.isSelf);
  const ownerId = owner.kind === "person" ? owner.personId : owner.kind === "me" ? self?.id : undefined;
  const name = ownerId === undefined ? undefined : names.get(ownerId);
  return name === undefined ? null : { name };
}

/** Stands for the words between the marks. */
const SLOT = "\ue000";
/** Only a word longer than this is cut in its middle, for want of a better place. */
const LONG_WORD = 60;

/**
 * True for the telling of a sentence of the message: who, to whom and what kind of saying it is are those of the
 * sentence, and between the marks stand its words, all of them or those before an ellipsis.
 * @param language of the thread
 */
export function isTelling(
  text: string,
  language: Language,
  { message, thread, names }: Pick<Told, "message" | "thread" | "names">,
): boolean {
  const [opening, closing] = phraseBook(language).quoteMarks;
  return readMessage(message, 0, language).sentences.some(({ text: sentence, cues }) => {
    const whole = frameOf({ sentence, cues, message, thread, names }, language)(opening + SLOT + closing);
    const at = whole.lastIndexOf(SLOT);
    const [before, after] = [whole.slice(0, at), whole.slice(at + SLOT.length)];
    if (!text.startsWith(before) || !text.endsWith(after)) return false;
    return isQuoted(text.slice(before.length, text.length - after.length), plain(sentence));
  });
}

function isQuoted(words: string, sentence: string): boolean {
  if (words === sentence) return words !== "";
  const head = words.slice(0, -ELLIPSIS.length);
  if (head === "" || head + ELLIPSIS !== words || !sentence.startsWith(head)) return false;
  return sentence[head.length] === " " || head.length - head.lastIndexOf(" ") > LONG_WORD;
}
