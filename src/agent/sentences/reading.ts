/** @file Messages as the agent reads them: language, sentences and cues, worked out once. */

import { pacer, type AgentOptions, type ThreadSelection } from "#agent/agent-options";
import type { Language } from "#calendar/resolution";
import type { Message } from "#messages/message";

import { callIn } from "./called.ts";
import { readCues, type Cues } from "./cues.ts";
import { detectLanguage, languageOfTexts } from "./language.ts";
import { withoutDebt } from "./orders.ts";
import { ownNameAsPronoun } from "./own-name.ts";
import { sentences } from "./text.ts";

export interface ReadSentence {
  readonly text: string;
  readonly cues: Cues;
}

export interface ReadMessage {
  readonly message: Message;
  /** Position among the messages that were read. */
  readonly index: number;
  readonly language: Language;
  readonly sentences: readonly ReadSentence[];
  /** Text aimed at assistants: it is shown, never reworded, and takes no owner. */
  readonly suspicious: boolean;
}

/** Sentences of one message that are looked at: nobody means more than this in one message. */
const MAX_SENTENCES = 40;
const MAX_SENTENCE_LENGTH = 600;
const DEFAULT_LANGUAGE: Language = "en";
/** Messages used to tell the language of a thread, the latest of many. */
const LANGUAGE_SAMPLE_MESSAGES = 120;

/** Messages between two progress reports. */
const REPORT_EVERY = 200;

const SPOKEN_KINDS: ReadonlySet<Message["kind"]> = new Set(["text", "poll", "location", "calendar", "media"]);

/** System lines, deleted messages, calls and media without a caption have nothing to read. */
export function isReadable(message: Message): boolean {
  return SPOKEN_KINDS.has(message.kind) && message.text.trim() !== "";
}

export function isSuspicious(message: Message): boolean {
  return message.flags.includes("injection") || message.flags.includes("hiddenContent");
}

/** The language of a thread: undecided messages ("ok") are read in it, and what code writes about the thread is in it. */
export function languageOfMessages(
  messages: readonly Message[],
  fallback: Language = DEFAULT_LANGUAGE,
): Language {
  const spoken = messages.filter((message) => isReadable(message) && !isSuspicious(message));
  return languageOfTexts(
    spoken.slice(-LANGUAGE_SAMPLE_MESSAGES).map(({ text }) => text),
    fallback,
  );
}

/** @param language of the thread. @throws AbortError when the signal fires. */
export async function readMessages(
  input: ThreadSelection,
  options: AgentOptions,
  language = languageOfMessages(input.messages),
): Promise<ReadMessage[]> {
  const readable = input.messages.filter(isReadable);
  const read: ReadMessage[] = [];
  const names = new Map(input.thread.people.map(({ id, name }) => [id, name]));
  const pace = pacer(options.signal);
  for (const [index, message] of readable.entries()) {
    await pace();
    if (index % REPORT_EVERY === 0)
      options.onProgress?.({ phase: "reading", done: index, total: readable.length });
    read.push(readMessage(message, index, language, names.get(message.senderId ?? "")));
  }
  options.signal?.throwIfAborted();
  options.onProgress?.({ phase: "reading", done: readable.length, total: readable.length });
  return read;
}

/**
 * @param fallback language of the thread, for a message that doesn't show its own
 * @param sender the name of who wrote it, if known
 */
export function readMessage(
  message: Message,
  index: number,
  fallback: Language,
  sender?: string,
): ReadMessage {
  const language = detectLanguage(message.text, fallback);
  const texts = sentences(message.text.slice(0, MAX_SENTENCES * MAX_SENTENCE_LENGTH))
    .flatMap((text) => withoutDebt(text, language))
    .slice(0, MAX_SENTENCES)
    .map((text) => text.slice(0, MAX_SENTENCE_LENGTH));
  return {
    message,
    index,
    language,
    suspicious: isSuspicious(message),
    // What a call passes on is neither over nor done.
    sentences: withCalls(texts, message.text, language).map((text) => ({
      text,
      cues: readCues(ownNameAsPronoun(callIn(text, language)?.told ?? text, sender, language), language),
    })),
  };
}

/** "Vet called. Tuesday 9:15": one sentence with the one behind it. */
function withCalls(texts: readonly string[], whole: string, language: Language): readonly string[] {
  const read: string[] = [];
  for (const text of texts) {
    const joined = `${read.at(-1) ?? ""} ${text}`;
    const passesOn = callIn(text, language) === null && callIn(joined, language) !== null;
    if (passesOn && whole.includes(joined)) read.splice(-1, 1, joined);
    else read.push(text);
  }
  return read;
}
