/**
 * @file Prepares a calendar event from one message. The date is read by code (event-when.ts), the model may word the
 * title, place and people are taken word for word. What is not certain becomes a question, and nothing is ever booked
 * at "now" for want of a date.
 */

import { draftFromResolution } from "#calendar/draft";
import type { EventDraft } from "#calendar/event-draft";
import { DEFAULT_DAY_PARTS, type DayParts } from "#calendar/resolution";
import type { Message, Thread } from "#messages/message";
import type { LanguageModel } from "#shared/language-model";

import { freshNonce } from "./quoted-block.ts";
import type { AgentOptions } from "./agent-options.ts";
import { writeEventTitle } from "./event-title.ts";
import { datedMessage, whenOf, type EventQuestion } from "./event-when.ts";
import { findPlace, peopleNamed } from "./place.ts";
import { languageOfMessages } from "./reading.ts";
import type { Shield } from "./shield.ts";
import { trimAtWord } from "./text.ts";

export interface ProposeEventInput {
  readonly thread: Thread;
  readonly message: Message;
  /** Messages around it, in file order; may contain `message`. */
  readonly nearby: readonly Message[];
}

export interface ProposeEventOptions extends AgentOptions {
  /** ISO instant for `createdAt`; dates are never counted from it. */
  readonly now: string;
  /** A random identifier, new at each call. */
  readonly newId: () => string;
  /** IANA zone in which wall times of the thread are read, normally `thread.zone`. */
  readonly zone: string;
  readonly defaultDurationMinutes: number;
  readonly dayParts?: DayParts;
  /** Judges the title where a model words it. */
  readonly shield?: Shield | undefined;
}

export interface EventProposal {
  readonly draft: EventDraft;
  /** Set while the date is not certain; the draft then has no start. */
  readonly question: EventQuestion | null;
}

const MAX_QUOTE_LENGTH = 160;

/** @throws AbortError when the signal fires; AppError when the engine fails. */
export async function proposeEvent(
  input: ProposeEventInput,
  model: LanguageModel | null,
  options: ProposeEventOptions,
): Promise<EventProposal> {
  const { thread, message, nearby } = input;
  options.signal?.throwIfAborted();
  options.onProgress?.({ phase: "reading", done: 0, total: 1 });
  const language = languageOfMessages([...nearby, message]);
  const settings = { zone: options.zone, dayParts: options.dayParts ?? DEFAULT_DAY_PARTS, language };
  const dated = datedMessage(message, settings);
  const durationMinutes = dated.durationMinutes ?? options.defaultDurationMinutes;
  const when = whenOf(dated, nearby, { ...settings, durationMinutes });
  options.onProgress?.({ phase: "writing", done: 0, total: 1 });
  const call = { nonce: freshNonce(), signal: options.signal, shield: options.shield };
  const title = await writeEventTitle(model, message, thread, dated.language, dated.spans, call);
  options.onProgress?.({ phase: "checking", done: 1, total: 1 });
  const draft = draftFromResolution(when.resolution, {
    id: options.newId(),
    // RFC 7986 5.3: random, no host and no user data.
    uid: options.newId(),
    title: title.text,
    zone: options.zone,
    defaultDurationMinutes: durationMinutes,
    sources: when.sources.map((source) => sourceOf(source, thread)),
    phrase: when.phrase,
    language,
    now: options.now,
  });
  const taken = dated.phrases.map((found) => [found.start, found.end] as const);
  const location = findPlace(message.text, dated.language, taken);
  return { draft: { ...draft, location, people: peopleNamed(message, thread) }, question: when.question };
}

const sourceOf = (message: Message, thread: Thread): EventDraft["sources"][number] => ({
  threadId: thread.id,
  messageId: message.id,
  quote: trimAtWord(message.text, MAX_QUOTE_LENGTH),
});
