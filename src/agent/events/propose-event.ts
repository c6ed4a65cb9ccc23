/**
 * @file Prepares a calendar event from one message. The date is read by code (event-when.ts), the model may word the
 * title, place and people are taken word for word. What is not certain becomes a question, and nothing is ever booked
 * at "now" for want of a date.
 */

import type { AgentOptions } from "#agent/agent-options";
import { freshNonce } from "#agent/prompts/quoted-block";
import { findPlace, peopleNamed } from "#agent/sentences/place";
import { languageOfMessages } from "#agent/sentences/reading";
import { trimAtWord } from "#agent/sentences/text";
import type { Shield } from "#agent/shield";
import { draftFromResolution } from "#calendar/draft";
import type { EventDraft } from "#calendar/event-draft";
import { DEFAULT_DAY_PARTS, type DayParts } from "#calendar/resolution";
import type { Message, Thread } from "#messages/message";
import type { LanguageModel } from "#shared/language-model";

import { writeEventTitle } from "./event-title.ts";
import {
  asFound,
  asToldIn,
  datedMessage,
  whenOf,
  type Dated,
  type EventQuestion,
  type When,
  type WhenSettings,
} from "./event-when.ts";
import { plansAround, type Plans } from "./planned-event.ts";

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
  const { signal, shield, zone } = options;
  signal?.throwIfAborted();
  options.onProgress?.({ phase: "reading", done: 0, total: 1 });
  const language = languageOfMessages([...nearby, message]);
  const settings = { zone, dayParts: options.dayParts ?? DEFAULT_DAY_PARTS, language };
  const own = datedMessage(message, settings);
  const plans = await plansAround(input, settings, signal);
  const durationMinutes = own.durationMinutes ?? options.defaultDurationMinutes;
  const when = whenAsPlanned(own, plans, nearby, { ...settings, durationMinutes });
  options.onProgress?.({ phase: "writing", done: 0, total: 1 });
  // What moves an event seldom says what it is.
  const named = plans.planned === null ? own : datedMessage(plans.planned.message, settings);
  const call = { nonce: freshNonce(), signal, shield };
  const title = await writeEventTitle(model, named.message, thread, named.language, named.spans, call);
  options.onProgress?.({ phase: "checking", done: 1, total: 1 });
  const draft = draftFromResolution(when.resolution, {
    id: options.newId(),
    // RFC 7986 5.3: random, no host and no user data.
    uid: options.newId(),
    title: title.text,
    zone,
    defaultDurationMinutes: durationMinutes,
    sources: when.sources.map((source) => sourceOf(source, thread)),
    phrase: when.phrase,
    language,
    now: options.now,
  });
  const placed = { ...draft, ...titleAndPlace(title.text, own, named) };
  return {
    draft: { ...placed, people: peopleNamed(message, thread) },
    question: stillToCome(when.question, options.now),
  };
}

/** When the message says, in the light of what its thread plans. */
function whenAsPlanned(
  own: Dated,
  { planned, own: events }: Plans,
  nearby: readonly Message[],
  settings: WhenSettings,
): When {
  if (planned === null) return asToldIn(events, whenOf(own, nearby, settings), settings);
  const found = asFound(planned, own.message.text);
  const read = whenOf({ ...own, phrases: found === null ? [] : [found] }, nearby, settings);
  return { ...read, sources: inOrder([...planned.sources, ...read.sources]) };
}

/** The place that is named last, and no other one in the title. */
function titleAndPlace(title: string, own: Dated, named: Dated): Pick<EventDraft, "title" | "location"> {
  const [newPlace, oldPlace] = [placeIn(own) || placeMovedTo(own), placeIn(named)];
  const gone = own !== named && newPlace !== "" && newPlace !== oldPlace;
  return { title: gone ? withoutPlace(title, oldPlace) : title, location: newPlace || oldPlace };
}

const inOrder = (messages: readonly Message[]): Message[] =>
  messages.toSorted((left, right) => left.seq - right.seq);

/** Without choices that are over, unless all of them are. */
function stillToCome(question: EventQuestion | null, now: string): EventQuestion | null {
  if (question === null) return null;
  const today = now.slice(0, 10);
  const choices = question.choices.filter((choice) => choice.end.slice(0, 10) >= today);
  return choices.length === 0 ? question : { ...question, choices };
}

/** The place a message names beside its date. */
function placeIn({ message, language, phrases }: Dated): string {
  return findPlace(
    message.text,
    language,
    phrases.map((found) => [found.start, found.end] as const),
  );
}

/** "We move to the community hall": where, though no preposition of place says so. */
const MOVES_TO = /(?<!\p{L})(?:move|moving|moved|switch|switching|switched) (?:it )?to (?=(?:the|our|my) )/iu;

const placeMovedTo = ({ message, language }: Dated): string =>
  MOVES_TO.test(message.text) ? findPlace(message.text.replace(MOVES_TO, "at "), language, []) : "";

/** "Party at the park", of what is no longer there: the party. */
function withoutPlace(title: string, place: string): string {
  const at = place === "" ? -1 : title.indexOf(` ${place}`);
  const before = at < 0 ? "" : title.slice(0, at).replace(/ \S+$/u, "");
  return before === "" ? title : before;
}

const sourceOf = (message: Message, thread: Thread): EventDraft["sources"][number] => ({
  threadId: thread.id,
  messageId: message.id,
  quote: trimAtWord(message.text, MAX_QUOTE_LENGTH),
});
