/**
 * @file What the action items of a thread say to a question over messages: which message answered, which one moved a date,
 * what is left to do. Read in a window around the message in question, so that a long thread costs no more than a short one.
 */

import { languageOfMessages, readMessages, type ReadMessage } from "#agent/sentences/reading";
import { DEFAULT_DAY_PARTS, type Language } from "#calendar/resolution";
import type { Message, Thread } from "#messages/message";

import { findItems } from "./find-items.ts";
import type { FoundItem } from "./found-item.ts";
import { mergeItems } from "./merge-items.ts";

export interface Window {
  readonly before: number;
  readonly after: number;
}

/** Items of the messages around one. @throws AbortError when the signal fires. */
export function itemsAround(
  thread: Thread,
  messages: readonly Message[],
  at: number,
  { before, after }: Window,
  signal?: AbortSignal,
): Promise<readonly FoundItem[]> {
  // Where the few messages do not tell their language, the whole thread may.
  const around = messages.slice(Math.max(0, at - before), at + after + 1);
  return itemsIn(thread, around, signal, languageOfMessages(messages));
}

/** Items of some messages in a row. @throws AbortError when the signal fires. */
export async function itemsIn(
  thread: Thread,
  messages: readonly Message[],
  signal?: AbortSignal,
  fallback?: Language,
): Promise<readonly FoundItem[]> {
  const options = signal === undefined ? {} : { signal };
  const language = languageOfMessages(messages, fallback);
  const read = await readMessages({ thread, messages }, options, language);
  return itemsOf(read, thread, signal);
}

/** Items of messages that are read already. @throws AbortError when the signal fires. */
export async function itemsOf(
  read: readonly ReadMessage[],
  thread: Thread,
  signal?: AbortSignal,
): Promise<readonly FoundItem[]> {
  const settings = { zone: thread.zone, dayParts: DEFAULT_DAY_PARTS };
  return mergeItems(await findItems(read, thread, settings, signal));
}
