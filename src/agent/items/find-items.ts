/**
 * @file Finds tasks, events, decisions and questions by cue words, and follows them: accepted, done, cancelled,
 * changed (spec messages-calendar 3). One pass in reading order; the model has no part in it.
 */

import { pacer } from "#agent/agent-options";
import { bookedTime, isBookedAhead } from "#agent/sentences/booked";
import { callIn } from "#agent/sentences/called";
import { dayOf, dueOf, namesDay, NO_DUE, type DateSettings, type Due } from "#agent/sentences/due";
import { isUsual } from "#agent/sentences/habit";
import { LEXICONS } from "#agent/sentences/lexicon";
import { ownerOf } from "#agent/sentences/ownership";
import {
  isBareProposal,
  isConditional,
  isDeadlineOfAnyone,
  isDenied,
  isInvitation,
  isOwnDuty,
  isPlainFact,
  takesPlace,
} from "#agent/sentences/plain-fact";
import { isGuess, isIdleQuestion } from "#agent/sentences/idle-question";
import type { ReadMessage, ReadSentence } from "#agent/sentences/reading";
import { saysWhereOneIs } from "#agent/sentences/place";
import { isReminiscence } from "#agent/sentences/reminiscence";
import { holdsSecretCode } from "#agent/sentences/secret-code";
import { isOfSender } from "#agent/sentences/persons";
import { completedBy, tellsOfThePast } from "#agent/sentences/tense";
import { clauseThat, fold, segment, words } from "#agent/sentences/text";
import { isGoodWish, isUnreal } from "#agent/sentences/unreal";
import { topicWords } from "#agent/sentences/topic";
import type { Language } from "#calendar/resolution";
import type { Thread } from "#messages/message";

import type { ActionItem } from "./action-item.ts";
import { onDayBefore } from "./day-before.ts";
import { followUp } from "./follow-up.ts";
import type { FoundItem } from "./found-item.ts";
import { askNear } from "./near-date.ts";
import { isObstacle } from "./obstacle.ts";
import { replyOf } from "./reply.ts";

/** Fewer words than this make no question worth listing ("why?"). */
const MIN_QUESTION_WORDS = 3;

/** @throws AbortError when the signal fires. */
export async function findItems(
  all: readonly ReadMessage[],
  thread: Thread,
  settings: DateSettings,
  signal?: AbortSignal,
): Promise<FoundItem[]> {
  let items: readonly FoundItem[] = [];
  let announcement: ReadMessage | null = null;
  const pace = pacer(signal);
  for (const read of all) {
    for (const sentence of read.sentences) {
      await pace();
      const announced = announcement !== null && follows(read, announcement);
      const followed = followUp(items, read, sentence, { all, thread, settings, announced });
      if (followed !== null) items = followed.items;
      if (announcesChange(read, sentence, thread, settings)) announcement = read;
      // "Ok, I'll send it" both answers a request and is an offer; duplicates are merged later.
      const found = followed?.consumed === true ? null : findItem(read, sentence, thread, settings);
      if (found !== null && !isObstacle(items, found, settings)) items = [...items, found];
    }
  }
  return [...items];
}

/** In the same message or the next one of the same person. */
const follows = (read: ReadMessage, before: ReadMessage): boolean =>
  read.index - before.index <= 1 && read.message.senderId === before.message.senderId;

/** "Change of plan!": what changes is said next. */
function announcesChange(
  read: ReadMessage,
  sentence: ReadSentence,
  thread: Thread,
  settings: DateSettings,
): boolean {
  const { cues, text } = sentence;
  if (!cues.changed || read.suspicious || replyOf(read, sentence, thread).topics.length > 0) return false;
  return dueOf(text, read.message, read.language, settings).duePhrase === null;
}

function findItem(
  read: ReadMessage,
  sentence: ReadSentence,
  thread: Thread,
  settings: DateSettings,
): FoundItem | null {
  const { cues, text } = sentence;
  if (cues.act === "agreement" || cues.cancelled || holdsSecretCode(text, read.message.text)) return null;
  if (isReminiscence(fold(text), cues.past, read.language)) return null;
  const said = callIn(text, read.language)?.said ?? bookedTime(text, read.language);
  const due = dueOf(said, read.message, read.language, settings);
  // "The class is done for Wednesday at 10": what is to come has a date.
  const ahead = cues.eventWord && due.due?.kind === "time" && namesDay(due.due);
  if (cues.done && !ahead && !isBooked(sentence, due, read)) return null;
  const kind = kindOf(sentence, due, read);
  if (kind === null || (kind === "question" && asksNothing(read, text))) return null;
  if (read.suspicious) return unscheduled(kind, read, sentence);
  return {
    kind,
    sentence,
    read,
    who: ownerOf(text, { ...cues, ofSender: isOfItsSender(sentence, kind, due, read) }, read.message, thread),
    status: "open",
    messageIds: [read.message.id],
    superseded: [],
    last: read,
    ...dueOfItem(kind, due, sentence, read, settings),
  };
}

/** What the words before it in its message make of the date of a sentence. */
function dueOfItem(
  kind: ActionItem["kind"],
  due: Due,
  sentence: ReadSentence,
  read: ReadMessage,
  settings: DateSettings,
): Due {
  if (kind === "question") return NO_DUE;
  const dated = kind === "event" ? onDayBefore(due, sentence, read, settings) : due;
  return askNear(dated, sentence, read, settings);
}

/** "The workshop is on 9 December at 18:00, I booked 3 places": the workshop is everybody's. */
function isOfItsSender(
  { text, cues }: ReadSentence,
  kind: ActionItem["kind"],
  due: Due,
  { language }: ReadMessage,
): boolean {
  return cues.ofSender && (kind !== "event" || isOfSender(fold(clauseOf(text, due)), language));
}

function asksNothing(read: ReadMessage, text: string): boolean {
  const { sentences, language } = read;
  const before = sentences[sentences.findIndex((one) => one.text === text) - 1]?.text ?? null;
  return isIdleQuestion(text, language) || isGuess(text, before, language);
}

/** Text aimed at assistants is listed so that it can be seen, and puts nothing into a calendar. */
const unscheduled = (kind: ActionItem["kind"], read: ReadMessage, sentence: ReadSentence): FoundItem => ({
  kind: kind === "event" ? "task" : kind,
  sentence,
  read,
  who: { kind: "unclear" },
  status: "open",
  messageIds: [read.message.id],
  superseded: [],
  last: read,
  ...NO_DUE,
});

function kindOf(sentence: ReadSentence, due: Due, read: ReadMessage): ActionItem["kind"] | null {
  const { text, cues } = sentence;
  const dated = due.duePhrase !== null;
  switch (cues.act) {
    case "request":
    case "duty":
    case "offer":
      return cues.negated && cues.act === "offer" ? null : "task";
    case "decision":
      return "decision";
    case "suggestion":
      if (isPast(due)) return "question";
      if (dated || cues.eventWord) return "event";
      // "Bora!", "let's go": agrees and plans nothing.
      if (namesNothing(text, read)) return null;
      return text.includes("?") ? "question" : "task";
    case "question":
      if (isBareProposal(text, due, read) || isInvitation(text, due, read)) return "event";
      // "Call tomorrow at 4pm?" proposes; "Is the call at 4pm?" asks.
      if (dated && cues.eventWord && !cues.opensAsQuestion && !cues.past && !isPast(due)) return "event";
      return questionLength(text, read) >= leastWords(read) ? "question" : null;
    case "statement":
      if (isOwnDuty(text, due, read.language) && !cues.past) return "task";
      if (isDeadlineOfAnyone(text, due, read.language)) return "task";
      return isBooked(sentence, due, read) || isPlan(sentence, due, read) ? "event" : null;
    case "agreement":
      return null;
    default:
      return cues.act satisfies never;
  }
}

/** True where only the words of suggesting are left. */
function namesNothing(text: string, { language }: ReadMessage): boolean {
  const { suggest } = LEXICONS[language];
  return topicWords(text, language).every((word) => suggest.includes(word));
}

/** Verbs of these hold their person: "¿Llevo vino?", "Dove parcheggiamo?" are whole questions. */
const SHORT_QUESTIONS: ReadonlySet<Language> = new Set(["it", "pt", "es", "hi", "th"]);

const leastWords = ({ language }: ReadMessage): number =>
  SHORT_QUESTIONS.has(language) ? MIN_QUESTION_WORDS - 1 : MIN_QUESTION_WORDS;

/** Thai parts no words: its dictionary does. */
const questionLength = (text: string, { language }: ReadMessage): number =>
  language === "th" ? segment(text, language).length : words(text).length;

/** A statement about something that will take place: by its word, or as a plain fact with day and time. */
function isPlan({ text, cues }: ReadSentence, due: Due, { language }: ReadMessage): boolean {
  if (due.duePhrase === null || isPast(due)) return false;
  const dated = clauseOf(text, due);
  const doneBeside =
    cues.completed !== null && takesPlace(dated, language) && !tellsOfThePast(fold(dated), language);
  if (cues.past && !doneBeside) return false;
  if (isConditional(text, language)) return false;
  // "I'm in a meeting until 5": where somebody is, and nothing to attend.
  if (due.due !== null && !namesDay(due.due) && saysWhereOneIs(dated)) return false;
  if (isGoodWish(fold(text), language) || isUnreal(fold(text), language)) return false;
  // "Los domingos comemos siempre en casa": nobody plans that.
  if (due.due?.kind === "recurrence" && isUsual(fold(text), language)) return false;
  // "My physio has moved to Thursday at 8" reports what is to come.
  const ofSender = cues.ofSender && isOfSender(fold(dated), language);
  const ahead = due.due?.kind === "time" && namesDay(due.due) && (cues.eventWord || !ofSender);
  // "The workshop is on 9 December at 18:00, I booked 3 places": what was done has another clause.
  if (cues.completed !== null && completedBy(dated, language) !== null && !ahead) return false;
  if (cues.negated && isDenied(text, due.duePhrase, language)) return false;
  return cues.eventWord || isPlainFact(text, due, language);
}

/** The clause with the date. */
const clauseOf = (text: string, { duePhrase }: Due): string =>
  clauseThat(text, /[,;:!–—()]\s/u, (clause) => clause.includes(duePhrase ?? text));

/** "Your boiler service is booked for Wednesday": reports, and lies ahead. */
function isBooked({ text }: ReadSentence, { due }: Due, { message, language }: ReadMessage): boolean {
  if (due === null || due.kind === "due" || !namesDay(due) || due.flags.includes("past")) return false;
  const [day, today] = [dayOf(due), message.time?.local.slice(0, 10)];
  return day !== null && today !== undefined && day >= today && isBookedAhead(fold(text), language);
}

const isPast = (due: Due): boolean => due.due?.flags.includes("past") ?? false;
