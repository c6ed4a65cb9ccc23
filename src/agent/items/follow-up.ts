/** @file What a later message does to items found before it: accept, take over, finish, cancel, change, answer. */

import { callIn } from "#agent/sentences/called";
import { dayOf, dueOf, type DateSettings } from "#agent/sentences/due";
import { isOwnedBy, ownerFromPerson } from "#agent/sentences/ownership";
import type { ReadMessage, ReadSentence } from "#agent/sentences/reading";
import { shareVerb } from "#agent/sentences/same-verb";
import { segment, words } from "#agent/sentences/text";
import { sharedWords } from "#agent/sentences/topic";
import { takesUp } from "#agent/sentences/volunteer";
import type { Thread } from "#messages/message";
import { getOrAdd } from "#shared/get-or-add";

import { answer } from "./answers.ts";
import { finish } from "./finished.ts";
import type { FoundItem } from "./found-item.ts";
import { move } from "./move-items.ts";
import { settled } from "./other-day.ts";
import {
  isDirectReply,
  isLive,
  itemTopics,
  MAX_LOOK_BACK,
  pick,
  REPLY_WINDOW,
  replyOf,
  touch,
  type Reply,
} from "./reply.ts";
import { answerReported, choose } from "./told-answers.ts";
import { decline, handOver, release } from "./turned-down.ts";

/** An unspecific "ok" has at most this many words of its own. */
const MAX_OWN_WORDS = 1;
/** "Will do it tomorrow after work." */
const MAX_OWN_WORDS_OF_COMMITMENT = 3;
/** A message of more words between an event and an "ok" is what the "ok" speaks of. */
const FEW_OWN_WORDS = 2;
/** "Yo los llevo": a sentence that may hold one word that what it takes up has not. */
const FEW_WORDS = 5;

type Items = readonly FoundItem[];

export interface Followed {
  readonly items: Items;
  /** What it did leaves nothing more to find in the sentence. */
  readonly consumed: boolean;
}

interface Context {
  readonly all: readonly ReadMessage[];
  readonly thread: Thread;
  readonly settings: DateSettings;
  /** A sentence right before this one said that something changes. */
  readonly announced: boolean;
}

/** The items with the effects of one sentence, or null when it speaks of none of them. */
export function followUp(
  items: Items,
  read: ReadMessage,
  sentence: ReadSentence,
  { all, thread, settings, announced }: Context,
): Followed | null {
  // Text aimed at assistants must not close or move anything.
  if (items.length === 0 || read.suspicious) return null;
  const reply = replyOf(read, sentence, thread);
  const { cues } = sentence;
  const called = cues.act === "statement" && callIn(sentence.text, read.language) !== null;
  const changed = cues.changed || called || (announced && cues.act !== "question");
  const ended = cues.cancelled ? cancel(items, reply) : null;
  if (ended !== null) return { items: ended, consumed: false };
  const chosen = choose(items, reply);
  if (chosen !== null) return { items: chosen, consumed: true };
  const turned = release(items, reply) ?? handOver(items, reply);
  if (turned !== null) return { items: turned, consumed: false };
  const moved = move(items, reply, settings, changed);
  if (moved !== null) return { items: moved, consumed: true };
  const finished = finish(items, reply, settings) ?? answerReported(items, reply);
  if (finished !== null) return { items: finished, consumed: false };
  const declined = decline(items, reply);
  if (declined !== null) return { items: declined, consumed: false };
  const taken = cues.act === "offer" ? takeUp(items, reply) : null;
  // "Who books it?", "Tom, can you?", "Yes, I'll book it": the question is answered as well.
  if (taken !== null) return { items: answer(taken, reply, settings) ?? taken, consumed: true };
  const answered = answer(items, reply, settings);
  if (answered !== null)
    return { items: answered, consumed: cues.act === "statement" && !namesItsDay(reply, settings) };
  const accepted = cues.accepts || cues.commits ? accept(items, reply, all) : null;
  if (accepted !== null) return { items: accepted, consumed: false };
  const volunteered = volunteer(items, reply);
  return volunteered && { items: volunteered, consumed: true };
}

/** "It leaves at 9" tells what was asked; "it's on Saturday at 9" is an event too. */
function namesItsDay({ read, sentence }: Reply, settings: DateSettings): boolean {
  const { due } = dueOf(sentence.text, read.message, read.language, settings);
  return due !== null && !due.flags.includes("day") && dayOf(due) !== null;
}

function cancel(items: Items, reply: Reply): Items | null {
  const target = pick(items, reply, (item) => isLive(item) && item.kind !== "question", 0);
  return target && touch(items, target, reply, { status: "cancelled" });
}

function accept(items: Items, reply: Reply, all: readonly ReadMessage[]): Items | null {
  const { commits } = reply.sentence.cues;
  const limit = commits ? MAX_OWN_WORDS_OF_COMMITMENT : MAX_OWN_WORDS;
  const target =
    pick(
      items,
      reply,
      (item, count) => (count > 0 || isDirectReply(item, reply)) && canAccept(item, reply),
      limit,
    ) ?? (reply.own.length <= limit ? lastSpokenOf(items, reply, all) : null);
  if (target === null) return null;
  const takesOver = target.kind === "task" && target.who.kind === "unclear" && !target.read.suspicious;
  const who = takesOver ? ownerFromPerson(reply.read.message.senderId, reply.thread) : target.who;
  // "How about Sunday?" – "ok": the day that was proposed.
  const atOnce = target.last === target.movedBy?.read && reply.read.index - target.last.index <= 2;
  const agreed = atOnce ? settled(target, null) : null;
  const status = agreed !== null || target.status === "changed" ? "changed" : "accepted";
  return touch(items, target, reply, { ...agreed, status, who });
}

function canAccept(item: FoundItem, { read, sentence, thread }: Reply): boolean {
  const { senderId } = read.message;
  const { commits } = sentence.cues;
  if (item.status !== "open" && item.status !== "changed" && item.status !== "accepted") return false;
  if (item.read === read || item.last.message.senderId === senderId) return false;
  if (item.kind === "question" || item.kind === "decision") return false;
  if (item.kind === "event") return !commits;
  if (item.status === "accepted") return false;
  // A plain "ok" of somebody who was not asked takes nothing on; "will do" does.
  return isOwnedBy(item.who, senderId, thread) || (item.who.kind === "unclear" && commits);
}

/** The last open task of the message right before the reply that `fits`. */
const askedJustBefore = (
  items: Items,
  { read }: Reply,
  fits: (item: FoundItem) => boolean,
): FoundItem | undefined =>
  items.findLast(
    (item) =>
      item.kind === "task" && item.status === "open" && read.index - item.read.index === 1 && fits(item),
  );

/** "Yo los llevo", "I'll do that" right behind what one was asked for: an answer, and no other task. */
function takeUp(items: Items, reply: Reply): Items | null {
  const { read, thread } = reply;
  const { senderId } = read.message;
  const target = askedJustBefore(
    items,
    reply,
    (item) =>
      isOwnedBy(item.who, senderId, thread) || (isUntaken(item, senderId) && repeatsVerb(item, reply)),
  );
  if (target === undefined) return null;
  const other = reply.own.length - sharedWords(reply.own, itemTopics(target, reply), read.language).length;
  if (other > (words(reply.sentence.text).length <= FEW_WORDS ? 1 : 0)) return null;
  const who = target.who.kind === "unclear" ? ownerFromPerson(senderId, thread) : target.who;
  return touch(items, target, reply, { status: "accepted", who });
}

const isUntaken = ({ who, read }: FoundItem, senderId: string | null): boolean =>
  who.kind === "unclear" && !read.suspicious && read.message.senderId !== senderId;

/** "We must ring the plumber" – "I'll ring him on Monday". */
const repeatsVerb = (item: FoundItem, { sentence, read: { language } }: Reply): boolean =>
  shareVerb(segment(item.sentence.text, language), segment(sentence.text, language), language);

/** Right behind a request of nobody in particular: who says that they can takes it on. */
function volunteer(items: Items, reply: Reply): Items | null {
  const { read, sentence, thread } = reply;
  const { cues, text } = sentence;
  if (cues.negated || cues.past || cues.act === "question") return null;
  const target = askedJustBefore(
    items,
    reply,
    (item) =>
      item.sentence.cues.someone &&
      item.who.kind === "unclear" &&
      !item.read.suspicious &&
      item.read.message.senderId !== read.message.senderId &&
      takesUp(text, read.language, item.sentence.text),
  );
  const who = ownerFromPerson(read.message.senderId, thread);
  return target === undefined ? null : touch(items, target, reply, { status: "accepted", who });
}

/** What an "ok" without words of its own is said to: what was spoken of last, or nothing. */
function lastSpokenOf(items: Items, reply: Reply, all: readonly ReadMessage[]): FoundItem | null {
  const { read } = reply;
  const around = items
    .slice(-MAX_LOOK_BACK)
    .filter((item) => item.read !== read && read.index - item.last.index <= REPLY_WINDOW)
    .toSorted((left, right) => right.last.index - left.last.index);
  for (const item of around) {
    if (canAccept(item, reply)) return item.kind === "event" && isInterrupted(item, reply, all) ? null : item;
    // Asked of somebody else, or one's own: the "ok" may be to what came before.
    if (!isPassedOver(item, reply)) return null;
  }
  return null;
}

/** "I'll bring the salad", a question, an answer: an "ok" behind these is to them. */
function isPassedOver(item: FoundItem, { read, thread }: Reply): boolean {
  const { senderId } = read.message;
  if (item.last.message.senderId === senderId) return true;
  const offered = isOwnedBy(item.who, item.read.message.senderId, thread);
  return item.kind === "task" && isLive(item) && !offered && item.status !== "accepted";
}

/** Somebody else said something of their own in between. */
function isInterrupted(item: FoundItem, reply: Reply, all: readonly ReadMessage[]): boolean {
  const people = [reply.read.message.senderId, item.last.message.senderId];
  return all
    .slice(item.last.index + 1, reply.read.index)
    .some((read) => !people.includes(read.message.senderId) && saysMuch(read, reply.thread));
}

const talkative = new WeakMap<ReadMessage, boolean>();

/** Whether a message speaks of things of its own; worked out once, since every "ok" asks. */
const saysMuch = (read: ReadMessage, thread: Thread): boolean =>
  getOrAdd(talkative, read, () => {
    const own = new Set(read.sentences.flatMap((sentence) => replyOf(read, sentence, thread).own));
    return own.size > FEW_OWN_WORDS;
  });
