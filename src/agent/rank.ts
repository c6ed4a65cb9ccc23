/**
 * @file Picks the messages that matter (spec messages-calendar 3, tier S: code ranks, the model only writes). Points
 * are added for what usually makes a chat message worth telling; the weights were set by hand on the sample threads.
 */

import type { Thread } from "#messages/message";

import { pacer } from "./agent-options.ts";
import { LEXICONS, STOP_WORDS } from "./lexicon.ts";
import type { ReadMessage, ReadSentence } from "./reading.ts";
import { holdsSecretCode } from "./secret-code.ts";
import { contentStems, fold, foldedWords, similarity, words } from "./text.ts";

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
const MONEY_POINTS = 2;
const NEWS_POINTS = 2;
const MENTION_POINTS = 2;
const REPLY_POINTS = 0.5;
const SUSPICIOUS_POINTS = -4;
const MAYBE_QUOTED_POINTS = -1;

const CLOCK_OR_DATE = /\d{1,2}(?::\d{2}|\s?[ap]\.?m\b|\.\d{1,2}\.|\/\d{1,2})|\b\d{1,2}\s?(?:uhr|h)\b/;
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

function sentencePoints(sentence: ReadSentence, read: ReadMessage): number {
  const { cues } = sentence;
  const folded = fold(sentence.text);
  const list = words(folded);
  const dated = list.some((word) => LEXICONS[read.language].dateWord.includes(word));
  const news = cues.done || cues.cancelled || cues.changed;
  let points: number = ACT_POINTS[cues.act];
  if (dated) points += DATE_POINTS;
  if (CLOCK_OR_DATE.test(folded)) points += CLOCK_POINTS;
  if (MONEY.test(folded)) points += MONEY_POINTS;
  if (news) points += NEWS_POINTS;
  if (list.length < FEW_WORDS) points -= 1.5;
  return points + Math.min(list.length, MANY_WORDS) / MANY_WORDS;
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

function rankMessage(
  read: ReadMessage,
  all: readonly ReadMessage[],
  selfNames: ReadonlySet<string>,
): Ranked | null {
  const { message } = read;
  let best: { sentence: ReadSentence; points: number } | null = null;
  for (const sentence of read.sentences) {
    const points = sentencePoints(sentence, read);
    if (best === null || points > best.points) best = { sentence, points };
  }
  if (best === null || holdsSecretCode(message.text)) return null;
  let score = best.points + replyPoints(read, all);
  if (mentionsSelf(message.text.slice(0, 2000), selfNames)) score += MENTION_POINTS;
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
 */
export async function pickMessages(
  all: readonly ReadMessage[],
  thread: Thread,
  count: number,
  signal?: AbortSignal,
): Promise<Ranked[]> {
  const selfNames = selfNamesOf(thread);
  const ranked: Ranked[] = [];
  const pace = pacer(signal);
  for (const read of all) {
    await pace();
    const entry = rankMessage(read, all, selfNames);
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
