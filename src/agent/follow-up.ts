/** @file What a later message does to items found before it: accept, take over, finish, cancel, change, answer. */

import type { Thread } from "#messages/message";

import type { Cues } from "./cues.ts";
import { dayOf, dueOf, type DateSettings, type Due } from "./due.ts";
import type { FoundItem } from "./found-item.ts";
import { LEXICONS, STOP_WORDS } from "./lexicon.ts";
import { isOwnedBy, ownerFromPerson } from "./ownership.ts";
import type { ReadMessage, ReadSentence } from "./reading.ts";
import { contentStems, fold, foldedWords, stem, words } from "./text.ts";
import { wordList } from "#shared/word-lists";

/** Messages within which an unspecific reply ("ok", "cancelled, sorry") still speaks of an item (spec 3). */
const REPLY_WINDOW = 10;
/** Items looked back at when a reply names what it speaks of. */
const MAX_LOOK_BACK = 60;
/** An unspecific reply has at most this many content words of its own ("cancelled, sorry"). */
const MAX_OWN_WORDS = 1;
/** "Will do it tomorrow after work." */
const MAX_OWN_WORDS_OF_COMMITMENT = 3;
/** Messages within which an answer to a question is looked for. */
const ANSWER_WINDOW = 5;

type Change = Partial<Pick<FoundItem, "who" | "status" | "due" | "duePhrase" | "superseded">>;

interface Reply {
  readonly read: ReadMessage;
  readonly sentence: ReadSentence;
  readonly stems: readonly string[];
}

/** The items with the effects of one sentence, or null when it speaks of none of them. */
export function followUp(
  items: readonly FoundItem[],
  read: ReadMessage,
  sentence: ReadSentence,
  thread: Thread,
  settings: DateSettings,
): readonly FoundItem[] | null {
  // Text aimed at assistants must not close or move anything.
  if (items.length === 0 || read.suspicious) return null;
  const reply: Reply = { read, sentence, stems: contentStems(sentence.text, STOP_WORDS[read.language]) };
  const { cues } = sentence;
  return (
    (cues.cancelled ? cancel(items, reply) : null) ??
    (cues.changed ? change(items, reply, settings) : null) ??
    (cues.done ? finish(items, reply, thread) : null) ??
    (cues.accepts || cues.commits ? accept(items, reply, thread) : null) ??
    answer(items, reply)
  );
}

function cancel(items: readonly FoundItem[], reply: Reply): readonly FoundItem[] | null {
  const target = pick(items, reply, (item) => isLive(item) && item.kind !== "question");
  return target && touch(items, target, reply, { status: "cancelled" });
}

function change(
  items: readonly FoundItem[],
  reply: Reply,
  settings: DateSettings,
): readonly FoundItem[] | null {
  const target = pick(
    items,
    reply,
    (item) => isLive(item) && (item.kind === "event" || item.duePhrase !== null),
    3,
  );
  if (target === null) return null;
  const changed = changedDue(target, reply, settings);
  const old = { duePhrase: target.duePhrase, due: target.due };
  const superseded =
    changed.duePhrase === undefined || old.duePhrase === null ? [] : [...target.superseded, old];
  return touch(items, target, reply, {
    status: "changed",
    ...changed,
    ...(superseded.length > 0 && { superseded }),
  });
}

/**
 * The new time. A clock without a day belongs to the day planned before; when the two do not fit into one reading the
 * time stays open, because a wrong one is worse than none.
 */
function changedDue(target: FoundItem, reply: Reply, settings: DateSettings): Partial<Due> {
  const { sentence } = reply;
  const { message, language } = reply.read;
  const next = dueOf(sentence.text, message, language, settings);
  const oldDay = dayOf(target.due);
  if (next.duePhrase === null) return bareHour(target, reply, settings);
  const namesDay = words(fold(next.duePhrase)).some((word) => LEXICONS[language].dateWord.includes(word));
  if (namesDay || oldDay === null || dayOf(next.due) === oldDay) return next;
  const combined = dueOf(`${oldDay} ${next.duePhrase}`, message, language, settings);
  return { duePhrase: next.duePhrase, due: dayOf(combined.due) === oldDay ? combined.due : null };
}

const HOUR = /(?<![\p{L}\p{N}.,:/€$£-])(1?\d|2[0-3])(?![\p{L}\p{N}:/%€$£-]|[.,]\d)/gu;

/** The one number of a sentence that nothing follows but its end or a word of change: not "12 chairs instead". */
function loneHour(folded: string, change: readonly string[]): string | null {
  const [found, second] = [...folded.matchAll(HOUR)];
  if (found === undefined || second !== undefined) return null;
  const rest = folded.slice(found.index + found[0].length).trimStart();
  const ends = rest === "" || /^[?.!,;]/.test(rest) || change.some((cue) => rest.startsWith(cue));
  return ends ? found[0] : null;
}

/** "Can we do 4 instead?" of something at 3 pm: the same half of the same day, marked as assumed. */
function bareHour(target: FoundItem, { read, sentence }: Reply, settings: DateSettings): Partial<Due> {
  const folded = fold(sentence.text);
  if (!/\d/.test(folded)) return {};
  const open = { due: null, duePhrase: null };
  const number = loneHour(folded, LEXICONS[read.language].change);
  const { due } = target;
  if (number === null || due?.kind !== "time") return open;
  const said = Number(number);
  const planned = Number(due.start.local.slice(11, 13));
  const hour = said <= 12 && planned >= 12 ? (said % 12) + 12 : said;
  const day = due.start.local.slice(0, 10);
  const moved = dueOf(`${day} ${String(hour).padStart(2, "0")}:00`, read.message, read.language, settings);
  if (moved.due?.kind !== "time" || dayOf(moved.due) !== day) return open;
  const flag = hour >= 12 ? ("pm" as const) : ("am" as const);
  return { duePhrase: number, due: { ...moved.due, flags: [...moved.due.flags, flag] } };
}

function finish(items: readonly FoundItem[], reply: Reply, thread: Thread): readonly FoundItem[] | null {
  const { senderId } = reply.read.message;
  const target = pick(items, reply, (item, shared) => {
    if (!isLive(item) || item.kind !== "task") return false;
    const own = isOwnedBy(item.who, senderId, thread);
    // Somebody else's report counts only when it names what was done.
    return (
      own || shared >= 2 || (shared >= 1 && (item.who.kind === "unclear" || item.who.kind === "everyone"))
    );
  });
  return target && touch(items, target, reply, { status: "done" });
}

function accept(items: readonly FoundItem[], reply: Reply, thread: Thread): readonly FoundItem[] | null {
  const { senderId } = reply.read.message;
  const { commits } = reply.sentence.cues;
  const target = pick(
    items,
    reply,
    (item) => {
      if (item.status !== "open" && item.status !== "changed") return false;
      if (item.last.message.senderId === senderId || item.kind === "question" || item.kind === "decision")
        return false;
      if (item.kind === "event") return !commits;
      // A plain "ok" of somebody who was not asked takes nothing on; "will do" does.
      return isOwnedBy(item.who, senderId, thread) || (item.who.kind === "unclear" && commits);
    },
    commits ? MAX_OWN_WORDS_OF_COMMITMENT : MAX_OWN_WORDS,
  );
  if (target === null) return null;
  const takesOver = target.kind === "task" && target.who.kind === "unclear" && !target.read.suspicious;
  const who = takesOver ? ownerFromPerson(senderId, thread) : target.who;
  return touch(items, target, reply, { status: target.status === "changed" ? "changed" : "accepted", who });
}

const ANSWERS: ReadonlySet<Cues["act"]> = new Set(["agreement", "statement", "decision", "offer"]);

/** The latest open question of somebody else, if this sentence takes up its words or says yes or no. */
function answer(items: readonly FoundItem[], reply: Reply): readonly FoundItem[] | null {
  const { read, sentence } = reply;
  if (!ANSWERS.has(sentence.cues.act) || sentence.text.includes("?")) return null;
  const question = items.findLast((item) => item.kind === "question" && item.status === "open");
  if (question === undefined || question.read.message.senderId === read.message.senderId) return null;
  if (read.index - question.read.index > ANSWER_WINDOW) return null;
  const opener = foldedWords(sentence.text)[0] ?? "";
  const asksHow = LEXICONS[question.read.language].questionWord.includes(
    foldedWords(question.sentence.text)[0] ?? "",
  );
  const yesOrNo = !asksHow && (sentence.cues.accepts || LEXICONS[read.language].negation.includes(opener));
  return yesOrNo || sharedStems(question, reply) > 0
    ? touch(items, question, reply, { status: "done" })
    : null;
}

const isLive = (item: FoundItem): boolean => item.status !== "done" && item.status !== "cancelled";

/** Words in common, dates aside: "tomorrow" does not tell which of two things is meant. */
function sharedStems(item: FoundItem, reply: Reply): number {
  const own = new Set(contentStems(item.sentence.text, STOP_WORDS[item.read.language]));
  const dates = new Set(LEXICONS[reply.read.language].dateWord.map(stem));
  return new Set(reply.stems.filter((word) => own.has(word) && !dates.has(word) && !/^\d/.test(word))).size;
}

/**
 * The item a reply speaks of: the one that shares most words with it, the later of two equals; without shared words the
 * latest within ten messages, provided the reply says nothing else.
 *
 * @param ownWords how many words of its own an unspecific reply may have
 */
function pick(
  items: readonly FoundItem[],
  reply: Reply,
  eligible: (item: FoundItem, shared: number) => boolean,
  ownWords = MAX_OWN_WORDS,
): FoundItem | null {
  const unspecific = ownContent(reply) <= ownWords;
  let best: { item: FoundItem; shared: number } | null = null;
  for (const item of items.slice(-MAX_LOOK_BACK)) {
    const shared = sharedStems(item, reply);
    const near = reply.read.index - item.last.index <= REPLY_WINDOW;
    if (item.read === reply.read || !eligible(item, shared)) continue;
    if (shared === 0 && !(near && unspecific)) continue;
    if (best === null || shared >= best.shared) best = { item, shared };
  }
  return best?.item ?? null;
}

/** Courtesy, and names of events that name none in particular: "the meeting is off". Stems, as `contentStems` makes them. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  wordList(`sorry thank thanks just now already it meeting appointment event besprechung termin treffen leider réunion rendez-vous
  riunione appuntamento incontro reunião encontro compromisso reunión cita encuentro final finally बैठक मीटिंग मुलाकात ประชุม นัด`).flatMap(
    (word) => [word, stem(word)],
  ),
);

/** Content words of a reply that are neither cue words, nor dates, nor courtesy. */
function ownContent({ read, stems }: Reply): number {
  const lexicon = LEXICONS[read.language];
  const cueWords = [lexicon.accept, lexicon.commit, lexicon.done, lexicon.cancel, lexicon.change].flat();
  const known = new Set([...cueWords, ...lexicon.dateWord].flatMap((cue) => cue.split(" ").map(stem)));
  return stems.filter((word) => !known.has(word) && !EMPTY_WORDS.has(word) && !/^\d/.test(word)).length;
}

function touch(
  items: readonly FoundItem[],
  target: FoundItem,
  reply: Reply,
  change: Change,
): readonly FoundItem[] {
  const { message } = reply.read;
  return items.map((item) => {
    if (item !== target) return item;
    const messageIds = item.messageIds.includes(message.id)
      ? item.messageIds
      : [...item.messageIds, message.id];
    return { ...item, ...change, messageIds, last: reply.read };
  });
}
