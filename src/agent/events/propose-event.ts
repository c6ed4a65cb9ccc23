/**
 * @file Prepares a calendar event from one message. The date is read by code (event-when.ts), the model may word the
 * title, place and people are taken word for word. What is not certain becomes a question, and nothing is ever booked
 * at "now" for want of a date.
 */

import type { AgentOptions } from "#agent/agent-options";
import { findItems } from "#agent/items/find-items";
import type { FoundItem } from "#agent/items/found-item";
import { freshNonce } from "#agent/prompts/quoted-block";
import { findPlace, peopleNamed } from "#agent/sentences/place";
import { languageOfMessages, readMessages } from "#agent/sentences/reading";
import { trimAtWord } from "#agent/sentences/text";
import type { Shield } from "#agent/shield";
import { draftFromResolution } from "#calendar/draft";
import type { EventDraft } from "#calendar/event-draft";
import { DEFAULT_DAY_PARTS, type DayParts, type FoundPhrase, type Resolution } from "#calendar/resolution";
import type { Message, Thread } from "#messages/message";
import type { LanguageModel } from "#shared/language-model";

import { writeEventTitle } from "./event-title.ts";
import { datedMessage, whenOf, type Dated, type EventQuestion, type WhenSettings } from "./event-when.ts";

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
  const own = datedMessage(message, settings);
  const planned = await plannedEvent(input, settings, options);
  const dated = planned === null ? own : { ...own, phrases: [inPlaceOf(own.phrases[0], planned)] };
  const durationMinutes = dated.durationMinutes ?? options.defaultDurationMinutes;
  const read = whenOf(dated, nearby, { ...settings, durationMinutes });
  const when = planned === null ? read : { ...read, sources: inOrder([...planned.sources, ...read.sources]) };
  options.onProgress?.({ phase: "writing", done: 0, total: 1 });
  const call = { nonce: freshNonce(), signal: options.signal, shield: options.shield };
  // What moves an event seldom says what it is.
  const named = planned === null ? own : datedMessage(planned.message, settings);
  const title = await writeEventTitle(model, named.message, thread, named.language, named.spans, call);
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
  const [newPlace, oldPlace] = [placeIn(own) || placeMovedTo(own), placeIn(named)];
  const gone = planned !== null && newPlace !== "" && newPlace !== oldPlace;
  return {
    draft: {
      ...draft,
      title: gone ? withoutPlace(title.text, oldPlace) : title.text,
      location: newPlace || oldPlace,
      people: peopleNamed(message, thread),
    },
    question: stillToCome(when.question, options.now),
  };
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

/** The event that a message gives another time, or says again. */
interface Planned {
  /** Where it was planned. */
  readonly message: Message;
  readonly due: Resolution;
  readonly duePhrase: string;
  /** The other messages that say so, earliest first. */
  readonly sources: readonly Message[];
}

/** Null where no message before it plans what this one moves, agrees to or says again. */
async function plannedEvent(
  { thread, message, nearby }: ProposeEventInput,
  settings: Omit<WhenSettings, "durationMinutes">,
  options: AgentOptions,
): Promise<Planned | null> {
  const { signal } = options;
  const others = nearby.filter(({ id }) => id !== message.id);
  const until = (last: number): Message[] => others.filter(({ seq }) => seq <= last);
  const itemsIn = async (messages: readonly Message[]): Promise<readonly FoundItem[]> => {
    const read = await readMessages({ thread, messages }, signal === undefined ? {} : { signal });
    return (await findItems(read, thread, settings, signal)).filter(isPlan);
  };
  const now = await itemsIn([...until(message.seq), message]);
  const isOwn = ({ read }: FoundItem): boolean => read.message.id === message.id;
  const item = now.some(isOwn)
    ? await movedLater(now.filter(isOwn), others, () =>
        itemsIn([...until(message.seq), message, ...after(message, others)]),
      )
    : now.findLast(({ messageIds }) => messageIds.at(-1) === message.id);
  if (item?.due == null || item.duePhrase === null) return null;
  const sources = others.filter(({ id }) => item.messageIds.includes(id));
  return { message: item.read.message, due: item.due, duePhrase: item.duePhrase, sources };
}

const isPlan = ({ kind, status, read }: FoundItem): boolean =>
  kind === "event" && status !== "cancelled" && !read.suspicious;

const after = ({ seq }: Message, others: readonly Message[]): Message[] =>
  others.filter((other) => other.seq > seq);

/** The one event that a message plans, where a message after it gives it another time. */
async function movedLater(
  own: readonly FoundItem[],
  others: readonly Message[],
  readAll: () => Promise<readonly FoundItem[]>,
): Promise<FoundItem | undefined> {
  const [planned, second] = own;
  if (planned === undefined || second !== undefined || after(planned.read.message, others).length === 0)
    return undefined;
  return (await readAll()).find(
    ({ read, movedBy, superseded }) =>
      read.message.id === planned.read.message.id && movedBy !== undefined && superseded.length > 0,
  );
}

/** The time of the message, on the day that was planned. */
const inPlaceOf = (found: FoundPhrase | undefined, { due, duePhrase }: Planned): FoundPhrase => ({
  phrase: duePhrase,
  start: found?.start ?? 0,
  end: found?.end ?? 0,
  resolution: due,
});

const sourceOf = (message: Message, thread: Thread): EventDraft["sources"][number] => ({
  threadId: thread.id,
  messageId: message.id,
  quote: trimAtWord(message.text, MAX_QUOTE_LENGTH),
});
