/**
 * @file Who says that they do what was asked right before: "yo los llevo", "I'll get it", "mach ich". The task is theirs, and
 * no other one is made of what they said; "who fetches Emil?" becomes a task once somebody does.
 */

import { readCues } from "#agent/sentences/cues";
import { dueOf, type DateSettings, type Due } from "#agent/sentences/due";
import { opensWithErrand } from "#agent/sentences/own-task";
import { isOwnedBy, ownerFromPerson } from "#agent/sentences/ownership";
import { readQuestion } from "#agent/sentences/question";
import { shareVerb } from "#agent/sentences/same-verb";
import { clauseThat, fold, segment, words } from "#agent/sentences/text";
import { sharedWords } from "#agent/sentences/topic";
import { takesUp } from "#agent/sentences/volunteer";
import type { Language } from "#calendar/resolution";
import { wordSet } from "#shared/word-lists";

import type { FoundItem } from "./found-item.ts";
import { itemTopics, replyOf, touch, type Reply } from "./reply.ts";

type Items = readonly FoundItem[];

/** "Yo los llevo": a sentence that may hold one word that what it takes up has not. */
const FEW_WORDS = 5;
/** "We have a spare, I'll drop it round": words of its own beside what anybody was asked for. */
const MAX_OWN_WORDS_OF_VOLUNTEER = 2;
/** Messages within which somebody says that they do what was asked for. */
const TAKING_WINDOW = 2;

/** What was spoken of, without its name. Folded. */
const IT = wordSet(
  `it that them him her those this one ones es ihn sie das die welche eins le la les l' lui leur en lo li gli ne o a os as isso los las se eso
  उसे उन्हें इसे वो`,
);

/** "Wir können ihn nehmen". Folded. */
const WE_CAN =
  /(?<!\p{L})(?:we (?:can|could)|wir (?:können|könnten)|on (?:peut|pourrait)|nous pouvons|possiamo|potremmo|podemos|podíamos|podríamos)(?!\p{L})|हम .*सकते/u;

/** The last open task of the messages right before the reply that `fits`. */
const askedJustBefore = (
  items: Items,
  { read }: Reply,
  fits: (item: FoundItem) => boolean,
): FoundItem | undefined =>
  items.findLast(
    (item) =>
      item.kind === "task" &&
      item.status === "open" &&
      item.read.index < read.index &&
      read.index - item.last.index === 1 &&
      fits(item),
  );

/** "Yo los llevo", "I'll do that" right behind what one was asked for: an answer, and no other task. */
export function takeUp(items: Items, whole: Reply, settings: DateSettings): Items | null {
  if (askedJustBefore(items, whole, () => true) === undefined || !promises(whole)) return null;
  const reply = offeringPart(whole);
  const { read, thread } = reply;
  const { senderId } = read.message;
  const target = askedJustBefore(
    items,
    reply,
    (item) =>
      (isOwnedBy(item.who, senderId, thread) && isSpokenOf(item, reply)) ||
      (isUntaken(item, senderId) && takesUntaken(item, reply)),
  );
  if (target === undefined) return null;
  const who = target.who.kind === "unclear" ? ownerFromPerson(senderId, thread) : target.who;
  return touch(items, target, reply, { status: "accepted", who, ...dayOfTaking(target, reply, settings) });
}

/** Says of oneself that one does it: an offer, or the verb again in the present. */
function promises(whole: Reply): boolean {
  // "Wir können ihn nehmen, kein Problem": the clause that says so refuses nothing.
  const { text } = offeringPart(whole).sentence;
  const { act, ...cues } = readCues(text, whole.read.language);
  if (act === "offer") return true;
  const states = act === "statement" || act === "agreement";
  return (
    states && !cues.negated && !cues.past && !cues.done && cues.completed === null && !/[?？]/u.test(text)
  );
}

/** "I'll get it, our Steve can help": the clause with the offer. */
function offeringPart(reply: Reply): Reply {
  const { read, sentence, thread } = reply;
  const offers = (clause: string): boolean =>
    readCues(clause, read.language).act === "offer" || WE_CAN.test(fold(clause));
  const text = clauseThat(sentence.text, /[,;.!–]\s/u, offers);
  return text === sentence.text ? reply : replyOf(read, { text, cues: sentence.cues }, thread);
}

function isSpokenOf(item: FoundItem, reply: Reply): boolean {
  const other = otherWords(item, reply);
  const offers = reply.sentence.cues.act === "offer";
  if (!offers && !repeatsVerb(item, reply)) return false;
  return other <= (words(reply.sentence.text).length <= FEW_WORDS && offers ? 1 : 0);
}

/** Nobody's so far: the same verb, or an offer of what is only called "it". */
function takesUntaken(item: FoundItem, reply: Reply): boolean {
  const { sentence, read } = reply;
  const other = otherWords(item, reply);
  if (repeatsVerb(item, reply)) return other <= (words(sentence.text).length <= FEW_WORDS ? 1 : 0);
  const together = item.sentence.cues.someone && WE_CAN.test(fold(sentence.text));
  if (sentence.cues.act !== "offer" && !together) return false;
  const unnamed = segment(sentence.text, read.language).some((word) => IT.has(word));
  return unnamed && other <= (item.sentence.cues.someone ? MAX_OWN_WORDS_OF_VOLUNTEER : 0);
}

const otherWords = (item: FoundItem, reply: Reply): number =>
  reply.own.length - sharedWords(reply.own, itemTopics(item, reply), reply.read.language).length;

const isUntaken = ({ who, read }: FoundItem, senderId: string | null): boolean =>
  who.kind === "unclear" && !read.suspicious && read.message.senderId !== senderId;

/** "We must ring the plumber" – "I'll ring him on Monday". */
const repeatsVerb = (item: FoundItem, { sentence, read: { language } }: Reply): boolean =>
  shareVerb(segment(item.sentence.text, language), segment(sentence.text, language), language);

/** "I'll ring him on Monday": the day of what had none. */
function dayOfTaking(item: FoundItem, { sentence, read }: Reply, settings: DateSettings): Partial<Due> {
  if (item.duePhrase !== null) return {};
  const { due, duePhrase } = dueOf(sentence.text, read.message, read.language, settings);
  return due === null || due.flags.includes("past") ? {} : { due, duePhrase };
}

/** Right behind a request of nobody in particular: who says that they can takes it on. */
export function volunteer(items: Items, reply: Reply): Items | null {
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

/** Asks who is, has, knows or comes: who answers takes nothing on. Folded. */
const NOT_DOING: Readonly<Record<Language, RegExp>> = {
  en: /(?<!\p{L})who(?:'s| is)? (?!\p{L}+ing(?!\p{L}))(?:has|is|was|were|knows|said|wants|likes|won|did|got|in|up|free)|whose|who's (?!\p{L}+ing(?!\p{L}))|who(?:'s| is) (?:coming|going|joining)/u,
  de: /(?<!\p{L})(?:wer|wem|wessen) (?:hat|ist|war|weiß|will|möchte|kommt|wohnt|geht|fährt|kennt|mag|gehört|wäre)/u,
  fr: /(?<!\p{L})qui (?:a|est|vient|veut|sait|connaît|était|va)(?!\p{L})/u,
  it: /(?<!\p{L})chi (?:ha|è|viene|vuole|sa|c'è|era|va|ci)(?!\p{L})/u,
  pt: /(?<!\p{L})quem (?:tem|é|vem|quer|sabe|está|vai|foi|alinha)(?!\p{L})/u,
  es: /(?<!\p{L})quién(?:es)? (?:tiene|es|viene|quiere|sabe|está|va|se|era)(?!\p{L})/u,
  hi: /कौन (?:है|हैं|आएगा|चलेगा|था|आ)|किसके|किसका/u,
  th: /ใคร(?:มี|อยู่|มา|ไป|เป็น|อยาก|จะไป|จะมา)/u,
};

/** "Who's picking up Nora?" – "I can grab her": a task of who says so, on the day that was asked for. */
export function takeQuestion(items: Items, reply: Reply, settings: DateSettings): Items | null {
  const { read, sentence, thread } = reply;
  const { senderId } = read.message;
  if (sentence.cues.act !== "offer" && !sentence.cues.commits) return null;
  const target = items.findLast(
    (item) =>
      item.kind === "question" &&
      item.status === "open" &&
      item.read.message.senderId !== senderId &&
      read.index > item.read.index &&
      read.index - item.read.index <= TAKING_WINDOW &&
      asksWhoDoes(item) &&
      otherWords(item, offeringPart(reply)) <= MAX_OWN_WORDS_OF_VOLUNTEER,
  );
  if (target === undefined) return null;
  const asked = dueOf(target.sentence.text, target.read.message, target.read.language, settings);
  const due = asked.due === null ? dayOfTaking(target, reply, settings) : asked;
  const who = ownerFromPerson(senderId, thread);
  return touch(items, target, reply, { kind: "task", status: "accepted", who, ...due });
}

function asksWhoDoes({ sentence, read }: FoundItem): boolean {
  const { text, cues } = sentence;
  if (cues.past || readQuestion(text, read.language).type !== "person") return false;
  const folded = fold(text);
  const wanting = NOT_DOING[read.language].exec(folded);
  return wanting === null || opensWithErrand(folded.slice(wanting.index + wanting[0].length), read.language);
}
