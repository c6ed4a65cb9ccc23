/**
 * @file A later message gives an item another time (spec messages-calendar 3 "instead / moved to"): with a word of change
 * ("pushed to 4"), or by naming the event again with another clock. Only what the message is about is moved.
 */

import { dueOf, isSameTime, namesDay, plannedDay, type DateSettings, type Due } from "#agent/sentences/due";
import { isSubject } from "#agent/sentences/event-subject";
import { LEXICONS } from "#agent/sentences/lexicon";
import { isOfOneself } from "#agent/sentences/persons";
import { fold } from "#agent/sentences/text";
import { isAnyEvent, ownWords, sharedWords } from "#agent/sentences/topic";

import { replaceDenied } from "./denied-day.ts";
import type { FoundItem } from "./found-item.ts";
import { atHour, atOldHour, combined, loneHour } from "./moved-time.ts";
import { newTime } from "./new-time.ts";
import { CLAUSES_OF_CHANGE } from "./other-day-words.ts";
import { leaveOpen, meantByChange, proposeDay, settleDay, withoutPlace } from "./other-day.ts";
import { proposeHour } from "./other-hour.ts";
import {
  isAboutAnother,
  isDirectReply,
  isLive,
  itemTopics,
  ofClause,
  pick,
  shared,
  touch,
  type Reply,
} from "./reply.ts";
import { shiftedBy } from "./shifted.ts";
import { clauseChanges, partOf, plannedFor, SAME_TIME } from "./same-plan.ts";

type Items = readonly FoundItem[];

/** The items with one of them moved, or null when the sentence moves none. @param announced by this sentence or one before it */
export function move(items: Items, reply: Reply, settings: DateSettings, announced: boolean): Items | null {
  const said = partOf(reply);
  const changed = announced || said !== reply || clauseChanges(said);
  const shifted = shiftedBy(items, reply, settings);
  if (shifted !== null) return apply(items, shifted.item, reply, shifted.due);
  const settledItems = settleDay(items, said, settings);
  const moved =
    settledItems === null
      ? (moveBy(items, said, settings, changed) ?? replaceDenied(items, said, settings))
      : withHourBefore(items, settledItems, reply, settings);
  if (moved === null || said === reply) return moved;
  // What is told and cited is the sentence as it was written.
  return moved.map((item) =>
    item.movedBy?.sentence === said.sentence
      ? { ...item, movedBy: { read: reply.read, sentence: reply.sentence } }
      : item,
  );
}

function moveBy(items: Items, reply: Reply, settings: DateSettings, changed: boolean): Items | null {
  const { text, cues } = reply.sentence;
  const { message, language } = reply.read;
  const open = changed ? null : proposeDay(items, reply, settings);
  if (open !== null) return open;
  if (cues.past || (!changed && (text.includes("?") || !RESTATING.has(cues.act)))) return null;
  const next = changed ? newTime(reply, settings) : dueOf(text, message, language, settings);
  const started = startsThen(items, reply, next, settings) ?? fixesHour(items, reply, next, settings);
  if (started !== null) return started;
  const hinted = next.duePhrase !== null && HINT.test(fold(text));
  const timed = clauseOf(reply, next.duePhrase);
  if (!changed && !(hinted && timed.own.length === 0))
    return proposeHour(items, reply, settings) ?? restate(items, reply, next, settings, hinted);
  const bare = next.duePhrase === null ? loneHour(fold(text), LEXICONS[language].change) : null;
  const clockOnly = next.due !== null && !namesDay(next.due);
  const then = plannedFor(items, reply);
  const target = then ?? pick(items, timed, (item, count) => canMove(item, reply, count, clockOnly), 0);
  if (target === null || (then === null && answersAnother(items, target, reply))) return null;
  if (next.duePhrase === null && bare === null) return openTime(items, target, reply);
  if (bare !== null) return apply(items, target, reply, atHour(target, bare, reply, settings));
  const named = shared(target, reply).length > 0 || next.due === null || !namesDay(next.due);
  const meant = named ? { item: target, sure: true } : meantByChange(items, target, reply, next, settings);
  if (meant === null) return null;
  const asked = meant.sure ? null : leaveOpen(items, meant.item, reply, next);
  return asked ?? apply(items, meant.item, reply, combined(meant.item, next, reply, settings));
}

/** "When does Dad's flight land?" – "only at 6 now": of what was asked last, and not of the event before it. */
function answersAnother(items: Items, target: FoundItem, reply: Reply): boolean {
  if (shared(target, reply).length > 0 || isDirectReply(target, reply)) return false;
  const { language } = reply.read;
  return items.some((item) => {
    if (item.kind !== "question" || item.status !== "open" || item.read.index <= target.last.index)
      return false;
    const asked = ownWords(itemTopics(item, reply), language);
    return asked.length > 1 && sharedWords(asked, itemTopics(target, reply), language).length === 0;
  });
}

/** "Finalement", "al final", "now": with a time they say that it was another one before. Folded. */
const HINT =
  /(?<![\p{L}\p{M}])(?:actually|now|after all|jetzt|doch|nun|finalement|au final|maintenant|alla fine|adesso|ora|afinal|agora|al final|finalmente|ahora|अब)(?![\p{L}\p{M}])|ตอนนี้|จริงๆ/u;

const RESTATING: ReadonlySet<string> = new Set(["statement", "decision", "agreement"]);

/** The reply as far as its clause with the time says something: "make it 9, the match takes two hours". */
const clauseOf = (reply: Reply, duePhrase: string | null): Reply =>
  ofClause(reply, CLAUSES_OF_CHANGE[reply.read.language], (clause) =>
    duePhrase === null ? /\d/.test(clause) : clause.includes(duePhrase),
  );

/** "Friday same time": the hour of the plan before on the day that was chosen. */
function withHourBefore(before: Items, after: Items, reply: Reply, settings: DateSettings): Items {
  if (!SAME_TIME.test(reply.sentence.text)) return after;
  return after.map((item, index) => {
    const planned = before[index]?.proposed;
    if (planned?.due?.kind !== "time" || item.due?.kind !== "date") return item;
    return { ...item, ...atOldHour({ ...item, due: planned.due }, item, reply, settings) };
  });
}

/** Says that something starts: nothing else than what was spoken of. Folded. */
const STARTS =
  /^(?:(?:it|es|das|ça|on|wir|we|se) )?(?:all )?(?:starts?|begins?|kicks off|opens?|beginnt|startet|fängt|geht|los|commence|débute|ouvre|inizia|comincia|apre|começa|abre|empieza|comienza|शुरू|เริ่ม)(?![\p{L}])|^(?:the )?(?:kick-?off|doors|first whistle|our slot|anpfiff|einlass|unser termin|le coup d'envoi|notre créneau|il fischio d'inizio|o início|la hora)(?!\p{L})|(?<!\p{L})geht(?:'s| es) (?:\S+ )?los|शुरू (?:होगा|होगी|होंगे|है|हो)/u;

/** "Party on Saturday! Starts at 8": the sentence behind says at what time. */
function startsThen(items: Items, reply: Reply, said: Due, settings: DateSettings): Items | null {
  const event = items.at(-1);
  const { cues, text } = reply.sentence;
  if (event?.read !== reply.read || event.kind !== "event" || event.due?.kind !== "date") return null;
  if (said.due === null || namesDay(said.due) || cues.past || /[?？]/.test(text)) return null;
  // "The shop closes at 6" is of something else.
  const other =
    reply.own.length > sharedWords(reply.own, itemTopics(event, reply), reply.read.language).length;
  const folded = fold(text);
  if (isOfOneself(folded, reply.read.language) || (other && !STARTS.test(folded))) return null;
  const { due, duePhrase } = combined(event, said, reply, settings);
  if (due == null || duePhrase == null) return null;
  const movedBy = { read: reply.read, sentence: reply.sentence };
  return items.map((item) => (item === event ? { ...item, due, duePhrase, movedBy } : item));
}

/** "Dinner on Friday?" – "ok, at 8pm": the hour that was left open. */
function fixesHour(items: Items, reply: Reply, said: Due, settings: DateSettings): Items | null {
  const { cues, text } = reply.sentence;
  const open = items.some((item) => item.kind === "question" && item.status === "open");
  const own = withoutPlace(reply.own, text, reply.read.language);
  if (said.due?.kind !== "time" || own.length > 0 || open) return null;
  if (cues.past || cues.negated || /[?？]/.test(text)) return null;
  if (isOfOneself(fold(text), reply.read.language)) return null;
  const event = items.findLast((item) => item.kind === "event" && isLive(item));
  if (event === undefined || event.read === reply.read || reply.read.index - event.last.index > 2)
    return null;
  if (event.due?.kind !== "date" && event.due?.kind !== "window") return null;
  // "Ok, Thursday 3 December at 7 pm it is" names its day again.
  if (namesDay(said.due) && plannedDay(said.due) !== plannedDay(event.due)) return null;
  const { due, duePhrase } = combined(event, said, reply, settings);
  if (due == null || duePhrase == null) return null;
  const movedBy = { read: reply.read, sentence: reply.sentence };
  return touch(items, event, reply, { due, duePhrase, movedBy });
}

/** An event, or what has a date; an errand only where nothing else is spoken of. */
function canMove(item: FoundItem, reply: Reply, count: number, clockOnly: boolean): boolean {
  if (!isLive(item) || item.kind === "question" || (item.kind !== "event" && item.duePhrase === null))
    return false;
  if (isAboutAnother(item, reply)) return false;
  if (item.kind === "event" || isDirectReply(item, reply)) return true;
  // "At 2 instead" is of something that had a time.
  if (clockOnly && item.due?.kind !== "time") return false;
  if (count > 0) return reply.own.length === shared(item, reply).length;
  // "We meet at 5 instead" is of an event; a bare "Saturday instead" right behind an errand is of it.
  const next = reply.read.index - item.last.index <= 1;
  return next && !reply.topics.some(isAnyEvent);
}

/** A time that was withdrawn and not replaced by one that can be read. */
function openTime(items: Items, target: FoundItem, reply: Reply): Items | null {
  const hasNumber = /\d/.test(fold(reply.sentence.text));
  if (!hasNumber)
    return shared(target, reply).length > 0 ? touch(items, target, reply, { status: "changed" }) : null;
  return apply(items, target, reply, { due: null, duePhrase: null });
}

/** "The concert is at 4": the same event on its day, at another time. At the same time it is only said again. */
function restate(
  items: Items,
  reply: Reply,
  next: Due,
  settings: DateSettings,
  hinted: boolean,
): Items | null {
  if (next.due === null || next.duePhrase === null || reply.sentence.cues.completed !== null) return null;
  const target = pick(
    items,
    reply,
    (item, count) =>
      count > 0 &&
      isLive(item) &&
      item.kind === "event" &&
      plannedDay(item.due) !== null &&
      !isAboutAnother(item, reply),
    -1,
  );
  if (target?.due == null) return null;
  const { read, sentence, topics } = reply;
  const names = topics.filter((word) => isAnyEvent(word) || shared(target, reply).includes(word));
  if (!isSubject(names, topics, sentence.text, read.language)) return null;
  const day = plannedDay(target.due);
  if (!hinted && namesDay(next.due) && plannedDay(next.due) !== day) return null;
  const moved = combined(target, next, reply, settings);
  const same = isSameTime(moved.due, target.due);
  if (!same && moved.due?.kind !== "date") return apply(items, target, reply, moved);
  // "Actually on Saturday" of something on Sunday at 1: another day, and the same hour.
  if (same || moved.due === undefined || plannedDay(moved.due) === day)
    return touch(items, target, reply, {});
  return apply(items, target, reply, atOldHour(target, moved, reply, settings));
}

function apply(items: Items, target: FoundItem, reply: Reply, moved: Partial<Due>): Items {
  const old = { duePhrase: target.duePhrase, due: target.due, read: target.movedBy?.read ?? target.read };
  // "It starts at 4" of something on Saturday says more and replaces nothing.
  const more = old.due?.kind === "date" && plannedDay(moved.due ?? null) === old.due.start;
  if (more) return touch(items, target, reply, moved);
  const superseded =
    old.duePhrase === null || isSameTime(old.due, moved.due)
      ? target.superseded
      : [...target.superseded, old];
  return touch(items, target, reply, {
    status: "changed",
    ...moved,
    superseded,
    movedBy: { read: reply.read, sentence: reply.sentence },
  });
}
