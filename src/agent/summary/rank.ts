/**
 * @file Picks the messages that matter (spec messages-calendar 3, tier S: code ranks, the model only writes). Points
 * are added for what usually makes a chat message worth telling; the weights were set by hand on the sample threads.
 */

import { pacer } from "#agent/agent-options";
import type { FoundItem } from "#agent/items/found-item";
import { dueOf } from "#agent/sentences/due";
import { STOP_WORDS } from "#agent/sentences/lexicon";
import type { ReadMessage, ReadSentence } from "#agent/sentences/reading";
import { holdsSecretCode } from "#agent/sentences/secret-code";
import { contentStems, fold, foldedWords, similarity, words } from "#agent/sentences/text";
import { DEFAULT_DAY_PARTS } from "#calendar/resolution";
import type { Message, Thread } from "#messages/message";
import { getOrAdd } from "#shared/get-or-add";

const ACT_POINTS = {
  decision: 3,
  request: 2,
  duty: 2,
  offer: 2,
  suggestion: 2,
  question: 2,
  agreement: -1,
  statement: 0,
} as const;
const DATE_POINTS = 2;
/** Day and clock together are the most telling. */
const CLOCK_POINTS = 1.5;
/** What is still to do or to attend, and when; what is over needs no telling. */
const ITEM_POINTS = { dated: 2, open: 1, over: -2 };
const MONEY_POINTS = 2;
const NEWS_POINTS = 2;
const MENTION_POINTS = 2;
const REPLY_POINTS = 0.5;
const SUSPICIOUS_POINTS = -4;
const MAYBE_QUOTED_POINTS = -1;

const MONEY = /[€$£¥₹฿]\s?\d|\d\s?(?:[€$£¥₹฿]|eur\b|euros?\b|usd\b|dollars?\b|pounds?\b|chf\b)/;

/** How far a message looks ahead for replies. */
const REPLY_WINDOW = 4;
/** Longer sentences are told by their most telling part anyway. */
const MANY_WORDS = 12;
const FEW_WORDS = 3;

export interface Ranked {
  readonly read: ReadMessage;
  /** The sentence that earned most: what gets reworded or quoted. */
  readonly sentence: string;
  readonly sentenceCues: ReadSentence["cues"];
  readonly score: number;
}

/** Of one run: whose messages, and what was found in them. */
interface Ranking {
  readonly thread: Thread;
  readonly itemsOf: ReadonlyMap<Message, readonly FoundItem[]>;
  readonly selfNames: ReadonlySet<string>;
}

function sentencePoints(sentence: ReadSentence, { message, language }: ReadMessage, zone: string): number {
  const { cues } = sentence;
  const list = words(fold(sentence.text));
  const { duePhrase, due } = dueOf(sentence.text, message, language, { zone, dayParts: DEFAULT_DAY_PARTS });
  const news = cues.done || cues.cancelled || cues.changed;
  let points: number = ACT_POINTS[cues.act];
  if (duePhrase !== null) points += DATE_POINTS;
  if (due?.kind === "time") points += CLOCK_POINTS;
  if (MONEY.test(fold(sentence.text))) points += MONEY_POINTS;
  if (news) points += NEWS_POINTS;
  if (list.length < FEW_WORDS) points -= 1.5;
  return points + Math.min(list.length, MANY_WORDS) / MANY_WORDS;
}

/** Items by the messages they were found in, and by those that moved them. */
function byMessage(items: readonly FoundItem[]): ReadonlyMap<Message, readonly FoundItem[]> {
  const found = new Map<Message, FoundItem[]>();
  for (const item of items)
    for (const message of new Set([item.read.message, item.movedBy?.read.message ?? item.read.message]))
      getOrAdd(found, message, () => []).push(item);
  return found;
}

/** What was found in a sentence, or moved by it. @param items of its message */
function itemPoints({ text }: ReadSentence, { message }: ReadMessage, items: readonly FoundItem[]): number {
  const item = items.find(
    (found) =>
      (found.read.message === message && found.sentence.text === text) ||
      (found.movedBy?.read.message === message && found.movedBy.sentence.text === text),
  );
  if (item === undefined) return 0;
  if (item.status === "done" || item.status === "cancelled") return ITEM_POINTS.over;
  return item.duePhrase === null ? ITEM_POINTS.open : ITEM_POINTS.dated;
}

/** Replies by others that take up a word of the message or agree with it. */
function replyPoints(read: ReadMessage, all: readonly ReadMessage[]): number {
  const stems = new Set(contentStems(read.message.text.slice(0, 400), STOP_WORDS[read.language]));
  let replies = 0;
  for (const later of all.slice(read.index + 1, read.index + 1 + REPLY_WINDOW)) {
    if (later.message.senderId === read.message.senderId) continue;
    const agrees = later.sentences.some(({ cues }) => cues.accepts || cues.commits);
    const text = later.message.text.slice(0, 400);
    if (agrees || contentStems(text, STOP_WORDS[later.language]).some((word) => stems.has(word)))
      replies += 1;
  }
  return REPLY_POINTS * replies;
}

function mentionsSelf(text: string, selfNames: ReadonlySet<string>): boolean {
  return selfNames.size > 0 && foldedWords(text).some((word) => selfNames.has(word));
}

function rankMessage(read: ReadMessage, all: readonly ReadMessage[], ranking: Ranking): Ranked | null {
  const { message } = read;
  const items = ranking.itemsOf.get(message) ?? [];
  let best: { sentence: ReadSentence; points: number } | null = null;
  for (const sentence of read.sentences) {
    const points = sentencePoints(sentence, read, ranking.thread.zone) + itemPoints(sentence, read, items);
    if (best === null || points > best.points) best = { sentence, points };
  }
  if (best === null || holdsSecretCode(message.text)) return null;
  let score = best.points + replyPoints(read, all);
  if (mentionsSelf(message.text.slice(0, 2000), ranking.selfNames)) score += MENTION_POINTS;
  if (read.suspicious) score += SUSPICIOUS_POINTS;
  if (message.flags.includes("maybeQuoted")) score += MAYBE_QUOTED_POINTS;
  return { read, sentence: best.sentence.text, sentenceCues: best.sentence.cues, score };
}

/** First names of the person who imported, as others write them. */
function selfNamesOf(thread: Thread): ReadonlySet<string> {
  const own = thread.people.filter((person) => person.isSelf);
  return new Set(own.flatMap((person) => foldedWords(person.name).slice(0, 1)));
}

const SAME_NEWS = 0.6;

/**
 * The most telling messages, at most `count`, in the order they were written. Repetitions of a message already chosen
 * are left out; when nothing scores, the longest message stands for all.
 *
 * @param items of these messages
 */
export async function pickMessages(
  all: readonly ReadMessage[],
  { thread, items }: { readonly thread: Thread; readonly items: readonly FoundItem[] },
  count: number,
  signal?: AbortSignal,
): Promise<Ranked[]> {
  const ranking: Ranking = { thread, itemsOf: byMessage(items), selfNames: selfNamesOf(thread) };
  const ranked: Ranked[] = [];
  const pace = pacer(signal);
  for (const read of all) {
    await pace();
    const entry = rankMessage(read, all, ranking);
    if (entry !== null) ranked.push(entry);
  }
  ranked.sort((left, right) => right.score - left.score || left.read.index - right.read.index);
  const telling = ranked.filter((entry) => entry.score >= 1);
  const chosen: Ranked[] = [];
  for (const entry of telling.length > 0 ? telling : ranked.slice(0, 1)) {
    if (chosen.length >= count) break;
    const repeated = chosen.some((other) => similarity(other.sentence, entry.sentence) >= SAME_NEWS);
    if (!repeated) chosen.push(entry);
  }
  return chosen.sort((left, right) => left.read.index - right.read.index);
}
