/**
 * @file When an event is: the date of its message, or the question that has to be asked. Dates come from code alone
 * (spec messages-calendar 4, R1: counted from the message's own time).
 */

import { readCues } from "#agent/sentences/cues";
import {
  clocksOf,
  dateContext,
  isSameTime,
  namesDay,
  phrasesOf,
  plannedDay,
  saysWhen,
  type DateSettings,
  type Due,
} from "#agent/sentences/due";
import { detectLanguage } from "#agent/sentences/language";
import { isReadable, isSuspicious } from "#agent/sentences/reading";
import { isReminiscence } from "#agent/sentences/reminiscence";
import { fold, sentences } from "#agent/sentences/text";
import { type DraftChoice, draftChoices } from "#calendar/draft";
import type { AskReason, FoundPhrase, Language, Resolution } from "#calendar/resolution";
import type { Message } from "#messages/message";

export interface EventQuestion {
  readonly reason: AskReason | "no-date";
  readonly choices: readonly DraftChoice[];
  /** Of the choices, and for the question. */
  readonly language: Language;
}

export interface WhenSettings extends DateSettings {
  /** Length of an event whose words give none, in minutes. */
  readonly durationMinutes: number;
  /** Of the thread: for questions, and for messages too short to tell theirs. */
  readonly language: Language;
}

/** A message and the phrases in it that say when. */
export interface Dated {
  readonly message: Message;
  readonly language: Language;
  readonly phrases: readonly FoundPhrase[];
  /** What is no part of a title: those, and how long it takes. */
  readonly spans: readonly FoundPhrase[];
  /** "for 45 minutes", "45 min" (spec messages-calendar 4, R13), or null. */
  readonly durationMinutes: number | null;
}

export interface When {
  readonly resolution: Resolution;
  readonly phrase: string | null;
  readonly question: EventQuestion | null;
  /** Messages the event is read from, earliest first. */
  readonly sources: readonly Message[];
}

/** Messages searched for a date when the chosen one has none. */
const MAX_NEARBY = 6;
const MAX_CHOICES = 6;
/** Characters of a message in which sentences about the past are looked for. */
const MAX_LOOKED_AT = 2000;
/** A phrase that spans more than this is no phrase any more. */
const MAX_PHRASE_LENGTH = 120;

const NO_RESOLUTION: Resolution = { kind: "none", flags: [], trace: [] };

export function datedMessage(message: Message, settings: Omit<WhenSettings, "durationMinutes">): Dated {
  const language = detectLanguage(message.text, settings.language);
  const found = phrasesOf(message.text, dateContext(message, language, settings));
  const over = isOver(message.text, language);
  const phrases = found.filter((one) => saysWhen(one) && !over(one.start));
  const durations = found.filter(({ resolution }) => resolution.kind === "duration");
  const apart = durations.filter(({ start, end }) =>
    phrases.every((one) => end <= one.start || start >= one.end),
  );
  const spans = phrases.length === 0 ? [] : [...phrases, ...apart];
  return { message, language, phrases, spans, durationMinutes: minutesOf(durations) };
}

/** Whether a place in the text is in a sentence that only tells of what is over: "last year's party was on 5 December". */
function isOver(text: string, language: Language): (at: number) => boolean {
  const told = sentences(text.slice(0, MAX_LOOKED_AT))
    .filter((sentence) => isReminiscence(fold(sentence), readCues(sentence, language).past, language))
    .map((sentence) => [text.indexOf(sentence), sentence.length] as const);
  return (at) => told.some(([start, length]) => start >= 0 && at >= start && at < start + length);
}

function minutesOf(durations: readonly FoundPhrase[]): number | null {
  for (const { resolution } of durations)
    if (resolution.kind === "duration" && resolution.minutes > 0) return resolution.minutes;
  return null;
}

/** @param nearby messages around it; only their dates are used, and those mostly as choices */
export function whenOf(dated: Dated, nearby: readonly Message[], settings: WhenSettings): When {
  const { message, phrases } = dated;
  const [first] = phrases;
  if (first === undefined) return withoutDate(dated, nearby, settings);
  const repeated = agreedTo(dated, nearby, settings);
  if (repeated !== null) return repeated;
  // Nothing to count from: the phrase is shown, the person chooses.
  if (message.time === null) return open(first.phrase, [], [message], settings);
  for (const kind of ["time", "date"] as const) {
    const definite = distinct(phrases.filter((found) => found.resolution.kind === kind));
    if (definite.length > 1) return severalDates(definite, message, settings);
    if (definite[0] !== undefined) return settled(definite[0], [message], settings);
  }
  return settled(first, [message], settings);
}

const distinct = (phrases: readonly FoundPhrase[]): FoundPhrase[] => [
  ...new Map(
    phrases.map((found) => [JSON.stringify({ ...found.resolution, trace: [], flags: [] }), found]),
  ).values(),
];

const choicesOf = (phrases: readonly FoundPhrase[], settings: WhenSettings): DraftChoice[] => {
  const all = phrases.flatMap((found) =>
    draftChoices(found.resolution, settings.durationMinutes, settings.language),
  );
  return [...new Map(all.map((choice) => [JSON.stringify({ ...choice, label: "" }), choice])).values()].slice(
    0,
    MAX_CHOICES,
  );
};

/** Two different dates in one message: which one is meant is not for code to say. */
function severalDates(phrases: readonly FoundPhrase[], message: Message, settings: WhenSettings): When {
  const whole = message.text.slice(phrases[0]?.start, phrases.at(-1)?.end);
  const reason = "alternatives";
  return {
    resolution: { kind: "ask", reason, options: [], flags: [], trace: [] },
    phrase: whole.length <= MAX_PHRASE_LENGTH ? whole : (phrases[0]?.phrase ?? null),
    question: { reason, choices: choicesOf(phrases, settings), language: settings.language },
    sources: [message],
  };
}

/** A resolution as it stands, with a question where something has to be chosen (R6). */
function settled(found: FoundPhrase, sources: readonly Message[], settings: WhenSettings): When {
  const { resolution, phrase } = found;
  const question = (reason: AskReason): EventQuestion => ({
    reason,
    choices: choicesOf([found], settings),
    language: settings.language,
  });
  if (resolution.kind === "ask")
    return { resolution, phrase, sources, question: question(resolution.reason) };
  const needsTime = resolution.kind === "window" || resolution.kind === "date-window";
  return { resolution, phrase, sources, question: needsTime ? question("no-time") : null };
}

const open = (
  phrase: string | null,
  choices: readonly DraftChoice[],
  sources: readonly Message[],
  { language }: WhenSettings,
): When => ({
  resolution: NO_RESOLUTION,
  phrase,
  question: { reason: "no-date", choices, language },
  sources,
});

/**
 * The same, where the sentences of the message, read one after the other, plan more than its date phrases say: two events
 * ("Wedding 12 December. Rehearsal Friday 5pm"), or the hour of one ("quiz on Sunday? Starts at 8").
 *
 * @param events of the message itself, in its order
 */
export function asToldIn(events: readonly Due[], when: When, settings: WhenSettings): When {
  const [message] = when.sources;
  const { resolution } = when;
  if (message === undefined || when.question !== null) return when;
  const planned = events.flatMap((event) => asFound(event, message.text) ?? []);
  const told = planned.filter(
    (found) => !planned.some((other) => saysMore(other.resolution, found.resolution)),
  );
  const [first, ...others] = told;
  if (first === undefined) return when;
  if (others.some((other) => !isSameTime(other.resolution, first.resolution)))
    return severalDates(told, message, settings);
  return saysMore(first.resolution, resolution) ? settled(first, when.sources, settings) : when;
}

/** True for an hour, or a question about it, on the very day that the other one names. */
const saysMore = (one: Resolution, other: Resolution): boolean =>
  one.kind !== "date" && other.kind === "date" && plannedDay(one) === other.start;

/** A time read elsewhere as if it were a phrase of the text; null without one. */
export function asFound({ due, duePhrase }: Due, text: string): FoundPhrase | null {
  if (due === null || duePhrase === null) return null;
  const start = Math.max(0, text.indexOf(duePhrase));
  return { phrase: duePhrase, start, end: start + duePhrase.length, resolution: due };
}

/** "Thursday at 11?" – "11 Uhr passt": the time of the message before it, whose hour is only said again. */
function agreedTo(
  { message, phrases, language }: Dated,
  nearby: readonly Message[],
  settings: WhenSettings,
): When | null {
  const [first, second] = phrases;
  if (first === undefined || second !== undefined || namesDay(first.resolution) || isSuspicious(message))
    return null;
  const { accepts, commits } = readCues(message.text.slice(0, 200), language);
  if (!accepts && !commits) return null;
  const before = closest(message, nearby)
    .filter(({ seq, time }) => seq < message.seq && time !== null)
    .map((other) => datedMessage(other, settings))
    .findLast((other) => other.phrases.length > 0);
  if (before === undefined) return null;
  const planned = whenOf(before, [], settings);
  const same = clocksOf(first.resolution).some((clock) => clocksOf(planned.resolution).includes(clock));
  return same ? { ...planned, sources: [...planned.sources, message] } : null;
}

/**
 * The chosen message names no date. If it only agrees ("ok, see you then"), the last date before it is what it agrees
 * to; otherwise dates nearby are offered as choices and the person picks.
 */
function withoutDate({ message, language }: Dated, nearby: readonly Message[], settings: WhenSettings): When {
  const around = closest(message, nearby).map((other) => datedMessage(other, settings));
  const withDates = around.filter((other) => other.phrases.length > 0 && other.message.time !== null);
  const before = withDates.findLast((other) => other.message.seq < message.seq);
  const cues = readCues(message.text.slice(0, 200), language);
  if (before !== undefined && (cues.accepts || cues.commits) && !isSuspicious(message)) {
    const agreed = whenOf(before, [], settings);
    return { ...agreed, sources: [...agreed.sources, message] };
  }
  const phrases = withDates.flatMap((other) => other.phrases);
  return open(null, choicesOf(phrases, settings), [message], settings);
}

/** The closest readable messages, in file order; text aimed at assistants offers no dates. */
function closest(message: Message, nearby: readonly Message[]): Message[] {
  return nearby
    .filter((other) => other.id !== message.id && isReadable(other) && !isSuspicious(other))
    .toSorted((left, right) => Math.abs(left.seq - message.seq) - Math.abs(right.seq - message.seq))
    .slice(0, MAX_NEARBY)
    .sort((left, right) => left.seq - right.seq);
}
