/**
 * @file Sentences that code puts together of a message's own words and a phrase of the book: who says, asks, requests or
 * suggests what. Whom a request is made of is decided by the ownership rules; everything between the marks is the message.
 */

import type { Language } from "#calendar/resolution";
import type { Id, Message, Thread } from "#messages/message";

import type { Cues } from "./cues.ts";
import { ownerOf } from "./ownership.ts";
import { phraseBook } from "./phrases/books.ts";
import type { PhraseBook } from "./phrases/phrase-book.ts";
import { isSuspicious } from "./reading.ts";
import { oneLine, trimAtWord } from "./text.ts";

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
  return (
    (message.senderId === null ? undefined : names.get(message.senderId)) ?? phraseBook(language).someone
  );
}

/** A sentence of a message as the summary tells it. */
export interface Told {
  readonly sentence: string;
  readonly cues: Cues;
  readonly message: Message;
  readonly thread: Thread;
  readonly names: ReadonlyMap<Id, string>;
}

/** `Mara asks Ola: "..."` in the language. Text aimed at assistants is said, never asked or requested. */
export function tellingOf(told: Told, language: Language, maxLength: number): string {
  const { sentence, cues, message, names } = told;
  const book = phraseBook(language);
  const name = speakerOf(message, names, language);
  const quote = quoteOf(sentence, language, maxLength);
  if (isSuspicious(message)) return book.states(name, quote);
  switch (cues.act) {
    case "question":
      return book.asks(name, quote);
    case "suggestion":
      return book.suggests(name, quote);
    case "request":
      return requesting(told, book, name, quote);
    case "duty":
    case "offer":
    case "decision":
    case "agreement":
    case "statement":
      return book.states(name, quote);
    default:
      return cues.act satisfies never;
  }
}

function requesting(told: Told, book: PhraseBook, name: string, quote: string): string {
  const addressee = addresseeOf(told);
  if (addressee === "everyone") return book.requestsOfAll(name, quote);
  return addressee === null || addressee.name === name
    ? book.requests(name, quote)
    : book.requestsOf(name, addressee.name, quote);
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

/**
 * True for a sentence that consists of a phrase of the language, the sender's name, perhaps the name of somebody else in
 * the thread, and words of the message.
 */
export function isTelling(
  text: string,
  language: Language,
  { message, names }: Pick<Told, "message" | "names">,
): boolean {
  const [opening, closing] = phraseBook(language).quoteMarks;
  const start = text.indexOf(opening);
  const end = text.lastIndexOf(closing);
  if (start < 0 || end < start + opening.length) return false;
  const quote = text.slice(start, end + closing.length);
  const words = text.slice(start + opening.length, end);
  const whole = words.endsWith(ELLIPSIS) ? words.slice(0, -ELLIPSIS.length) : words;
  if (!plain(message.text).includes(whole)) return false;
  const book = phraseBook(language);
  const name = speakerOf(message, names, language);
  const frames = [book.states, book.asks, book.requests, book.requestsOfAll, book.suggests];
  return (
    frames.some((frame) => frame(name, quote) === text) ||
    [...names.values()].some((other) => book.requestsOf(name, other, quote) === text)
  );
}
