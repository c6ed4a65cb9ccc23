/**
 * @file "The client wants it an hour later, so 15:00", "können wir eine halbe Stunde früher?": a change that says by how much.
 * It counts from the time planned before; a clock beside it must agree, else nothing is moved.
 */

import {
  dateContext,
  dueOf,
  phrasesIn,
  phrasesOf,
  plannedDay,
  type DateSettings,
  type Due,
} from "#agent/sentences/due";
import { isOfOneself, isOfOthers } from "#agent/sentences/persons";
import { clauseThat, fold } from "#agent/sentences/text";
import type { FoundPhrase, Language } from "#calendar/resolution";

import type { FoundItem } from "./found-item.ts";
import { CLAUSES_OF_CHANGE } from "./other-day-words.ts";
import { isAboutAnother, isDirectReply, isLive, pick, REPLY_WINDOW, replyOf, type Reply } from "./reply.ts";

type Items = readonly FoundItem[];

interface Amount {
  /** Below 0 for earlier. */
  readonly minutes: number;
  readonly phrase: string;
  /** `HH:MM` said beside it, or null. */
  readonly clock: string | null;
}

export interface Shifted {
  readonly item: FoundItem;
  readonly due: Partial<Due>;
}

/** Hindi and Thai say a length and that it is later or earlier; the resolver reads the length. Folded. */
const LATER: Readonly<Partial<Record<Language, RegExp>>> = {
  hi: /बाद|देर से|देरी|लेट|आगे|पीछे/u,
  th: /ช้าลง|ช้ากว่า|เลื่อน(?:ออก)?ไป|ออกไป|สายกว่า/u,
};
const EARLIER: Readonly<Partial<Record<Language, RegExp>>> = {
  hi: /पहले|जल्दी/u,
  th: /เร็วขึ้น|เร็วกว่า|เลื่อนขึ้น|เลื่อนเข้า/u,
};

const CLOCK_RULE = /^(?:clock|part-of-day)/u;

/** By how much the sentence moves something, or null. */
function amountIn({ read, sentence }: Reply, settings: DateSettings): Amount | null {
  const { message, language } = read;
  const phrases = phrasesIn(sentence.text, message, language, settings);
  const found = phrases.find((one) => minutesOf(one, sentence.text, read, settings) !== null);
  if (found === undefined) return null;
  const minutes = minutesOf(found, sentence.text, read, settings);
  const behind = phrases.find((one) => one !== found && one.resolution.kind === "time");
  const tokens = found.resolution.trace.filter(({ rule }) => CLOCK_RULE.test(rule)).map(({ token }) => token);
  const context = dateContext(message, language, settings);
  const [inside] = tokens.length === 0 ? [] : phrasesOf(tokens.join(" "), context);
  const said = behind ?? inside;
  const clock = said?.resolution.kind === "time" ? said.resolution.start.local.slice(11, 16) : null;
  return minutes === null ? null : { minutes, phrase: found.phrase, clock };
}

function minutesOf(
  { phrase, resolution }: FoundPhrase,
  text: string,
  { message, language }: Reply["read"],
  settings: DateSettings,
): number | null {
  if (resolution.kind === "relative") return resolution.deltaMinutes;
  const relative = resolution.trace.find(({ rule }) => rule === "relative");
  if (relative !== undefined && relative.token !== phrase) {
    const [alone] = phrasesOf(relative.token, dateContext(message, language, settings));
    return alone?.resolution.kind === "relative" ? alone.resolution.deltaMinutes : null;
  }
  const folded = fold(text);
  const length = lengthOf(resolution, message.time?.epochMs ?? null);
  if (length === null) return null;
  if (EARLIER[language]?.test(folded) === true) return -length;
  return LATER[language]?.test(folded) === true ? length : null;
}

/** "एक घंटे बाद" is read as counted from now. */
function lengthOf(resolution: FoundPhrase["resolution"], now: number | null): number | null {
  if (resolution.kind === "duration") return resolution.minutes > 0 ? resolution.minutes : null;
  const elapsed = resolution.trace.length === 1 && resolution.trace[0]?.rule === "amount-from";
  if (resolution.kind !== "time" || !elapsed || now === null) return null;
  return Math.round((resolution.start.epochMs - now) / 60_000);
}

/** What the sentence moves by a length of time, and where to; null where it moves nothing. */
export function shiftedBy(items: Items, reply: Reply, settings: DateSettings): Shifted | null {
  const { cues, text } = reply.sentence;
  if (cues.past || cues.negated) return null;
  const amount = amountIn(reply, settings);
  if (amount === null) return null;
  if (isOfOneself(fold(text), reply.read.language)) return null;
  const item =
    amount.clock === null ? meant(items, reply, amount) : confirmed(items, reply, amount, settings);
  const due = item === null ? null : moved(item, amount, reply, settings);
  return item === null || due === null ? null : { item, due: { due, duePhrase: amount.phrase } };
}

/** The event that a length alone is of: nothing else is spoken of in its clause. */
function meant(items: Items, reply: Reply, { phrase }: Amount): FoundItem | null {
  const { read, sentence, thread } = reply;
  const clause = clauseThat(sentence.text, CLAUSES_OF_CHANGE[read.language], (one) => one.includes(phrase));
  if (isOfOthers(fold(clause).trim(), read.language)) return null;
  const rest = replyOf(read, { text: clause.replace(phrase, " "), cues: sentence.cues }, thread);
  return pick(items, rest, (one) => isMovable(one, reply) && one.kind === "event", 0);
}

const isMovable = (item: FoundItem, reply: Reply): boolean =>
  isLive(item) &&
  item.kind !== "question" &&
  item.due?.kind === "time" &&
  item.read !== reply.read &&
  reply.read.index - item.last.index <= REPLY_WINDOW &&
  !isAboutAnother(item, reply);

/** The item that comes to the clock which is said beside the length, the last of several. */
function confirmed(items: Items, reply: Reply, amount: Amount, settings: DateSettings): FoundItem | null {
  const fitting = items.filter((item) => {
    const due = isMovable(item, reply) ? moved(item, amount, reply, settings) : null;
    return due?.kind === "time" && isClock(due.start.local.slice(11, 16), amount.clock);
  });
  return fitting.find((item) => isDirectReply(item, reply)) ?? fitting.at(-1) ?? null;
}

/** The same hour on a dial of 24 hours or of 12: "an hour later, so 8" of something at 19:00. */
const isClock = (time: string, said: string | null): boolean =>
  said !== null && onDial(time) === onDial(said);

const onDial = (clock: string): string => `${Number(clock.slice(0, 2)) % 12}${clock.slice(2)}`;

function moved({ due }: FoundItem, { minutes }: Amount, { read }: Reply, settings: DateSettings): Due["due"] {
  if (due?.kind !== "time") return null;
  const [start, end] = [due.start, due.end].map((time) => time && later(time.local, minutes));
  if (start === undefined) return null;
  const text = end?.slice(0, 10) === start.slice(0, 10) ? `${start}-${end.slice(11)}` : start;
  const at = dueOf(text, read.message, read.language, settings).due;
  return at?.kind === "time" && plannedDay(at) === start.slice(0, 10) ? at : null;
}

/** A wall time and minutes after it, `YYYY-MM-DD HH:MM`. */
const later = (local: string, minutes: number): string =>
  new Date(Date.parse(`${local.slice(0, 16)}:00Z`) + minutes * 60_000)
    .toISOString()
    .slice(0, 16)
    .replace("T", " ");
