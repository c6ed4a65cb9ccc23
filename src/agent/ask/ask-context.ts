/**
 * @file What a found message means to a question, read from the action items around it: the replies that answered it, the
 * message that moved its date, and, where a question is about oneself or one's plans, the items themselves.
 */

import type { MessagePort, SearchHit } from "#agent/act/ports";
import type { FoundItem } from "#agent/items/found-item";
import { isLive } from "#agent/items/reply";
import { itemsAround, itemsIn } from "#agent/items/thread-items";
import { readCues } from "#agent/sentences/cues";
import { dateContext, phrasesThatSayWhen } from "#agent/sentences/due";
import { detectLanguage } from "#agent/sentences/language";
import { findPlace } from "#agent/sentences/place";
import { readQuestion, type Question } from "#agent/sentences/question";
import { languageOfMessages } from "#agent/sentences/reading";
import { fold, sentences } from "#agent/sentences/text";
import { isAnyEvent } from "#agent/sentences/topic";
import { DEFAULT_DAY_PARTS, type Language } from "#calendar/resolution";
import type { Id, Message, Thread } from "#messages/message";

import { wordsHeld, type Found } from "./answer-candidates.ts";

/** Words of a message, for a quote. */
export interface Passage {
  readonly thread: Thread;
  readonly message: Message;
  readonly sentence: string;
}

interface Scope {
  readonly port: MessagePort;
  /** Empty = all threads. */
  readonly threadIds: readonly Id[];
  readonly signal?: AbortSignal | undefined;
}

/** Replies that may answer a found question without repeating its words. */
const REPLIES = 3;
/** Of a message that only asks where or when. */
const MAX_BARE_LENGTH = 80;
const AROUND_QUESTION = { before: 20, after: 12 };
const AROUND_EVENT = { before: 30, after: 300 };
/** Messages before one with a pronoun, in which stands who is meant. */
const CONTEXT_MESSAGES = 3;
const ASKS = /[?？]|ไหม|क्या/u;
/** Somebody or something named before. Folded. */
const PRONOUN =
  /(?<![\p{L}\p{M}'])(?:him|her|it|them|ihn|sie|es|ihm|le|la|les|lui|leur|lo|li|gli|o|a|los|las|उसे|उन्हें|इसे)(?![\p{L}\p{M}])|(?<!\p{L})l'\p{L}|เขา|มัน/u;

/** "What's the gate code?" "4711": a reply is found through the question it follows. */
export async function withReplies(
  question: Question,
  hits: readonly SearchHit[],
  { port, signal }: Scope,
): Promise<Found[]> {
  const threads = new Map<Id, readonly Message[]>();
  for (const { thread } of hits)
    if (!threads.has(thread.id)) threads.set(thread.id, await port.messages(thread.id));
  const places = hits.map(({ thread, message }): Place => {
    const all = threads.get(thread.id) ?? [];
    return { thread, message, all, at: all.findIndex(({ id }) => id === message.id) };
  });
  const found = new Map<Id, Found>();
  for (const place of places) {
    const { thread, message } = place;
    const context = contextOf(question, place);
    found.set(message.id, { thread, message, answers: null, ...(context !== "" && { context }) });
  }
  for (const place of places) {
    const { thread, message } = place;
    const asks = ASKS.test(message.text);
    const replies = asks || question.type === "person" ? await repliesTo(place, signal) : [];
    // "Someone has to tidy up" is taken on as a question is answered, where nothing later names it.
    const isLast = (reply: Message): boolean =>
      hits.every((hit) => hit.thread.id !== thread.id || hit.message.seq <= reply.seq);
    const taken = asks ? replies : replies.filter(isLast);
    const more = [...answersToMore(question, place), ...takersOf(question, place)];
    for (const reply of [...taken, ...more])
      found.set(reply.id, { ...found.get(reply.id), thread, message: reply, answers: message });
  }
  return [...found.values()];
}

/** A message where it stands in its thread. */
interface Place {
  readonly thread: Thread;
  readonly message: Message;
  /** Of the thread. */
  readonly all: readonly Message[];
  readonly at: number;
}

/** The messages right behind it, in which it is answered. */
const behind = ({ all, at }: Place): readonly Message[] =>
  at < 0 ? [] : all.slice(at + 1, at + 1 + REPLIES);

/** "Dentist at 5 tomorrow" – "Where?" – "Via Roma 12": what was asked of it in so few words that none names it. */
function answersToMore({ type }: Question, place: Place): readonly Message[] {
  const { message, all, at } = place;
  const next = behind(place);
  const asked = next.findIndex(({ text, senderId }) => senderId !== message.senderId && asksOnly(type, text));
  const asker = next[asked]?.senderId;
  return asked < 0
    ? []
    : all.slice(at + asked + 2, at + asked + 2 + REPLIES).filter(({ senderId }) => senderId !== asker);
}

/** "La llevo yo", "moi je serai là". Folded. */
const SPEAKER = /(?<![\p{L}\p{M}])(?:i|i'll|i'm|ich|moi|je|io|eu|yo|मैं)(?![\p{L}\p{M}])|^(?:ผม|ฉัน|หนู|เดี๋ยว)/u;

/** "Grandma's doctor is on Tuesday" – "I'll take her": who does what is asked for, of whom was spoken before. */
function takersOf(question: Question, place: Place): readonly Message[] {
  if (question.type !== "person") return [];
  return behind(place).filter(({ text }) => {
    const { act, commits } = readCues(text, detectLanguage(text, question.language));
    const takes = act === "offer" || commits || SPEAKER.test(fold(text));
    return takes && !ASKS.test(text) && wordsHeld(question, text).length > 0;
  });
}

function asksOnly(type: Question["type"], text: string): boolean {
  if (type === "any") return false;
  return sentences(text.slice(0, MAX_BARE_LENGTH)).some((sentence) => {
    const asked = ASKS.test(sentence) ? readQuestion(sentence, detectLanguage(text, "en")) : null;
    return asked?.type === type && asked.words.length === 0;
  });
}

/** Messages that answered, took or settled what one asks; where it is no item at all, those right behind it. */
async function repliesTo(place: Place, signal?: AbortSignal): Promise<readonly Message[]> {
  const { message, thread, all, at } = place;
  const items = await itemsAround(thread, all, at, AROUND_QUESTION, signal);
  const asked = items.filter(({ read }) => read.message.id === message.id);
  if (asked.length > 0) {
    const ids = new Set(asked.flatMap(({ messageIds }) => messageIds.slice(1)));
    return all.filter(({ id }) => ids.has(id));
  }
  if (!ASKS.test(message.text)) return [];
  return behind(place).filter(({ senderId }) => senderId !== message.senderId);
}

/** What is meant by a pronoun, and what the same person said right before. */
function contextOf({ type }: Question, { message, all, at }: Place): string {
  const hasPronoun = type === "person" && PRONOUN.test(fold(message.text.slice(0, 200)));
  const before = all.slice(Math.max(0, at - CONTEXT_MESSAGES), Math.max(0, at));
  const own = before.at(-1)?.senderId === message.senderId ? before.slice(-1) : [];
  return (hasPronoun ? before : own).map(({ text }) => text.slice(0, 300)).join(" ");
}

/**
 * The message that moved or called off what `best` plans, or agreed to another time; empty where it still holds. Of a place
 * only what names one.
 */
export async function laterWord(
  { type }: Question,
  best: Passage,
  { port, signal }: Scope,
): Promise<readonly Passage[]> {
  const { thread, message } = best;
  const all = await port.messages(thread.id);
  const at = all.findIndex((other) => other.id === message.id);
  const items = await itemsAround(thread, all, at, AROUND_EVENT, signal);
  const item = items.find(
    ({ kind, messageIds, duePhrase, status }) =>
      kind === "event" && messageIds.includes(message.id) && (duePhrase !== null || status === "cancelled"),
  );
  if (item === undefined) return [];
  if (item.status === "cancelled") return item.last.message.seq > message.seq ? [ended(item, thread)] : [];
  const language = languageOfMessages(all);
  const said = all.filter(({ id, seq }) => seq > message.seq && item.messageIds.includes(id));
  for (const later of said.toReversed()) {
    const dated = datedSentence(later, thread, language);
    if (dated === null || (type === "place" && findPlace(dated.sentence, dated.language, []) === ""))
      continue;
    const passage = { thread, message: later, sentence: dated.sentence };
    // "Same day but 4pm": the day is in what was said first.
    return dated.namesDay ? [passage] : [passage, best];
  }
  return [];
}

/** The sentence that says when, and whether it says on which day. */
function datedSentence(
  message: Message,
  thread: Thread,
  fallback: Language,
): { readonly sentence: string; readonly language: Language; readonly namesDay: boolean } | null {
  const language = detectLanguage(message.text, fallback);
  const context = dateContext(message, language, { zone: thread.zone, dayParts: DEFAULT_DAY_PARTS });
  for (const sentence of sentences(message.text.slice(0, MAX_LENGTH))) {
    // "Who drives on Saturday?" moves nothing; "can we do Saturday?" may.
    if (ASKS.test(sentence) && readQuestion(sentence, language).type !== "any") continue;
    const found = phrasesThatSayWhen(sentence, context);
    if (found.length > 0)
      return {
        sentence,
        language,
        namesDay: found.some(({ resolution }) => !resolution.flags.includes("day")),
      };
  }
  return null;
}

const MAX_LENGTH = 4000;

const ended = ({ last }: FoundItem, thread: Thread): Passage => ({
  thread,
  message: last.message,
  sentence: last.message.text,
});

/** Asks what is left for oneself to do. Folded. */
const OWN_TASKS = [
  "what (?:do|should|must|shall) i (?:still |yet |also )?(?:(?:have|need) to )?(?:still )?do(?: still| next)?(?![\\p{L}' ]*(?:about|with|if|when|for) )",
  "what(?:'s| is) (?:still )?(?:left|open|on my (?:list|plate))(?: for me)?(?: to do)?$|(?:what are |list |show )?my (?:open |remaining )?(?:tasks|to-?dos?|action items)$",
  "was (?:muss|soll|sollte) ich (?:jetzt |noch |alles |heute )*(?:machen|tun|erledigen)|was (?:habe|hab) ich noch zu (?:tun|erledigen)|meine (?:offenen )?aufgaben$",
  "(?:qu'est-ce que je dois|que dois-je|qu'est-ce qu'il me reste à) (?:encore )?faire|mes tâches$",
  "(?:che )?cosa (?:devo|mi resta da|mi rimane da) (?:ancora )?fare|i miei compiti$",
  "o que (?:é que )?(?:eu )?(?:ainda )?(?:tenho|preciso) (?:ainda )?(?:de |que )?fazer|o que (?:me )?falta fazer|as minhas tarefas$",
  "qué (?:me falta por|tengo que|debo|me queda por) (?:todavía )?hacer|mis tareas$",
  "मुझे (?:अब |अभी )*(?:और )?क्या(?:[- ]क्या)? करना",
  "(?:ผม|ฉัน|เรา|หนู)(?:ยัง)?ต้องทำอะไร",
].map((source) => new RegExp(`(?<![\\p{L}\\p{M}])(?:${source})`, "u"));

export function asksOwnTasks(text: string): boolean {
  const plain = fold(text)
    .replace(/[?？!.¿¡]/gu, " ")
    .trim();
  return OWN_TASKS.some((pattern) => pattern.test(plain));
}

/** Threads, the latest first, and messages at the end of each, that are read for a question without words to search. */
const MAX_THREADS = 12;
const MAX_MESSAGES = 400;
const MAX_PASSAGES = 8;

async function latestItems(
  { port, threadIds, signal }: Scope,
  fits: (item: FoundItem) => boolean,
): Promise<Passage[]> {
  const threads = (await port.threads())
    .filter(({ id }) => threadIds.length === 0 || threadIds.includes(id))
    .toSorted((left, right) => (right.last ?? "").localeCompare(left.last ?? ""))
    .slice(0, MAX_THREADS);
  const passages: Passage[] = [];
  for (const thread of threads) {
    const messages = (await port.messages(thread.id)).slice(-MAX_MESSAGES);
    const items = await itemsIn(thread, messages, signal);
    for (const item of items.filter((one) => isLive(one) && !one.read.suspicious && fits(one)))
      passages.push(passageOf(item, thread));
  }
  return passages;
}

/** Where the item was said, or its date was last. */
function passageOf({ read, sentence, movedBy, kind }: FoundItem, thread: Thread): Passage {
  const said = kind === "event" ? (movedBy ?? { read, sentence }) : { read, sentence };
  return { thread, message: said.read.message, sentence: said.sentence.text };
}

/** Open tasks of the person who imported. */
export const ownTasks = async (scope: Scope): Promise<readonly Passage[]> =>
  (await latestItems(scope, ({ kind, who }) => kind === "task" && who.kind === "me")).slice(-MAX_PASSAGES);

/** "When do we meet?": no word says what for, and the plan that was made last is meant. */
export async function latestPlan({ words, type }: Question, scope: Scope): Promise<readonly Passage[]> {
  if ((type !== "time" && type !== "place") || words.length === 0 || !words.every(isAnyEvent)) return [];
  const plans = await latestItems(scope, ({ kind, due }) => kind === "event" && due !== null);
  const latest = plans.toSorted(
    (left, right) => (left.message.time?.epochMs ?? 0) - (right.message.time?.epochMs ?? 0),
  );
  return latest.slice(-1);
}
