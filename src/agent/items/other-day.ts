/**
 * @file A sentence that gives another day and does not say of what: "let's do Monday instead, it's going to rain", "how about
 * Sunday?". It is of the dated event that was spoken of last. Where it could be of another one, or only proposes, the event
 * keeps both times as a question, and no second event is made of it.
 */

import { readCues } from "#agent/sentences/cues";
import { dueOf, phrasesIn, plannedDay, type DateSettings, type Due } from "#agent/sentences/due";
import { LEXICONS } from "#agent/sentences/lexicon";
import { isOfOneself, isOfOthers } from "#agent/sentences/persons";
import { findPlace } from "#agent/sentences/place";
import { clauseThat, fold, foldedWords } from "#agent/sentences/text";
import type { Language, Resolution } from "#calendar/resolution";

import type { FoundItem } from "./found-item.ts";
import { nearPlan } from "./near-plan.ts";
import { clauseWithDay } from "./new-time.ts";
import { CLAUSES_OF_CHANGE, PREFERS, SMALL, STAYS, TELLS_LIKING } from "./other-day-words.ts";
import {
  isAboutAnother,
  isDirectReply,
  isLive,
  MAX_LOOK_BACK,
  REPLY_WINDOW,
  replyOf,
  touch,
  type Reply,
} from "./reply.ts";

type Items = readonly FoundItem[];

/** Messages between an event and a proposal that speaks of it, and between two events that both may be meant. */
const CLOSE = 3;

/** Events on another day that the sentence may speak of, the last one last. */
function eventsNear(items: Items, reply: Reply, next: Due, window: number): FoundItem[] {
  const day = plannedDay(next.due);
  const { cues } = reply.sentence;
  return items
    .slice(-MAX_LOOK_BACK)
    .filter(
      (item) =>
        item.kind === "event" &&
        isLive(item) &&
        item.read !== reply.read &&
        !item.read.suspicious &&
        reply.read.index - item.last.index <= window &&
        (item.duePhrase === null || item.due?.kind === "ask" || plannedDay(item.due) !== null) &&
        plannedDay(item.due) !== day &&
        !isAboutAnother(item, reply) &&
        // "My dentist" is moved by who has the appointment, and not by "let's".
        !(item.sentence.cues.ofSender && (cues.everyone || !isOfSameSender(item, reply))),
    )
    .toSorted((left, right) => left.last.index - right.last.index);
}

const isOfSameSender = (item: FoundItem, { read }: Reply): boolean =>
  item.read.message.senderId === read.message.senderId;

/** Days that the message names beside the new one: "I can't do Saturday. Could we do Sunday?" */
function otherDays({ read }: Reply, next: Due, settings: DateSettings): ReadonlySet<string> {
  const { message, language } = read;
  const said = phrasesIn(message.text, message, language, settings).flatMap(({ resolution }) =>
    resolution.kind === "ask" ? [resolution, ...resolution.options] : [resolution],
  );
  const days = said.map(plannedDay).filter((day) => day !== null && day !== plannedDay(next.due));
  return new Set(days as string[]);
}

/** The reply as if it said no more than one of its clauses. */
const ofPart = ({ read, sentence, thread }: Reply, text: string): Reply =>
  replyOf(read, { text, cues: sentence.cues }, thread);

interface Meant {
  readonly item: FoundItem;
  readonly sure: boolean;
  /** The message names the day that it was planned for. */
  readonly named: boolean;
}

function meantOf(
  events: readonly FoundItem[],
  reply: Reply,
  next: Due,
  settings: DateSettings,
): Meant | null {
  const days = otherDays(reply, next, settings);
  const onDay = events.filter(({ due }) => days.has(plannedDay(due) ?? ""));
  const left = onDay.length > 0 ? onDay : events;
  const item = left.findLast((event) => isDirectReply(event, reply)) ?? left.at(-1);
  if (item === undefined) return null;
  const rivals = left.filter((other) => other !== item && item.last.index - other.last.index <= CLOSE);
  const named = onDay.length === 1;
  return { item, named, sure: rivals.length === 0 || isDirectReply(item, reply) };
}

/**
 * Of which event an unnamed change of day is; null where it is of none.
 * @param target what it seems to be of
 */
export function meantByChange(
  items: Items,
  target: FoundItem,
  reply: Reply,
  next: Due,
  settings: DateSettings,
): Meant | null {
  const { duePhrase } = next;
  const asItSeems = { item: target, sure: true, named: false };
  if (target.kind !== "event" || duePhrase === null) return asItSeems;
  const { read, sentence } = reply;
  const part = clauseThat(sentence.text, CLAUSES_OF_CHANGE[read.language], (one) => one.includes(duePhrase));
  const clause = fold(part).trim();
  if (isOfOthers(clause, read.language)) return null;
  if (isOfOneself(clause, read.language) && !TELLS_LIKING.test(clause)) return null;
  const events = eventsNear(items, ofPart(reply, part), next, REPLY_WINDOW);
  return meantOf(events, reply, next, settings) ?? asItSeems;
}

/** "How about Sunday?", "Sunday would be better for us", "Sunday?": the event with both days, or null. */
export function proposeDay(items: Items, reply: Reply, settings: DateSettings): Items | null {
  const { read, sentence } = reply;
  if (sentence.cues.past || !PROPOSING.has(sentence.cues.act)) return null;
  const said = clauseWithDay(reply, settings, (clause) => isProposal(clause, reply));
  if (said === null || said.due.due?.flags.includes("past") === true) return null;
  const meant = meantOf(
    eventsNear(items, ofPart(reply, said.clause), said.due, CLOSE),
    reply,
    said.due,
    settings,
  );
  if (meant === null) return null;
  // "Saturday works" is said of what is on another day only where that day is named too.
  if (!meant.named && !proposes(said.clause, reply)) return null;
  // Something else was spoken of since.
  const later =
    !meant.named && items.some((item) => item.read !== read && item.last.index > meant.item.last.index);
  const planned = plannedDay(meant.item.due);
  const next = nearPlan(said.due, planned, read, settings);
  return later || plannedDay(next.due) === planned ? null : leaveOpen(items, meant.item, reply, next);
}

const PROPOSING: ReadonlySet<string> = new Set(["suggestion", "question", "statement", "agreement"]);

const suggests = (clause: string, language: Language): boolean =>
  readCues(clause, language).act === "suggestion";

/** True for a clause that suggests, asks or says what is liked better. */
const proposes = (clause: string, { read: { language } }: Reply): boolean =>
  /[?？]/u.test(clause) || suggests(clause, language) || TELLS_LIKING.test(fold(clause));

/** True for a clause with nothing but its day and words of liking. */
function isProposal(clause: string, reply: Reply): boolean {
  const { language } = reply.read;
  const [first = ""] = foldedWords(clause);
  if (LEXICONS[language].questionWord.includes(first) && !suggests(clause, language)) return false;
  const folded = fold(clause);
  if (isOfOneself(folded, language) && !proposes(clause, reply)) return false;
  const topics = withoutPlace(ofPart(reply, clause).topics, clause, language);
  return saysNoMore(topics, language) && !isOfOthers(folded, language);
}

/** "Sunday at the lake?" is another day, and another place. */
export function withoutPlace(topics: readonly string[], text: string, language: Language): readonly string[] {
  const place = new Set(foldedWords(findPlace(text, language, [])));
  return topics.filter((word) => !place.has(word));
}

/** True where the topics are words of proposing and liking only. */
export function saysNoMore(topics: readonly string[], language: Language): boolean {
  const phrases = [...PREFERS[language], ...LEXICONS[language].suggest, ...LEXICONS[language].change];
  const words = new Set(phrases.flatMap((phrase) => phrase.split(" ")));
  return topics.every((word) => words.has(word) || SMALL.has(word));
}

/** Both times, as a question; the old one is what is known until somebody answers. */
export function leaveOpen(items: Items, event: FoundItem, reply: Reply, next: Due): Items | null {
  const { due, duePhrase, read, movedBy } = event;
  const said = { read: reply.read, sentence: reply.sentence };
  // "Let's have a picnic!" – "how about Sunday?"
  if (duePhrase === null) return touch(items, event, reply, { ...next, movedBy: said });
  if (due === null || next.due === null || due.kind === "ask" || next.due.kind === "ask") return null;
  const question: Resolution = {
    kind: "ask",
    reason: "alternatives",
    options: [due, next.due],
    flags: [],
    trace: [],
  };
  return touch(items, event, reply, {
    status: "open",
    due: question,
    duePhrase: next.duePhrase,
    proposed: { due, duePhrase, read: movedBy?.read ?? read },
    movedBy: said,
  });
}

/** The event as it is once one of the two times is agreed on. @param day null = the later one */
export function settled(
  event: FoundItem,
  day: string | null,
): Pick<FoundItem, "due" | "superseded" | "proposed"> | null {
  const { due, proposed, superseded } = event;
  if (proposed === undefined || due?.kind !== "ask") return null;
  const chosen = day === null ? due.options.at(-1) : due.options.find((option) => plannedDay(option) === day);
  if (chosen === undefined) return null;
  const moved = plannedDay(chosen) !== plannedDay(proposed.due);
  return { due: chosen, superseded: moved ? [...superseded, proposed] : superseded, proposed: undefined };
}

/** "Sunday then", "ok, Sunday", "no, let's stay with Saturday": one of two times that were open. */
export function settleDay(items: Items, reply: Reply, settings: DateSettings): Items | null {
  const { read, sentence } = reply;
  if (/[?？]/u.test(sentence.text) || items.every(({ proposed }) => proposed === undefined)) return null;
  const next = dueOf(sentence.text, read.message, read.language, settings);
  const said = withoutPlace(reply.topics, sentence.text, read.language);
  const rest = said.filter((word) => !STAYS.has(word));
  if (next.due === null || !(reply.own.length === 0 || saysNoMore(rest, read.language))) return null;
  const event = items.findLast(
    (item) => item.proposed !== undefined && isLive(item) && reply.read.index - item.last.index <= CLOSE,
  );
  if (event === undefined) return null;
  const near = nearPlan(next, plannedDay(event.proposed?.due ?? null), read, settings);
  const day = plannedDay(near.due) ?? plannedDay(next.due);
  const change = day === null ? null : (settled(event, day) ?? settled(event, plannedDay(next.due)));
  if (change === null) return null;
  const kept = change.superseded === event.superseded;
  return touch(items, event, reply, {
    ...change,
    // "Thursday at 8, then": the hour too.
    ...(near.due?.kind === "time" && change.due?.kind === "date" && { due: near.due }),
    status: kept ? "accepted" : "changed",
    duePhrase: kept ? (event.proposed?.duePhrase ?? null) : next.duePhrase,
  });
}
