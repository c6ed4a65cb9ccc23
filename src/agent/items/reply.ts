/** @file A sentence seen as a reply: which of the items found before it speaks of, and the item once it was touched. */

import { isOccasion } from "#agent/sentences/occasions";
import type { ReadMessage, ReadSentence } from "#agent/sentences/reading";
import { clauseThat, foldedWords } from "#agent/sentences/text";
import { isAnyEvent, ownWords, sharedWords, topicWords } from "#agent/sentences/topic";
import type { Thread } from "#messages/message";
import { getOrAdd } from "#shared/get-or-add";

import type { FoundItem } from "./found-item.ts";

/** Messages within which an unspecific reply ("ok", "cancelled, sorry") still speaks of an item (spec 3). */
export const REPLY_WINDOW = 10;
/** Items looked back at when a reply names what it speaks of. */
export const MAX_LOOK_BACK = 60;

export interface Reply {
  readonly read: ReadMessage;
  readonly sentence: ReadSentence;
  readonly thread: Thread;
  /** What it is about; names of the participants are no topic. */
  readonly topics: readonly string[];
  /** Topics that are neither cue words nor names of any event. */
  readonly own: readonly string[];
  /** "Same time": said in words that are no longer part of the sentence. */
  readonly sameTime?: true;
}

export function replyOf(read: ReadMessage, sentence: ReadSentence, thread: Thread): Reply {
  const topics = topicsOf(sentence, read, thread);
  return { read, sentence, thread, topics, own: ownWords(topics, read.language) };
}

/** The reply with the own words of one of its clauses only: what else is said has another clause. */
export function ofClause(reply: Reply, marks: RegExp, holds: (clause: string) => boolean): Reply {
  const { text, cues } = reply.sentence;
  const clause = clauseThat(text, marks, holds);
  if (clause === text) return reply;
  const { own } = replyOf(reply.read, { text: clause, cues }, reply.thread);
  return { ...reply, own };
}

const kept = new WeakMap<ReadSentence, readonly string[]>();

const topicsOf = (sentence: ReadSentence, { language }: ReadMessage, thread: Thread): readonly string[] =>
  getOrAdd(kept, sentence, () => topicWords(sentence.text, language, namesIn(thread)));

const nameSets = new WeakMap<Thread, ReadonlySet<string>>();

const namesIn = (thread: Thread): ReadonlySet<string> =>
  getOrAdd(nameSets, thread, () => new Set(thread.people.flatMap(({ name }) => foldedWords(name))));

export const itemTopics = (item: FoundItem, { thread }: Reply): readonly string[] =>
  topicsOf(item.sentence, item.read, thread);

/** Words of the reply that its item has too. "The meeting" is every meeting, unless the reply says which. */
export function shared(item: FoundItem, reply: Reply): readonly string[] {
  const common = sharedWords(reply.topics, itemTopics(item, reply), reply.read.language);
  const telling = common.filter((word) => !isAnyEvent(word));
  return telling.length > 0 || saysWhich(reply) ? telling : common;
}

/** More than a verb with "the meeting": "the meeting with Bob", "my haircut appointment". */
function saysWhich({ own, read, sentence }: Reply): boolean {
  const [word = ""] = own;
  if (own.length !== 1) return own.length > 0;
  const written = sentence.text.slice(1).includes(word) || sentence.text.toLowerCase().startsWith(word);
  return !written || heads(own, read).length > 0 || sentence.cues.ofSender;
}

/** The words that say what kind of event it is: "the school concert" → "concert". */
const heads = (topics: readonly string[], { language }: ReadMessage): readonly string[] =>
  topics.filter((word) => !isAnyEvent(word) && isOccasion(word, language));

/** "The school bus leaves at 4" shares a word with the school concert and is about something else. */
export function isAboutAnother(item: FoundItem, reply: Reply): boolean {
  const said = heads(reply.topics, reply.read);
  const planned = heads(itemTopics(item, reply), item.read);
  return (
    said.length > 0 && planned.length > 0 && sharedWords(said, planned, reply.read.language).length === 0
  );
}

export const isLive = (item: FoundItem): boolean => item.status !== "done" && item.status !== "cancelled";

/** The message that a reply quotes or answers by the source's own link. */
export const isDirectReply = (item: FoundItem, { read }: Reply): boolean =>
  read.message.replyTo !== undefined && item.messageIds.includes(read.message.replyTo);

/**
 * The item a reply speaks of: the one it answers directly, else the one that shares most words with it, the later of two
 * equals; without shared words the one that was touched last within ten messages, provided the reply says nothing else.
 *
 * @param ownLimit how many words of its own an unspecific reply may have
 */
export function pick(
  items: readonly FoundItem[],
  reply: Reply,
  eligible: (item: FoundItem, sharedCount: number) => boolean,
  ownLimit: number,
): FoundItem | null {
  const unspecific = reply.own.length <= ownLimit;
  let best: { item: FoundItem; points: number } | null = null;
  for (const item of items.slice(-MAX_LOOK_BACK)) {
    if (item.read === reply.read) continue;
    const sharedCount = shared(item, reply).length;
    if (!eligible(item, sharedCount)) continue;
    const near = reply.read.index - item.last.index <= REPLY_WINDOW;
    const direct = isDirectReply(item, reply);
    if (sharedCount === 0 && !direct && !(near && unspecific)) continue;
    // Where no word tells, the last that was spoken of: its position is less than one shared word.
    const points = (direct ? MAX_LOOK_BACK : sharedCount) + item.last.index / (reply.read.index + 1);
    if (best === null || points >= best.points) best = { item, points };
  }
  return best?.item ?? null;
}

type Change = Partial<
  Pick<FoundItem, "kind" | "who" | "status" | "due" | "duePhrase" | "superseded" | "movedBy" | "proposed">
>;

/** The items, one of them changed by the reply, whose message it cites from now on. */
export function touch(
  items: readonly FoundItem[],
  target: FoundItem,
  { read }: Reply,
  change: Change,
): readonly FoundItem[] {
  const { id } = read.message;
  return items.map((item) => {
    if (item !== target) return item;
    const messageIds = item.messageIds.includes(id) ? item.messageIds : [...item.messageIds, id];
    return { ...item, ...change, messageIds, last: read };
  });
}
