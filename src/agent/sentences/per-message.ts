/** @file Keeps what was worked out of the words of a message: replies are compared with many items, their dates don't change. */

import type { DayParts, Language } from "#calendar/resolution";
import type { Message } from "#messages/message";
import { getOrAdd } from "#shared/get-or-add";

interface Settings {
  readonly zone: string;
  readonly dayParts: DayParts;
}

type Work<T> = (text: string, message: Message, language: Language, settings: Settings) => T;

/** Texts kept of one message: its sentences in two forms. Whoever asks for more starts anew. */
const MAX_TEXTS = 100;

/**
 * `work`, done once for the same arguments for as long as the message lives. It must be pure; the same `dayParts` are told
 * by their identity.
 */
export function perMessage<T extends object>(work: Work<T>): Work<T> {
  const kept = new WeakMap<DayParts, WeakMap<Message, Map<string, T>>>();
  return (text, message, language, settings) => {
    const { dayParts, zone } = settings;
    const ofParts = getOrAdd(kept, dayParts, () => new WeakMap<Message, Map<string, T>>());
    const ofMessage = getOrAdd(ofParts, message, () => new Map<string, T>());
    if (ofMessage.size >= MAX_TEXTS) ofMessage.clear();
    return getOrAdd(ofMessage, `${language} ${zone} ${text}`, () => work(text, message, language, settings));
  };
}
