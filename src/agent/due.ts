/** @file Date phrases of one sentence, resolved against the time of its message (spec messages-calendar 4, R1). */

import { findDatePhrases } from "#calendar/find-phrases";
import type { DateContext, DayParts, FoundPhrase, Language, Resolution } from "#calendar/resolution";
import type { Message } from "#messages/message";

export interface DateSettings {
  /** IANA zone in which wall times of the thread are read. */
  readonly zone: string;
  readonly dayParts: DayParts;
}

export interface Due {
  readonly duePhrase: string | null;
  readonly due: Resolution | null;
}

export const NO_DUE: Due = { duePhrase: null, due: null };

/** Kinds that say when; a bare duration or "an hour later" does not. */
const SAYS_WHEN: ReadonlySet<Resolution["kind"]> = new Set([
  "date",
  "time",
  "window",
  "date-window",
  "due",
  "recurrence",
  "ask",
]);

export function dateContext(message: Message, language: Language, settings: DateSettings): DateContext {
  return {
    refEpochMs: message.time?.epochMs ?? 0,
    zone: settings.zone,
    language,
    dayParts: settings.dayParts,
  };
}

/** Characters of a message that are searched for dates: more than anybody writes to make an appointment. */
const MAX_SEARCHED = 2000;

/** All phrases of the beginning of a text. */
export function phrasesOf(text: string, context: DateContext): readonly FoundPhrase[] {
  return findDatePhrases(text.slice(0, MAX_SEARCHED), context);
}

export const saysWhen = ({ resolution }: FoundPhrase): boolean => SAYS_WHEN.has(resolution.kind);

/** Phrases that say when, in the order of the text. */
export function phrasesThatSayWhen(text: string, context: DateContext): readonly FoundPhrase[] {
  return phrasesOf(text, context).filter(saysWhen);
}

const isSure = ({ resolution }: FoundPhrase): boolean =>
  resolution.kind !== "ask" && !resolution.flags.includes("past");

/**
 * The first phrase of a sentence that is no question and not over, else the first. A message without a time gives the phrase alone: there is nothing to count from.
 */
export function dueOf(sentence: string, message: Message, language: Language, settings: DateSettings): Due {
  const phrases = phrasesThatSayWhen(sentence, dateContext(message, language, settings));
  const found = phrases.find(isSure) ?? phrases[0];
  if (found === undefined) return NO_DUE;
  return { duePhrase: found.phrase, due: message.time === null ? null : found.resolution };
}

/** The local day a resolution begins on, `YYYY-MM-DD`, or null while it is a question or open. */
export function dayOf(resolution: Resolution | null): string | null {
  if (resolution === null) return null;
  switch (resolution.kind) {
    case "date":
    case "date-window":
      return resolution.start;
    case "time":
    case "window":
      return resolution.start.local.slice(0, 10);
    case "due":
      return (typeof resolution.at === "string" ? resolution.at : resolution.at.local).slice(0, 10);
    case "recurrence":
    case "duration":
    case "relative":
    case "ask":
    case "none":
      return null;
    default:
      return resolution satisfies never;
  }
}
