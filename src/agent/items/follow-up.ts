/** @file What a later message does to items found before it: accept, take over, finish, cancel, change, answer. */

import { callIn } from "#agent/sentences/called";
import { dayOf, dueOf, type DateSettings } from "#agent/sentences/due";
import { isOwnedBy, ownerFromPerson } from "#agent/sentences/ownership";
import type { ReadMessage, ReadSentence } from "#agent/sentences/reading";
import type { Thread } from "#messages/message";
import { getOrAdd } from "#shared/get-or-add";

import { answer } from "./answers.ts";
import { finish } from "./finished.ts";
import type { FoundItem } from "./found-item.ts";
import { move } from "./move-items.ts";
import { settled } from "./other-day.ts";
import { otherHour } from "./other-hour.ts";
import {
  isDirectReply,
  isLive,
  MAX_LOOK_BACK,
  pick,
  REPLY_WINDOW,
  replyOf,
  touch,
  type Reply,
} from "./reply.ts";
import { takeQuestion, takeUp, volunteer } from "./take-up.ts";
import { answerReported, choose } from "./told-answers.ts";
import { decline, handOver, release } from "./turned-down.ts";

/** An unspecific "ok" has at most this many words of its own. */
const MAX_OWN_WORDS = 1;
/** "Will do it tomorrow after work." */
const MAX_OWN_WORDS_OF_COMMITMENT = 3;
/** A message of more words between an event and an "ok" is what the "ok" speaks of. */
const FEW_OWN_WORDS = 2;

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
  const taken = takeUp(items, reply, settings) ?? takeQuestion(items, reply, settings);
  // "Who books it?", "Tom, can you?", "Yes, I'll book it": the question is answered as well.
  if (taken !== null) return { items: answer(taken, reply, settings) ?? taken, consumed: true };
  const answered = answer(items, reply, settings);
  if (answered !== null)
    return { items: answered, consumed: cues.act === "statement" && !namesItsDay(reply, settings) };
  const accepted = cues.accepts || cues.commits ? accept(items, reply, { all, settings }) : null;
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

function accept(
  items: Items,
  reply: Reply,
  { all, settings }: Pick<Context, "all" | "settings">,
): Items | null {
  const { commits } = reply.sentence.cues;
  const limit = commits ? MAX_OWN_WORDS_OF_COMMITMENT : MAX_OWN_WORDS;
  const target =
    pick(
      items,
      reply,
      (item, count) => (count > 0 || isDirectReply(item, reply)) && canAccept(item, reply, all),
      limit,
    ) ?? (reply.own.length <= limit ? lastSpokenOf(items, reply, all) : null);
  // "12 works" of something at 11.
  if (target === null || otherHour(target, reply, settings) !== null) return null;
  const takesOver = target.kind === "task" && target.who.kind === "unclear" && !target.read.suspicious;
  const who = takesOver ? ownerFromPerson(reply.read.message.senderId, reply.thread) : target.who;
  // "How about Sunday?" – "ok": the day that was proposed.
  const atOnce = target.last === target.movedBy?.read && reply.read.index - target.last.index <= 2;
  const agreed = atOnce ? settled(target, null) : null;
  const status = agreed !== null || target.status === "changed" ? "changed" : "accepted";
  return touch(items, target, reply, { ...agreed, status, who });
}

function canAccept(item: FoundItem, reply: Reply, all: readonly ReadMessage[]): boolean {
  const { read, sentence, thread } = reply;
  const { senderId } = read.message;
  const { commits } = sentence.cues;
  if (item.status !== "open" && item.status !== "changed" && item.status !== "accepted") return false;
  if (item.read === read || item.last.message.senderId === senderId) return false;
  if (item.kind === "question" || item.kind === "decision") return false;
  if (item.kind === "event") return !commits;
  if (item.status === "accepted") return false;
  // A plain "ok" of somebody who was not asked takes nothing on; "will do" does.
  return (
    isOwnedBy(item.who, senderId, thread) ||
    (item.who.kind === "unclear" && (commits || isAskedOf(item, reply, all)))
  );
}

/** "Bob: I can drive", "Cat: can you pick me up?", "Bob: sure": asked of the one who spoke right before. */
function isAskedOf(
  { read: asked, sentence }: FoundItem,
  { read }: Reply,
  all: readonly ReadMessage[],
): boolean {
  const { act, someone, everyone } = sentence.cues;
  const before = all
    .slice(0, asked.index)
    .findLast(({ message }) => message.senderId !== asked.message.senderId);
  const next = read.index - asked.index === 1 && before !== undefined && asked.index - before.index <= 2;
  return (
    act === "request" && !someone && !everyone && next && before.message.senderId === read.message.senderId
  );
}

/** What an "ok" without words of its own is said to: what was spoken of last, or nothing. */
function lastSpokenOf(items: Items, reply: Reply, all: readonly ReadMessage[]): FoundItem | null {
  const { read } = reply;
  const around = items
    .slice(-MAX_LOOK_BACK)
    .filter((item) => item.read !== read && read.index - item.last.index <= REPLY_WINDOW)
    .toSorted((left, right) => right.last.index - left.last.index);
  for (const item of around) {
    if (canAccept(item, reply, all))
      return item.kind === "event" && isInterrupted(item, reply, all) ? null : item;
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
